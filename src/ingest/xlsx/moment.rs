//! The moment of a day's serial number, as spreadsheets count.

/// The serial number after the last day that a spreadsheet knows, 9999-12-31.
const END: f64 = 2_958_466.0;
const DAY: f64 = 86_400.0;
/// Excel takes 1900 for a leap year: this serial number is a day that never was.
const NEVER: i64 = 60;
/// The last day that can be counted from 1904, 9999-12-31.
const LAST_SINCE_1904: i64 = 2_957_003;
/// 1970-01-01 as a serial number: counted from 1904, from 1900 in its first two months, and after the day that never was.
const SINCE_1904: i64 = 24_107;
const BEFORE_NEVER: i64 = 25_568;
const AFTER_NEVER: i64 = 25_569;

/// The seconds since 1970, rounded to whole ones from milliseconds; `None` for times without a day and days that never
/// were.
pub(super) fn moment(serial: f64, since_1904: bool) -> Option<i64> {
    if !(1.0..END).contains(&serial) {
        return None;
    }
    let mut days = whole(serial);
    let time = (serial - days as f64) * DAY;
    let mut seconds = whole(time);
    let milli = (time - seconds as f64) * 1000.0;
    // 999.5 is the first that rounds to a whole second.
    if milli >= 999.5 {
        seconds += 1;
        // A time that rounds up to the end of the day is the beginning of the next.
        if seconds == 86_400 {
            (days, seconds) = (days + 1, 0);
        }
    } else if milli >= 499.5 {
        seconds += 1;
    }
    let days = match days {
        days if since_1904 => days.min(LAST_SINCE_1904) - SINCE_1904,
        NEVER => return None,
        days if days < NEVER => days - BEFORE_NEVER,
        days => days - AFTER_NEVER,
    };
    Some(days * 86_400 + seconds)
}

#[expect(clippy::cast_possible_truncation, reason = "serial numbers that are days, and seconds of one, fit")]
fn whole(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(serial: f64, since_1904: bool) -> Option<String> {
        moment(serial, since_1904).map(|at| chrono::DateTime::from_timestamp(at, 0).unwrap().naive_utc().to_string())
    }

    #[test]
    fn days_as_spreadsheets_count_them() {
        for (serial, since_1904, at) in [
            (1.0, false, "1900-01-01 00:00:00"),
            (59.0, false, "1900-02-28 00:00:00"),
            (61.0, false, "1900-03-01 00:00:00"),
            (366.0, false, "1900-12-31 00:00:00"),
            (46_022.75, false, "2025-12-31 18:00:00"),
            (46_022.999_999_99, false, "2026-01-01 00:00:00"),
            (46_022.000_005_79, false, "2025-12-31 00:00:01"),
            (2_958_465.0, false, "9999-12-31 00:00:00"),
            (1.0, true, "1904-01-02 00:00:00"),
            (44_560.5, true, "2025-12-31 12:00:00"),
        ] {
            assert_eq!(shown(serial, since_1904).as_deref(), Some(at), "{serial}");
        }
        for serial in [0.5, -5.0, 60.0, 60.9, 59.999_999_999, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(shown(serial, false), None, "{serial}");
        }
    }
}
