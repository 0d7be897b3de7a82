//! The last room: the annual plan → outputs, each a name and bytes. It writes nothing to disk.

pub mod book;
pub mod cuts_csv;
pub(crate) mod digits;
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

use book::Book;
use report::{Outlet, Output, Parts, Report};

/// Every file of a run, in the order in which they are told.
pub const FILES: [&str; 7] =
    [workbook::NAME, summary::HTML, summary::TEXT, results_json::NAME, facts_csv::NAME, cuts_csv::NAME, manifest::NAME];

/// What is left when all outputs are made.
pub struct Drawn {
    /// How many of the workbook's checks agree, of how many.
    pub checks: (usize, usize),
    /// The book. Taking down its hundreds of thousands of cells is for who goes on.
    pub book: Book,
}

/// Gives each output that shows more than facts as it is made.
///
/// # Errors
/// A sentence when an output would be wrong, such as a number that is not finite: nothing may be written then.
pub fn outputs(report: &Report<'_>, outlet: Outlet<'_>) -> Result<Drawn, String> {
    thread::scope(|scope| {
        // The figures rest on no cell: they are written down while the book is drawn.
        let figures = scope.spawn(|| {
            let mut give = outlet(results_json::NAME);
            results_json::figures(report, &mut give).map(|()| give)
        });
        let book = sheets::book(report)?;
        let cells = workbook::cells(&book);
        // Working the book out and packing it takes about as long as everything else together.
        let rest = scope.spawn(move || beside_the_workbook(report, joined(figures)?, &cells, outlet));
        let (workbook, checks) = workbook::output(&book, report)?;
        give(workbook, outlet);
        joined(rest)?;
        Ok(Drawn { checks, book })
    })
}

fn give(output: Output, outlet: Outlet<'_>) {
    outlet(&output.name)(output.bytes);
}

fn beside_the_workbook(
    report: &Report<'_>,
    mut results: Parts,
    cells: &[String],
    outlet: Outlet<'_>,
) -> Result<(), String> {
    results_json::rest(report, cells, &mut results)?;
    drop(results);
    for output in summary::outputs(report, cells)?.into_iter().chain([manifest::output(report)?]) {
        give(output, outlet);
    }
    Ok(())
}
