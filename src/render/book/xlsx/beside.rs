//! Rows that are written beside the writer of workbooks, which keeps every cell until the file is saved and packs on one
//! thread, and their way into its file.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::packed::{Packed, Packing, unpacked};
use super::rows::pixels;
use super::styles::Styles;
use super::{archive, cells, frame, rows};
use crate::render::book::Book;
use crate::render::book::cell::At;
use crate::render::book::print::plain;
use crate::render::book::sheet::Sheet;
use crate::render::book::shown::Values;
use crate::render::look::Look;

/// How many rows are packed in one piece, of a grid and of cells: each piece costs a few hundred bytes.
const PIECES: (u32, u32) = (1 << 10, 1 << 8);

/// The rows of a book, in pieces that anybody may take who has time.
pub struct Beside<'a> {
    book: &'a Book,
    look: &'a Look,
    styles: Styles,
    /// Height of a row in points.
    height: f64,
    grids: Pieces<'a>,
    cells: Pieces<'a>,
}

/// Some pieces, packed: each with the number of its sheet and its first row.
#[derive(Default)]
pub struct PackedRows(Vec<((u16, u32), Result<Packed, String>)>);

/// Rows of sheets.
struct Pieces<'a> {
    all: Vec<(&'a Sheet, Range<u32>)>,
    next: AtomicUsize,
}

impl<'a> Pieces<'a> {
    /// Those of `rows` of each sheet, `size` rows each.
    fn of(book: &'a Book, size: u32, rows: impl Fn(&Sheet) -> Range<u32>) -> Pieces<'a> {
        let pieces = book.sheets.iter().flat_map(|sheet| {
            let rows = rows(sheet);
            rows.clone().step_by(size as usize).map(move |start| (sheet, start..rows.end.min(start + size)))
        });
        Pieces { all: pieces.collect(), next: AtomicUsize::new(0) }
    }

    /// Packs pieces until none is left.
    fn packed(&self, pack: impl Fn(&'a Sheet, Range<u32>, &mut Packing) -> Result<Packed, String>) -> PackedRows {
        let mut packing = Packing::new();
        let turns = std::iter::from_fn(|| self.all.get(self.next.fetch_add(1, Ordering::Relaxed)));
        let packed = turns.map(|(sheet, rows)| ((sheet.number, rows.start), pack(sheet, rows.clone(), &mut packing)));
        PackedRows(packed.collect())
    }
}

impl<'a> Beside<'a> {
    /// Those of `book`.
    pub fn of(book: &'a Book, look: &'a Look) -> Beside<'a> {
        let of_grid = |sheet: &Sheet| sheet.rows.as_deref().map_or(0..0, |grid| grid.first..grid.first + grid.count);
        // The rows of a grid are the last of their sheet.
        let of_cells = |sheet: &Sheet| {
            let high = sheet.heights.keys().next_back().copied().unwrap_or_default();
            0..sheet.rows.as_deref().map_or(sheet.merged_extent().0.max(high) + 1, |grid| grid.first)
        };
        let (grids, cells) = (Pieces::of(book, PIECES.0, of_grid), Pieces::of(book, PIECES.1, of_cells));
        Beside { book, look, styles: Styles::of(book, look), height: pixels(look.row_height), grids, cells }
    }

    /// Packs rows that rest on no formula until none is left.
    pub fn grids(&self) -> PackedRows {
        self.grids.packed(|sheet, rows, packing| {
            let Some(grid) = sheet.rows.as_deref() else { return Ok(Packed::default()) };
            let rows = rows.start - grid.first..rows.end - grid.first;
            rows::rows((grid, rows), &self.styles, self.height, packing).map_err(|e| e.to_string())
        })
    }

    /// Packs rows of cells until none is left.
    pub fn cells(&self, values: &Values) -> PackedRows {
        self.cells.packed(|sheet, rows, packing| {
            cells::rows((self.book, values), (sheet, rows), &self.styles, self.height, packing)
        })
    }

    /// The file without rows.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn frame(&self, values: &Values) -> Result<Vec<u8>, String> {
        frame(self.book, self.look, values, &self.styles)
    }

    /// The `file` without rows with all of them on their sheets; `packed` are all pieces, whoever packed them.
    ///
    /// # Errors
    /// The first cell that cannot be written, or the sheet that is not as rows need it.
    pub fn put_into(&self, file: &[u8], packed: impl IntoIterator<Item = PackedRows>) -> Result<Vec<u8>, String> {
        let mut packed: Vec<_> = packed.into_iter().flat_map(|some| some.0).collect();
        packed.sort_unstable_by_key(|&(place, _)| place);
        let mut rows: Vec<Vec<Packed>> = self.book.sheets.iter().map(|_| Vec::new()).collect();
        for ((sheet, _), piece) in packed {
            rows[usize::from(sheet)].push(piece?);
        }
        let mut packing = Packing::new();
        let sheets = self.book.sheets.iter().zip(rows).map(|(sheet, rows)| {
            let name = format!("xl/worksheets/sheet{}.xml", sheet.number + 1);
            let whole = archive::part(file, &name).and_then(|part| self.whole(sheet, part, rows, &mut packing));
            whole.map(|whole| (name, whole)).ok_or_else(|| sheet.name.clone())
        });
        let sheets = sheets.collect::<Result<Vec<_>, String>>()?;
        archive::with(file, &sheets).ok_or_else(|| self.book.title.clone())
    }

    /// The sheet whose part without rows is `part`, with its rows.
    fn whole(&self, sheet: &Sheet, part: &[u8], rows: Vec<Packed>, packing: &mut Packing) -> Option<Vec<Packed>> {
        let xml = String::from_utf8(unpacked(part).ok()?).ok()?;
        let numbered = sheet.number > 0 || self.styles.are_numbered(&xml, below(sheet));
        let (head, rest) = xml.split_once("<sheetData").filter(|_| numbered)?;
        let (before, size) = head.split_once("<dimension ref=\"")?;
        let (_, after) = size.split_once('"')?;
        let (_, tail) = rest.split_once("</sheetData>").or_else(|| rest.split_once("/>"))?;
        let mut packed = |texts: &[&str], end: fn(&mut Packing) -> io::Result<Packed>| {
            texts.iter().try_for_each(|text| packing.add(text.as_bytes())).and_then(|()| end(packing)).ok()
        };
        let cells = format!("<dimension ref=\"{}\"", extent(sheet));
        let mut whole = vec![packed(&[before, &cells, after, "<sheetData>"], Packing::open)?];
        whole.extend(rows);
        whole.push(packed(&["</sheetData>", tail], Packing::ended)?);
        Some(whole)
    }
}

/// The first row of a sheet on which nothing stands.
pub(super) fn below(sheet: &Sheet) -> u32 {
    sheet.merged_extent().0 + 1
}

/// The cells of a sheet as it says them: `B2:K54`.
fn extent(sheet: &Sheet) -> String {
    let [first, last] =
        [sheet.start(), sheet.merged_extent()].map(|(row, column)| plain(At::new(sheet.number, row, column)));
    if first == last { first } else { format!("{first}:{last}") }
}
