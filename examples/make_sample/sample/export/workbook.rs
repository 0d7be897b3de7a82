//! Workbooks whose bytes do not depend on the day they are written.

use chrono::{NaiveDateTime, TimeDelta};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// A new workbook that says it was written on 1 July 2026.
pub(super) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let written = ExcelDateTime::from_ymd(2026, 7, 1)?.and_hms(9, 0, 0)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&written));
    Ok(workbook)
}

/// Excel's number of a moment.
pub(super) fn serial(moment: NaiveDateTime) -> f64 {
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default().and_time(chrono::NaiveTime::MIN);
    let minutes: TimeDelta = moment - epoch;
    minutes.num_minutes() as f64 / 1440.0
}
