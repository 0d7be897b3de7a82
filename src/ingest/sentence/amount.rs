//! The amounts of a sentence, and the target that they make.

use super::token::Tokens;
use super::vocabulary::{FACTORS, NUMBERS, VAGUE, Verb};
use crate::model::smart::Finding;

/// How an amount is led in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Lead {
    To,
    By,
    From,
    Between,
    Above,
    Below,
    Bare,
}

/// One amount: its number as text that the number reader knows, and what kind of number it is.
#[derive(Clone, Debug)]
struct Amount {
    text: String,
    share: bool,
    points: bool,
    more: bool,
    lead: Lead,
}

/// The target of a sentence, as the target column would have it.
#[derive(Default, Debug)]
pub(super) struct Aim {
    /// `to 200`, `by 15 %`, `by 3 points`, `between 2 % and 4 %`.
    pub(super) target: Option<String>,
    /// `higher` or `lower`, where the words say so.
    pub(super) direction: Option<&'static str>,
    pub(super) baseline: Option<String>,
    pub(super) finding: Option<Finding>,
}

/// Takes the amounts out of the sentence.
pub(super) fn aim(tokens: &mut Tokens, verb: Option<Verb>, recurring: bool) -> Aim {
    if let Some(i) = (0..tokens.all.len()).find(|&i| FACTORS.iter().any(|f| f.0 == tokens.low(i))) {
        let target = FACTORS.iter().find(|f| f.0 == tokens.low(i)).map(|f| f.1.to_owned());
        let direction = Some(if target.as_deref() == Some("by -50 %") { "lower" } else { "higher" });
        tokens.take(i, i + 1);
        return Aim { target, direction, ..Aim::default() };
    }
    let mut amounts = amounts(tokens);
    let mut aim = Aim {
        direction: match verb {
            Some(Verb::Raise) => Some("higher"),
            Some(Verb::Lower) => Some("lower"),
            _ => None,
        },
        ..Aim::default()
    };
    if let [low, high] = &amounts[..]
        && low.lead == Lead::Between
    {
        aim.target = Some(format!("between {} and {}", low.text, high.text));
        return aim;
    }
    if let Some(from) = amounts.iter().position(|a| a.lead == Lead::From) {
        aim.baseline = Some(amounts.remove(from).text);
    }
    // `by 15 % to 1,380`: the value to reach says it all.
    if amounts.iter().any(|a| a.lead == Lead::To) {
        amounts.retain(|a| a.lead != Lead::By);
    }
    match &amounts[..] {
        [] => aim.finding = Some(vague(tokens)),
        [amount] => settle(amount, verb, recurring, &mut aim),
        [first, second, ..] => {
            let finding = Finding::new("target_several").with("one", first.text.as_str());
            aim.finding = Some(finding.with("other", second.text.as_str()));
        }
    }
    aim
}

fn settle(amount: &Amount, verb: Option<Verb>, recurring: bool, aim: &mut Aim) {
    let Amount { text, share, points, more, lead } = amount;
    let question = |id| Some(Finding::new(id).with("found", text.as_str()));
    let down = if verb == Some(Verb::Lower) { "-" } else { "" };
    let clear = recurring || matches!(verb, Some(Verb::Reach | Verb::Make));
    match lead {
        Lead::To if *points => aim.finding = question("target_points"),
        Lead::To | Lead::Between => aim.target = Some(format!("to {text}")),
        // To keep something below a bound is no change towards the bound.
        Lead::Below if verb == Some(Verb::Keep) => {
            aim.target = Some(format!("between 0 and {text}"));
        }
        Lead::Above if verb == Some(Verb::Keep) && *share => {
            aim.target = Some(format!("between {text} and 100 %"));
        }
        Lead::Above | Lead::Below => {
            aim.target = Some(format!("to {text}"));
            aim.direction = Some(if *lead == Lead::Above { "higher" } else { "lower" });
        }
        Lead::By if *points => aim.target = Some(format!("by {down}{text} points")),
        Lead::By if *share => aim.target = Some(format!("by {down}{text}")),
        Lead::By => aim.finding = question("target_more"),
        Lead::From | Lead::Bare if *more => aim.finding = question("target_more"),
        Lead::From | Lead::Bare if *points => aim.target = Some(format!("by {down}{text} points")),
        Lead::From | Lead::Bare if clear => aim.target = Some(format!("to {text}")),
        Lead::From | Lead::Bare if *share => aim.finding = question("target_share"),
        Lead::From | Lead::Bare => aim.finding = question("target_number"),
    }
}

fn vague(tokens: &mut Tokens) -> Finding {
    let word = (0..tokens.all.len()).find(|&i| VAGUE.contains(&tokens.low(i)));
    let Some(i) = word else { return Finding::new("target_missing") };
    let found = tokens.all[i].text.clone();
    for i in 0..tokens.all.len() {
        if VAGUE.contains(&tokens.low(i)) {
            tokens.take(i, i + 1);
        }
    }
    Finding::new("target_vague").with("found", found)
}

fn amounts(tokens: &mut Tokens) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.all.len() {
        let Some((mut text, mut length)) = number(tokens, i) else {
            i += 1;
            continue;
        };
        let next = |n: usize| if n == 0 || tokens.goes_on(i + n - 1) { tokens.low(i + n) } else { "" };
        let mut share = text.ends_with('%');
        if matches!(next(length), "%" | "percent") {
            (share, length) = (true, length + 1);
            text.push_str(" %");
        } else if next(length) == "per" && next(length + 1) == "cent" {
            (share, length) = (true, length + 2);
            text.push_str(" %");
        }
        let percentage = usize::from(next(length) == "percentage");
        let named = matches!(next(length + percentage), "points" | "point" | "pp" | "pts" | "%-points");
        let points = named || text.ends_with("pp");
        length += if named { percentage + 1 } else { 0 };
        if points {
            text.truncate(text.trim_end_matches(['p', '%', ' ', '-']).len());
        }
        if matches!(
            next(length),
            "usd" | "eur" | "gbp" | "thb" | "idr" | "krw" | "jpy" | "dollars" | "euros" | "million"
        ) {
            if next(length) == "million" {
                text.push('M');
            }
            length += 1;
        }
        let more = matches!(next(length), "more" | "additional" | "extra");
        length += usize::from(more);
        let (lead, from) = lead(tokens, i, &found);
        tokens.take(from, i + length);
        found.push(Amount { text, share, points, more, lead });
        i += length;
    }
    found
}

/// The word before an amount, and where that begins.
fn lead(tokens: &Tokens, i: usize, earlier: &[Amount]) -> (Lead, usize) {
    let low = |back: usize| i.checked_sub(back).map_or("", |p| tokens.low(p));
    match (low(2), low(1)) {
        (_, "than") if matches!(low(2), "more" | "higher" | "greater") => (Lead::Above, i - 2),
        (_, "than") if matches!(low(2), "less" | "fewer" | "lower") => {
            let no = usize::from(matches!(low(3), "no" | "not"));
            (if no > 0 { Lead::Above } else { Lead::Below }, i - 2 - no)
        }
        ("at", "least") => (Lead::Above, i - 2),
        ("at", "most") | ("no" | "not", "more") => (Lead::Below, i - 2),
        (_, "to" | "at" | "=") => (Lead::To, i - 1),
        (_, "by") => (Lead::By, i - 1),
        (_, "from") => (Lead::From, i - 1),
        (_, "between") => (Lead::Between, i - 1),
        (_, "above" | "over") => (Lead::Above, i - 1),
        (_, "below" | "under") => (Lead::Below, i - 1),
        (_, "and") if earlier.last().is_some_and(|a| a.lead == Lead::Between) => (Lead::Between, i - 1),
        _ => (Lead::Bare, i),
    }
}

fn number(tokens: &Tokens, i: usize) -> Option<(String, usize)> {
    let word = tokens.low(i);
    if let Some((_, n)) = NUMBERS.iter().find(|(name, _)| *name == word) {
        // `one owner` and `one hundred`.
        let hundred = tokens.low(i + 1) == "hundred" && word != "hundred";
        return Some(if hundred { ((n * 100.0).to_string(), 2) } else { (n.to_string(), 1) });
    }
    let text = &tokens.all.get(i).filter(|t| !t.taken)?.text;
    let bare = text.trim_start_matches(['$', '€', '£', '฿', '¥', '₩', '+', '-', '−']);
    bare.starts_with(|c: char| c.is_ascii_digit()).then(|| (text.clone(), 1))
}
