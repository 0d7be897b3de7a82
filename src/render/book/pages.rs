//! Where printed pages end: between blocks, so that no chart is cut and no heading stands alone.

use std::collections::BTreeMap;

use super::sheet::Sheet;
use crate::render::look::Look;

/// Printable width and height of A4 across in pixels (96 to the inch), less the margins.
const ACROSS: (f64, f64) = (1026.0, 688.0);
/// The same upright.
const UPRIGHT: (f64, f64) = (698.0, 1016.0);
/// Rows that a long block must have on the page where it begins: its heading, its header and a few lines.
const FEWEST: u32 = 8;
/// A page that is filled less than this is not worth ending: the block begins on it whatever its length.
const WORTH: f64 = 0.25;

/// The rows at which a new page begins. `widths` are those of the columns in characters.
pub fn breaks(sheet: &Sheet, widths: &BTreeMap<u16, f64>, look: &Look) -> Vec<u32> {
    let (width, height) = if sheet.paper.portrait { UPRIGHT } else { ACROSS };
    let last = sheet.extent().1;
    let pixels = |column: u16| widths.get(&column).copied().unwrap_or(8.43) * 7.0 + 5.0;
    let left = |column: u16| (0..column).map(pixels).sum::<f64>();
    let charts = sheet.charts.iter().map(|c| left(c.column) + f64::from(c.offset) + f64::from(c.width));
    let needed = charts.fold(left(last + 1), f64::max);
    let fits = height / (width / needed).min(1.0);
    let tall = |row: u32| sheet.heights.get(&row).copied().unwrap_or(look.row_height) * 96.0 / 72.0;
    let again: f64 = sheet.repeat.map_or(0.0, |(first, last)| (first..=last).map(tall).sum());
    let mut breaks = Vec::new();
    let mut filled: f64 = (0..sheet.blocks.first().copied().unwrap_or(0)).map(tall).sum();
    for (number, &first) in sheet.blocks.iter().enumerate() {
        let end = sheet.blocks.get(number + 1).copied().unwrap_or_else(|| sheet.extent().0 + 1).max(first);
        let block: f64 = (first..end).map(tall).sum();
        let beginning: f64 = (first..end.min(first + FEWEST)).map(tall).sum();
        let whole_fits_a_page = block <= fits - again;
        let wanted = if whole_fits_a_page { block } else { beginning };
        if filled + wanted > fits && filled > fits * WORTH {
            breaks.push(first);
            filled = again;
        }
        filled += block;
        // A long block goes on over the pages that the printing program fills by itself.
        while filled > fits {
            filled -= fits - again;
        }
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::breaks;
    use crate::model::template::Templates;
    use crate::render::book::cell::Style;
    use crate::render::book::sheet::Sheet;
    use crate::render::look::Look;

    #[test]
    fn a_block_that_fits_a_page_is_not_cut() {
        let look = Look { row_height: 15.0, ..Look::load(&Templates::default()).unwrap() };
        // 688 pixels hold 34 rows of 20.
        let rows = 34;
        let mut sheet = Sheet { blocks: vec![3, rows - 5, rows + 5], ..Sheet::default() };
        sheet.put(rows + 20, 1, "end", Style::text("label"));
        let widths = [(0, 2.0), (1, 40.0)].into();
        assert_eq!(breaks(&sheet, &widths, &look), [rows - 5]);
        // A block longer than a page begins where a few of its rows still fit.
        sheet.blocks = vec![3, 20];
        sheet.put(rows * 3, 1, "end", Style::text("label"));
        assert_eq!(breaks(&sheet, &widths, &look), [0; 0]);
    }
}
