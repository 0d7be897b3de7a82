//! `[existing]`: whether what existing customers bring counts towards the revenue goal, and figures that overrule history.

use toml::de::DeValue;

use crate::model::existing::ExistingInput;
use crate::model::settings::Settings;

use super::tree::{Branch, Walk, below, plain};

/// `counts`, `referrals`, and `mrr`, `churn`, `contraction`, `expansion`, `repeat_revenue`, `referral_share`.
pub(super) fn existing(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(branch) = below(top, "existing") else { return };
    let known = ["counts", "referrals"].into_iter().chain(ExistingInput::ALL.map(ExistingInput::id));
    walk.only(branch, &known.collect::<Vec<_>>());
    let truth = |v: &DeValue<'_>| if let DeValue::Boolean(b) = v { Some(*b) } else { None };
    let existing = &mut settings.existing;
    existing.counts = walk.value(branch, "counts", "truth", truth).unwrap_or_default();
    existing.referrals = walk.value(branch, "referrals", "truth", truth).unwrap_or_default();
    for input in ExistingInput::ALL {
        let wants = if input.is_money() { "number" } else { "fraction" };
        let most = if input.is_money() { f64::MAX } else { 1.0 };
        let read = |v: &DeValue<'_>| {
            let number: f64 = plain(v)?.replace('_', "").parse().ok()?;
            (0.0..=most).contains(&number).then_some(number)
        };
        if let Some(number) = walk.value(branch, input.id(), wants, read) {
            existing.given.insert(input, number);
        }
    }
}
