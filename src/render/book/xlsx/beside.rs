//! Rows that are written beside the writer of workbooks, which keeps every cell until the file is saved, and their way into
//! its file.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::packed::{Packed, Packing, unpacked};
use super::styles::Styles;
use super::{PACKED, archive, rows};
use crate::render::book::Book;
use crate::render::book::grid::Grid;
use crate::render::look::Look;

/// How many rows are packed in one piece; each costs a few hundred bytes.
const PIECE: u32 = 1 << 10;

/// The rows of a book that are no cells of their own, in pieces that anybody may take who has time.
pub struct Beside {
    grids: Vec<(u16, Arc<Grid>)>,
    styles: Styles,
    /// Height of a row in points.
    height: f64,
    /// Grids and the rows of each piece.
    pieces: Vec<(usize, Range<u32>)>,
    next: AtomicUsize,
}

/// Some pieces, packed.
pub struct PackedRows(Vec<(usize, io::Result<Packed>)>);

impl Beside {
    /// Those of `book`.
    pub fn of(book: &Book, look: &Look) -> Beside {
        let grids = book.sheets.iter().filter_map(|sheet| Some((sheet.number, sheet.rows.clone()?)));
        let grids: Vec<(u16, Arc<Grid>)> = grids.collect();
        let starts = |grid: &Grid| (0..grid.count).step_by(PIECE as usize);
        let pieces = grids.iter().enumerate().flat_map(|(number, (_, grid))| {
            starts(grid).map(move |start| (number, start..grid.count.min(start + PIECE)))
        });
        let pieces = pieces.collect();
        // As the writer does it: heights are whole pixels.
        let height = (look.row_height * 4.0 / 3.0).round() * 0.75;
        Beside { grids, styles: Styles::of(book, look), height, pieces, next: AtomicUsize::new(0) }
    }

    /// Packs pieces until none is left.
    pub fn packed(&self) -> PackedRows {
        let turns = std::iter::from_fn(|| {
            let turn = self.next.fetch_add(1, Ordering::Relaxed);
            self.pieces.get(turn).map(|piece| (turn, piece))
        });
        let packed = turns.map(|(turn, (grid, rows))| {
            (turn, rows::rows(&self.grids[*grid].1, rows.clone(), &self.styles, self.height))
        });
        PackedRows(packed.collect())
    }

    /// The `file` of the same book, with all rows on their sheets; `packed` are all pieces, whoever packed them.
    ///
    /// # Errors
    /// The sheet that is not as rows need it.
    pub fn put_into(&self, mut file: Vec<u8>, packed: impl IntoIterator<Item = PackedRows>) -> Result<Vec<u8>, String> {
        let mut packed: Vec<_> = packed.into_iter().flat_map(|some| some.0).collect();
        packed.sort_unstable_by_key(|&(turn, _)| turn);
        let mut wholes: Vec<Packed> = self.grids.iter().map(|_| Packed::default()).collect();
        for (turn, piece) in packed {
            wholes[self.pieces[turn].0].append(&piece.map_err(|e| e.to_string())?);
        }
        for ((sheet, grid), rows) in self.grids.iter().zip(wholes) {
            let name = format!("xl/worksheets/sheet{}.xml", sheet + 1);
            file = self.with(&file, &name, grid, &rows).ok_or(name)?;
        }
        Ok(file)
    }

    fn with(&self, file: &[u8], name: &str, grid: &Grid, rows: &Packed) -> Option<Vec<u8>> {
        let sheet = String::from_utf8(unpacked(archive::part(file, name)?).ok()?).ok()?;
        let (start, end) = self.styles.gap(&sheet, grid)?;
        let packing = |text: &str| {
            let mut packing = Packing::new(PACKED);
            packing.add(text.as_bytes()).map(|()| packing)
        };
        let mut whole = packing(&sheet[..start]).and_then(Packing::open).ok()?;
        whole.append(rows);
        whole.append(&packing(&sheet[end..]).and_then(Packing::ended).ok()?);
        archive::with(file, name, &whole)
    }
}
