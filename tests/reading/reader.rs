//! Our reader of Excel's workbooks beside calamine: the same cells, wherever both read one.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, SheetVisible, Xlsx};
use chrono::NaiveDateTime;
use planbook::ingest::files::SourceFile;
use planbook::ingest::open;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{Kept, known};

/// Cells by sheet, row and column, counted from 1 and 0.
type Cells = BTreeMap<(String, u64, usize), Kept>;

/// The cells of all rows below the headers.
fn ours(bytes: &[u8]) -> Cells {
    let (tables, _) = open::tables(&SourceFile::of("a.xlsx", bytes), &known);
    let mut cells = Cells::new();
    for table in &tables {
        let pass = table.body.pass(&mut |row| {
            for (column, cell) in row.cells.iter().enumerate() {
                cells.insert((table.sheet.clone(), row.number, column), Kept::of(cell));
            }
            ControlFlow::Continue(())
        });
        assert!(pass.is_ok());
    }
    cells.retain(|_, cell| *cell != Kept::Empty);
    cells
}

/// The cells of all rows.
fn theirs(bytes: &[u8]) -> Option<Cells> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut cells = Cells::new();
    for sheet in book.sheets_metadata().to_vec().into_iter().filter(|s| s.visible == SheetVisible::Visible) {
        let mut reader = book.worksheet_cells_reader(&sheet.name).ok()?;
        while let Ok(Some(cell)) = reader.next_cell() {
            let (row, column) = cell.get_position();
            let kept = match Data::from(cell.get_value().clone()) {
                Data::Empty => Kept::Empty,
                Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Kept::Text(text),
                Data::Int(number) => Kept::Number(number as f64),
                Data::Float(number) => Kept::Number(number),
                Data::Bool(truth) => Kept::Bool(truth),
                Data::Error(error) => Kept::Error(error.to_string()),
                Data::DateTime(at) => match moment(&at) {
                    Some(moment) => Kept::Moment(moment.and_utc().timestamp()),
                    None => Kept::Number(at.as_f64()),
                },
            };
            cells.insert((sheet.name.clone(), u64::from(row) + 1, column as usize), kept);
        }
    }
    Some(cells)
}

fn moment(at: &calamine::ExcelDateTime) -> Option<NaiveDateTime> {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let whole = at.is_datetime() && (1.0..2_958_466.0).contains(&at.as_f64());
    let day = chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).filter(|_| whole)?;
    let seconds = i64::from(second) + i64::from(milli >= 500);
    Some(day.and_hms_opt(u32::from(hour), u32::from(minute), 0)? + chrono::Duration::seconds(seconds))
}

/// How many cells of a workbook we read; each of them is calamine's.
fn compared(bytes: &[u8], name: &str) -> usize {
    let (ours, Some(theirs)) = (ours(bytes), theirs(bytes)) else { return 0 };
    for (at, cell) in &ours {
        assert_eq!(Some(cell), theirs.get(at), "{name} {at:?}");
    }
    ours.len()
}

fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            workbooks(&path, found);
        } else if path.extension().is_some_and(|e| e == "xlsx") {
            found.push(path);
        }
    }
}

#[test]
fn every_workbook_of_ours_reads_as_calamine_reads_it() {
    let (root, mut found) = (Path::new(env!("CARGO_MANIFEST_DIR")), Vec::new());
    for folder in ["tests/fixtures", "tests/quirks", "tests/errors", "sample-data"] {
        workbooks(&root.join(folder), &mut found);
    }
    let cells: usize = found.iter().map(|p| compared(&std::fs::read(p).unwrap(), &p.to_string_lossy())).sum();
    assert!(found.len() >= 10 && cells > 20_000, "{} workbooks, {cells} cells", found.len());
}

/// Enough rows for many pieces, with every kind of cell.
#[test]
fn a_large_sheet_of_every_kind_of_cell_reads_as_calamine_reads_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let [day, time, span] = ["yyyy-mm-dd", "d/m/yy hh:mm:ss", "[h]:mm"].map(|f| Format::new().set_num_format(f));
    for (column, header) in (0..).zip(["id", "name", "day", "at", "cost", "won", "sum", "span"]) {
        sheet.write(0, column, header).unwrap();
    }
    for row in 1..9_000_u32 {
        let serial = f64::from(row) * 5.000_123 + 1.5;
        let name = ["A & B", "<ราคา>", " two  \n lines ", "_x000D_", "\u{1}", ""][row as usize % 6];
        let sum = ["2", "two", "#DIV/0!", "TRUE"][row as usize % 4];
        sheet.write(row, 0, format!("C{row}")).unwrap();
        sheet.write(row, 1, name).unwrap();
        sheet.write_number_with_format(row, 2, serial.floor(), &day).unwrap();
        sheet.write_number_with_format(row, 3, serial, &time).unwrap();
        sheet.write(row, 4, f64::from(row) / 7.0 - 500.0).unwrap();
        sheet.write(row, 5, row % 2 == 0).unwrap();
        sheet.write_formula(row, 6, Formula::new("=1+1").set_result(sum)).unwrap();
        if row % 5 == 0 {
            sheet.write_number_with_format(row, 7, serial, &span).unwrap();
        }
    }
    let cells = compared(&book.save_to_buffer().unwrap(), "made");
    assert!(cells > 60_000, "{cells}");
}

/// Rows without numbers, cells without references and texts of their own, as streaming exporters write them.
#[test]
fn a_large_sheet_that_says_no_places_reads_as_calamine_reads_it() {
    let row = |n: usize| {
        let texts = format!("<c t=\"inlineStr\"><is><r><t>C{n}</t></r><r><t> &lt;a&gt;</t></r></is></c><c/>");
        let rest = "<c t=\"str\"><f>A1</f><v>a&#10;b</v></c><c t=\"d\"><v>2026-01-02</v></c><c t='b'><v>1</v></c>";
        let more = if n.is_multiple_of(100) { "<x:row/><row r=\"ROW\"><c><v>5</v></c></row>" } else { "" };
        let more = more.replace("ROW", &(n * 3 + 7).to_string());
        format!("<row>{texts}{rest}<c><v>{n}.25</v></c><c t=\"e\"><v>#N/A</v></c></row>{more}\n")
    };
    let rows = (0..8_000).map(row).collect::<Vec<_>>().concat();
    let cells = compared(&crate::bombs::workbook(&rows, ""), "streamed");
    assert!(cells > 40_000, "{cells}");
}
