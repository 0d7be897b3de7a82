//! The SMART check of an objective: what keeps it from being specific, measurable, attainable, relevant and time-bound.

use super::note::Place;
use super::phrase::{Arg, Phrase};

/// One of the five letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Criterion {
    /// It says what, where and who.
    Specific,
    /// It can be measured from the exports.
    Measurable,
    /// The past and the means at hand allow it.
    Attainable,
    /// It moves a goal.
    Relevant,
    /// It ends on a day.
    TimeBound,
}

impl Criterion {
    /// All five, in the order of the letters.
    pub const ALL: [Criterion; 5] =
        [Criterion::Specific, Criterion::Measurable, Criterion::Attainable, Criterion::Relevant, Criterion::TimeBound];

    /// The id in words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Criterion::Specific => "specific",
            Criterion::Measurable => "measurable",
            Criterion::Attainable => "attainable",
            Criterion::Relevant => "relevant",
            Criterion::TimeBound => "time_bound",
        }
    }
}

/// Something that was found, as a question or a remark in plain words.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// Which letter it is about.
    pub criterion: Criterion,
    /// Its id; the sentence is `smart.<id>`.
    pub id: &'static str,
    /// What the sentence puts in.
    pub args: Vec<(&'static str, Arg)>,
}

impl Finding {
    /// A finding of that id; the ids of [`FINDINGS`] know their letter.
    pub fn new(id: &'static str) -> Finding {
        let criterion = FINDINGS.iter().find(|(known, _)| *known == id).map_or(Criterion::Specific, |f| f.1);
        Finding { criterion, id, args: Vec::new() }
    }

    /// The same with `{name}` in its sentence standing for `arg`.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Finding {
        self.args.push((name, arg.into()));
        self
    }

    /// Its sentence.
    pub fn phrase(&self) -> Phrase {
        Phrase { key: format!("smart.{}", self.id), args: self.args.clone() }
    }
}

/// Every id with its letter.
pub const FINDINGS: &[(&str, Criterion)] = &[
    ("metric_missing", Criterion::Specific),
    ("metric_unknown", Criterion::Specific),
    ("metric_several", Criterion::Specific),
    ("metric_which", Criterion::Specific),
    ("scope_unknown", Criterion::Specific),
    ("scope_several", Criterion::Specific),
    ("goal_word", Criterion::Specific),
    ("owner_missing", Criterion::Specific),
    ("owner_department", Criterion::Specific),
    ("owner_several", Criterion::Specific),
    ("target_missing", Criterion::Measurable),
    ("target_vague", Criterion::Measurable),
    ("target_share", Criterion::Measurable),
    ("target_number", Criterion::Measurable),
    ("target_more", Criterion::Measurable),
    ("target_points", Criterion::Measurable),
    ("target_several", Criterion::Measurable),
    ("target_unit", Criterion::Measurable),
    ("target_backwards", Criterion::Measurable),
    ("evidence_missing", Criterion::Measurable),
    ("baseline_missing", Criterion::Measurable),
    ("never_reached", Criterion::Attainable),
    ("never_sustained", Criterion::Attainable),
    ("beyond_forecast", Criterion::Attainable),
    ("already_there", Criterion::Attainable),
    ("budget_short", Criterion::Attainable),
    ("hours_short", Criterion::Attainable),
    ("goal_missing", Criterion::Relevant),
    ("goal_unknown", Criterion::Relevant),
    ("goal_unmeasured", Criterion::Relevant),
    ("goal_untouched", Criterion::Relevant),
    ("due_missing", Criterion::TimeBound),
    ("due_vague", Criterion::TimeBound),
    ("due_impossible", Criterion::TimeBound),
    ("due_several", Criterion::TimeBound),
    ("due_order", Criterion::TimeBound),
    ("due_past", Criterion::TimeBound),
    ("due_before_start", Criterion::TimeBound),
    ("due_outside", Criterion::TimeBound),
];

/// The check of one objective.
#[derive(Clone, PartialEq, Debug)]
pub struct SmartCheck {
    /// The objective's id.
    pub objective: String,
    /// What was written.
    pub written: String,
    /// How it should read, with a question in brackets wherever an answer is missing.
    pub reads: Phrase,
    /// What was found, by letter; empty: it is SMART.
    pub findings: Vec<Finding>,
    /// Where it is written.
    pub place: Place,
}

impl SmartCheck {
    /// Whether nothing was found about this letter.
    pub fn passes(&self, criterion: Criterion) -> bool {
        self.findings.iter().all(|f| f.criterion != criterion)
    }
}
