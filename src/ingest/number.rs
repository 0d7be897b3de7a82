//! Numbers in cells, read exactly: a whole mantissa and a count of decimals, never a float in between.

use super::table::Cell;

/// What a cell gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading<T> {
    /// A value.
    Given(T),
    /// Nothing: empty, `--`, `-`, `N/A`, `(not set)` … never 0.
    Missing,
    /// Something that cannot be read by the column's convention.
    Unreadable,
}

impl<T> Reading<T> {
    /// The value, if there is one.
    pub fn given(self) -> Option<T> {
        match self {
            Reading::Given(value) => Some(value),
            Reading::Missing | Reading::Unreadable => None,
        }
    }
}

/// An exact decimal: `mantissa × 10^−scale`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decimal {
    /// All digits, with the sign.
    pub mantissa: i128,
    /// How many of them are decimals.
    pub scale: u32,
}

impl Decimal {
    /// The value in units of `10^−digits`, half to even; `None` when it leaves `i64`.
    pub fn rounded(self, digits: u32) -> Option<i64> {
        let value = if self.scale <= digits {
            self.mantissa.checked_mul(10_i128.checked_pow(digits - self.scale)?)?
        } else {
            let unit = 10_i128.checked_pow(self.scale - digits)?;
            let (quotient, rest) = (self.mantissa.div_euclid(unit), self.mantissa.rem_euclid(unit));
            let up = rest * 2 > unit || (rest * 2 == unit && quotient % 2 != 0);
            quotient + i128::from(up)
        };
        i64::try_from(value).ok()
    }
}

/// How a column writes numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberFormat {
    /// The decimal sign, `.` or `,`.
    pub decimal: char,
}

impl Default for NumberFormat {
    fn default() -> NumberFormat {
        NumberFormat { decimal: '.' }
    }
}

/// Reads a number by the column's convention.
pub fn number(cell: &Cell<'_>, format: NumberFormat) -> Reading<Decimal> {
    let text = match *cell {
        Cell::Empty => return Reading::Missing,
        Cell::Number(value) => return text_number(&format!("{value}"), NumberFormat::default()),
        Cell::Text(text) => text.trim(),
        Cell::Moment(_) | Cell::Bool(_) | Cell::Error(_) => return Reading::Unreadable,
    };
    if text.is_empty() { Reading::Missing } else { text_number(text, format) }
}

fn text_number(text: &str, format: NumberFormat) -> Reading<Decimal> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (mut mantissa, mut scale, mut decimals) = (0_i128, 0, false);
    for c in digits.chars() {
        match c.to_digit(10) {
            Some(d) if scale < 30 => {
                mantissa = mantissa.saturating_mul(10).saturating_add(i128::from(d));
                scale += u32::from(decimals);
            }
            None if c == format.decimal && !decimals => decimals = true,
            _ => return Reading::Unreadable,
        }
    }
    Reading::Given(Decimal { mantissa: sign * mantissa, scale })
}
