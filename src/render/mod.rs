//! The last room: the annual plan → outputs, each a name and bytes. It writes nothing to disk.

pub mod book;
pub mod cuts_csv;
pub mod facts_csv;
pub mod look;
pub mod manifest;
pub mod report;
pub mod results_json;
pub mod sheets;
pub mod summary;
pub mod what_if;
pub mod workbook;

use report::{Output, Report};

/// What a run gives.
pub struct Rendered {
    /// Every file.
    pub outputs: Vec<Output>,
    /// How many of the workbook's checks agree, and how many there are.
    pub checks: (usize, usize),
}

/// Every output of a run.
///
/// # Errors
/// A sentence when an output would be wrong, such as a number that is not finite: nothing may be written then.
pub fn outputs(report: &Report<'_>) -> Result<Rendered, String> {
    let book = sheets::book(report)?;
    // Working the book out and packing it takes about as long as everything else together.
    std::thread::scope(|scope| {
        let rest = scope.spawn(|| beside_the_workbook(report, &workbook::cells(&book)));
        let (workbook, checks) = workbook::output(&book, report)?;
        let mut outputs = vec![workbook];
        outputs.extend(rest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        Ok(Rendered { outputs, checks })
    })
}

fn beside_the_workbook(report: &Report<'_>, cells: &[String]) -> Result<Vec<Output>, String> {
    let mut outputs = summary::outputs(report, cells)?;
    outputs.push(results_json::output(report, cells)?);
    outputs.push(facts_csv::output(report));
    outputs.push(cuts_csv::output(report));
    outputs.push(manifest::output(report)?);
    Ok(outputs)
}
