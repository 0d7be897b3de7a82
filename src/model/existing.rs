//! Existing customers in the plan: what they keep paying, and the customers whom they bring.

use std::collections::BTreeMap;

/// What the plan says of existing customers.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ExistingSettings {
    /// Whether what they pay counts towards the revenue goal.
    pub counts: bool,
    /// Whether customers who come by referral count as won without a new funnel.
    pub referrals: bool,
    /// Figures that overrule history.
    pub given: BTreeMap<ExistingInput, f64>,
}

/// A figure that the reckoning rests on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ExistingInput {
    /// Recurring revenue a month at the as-of date, major units.
    Mrr,
    /// Share of recurring revenue that leaves with its customers in a month.
    Churn,
    /// Share that customers who stay take back in a month.
    Contraction,
    /// Share that customers add, or bring back, in a month.
    Expansion,
    /// Revenue a month from buyers who bought before, major units: where nobody subscribes.
    RepeatRevenue,
    /// Share of new customers who come by referral.
    ReferralShare,
}

impl ExistingInput {
    /// All of them.
    pub const ALL: [ExistingInput; 6] = [
        ExistingInput::Mrr,
        ExistingInput::Churn,
        ExistingInput::Contraction,
        ExistingInput::Expansion,
        ExistingInput::RepeatRevenue,
        ExistingInput::ReferralShare,
    ];

    /// The id in `plan.toml`, what-ifs, words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            ExistingInput::Mrr => "mrr",
            ExistingInput::Churn => "churn",
            ExistingInput::Contraction => "contraction",
            ExistingInput::Expansion => "expansion",
            ExistingInput::RepeatRevenue => "repeat_revenue",
            ExistingInput::ReferralShare => "referral_share",
        }
    }

    /// The figure of that id.
    pub fn parse(id: &str) -> Option<ExistingInput> {
        ExistingInput::ALL.into_iter().find(|input| input.id() == id)
    }

    /// Whether it is money; else it is a share from 0 to 1.
    pub fn is_money(self) -> bool {
        matches!(self, ExistingInput::Mrr | ExistingInput::RepeatRevenue)
    }
}

/// What existing customers bring in the plan year. Money is in major units.
#[derive(Clone, PartialEq, Debug)]
pub struct Existing {
    /// The figures that there are, each with that of history and the one in use.
    pub inputs: Vec<(ExistingInput, Option<f64>, f64)>,
    /// Whole months between the as-of month and the plan year.
    pub months_before: i32,
    /// Revenue from those who are customers at the as-of date.
    pub revenue: f64,
    /// What of it counts towards the goal.
    pub counted: f64,
    /// Revenue of new customers by referral that counts towards the goal.
    pub referred: f64,
}
