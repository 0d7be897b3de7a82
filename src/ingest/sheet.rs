//! The table of a sheet: its header, the groups merged above it, and the rows below.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::files::SourceFile;
use super::grid::Grid;
use super::grid_body::GridBody;
use super::shape::{self, Judge};
use super::sheets::Sheet;
use super::table::{Cell, Table};
use super::told::Merged;

/// Columns to the right of the header that still belong to the table, without a header.
const BESIDE: usize = 16;

/// The table of a sheet; `None` when it has fewer than two rows of at least two cells.
pub(crate) fn table(
    file: &SourceFile,
    sheet: Sheet,
    known: &dyn Fn(&str) -> bool,
    threads: NonZeroUsize,
) -> Option<Table> {
    let Sheet { name, grid, merged } = sheet;
    let first: Vec<Vec<String>> = (0..grid.len().min(40)).map(|at| grid.texts(at)).collect();
    if first.iter().filter(|row| shape::filled(row) > 1).count() == 0 {
        return None;
    }
    let at = sub_header(&grid, &merged, shape::header_at(&first, known)?);
    let header_row = grid.number(at);
    let above = at.checked_sub(1).filter(|above| grid.number(*above) + 1 == header_row);
    let groups = above.map_or_else(Vec::new, |above| groups(&grid, &merged, above));
    let mut header = joined(&first[at], &groups, known);
    let width = grid.width_from(at).min(header.len() + BESIDE).max(header.len());
    header.resize(width, String::new());
    let preamble = first[..at].iter().map(|row| shape::excerpt(row.iter().map(String::as_str))).collect();
    let judge = Judge::new(&header);
    Some(Table {
        file: file.name.clone(),
        sheet: name,
        header,
        header_row,
        preamble,
        text: String::new(),
        since_1904: false,
        body: Arc::new(GridBody::new(grid, at + 1, width, judge, threads)),
    })
}

/// The row of a header's own names, when the row found holds only the merged names of groups.
fn sub_header(grid: &Grid, merged: &[Merged], at: usize) -> usize {
    let number = grid.number(at);
    let grouped = merged.iter().filter(|m| is_group(m, number)).count();
    let below = grid.number(at + 1) == number + 1 && grid.row(at + 1).all(|(_, c)| matches!(c, Cell::Text(_)));
    at + usize::from(grouped > 0 && below && grid.row(at + 1).count() > grid.row(at).count())
}

/// Whether a merged cell lies in the row `number` alone, over more than one column.
fn is_group(merged: &Merged, number: u64) -> bool {
    u64::from(merged.first.0) + 1 == number && merged.last.0 == merged.first.0 && merged.last.1 > merged.first.1
}

/// The group that each column belongs to: merged names in the row above the header, two of them at least (one alone
/// is a title).
fn groups(grid: &Grid, merged: &[Merged], above: usize) -> Vec<String> {
    let number = grid.number(above);
    let mut groups = grid.texts(above);
    if shape::filled(&groups) < 2 || !merged.iter().any(|m| is_group(m, number)) {
        return Vec::new();
    }
    let mut row: Vec<&Merged> = merged.iter().filter(|m| is_group(m, number)).collect();
    row.sort_by_key(|m| m.first.1);
    let mut free = 0;
    for merge in row {
        let (from, to) = (merge.first.1 as usize, merge.last.1 as usize);
        // No spreadsheet merges a cell twice; a file could, a hundred thousand times.
        if from < free {
            continue;
        }
        free = to + 1;
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
