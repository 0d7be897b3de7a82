//! Conventions of a column, settled from a sample of its texts: never cell by cell.

use crate::ingest::date::DateOrder;

/// The order of day and month: a first part over 12 says day first, a second part over 12 says month first. A column
/// that says neither is read day first, as most of the world writes it.
pub fn date_order<'a>(texts: impl Iterator<Item = &'a str>) -> DateOrder {
    let (mut slashed, mut month_first) = (false, false);
    for text in texts {
        let mut parts = text.trim().split(['/', '-', '.']).map(|p| p.trim().parse::<u32>());
        let (Some(Ok(first)), Some(Ok(second))) = (parts.next(), parts.next()) else { continue };
        if first > 31 {
            continue;
        }
        slashed = true;
        if first > 12 {
            return DateOrder::DayFirst;
        }
        month_first |= second > 12;
    }
    match (slashed, month_first) {
        (false, _) => DateOrder::Iso,
        (true, true) => DateOrder::MonthFirst,
        (true, false) => DateOrder::DayFirst,
    }
}

/// The decimal sign: the last of `.` and `,` in a number that has both, or one that is not followed by exactly three
/// digits. A column that says neither has a point.
pub fn decimal_sign<'a>(texts: impl Iterator<Item = &'a str>) -> char {
    let mut commas = false;
    for text in texts {
        let text = text.trim();
        let Some(last) = text.rfind(['.', ',']) else { continue };
        let sign = if text[last..].starts_with(',') { ',' } else { '.' };
        let other = if sign == ',' { '.' } else { ',' };
        let after = text[last + 1..].chars().take_while(char::is_ascii_digit).count();
        let decides = text[..last].contains(other) || (after != 3 && !text[..last].contains(sign));
        if decides && sign == '.' {
            return '.';
        }
        commas |= decides;
    }
    if commas { ',' } else { '.' }
}

#[cfg(test)]
mod tests {
    use super::{date_order, decimal_sign};
    use crate::ingest::date::DateOrder;

    #[test]
    fn one_row_decides_for_the_column() {
        assert_eq!(date_order(["05/06/2025", "13/06/2025"].into_iter()), DateOrder::DayFirst);
        assert_eq!(date_order(["05/06/2025", "06/13/2025"].into_iter()), DateOrder::MonthFirst);
        assert_eq!(date_order(["2025-06-05"].into_iter()), DateOrder::Iso);
        assert_eq!(decimal_sign(["1.234,56", "500,00"].into_iter()), ',');
        assert_eq!(decimal_sign(["1,234", "500.00"].into_iter()), '.');
        assert_eq!(decimal_sign(["1,234"].into_iter()), '.');
    }
}
