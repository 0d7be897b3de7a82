//! Churn as a sum of daily rates: each day's losses ÷ what there was at its start, added up over a month.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::keyed::LedgerDay;
use crate::model::measure::RATE_SCALE;
use crate::model::month::Month;

/// The rates of one month in parts of [`RATE_SCALE`].
#[derive(Clone, Copy, Default)]
pub(super) struct DailyRates {
    /// Customers who left.
    pub(super) customers: i128,
    /// Revenue lost.
    pub(super) gross: i128,
    /// Revenue lost less expansion and reactivation.
    pub(super) net: i128,
}

/// The rates of every month up to `last`, from the changes of all customers together. A month in which something
/// changed on a day that began with nobody has none: nothing was there to lose from.
///
/// Source: `ChartMogul`, "Shopify" churn: the sum of the daily rates.
pub(super) fn daily_churn(days: &BTreeMap<NaiveDate, LedgerDay>, last: Month) -> Vec<(Month, DailyRates)> {
    let Some(first) = days.keys().next().map(|&day| Month::of(day)) else { return Vec::new() };
    let (mut customers, mut mrr) = (0, 0);
    let mut months = Vec::new();
    for month in first.through(last) {
        let mut rates = Some(DailyRates::default());
        let opening = customers;
        for (_, day) in days.range(month.first_day()..=month.last_day()) {
            rates = rates.and_then(|sum| {
                Some(DailyRates {
                    customers: sum.customers + rate(day.churned.into(), customers.into())?,
                    gross: sum.gross + rate(day.lost, mrr)?,
                    net: sum.net + rate(day.lost, mrr)? - rate(day.grown, mrr)?,
                })
            });
            customers += day.customers;
            mrr += day.mrr;
        }
        months.extend(rates.filter(|_| opening > 0).map(|rates| (month, rates)));
    }
    months
}

/// `part / whole`, rounded to the nearest; nothing of nothing is nothing, something of nothing is not measurable.
fn rate(part: i128, whole: i128) -> Option<i128> {
    match (part, whole) {
        (0, _) => Some(0),
        (_, ..=0) => None,
        (part, whole) => Some((part * i128::from(RATE_SCALE) * 2 + whole) / (whole * 2)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::model::keyed::LedgerDay;
    use crate::model::measure::RATE_SCALE;
    use crate::model::month::Month;

    use super::daily_churn;

    /// Published: a day from 100 to 95 loses 5 %, the next from 95 to 90 another 5.26 % (examples R03, R04).
    #[test]
    fn published_days_come_out() {
        let day = |customers: i64, mrr: i128| LedgerDay {
            customers,
            mrr,
            churned: customers.min(0).unsigned_abs(),
            lost: -mrr.min(0),
            grown: 0,
        };
        let rows = [("2026-01-05", day(100, 100)), ("2026-02-01", day(-5, -5)), ("2026-02-02", day(-5, -5))];
        let days = BTreeMap::from(rows.map(|(on, day)| (on.parse().unwrap(), day)));
        let rates = daily_churn(&days, Month::parse("2026-03").unwrap());
        let months: Vec<String> = rates.iter().map(|(month, _)| month.to_string()).collect();
        assert_eq!(months, ["2026-02", "2026-03"], "January began with nobody to lose");
        let share = |parts: i128| parts as f64 / RATE_SCALE as f64;
        for rate in [rates[0].1.customers, rates[0].1.gross, rates[0].1.net] {
            assert!((share(rate) - 0.102_631_578_947_368_42).abs() < 1e-14);
        }
        assert_eq!((rates[1].1.customers, rates[1].1.gross), (0, 0));
    }
}
