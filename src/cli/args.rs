//! What was typed.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::ingest::shelter::VERB;

/// Reads the exports a marketing team already has and writes the annual plan a CEO can act on.
#[derive(Parser, Debug)]
#[command(version, about, after_help = EXAMPLES, max_term_width = 100)]
pub struct Command {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

const EXAMPLES: &str = "\
Examples:
  planbook run exports/                      a folder of CSV and XLSX exports, with or without a plan.toml
  planbook run exports/ --as-of 2026-06-30   figures up to and including that day
  planbook init exports/                     look at the exports and write a plan.toml to start from
  planbook check exports/                    judge everything, write nothing
  planbook explain cac                       what a figure means and how it is computed
  planbook facts exports/ > facts.csv        the numbers under every figure
  planbook sources                           the exports that planbook reads
  planbook map exports/bills.csv             a first guess at a file that it does not read yet

Exit codes: 0 done, 1 failed (nothing written), 2 bad command or plan, 3 exports not fit, 7 disk or permissions.";

/// The verbs.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Read exports, compute, and write the workbook, the summary and the evidence
    #[command(after_help = "\
Example: planbook run exports/ --out june --as-of 2026-06-30
Writes annual-plan.xlsx, summary.html, summary.txt, results.json, facts.csv and manifest.json: all of them or none.")]
    Run {
        /// The exports
        #[command(flatten)]
        exports: Exports,
        /// Folder for the outputs; files of the same names there are replaced
        #[arg(long, value_name = "DIR", default_value = "planbook-out")]
        out: PathBuf,
    },
    /// Do everything that run does, but write nothing
    Check {
        /// The exports
        #[command(flatten)]
        exports: Exports,
    },
    /// Look at a folder of exports and write a commented plan.toml to start from
    #[command(after_help = "Example: planbook init exports/\nAn existing plan.toml is never replaced.")]
    Init {
        /// Folder of exports
        folder: PathBuf,
    },
    /// Print the definition of a metric, measure, attribution model, source or note code
    #[command(after_help = "\
Examples: planbook explain roi · planbook explain leads · planbook explain u_shaped · planbook explain E315
Without a word it lists everything that can be explained.")]
    Explain {
        /// An id, such as cac, spend, linear, hubspot-deals or E203
        word: Option<String>,
    },
    /// Read a workbook from standard input and tell its cells: planbook calls itself so for every workbook
    #[command(name = VERB, hide = true)]
    Read,
    /// List the exports that planbook reads
    Sources {
        /// Everything about each, as a page in Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// Guess which column of an unknown file is which, and write that as a source to check
    #[command(after_help = "\
Example: planbook map exports/bills.csv --out exports/templates/sources/bills.toml
Without --out it is printed. A file that is there is never replaced.")]
    Map {
        /// A CSV or XLSX file
        file: PathBuf,
        /// The source to write, in the folder templates/sources beside the exports
        #[arg(long, value_name = "TOML")]
        out: Option<PathBuf>,
    },
    /// Print the facts as CSV: measure, month, market, channel, campaign, objective, value
    Facts {
        /// The exports
        #[command(flatten)]
        exports: Exports,
    },
}

/// Where the exports are and how to report.
#[derive(Args, Debug)]
pub struct Exports {
    /// A folder of exports, or a plan.toml (then its folder holds the exports)
    pub path: PathBuf,
    /// Last day that counts; otherwise what the plan says, else the end of the last complete month in the data
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<NaiveDate>,
    /// Print the verdict and the notes as JSON, for machines
    #[arg(long)]
    pub json: bool,
    /// Print only what needs attention
    #[arg(long, conflicts_with = "json")]
    pub quiet: bool,
}
