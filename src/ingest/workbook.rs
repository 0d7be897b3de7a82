//! A workbook of the formats that are not Excel's XML, read and told as packed rows. The only owner of calamine.

use std::io::Cursor;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Reader, Sheet, SheetType, SheetVisible,
    Xls, XlsError, Xlsb, XlsbError,
};
use chrono::{NaiveDate, NaiveDateTime};

use super::packed::{ERRORS, Packer, Value};
use super::preflight::Format;
use super::told::{Fault, Merged, Told};

/// How many bytes of rows are told at once.
const BLOCK: usize = 128 << 10;

type Bytes<'b> = Cursor<&'b [u8]>;
/// Whoever keeps what is told; a fault of theirs ends the reading.
pub(crate) type Listener<'l> = dyn FnMut(Told<'_>) -> Result<(), Fault> + 'l;

/// Tells the rows of the workbook's visible sheets. What was told counts only when the reading ends well.
///
/// # Errors
/// What is wrong with the workbook, or what the listener refused.
pub(crate) fn tell(bytes: &[u8], format: Format, listener: &mut Listener<'_>) -> Result<(), Fault> {
    let bytes = Cursor::new(bytes);
    match format {
        // Read by itself.
        Format::Xlsx => Err(Fault::damage("damage.content")),
        Format::Xlsb => xlsb(bytes, listener),
        Format::Xls => {
            let mut book = Xls::new(bytes).map_err(|e| Fault::damage(xls_reason(&e)))?;
            whole(
                &mut book,
                xls_reason,
                |book, name| book.merge_cells_by_sheet_name(name).unwrap_or_default(),
                listener,
            )
        }
        Format::Ods => {
            let mut book = Ods::new(bytes).map_err(|e| Fault::damage(ods_reason(&e)))?;
            whole(&mut book, ods_reason, |_, _| Vec::new(), listener)
        }
    }
}

/// Tells that a sheet begins; `false` when no more of it is to be told.
fn begin(sheet: &Sheet, listener: &mut Listener<'_>) -> Result<bool, Fault> {
    let visible = sheet.visible == SheetVisible::Visible;
    if sheet.typ != SheetType::WorkSheet {
        return Ok(false);
    }
    listener(Told::Sheet { name: &sheet.name, visible })?;
    Ok(visible)
}

fn merge(merged: Vec<Dimensions>, listener: &mut Listener<'_>) -> Result<(), Fault> {
    merged.into_iter().try_for_each(|m| listener(Told::Merged(Merged { first: m.start, last: m.end })))
}

/// Adds a cell to the rows of a sheet, and tells those before where they are many.
fn put(
    packer: &mut Packer,
    (row, column): (u32, u32),
    value: Value<'_>,
    listener: &mut Listener<'_>,
) -> Result<(), Fault> {
    if packer.len() >= BLOCK && packer.last().is_some_and(|last| last.0 != row) {
        listener(Told::Rows(packer.take()))?;
    }
    packer.put(row, column, value)
}

/// Tells the last rows of a sheet.
fn rest(mut packer: Packer, listener: &mut Listener<'_>) -> Result<(), Fault> {
    if packer.len() > 0 { listener(Told::Rows(packer.take())) } else { Ok(()) }
}

fn xlsb(bytes: Bytes<'_>, listener: &mut Listener<'_>) -> Result<(), Fault> {
    let reason = |e: &XlsbError| match e {
        XlsbError::Password => "damage.password",
        XlsbError::Zip(_) | XlsbError::Io(_) => "damage.cut",
        _ => "damage.content",
    };
    let mut book = Xlsb::new(bytes).map_err(|e| Fault::damage(reason(&e)))?;
    for sheet in book.sheets_metadata().to_vec() {
        if !begin(&sheet, listener)? {
            continue;
        }
        let failed = |e: XlsbError| Fault::damage(reason(&e)).on(&sheet.name);
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(failed)?;
        let mut packer = Packer::default();
        while let Some(cell) = reader.next_cell().map_err(failed)? {
            if let Some(value) = value(cell.get_value()) {
                put(&mut packer, cell.get_position(), value, listener).map_err(|fault| fault.on(&sheet.name))?;
            }
        }
        rest(packer, listener)?;
    }
    Ok(())
}

/// The formats that are only read as a whole.
fn whole<'b, B: Reader<Bytes<'b>>>(
    book: &mut B,
    reason: fn(&B::Error) -> &'static str,
    merged: fn(&B, &str) -> Vec<Dimensions>,
    listener: &mut Listener<'_>,
) -> Result<(), Fault> {
    for sheet in book.sheets_metadata().to_vec() {
        if !begin(&sheet, listener)? {
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(|e| Fault::damage(reason(&e)).on(&sheet.name))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut packer = Packer::default();
        for (row, column, cell) in range.used_cells() {
            let at = |start: u32, offset: usize| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let cell = DataRef::from_data(cell);
            if let Some(value) = value(&cell) {
                let put = put(&mut packer, (at(top, row), at(left, column)), value, listener);
                put.map_err(|fault| fault.on(&sheet.name))?;
            }
        }
        rest(packer, listener)?;
        merge(merged(book, &sheet.name), listener)?;
    }
    Ok(())
}

/// A cell of the formats that are read as a whole, in the terms of those that are streamed.
trait FromData<'a> {
    fn from_data(cell: &'a Data) -> DataRef<'a>;
}

impl<'a> FromData<'a> for DataRef<'a> {
    fn from_data(cell: &'a Data) -> DataRef<'a> {
        match cell {
            Data::Int(value) => DataRef::Int(*value),
            Data::Float(value) => DataRef::Float(*value),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
            Data::Bool(truth) => DataRef::Bool(*truth),
            Data::DateTime(value) => DataRef::DateTime(*value),
            Data::Error(error) => DataRef::Error(error.clone()),
            Data::Empty => DataRef::Empty,
        }
    }
}

/// What a cell holds; `None` for an empty one.
fn value<'a>(cell: &'a DataRef<'_>) -> Option<Value<'a>> {
    Some(match cell {
        DataRef::Empty => return None,
        DataRef::Int(value) => Value::Number(*value as f64),
        DataRef::Float(value) => Value::Number(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text),
        DataRef::SharedString(text) => Value::Text(text),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::DateTime(value) => {
            moment(value).map_or(Value::Number(value.as_f64()), |at| Value::Moment(at.and_utc().timestamp()))
        }
        DataRef::Error(error) => Value::Error(place(error)),
    })
}

/// The place of an error value among those of a spreadsheet.
fn place(error: &CellErrorType) -> u8 {
    let shown = match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    };
    let place = ERRORS.iter().position(|error| *error == shown).unwrap_or_default();
    u8::try_from(place).unwrap_or_default()
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

/// What the reader's complaint means to the owner of the file: a key of the words.
fn xls_reason(error: &XlsError) -> &'static str {
    match error {
        XlsError::Password => "damage.password",
        XlsError::Io(_) | XlsError::Cfb(_) | XlsError::EoStream(_) | XlsError::Len { .. } => "damage.cut",
        _ => "damage.content",
    }
}

fn ods_reason(error: &OdsError) -> &'static str {
    match error {
        OdsError::Password => "damage.password",
        OdsError::Zip(_) | OdsError::Io(_) => "damage.cut",
        _ => "damage.content",
    }
}
