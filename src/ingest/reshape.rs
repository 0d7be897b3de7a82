//! Tables as their source means them: headings that take several rows, and columns that are a record each.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::date::{DateFormat, moment};
use super::header::{HeaderPattern, normal};
use super::number::Reading;
use super::source::{Below, Source, Takes};
use super::table::{Body, Cell, Pass, Row, Table};
use crate::model::month::Month;
use crate::model::note::Note;

/// How a table is read as its source means it.
#[derive(Clone, Debug, Default)]
pub struct Reshape {
    /// The header, with columns at its end that the file does not have.
    pub header: Vec<String>,
    /// Planbook's columns that stand in those, and where.
    pub added: Vec<(String, usize)>,
    /// Columns of the file that the added ones are made of.
    pub used: Vec<usize>,
    width: usize,
    skip: usize,
    records: Vec<Record>,
    days: bool,
}

/// One of the records that a row makes.
#[derive(Clone, Debug)]
struct Record {
    cells: Vec<Option<usize>>,
    name: String,
    last_day: String,
}

/// What `source` makes of a table with this header and these rows below it; `None`: the table as it stands.
pub fn reshape(source: &Source, header: &[String], lower: &dyn Fn(usize) -> Vec<Vec<String>>) -> Option<Reshape> {
    let mut out = Reshape { header: header.to_vec(), width: header.len(), ..Reshape::default() };
    if !source.below.is_empty() {
        let normal: Vec<String> = header.iter().map(|h| normal(h)).collect();
        let named = |group: &Vec<HeaderPattern>| group.iter().any(|p| normal.iter().any(|h| p.fits(h).is_some()));
        if !source.recognise.iter().any(named) {
            return None;
        }
        out.skip = source.below.len();
        for (below, row) in source.below.iter().zip(lower(out.skip)) {
            if *below == Below::Labels {
                label(&mut out.header, &row);
            }
        }
    }
    widen(source, &mut out);
    (out.skip > 0 || !out.records.is_empty()).then_some(out)
}

/// Adds the labels of one row: `Would you recommend us? / Response`. A blank heading goes on with the one before it.
fn label(header: &mut [String], labels: &[String]) {
    let mut before = String::new();
    for (heading, label) in header.iter_mut().zip(labels) {
        if !heading.is_empty() {
            before.clone_from(heading);
        }
        if !label.is_empty() {
            *heading = if before.is_empty() { label.clone() } else { format!("{before} / {label}") };
        }
    }
}

fn widen(source: &Source, out: &mut Reshape) {
    let columns = source.columns.iter().filter_map(|(name, column)| match &column.takes {
        Takes::Each(named) => Some((name, &column.headers, named)),
        _ => None,
    });
    let columns: Vec<_> = columns.collect();
    let Some(named) = columns.first().map(|(_, _, named)| (*named).clone()) else { return };
    for (at, heading) in out.header[..out.width].iter().enumerate() {
        let plain = normal(heading);
        let fit = columns.iter().enumerate().find_map(|(number, (_, patterns, _))| {
            let stood = patterns.iter().find_map(|p| p.fits(&plain))?;
            Some((number, as_written(heading, &plain, stood)))
        });
        let Some((number, text)) = fit else { continue };
        let (name, last_day) = match month(&text) {
            Some(month) if named.month => (month.first_day().to_string(), month.last_day().to_string()),
            None if named.month => continue,
            _ => (text, String::new()),
        };
        out.used.push(at);
        let empty = || Record { cells: vec![None; columns.len()], name: name.clone(), last_day };
        let place = out.records.iter().position(|r| r.name == name).unwrap_or_else(|| {
            out.records.push(empty());
            out.records.len() - 1
        });
        out.records[place].cells[number] = Some(at);
    }
    if out.records.is_empty() {
        return;
    }
    let shown = |patterns: &[HeaderPattern]| patterns.first().map_or(String::new(), |p| p.shown.replace('*', "…"));
    for (name, patterns, _) in &columns {
        out.added.push(((*name).clone(), out.header.len()));
        out.header.push(shown(patterns));
    }
    out.added.push((named.column.clone(), out.header.len()));
    out.header.push(columns.first().map_or(String::new(), |(_, patterns, _)| shown(patterns)));
    out.days = source.columns.get("last_day").is_some_and(|c| c.takes == Takes::Captured);
    if out.days {
        out.added.push(("last_day".to_owned(), out.header.len()));
        out.header.push(String::new());
    }
}

/// What the `*` stood for, in the letters of the heading where these can be told from its normal form.
fn as_written(heading: &str, plain: &str, stood: &str) -> String {
    let at = stood.as_ptr() as usize - plain.as_ptr() as usize;
    let written = heading.get(at..at + stood.len()).filter(|w| heading.len() == plain.len() && normal(w) == stood);
    written.unwrap_or(stood).trim().to_owned()
}

/// `Jan 2026`, `2026-01`, `January 2026`.
fn month(text: &str) -> Option<Month> {
    let spelled = format!("1 {}", text.replace(['-', '/', '_'], " "));
    let day = |text: &str| match moment(&Cell::Text(text), &DateFormat::default(), "UTC") {
        Reading::Given(moment) => Some(Month::of(moment.date())),
        Reading::Missing | Reading::Unreadable => None,
    };
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Month::parse(text).or_else(|| day(&spelled)).or_else(|| day(text))
}

impl Reshape {
    /// `table` as its source means it.
    pub fn table(&self, table: &Table) -> Table {
        let body = Reshaped { inner: Arc::clone(&table.body), shape: self.clone() };
        Table { header: self.header.clone(), body: Arc::new(body), ..table.clone() }
    }
}

/// The rows of a table read as its source means it.
struct Reshaped {
    inner: Arc<dyn Body>,
    shape: Reshape,
}

impl Body for Reshaped {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        let shape = &self.shape;
        let (mut seen, mut rows) = (0, 0);
        let mut pass = self.inner.pass(&mut |row| {
            seen += 1;
            if seen <= shape.skip {
                return ControlFlow::Continue(());
            }
            if shape.records.is_empty() {
                rows += 1;
                return each(row);
            }
            let mut cells: Vec<Cell<'_>> = Vec::with_capacity(shape.header.len());
            for record in &shape.records {
                cells.clear();
                cells.extend_from_slice(row.cells);
                cells.resize(shape.width, Cell::Empty);
                cells.extend(
                    record.cells.iter().map(|c| c.and_then(|c| row.cells.get(c)).copied().unwrap_or(Cell::Empty)),
                );
                if cells[shape.width..].iter().all(|c| matches!(c, Cell::Empty)) {
                    continue;
                }
                cells.push(Cell::Text(&record.name));
                if shape.days {
                    cells.push(Cell::Text(&record.last_day));
                }
                rows += 1;
                if each(Row { cells: &cells, ..row }).is_break() {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
        pass.rows = rows;
        Ok(pass)
    }
}

/// The texts of the first `most` rows of a table, as wide as its header; none where the file is damaged.
pub fn first_rows(table: &Table, most: usize) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let passed = table.body.pass(&mut |row| {
        let text = |c: &Cell<'_>| if let Cell::Text(text) = c { text.trim().to_owned() } else { String::new() };
        if rows.len() < most {
            rows.push(row.cells.iter().map(text).collect());
        }
        if rows.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    passed.map_or_else(|_| Vec::new(), |_| rows)
}
