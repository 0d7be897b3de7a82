//! A file's tables, whatever its format.

use std::io::Read;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::checked::Check;
use super::csv::{CsvBody, Delimited};
use super::delimiter;
use super::files::SourceFile;
use super::grid::Grid;
use super::grid_body::GridBody;
use super::lines::Lines;
use super::sections::{self, Section};
use super::shape::Judge;
use super::sheets::Sheets;
use super::shelter::Shelter;
use super::table::Table;
use super::text::{self, Deciphered, Text};
use super::told::Fault;
use crate::model::note::{Note, Notes, Place, Severity};
use crate::model::phrase::Arg;
use crate::model::writing::FileRule;

/// How the names of workbooks end.
pub(crate) const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];
/// The largest workbook that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// How much of a text is looked at before it is read, in bytes; several tables are only looked for in smaller files.
const SAMPLE: u64 = 2 << 20;

/// With what a file is opened.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Where workbooks are read.
    pub shelter: &'a Shelter,
    /// On how many threads it is read.
    pub threads: NonZeroUsize,
    /// How far a text is looked through before it is read.
    pub check: Check,
}

/// The tables of a file of which the plan says nothing.
pub fn tables(file: &SourceFile, known: &dyn Fn(&str) -> bool) -> (Vec<Table>, Notes) {
    let means = Means { shelter: &Shelter::Here, threads: NonZeroUsize::MIN, check: Check::Whole };
    tables_in(file, &FileRule::default(), known, means)
}

/// The tables of a file, read as `rule` says where it says something. `known` says whether a header (as
/// [`super::shape::normal_header`] writes it) is one that some source has: it helps to find the header row.
pub fn tables_in(
    file: &SourceFile,
    rule: &FileRule,
    known: &dyn Fn(&str) -> bool,
    means: Means<'_>,
) -> (Vec<Table>, Notes) {
    let mut notes = Notes::new();
    let tables = found((file, rule), known, means, &mut notes).unwrap_or_else(|note| {
        notes.push(note);
        Vec::new()
    });
    if tables.is_empty() && notes.count(Severity::Warning) == 0 {
        notes.push(Note::new("W102").at(Place::file(file.name.as_str())));
    }
    (tables, notes)
}

/// A workbook is known by its first bytes, under whatever name of a workbook it comes.
fn found(
    (file, rule): (&SourceFile, &FileRule),
    known: &dyn Fn(&str) -> bool,
    means: Means<'_>,
    notes: &mut Notes,
) -> Result<Vec<Table>, Note> {
    if !WORKBOOKS.contains(&file.ending().as_str()) {
        return text_tables((file, rule), known, means, notes);
    }
    match text::magic(&file.head(4096)?) {
        Some("kind.zip" | "kind.ole") => workbook(file, known, means, notes),
        // Many systems call a web page .xls, because Excel opens it.
        Some("kind.html") => Err(Note::new("E124").at(Place::file(file.name.as_str()))),
        _ => {
            let tables = text_tables((file, rule), known, means, notes)?;
            if tables.iter().all(|t| t.header.len() < 2) && !tables.is_empty() {
                return Err(Fault::damage("damage.cut").note(file));
            }
            if !tables.is_empty() {
                notes.push(Note::new("W104").at(Place::file(file.name.as_str())));
            }
            Ok(tables)
        }
    }
}

fn workbook(
    file: &SourceFile,
    known: &dyn Fn(&str) -> bool,
    Means { shelter, threads, .. }: Means<'_>,
    notes: &mut Notes,
) -> Result<Vec<Table>, Note> {
    if file.bytes > LARGEST {
        return Err(Note::new("E106").with("limit", LARGEST >> 20).at(Place::file(file.name.as_str())));
    }
    let mut sheets = Sheets::default();
    shelter.tell(file, threads, &mut |told| sheets.hear(told))?;
    Ok(sheets.tables(file, known, threads, notes))
}

fn text_tables(
    (file, rule): (&SourceFile, &FileRule),
    known: &dyn Fn(&str) -> bool,
    means: Means<'_>,
    notes: &mut Notes,
) -> Result<Vec<Table>, Note> {
    let Deciphered { mut text, encoding, remark } = text::text(file, rule.encoding.as_deref(), means.check)?;
    let (mut sample, whole) = sample(&text, file)?;
    let is_wrapped = delimiter::unwrapped(&sample).is_some();
    if is_wrapped && !text.is_checked() {
        return text_tables((file, rule), known, Means { check: Check::Whole, ..means }, notes);
    }
    if let Some(remark) = remark {
        notes.push(remark);
    }
    if sample.trim_matches(super::numeral::is_blank).is_empty() {
        return Ok(Vec::new());
    }
    if is_wrapped && let Some(unwrapped) = delimiter::unwrapped(&text.whole(file)?) {
        sample.clone_from(&unwrapped);
        text = Text::InMemory(unwrapped.into());
    }
    let declared = delimiter::declared(&sample);
    let delimiter = rule.delimiter.or(declared).unwrap_or_else(|| delimiter::delimiter(&sample));
    if rule.delimiter.is_some_and(|d| !sample.as_bytes().contains(&d)) {
        let note = Note::new("E233").with("delimiter", Arg::Text(name(delimiter)));
        return Err(note.at(Place::file(file.name.as_str())));
    }
    let first = if declared.is_some() { 2 } else { 1 };
    let lines = Delimited { file: file.clone(), text, delimiter, first, end: None, threads: means.threads };
    let looked = sections::lines(&lines, if whole { usize::MAX } else { 500 })?;
    let settled = format!("{encoding}, {}", name(delimiter));
    if let Some(pairs) = sections::upright(&looked, known).filter(|_| whole) {
        return Ok(vec![upright(file, &pairs, settled)]);
    }
    let mut sections = sections::sections(&looked, known);
    if !whole {
        sections.truncate(1);
        for section in &mut sections {
            section.end = None;
        }
    }
    Ok(sections.into_iter().map(|section| table(section, &lines, &settled)).collect())
}

/// The beginning of a text with LF line ends, up to its last whole line, and whether that is all of it.
fn sample(text: &Text, file: &SourceFile) -> Result<(String, bool), Note> {
    let mut bytes = Vec::with_capacity(usize::try_from(file.bytes.min(SAMPLE)).unwrap_or_default());
    let lines = Lines::new(text.stream()?, 0, None);
    lines.take(SAMPLE).read_to_end(&mut bytes).map_err(|e| file.unreadable(&e))?;
    let whole = (bytes.len() as u64) < SAMPLE;
    if !whole {
        bytes.truncate(bytes.iter().rposition(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1));
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    Ok((text, whole))
}

fn table(section: Section, lines: &Delimited, settled: &str) -> Table {
    let Section { preamble, header, header_row, first, end } = section;
    let (width, judge) = (header.len(), Judge::new(&header));
    let body = CsvBody::new(Delimited { first, end, ..lines.clone() }, width, judge);
    Table {
        file: lines.file.name.clone(),
        sheet: String::new(),
        header,
        header_row,
        preamble,
        text: settled.to_owned(),
        since_1904: false,
        body: Arc::new(body),
    }
}

/// A report that stands upright, as a table of one row.
fn upright(file: &SourceFile, pairs: &[(u64, String, String)], settled: String) -> Table {
    let line = pairs.first().map_or(1, |(line, _, _)| *line);
    let grid = Grid::of_row(line, pairs.iter().map(|(_, _, value)| value.as_str()));
    let header: Vec<String> = pairs.iter().map(|(_, key, _)| key.clone()).collect();
    let (width, judge) = (header.len(), Judge::new(&header));
    Table {
        file: file.name.clone(),
        sheet: String::new(),
        header,
        header_row: line,
        preamble: Vec::new(),
        text: settled,
        since_1904: false,
        body: Arc::new(GridBody::new(Arc::new(grid), 0, width, judge, NonZeroUsize::MIN)),
    }
}

fn name(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b'\t' => "tab".to_owned(),
        b';' => "semicolon".to_owned(),
        other => char::from(other).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{LARGEST, tables};
    use crate::ingest::files::SourceFile;

    #[test]
    fn a_workbook_too_large_is_refused_unread() {
        let mut file = SourceFile::of("deals.xlsx", b"PK\x03\x04");
        file.bytes = LARGEST + 1;
        let (tables, notes) = tables(&file, &|_| false);
        let note = notes.iter().next().unwrap();
        assert_eq!((tables.len(), note.code.0, note.place.file.as_str()), (0, "E106", "deals.xlsx"));
    }

    #[test]
    fn a_table_begins_however_far_below_another() {
        let rows = "1,a,b\n".repeat(400);
        let text = format!("day,name,cost\n{rows}\nkey,clicks,cost\n{rows}# of May\nkey,cost,views\n{rows}");
        let known = |header: &str| ["key", "clicks", "cost", "views"].contains(&header);
        let (tables, _) = tables(&SourceFile::of("ads.csv", text.as_bytes()), &known);
        let found: Vec<(u64, &str)> = tables.iter().map(|t| (t.header_row, t.header[1].as_str())).collect();
        assert_eq!(found, [(1, "name"), (403, "clicks"), (805, "cost")]);
        let rows = tables.iter().map(|t| t.body.pass(&mut |_| ControlFlow::Continue(())).map_or(0, |pass| pass.rows));
        assert_eq!(rows.collect::<Vec<_>>(), [400, 400, 400]);
    }
}
