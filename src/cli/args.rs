//! What was typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::ingest::shelter::VERB;
use crate::model::fact::Axis;
use crate::model::month::Month;

use super::init::STARTER;

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
Writes annual-plan.xlsx, summary.html, summary.txt, results.json, facts.csv, cuts.csv and manifest.json: all of them or none.")]
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
    #[command(after_help = "\
Examples: planbook init exports/ · planbook init --plan saas exports/
An existing plan.toml is never replaced.")]
    Init {
        /// Folder of exports
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Kind of business to start from: b2b-inbound, saas, agency, e-commerce or one of your own templates/plans
        #[arg(long, value_name = "NAME", default_value = STARTER)]
        plan: String,
    },
    /// Print the definition of a metric, measure, attribution model, source or note code
    #[command(after_help = "\
Examples: planbook explain roi · planbook explain leads · planbook explain u_shaped · planbook explain E315
          planbook explain cac exports/ --month 2026-05 --channel Email --rows
Without a word it lists everything that can be explained.")]
    Explain {
        /// An id, such as cac, spend, linear, hubspot-deals or E203
        word: Option<String>,
        /// Which figure of which exports, with the rows behind it
        #[command(flatten)]
        figure: Figure,
    },
    /// Read a workbook from standard input and tell its rows: planbook calls itself so for every workbook
    #[command(name = VERB, hide = true)]
    Read {
        /// On how many threads
        #[arg(default_value = "1")]
        threads: NonZeroUsize,
    },
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
    /// Ask the plan's sheet what would be needed under other assumptions
    #[command(after_help = "\
Example: planbook what-if exports/ --set mql_to_sql=25% --set average_deal=12000 --scenario stretch
Names: revenue, average_deal, months, and the rates of the funnel, such as lead_to_mql. Nothing is written.")]
    WhatIf {
        /// The exports
        #[command(flatten)]
        exports: Exports,
        /// Another value of an input; may be given several times
        #[arg(long = "set", value_name = "NAME=VALUE")]
        sets: Vec<String>,
        /// conservative, base, stretch, or one of [scenario.NAME] in plan.toml
        #[arg(long, value_name = "NAME")]
        scenario: Option<String>,
    },
    /// Print the facts as CSV: measure, month, market, channel, campaign, objective, value
    Facts {
        /// The exports
        #[command(flatten)]
        exports: Exports,
    },
}

/// One figure of a metric or measure.
#[derive(Args, Debug)]
pub struct Figure {
    /// A folder of exports, or a plan.toml
    #[arg(requires = "month")]
    pub path: Option<PathBuf>,
    /// The month
    #[arg(long, value_name = "YYYY-MM", requires = "path", value_parser = month)]
    pub month: Option<Month>,
    /// Only this market
    #[arg(long, group = "only", requires = "path")]
    pub market: Option<String>,
    /// Only this channel
    #[arg(long, group = "only", requires = "path")]
    pub channel: Option<String>,
    /// Only this campaign
    #[arg(long, group = "only", requires = "path")]
    pub campaign: Option<String>,
    /// Only this objective, by its id
    #[arg(long, group = "only", requires = "path")]
    pub objective: Option<String>,
    /// Only buyers of this industry
    #[arg(long, group = "only", requires = "path")]
    pub industry: Option<String>,
    /// Only this team
    #[arg(long, group = "only", requires = "path")]
    pub team: Option<String>,
    /// Only this owner
    #[arg(long, group = "only", requires = "path")]
    pub owner: Option<String>,
    /// Every row of the exports behind the figure, with what it adds
    #[arg(long, requires = "path")]
    pub rows: bool,
    /// Last day that counts; otherwise what the plan says, else the end of the last complete month in the data
    #[arg(long, value_name = "YYYY-MM-DD", requires = "path")]
    pub as_of: Option<NaiveDate>,
    /// Print JSON, for machines
    #[arg(long, requires = "path")]
    pub json: bool,
}

impl Figure {
    /// The axis and name that it is limited to.
    pub fn only(&self) -> Option<(Axis, &str)> {
        let given = [
            (Axis::Market, &self.market),
            (Axis::Channel, &self.channel),
            (Axis::Campaign, &self.campaign),
            (Axis::Objective, &self.objective),
            (Axis::Industry, &self.industry),
            (Axis::Team, &self.team),
            (Axis::Owner, &self.owner),
        ];
        given.into_iter().find_map(|(axis, name)| Some((axis, name.as_deref()?)))
    }
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| format!("{text:?}: YYYY-MM"))
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
    /// On how many processors to work; otherwise on all there are. The figures are the same
    #[arg(long, value_name = "N", env = "PLANBOOK_THREADS", hide_env_values = true)]
    pub threads: Option<NonZeroUsize>,
}

/// On how many threads to work: as many as were asked for, else as there are processors.
pub fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}
