//! What one more of something is worth a year, if everything that follows it stays as it was in the baseline.

use crate::model::formula::Formula;
use crate::model::stage::Stage;
use crate::model::unit::Unit;
use crate::plan::gauge::{Course, Cut, Gauge};
use crate::plan::status::FEWEST_CASES;

/// What money a worth is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// It is money itself.
    Itself,
    /// New revenue of those who get that far.
    Revenue,
    /// A year of recurring revenue.
    Recurring,
}

/// Money in major units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Worth {
    /// How much.
    pub money: f64,
    /// Of what.
    pub basis: Basis,
}

impl Worth {
    fn times(self, factor: f64) -> Worth {
        Worth { money: self.money * factor, ..self }
    }
}

/// What a difference of `gap` in the metric `id` is worth: of what adds up over months, so many at the worth of each; of
/// a level, what it does to the numerator in a year like the baseline. `None` where no money follows from it.
pub fn of_gap(gauge: &Gauge<'_>, id: &str, gap: f64, cut: Cut) -> Option<Worth> {
    if gauge.kind(id)?.course == Course::Accumulates {
        return each(gauge, id, cut).map(|worth| worth.times(gap));
    }
    let (part, whole) = gauge.catalog.get(id)?.formula.quotient()?;
    let whole = whole.number(&mut |name| gauge.value(name, gauge.settings.baseline(), cut)).ok()?;
    let a_year = 12.0 / f64::from(gauge.settings.baseline_months);
    part_worth(gauge, part, cut).map(|worth| worth.times(gap * whole * a_year))
}

/// Money less money is money; anything else is worth what its one measure is.
fn part_worth(gauge: &Gauge<'_>, part: &Formula, cut: Cut) -> Option<Worth> {
    let money = |name: &&str| gauge.kind(name).is_some_and(|k| k.unit == Unit::Money && k.course != Course::Stock);
    match part {
        Formula::Name(name) => each(gauge, name, cut),
        join if join.names().iter().all(money) => Some(Worth { money: 1.0, basis: Basis::Itself }),
        Formula::Join(..) => None,
    }
}

/// What one of the measure or metric `id` is worth.
fn each(gauge: &Gauge<'_>, id: &str, cut: Cut) -> Option<Worth> {
    if let Some(Formula::Name(name)) = gauge.catalog.get(id).map(|m| &m.formula) {
        return each(gauge, name, cut);
    }
    let kind = gauge.kind(id)?;
    if kind.unit == Unit::Money {
        let (money, basis) = if kind.course == Course::Stock { (12.0, Basis::Recurring) } else { (1.0, Basis::Itself) };
        return Some(Worth { money, basis });
    }
    let ratio = |money: &str, count: &str, factor: f64, basis| {
        let read = |cut| {
            let period = gauge.settings.baseline();
            let (money, count) = (gauge.value(money, period, cut).ok()?, gauge.value(count, period, cut).ok()?);
            (count > 0.0 && money > 0.0).then_some((money, count))
        };
        // A market of few cases says little about the worth of one of them.
        let (money, count) = read(cut).filter(|c| c.1 >= FEWEST_CASES).or_else(|| read(Cut::default()))?;
        Some(Worth { money: factor * money / count, basis })
    };
    let reached = id.strip_prefix("reached.").and_then(|pair| pair.split_once('.')).and_then(|p| Stage::parse(p.1));
    let by_measure = |stage: &Stage| stage.measure() == id;
    if let Some(stage) = reached.or_else(|| gauge.settings.stages.iter().copied().find(by_measure)) {
        return ratio(revenue(gauge), stage.measure(), 1.0, Basis::Revenue);
    }
    match id {
        "deals_won" => ratio("won_revenue", id, 1.0, Basis::Revenue),
        "customers_churned" => ratio("mrr_churned", id, 12.0, Basis::Recurring),
        _ => None,
    }
}

/// The revenue that a funnel brings: that of new customers, else all that was won.
pub fn revenue(gauge: &Gauge<'_>) -> &'static str {
    if gauge.facts.knows("new_revenue") { "new_revenue" } else { "won_revenue" }
}
