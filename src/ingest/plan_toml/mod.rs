//! `plan.toml` → settings: every key known, every fault noted with its line, nothing defaulted in silence.

mod attribution;
mod channel_rules;
mod definitions;
mod existing;
mod gate;
mod scenario;
mod sections;
mod sla;
mod tree;
mod writing;

use toml::de::DeTable;

use crate::ingest::composed::composed;
use crate::ingest::objectives;
use crate::model::catalog::Catalog;
use crate::model::note::{Note, Notes};
use crate::model::settings::Settings;

use tree::{Branch, Walk, below, each};

const TOP: &[&str] = &[
    "company",
    "language",
    "currency",
    "as_of",
    "time_zone",
    "fiscal_year_start",
    "plan_year",
    "baseline_months",
    "stages",
    "attribution",
    "return",
    "spread",
    "goal",
    "objective",
    "channels",
    "markets",
    "deal_stages",
    "rate",
    "files",
    "format",
    "metrics",
    "plan_rates",
    "customers",
    "funnel",
    "statistics",
    "sla",
    "scenario",
    "existing",
    "gate",
    "waive",
];

/// Reads the plan. `file` names it in notes. The catalogue settles metrics that are named by their label.
///
/// The settings hold what could be read; with an error note among the notes they must not be used for figures.
pub fn settings(file: &str, text: &str, catalog: &Catalog) -> (Settings, Notes) {
    let mut settings = Settings { planned: true, ..Settings::default() };
    let text = &composed(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut walk = Walk { file, text, notes: Notes::new() };
    let tree = match DeTable::parse(text) {
        Ok(tree) => tree,
        Err(e) => {
            let place = walk.place(e.span().map_or(0, |s| s.start));
            walk.notes.push(Note::new("E311").with("reason", e.message().to_owned()).at(place));
            return (settings, walk.notes);
        }
    };
    let top = Branch { table: tree.get_ref(), path: "", start: 0 };
    walk.only(top, TOP);
    sections::company(&mut walk, top, &mut settings);
    sections::calendar(&mut walk, top, &mut settings);
    sections::stages(&mut walk, top, &mut settings);
    attribution::attribution(&mut walk, top, &mut settings);
    sections::returns(&mut walk, top, &mut settings);
    sections::mappings(&mut walk, top, &mut settings);
    writing::format(&mut walk, top, &mut settings);
    writing::files(&mut walk, top, &mut settings);
    sections::rates(&mut walk, top, &mut settings);
    sections::plan_rates(&mut walk, top, &mut settings);
    scenario::scenarios(&mut walk, top, &mut settings);
    existing::existing(&mut walk, top, &mut settings);
    definitions::definitions(&mut walk, top, catalog, &mut settings);
    sections::goals(&mut walk, top, &mut settings);
    sla::sla(&mut walk, top, &mut settings);
    gate::gate(&mut walk, top, &mut settings);
    gate::waivers(&mut walk, top, &mut settings);
    if let Some(metrics) = below(top, "metrics") {
        for (id, block) in metrics.table {
            settings.metrics.insert(id.get_ref().to_string(), block_text(block.get_ref()));
        }
    }
    for branch in each(top, "objective") {
        walk.only(branch, &objectives::keys().collect::<Vec<_>>());
        let fields =
            branch.table.iter().filter_map(|(k, v)| Some((k.get_ref().to_string(), tree::plain(v.get_ref())?)));
        // A field that is not there is missed where the objective begins.
        let start = |field: &str| branch.table.get_key_value(field).map(|(key, _)| key.span().start);
        let place = |field: &str| walk.place(start(field).or_else(|| start("id")).unwrap_or(branch.start));
        let mut faults = Notes::new();
        match objectives::objective(&fields.collect(), &place, catalog, &mut faults) {
            Ok(objective) => settings.objectives.push(objective),
            Err(unclear) => settings.unclear.push(*unclear),
        }
        walk.notes.extend(faults);
    }
    (settings, walk.notes)
}

/// A metric's block as TOML again, for the catalogue to read and judge.
fn block_text(block: &toml::de::DeValue<'_>) -> String {
    let pairs = block.as_table().into_iter().flatten();
    pairs.filter_map(|(k, v)| Some(format!("{} = {:?}\n", k.get_ref(), tree::plain(v.get_ref())?))).collect()
}
