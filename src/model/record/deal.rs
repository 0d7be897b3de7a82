//! Deals.

use std::fmt;

use chrono::NaiveDate;

use crate::model::name::Name;

use super::{Moment, Person};

/// Where a deal stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DealState {
    /// Still open, in whatever stage.
    Open,
    /// Closed won.
    Won,
    /// Closed lost.
    Lost,
}

impl DealState {
    /// The id in `plan.toml`.
    pub fn id(self) -> &'static str {
        match self {
            DealState::Open => "open",
            DealState::Won => "won",
            DealState::Lost => "lost",
        }
    }

    /// The state of that id: `open`, `won` or `lost`.
    pub fn parse(id: &str) -> Option<DealState> {
        match id {
            "open" => Some(DealState::Open),
            "won" => Some(DealState::Won),
            "lost" => Some(DealState::Lost),
            _ => None,
        }
    }
}

/// What a deal brings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum DealKind {
    /// First purchase.
    #[default]
    New,
    /// More from a customer.
    Expansion,
    /// The same again.
    Renewal,
    /// Money back (its amount counts negative).
    Refund,
}

/// Minor units, or nothing where the export left the cell blank, which is not 0. As large as the amount alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minor(i64);

impl Minor {
    /// Nothing.
    pub const BLANK: Minor = Minor(i64::MIN);

    /// The amount.
    pub fn get(self) -> Option<i64> {
        Some(self.0).filter(|_| self != Minor::BLANK)
    }

    /// The amount; nothing counts as 0.
    pub fn or_zero(self) -> i64 {
        self.get().unwrap_or(0)
    }

    /// Whether there is none.
    pub fn is_blank(self) -> bool {
        self == Minor::BLANK
    }

    /// This one, else another.
    #[must_use]
    pub fn or(self, other: Minor) -> Minor {
        if self.is_blank() { other } else { self }
    }
}

impl From<Option<i64>> for Minor {
    /// The smallest of all numbers is nobody's amount.
    fn from(amount: Option<i64>) -> Minor {
        amount.map_or(Minor::BLANK, Minor)
    }
}

impl fmt::Debug for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// One deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deal {
    /// Its id, in [`super::Records::names`].
    pub id: Name,
    /// Open, won or lost.
    pub state: DealState,
    /// The stage's own word.
    pub stage: Name,
    /// Its contact.
    pub person: Person,
    /// Its account.
    pub account: Name,
    /// Its owner.
    pub owner: Name,
    /// Country or region.
    pub market: Name,
    /// Channel that the CRM names for it.
    pub channel: Name,
    /// Campaign that the CRM names for it.
    pub campaign: Name,
    /// New, expansion, renewal or refund.
    pub kind: DealKind,
    /// Created.
    pub created_on: Option<NaiveDate>,
    /// Offer made.
    pub proposal_on: Option<NaiveDate>,
    /// Closed (won or lost).
    pub closed_on: Option<NaiveDate>,
    /// The second of the close, where the export says it; else a deal closes at the end of its day.
    pub closed_at: Option<Moment>,
    /// Amount.
    pub amount: Minor,
    /// Margin.
    pub margin: Minor,
}
