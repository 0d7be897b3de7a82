//! The street: every step of a run, in order. Read this file first.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::ingest;
use crate::ingest::shelter::Shelter;
use crate::measure;
use crate::model::annual_plan::AnnualPlan;
use crate::model::catalog::Catalog;
use crate::model::fact::Facts;
use crate::model::gate::Previous;
use crate::model::identity::Merge;
use crate::model::in_order::both;
use crate::model::measure::Measures;
use crate::model::note::{Note, Notes, Severity};
use crate::model::origin::Origins;
use crate::model::reading::{Fate, FileReading};
use crate::model::record::{DealState, Records};
use crate::model::result::Results;
use crate::model::settings::Settings;
use crate::model::template::Templates;
use crate::model::unmapped::Unmapped;
use crate::model::words::Words;
use crate::plan;
use crate::render::report::Report;

use super::exit::Exit;
use super::progress::Progress;

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// A folder of exports, or a `plan.toml`.
    pub path: PathBuf,
    /// The last day that counts, when the command line says it.
    pub as_of: Option<NaiveDate>,
    /// Where workbooks are read.
    pub shelter: Shelter,
    /// On how many threads.
    pub threads: NonZeroUsize,
}

/// Everything that a run found out.
pub struct Found {
    /// The plan's settings, assumptions filled in.
    pub settings: Settings,
    /// Templates, the user's own in place of ours.
    pub templates: Templates,
    /// The language.
    pub words: Words,
    /// Definitions.
    pub catalog: Catalog,
    /// The waist.
    pub facts: Arc<Facts>,
    /// Metrics by period and dimension.
    pub results: Results,
    /// What was promised and what is needed.
    pub plan: AnnualPlan,
    /// What became of each file.
    pub readings: Vec<FileReading>,
    /// Who was taken to be one person.
    pub merges: Vec<Merge>,
    /// Stage words of deals, with what they were taken to mean.
    pub deal_stages: Vec<(String, DealState)>,
    /// Words that no rule knows.
    pub unmapped: Vec<Unmapped>,
    /// Every complaint.
    pub notes: Notes,
}

/// Why there is nothing to write, and everything that was said until then.
pub struct Stop {
    /// The exit code.
    pub exit: Exit,
    /// The language.
    pub words: Words,
    /// What became of each file, as far as it came.
    pub readings: Vec<FileReading>,
    /// Every complaint.
    pub notes: Notes,
}

/// The street up to the waist: what the exports say, counted.
pub struct Counted {
    settings: Settings,
    templates: Templates,
    words: Words,
    facts: Arc<Facts>,
    readings: Vec<FileReading>,
    merges: Vec<Merge>,
    deal_stages: Vec<(String, DealState)>,
    unmapped: Vec<Unmapped>,
    notes: Notes,
}

/// Walks the street from the exports to the annual plan.
///
/// # Errors
/// A plan that cannot be used, or exports in which nothing can be counted: with every complaint so far.
pub fn found(request: &Request, progress: &Progress) -> Result<Found, Stop> {
    counted(request, progress).map(Counted::found)
}

/// The same, with the records and the rows that each was read from: what a question after a figure's rows needs.
///
/// # Errors
/// As [`found`].
pub fn with_records(request: &Request, progress: &Progress) -> Result<(Found, Records, Origins), Stop> {
    walk(request, progress, true).map(|(counted, records, origins)| (counted.found(), records, origins))
}

/// Walks the street from the exports to the facts.
///
/// # Errors
/// As [`found`].
pub fn counted(request: &Request, progress: &Progress) -> Result<Counted, Stop> {
    walk(request, progress, false).map(|(counted, ..)| counted)
}

/// What a run is asked for by the plan and by templates, ours and the user's own.
struct Asked {
    templates: Templates,
    words: Words,
    catalog: Catalog,
    settings: Settings,
    notes: Notes,
    unusable: bool,
}

impl Asked {
    fn of(path: &Path) -> Asked {
        let (folder, mut notes) = ingest::folder::folder(path);
        let mut unusable = folder.unusable;
        let templates = Templates::with(folder.templates);
        let mut words = Words::load(&templates, "en").unwrap_or_else(|_| Words::default());
        let (catalog, faults) = Catalog::load(&templates, &BTreeMap::new(), &Measures::default());
        unusable |= faults.count(Severity::Error) > 0;
        notes.extend(faults.stopping());
        let (settings, faults) = match &folder.plan {
            Some((name, text)) => ingest::plan_toml::settings(name, text, &catalog),
            None => (Settings::default(), Notes::new()),
        };
        unusable |= faults.count(Severity::Error) > 0;
        notes.extend(faults.stopping());
        if settings.language != words.language() {
            match Words::load(&templates, &settings.language) {
                Ok(spoken) => words = spoken,
                Err(reason) => {
                    unusable = true;
                    notes.push(Note::new("E319").with("language", settings.language.as_str()).with("reason", reason));
                }
            }
        }
        Asked { templates, words, catalog, settings, notes, unusable }
    }
}

fn walk(request: &Request, progress: &Progress, keeps_origins: bool) -> Result<(Counted, Records, Origins), Stop> {
    let ((exports, mut notes), asked) =
        both(request.threads, || ingest::folder::exports(&request.path), || Asked::of(&request.path));
    let Asked { templates, words, catalog, mut settings, notes: faults, unusable } = asked;
    notes.extend(faults);
    // A file that is no export does not stop a run; a plan, template or language that cannot be used does.
    if unusable {
        return Err(Stop { exit: Exit::Usage, words, readings: Vec::new(), notes });
    }
    settings.as_of = request.as_of.or(settings.as_of);
    settings.keeps_origins = keeps_origins;
    settings.threads = request.threads;

    progress.files(exports.len());
    let on_progress = &mut |file: &str, rows| progress.rows(file, rows);
    let read = ingest::exports::ingested(&exports, &request.shelter, &settings, &templates, &catalog, on_progress);
    // Small files are held from their fingerprint on: now they are read.
    drop(exports);
    notes.extend(read.notes);
    let (settings, readings, merges) = (read.settings, read.readings, read.merges);
    let (deal_stages, unmapped) = (read.deal_stages, read.unmapped);
    if readings.iter().all(|r| r.rows(Fate::Used) == 0) {
        return Err(Stop { exit: Exit::Unfit, words, readings, notes });
    }

    let mut records = read.records;
    // Who asks for rows goes back to the records; all others can do without what is counted.
    let (facts, remarks) = if keeps_origins {
        measure::facts(&records, &settings)
    } else {
        measure::facts_taking(&mut records, &settings)
    };
    notes.extend(remarks);
    let facts = Arc::new(facts);
    let counted = Counted { settings, templates, words, facts, readings, merges, deal_stages, unmapped, notes };
    Ok((counted, records, read.origins))
}

impl Counted {
    /// The waist.
    pub fn facts(&self) -> Arc<Facts> {
        Arc::clone(&self.facts)
    }

    /// Whether the gate lets this pass.
    pub fn is_fit(&self, previous: Option<&Previous>) -> bool {
        let Counted { readings, unmapped, facts, settings, .. } = self;
        plan::gate::judged(&plan::gate::Judged { readings, unmapped, facts, settings, previous }).0
    }

    /// The rest of the street: results and the annual plan, from the facts alone.
    pub fn found(self) -> Found {
        let Counted { settings, templates, words, facts, readings, merges, deal_stages, unmapped, mut notes } = self;
        let (mut catalog, faults) = Catalog::load(&templates, &settings.metrics, &facts.measures);
        catalog.choose(&settings.choices);
        notes.extend(faults);
        let results = measure::results(&facts, &catalog, &settings);
        let (mut plan, remarks) = plan::annual_plan(&facts, &results, &catalog, &settings);
        notes.extend(remarks);
        plan.statistics.extend(plan::unmapped::statistic(&unmapped, facts.currency));
        Found {
            settings,
            templates,
            words,
            catalog,
            facts,
            results,
            plan,
            readings,
            merges,
            deal_stages,
            unmapped,
            notes,
        }
    }
}

impl Found {
    /// What the gate looks at.
    pub fn judged<'a>(&'a self, previous: Option<&'a Previous>) -> plan::gate::Judged<'a> {
        let Found { readings, unmapped, facts, settings, .. } = self;
        plan::gate::Judged { readings, unmapped, facts, settings, previous }
    }

    /// These findings, if the gate of the plan lets them pass; what it says of them joins the notes. `previous` is the run
    /// before, where there is one.
    ///
    /// # Errors
    /// Exports that do not keep a limit, without somebody who answers for it.
    pub fn fit(mut self, previous: Option<&Previous>) -> Result<Found, Stop> {
        let (open, notes) = plan::gate::judged(&self.judged(previous));
        self.notes.extend(notes);
        if open {
            return Ok(self);
        }
        Err(Stop { exit: Exit::Unfit, words: self.words, readings: self.readings, notes: self.notes })
    }

    /// Hands everything to `render`.
    pub fn report<'a>(&'a self, sorted: &'a [&'a Note]) -> Report<'a> {
        Report {
            settings: &self.settings,
            templates: &self.templates,
            words: &self.words,
            catalog: &self.catalog,
            facts: &self.facts,
            results: &self.results,
            plan: &self.plan,
            readings: &self.readings,
            merges: &self.merges,
            notes: sorted,
        }
    }
}
