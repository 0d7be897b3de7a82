//! Numbers as decimal digits, added to a text of bytes: millions of them are written, and `write!` takes three times as long.

use std::io::Write as _;

/// Adds `value / scale` in decimal digits, exact; money keeps all its digits, anything else drops trailing zeros.
pub(crate) fn decimal(text: &mut Vec<u8>, value: i128, scale: i64, money: bool) {
    let digits = scale.ilog10() as usize;
    text.extend_from_slice(if value < 0 { b"-" } else { b"" });
    let (size, scale) = (value.unsigned_abs(), u128::from(scale.unsigned_abs()));
    // Nearly every value is one word long, and words divide twenty times as fast.
    let part = match (u64::try_from(size), u64::try_from(scale)) {
        (Ok(size), Ok(1)) => {
            whole_number(text, size, 1);
            0
        }
        (Ok(size), Ok(scale)) => {
            whole_number(text, size / scale, 1);
            size % scale
        }
        _ => {
            let _ = write!(text, "{}", size / scale);
            u64::try_from(size % scale).unwrap_or(0)
        }
    };
    if digits == 0 || (part == 0 && !money) {
        return;
    }
    text.push(b'.');
    whole_number(text, part, digits);
    while !money && text.last() == Some(&b'0') {
        text.pop();
    }
}

/// Adds `number` in at least `digits` digits.
pub(crate) fn whole_number(text: &mut Vec<u8>, mut number: u64, digits: usize) {
    let mut written = [b'0'; 20];
    let mut start = written.len();
    while number > 0 {
        start -= 1;
        written[start] += (number % 10) as u8;
        number /= 10;
    }
    text.extend_from_slice(&written[start.min(written.len() - digits)..]);
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn values_are_exact_text() {
        let decimal = |value, scale, money| {
            let mut text = Vec::new();
            decimal(&mut text, value, scale, money);
            String::from_utf8(text).unwrap()
        };
        assert_eq!(decimal(-123_456, 100, true), "-1234.56");
        assert_eq!(decimal(-5, 100, true), "-0.05");
        assert_eq!(decimal(100, 100, true), "1.00");
        assert_eq!(decimal(1_333_333_333, 1_000_000_000, false), "1.333333333");
        assert_eq!(decimal(2_000_000_000, 1_000_000_000, false), "2");
        assert_eq!(decimal(1_500, 1_000, false), "1.5");
        assert_eq!(decimal(7, 1, false), "7");
        assert_eq!(decimal(i128::MAX, 1, false), i128::MAX.to_string());
    }
}
