//! A headline figure on the page: actual, plan, variance and its twelve months as bars.

use super::page::{Tone, label};
use crate::model::annual_plan::Headline;
use crate::model::objective::Better;
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;
use crate::model::words::Words;
use crate::render::report::Report;

/// Height of the tallest bar.
const HEIGHT: f64 = 30.0;

/// One figure, said.
pub(super) struct Card {
    pub(super) label: String,
    pub(super) months: String,
    pub(super) actual: String,
    /// The plan, or that there is none.
    pub(super) plan: String,
    /// Difference from the plan, in the figure's own terms; empty without a plan.
    pub(super) variance: String,
    pub(super) tone: Tone,
    pub(super) previous: String,
    /// Difference from the year before; empty when that is not known.
    pub(super) change: String,
    pub(super) change_tone: Tone,
    pub(super) bars: Vec<Bar>,
    /// The bars in words, for those who cannot see them.
    pub(super) told: String,
}

/// One bar, in a box of 120 by 30.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: String,
    pub(super) height: String,
    pub(super) class: &'static str,
}

/// The card of a headline.
pub(super) fn card(headline: &Headline, report: &Report<'_>) -> Card {
    let words = report.words;
    let say = |value: f64| words.figure(value, headline.unit, report.facts.currency);
    let none = || words.word("summary.not_known").to_owned();
    let actual = headline.actual.as_ref().ok().copied();
    let against = |other: Option<f64>| match (actual, other) {
        // A share of a few cases is no share to compare.
        (Some(a), Some(o)) if headline.counts.is_none() => difference(words, headline, a, o),
        _ => (String::new(), Tone::Plain),
    };
    let (variance, tone) = against(headline.plan);
    let (change, change_tone) = against(headline.previous.filter(|_| headline.previous_counts.is_none()));
    Card {
        label: label(&headline.metric, report),
        months: words.fill("{p}", &[("p", Arg::Period(headline.period))]),
        actual: headline.counts.map_or_else(|| actual.map_or_else(none, say), |counts| words.counts(counts)),
        plan: headline.plan.map_or_else(|| words.word("summary.no_plan").to_owned(), say),
        variance,
        tone,
        previous: match headline.previous_counts {
            Some(counts) => words.counts(counts),
            None => headline.previous.map_or_else(none, say),
        },
        change,
        change_tone,
        bars: bars(headline),
        told: told(headline, report),
    }
}

/// `actual` against `other`: in points for shares and scores, else as a percentage.
fn difference(words: &Words, headline: &Headline, actual: f64, other: f64) -> (String, Tone) {
    let gap = actual - other;
    let in_points = matches!(headline.unit, Unit::Ratio | Unit::Score);
    let text = if in_points {
        words.say(&Phrase::new("summary.points").with("n", Arg::Number(gap.abs() * 100.0, 1)))
    } else if other == 0.0 {
        return (String::new(), Tone::Plain);
    } else {
        words.share((gap / other).abs())
    };
    let still = text.bytes().all(|b| !(b'1'..=b'9').contains(&b));
    let sign = if still {
        ""
    } else if gap > 0.0 {
        "+"
    } else {
        "−"
    };
    let tone = match (still, (gap > 0.0) == (headline.better == Better::Higher)) {
        (true, _) => Tone::Plain,
        (_, true) => Tone::Good,
        (_, false) => Tone::Bad,
    };
    (format!("{sign}{text}"), tone)
}

fn bars(headline: &Headline) -> Vec<Bar> {
    let values = || headline.trend.iter().filter_map(|(_, value)| *value);
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    if high <= low {
        return Vec::new();
    }
    let scale = HEIGHT / (high - low);
    let last = headline.trend.len().saturating_sub(1);
    let bar = |(i, value): (usize, f64)| {
        let height = (value.abs() * scale).max(0.6);
        let class = match (value < 0.0, i == last) {
            (true, _) => "minus",
            (_, true) => "last",
            _ => "",
        };
        let y = if value >= 0.0 { high * scale - height } else { high * scale };
        Bar { x: i * 10, y: format!("{:.1}", y.max(0.0)), height: format!("{height:.1}"), class }
    };
    headline.trend.iter().enumerate().filter_map(|(i, (_, v))| v.map(|v| (i, v))).map(bar).collect()
}

fn told(headline: &Headline, report: &Report<'_>) -> String {
    let known: Vec<_> = headline.trend.iter().filter_map(|&(month, value)| value.map(|v| (month, v))).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return String::new() };
    let figure = |value: f64| Arg::Figure(value, headline.unit, report.facts.currency);
    let phrase = Phrase::new("summary.trend_told").with("from", figure(first.1)).with("first", first.0);
    report.words.say(&phrase.with("to", figure(last.1)).with("last", last.0))
}
