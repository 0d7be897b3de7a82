//! Contacts, as columns, and their touchpoints.

use chrono::NaiveDate;

use crate::model::name::Name;
use crate::model::stage::Stage;

use super::Moment;

/// A person: a number of [`super::Records::people`].
pub type Person = Name;

/// Contacts as columns: entry *i* of every column that is not empty belongs to `person[i]`. A column that no export
/// gave stays empty and costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Who.
    pub person: Vec<Person>,
    /// Entry *p* is the position + 1 of person *p* in the other columns, 0 when no contacts export named it.
    pub row_of: Vec<u32>,
    /// Country or region.
    pub market: Vec<Name>,
    /// Original channel.
    pub channel: Vec<Name>,
    /// Original campaign.
    pub campaign: Vec<Name>,
    /// Owner.
    pub owner: Vec<Name>,
    /// Company.
    pub company: Vec<Name>,
    /// Industry.
    pub industry: Vec<Name>,
    /// The person who referred this one.
    pub referred_by: Vec<Name>,
    /// First day on each stage, by [`Stage::index`].
    pub stages: [Vec<Option<NaiveDate>>; 11],
    /// The day it was lost.
    pub lost_on: Vec<Option<NaiveDate>>,
    /// The day sales first contacted it.
    pub first_contacted_on: Vec<Option<NaiveDate>>,
}

impl Contacts {
    /// How many contacts.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// The row of `person`, if a contacts export named it.
    pub fn row(&self, person: Person) -> Option<usize> {
        self.row_of.get(person.index()).and_then(|&r| (r as usize).checked_sub(1))
    }

    /// The day on which contact `row` first reached `stage`.
    pub fn stage(&self, row: usize, stage: Stage) -> Option<NaiveDate> {
        self.stages[stage.index()].get(row).copied().flatten()
    }

    /// The entry of `column` for contact `row`; not given when the column is empty.
    pub fn name(column: &[Name], row: usize) -> Name {
        column.get(row).copied().unwrap_or(Name::NONE)
    }
}

/// One touch of a person: twelve bytes, because there may be tens of millions. Touches sort by person, then by time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Touchpoint {
    /// Who was touched.
    pub person: Person,
    /// When.
    pub at: Moment,
    /// Position in [`super::Records::touch_sources`].
    pub source: u32,
}
