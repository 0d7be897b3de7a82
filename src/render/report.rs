//! What rendering is given and gives.

use crate::model::annual_plan::AnnualPlan;
use crate::model::catalog::Catalog;
use crate::model::fact::Facts;
use crate::model::identity::Merge;
use crate::model::note::Note;
use crate::model::reading::FileReading;
use crate::model::result::Results;
use crate::model::settings::Settings;
use crate::model::statistic::Statistic;
use crate::model::template::Templates;
use crate::model::words::Words;

/// Everything a run found out, by reference: rendering only shows.
pub struct Report<'a> {
    /// The plan's settings, assumptions filled in.
    pub settings: &'a Settings,
    /// Sheets, report and look templates.
    pub templates: &'a Templates,
    /// The language.
    pub words: &'a Words,
    /// Definitions.
    pub catalog: &'a Catalog,
    /// The waist.
    pub facts: &'a Facts,
    /// Metrics by period and dimension.
    pub results: &'a Results,
    /// What was promised and what is needed.
    pub plan: &'a AnnualPlan,
    /// What became of each file.
    pub readings: &'a [FileReading],
    /// Who was taken to be one person, and why.
    pub merges: &'a [Merge],
    /// Every note, errors first.
    pub notes: &'a [&'a Note],
}

impl<'a> Report<'a> {
    /// Every statistic, those of the results first.
    pub fn statistics(&self) -> impl Iterator<Item = &'a Statistic> + use<'a> {
        self.results.statistics.iter().chain(&self.plan.statistics)
    }
}

/// Takes the bytes of a file, part by part, in their order.
pub type Parts = Box<dyn FnMut(Vec<u8>) + Send>;

/// Takes a file by its name.
pub type Outlet<'a> = &'a (dyn Fn(&str) -> Parts + Sync);

/// One file of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    /// File name, without folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
