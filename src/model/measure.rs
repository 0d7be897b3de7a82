//! Measures: what is counted or summed in records. Adding one here is Rust; everything computed from them is a template.

#![expect(clippy::disallowed_types, reason = "the map is only looked into, never walked")]

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::stage::Stage;
use super::unit::{Dimension, Unit};

/// A measure in a [`Measures`] table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Measure(pub u16);

/// What one measure is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureKind {
    /// Its id, as in METRICS.md.
    pub id: String,
    /// How it is shown.
    pub unit: Unit,
    /// For unit checks.
    pub dimension: Dimension,
    /// A stock adds over dimensions but not over months; its value for a period is that of the first month.
    pub stock: bool,
}

/// The known measures: the fixed ones, then `activity_<kind>` and `credit_*.<model>` as they appear.
#[derive(Clone, Debug)]
pub struct Measures {
    kinds: Vec<MeasureKind>,
    by_id: HashMap<String, Measure, FixedState>,
}

const M: Dimension = Dimension::new(1, 0, 0);
const C: Dimension = Dimension::new(0, 1, 0);
/// Money per month: MRR.
const R: Dimension = Dimension::new(1, 0, -1);
/// Months or days summed over cases.
const T: Dimension = Dimension::new(0, 1, 1);
const H: Dimension = Dimension::new(0, 0, 1);

/// Stored units of a sum of rates: as many digits as a number of a spreadsheet holds.
pub const RATE_SCALE: i64 = 1_000_000_000_000_000;

/// Id, unit, dimension, stock: the measures of METRICS.md, and those that carry what does not add up by itself.
const FIXED: &[(&str, Unit, Dimension, bool)] = &[
    ("sessions", Unit::Count, C, false),
    ("subscribers", Unit::Count, C, false),
    ("leads", Unit::Count, C, false),
    ("pqls", Unit::Count, C, false),
    ("trials", Unit::Count, C, false),
    ("mqls", Unit::Count, C, false),
    ("mqls_nurtured", Unit::Count, C, false),
    ("sals", Unit::Count, C, false),
    ("sqls", Unit::Count, C, false),
    ("opportunities", Unit::Count, C, false),
    ("proposals", Unit::Count, C, false),
    ("customers", Unit::Count, C, false),
    ("deals_created", Unit::Count, C, false),
    ("deals_won", Unit::Count, C, false),
    ("deals_lost", Unit::Count, C, false),
    ("won_revenue", Unit::Money, M, false),
    ("new_revenue", Unit::Money, M, false),
    ("expansion_revenue", Unit::Money, M, false),
    ("refunds", Unit::Money, M, false),
    ("won_margin", Unit::Money, M, false),
    ("cycle_days", Unit::Days, T, false),
    ("cycle_deals", Unit::Count, C, false),
    ("spend", Unit::Money, M, false),
    ("impressions", Unit::Count, C, false),
    ("clicks", Unit::Count, C, false),
    ("platform_conversions", Unit::Count, C, false),
    ("platform_revenue", Unit::Money, M, false),
    ("cost_people", Unit::Money, M, false),
    ("cost_tools", Unit::Money, M, false),
    ("cost_agency", Unit::Money, M, false),
    ("cost_cogs", Unit::Money, M, false),
    // People, tools and agencies, shared among the places where marketing worked.
    ("team_cost", Unit::Money, M, false),
    ("mail_sent", Unit::Count, C, false),
    ("mail_delivered", Unit::Count, C, false),
    ("mail_bounced", Unit::Count, C, false),
    ("mail_opened", Unit::Count, C, false),
    ("mail_clicked", Unit::Count, C, false),
    ("mail_replied", Unit::Count, C, false),
    ("mail_unsubscribed", Unit::Count, C, false),
    ("mail_complained", Unit::Count, C, false),
    ("visitors", Unit::Count, C, false),
    ("submissions", Unit::Count, C, false),
    ("posts", Unit::Count, C, false),
    ("social_impressions", Unit::Count, C, false),
    ("likes", Unit::Count, C, false),
    ("comments", Unit::Count, C, false),
    ("shares", Unit::Count, C, false),
    ("customers_start", Unit::Count, C, true),
    ("customers_new", Unit::Count, C, false),
    ("customers_churned", Unit::Count, C, false),
    ("customers_churned_of_start", Unit::Count, C, false),
    ("customers_reactivated", Unit::Count, C, false),
    // Months that customers and their money stood at risk: what a monthly rate over any span divides by.
    ("customer_months", Unit::Count, T, false),
    ("customer_months_kept", Unit::Count, T, false),
    ("mrr_months", Unit::Money, M, false),
    ("customer_months_average", Unit::Count, T, false),
    ("customer_months_with_new", Unit::Count, T, false),
    ("customers_passing", Unit::Count, C, false),
    // Of the revenue at the starts of the months: what was kept, without and with what its customers added.
    ("mrr_kept", Unit::Money, M, false),
    ("mrr_kept_and_grown", Unit::Money, M, false),
    // Sums of daily rates, whole months only, and how many months have them: the definition of daily sums.
    ("daily_churn_months", Unit::Count, T, false),
    ("daily_churn_customers", Unit::Count, C, false),
    ("daily_churn_gross", Unit::Count, C, false),
    ("daily_churn_net", Unit::Count, C, false),
    ("mrr_start", Unit::Money, R, true),
    ("mrr_new", Unit::Money, R, false),
    ("mrr_expansion", Unit::Money, R, false),
    ("mrr_contraction", Unit::Money, R, false),
    ("mrr_churned", Unit::Money, R, false),
    ("mrr_reactivated", Unit::Money, R, false),
    ("csat_answers", Unit::Count, C, false),
    ("csat_satisfied", Unit::Count, C, false),
    // Answers as shares of the scale: 0 for the worst, 1 for the best.
    ("csat_points", Unit::Count, C, false),
    ("nps_answers", Unit::Count, C, false),
    ("nps_promoters", Unit::Count, C, false),
    ("nps_detractors", Unit::Count, C, false),
    ("hours", Unit::Hours, H, false),
    ("capacity_hours", Unit::Hours, H, false),
    ("activity_email_sent", Unit::Count, C, false),
    ("activity_trigger_fired", Unit::Count, C, false),
    ("activity_call", Unit::Count, C, false),
    ("activity_post", Unit::Count, C, false),
    ("activity_event", Unit::Count, C, false),
    ("touchpoints", Unit::Count, C, false),
    ("referred_customers", Unit::Count, C, false),
    ("sourced_revenue", Unit::Money, M, false),
    ("influenced_revenue", Unit::Money, M, false),
    ("sourced_deals_won", Unit::Count, C, false),
    ("sourced_deals_closed", Unit::Count, C, false),
    ("quota", Unit::Money, M, false),
    // Credit of the plan's own model that some touch earned: `(unattributed)` is not in it.
    ("attributed_revenue", Unit::Money, M, false),
    ("attributed_conversions", Unit::Count, C, false),
];

impl Default for Measures {
    fn default() -> Measures {
        let mut measures =
            Measures { kinds: Vec::new(), by_id: HashMap::with_hasher(FixedState::with_seed(0x6d65_6173)) };
        for &(id, unit, dimension, stock) in FIXED {
            measures.add(id, unit, dimension, stock);
        }
        for stage in Stage::ALL.iter().skip(1) {
            measures.add(&format!("reached_or_later.{}", stage.id()), Unit::Count, C, false);
        }
        for (i, from) in Stage::ALL.iter().enumerate().skip(1) {
            for to in Stage::ALL.iter().skip(i + 1) {
                measures.reached(from.id(), to.id());
                for kind in ["matured_entered", "matured"] {
                    measures.add(&format!("{kind}.{}.{}", from.id(), to.id()), Unit::Count, C, false);
                }
            }
        }
        measures
    }
}

impl Measures {
    /// The measure of that id.
    pub fn find(&self, id: &str) -> Option<Measure> {
        self.by_id.get(id).copied()
    }

    /// What `measure` is; `None` for a measure of another table.
    pub fn kind(&self, measure: Measure) -> Option<&MeasureKind> {
        self.kinds.get(usize::from(measure.0))
    }

    /// The id of `measure`, empty for one of another table.
    pub fn id(&self, measure: Measure) -> &str {
        self.kind(measure).map_or("", |k| &k.id)
    }

    /// All measures in their order.
    pub fn iter(&self) -> impl Iterator<Item = (Measure, &MeasureKind)> {
        (0..).map(Measure).zip(&self.kinds)
    }

    /// The counter of activities of `kind`.
    pub fn activity(&mut self, kind: &str) -> Measure {
        self.add(&format!("activity_{kind}"), Unit::Count, C, false)
    }

    /// The credit of an attribution model: conversions and revenue.
    pub fn credit(&mut self, model: &str) -> (Measure, Measure) {
        (
            self.add(&format!("credit_conversions.{model}"), Unit::Count, C, false),
            self.add(&format!("credit_revenue.{model}"), Unit::Money, M, false),
        )
    }

    /// The cohort counter of a stage pair: of those who entered `from` in a month, how many reached `to` by as-of.
    pub fn reached(&mut self, from: &str, to: &str) -> Measure {
        self.add(&format!("reached.{from}.{to}"), Unit::Count, C, false)
    }

    /// The measure that another table knows as `kind`.
    pub fn adopt(&mut self, kind: &MeasureKind) -> Measure {
        self.add(&kind.id, kind.unit, kind.dimension, kind.stock)
    }

    fn add(&mut self, id: &str, unit: Unit, dimension: Dimension, stock: bool) -> Measure {
        if let Some(&known) = self.by_id.get(id) {
            return known;
        }
        let measure = Measure(u16::try_from(self.kinds.len()).unwrap_or(u16::MAX));
        self.kinds.push(MeasureKind { id: id.to_owned(), unit, dimension, stock });
        self.by_id.insert(id.to_owned(), measure);
        measure
    }
}

impl MeasureKind {
    /// Stored units in one shown unit: minor units of money, billionths of a credited conversion, millionths of a
    /// claimed one, thousandths of an hour, of an answer and of an average, [`RATE_SCALE`] parts of a rate, else 1.
    pub fn scale(&self, money_scale: i64) -> i64 {
        match self.unit {
            Unit::Money | Unit::MoneyPerDay => money_scale,
            Unit::Hours => 1_000,
            _ if self.id.starts_with("credit_conversions.") || self.id == "attributed_conversions" => 1_000_000_000,
            _ if self.id == "platform_conversions" => 1_000_000,
            _ if matches!(&*self.id, "csat_points" | "customer_months_average") => 1_000,
            _ if self.id.starts_with("daily_churn_") && self.id != "daily_churn_months" => RATE_SCALE,
            _ => 1,
        }
    }
}
