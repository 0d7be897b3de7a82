//! Targets as people write them: one of *to*, *by*, *by points* and *between*, or a question.

use super::number::{NumberFormat, number};
use super::table::Cell;
use crate::model::objective::Target;
use crate::model::phrase::Phrase;
use crate::model::smart::Finding;

/// `to 25 %`, `to 2,500,000 USD`, `by 15 %`, `by -10 %`, `by 3 points`, `between 2 % and 4 %`. Without a sign a change
/// goes the better way, with a minus downwards.
///
/// # Errors
/// The question that has to be answered when it is not said which of the four is meant.
pub fn target(text: &str) -> Result<Target, Finding> {
    let text = text.trim();
    if let Some((low, high)) = bounds(text) {
        return Ok(Target::Within(low, high));
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (rest, lower) = (rest.trim(), rest.trim().to_ascii_lowercase());
    let named = ["percentage points", "percentage point", "points", "point", "pts", "pp"];
    let points = named.iter().find_map(|p| lower.strip_suffix(p)).and_then(|number| rest.get(..number.len()));
    let question = |id| Finding::new(id).with("found", text);
    match (word.to_lowercase().as_str(), points) {
        ("to", None) => amount(rest).map(Target::To).ok_or_else(|| question("target_vague")),
        ("to", Some(_)) => Err(question("target_points")),
        // The hyphen of `3-point` is no sign; nor is the % of `3 %-points` a second hundredth.
        ("by", Some(number)) => {
            let number = amount(number.trim_end_matches(['-', ' ', '%']));
            number.map(|n| Target::ByPoints(n / 100.0)).ok_or_else(|| question("target_vague"))
        }
        ("by", None) if rest.ends_with('%') => amount(rest).map(Target::By).ok_or_else(|| question("target_vague")),
        ("by", None) if amount(rest).is_some() => Err(question("target_more")),
        _ => Err(question(match amount(text) {
            Some(_) if text.ends_with('%') => "target_share",
            Some(_) => "target_number",
            None if text.starts_with(|c: char| c.is_ascii_digit() || c == '+') => "target_more",
            None => "target_vague",
        })),
    }
}

/// What a target that can be read in more than one way may mean.
pub fn readings(finding: &Finding) -> Option<Phrase> {
    let known = matches!(finding.id, "target_share" | "target_number" | "target_more");
    known.then(|| Phrase { key: format!("smart.readings.{}", finding.id), args: finding.args.clone() })
}

/// A number in shown units: a percentage as a fraction, money in major units.
pub fn amount(text: &str) -> Option<f64> {
    let decimal = number(&Cell::Text(text), NumberFormat::default()).given()?;
    Some(decimal.mantissa as f64 / 10_f64.powi(i32::try_from(decimal.scale).ok()?))
}

/// `between 2 % and 4 %`, `within [2 %, 4 %]`, `keep within 2 to 4`: the smaller bound first.
fn bounds(text: &str) -> Option<(f64, f64)> {
    let lower = text.to_ascii_lowercase();
    let at = ["between", "within", "in ["].iter().find_map(|w| lower.find(w).map(|at| at + w.len()))?;
    let rest = text.get(at..)?.trim().trim_matches(['[', ']', ' ']);
    let parts = [" and ", " to ", ", ", ";", "–", ","];
    let (low, high) = parts.iter().find_map(|p| rest.split_once(p))?;
    let (low, high) = (low.trim(), high.trim());
    // `2 and 4 %` means 2 % and 4 %.
    let shared = high.ends_with('%') && !low.ends_with('%');
    let (low, high) = (amount(low)? * if shared { 0.01 } else { 1.0 }, amount(high)?);
    (low < high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::target;
    use crate::model::objective::Target;

    #[test]
    fn a_target_says_to_by_points_or_between() {
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
            ("between 2 % and 4 %", Target::Within(0.02, 0.04)),
            ("keep within [2 %, 4 %]", Target::Within(0.02, 0.04)),
            ("keep between 2 and 4 %", Target::Within(0.02, 0.04)),
            ("within 90 to 110", Target::Within(90.0, 110.0)),
        ] {
            assert_eq!(target(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_is_a_question() {
        for (text, id) in [
            ("15 %", "target_share"),
            ("+15%", "target_share"),
            ("200", "target_number"),
            ("200 more", "target_more"),
            ("by 200", "target_more"),
            ("by 200 USD", "target_more"),
            ("to 3 points", "target_points"),
            ("to", "target_vague"),
            ("to two", "target_vague"),
            ("more", "target_vague"),
            ("between 4 % and 2 %", "target_vague"),
        ] {
            assert_eq!(target(text).map_err(|f| f.id), Err(id), "{text}");
        }
    }
}
