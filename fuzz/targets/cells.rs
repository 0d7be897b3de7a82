//! One cell as a number and as a date by every convention, and as part of a column that settles its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planbook::ingest::convention::{ColumnSurvey, Verdict};
use planbook::ingest::date::{self, DateFormat, DateOrder};
use planbook::ingest::number::{self, NumberFormat};
use planbook::ingest::table::Cell;

fuzz_target!(|text: &str| {
    let (mut numbers, mut dates) = (ColumnSurvey::of_numbers(), ColumnSurvey::of_dates());
    for (row, line) in (1..).zip(text.lines()) {
        let cell = Cell::Text(line);
        for decimal in ['.', ','] {
            if let Some(found) = number::number(&cell, NumberFormat { decimal }).given() {
                for digits in [0, 2, 3, 6] {
                    let _ = found.rounded(digits);
                }
            }
        }
        for order in [DateOrder::Iso, DateOrder::DayFirst, DateOrder::MonthFirst] {
            for zone in [None, Some("Asia/Bangkok".to_owned())] {
                let format = DateFormat { order, zone, ..DateFormat::default() };
                let _ = date::moment(&cell, &format, "America/Sao_Paulo");
            }
        }
        numbers.feed(|| row, &cell);
        dates.feed(|| row, &cell);
    }
    let known = |row: u64| assert!(row >= 1, "a witness is a row that was fed");
    if let Verdict::Conflict(one, other) = numbers.number_format() {
        known(one.row.min(other.row));
    }
    if let Verdict::Conflict(one, other) = dates.date_order() {
        known(one.row.min(other.row));
    }
});
