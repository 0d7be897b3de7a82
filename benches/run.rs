//! How long each stage of a run takes: `cargo bench --bench run` on the sample data and on a table of touches made in memory,
//! `cargo bench --bench run -- FOLDER` on exports of your own.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench reads the clock and prints")]

use std::cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use planbook::ingest::ingested::{Ingested, Opened};
use planbook::ingest::shelter::Shelter;
use planbook::ingest::table::{Body, Cell, Pass, Row, Table};
use planbook::ingest::{exports, folder, plan_toml, records, source_file};
use planbook::measure;
use planbook::model::attribution::MODELS;
use planbook::model::catalog::Catalog;
use planbook::model::fact::Facts;
use planbook::model::measure::Measures;
use planbook::model::note::Note;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::model::words::Words;
use planbook::plan;
use planbook::render::report::{Parts, Report};
use planbook::render::{facts_csv, manifest, results_json, sheets, summary, workbook};

/// Runs of each stage, of which the fastest is shown.
const RUNS: usize = 3;
const TOUCHES: u64 = 500_000;

fn main() {
    let own = std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from);
    match own {
        Some(folder) => street(&folder),
        None => {
            street(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data"));
            touches();
        }
    }
}

/// What the stages of one run took together.
#[derive(Default)]
struct Run(cell::Cell<Duration>);

impl Run {
    fn add(&self, time: Duration) {
        self.0.set(self.0.get() + time);
    }

    /// As [`clocked`], and counted to the run.
    fn timed<T>(&self, name: &str, stage: impl Fn() -> T) -> T {
        let (made, time) = clocked(name, stage);
        self.add(time);
        made
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The stages of the street on a folder of exports.
fn street(path: &Path) {
    let run = Run::default();
    println!("{}", path.file_name().unwrap_or_default().to_string_lossy());
    timed("csv's byte records, once", || byte_records(path));
    let words = Words::load(&Templates::default(), "en").unwrap_or_default();
    let (files, _) = run.timed("list and hash the files", || folder::exports(path));
    let (folder, _) = folder::folder(path);
    let templates = Templates::with(folder.templates.clone());
    let (catalog, _) =
        run.timed("load the metrics", || Catalog::load(&templates, &BTreeMap::new(), &Measures::default()));
    let settings =
        folder.plan.as_ref().map_or_else(Settings::default, |(name, text)| plan_toml::settings(name, text, &catalog).0);
    let Ingested { records, readings, settings, notes, .. } = run
        .timed("read", || exports::ingested(&files, &Shelter::Here, &settings, &templates, &catalog, &mut |_, _| {}));
    let ((facts, _), fourteen) = clocked("count facts", || measure::facts(&records, &settings));
    let mut five = settings.clone();
    five.attribution.models = MODELS.map(|id| ["first", "last", "linear", "u_shaped", "time_decay"].contains(&id));
    let (_, five) = clocked("count facts, five models", || measure::facts(&records, &five));
    run.add(fourteen);
    let (catalog, _) = Catalog::load(&templates, &settings.metrics, &facts.measures);
    let results = run.timed("compute results", || measure::results(&facts, &catalog, &settings));
    let (plan, _) = run.timed("plan", || plan::annual_plan(&facts, &results, &catalog, &settings));
    let notes = notes.sorted();
    let report = Report {
        settings: &settings,
        templates: &templates,
        words: &words,
        catalog: &catalog,
        facts: &facts,
        results: &results,
        plan: &plan,
        readings: &readings,
        merges: &[],
        notes: &notes,
    };
    let Ok(book) = run.timed("draw the workbook", || sheets::book(&report)) else { return };
    run.timed("annual-plan.xlsx", || workbook::output(&book, &report).is_ok());
    run.timed("summary", || summary::outputs(&report, &[]).is_ok());
    run.timed("results.json", || {
        let mut give: Parts = Box::new(drop);
        results_json::figures(&report, &mut give).and_then(|()| results_json::rest(&report, &[], &mut give)).is_ok()
    });
    run.timed("facts.csv", || facts_csv::table(&facts));
    run.timed("manifest.json", || manifest::output(&report).is_ok());
    let (whole, more) = (run.0.get(), fourteen.saturating_sub(five));
    println!("  {:<26} {:>9.1} ms", "the run, summed up", millis(whole));
    let share = 100.0 * more.as_secs_f64() / whole.as_secs_f64();
    println!("  fourteen models over five  {:>9.1} ms, {share:.1} % of the run", millis(more));
    println!("  {} facts, {} results\n", facts.rows.len(), results.count());
}

/// The rows of every CSV file of the folder through the csv crate's byte records: the limit that reading is held against.
fn byte_records(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut rows = 0;
    for file in files.filter(|f| f.extension().is_some_and(|e| e == "csv")) {
        let Ok(mut reader) = csv::ReaderBuilder::new().flexible(true).from_path(file) else { continue };
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            rows += 1;
        }
    }
    rows
}

/// Reading and counting touches without a disk.
fn touches() {
    println!("{TOUCHES} touches in memory");
    let header = ["contact_id", "touched_at", "channel", "campaign"].map(str::to_owned).to_vec();
    let table = Table {
        file: "touches.csv".to_owned(),
        sheet: String::new(),
        header,
        header_row: 1,
        preamble: Vec::new(),
        text: String::new(),
        since_1904: false,
        body: std::sync::Arc::new(Touches),
    };
    let opened = [Opened { file: "touches.csv".to_owned(), sha256: String::new(), bytes: 0, tables: vec![table] }];
    let (templates, settings) = (Templates::default(), Settings::default());
    let (sources, _) = source_file::sources(&templates);
    let read = timed("read", || records::records(&opened, &settings, &sources, &templates, &mut |_, _| {}));
    let Ok(read) = read else { return };
    let facts: Facts = timed("count facts", || measure::facts(&read.records, &read.settings).0);
    println!("  {} facts", facts.rows.len());
}

/// Touches of 100,000 contacts over three years, in ten channels and two hundred campaigns.
struct Touches;

impl Body for Touches {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        let (mut contact, mut at, mut channel, mut campaign) =
            (String::new(), String::new(), String::new(), String::new());
        for number in 0..TOUCHES {
            // A multiplier without a factor in common with the counts visits every contact, day and campaign.
            let mixed = number.wrapping_mul(2_654_435_761) >> 8;
            let (month, day) = (mixed % 36, mixed % 28 + 1);
            for text in [&mut contact, &mut at, &mut channel, &mut campaign] {
                text.clear();
            }
            let _ = write!(contact, "C{:07}", mixed % 100_000);
            let _ = write!(at, "{}-{:02}-{day:02}T12:{:02}:00Z", 2023 + month / 12, month % 12 + 1, mixed % 60);
            let _ = write!(channel, "channel {}", mixed % 10);
            let _ = write!(campaign, "campaign {}", mixed % 200);
            let cells = [&contact, &at, &channel, &campaign].map(|t| Cell::Text(t));
            if each(Row { number: number + 2, cells: &cells, beyond: 0 }).is_break() {
                break;
            }
        }
        Ok(Pass { rows: TOUCHES, ..Pass::default() })
    }
}

/// Runs `stage` some times and prints its fastest run.
fn timed<T>(name: &str, stage: impl Fn() -> T) -> T {
    clocked(name, stage).0
}

/// The same, with how long the fastest took.
fn clocked<T>(name: &str, stage: impl Fn() -> T) -> (T, Duration) {
    let run = || {
        let start = Instant::now();
        let made = stage();
        (start.elapsed(), made)
    };
    let (mut best, mut made): (Duration, T) = run();
    for _ in 1..RUNS {
        let (time, again) = run();
        (best, made) = (best.min(time), again);
    }
    println!("  {name:<26} {:>9.1} ms", millis(best));
    (made, best)
}
