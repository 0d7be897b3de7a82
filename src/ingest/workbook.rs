//! Tables of a workbook: its visible sheets, read cell by cell within the bounds of the grid. The only owner of calamine.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime};

use super::files::SourceFile;
use super::grid::{Grid, GridBody};
use super::preflight;
use super::shape::{self, Judge};
use super::table::{Cell, Table};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;

type Book = Xlsx<Cursor<Vec<u8>>>;

/// The largest workbook that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// The rows of a sheet.
const GRID_ROWS: u64 = 1_048_576;
/// The columns of a sheet.
const GRID_COLUMNS: u16 = 16_384;
/// Columns to the right of the header that still belong to the table, without a header.
const BESIDE: usize = 16;

/// The tables on the visible sheets of a workbook.
///
/// # Errors
/// E108 damaged or protected, E109 a cell where none can be, E110 formulas without values, E106 too large.
pub(crate) fn tables(file: &SourceFile, known: &dyn Fn(&str) -> bool, notes: &mut Notes) -> Result<Vec<Table>, Note> {
    if file.bytes > LARGEST {
        return Err(Note::new("E106").with("limit", LARGEST >> 20).at(Place::file(file.name.as_str())));
    }
    let bytes = file.read()?;
    if let Some(fault) = preflight::fault(&bytes) {
        return Err(damaged(file, "", fault));
    }
    // A workbook made to harm can overflow the reader's own arithmetic: that is a damaged file, not a failed run.
    let found = catch_unwind(AssertUnwindSafe(|| sheets(file, bytes, known)));
    let (tables, hidden) = found.unwrap_or_else(|_| Err(damaged(file, "", "damage.reference")))?;
    for table in &tables {
        if table.1 == GRID_ROWS {
            let place = Place { sheet: table.0.sheet.clone(), ..Place::file(file.name.as_str()) };
            notes.push(Note::new("W105").with("rows", GRID_ROWS).at(place));
        }
    }
    if !hidden.is_empty() {
        let names = Arg::List(hidden.into_iter().map(Arg::Text).collect());
        notes.push(Note::new("W103").with("sheets", names).at(Place::file(file.name.as_str())));
    }
    Ok(tables.into_iter().map(|(table, _)| table).collect())
}

/// Tables with the number of their sheet's last row, and the names of hidden sheets.
type Sheets = (Vec<(Table, u64)>, Vec<String>);

fn sheets(file: &SourceFile, bytes: Vec<u8>, known: &dyn Fn(&str) -> bool) -> Result<Sheets, Note> {
    let mut book = Book::new(Cursor::new(bytes)).map_err(|e| damaged(file, "", reason(&e)))?;
    let (mut tables, mut hidden) = (Vec::new(), Vec::new());
    for sheet in book.sheets_metadata().to_vec() {
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => {
                let grid = grid(file, &mut book, &sheet.name)?;
                let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
                let last = grid.number(grid.len().saturating_sub(1));
                tables.extend(table(file, &sheet.name, grid, &merged, known).map(|table| (table, last)));
            }
            (SheetType::WorkSheet, _) => hidden.push(sheet.name),
            _ => {}
        }
    }
    Ok((tables, hidden))
}

/// The note of a workbook that cannot be read, for a reason that is a key of the words.
pub(crate) fn damaged(file: &SourceFile, sheet: &str, reason: &str) -> Note {
    let place = Place { sheet: sheet.to_owned(), ..Place::file(file.name.as_str()) };
    Note::new("E108").with("reason", Arg::Word(reason.to_owned())).at(place)
}

/// What the reader's complaint means to the owner of the file: a key of the words.
fn reason(error: &XlsxError) -> &'static str {
    match error {
        XlsxError::Password => "damage.password",
        XlsxError::Zip(_) | XlsxError::Io(_) | XlsxError::XmlEof(_) => "damage.cut",
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => "damage.part",
        XlsxError::CellError(_) => "damage.error",
        _ => "damage.content",
    }
}

/// All cells of a sheet, or a note and none of them.
fn grid(file: &SourceFile, book: &mut Book, sheet: &str) -> Result<Grid, Note> {
    let failed = |e: XlsxError| damaged(file, sheet, reason(&e));
    let mut reader = book.worksheet_cells_reader(sheet).map_err(failed)?;
    let (mut grid, mut last) = (Grid::default(), None);
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(failed)? {
        let (row, column) = cell.pos;
        let place = Place {
            sheet: sheet.to_owned(),
            row: u64::from(row) + 1,
            column: column.saturating_add(1),
            ..Place::file(file.name.as_str())
        };
        let impossible =
            |why: &str| Note::new("E109").with("reason", Arg::Word(format!("impossible.{why}"))).at(place.clone());
        let narrow = u16::try_from(column).ok().filter(|c| place.row <= GRID_ROWS && *c < GRID_COLUMNS);
        let narrow = narrow.ok_or_else(|| impossible("outside"))?;
        if last.is_some_and(|last| last >= cell.pos) {
            return Err(impossible("order"));
        }
        last = Some(cell.pos);
        if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) {
            return Err(Note::new("E110").at(place.clone()));
        }
        push(&mut grid, place.row, narrow, &cell.value).ok_or_else(|| impossible("content"))?;
    }
    Ok(grid)
}

/// `None` for a value that no spreadsheet can hold.
fn push(grid: &mut Grid, row: u64, column: u16, value: &DataRef<'_>) -> Option<()> {
    let text = |text: &str| text.len() <= 32_767 || text.encode_utf16().count() <= 32_767;
    match value {
        DataRef::Empty => Some(()),
        DataRef::Int(value) => grid.push(row, column, Cell::Number(*value as f64)),
        DataRef::Float(value) if value.is_finite() => grid.push(row, column, Cell::Number(*value)),
        DataRef::String(value) if text(value) => grid.push(row, column, Cell::Text(value)),
        DataRef::SharedString(value) if text(value) => grid.push(row, column, Cell::Text(value)),
        DataRef::Float(_) | DataRef::String(_) | DataRef::SharedString(_) => None,
        DataRef::Bool(value) => grid.push(row, column, Cell::Bool(*value)),
        DataRef::DateTime(value) => {
            grid.push(row, column, moment(value).map_or(Cell::Number(value.as_f64()), Cell::Moment))
        }
        DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => grid.push(row, column, Cell::Text(value)),
        DataRef::Error(error) => grid.push(row, column, Cell::Error(&error.to_string())),
    }
}

/// A date of a workbook by its own date system; `None` for durations, times of day, and days that never were.
fn moment(value: &ExcelDateTime) -> Option<NaiveDateTime> {
    if !value.is_datetime() || value.as_f64() < 1.0 || value.as_f64() >= 2_958_466.0 {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
    let second = u32::from(second) + u32::from(milli >= 500);
    day.and_hms_opt(u32::from(hour), u32::from(minute), 0)?
        .checked_add_signed(chrono::Duration::seconds(i64::from(second)))
}

/// The table of a sheet; `None` when it has fewer than two rows of at least two cells.
fn table(
    file: &SourceFile,
    sheet: &str,
    grid: Grid,
    merged: &[Dimensions],
    known: &dyn Fn(&str) -> bool,
) -> Option<Table> {
    let first: Vec<Vec<String>> = (0..grid.len().min(40)).map(|at| grid.texts(at)).collect();
    if first.iter().filter(|row| shape::filled(row) > 1).count() == 0 {
        return None;
    }
    let at = sub_header(&grid, merged, shape::header_at(&first, known)?);
    let header_row = grid.number(at);
    let above = at.checked_sub(1).filter(|above| grid.number(*above) + 1 == header_row);
    let groups = above.map_or_else(Vec::new, |above| groups(&grid, merged, above));
    let mut header = joined(&first[at], &groups, known);
    let width = grid.width_from(at).min(header.len() + BESIDE).max(header.len());
    header.resize(width, String::new());
    let preamble = first[..at].iter().map(|row| shape::excerpt(row.iter().map(String::as_str))).collect();
    let judge = Judge::new(&header);
    Some(Table {
        file: file.name.clone(),
        sheet: sheet.to_owned(),
        header,
        header_row,
        preamble,
        text: String::new(),
        body: Rc::new(GridBody { grid: Rc::new(grid), from: at + 1, width, judge }),
    })
}

/// The row of a header's own names, when the row found holds only the merged names of groups.
fn sub_header(grid: &Grid, merged: &[Dimensions], at: usize) -> usize {
    let number = grid.number(at);
    let grouped = merged.iter().filter(|m| is_group(m, number)).count();
    let below = grid.number(at + 1) == number + 1 && grid.row(at + 1).all(|(_, c)| matches!(c, Cell::Text(_)));
    at + usize::from(grouped > 0 && below && grid.row(at + 1).count() > grid.row(at).count())
}

/// Whether a merged cell lies in the row `number` alone, over more than one column.
fn is_group(merged: &Dimensions, number: u64) -> bool {
    u64::from(merged.start.0) + 1 == number && merged.end.0 == merged.start.0 && merged.end.1 > merged.start.1
}

/// The group that each column belongs to: merged names in the row above the header, two of them at least (one alone
/// is a title).
fn groups(grid: &Grid, merged: &[Dimensions], above: usize) -> Vec<String> {
    let number = grid.number(above);
    let mut groups = grid.texts(above);
    if shape::filled(&groups) < 2 || !merged.iter().any(|m| is_group(m, number)) {
        return Vec::new();
    }
    for merge in merged.iter().filter(|m| is_group(m, number)) {
        let (from, to) = (merge.start.1 as usize, merge.end.1 as usize);
        let name = groups.get(from).cloned().unwrap_or_default();
        if groups.len() <= to {
            groups.resize(to + 1, String::new());
        }
        groups[from..=to].fill(name);
    }
    groups
}

/// Names with their groups: `Money Amount`; the name alone where only that is known.
fn joined(names: &[String], groups: &[String], known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let group = |at: usize| groups.get(at).map_or("", String::as_str);
    let is_known = |name: &str| known(&shape::normal_header(name));
    (0..names.len().max(groups.len()))
        .map(|at| match (group(at), names.get(at).map_or("", String::as_str)) {
            ("", name) => name.to_owned(),
            (group, "") => group.to_owned(),
            (group, name) => {
                let both = format!("{group} {name}");
                if !is_known(&both) && is_known(name) { name.to_owned() } else { both }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, tables};
    use crate::ingest::files::SourceFile;
    use crate::model::note::Notes;

    #[test]
    fn a_workbook_too_large_is_refused_unread() {
        let file = SourceFile {
            name: "deals.xlsx".to_owned(),
            path: "no such folder/deals.xlsx".into(),
            bytes: LARGEST + 1,
            sha256: String::new(),
        };
        let note = tables(&file, &|_| false, &mut Notes::new()).err().unwrap();
        assert_eq!((note.code.0, note.place.file.as_str()), ("E106", "deals.xlsx"));
    }
}
