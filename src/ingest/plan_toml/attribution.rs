//! `[attribution]` of `plan.toml`: what a conversion is, which touches lead to it, and how each model shares its credit.

use toml::de::DeValue;

use crate::model::attribution::{
    Attribution, DealContacts, Decay, Direct, Linear, MODELS, MarkovShare, NoMiddles, Position, Repeats, Sourced, Ties,
    UShaped,
};
use crate::model::settings::{Conversion, Settings};

use super::tree::{Branch, Walk, below, plain};

const KEYS: &[&str] = &[
    "conversion",
    "lookback_days",
    "half_life_days",
    "model",
    "models",
    "repeats",
    "direct",
    "reset",
    "contacts",
    "ties",
    "channels",
    "linear",
    "u_shaped",
    "no_middles",
    "decay",
    "position",
    "custom",
    "markov_order",
    "markov_nulls",
    "markov_share",
    "sourced",
    "robust",
];

/// Reads it. The plan's own model is computed even when `models` does not name it.
pub(super) fn attribution(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(branch) = below(top, "attribution") else { return };
    walk.only(branch, KEYS);
    conversion(walk, branch, settings);
    let options = &mut settings.attribution;
    let models = walk.value(branch, "models", "models", |v| {
        let mut chosen = [false; MODELS.len()];
        for entry in v.as_array()? {
            let at = MODELS.iter().position(|id| Some(*id) == entry.get_ref().as_str())?;
            chosen[at] = true;
        }
        Some(chosen)
    });
    options.models = models.unwrap_or(options.models);
    for (chosen, id) in options.models.iter_mut().zip(MODELS) {
        *chosen |= id == settings.model;
    }
    policies(walk, branch, options);
    shapes(walk, branch, options);
    markov(walk, branch, options);
}

fn conversion(walk: &mut Walk<'_>, branch: Branch<'_, '_>, settings: &mut Settings) {
    let conversion = walk.value(branch, "conversion", "conversion", |v| match v.as_str()? {
        "deal" => Some(Conversion::Deal),
        "customer" => Some(Conversion::Customer),
        _ => None,
    });
    settings.conversion = conversion.unwrap_or(settings.conversion);
    if let Some(days) = walk.whole(branch, "lookback_days", 1, 3_650) {
        settings.lookback_days = u32::try_from(days).unwrap_or(90);
    }
    let half_life = walk.value(branch, "half_life_days", "positive", |v| {
        plain(v)?.parse().ok().filter(|d: &f64| (0.01..=3_650.0).contains(d))
    });
    settings.half_life_days = half_life.unwrap_or(settings.half_life_days);
    let model =
        walk.value(branch, "model", "model", |v| v.as_str().filter(|m| MODELS.contains(m)).map(ToOwned::to_owned));
    settings.model = model.unwrap_or_else(|| settings.model.clone());
}

/// Which touches make a journey.
fn policies(walk: &mut Walk<'_>, branch: Branch<'_, '_>, options: &mut Attribution) {
    choose(walk, branch, "repeats", &mut options.repeats, Repeats::parse);
    choose(walk, branch, "direct", &mut options.direct, Direct::parse);
    choose(walk, branch, "contacts", &mut options.contacts, DealContacts::parse);
    choose(walk, branch, "ties", &mut options.ties, Ties::parse);
    choose(walk, branch, "sourced", &mut options.sourced, Sourced::parse);
    options.reset = truth(walk, branch, "reset").unwrap_or(options.reset);
    let channels = walk.value(branch, "channels", "list", |v| {
        let texts = v.as_array()?.iter().map(|entry| entry.get_ref().as_str().map(ToOwned::to_owned));
        texts.collect::<Option<Vec<String>>>()
    });
    options.channels = channels.unwrap_or_default();
    let robust = walk.value(branch, "robust", "fraction", |v| {
        plain(v)?.parse().ok().filter(|share: &f64| *share > 0.0 && *share <= 1.0)
    });
    options.robust = robust.unwrap_or(options.robust);
}

/// How rules share credit.
fn shapes(walk: &mut Walk<'_>, branch: Branch<'_, '_>, options: &mut Attribution) {
    choose(walk, branch, "linear", &mut options.linear, Linear::parse);
    choose(walk, branch, "u_shaped", &mut options.u_shaped, UShaped::parse);
    choose(walk, branch, "no_middles", &mut options.no_middles, NoMiddles::parse);
    choose(walk, branch, "decay", &mut options.decay, Decay::parse);
    choose(walk, branch, "position", &mut options.position, Position::parse);
    let custom = walk.value(branch, "custom", "custom", |v| {
        let parts =
            v.as_array()?.iter().map(|e| e.get_ref().as_integer()?.as_str().parse().ok().filter(|p| *p <= 1000));
        let parts: Vec<u16> = parts.collect::<Option<_>>()?;
        <[u16; 3]>::try_from(parts).ok().filter(|parts| parts.iter().any(|&part| part > 0))
    });
    options.custom = custom.unwrap_or(options.custom);
}

fn markov(walk: &mut Walk<'_>, branch: Branch<'_, '_>, options: &mut Attribution) {
    if let Some(order) = walk.whole(branch, "markov_order", 1, 3) {
        options.markov_order = u8::try_from(order).unwrap_or(1);
    }
    options.markov_nulls = truth(walk, branch, "markov_nulls").unwrap_or(options.markov_nulls);
    choose(walk, branch, "markov_share", &mut options.markov_share, MarkovShare::parse);
}

/// One of stated options; what each key takes is said by the word `wants.<key>`.
fn choose<T>(
    walk: &mut Walk<'_>,
    branch: Branch<'_, '_>,
    key: &str,
    choice: &mut T,
    parse: impl Fn(&str) -> Option<T>,
) {
    if let Some(chosen) = walk.value(branch, key, key, |v| parse(v.as_str()?)) {
        *choice = chosen;
    }
}

fn truth(walk: &mut Walk<'_>, branch: Branch<'_, '_>, key: &str) -> Option<bool> {
    walk.value(branch, key, "truth", |v| if let DeValue::Boolean(b) = v { Some(*b) } else { None })
}
