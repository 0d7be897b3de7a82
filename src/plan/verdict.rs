//! The verdict: one sentence on whether the company is on course.

use super::gauge::Gauge;
use crate::model::annual_plan::{Headline, Scorecard, Status};
use crate::model::phrase::{Arg, Phrase};

/// How the objectives stand, then revenue against its plan or against the year before.
pub fn verdict(gauge: &Gauge<'_>, cards: &[Scorecard], headlines: &[Headline]) -> Phrase {
    Phrase::new("verdict.sentence").with("objectives", objectives(cards)).with("revenue", revenue(gauge, headlines))
}

fn objectives(cards: &[Scorecard]) -> Phrase {
    let count = |wanted: &[Status]| cards.iter().filter(|c| wanted.contains(&c.status)).count();
    let on = count(&[Status::Reached, Status::OnCourse]);
    let (risk, off) = (count(&[Status::AtRisk]), count(&[Status::OffCourse]));
    let judged = on + risk + off;
    let key = match (cards.len(), judged) {
        (0, _) => "verdict.no_objectives",
        (_, 0) => "verdict.none_judged",
        _ if on == judged => "verdict.all_on_course",
        _ if off == 0 => "verdict.some_at_risk",
        _ if off == judged => "verdict.all_off_course",
        _ if risk == 0 => "verdict.some_off_course",
        _ => "verdict.some_off_course_and_at_risk",
    };
    let phrase = Phrase::new(key).with("all", cards.len()).with("judged", judged);
    phrase.with("on", on).with("risk", risk).with("off", off)
}

fn revenue(gauge: &Gauge<'_>, headlines: &[Headline]) -> Phrase {
    let Some(headline) = headlines.first() else { return Phrase::new("verdict.nothing") };
    let Ok(actual) = headline.actual else { return Phrase::new("verdict.nothing") };
    let figure = |value: f64| Arg::Figure(value, headline.unit, gauge.facts.currency);
    let told: Arg = match headline.counts {
        Some((part, whole)) => {
            let counts = Phrase::new("format.counts").with("part", Arg::Number(part, 0));
            counts.with("whole", Arg::Number(whole, 0)).into()
        }
        None => figure(actual),
    };
    let phrase = |key: &str| {
        let label = gauge.catalog.get(&headline.metric).map_or(headline.metric.as_str(), |m| m.label.as_str());
        Phrase::new(key).with("label", label).with("actual", told.clone()).with("months", headline.period)
    };
    let against = |key: &str, other: f64| {
        let side = if actual >= other { "above" } else { "below" };
        let share = (actual - other).abs() / other;
        phrase(&format!("{key}_{side}")).with("other", figure(other)).with("share", Arg::Share(share))
    };
    match (headline.plan, headline.previous) {
        // A share of a few cases is no share to compare.
        _ if headline.counts.is_some() => phrase("verdict.alone"),
        (Some(plan), _) if plan > 0.0 => against("verdict.plan", plan),
        (_, Some(previous)) if previous > 0.0 => against("verdict.previous", previous),
        _ => phrase("verdict.alone"),
    }
}
