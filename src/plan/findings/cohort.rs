//! The cohort that churns: customers who began in one quarter and left sooner than all others did at the same age.

use std::collections::BTreeMap;

use super::{amount, dearest, noise};
use crate::model::fact::CohortCell;
use crate::model::finding::{Finding, Place};
use crate::model::money::Money;
use crate::model::month::{Month, Period};
use crate::model::phrase::{Arg, Phrase};
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::statistics::comparison::Two;
use crate::model::statistics::difference::Method;
use crate::model::unit::Unit;
use crate::plan::gauge::Gauge;
use crate::plan::status::FEWEST_CASES;

/// Months in a quarter: a month of starts is too few customers to say anything about.
const QUARTER: i32 = 3;
/// Cohorts that are compared.
const COHORTS: i32 = 8;
/// Chance that some cohort stands out although none differs.
const ALPHA: f64 = 0.05;

/// Customers who began in one quarter, at the age of its last month, against all others at that age.
struct Cohort {
    starts: Period,
    /// Months since the last of them began.
    age: u32,
    /// Still there, of how many.
    own: (f64, f64),
    others: (f64, f64),
    /// Recurring revenue of a year that would still be there had it stayed like that of the others, major units.
    lost: f64,
    is_more_than_luck: bool,
}

/// The cohort that lost the most money against the others, if it lost customers beyond chance.
pub(super) fn finding(gauge: &Gauge<'_>) -> Option<Finding> {
    let loss = |cohort: &Cohort| if cohort.is_more_than_luck { cohort.lost } else { 0.0 };
    let (row, cohort) = dearest(cohorts(gauge), loss)?;
    let share = |(part, whole): (f64, f64)| Arg::Share(part / whole);
    let says = Phrase::new("finding.cohort")
        .with("starts", cohort.starts)
        .with("kept", Arg::Number(cohort.own.0, 0))
        .with("all", Arg::Number(cohort.own.1, 0))
        .with("age", u64::from(cohort.age))
        .with("own", share(cohort.own))
        .with("others", share(cohort.others))
        .with("lost", amount(gauge, cohort.lost));
    let place = Place::Statistic { id: "cohort_loss", row, column: "lost_a_year" };
    Some(Finding { kind: "cohort_churn", says, money: Some(cohort.lost), place })
}

/// Every cohort that is old enough, against the others.
pub(super) fn statistic(gauge: &Gauge<'_>) -> Option<Statistic> {
    let columns = [
        ("started", None),
        ("age_months", Some(Unit::Count)),
        ("customers", Some(Unit::Count)),
        ("kept", Some(Unit::Count)),
        ("kept_share", Some(Unit::Ratio)),
        ("others_share", Some(Unit::Ratio)),
        ("lost_a_year", Some(Unit::Money)),
        ("noise", None),
    ];
    let mut statistic = Statistic::new("cohort_loss", Phrase::new("statistic_how.cohort_loss"), &columns);
    for cohort in cohorts(gauge) {
        statistic.rows.push(vec![
            StatisticCell::Said(Phrase::new("format.span").with("months", cohort.starts)),
            f64::from(cohort.age).into(),
            cohort.own.1.into(),
            cohort.own.0.into(),
            (cohort.own.0 / cohort.own.1).into(),
            (cohort.others.0 / cohort.others.1).into(),
            cohort.lost.into(),
            noise(cohort.is_more_than_luck),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

/// The last quarters of starts that are at least a quarter old.
fn cohorts(gauge: &Gauge<'_>) -> Vec<Cohort> {
    let Some(&(first, _)) = gauge.facts.cohorts.keys().next() else { return Vec::new() };
    let last = Period::trailing(gauge.settings.as_of_month() + -QUARTER, QUARTER);
    let quarters = (0..COHORTS).map(|back| last.moved(-QUARTER * back)).take_while(|q| q.first >= first);
    let mut all: Vec<Cohort> = quarters.filter_map(|starts| cohort(gauge, starts)).collect();
    all.reverse();
    let count = all.len().max(1) as f64;
    for cohort in &mut all {
        let interval =
            Two::new(cohort.own, cohort.others).and_then(|two| Method::Newcombe.interval(&two, ALPHA / count));
        cohort.is_more_than_luck = interval.is_some_and(|(_, high)| high < 0.0);
    }
    all
}

/// Customers and money at one age, and of the same cohorts in the month in which they began.
#[derive(Clone, Copy, Default)]
struct Pool {
    began: CohortCell,
    there: CohortCell,
}

fn cohort(gauge: &Gauge<'_>, starts: Period) -> Option<Cohort> {
    let age = u32::try_from(gauge.settings.as_of_month().since(starts.last)).ok()?;
    let triangle: &BTreeMap<(Month, u32), CohortCell> = &gauge.facts.cohorts;
    let mut pools = [Pool::default(); 2];
    for (&(start, _), there) in triangle.iter().filter(|((_, a), _)| *a == age) {
        let Some(began) = triangle.get(&(start, 0)) else { continue };
        let pool = &mut pools[usize::from(!starts.contains(start))];
        for (sum, cell) in [(&mut pool.began, began), (&mut pool.there, there)] {
            sum.customers += cell.customers;
            sum.mrr += cell.mrr;
        }
    }
    let [own, others] = pools;
    let counts = |pool: Pool| (pool.there.customers as f64, pool.began.customers as f64);
    let major = |minor: i128| Money { minor, currency: gauge.facts.currency }.major();
    let enough = others.began.customers as f64 >= FEWEST_CASES && own.began.customers > 0 && others.began.mrr > 0;
    let stayed = major(others.there.mrr) / major(others.began.mrr);
    let lost = 12.0 * (major(own.began.mrr) * stayed - major(own.there.mrr));
    let (own, others) = (counts(own), counts(others));
    // Who came back counts among those who are there: more can be there than began in the month.
    let sound = enough && own.0 <= own.1 && others.0 <= others.1;
    sound.then_some(Cohort { starts, age, own, others, lost, is_more_than_luck: false })
}
