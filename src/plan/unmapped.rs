//! Words of the exports that no rule knows, as a table: all of them, where a note tells the first few.

use crate::model::money::{Currency, Money};
use crate::model::phrase::Phrase;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;
use crate::model::unmapped::Unmapped;

/// A row for each word; `None` when every word is known.
pub fn statistic(unmapped: &[Unmapped], currency: Currency) -> Option<Statistic> {
    let columns = [
        ("named", None),
        ("word", None),
        ("rows", Some(Unit::Count)),
        ("spend", Some(Unit::Money)),
        ("deals_worth", Some(Unit::Money)),
        ("plan_section", None),
        ("plan_line", None),
    ];
    let mut statistic = Statistic::new("unmapped", Phrase::new("statistic_how.unmapped"), &columns);
    let money = |minor| StatisticCell::from(Some(Money { minor, currency }.major()).filter(|m| *m != 0.0));
    statistic.rows.extend(unmapped.iter().map(|u| {
        vec![
            StatisticCell::Word(format!("named.{}", u.named.section())),
            u.word.clone().into(),
            u.rows.into(),
            money(u.spend),
            money(u.deals),
            format!("[{}]", u.named.section()).into(),
            u.line().into(),
        ]
    }));
    (!statistic.rows.is_empty()).then_some(statistic)
}
