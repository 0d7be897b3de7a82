//! The ledger of one customer's recurring revenue, and the definitions of churn that are not a formula over measures.

use chrono::NaiveDate;

/// What a change of recurring revenue is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The first time above zero.
    New,
    /// Above zero again.
    Reactivation,
    /// More than before.
    Expansion,
    /// Less than before.
    Contraction,
    /// To zero.
    Churn,
}

/// One change; every change inside a month is a movement of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// The day.
    pub day: NaiveDate,
    /// What it is.
    pub kind: Kind,
    /// By how much, always above zero, minor units.
    pub amount: i128,
}

/// The states of one customer by day, in order: (day, recurring revenue after it in minor units).
#[derive(Clone, Debug, Default)]
pub struct Ledger(Vec<(NaiveDate, i128)>);

impl Ledger {
    /// From states in the order of their days. A state below zero is none.
    pub fn new(states: impl IntoIterator<Item = (NaiveDate, i128)>) -> Ledger {
        Ledger(states.into_iter().map(|(day, mrr)| (day, mrr.max(0))).collect())
    }

    /// Recurring revenue at the end of `day`.
    pub fn at_end_of(&self, day: NaiveDate) -> i128 {
        let known = self.0.partition_point(|&(changed, _)| changed <= day);
        known.checked_sub(1).map_or(0, |i| self.0[i].1)
    }

    /// What changed, in order.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        let mut before = 0;
        let mut known = false;
        self.0.iter().filter_map(move |&(day, after)| {
            let kind = match (before, after) {
                (0, _) if after > 0 && known => Kind::Reactivation,
                (0, _) if after > 0 => Kind::New,
                (_, 0) => Kind::Churn,
                _ if after > before => Kind::Expansion,
                _ => Kind::Contraction,
            };
            let amount = (after - before).abs();
            (before, known) = (after, known || after > 0);
            (amount > 0).then_some(Change { day, kind, amount })
        })
    }
}

/// Rates of one month that need the ledgers: sums of daily rates, and what became of those who were there at the start.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct LedgerRates {
    /// Sum over days of customers lost that day ÷ customers at its start.
    pub daily_customer_churn: f64,
    /// Sum over days of revenue lost that day ÷ revenue at its start.
    pub daily_gross_churn: f64,
    /// The same less expansion and reactivation.
    pub daily_net_churn: f64,
    /// Revenue kept from those there at the start, what they added not counted ÷ their revenue at the start.
    pub gross_retention: f64,
    /// Revenue at the end of those there at the start ÷ their revenue at the start.
    pub net_retention: f64,
}

/// The rates from `first` to `last` day; `None` when a denominator is zero on a day that needs it.
pub fn ledger_rates(ledgers: &[Ledger], first: NaiveDate, last: NaiveDate) -> Option<LedgerRates> {
    let mut rates = LedgerRates::default();
    for day in first.iter_days().take_while(|&d| d <= last) {
        let changes: Vec<Change> = ledgers.iter().flat_map(Ledger::changes).filter(|c| c.day == day).collect();
        let sum =
            |kinds: &[Kind]| -> i128 { changes.iter().filter(|c| kinds.contains(&c.kind)).map(|c| c.amount).sum() };
        let churned = changes.iter().filter(|c| c.kind == Kind::Churn).count();
        let gone = sum(&[Kind::Churn, Kind::Contraction]);
        let gained = sum(&[Kind::Expansion, Kind::Reactivation]);
        let eve = day.pred_opt()?;
        let open: Vec<i128> = ledgers.iter().map(|l| l.at_end_of(eve)).filter(|&m| m > 0).collect();
        rates.daily_customer_churn += quotient(churned as f64, open.len() as f64)?;
        rates.daily_gross_churn += quotient(gone as f64, open.iter().sum::<i128>() as f64)?;
        rates.daily_net_churn += quotient((gone - gained) as f64, open.iter().sum::<i128>() as f64)?;
    }
    let eve = first.pred_opt()?;
    let ends = ledgers.iter().map(|l| (l.at_end_of(eve), l.at_end_of(last))).filter(|e| e.0 > 0);
    let (mut start, mut kept, mut end) = (0, 0, 0);
    for (before, after) in ends {
        start += before;
        kept += before.min(after);
        end += after;
    }
    rates.gross_retention = kept as f64 / start as f64;
    rates.net_retention = end as f64 / start as f64;
    (start > 0).then_some(rates)
}

/// `part / whole`; nothing of nothing is nothing, something of nothing is not measurable.
fn quotient(part: f64, whole: f64) -> Option<f64> {
    match (part == 0.0, whole == 0.0) {
        (true, _) => Some(0.0),
        (false, true) => None,
        (false, false) => Some(part / whole),
    }
}
