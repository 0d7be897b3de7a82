//! Currency: which one all figures are in, and exact conversion into it.

use std::collections::BTreeMap;

use crate::model::money::Currency;
use crate::model::month::Month;

use super::number::Decimal;

/// Exchange rates as exact decimals.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    rates: BTreeMap<(Month, Currency, Currency), Decimal>,
}

impl Rates {
    /// The rates of the plan; a rate that is not a positive number is not taken.
    pub fn new(plan: &BTreeMap<(Month, Currency, Currency), f64>) -> Rates {
        let exact = plan.iter().filter_map(|(&key, &rate)| Some((key, decimal(rate)?)));
        Rates { rates: exact.collect() }
    }

    /// Adds a rate of an export; the plan's own goes before it.
    pub fn add(&mut self, month: Month, from: Currency, to: Currency, rate: Decimal) {
        if rate.mantissa > 0 {
            self.rates.entry((month, from, to)).or_insert(rate);
        }
    }

    /// `minor` units of `from` as minor units of `to`, half to even; `None` when there is no rate for the month in
    /// either direction, or the amount leaves `i64`.
    pub fn convert(&self, minor: i64, from: Currency, to: Currency, month: Month) -> Option<i64> {
        if from == to {
            return Some(minor);
        }
        let (top, bottom) = if let Some(rate) = self.rates.get(&(month, from, to)) {
            (rate.mantissa, 10_i128.checked_pow(rate.scale)?)
        } else {
            let rate = self.rates.get(&(month, to, from))?;
            (10_i128.checked_pow(rate.scale)?, rate.mantissa)
        };
        let numerator = i128::from(minor).checked_mul(top)?.checked_mul(to.scale().into())?;
        half_even(numerator, bottom.checked_mul(from.scale().into())?)
    }
}

fn half_even(numerator: i128, denominator: i128) -> Option<i64> {
    let (quotient, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    let twice = rest.checked_mul(2)?;
    let up = twice > denominator || (twice == denominator && quotient % 2 != 0);
    i64::try_from(quotient + i128::from(up)).ok()
}

/// The shortest decimal that reads back as `rate`, exactly.
fn decimal(rate: f64) -> Option<Decimal> {
    let text = format!("{rate}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mantissa = format!("{whole}{fraction}").parse().ok().filter(|&m: &i128| m > 0)?;
    Some(Decimal { mantissa, scale: u32::try_from(fraction.len()).ok()? })
}

/// Money rows by the currency that they name.
#[derive(Clone, Debug, Default)]
pub struct CurrencyCount {
    named: BTreeMap<Currency, u64>,
}

impl CurrencyCount {
    /// Counts one row.
    pub fn add(&mut self, currency: Currency) {
        *self.named.entry(currency).or_default() += 1;
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: &CurrencyCount) {
        for (&currency, rows) in &other.named {
            *self.named.entry(currency).or_default() += rows;
        }
    }

    /// The currency of most rows; the first by code among equals.
    pub fn most(&self) -> Option<Currency> {
        self.named.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(&c, _)| c)
    }

    /// All that were named.
    pub fn all(&self) -> impl Iterator<Item = Currency> {
        self.named.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Rates;
    use crate::model::money::Currency;
    use crate::model::month::Month;

    #[test]
    fn rates_are_exact_in_both_directions_and_never_one() {
        let code = |c: &str| Currency::parse(c).unwrap();
        let month = Month::new(2026, 1).unwrap();
        let rates = Rates::new(&BTreeMap::from([((month, code("USD"), code("KRW")), 1387.5)]));
        assert_eq!(rates.convert(1_00, code("USD"), code("KRW"), month), Some(1388));
        assert_eq!(rates.convert(3_00, code("USD"), code("KRW"), month), Some(4162));
        assert_eq!(rates.convert(1388, code("KRW"), code("USD"), month), Some(1_00));
        assert_eq!(rates.convert(1_00, code("USD"), code("THB"), month), None);
        assert_eq!(rates.convert(1_00, code("USD"), code("KRW"), month + 1), None);
        assert_eq!(rates.convert(7, code("THB"), code("THB"), month), Some(7));
    }
}
