//! Rows that are written beside the writer of workbooks, which keeps every cell until the file is saved, and their way into
//! its file.

use std::io;
use std::sync::Arc;

use super::packed::{Packed, Packing, unpacked};
use super::styles::Styles;
use super::{PACKED, archive, rows};
use crate::render::book::Book;
use crate::render::book::grid::Grid;
use crate::render::look::Look;

/// The rows of a book that are no cells of their own.
pub struct Beside {
    grids: Vec<(u16, Arc<Grid>)>,
    styles: Styles,
}

/// The same, packed.
pub struct PackedRows(Vec<Packed>);

impl Beside {
    /// Those of `book`.
    pub fn of(book: &Book, look: &Look) -> Beside {
        let grids = book.sheets.iter().filter_map(|sheet| Some((sheet.number, sheet.rows.clone()?)));
        Beside { grids: grids.collect(), styles: Styles::of(book, look) }
    }

    /// The rows as the file is going to have them.
    ///
    /// # Errors
    /// What the packer refuses.
    pub fn packed(&self, look: &Look) -> Result<PackedRows, String> {
        // As the writer does it: heights are whole pixels.
        let height = (look.row_height * 4.0 / 3.0).round() * 0.75;
        let packed = self.grids.iter().map(|(_, grid)| rows::rows(grid, &self.styles, height));
        packed.collect::<io::Result<_>>().map(PackedRows).map_err(|e| e.to_string())
    }

    /// The `file` of the same book, with the rows on their sheets.
    ///
    /// # Errors
    /// The sheet that is not as rows need it.
    pub fn put_into(&self, mut file: Vec<u8>, packed: PackedRows) -> Result<Vec<u8>, String> {
        for ((sheet, grid), rows) in self.grids.iter().zip(packed.0) {
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
