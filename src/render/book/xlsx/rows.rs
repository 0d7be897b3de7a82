//! The rows of a grid as the XML of a sheet, packed as they are written: that of a large one never stands in memory.

use std::io::{self, Write as _};
use std::ops::Range;

use super::dress::QUOTED;
use super::escape::{escaped, keeps_space};
use super::is_quoted;
use super::packed::{BLOCK, Packed, Packing};
use super::styles::Styles;
use crate::model::name::Name;
use crate::render::book::cell::clipped;
use crate::render::book::grid::{Entries, Grid};
use crate::render::book::print::letters;
use crate::render::book::value::serial;
use crate::render::digits::{decimal, whole_number};

/// A column on its way: what stands around each of its cells, and the next of its numbers.
struct Column<'a> {
    entries: &'a Entries,
    start: String,
    style: u32,
    quoted: u32,
    next: usize,
}

/// A height in points as it is shown: in whole pixels.
pub(super) fn pixels(height: f64) -> f64 {
    (height * 4.0 / 3.0).round() * 0.75
}

/// Some rows of `grid`, each as high as `height` says.
///
/// # Errors
/// None that memory does not have.
pub(super) fn rows(
    (grid, rows): (&Grid, Range<u32>),
    styles: &Styles,
    height: f64,
    packing: &mut Packing,
) -> io::Result<Packed> {
    let columns = (0..).zip(&grid.columns);
    let mut columns: Vec<Column<'_>> = columns
        .map(|(number, column)| Column {
            entries: &column.entries,
            start: format!("<c r=\"{}", letters(number)),
            style: styles.number(column.style, ""),
            quoted: styles.number(column.style, QUOTED),
            next: match &column.entries {
                Entries::Numbers(numbers) => numbers.rows.partition_point(|&row| row < rows.start),
                _ => 0,
            },
        })
        .collect();
    let texts: Vec<Shown> =
        (0..).map(Name).take(grid.texts.len()).map(|name| Shown::of(grid.texts.text(name))).collect();
    let height = format!("\" ht=\"{height}\" customHeight=\"1\">");
    let mut text = Vec::with_capacity(2 * BLOCK);
    for row in rows {
        let number = grid.first + row + 1;
        let before = text.len();
        text.extend_from_slice(b"<row r=\"");
        whole_number(&mut text, number.into(), 1);
        text.extend_from_slice(height.as_bytes());
        let start = text.len();
        for column in &mut columns {
            cell(&mut text, column, (row, number), &texts);
        }
        if text.len() == start {
            text.truncate(before);
        } else {
            text.extend_from_slice(b"</row>");
        }
        packing.add_block(&mut text)?;
    }
    packing.add(&text)?;
    packing.open()
}

/// A text as cells show it.
struct Shown {
    /// From its kind to the end of the cell.
    xml: Vec<u8>,
    quoted: bool,
}

impl Shown {
    fn of(text: &str) -> Shown {
        let clipped = clipped(text);
        let mut xml = b"\" t=\"inlineStr\"><is><t".to_vec();
        xml.extend_from_slice(keeps_space(clipped));
        xml.push(b'>');
        escaped(&mut xml, clipped);
        xml.extend_from_slice(b"</t></is></c>");
        Shown { xml, quoted: is_quoted(text) }
    }
}

fn cell(text: &mut Vec<u8>, column: &mut Column<'_>, (row, number): (u32, u32), texts: &[Shown]) {
    let begin = |text: &mut Vec<u8>, style: u32| {
        text.extend_from_slice(column.start.as_bytes());
        whole_number(text, number.into(), 1);
        text.extend_from_slice(b"\" s=\"");
        whole_number(text, style.into(), 1);
    };
    let at = row as usize;
    let value = match column.entries {
        Entries::Days(days) => days.get(at).copied().flatten().map(serial),
        Entries::Texts(names) => {
            if let Some(name) = names.get(at).filter(|name| name.is_some()) {
                let shown = &texts[name.index()];
                begin(text, if shown.quoted { column.quoted } else { column.style });
                text.extend_from_slice(&shown.xml);
            }
            None
        }
        Entries::Numbers(numbers) => {
            let here = numbers.rows.get(column.next) == Some(&row);
            here.then(|| {
                column.next += 1;
                numbers.values[column.next - 1]
            })
        }
    };
    if let Some(value) = value {
        begin(text, column.style);
        text.extend_from_slice(b"\"><v>");
        shortest(text, value);
        text.extend_from_slice(b"</v></c>");
    }
}

/// Adds `number` in decimal digits, the fewest that read as this number.
pub(super) fn shortest(text: &mut Vec<u8>, number: f64) {
    // Fifteen digits and fewer are told apart by every number: what reads as it is the shortest.
    const EXACT: f64 = 1e15;
    let thousandths = (number * 1000.0).round();
    if thousandths.abs() >= EXACT || thousandths / 1000.0 - number != 0.0 {
        let _ = write!(text, "{number}");
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 1e15")]
    let thousandths = thousandths as i128;
    decimal(text, thousandths, 1000, false);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_shortest_that_read_as_them() {
        let near =
            [0.1, 0.25, 1.0, -1.0, 12.5, 3_150.99, -0.005, 0.001, 1e14, 9.99e14, 1e15, 1e22, 0.1 + 0.2, 1.0 / 3.0];
        let cents = (0..20_000).map(|n| f64::from(n * 7_919) / 100.0);
        for number in near.into_iter().chain(cents) {
            let mut text = Vec::new();
            shortest(&mut text, number);
            assert_eq!(String::from_utf8(text).unwrap(), number.to_string());
        }
    }
}
