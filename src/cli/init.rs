//! `planbook init`: what the exports show, as a commented plan to start from.

use std::fmt::Write as _;

use crate::model::fact::{Axis, Facts, Scope};
use crate::model::name::Name;
use crate::model::phrase::Arg;
use crate::model::reading::Fate;
use crate::model::stage::Stage;
use crate::model::template::Templates;
use crate::model::unit::Unit;
use crate::model::unmapped::{Named, line_each};

use super::run::Found;

/// The metrics that a starter objective may stand on: those that the exports can measure are offered.
const STARTERS: [(&str, &str); 8] = [
    ("revenue", "by 15 %"),
    ("new_leads", "by 15 %"),
    ("new_customers", "by 15 %"),
    ("lead_to_mql", "by 3 points"),
    ("win_rate", "by 3 points"),
    ("roi", "by 10 points"),
    ("logo_churn", "by 10 %"),
    ("csat", "by 2 points"),
];

/// The plan to start from when no kind of business is named.
pub const STARTER: &str = "starter";

/// The template `templates/plans/NAME.toml`.
pub fn template<'a>(templates: &'a Templates, name: &str) -> Option<&'a str> {
    templates.folder("plans").find(|(stem, _)| *stem == name).map(|(_, text)| text)
}

/// Every plan to start from: its name and the first line of its template.
pub fn plans(templates: &Templates) -> impl Iterator<Item = String> {
    templates.folder("plans").map(|(stem, text)| {
        let line = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        super::notes::printable(&format!("{stem:<12} {line}"))
    })
}

/// The text of a `plan.toml` for `folder`: `template` with its blanks filled in.
pub fn plan_text(found: &Found, template: &str, folder: &str) -> String {
    let (settings, words) = (&found.settings, &found.words);
    let revenue = found.facts.shown("new_revenue", &Scope::total(settings.baseline())).unwrap_or(0.0);
    let assumed = settings.assumed.contains_key("currency");
    let company = if settings.company.is_empty() { folder } else { &settings.company };
    let stages = stages(found);
    let text = |t: String| Arg::Text(t);
    let blanks = [
        ("company_or_folder", text(company.to_owned())),
        ("company", text(company.to_owned())),
        ("folder", text(folder.to_owned())),
        ("currency", text(found.facts.currency.to_string())),
        ("currency_why", Arg::Word((if assumed { "init.currency_found" } else { "init.currency_given" }).into())),
        ("as_of", text(settings.as_of().to_string())),
        ("plan_year", text(settings.plan_period().first.to_string())),
        ("stages_found", stages_found(found)),
        ("stages", text(stages.iter().map(|s| format!("{s:?}")).collect::<Vec<_>>().join(", "))),
        ("months", found.facts.months.map_or_else(|| text(String::new()), Arg::Period)),
        ("files", text(files(found))),
        ("channels", text(names(found, Axis::Channel))),
        ("markets", text(names(found, Axis::Market))),
        ("deal_stages", text(deal_stages(found))),
        ("unmapped_channels", text(lines(found, Named::Channel, template))),
        ("unmapped_markets", text(lines(found, Named::Market, template))),
        ("unmapped_stages", text(lines(found, Named::Stage, template))),
        ("due_on", text(settings.plan_period().last.last_day().to_string())),
        ("goal_revenue", text(format!("{:.0}", ahead(revenue)))),
        ("goal_why", goal_why(revenue, found)),
        ("objectives", text(objectives(found))),
    ];
    let names = words.fill(words.word("init.names"), &blanks);
    words.fill(template, &blanks.into_iter().chain([("names", text(names))]).collect::<Vec<_>>())
}

/// A fifth more than `revenue`, as a round figure.
fn ahead(revenue: f64) -> f64 {
    if revenue <= 0.0 { 1_000_000.0 } else { (revenue * 1.2 / 1000.0).ceil() * 1000.0 }
}

fn seen(found: &Found) -> Vec<&'static str> {
    Stage::ALL.iter().filter(|s| found.facts.knows(s.measure())).map(|s| s.id()).collect()
}

fn stages_found(found: &Found) -> Arg {
    let seen = seen(found);
    if seen.is_empty() { Arg::Word("init.no_stages".into()) } else { Arg::Text(seen.join(", ")) }
}

/// The stage words of deals, with what they were taken to mean.
fn deal_stages(found: &Found) -> String {
    let words =
        found.deal_stages.iter().map(|(word, state)| format!("{} = {}", super::notes::printable(word), state.id()));
    words.collect::<Vec<_>>().join(", ")
}

/// Lines for the words of a kind that no rule knows, except those that the template has a line for.
fn lines(found: &Found, named: Named, template: &str) -> String {
    let template = template.to_lowercase();
    let unmapped = found.unmapped.iter().filter(|u| u.named == named).cloned();
    let new = unmapped.filter(|u| !template.contains(&format!("\n{} = ", u.key())));
    line_each(&new.collect::<Vec<_>>()).into_iter().map(|line| line + "\n").collect()
}

fn stages(found: &Found) -> Vec<&'static str> {
    let seen = seen(found);
    if seen.len() >= 2 { seen } else { found.settings.stages.iter().map(|s| s.id()).collect() }
}

fn files(found: &Found) -> String {
    let mut out = String::new();
    for reading in &found.readings {
        let taken = if reading.source.is_empty() { found.words.word("terminal.nothing") } else { &reading.source };
        let _ = writeln!(
            out,
            "# {}: {taken}, {} / {}",
            super::notes::printable(&reading.file),
            reading.rows(Fate::Used),
            reading.account.read
        );
    }
    out
}

fn names(found: &Found, axis: Axis) -> String {
    let names = found.facts.names_on(axis);
    let exported = names.iter().filter(|n| **n != Name::NONE).map(|&n| found.facts.names.text(n));
    let texts = exported.filter(|text| *text != Facts::UNATTRIBUTED).map(super::notes::printable);
    texts.collect::<Vec<_>>().join(", ")
}

fn objectives(found: &Found) -> String {
    let due = (found.settings.plan_period().last).last_day();
    let baseline = Scope::total(found.settings.baseline());
    let known = |id: &str| found.results.get(id, &baseline).is_some_and(|f| f.value.is_ok());
    let mut out = String::new();
    for (metric, target) in STARTERS.iter().filter(|(id, _)| known(id)) {
        let means = found.catalog.get(metric).map_or("", |m| &m.means);
        let _ = write!(
            out,
            "\n# {means}\n[[objective]]\nid = \"{metric}\"\ngoal = \"growth\"\nmetric = \"{metric}\"\ntarget = \"{target}\"\n\
             due_on = \"{due}\"\nowner = \"{}\"\n",
            found.words.word("init.owner")
        );
    }
    out
}

/// Why the starter goal is what it is.
fn goal_why(revenue: f64, found: &Found) -> Arg {
    let key = if revenue > 0.0 { "init.goal_found" } else { "init.goal_invented" };
    let amount = Arg::Figure(revenue, Unit::Money, found.facts.currency);
    Arg::Text(
        found.words.fill(found.words.word(key), &[("revenue", amount), ("months", found.settings.baseline().into())]),
    )
}
