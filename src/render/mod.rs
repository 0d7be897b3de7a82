//! The last room: the annual plan → outputs, each a name and bytes. It writes nothing to disk.

pub mod book;
pub mod cuts_csv;
pub mod facts_csv;
pub mod look;
pub mod manifest;
pub mod report;
pub mod result_lines;
pub mod results_json;
pub mod sheets;
pub mod summary;
pub mod what_if;
pub mod workbook;

use std::thread;

use crate::model::in_order::joined;

use report::{Output, Report};

/// Every file of a run, in the order in which they are told.
pub const FILES: [&str; 7] =
    [workbook::NAME, summary::HTML, summary::TEXT, results_json::NAME, facts_csv::NAME, cuts_csv::NAME, manifest::NAME];

/// Gives each output that shows more than facts as soon as it is made; then how many of the workbook's checks agree, of
/// how many.
///
/// # Errors
/// A sentence when an output would be wrong, such as a number that is not finite: nothing may be written then.
pub fn outputs(report: &Report<'_>, give: &(dyn Fn(Output) + Sync)) -> Result<(usize, usize), String> {
    thread::scope(|scope| {
        // The figures rest on no cell: they are written down while the book is drawn.
        let figures = scope.spawn(|| results_json::figures(report));
        let book = sheets::book(report)?;
        let cells = workbook::cells(&book);
        // Working the book out and packing it takes about as long as everything else together.
        let rest = scope.spawn(move || beside_the_workbook(report, joined(figures)?, &cells, give));
        let (workbook, checks) = workbook::output(book, report)?;
        give(workbook);
        joined(rest)?;
        Ok(checks)
    })
}

fn beside_the_workbook(
    report: &Report<'_>,
    figures: Vec<u8>,
    cells: &[String],
    give: &(dyn Fn(Output) + Sync),
) -> Result<(), String> {
    give(results_json::output(figures, report, cells)?);
    summary::outputs(report, cells)?.into_iter().for_each(give);
    give(manifest::output(report)?);
    Ok(())
}
