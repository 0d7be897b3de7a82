//! How long deals take and customers stay, those that have not ended among them: Kaplan–Meier.

use crate::model::fact::Facts;
use crate::model::keyed::Lives;
use crate::model::phrase::{Arg, Phrase};
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::statistics::survival::{Step, at, curve, quantile, quantile_interval};
use crate::model::unit::Unit;

/// Months at which the curve of customers is shown; a month is 365.25 / 12 days.
const MONTHS: [u32; 12] = [1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60, 120];
/// Shares of won deals whose days are told.
const WON: [f64; 4] = [0.1, 0.25, 0.5, 0.75];

/// Days until a quarter, a half … of deals are won, open deals censored; `None` when none was won.
pub(super) fn sales_cycle(facts: &Facts) -> Option<Statistic> {
    let columns = [
        ("won_within", None),
        ("cycle_days", Some(Unit::Days)),
        ("days_low", Some(Unit::Days)),
        ("days_high", Some(Unit::Days)),
        ("at_risk", Some(Unit::Count)),
        ("won_share", Some(Unit::Ratio)),
        ("low", Some(Unit::Ratio)),
        ("high", Some(Unit::Ratio)),
    ];
    let lives = &facts.funnel.cycles;
    let steps = curve(lives);
    steps.last()?;
    let mut statistic = Statistic::new("sales_cycle", counted("statistic.sales_cycle_how", lives), &columns);
    for share in WON {
        let reached = quantile(&steps, 1.0 - share).and_then(|day| at(&steps, day));
        let Some(step) = reached else { continue };
        let (low, high) = step.band.map(|(low, high)| (1.0 - high, 1.0 - low)).unzip();
        let (earliest, latest) = quantile_interval(&steps, 1.0 - share);
        statistic.rows.push(vec![
            StatisticCell::Said(Phrase::new("format.share").with("share", Arg::Share(share))),
            f64::from(step.day).into(),
            earliest.map(f64::from).into(),
            latest.map(f64::from).into(),
            step.at_risk.into(),
            (1.0 - step.lasting).into(),
            low.into(),
            high.into(),
        ]);
    }
    if statistic.rows.is_empty() {
        // So few are won that no tenth is reached: the last that is known.
        let step = steps.last()?;
        let (low, high) = step.band.map(|(low, high)| (1.0 - high, 1.0 - low)).unzip();
        let said = StatisticCell::Word("format.last_won".to_owned());
        let day = f64::from(step.day);
        let won = 1.0 - step.lasting;
        let none = || StatisticCell::Empty;
        let at_risk = step.at_risk.into();
        statistic.rows.push(vec![said, day.into(), none(), none(), at_risk, won.into(), low.into(), high.into()]);
    }
    Some(statistic)
}

/// The share of customers still there after months; `None` when nobody ever was a customer.
pub(super) fn customer_retention(facts: &Facts) -> Option<Statistic> {
    let columns = [
        ("after_months", Some(Unit::Months)),
        ("at_risk", Some(Unit::Count)),
        ("left_until", Some(Unit::Count)),
        ("lasting", Some(Unit::Ratio)),
        ("low", Some(Unit::Ratio)),
        ("high", Some(Unit::Ratio)),
    ];
    let lives = &facts.customers.lives;
    let &oldest = lives.keys().last()?;
    let steps = curve(lives);
    let mut how = counted("statistic.customer_retention_how", lives);
    how = how.with("median", quantile(&steps, 0.5).map_or(Arg::Word("format.not_reached".to_owned()), median));
    let mut statistic = Statistic::new("customer_retention", how, &columns);
    for months in MONTHS {
        let day = days(months);
        if day > oldest {
            break;
        }
        let risk: u64 = lives.range(day..).map(|(_, e)| e.ended + e.going).sum();
        let left: u64 = lives.range(..=day).map(|(_, e)| e.ended).sum();
        let step: Option<&Step> = at(&steps, day);
        let (low, high) = step.and_then(|s| s.band).unzip();
        statistic.rows.push(vec![
            f64::from(months).into(),
            risk.into(),
            left.into(),
            step.map_or(1.0, |s| s.lasting).into(),
            low.into(),
            high.into(),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

fn median(day: i32) -> Arg {
    Phrase::new("format.days").with("days", Arg::Count(day.into())).into()
}

fn counted(key: &str, lives: &Lives) -> Phrase {
    let ended: u64 = lives.values().map(|e| e.ended).sum();
    let going: u64 = lives.values().map(|e| e.going).sum();
    Phrase::new(key).with("ended", ended).with("going", going)
}

/// Whole days in so many months.
fn days(months: u32) -> i32 {
    i32::try_from(u64::from(months) * 36_525 / 1_200).unwrap_or(i32::MAX)
}
