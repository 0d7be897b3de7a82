//! Numbers in cells, read exactly: a whole mantissa and a count of decimals, never a float in between.

use super::numeral;
use super::table::Cell;
use super::trim::trimmed;

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

/// Reads a number by the column's convention. A bound (`< 10%`) is no number and counts as missing.
pub fn number(cell: &Cell<'_>, format: NumberFormat) -> Reading<Decimal> {
    match *cell {
        Cell::Empty => Reading::Missing,
        Cell::Number(value) => float(value).map_or(Reading::Unreadable, Reading::Given),
        Cell::Text(text) => match plain(text.as_bytes(), format) {
            Some(decimal) => Reading::Given(decimal),
            None => numeral::numeral(text, format),
        },
        Cell::Moment(_) | Cell::Bool(_) | Cell::Error(_) => Reading::Unreadable,
    }
}

/// Whether text stands for nothing: empty, dashes, `N/A`, `(not set)` …
pub fn is_missing(text: &str) -> bool {
    let text = text.trim_matches(numeral::is_blank);
    matches!(
        text,
        "" | "-" | "--" | "---" | "–" | "—" | "N/A" | "n/a" | "#N/A" | "NA" | "null" | "NULL" | "None" | "NaN" | "nan"
    ) || matches!(text, "(not set)" | "(none)" | "(blank)" | "not set" | "#N/A!" | "N.A." | "n.a.")
}

/// Whether text is an id that Excel has turned into a number of few digits, such as `1.2021E+17`: never join on it.
pub fn damaged_id(text: &str) -> bool {
    // Nearly every id is told apart by its first two characters.
    let digit_then_mark = matches!(trimmed(text).as_bytes(), [b'0'..=b'9', b'.' | b',' | b'e' | b'E', ..]);
    if text.len() > 32 || !digit_then_mark {
        return false;
    }
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    whole.len() == 1 && digits(whole) && digits(decimals) && exponent.strip_prefix('+').is_some_and(digits)
}

/// Digits with at most a minus before them and one decimal sign between them: nearly every cell of most files.
fn plain(bytes: &[u8], format: NumberFormat) -> Option<Decimal> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 18 || !digits[0].is_ascii_digit() {
        return None;
    }
    let (mut mantissa, mut scale, mut decimals) = (0_i64, 0, false);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale += u32::from(decimals);
            }
            _ if !decimals && char::from(byte) == format.decimal => decimals = true,
            _ => return None,
        }
    }
    let mantissa = i128::from(if negative { -mantissa } else { mantissa });
    (!decimals || scale > 0).then_some(Decimal { mantissa, scale })
}

/// A workbook's number as the shortest decimal that stands for the same float, which is what Excel shows.
fn float(value: f64) -> Option<Decimal> {
    if !value.is_finite() || value.abs() >= 1e27 {
        return None;
    }
    if value.abs() < 1e-12 {
        return Some(Decimal { mantissa: 0, scale: 0 });
    }
    numeral::digits(&value.abs().to_string(), '.')
        .map(|d| if value < 0.0 { Decimal { mantissa: -d.mantissa, ..d } } else { d })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal: char) -> Option<(i128, u32)> {
        number(&Cell::Text(text), NumberFormat { decimal }).given().map(|d| (d.mantissa, d.scale))
    }

    #[test]
    fn every_way_to_write_a_number() {
        for (text, decimal, mantissa, scale) in [
            ("(1,234.00)", '.', -123_400, 2),
            ("-1,234.00", '.', -123_400, 2),
            ("1,234.00-", '.', -123_400, 2),
            ("−98,70", ',', -9_870, 2),
            ("$1,234.56", '.', 123_456, 2),
            ("-$5", '.', -5, 0),
            ("US$ 1234", '.', 1234, 0),
            ("1.2K", '.', 1200, 0),
            ("3.4M", '.', 3_400_000, 0),
            ("2B", '.', 2_000_000_000, 0),
            ("12.5%", '.', 125, 3),
            ("5,49 %", ',', 549, 4),
            ("1.10032E+13", '.', 11_003_200_000_000, 0),
            ("\u{a0}1 234,56", ',', 123_456, 2),
            ("1\u{202f}234,56 €", ',', 123_456, 2),
            ("1.234,56 €", ',', 123_456, 2),
            ("1'234.56", '.', 123_456, 2),
            ("1,23,456.78", '.', 12_345_678, 2),
            ("₹1.5 Cr", '.', 15_000_000, 0),
            ("3 L", '.', 300_000, 0),
            ("฿1,234,500.50", '.', 123_450_050, 2),
            ("2,000 บาท", '.', 2000, 0),
            ("๑๒๓", '.', 123, 0),
            ("₩1,234,000", '.', 1_234_000, 0),
            ("￦1,127,742", '.', 1_127_742, 0),
            ("120만원", '.', 1_200_000, 0),
            ("1.2억", '.', 120_000_000, 0),
            ("Rp 1.617.715", ',', 1_617_715, 0),
            ("Rp15.750.250,50", ',', 1_575_025_050, 2),
            ("Rp 1,5 jt", ',', 1_500_000, 0),
            ("Rp 1,5 M", ',', 1_500_000_000, 0),
            ("250 rb", ',', 250_000, 0),
            ("USD 1,000", '.', 1000, 0),
            ("1234 THB", '.', 1234, 0),
            ("-0.00", '.', 0, 2),
            ("$(1,234.00)", '.', -123_400, 2),
            ("1.234,-", ',', 1234, 0),
            ("CHF 5.–", '.', 5, 0),
            ("1억 2,000만원", '.', 120_000_000, 0),
            ("₩3만", '.', 30_000, 0),
            ("٣٤٥", '.', 345, 0),
            ("１，２３４．５０", '.', 123_450, 2),
            ("2.5 million", '.', 2_500_000, 0),
            ("1,2 Mrd. €", ',', 1_200_000_000, 0),
            ("kr 1 234,50", ',', 123_450, 2),
            ("R$ 1.234,56", ',', 123_456, 2),
        ] {
            assert_eq!(read(text, decimal), Some((mantissa, scale)), "{text}");
        }
    }

    #[test]
    fn what_the_convention_does_not_allow_is_not_guessed() {
        for (text, decimal) in [
            ("1,5", '.'),
            ("10,00", '.'),
            ("1.5", ','),
            ("1,23,45", '.'),
            ("1.2.3", '.'),
            ("abc", '.'),
            ("5 apples", '.'),
        ] {
            assert_eq!(number(&Cell::Text(text), NumberFormat { decimal }), Reading::Unreadable, "{text}");
        }
        for text in ["", " --", "-", "—", "N/A", "#N/A", "(not set)", "< 10%", "> 90%"] {
            assert_eq!(number(&Cell::Text(text), NumberFormat::default()), Reading::Missing, "{text}");
        }
    }

    #[test]
    fn floats_are_what_excel_shows() {
        let read = |v| number(&Cell::Number(v), NumberFormat::default());
        assert_eq!(read(0.1), Reading::Given(Decimal { mantissa: 1, scale: 1 }));
        assert_eq!(read(-1234.5), Reading::Given(Decimal { mantissa: -12_345, scale: 1 }));
        assert_eq!(read(1e15), Reading::Given(Decimal { mantissa: 1_000_000_000_000_000, scale: 0 }));
        assert_eq!(read(f64::NAN), Reading::Unreadable);
    }

    #[test]
    fn ids_that_excel_has_shortened() {
        assert!(damaged_id("1.2021E+17") && damaged_id("1.10032E+13") && damaged_id("1E+15"));
        assert!(!damaged_id("120200111") && !damaged_id("E+17") && !damaged_id("12E4"));
    }
}
