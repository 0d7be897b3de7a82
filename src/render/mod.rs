//! The last room: the annual plan → outputs, each a name and bytes. It writes nothing to disk.

pub mod book;
pub mod facts_csv;
pub mod look;
pub mod manifest;
pub mod report;
pub mod results_json;
pub mod sheets;
pub mod summary;
pub mod workbook;

use report::{Output, Report};

/// Every output of a run.
///
/// # Errors
/// A sentence when an output would be wrong, such as a number that is not finite: nothing may be written then.
pub fn outputs(report: &Report<'_>) -> Result<Vec<Output>, String> {
    let mut outputs = vec![workbook::output(report)?];
    outputs.extend(summary::outputs(report)?);
    outputs.push(results_json::output(report)?);
    outputs.push(facts_csv::output(report));
    outputs.push(manifest::output(report)?);
    Ok(outputs)
}
