//! Objectives as people write them, in `plan.toml` or on a sheet: fields of text → an objective, or what is wrong.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::date::{DateFormat, moment};
use super::kind::Kind;
use super::number::{NumberFormat, number};
use super::table::Cell;
use crate::model::catalog::Catalog;
use crate::model::note::{Note, Notes, Place};
use crate::model::objective::{Better, Objective, Target};
use crate::model::phrase::Arg;

/// The keys of an objective in `plan.toml`: the columns of a sheet, and `id` for short.
pub fn keys() -> impl Iterator<Item = &'static str> {
    Kind::Objectives.columns().iter().copied().chain(["id"])
}

type Fields = BTreeMap<String, String>;

/// The objective that `fields` describe. `None` when something that it needs is missing or ambiguous: each such fault
/// is noted at the `place` of its field, and the objective is not shown with a guessed figure.
pub fn objective(
    fields: &Fields,
    place: &dyn Fn(&str) -> Place,
    catalog: &Catalog,
    notes: &mut Notes,
) -> Option<Objective> {
    let text = |key: &str| fields.get(key).map(|v| v.trim().to_owned()).unwrap_or_default();
    let id = [text("id"), text("objective_id"), text("title")].into_iter().find(|t| !t.is_empty()).unwrap_or_default();
    let mut faults: Vec<(&'static str, &str)> = Vec::new();
    faults.extend(["metric", "target", "due_on", "owner"].iter().filter(|f| text(f).is_empty()).map(|f| ("E314", *f)));
    if id.is_empty() {
        faults.push(("E314", "id"));
    }
    let target = target(&text("target"));
    if target.is_none() && !text("target").is_empty() {
        faults.push(("E315", "target"));
    }
    let [due_on, starts_on] = ["due_on", "starts_on"].map(|key| day(&text(key)));
    for (key, value) in [("due_on", due_on), ("starts_on", starts_on)] {
        if value.is_none() && !text(key).is_empty() {
            faults.push(("E316", key));
        }
    }
    if text("owner").contains([';', '/', '&']) || text("owner").contains(" and ") {
        faults.push(("E317", "owner"));
    }
    for &(code, field) in &faults {
        let name = if id.is_empty() { Arg::Word("name.none".to_owned()) } else { Arg::Text(id.clone()) };
        let note = Note::new(code).with("objective", name).with("field", field).with("found", text(field));
        notes.push(note.at(place(field)));
    }
    if !faults.is_empty() {
        return None;
    }
    let metric = catalog.named(&text("metric")).map_or_else(|| text("metric"), ToOwned::to_owned);
    Some(Objective {
        target: target?,
        due_on: due_on?,
        starts_on,
        metric,
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
        place: place(""),
        id,
    })
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

/// `to 25 %`, `to 2,500,000 USD`, `by 15 %`, `by -10 %`, `by 3 points`; `None` when it is not said which of the three
/// is meant. Without a sign a change goes the better way, with a minus downwards.
pub fn target(text: &str) -> Option<Target> {
    let (word, rest) = text.trim().split_once(char::is_whitespace)?;
    let (rest, lower) = (rest.trim(), rest.trim().to_ascii_lowercase());
    let named = ["percentage points", "percentage point", "points", "point", "pts", "pp"];
    let points = named.iter().find_map(|p| lower.strip_suffix(p)).and_then(|number| rest.get(..number.len()));
    match (word.to_lowercase().as_str(), points) {
        ("to", None) => amount(rest).map(Target::To),
        // The hyphen of `3-point` is no sign; nor is the % of `3 %-points` a second hundredth.
        ("by", Some(number)) => amount(number.trim_end_matches(['-', ' ', '%'])).map(|n| Target::ByPoints(n / 100.0)),
        ("by", None) if rest.ends_with('%') => amount(rest).map(Target::By),
        _ => None,
    }
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

/// A number in shown units: a percentage as a fraction, money in major units.
fn amount(text: &str) -> Option<f64> {
    let decimal = number(&Cell::Text(text), NumberFormat::default()).given()?;
    Some(decimal.mantissa as f64 / 10_f64.powi(i32::try_from(decimal.scale).ok()?))
}

fn day(text: &str) -> Option<NaiveDate> {
    moment(&Cell::Text(text), &DateFormat::default(), "UTC").given().map(|m| m.date())
}

#[cfg(test)]
mod tests {
    use super::{campaign, target};
    use crate::model::objective::Target;

    #[test]
    fn a_target_says_to_by_or_points() {
        for (text, expected) in [
            ("to 200", Target::To(200.0)),
            ("to 25%", Target::To(0.25)),
            ("To 25 %", Target::To(0.25)),
            ("to 2,500,000 USD", Target::To(2_500_000.0)),
            ("to USD 2,500,000", Target::To(2_500_000.0)),
            ("to $2.5M", Target::To(2_500_000.0)),
            ("to €900", Target::To(900.0)),
            ("by 15 %", Target::By(0.15)),
            ("by +15 %", Target::By(0.15)),
            ("by -10 %", Target::By(-0.10)),
            ("by −10%", Target::By(-0.10)),
            ("by 3 points", Target::ByPoints(0.03)),
            ("by -5 points", Target::ByPoints(-0.05)),
            ("by 3-point", Target::ByPoints(0.03)),
            ("by 3 pp", Target::ByPoints(0.03)),
            ("by 2.5 Percentage Points", Target::ByPoints(0.025)),
        ] {
            assert_eq!(target(text), Some(expected), "{text}");
        }
        for ambiguous in ["15 %", "200", "200 more", "to", "by 200", "more", "to 3 points", "by 200 USD", "to two"] {
            assert_eq!(target(ambiguous), None, "{ambiguous}");
        }
    }

    #[test]
    fn a_campaign_may_state_its_share() {
        assert_eq!(campaign(" Webinar* "), ("Webinar*".into(), 0));
        assert_eq!(campaign("Brand (2026)"), ("Brand (2026)".into(), 0));
    }
}
