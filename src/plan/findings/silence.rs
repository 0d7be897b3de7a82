//! Objectives that are off course although nobody has said why.

use crate::model::annual_plan::{Scorecard, Status};
use crate::model::finding::{Finding, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::plan::decision::title;
use crate::plan::gauge::Gauge;

/// One sentence about all that are off course without a sentence of their owner.
pub(super) fn finding(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Option<Finding> {
    let silent = |c: &&Scorecard| c.status == Status::OffCourse && c.objective.note.trim().is_empty();
    let silent: Vec<&Scorecard> = cards.iter().filter(silent).collect();
    let one = |c: &&Scorecard| {
        let phrase = Phrase::new("finding.silent_one").with("title", title(gauge, c));
        phrase.with("owner", c.objective.owner.as_str()).into()
    };
    let list = Arg::List(silent.iter().map(one).collect());
    let place = Place::Objective(silent.first()?.objective.id.clone());
    let says = Phrase::new("finding.silent").with("count", silent.len()).with("list", list);
    Some(Finding { kind: "objective_unexplained", says, money: None, place })
}
