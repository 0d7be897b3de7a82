//! The trace of a count: what each record adds to a measure, kept only when somebody asks where a figure comes from.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::{Axis, Spot};
use crate::model::measure::Measure;
use crate::model::name::Name;
use crate::model::origin::Origin;

/// What one record adds to one measure. Added up over a scope, contributions give the figure exactly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contribution {
    /// What.
    pub measure: Measure,
    /// Where.
    pub spot: Spot,
    /// Industry, team and owner, as far as the record has them.
    pub by: [Option<Name>; 3],
    /// How much, in stored units.
    pub value: i128,
    /// The record.
    pub of: Origin,
    /// Of a credit: the touches that earned it. The record is then the conversion.
    pub touches: Vec<Origin>,
}

impl Contribution {
    /// The name that it has on `axis`.
    pub fn name(&self, axis: Axis) -> Option<Name> {
        match axis {
            Axis::Industry => self.by[0],
            Axis::Team => self.by[1],
            Axis::Owner => self.by[2],
            _ => axis.of(&self.spot),
        }
    }
}

/// The touches of one conversion by the channel and campaign, as facts name them, to which credit goes.
pub(super) type TouchesBySource = BTreeMap<(Name, Name), Vec<Origin>>;

/// Contributions while they are gathered.
#[derive(Debug)]
pub(super) struct Trace {
    /// The measures that are asked for, by id.
    pub(super) wanted: BTreeSet<String>,
    /// What was added so far.
    pub(super) rows: Vec<Contribution>,
}
