//! Objectives as people write them, in `plan.toml` or on a sheet: fields of text, or one sentence → an objective, or what
//! has to be answered first.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::date::{DateFormat, moment};
use super::kind::Kind;
use super::sentence::{meant, no_person, said, several};
use super::table::Cell;
use super::target::{amount, readings, target};
use crate::model::catalog::Catalog;
use crate::model::note::{Note, Notes, Place};
use crate::model::objective::{Better, Every, Objective, Revision, Target, Unclear};
use crate::model::phrase::{Arg, Phrase};
use crate::model::smart::Finding;

/// The keys of an objective in `plan.toml`: the columns of a sheet, and `id` for short.
pub fn keys() -> impl Iterator<Item = &'static str> {
    Kind::Objectives.columns().iter().copied().chain(["id"])
}

type Fields = BTreeMap<String, String>;

/// Something that keeps an objective from being measured, and the field that it is about.
struct Fault {
    field: &'static str,
    finding: Finding,
}

/// The objective that `fields` describe; a `sentence` fills the fields that are empty.
///
/// # Errors
/// What is known of it, when something that it needs is missing or ambiguous: each such fault is noted at the `place` of
/// its field, and the objective is not shown with a guessed figure.
pub fn objective(
    fields: &Fields,
    place: &dyn Fn(&str) -> Place,
    catalog: &Catalog,
    notes: &mut Notes,
) -> Result<Objective, Box<Unclear>> {
    let mut fields: Fields = fields.iter().map(|(k, v)| (k.clone(), v.trim().to_owned())).collect();
    fields.retain(|_, value| !value.is_empty());
    let mut faults = from_sentence(&mut fields, catalog);
    let text = |key: &str| fields.get(key).cloned().unwrap_or_default();
    let id = ["id", "objective_id", "title", "sentence"].map(text).into_iter().find(|t| !t.is_empty());
    let id = id.unwrap_or_default();
    if id.is_empty() {
        faults.push(Fault { field: "id", finding: Finding::new("metric_missing") });
    }
    let aim = aim(&fields);
    faults.extend(missing(&fields, aim.is_ok(), &faults));
    faults.extend(unreadable(&fields, aim.as_ref().err(), catalog));
    faults.extend(remarks(&fields).map(|finding| Fault { field: "", finding }));
    // Some things are told beside the figures: the objective can be measured all the same.
    let (remarks, faults): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(|f| matches!(f.finding.id, "goal_word" | "owner_department"));
    let remarks: Vec<Finding> = remarks.into_iter().map(|f| f.finding).collect();
    if let (true, Ok(target), Some(due_on)) = (faults.is_empty(), aim, day(&text("due_on"))) {
        let clear = Clear { id, target, due_on, remarks, place: place("") };
        return Ok(filled(&fields, clear, catalog));
    }
    for fault in &faults {
        notes.push(note(fault, &id, &text(fault.field)).at(place(fault.field)));
    }
    let written = ["sentence", "title"].map(text).into_iter().find(|t| !t.is_empty()).unwrap_or_else(|| id.clone());
    let findings: Vec<Finding> = faults.into_iter().map(|f| f.finding).chain(remarks).collect();
    let readings: Option<Phrase> = findings.iter().find_map(readings);
    fields.insert("metric".into(), meant(&text("metric"), catalog).unwrap_or_else(|| text("metric")));
    Err(Box::new(Unclear { id, written, fields, findings, readings, place: place("") }))
}

/// The target, or what is wrong with what was written for it; a direction such as `within 2 % and 4 %` is one too.
fn aim(fields: &Fields) -> Result<Target, Finding> {
    let text = |key: &str| fields.get(key).map_or("", String::as_str);
    match (text("target"), target(text("direction"))) {
        ("", Ok(within @ Target::Within(..))) => Ok(within),
        (written, _) => target(written),
    }
}

/// Fields that are there and cannot be read.
fn unreadable(fields: &Fields, aim: Option<&Finding>, catalog: &Catalog) -> Vec<Fault> {
    let text = |key: &str| fields.get(key).map_or("", String::as_str);
    let mut faults = Vec::new();
    if let Some(finding) = aim.filter(|_| !text("target").is_empty()) {
        faults.push(Fault { field: "target", finding: finding.clone() });
    }
    for field in ["due_on", "starts_on", "changed_on"] {
        if !text(field).is_empty() && day(text(field)).is_none() {
            faults.push(Fault { field, finding: Finding::new("due_vague").with("found", text(field)) });
        }
    }
    if text("owner").contains([';', '/', '&', ',']) || text("owner").contains(" and ") {
        faults.push(Fault { field: "owner", finding: Finding::new("owner_several").with("found", text("owner")) });
    }
    if let Some(may) = several(text("metric")).filter(|_| meant(text("metric"), catalog).is_none()) {
        let may = may.iter().map(|id| Arg::Text((*id).to_owned())).collect();
        let finding = Finding::new("metric_which").with("found", text("metric")).with("may", Arg::List(may));
        faults.push(Fault { field: "metric", finding });
    }
    faults
}

/// What is settled before the other fields are filled in.
struct Clear {
    id: String,
    target: Target,
    due_on: NaiveDate,
    remarks: Vec<Finding>,
    place: Place,
}

fn filled(fields: &Fields, clear: Clear, catalog: &Catalog) -> Objective {
    let text = |key: &str| fields.get(key).cloned().unwrap_or_default();
    let original = target(&text("original_target")).ok();
    Objective {
        id: clear.id,
        target: clear.target,
        due_on: clear.due_on,
        remarks: clear.remarks,
        place: clear.place,
        starts_on: day(&text("starts_on")),
        metric: meant(&text("metric"), catalog).unwrap_or_else(|| text("metric")),
        title: text("title"),
        goal: text("goal"),
        owner: text("owner"),
        department: text("department"),
        team: text("team"),
        market: text("market"),
        channel: text("channel"),
        baseline: amount(&text("baseline")),
        baseline_from: text("baseline_from"),
        better: match text("direction").to_lowercase().as_str() {
            "higher" | "up" => Some(Better::Higher),
            "lower" | "down" => Some(Better::Lower),
            _ => None,
        },
        campaigns: text("campaigns").split([';', '\n']).map(campaign).filter(|(p, _)| !p.is_empty()).collect(),
        budget: amount(&text("budget")),
        hours: amount(&text("hours")),
        note: text("note"),
        sentence: text("sentence"),
        every: Every::parse(&text("every")),
        revision: original.map(|original| Revision {
            original,
            on: day(&text("changed_on")),
            by: text("changed_by"),
            because: text("changed_because"),
        }),
    }
}

/// Fills the empty fields from the sentence; its questions stand unless a field of its own answers them.
fn from_sentence(fields: &mut Fields, catalog: &Catalog) -> Vec<Fault> {
    let Some(sentence) = fields.get("sentence") else { return Vec::new() };
    let said = said(sentence, catalog);
    let open = said.findings.into_iter().filter(|(field, _)| !fields.contains_key(*field));
    let faults = open.map(|(field, finding)| Fault { field, finding }).collect();
    for (field, value) in said.fields {
        fields.entry(field).or_insert(value);
    }
    faults
}

/// The fields that an objective cannot do without, as far as nothing else is asked about them.
fn missing(fields: &Fields, within: bool, asked: &[Fault]) -> Vec<Fault> {
    let needed = [
        ("metric", "metric_missing"),
        ("target", "target_missing"),
        ("due_on", "due_missing"),
        ("owner", "owner_missing"),
    ];
    let open = needed.into_iter().filter(|(field, _)| {
        let given = fields.contains_key(*field) || (*field == "target" && within);
        !given && asked.iter().all(|f| f.field != *field)
    });
    open.map(|(field, id)| Fault { field, finding: Finding::new(id) }).collect()
}

fn note(fault: &Fault, id: &str, found: &str) -> Note {
    let objective = if id.is_empty() { Arg::Word("name.none".to_owned()) } else { Arg::Text(id.to_owned()) };
    let quoted = fault.finding.args.iter().find(|(name, _)| *name == "found").map(|(_, arg)| arg.clone());
    let found = quoted.unwrap_or_else(|| Arg::Text(found.to_owned()));
    let code = match fault.finding.id {
        id if id.ends_with("_missing") => "E314",
        "target_several" => "E361",
        id if id.starts_with("target_") => "E315",
        "due_vague" | "due_impossible" | "due_order" => "E316",
        "owner_several" => "E317",
        _ => "E361",
    };
    let note = Note::new(code).with("objective", objective).with("field", fault.field).with("found", found);
    if code == "E361" { note.with("question", fault.finding.phrase()) } else { note }
}

/// What is odd about fields that can all be read: an owner that is no person, a goal that is the objective itself.
fn remarks(fields: &Fields) -> impl Iterator<Item = Finding> {
    let text = |key: &str| fields.get(key).map_or("", String::as_str);
    let owner = no_person(text("owner")).then(|| Finding::new("owner_department").with("found", text("owner")));
    let goal = text("goal").to_lowercase();
    let itself = !goal.is_empty() && ["title", "sentence"].iter().any(|f| text(f).to_lowercase() == goal);
    owner.into_iter().chain(itself.then(|| Finding::new("goal_word")))
}

/// Objectives of one id: the first stands, each further one is noted.
pub fn unique(objectives: Vec<Objective>, notes: &mut Notes) -> Vec<Objective> {
    let mut kept: Vec<Objective> = Vec::with_capacity(objectives.len());
    for objective in objectives {
        if kept.iter().any(|k| k.id == objective.id) {
            notes.push(Note::new("E318").with("objective", Arg::Text(objective.id)).at(objective.place));
        } else {
            kept.push(objective);
        }
    }
    kept
}

/// `Webinar*` or `Webinar* (60 %)`: the pattern and its share in thousandths; 0 when no share is stated.
fn campaign(text: &str) -> (String, u64) {
    let text = text.trim();
    let stated = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')).and_then(|(pattern, share)| {
        let share = amount(share).filter(|s| (0.0..=1.0).contains(s))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1 by the line above")]
        Some((pattern.trim().to_owned(), (share * 1000.0).round() as u64))
    });
    stated.unwrap_or_else(|| (text.to_owned(), 0))
}

fn day(text: &str) -> Option<NaiveDate> {
    moment(&Cell::Text(text), &DateFormat::default(), "UTC").given().map(|m| m.date())
}

#[cfg(test)]
mod tests {
    use super::campaign;

    #[test]
    fn a_campaign_may_state_its_share() {
        assert_eq!(campaign(" Webinar* "), ("Webinar*".into(), 0));
        assert_eq!(campaign("Brand (2026)"), ("Brand (2026)".into(), 0));
    }
}
