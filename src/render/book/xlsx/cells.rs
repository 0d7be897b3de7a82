//! The rows of cells as the XML of a sheet, packed as they are written.

use std::collections::BTreeMap;
use std::ops::Range;

use super::dress::{LINK, QUOTED};
use super::escape::{escaped, formula, keeps_space};
use super::is_quoted;
use super::packed::{Packed, Packing};
use super::rows::{pixels, shortest};
use super::styles::{Dress, Styles, is_same};
use crate::render::book::Book;
use crate::render::book::cell::{At, Cell, Content, clipped};
use crate::render::book::print::{letters, plain};
use crate::render::book::sheet::Sheet;
use crate::render::book::shown::Values;
use crate::render::book::value::{Value, serial};
use crate::render::digits::whole_number;

/// What all rows of a sheet are written with.
struct Writing<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    values: &'a Values,
    styles: &'a Styles,
    /// The letters of each column.
    letters: Vec<String>,
    /// Formats of joined cells that stand for nothing but their rectangle.
    joined: BTreeMap<(u32, u16), u32>,
    /// The last style of each column and its number.
    known: Vec<Option<(Dress, u32)>>,
}

/// The `rows` of a sheet as high as `height` says where it says nothing itself.
///
/// # Errors
/// The cell whose number is not finite.
pub(super) fn rows(
    (book, values): (&Book, &Values),
    (sheet, rows): (&Sheet, Range<u32>),
    styles: &Styles,
    height: f64,
    packing: &mut Packing,
) -> Result<Packed, String> {
    let (joined, columns) = (joined(sheet, &rows, styles), sheet.extent().1 + 1);
    let last = joined.keys().map(|&(_, column)| column + 1).max().unwrap_or_default();
    let letters: Vec<String> = (0..columns.max(last)).map(letters).collect();
    let known = vec![None; letters.len()];
    let mut writing = Writing { book, sheet, values, styles, letters, joined, known };
    let mut text = Vec::new();
    for row in rows {
        let before = text.len();
        text.extend_from_slice(b"<row r=\"");
        whole_number(&mut text, u64::from(row) + 1, 1);
        let own = sheet.heights.get(&row).map(|&height| pixels(height));
        text.extend_from_slice(format!("\" ht=\"{}\" customHeight=\"1\">", own.unwrap_or(height)).as_bytes());
        let start = text.len();
        writing.row(&mut text, row)?;
        if text.len() > start {
            text.extend_from_slice(b"</row>");
        } else if own.is_some() {
            text.insert(start - 1, b'/');
        } else {
            text.truncate(before);
        }
        packing.add_block(&mut text).map_err(|e| e.to_string())?;
    }
    packing.add(&text).and_then(|()| packing.open()).map_err(|e| e.to_string())
}

/// The cells of joined rectangles that are no cells of their own, with the numbers of their formats.
fn joined(sheet: &Sheet, rows: &Range<u32>, styles: &Styles) -> BTreeMap<(u32, u16), u32> {
    let here = sheet.merges.iter().filter(|(first, _, last, _)| *first < rows.end && *last >= rows.start);
    let cells = here.flat_map(|&(r1, c1, r2, c2)| {
        let style = sheet.joined_style(r1, c1);
        let number = styles.number(style, "");
        (r1..=r2).flat_map(move |row| (c1..=c2).map(move |column| ((row, column), number)))
    });
    cells.filter(|((row, column), _)| rows.contains(row) && sheet.cell(*row, *column).is_none()).collect()
}

impl Writing<'_> {
    fn row(&mut self, text: &mut Vec<u8>, row: u32) -> Result<(), String> {
        let sheet = self.sheet;
        let blank: Vec<u16> = self.joined.range((row, 0)..=(row, u16::MAX)).map(|(at, _)| at.1).collect();
        let mut blank = blank.into_iter().peekable();
        for (column, cell) in sheet.cells.row(row) {
            while let Some(before) = blank.next_if(|before| *before < column) {
                self.blank(text, row, before);
            }
            self.cell(text, At::new(sheet.number, row, column), cell)?;
        }
        for column in blank {
            self.blank(text, row, column);
        }
        Ok(())
    }

    fn blank(&self, text: &mut Vec<u8>, row: u32, column: u16) {
        self.begin(text, row, column, self.joined.get(&(row, column)).copied().unwrap_or_default());
        text.extend_from_slice(b"\"/>");
    }

    fn begin(&self, text: &mut Vec<u8>, row: u32, column: u16, style: u32) {
        text.extend_from_slice(b"<c r=\"");
        text.extend_from_slice(self.letters[usize::from(column)].as_bytes());
        whole_number(text, u64::from(row) + 1, 1);
        text.extend_from_slice(b"\" s=\"");
        whole_number(text, style.into(), 1);
    }

    fn cell(&mut self, text: &mut Vec<u8>, at: At, cell: &Cell) -> Result<(), String> {
        let style = self.style(at, cell);
        self.begin(text, at.row, at.column, style);
        match &cell.content {
            Content::Empty => text.extend_from_slice(b"\"/>"),
            Content::Text(content) if content.is_empty() => text.extend_from_slice(b"\"/>"),
            Content::Number(number) => self.number(text, *number, at)?,
            Content::Day(day) => self.number(text, serial(*day), at)?,
            Content::Text(content) => {
                let content = clipped(content);
                text.extend_from_slice(b"\" t=\"inlineStr\"><is><t");
                text.extend_from_slice(keeps_space(content));
                text.push(b'>');
                escaped(text, content);
                text.extend_from_slice(b"</t></is></c>");
            }
            Content::Formula(expression) => {
                let value = self.values.get(at).unwrap_or(&Value::Empty);
                text.extend_from_slice(match value {
                    Value::Number(_) => b"\"><f>",
                    Value::Text(_) | Value::Empty => b"\" t=\"str\"><f>",
                    Value::Truth(_) => b"\" t=\"b\"><f>",
                    Value::Error(_) => b"\" t=\"e\"><f>",
                });
                formula(text, &self.book.print(expression, self.sheet.number));
                text.extend_from_slice(b"</f");
                match value {
                    Value::Number(number) => return self.number(text, *number, at),
                    Value::Truth(truth) => text.extend_from_slice(if *truth { b"><v>1" } else { b"><v>0" }),
                    Value::Empty => text.extend_from_slice(b"><v>"),
                    Value::Error(fault) => {
                        text.extend_from_slice(b"><v>");
                        text.extend_from_slice(fault.text().as_bytes());
                    }
                    Value::Text(content) => {
                        text.extend_from_slice(b"><v>");
                        escaped(text, content);
                    }
                }
                text.extend_from_slice(b"</v></c>");
            }
        }
        Ok(())
    }

    /// Ends the element before, and the cell with its number.
    fn number(&self, text: &mut Vec<u8>, number: f64, at: At) -> Result<(), String> {
        if !number.is_finite() {
            return Err(format!("{}: {}", self.sheet.name, plain(at)));
        }
        text.extend_from_slice(if text.ends_with(b"</f") { b"><v>" } else { b"\"><v>" });
        shortest(text, number);
        text.extend_from_slice(b"</v></c>");
        Ok(())
    }

    /// The number of the format of a cell.
    fn style(&mut self, at: At, cell: &Cell) -> u32 {
        let dress = (cell.style, kind(self.sheet, at, cell));
        let known = &mut self.known[usize::from(at.column)];
        match known {
            Some((own, number)) if is_same(*own, dress) => *number,
            _ => {
                let number = self.styles.number(dress.0, dress.1);
                *known = Some((dress, number));
                number
            }
        }
    }
}

/// What a cell is beside its style: a link, a text that might be taken for a formula, or neither.
pub(super) fn kind(sheet: &Sheet, at: At, cell: &Cell) -> &'static str {
    match &cell.content {
        Content::Formula(expression) if expression.is_link_from(sheet.number) => LINK,
        Content::Text(_) if sheet.links.contains_key(&(at.row, at.column)) => LINK,
        Content::Text(text) if is_quoted(text) => QUOTED,
        _ => "",
    }
}
