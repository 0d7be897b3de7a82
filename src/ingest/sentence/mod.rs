//! An objective written as one sentence → the fields of an objective, and a question for whatever it leaves open.

mod amount;
mod dates;
mod token;
mod vocabulary;

use std::collections::BTreeMap;

use crate::model::catalog::Catalog;
use crate::model::measure::Measures;
use crate::model::phrase::Arg;
use crate::model::smart::Finding;

use dates::Times;
use token::Tokens;
use vocabulary::{CALLED, DEPARTMENTS, EMPTY, SEVERAL, verb};

/// What a sentence says.
#[derive(Debug)]
pub struct Said {
    /// Text by column name, as a sheet would have it.
    pub fields: BTreeMap<String, String>,
    /// Questions by the field that they are about.
    pub findings: Vec<(&'static str, Finding)>,
}

/// Takes `sentence` apart. Nothing is guessed: what can be read in two ways is a question and fills no field.
pub fn said(sentence: &str, catalog: &Catalog) -> Said {
    let mut tokens = Tokens::of(sentence);
    let mut said = Said { fields: BTreeMap::new(), findings: Vec::new() };
    named_goal(&mut tokens, &mut said);
    owner(&mut tokens, &mut said);
    let times = dates::times(&mut tokens);
    due(&times, &mut said);
    if let Some(day) = times.starts {
        said.set("starts_on", day.to_string());
    }
    if let Some(every) = times.every {
        said.set("every", every.id());
    }
    let at = (0..tokens.all.len()).find(|&i| verb(tokens.low(i)).is_some());
    let verb = at.and_then(|i| verb(tokens.low(i)));
    if let Some(i) = at {
        tokens.take(i, i + 1);
    }
    let aim = amount::aim(&mut tokens, verb, times.every.is_some());
    for (field, value) in
        [("target", aim.target), ("baseline", aim.baseline), ("direction", aim.direction.map(ToOwned::to_owned))]
    {
        if let Some(value) = value {
            said.set(field, value);
        }
    }
    said.findings.extend(aim.finding.map(|f| ("target", f)));
    scope(&mut tokens, &mut said);
    metric(&tokens, catalog, &mut said);
    said
}

/// Whether a text in the owner's place names a department, a team or nobody.
pub fn no_person(owner: &str) -> bool {
    let owner = owner.trim().to_lowercase();
    let words: Vec<&str> = owner.split_whitespace().collect();
    let empty = |w: &&str| DEPARTMENTS.contains(w) || matches!(*w, "the" | "&" | "and" | "our" | "of");
    !words.is_empty() && words.iter().all(empty) || matches!(words.last(), Some(&("team" | "department")))
}

/// The metrics that a name may mean, when it is a name of several.
pub fn several(name: &str) -> Option<&'static [&'static str]> {
    let name = name.trim().to_lowercase();
    SEVERAL.iter().find(|(called, _)| *called == name).map(|s| s.1)
}

/// What the metric called `name` is called here: an id, a label in any case, a measure, or a usual other name.
pub fn meant(name: &str, catalog: &Catalog) -> Option<String> {
    let name = name.trim().to_lowercase();
    let measures = Measures::default();
    let known = |text: &str| {
        let id = text.replace([' ', '-'], "_");
        let measure = measures.find(&id).map(|_| id.clone());
        catalog.named(text).or_else(|| catalog.named(&id)).map(ToOwned::to_owned).or(measure)
    };
    if let Some((_, id)) = CALLED.iter().find(|(called, _)| *called == name) {
        return known(id).or_else(|| Some((*id).to_owned()));
    }
    known(&name).or_else(|| known(&format!("{name}s")))
}

impl Said {
    fn set(&mut self, field: &str, value: impl Into<String>) {
        self.fields.entry(field.to_owned()).or_insert_with(|| value.into());
    }
}

fn due(times: &Times, said: &mut Said) {
    let Times { due, vague, impossible, either, .. } = times;
    let asked = |id, found: &str| ("due_on", Finding::new(id).with("found", found));
    match (&due[..], impossible, either, vague) {
        (_, Some(found), ..) => said.findings.push(asked("due_impossible", found)),
        (_, _, Some(found), _) => said.findings.push(asked("due_order", found)),
        ([], _, _, Some(found)) => said.findings.push(asked("due_vague", found)),
        ([day], ..) => said.set("due_on", day.to_string()),
        ([], ..) => {}
        (days, ..) => {
            let days = days.iter().map(|&d| Arg::Day(d)).collect();
            said.findings.push(("due_on", Finding::new("due_several").with("days", Arg::List(days))));
        }
    }
}

/// `for the goal growth-2027`; a sentence that begins as a goal and goes on as an objective is asked about.
fn named_goal(tokens: &mut Tokens, said: &mut Said) {
    for i in 0..tokens.all.len() {
        if tokens.low(i) != "goal" {
            continue;
        }
        let first = i == 0 || (i == 1 && matches!(tokens.low(0), "our" | "the" | "my" | "marketing"));
        if first {
            let upto = i + 1 + usize::from(matches!(tokens.low(i + 1), "is" | "to" | "="));
            tokens.take(0, upto);
            said.findings.push(("goal", Finding::new("goal_word")));
            continue;
        }
        let from =
            (0..i).rev().take_while(|&p| matches!(tokens.low(p), "for" | "the" | "of" | "to" | "towards" | "serving"));
        let from = from.last().unwrap_or(i);
        let to = name_end(tokens, i, 4);
        if to > i + 1 {
            let name = tokens.text(i + 1, to);
            tokens.take(from, to);
            said.set("goal", name);
        }
    }
}

/// `owner Ana`, `owned by Ana`, `responsible: Ana Silva`.
fn owner(tokens: &mut Tokens, said: &mut Said) {
    for i in 0..tokens.all.len() {
        if !matches!(tokens.low(i), "owner" | "owned" | "responsible" | "accountable" | "owners" | "lead:" | "answers")
        {
            continue;
        }
        let by = usize::from(matches!(tokens.low(i + 1), "by" | "is" | "are"));
        let to = name_end(tokens, i + by, 5);
        if to > i + by + 1 {
            let name = tokens.text(i + by + 1, to);
            tokens.take(i, to);
            said.set("owner", name);
            return;
        }
        tokens.take(i, i + 1 + by);
    }
}

/// Where the name after word `i` ends: at a mark, at a word that begins something else, after `most` words.
fn name_end(tokens: &Tokens, i: usize, most: usize) -> usize {
    let mut end = i + 1;
    let stops =
        |word: &str| matches!(word, "" | "by" | "until" | "before" | "for" | "in" | "owner" | "due" | "goal" | "with");
    while end < tokens.all.len() && end - i <= most && !stops(tokens.low(end)) {
        end += 1;
        if tokens.all[end - 1].ends {
            break;
        }
    }
    end
}

/// `in Thailand`, `from webinars`, `via paid search`.
fn scope(tokens: &mut Tokens, said: &mut Said) {
    for i in 0..tokens.all.len() {
        let field = match tokens.low(i) {
            "in" => "market",
            "from" | "via" | "through" => "channel",
            _ => continue,
        };
        let mut end = i + 1;
        while end < tokens.all.len() && !tokens.low(end).is_empty() && end - i <= 4 {
            let stop = matches!(tokens.low(end), "in" | "from" | "via" | "through" | "by" | "for" | "to");
            if stop {
                break;
            }
            end += 1;
            if tokens.all[end - 1].ends {
                break;
            }
        }
        if end == i + 1 {
            continue;
        }
        let name = tokens.text(i + 1, end);
        let name = name.strip_prefix("the ").unwrap_or(&name).to_owned();
        tokens.take(i, end);
        if name.contains(" and ") {
            said.findings.push((field, Finding::new("scope_several").with("found", name)));
        } else {
            said.set(field, name);
        }
    }
}

/// What is left names the metric.
fn metric(tokens: &Tokens, catalog: &Catalog, said: &mut Said) {
    let left: Vec<&str> = tokens.all.iter().filter(|t| !t.taken).map(|t| t.low.as_str()).collect();
    let strip = |words: &[&str]| -> String {
        let inner: Vec<&str> = words.iter().copied().filter(|w| !EMPTY.contains(w)).collect();
        inner.join(" ")
    };
    let whole = left.join(" ");
    let name = strip(&left);
    if name.is_empty() {
        said.findings.push(("metric", Finding::new("metric_missing")));
        return;
    }
    let known = |text: &str| meant(text, catalog);
    let trimmed = whole.trim_start_matches("the ").trim_start_matches("our ");
    if let Some(may) = several(&name) {
        let may = may.iter().map(|id| Arg::Text((*id).to_owned())).collect();
        said.findings.push(("metric", Finding::new("metric_which").with("found", name).with("may", Arg::List(may))));
    } else if let Some(id) = known(trimmed).or_else(|| known(&name)).or_else(|| known(name.strip_prefix("new ")?)) {
        said.set("metric", id);
    } else if let Some((one, other)) = both(&left, &|words| known(&strip(words))) {
        said.findings.push(("metric", Finding::new("metric_several").with("one", one).with("other", other)));
    } else {
        said.set("metric", name);
    }
}

/// The metrics on the two sides of an `and`.
fn both(left: &[&str], known: &dyn Fn(&[&str]) -> Option<String>) -> Option<(String, String)> {
    let at = left.iter().position(|w| matches!(*w, "and" | "&" | "or"))?;
    Some((known(&left[..at])?, known(&left[at + 1..])?))
}
