//! The sections of `plan.toml`, one function each.

use toml::de::DeValue;

use crate::model::money::Currency;
use crate::model::month::Month;
use crate::model::objective::Goal;
use crate::model::record::DealState;
use crate::model::settings::{CostKey, Settings};
use crate::model::stage::Stage;

use super::channel_rules;
use super::tree::{Branch, Walk, below, each, plain};

/// Who and in what: `company`, `language`, `currency`.
pub(super) fn company(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    settings.company = walk.text(top, "company").unwrap_or_default();
    if let Some(language) = walk.text(top, "language") {
        settings.language = language;
    }
    settings.currency = walk.value(top, "currency", "currency", |v| Currency::parse(v.as_str()?));
}

/// When: `as_of`, `time_zone`, `fiscal_year_start`, `plan_year`, `baseline_months`.
pub(super) fn calendar(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    settings.as_of = walk.day(top, "as_of");
    let zone = walk.value(top, "time_zone", "time_zone", |v| {
        v.as_str().filter(|zone| crate::ingest::date::zone_exists(zone)).map(ToOwned::to_owned)
    });
    settings.time_zone = zone.unwrap_or_else(|| settings.time_zone.clone());
    if let Some(month) = walk.whole(top, "fiscal_year_start", 1, 12) {
        settings.fiscal_year_start = u32::try_from(month).unwrap_or(1);
    }
    settings.plan_year = walk.month(top, "plan_year");
    if let Some(months) = walk.whole(top, "baseline_months", 1, 60) {
        settings.baseline_months = i32::try_from(months).unwrap_or(12);
    }
}

/// `stages`, in the order of the funnel.
pub(super) fn stages(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let stages = walk.value(top, "stages", "stages", |v| {
        let list = v.as_array()?;
        let stages: Option<Vec<Stage>> = list.iter().map(|e| Stage::parse(e.get_ref().as_str()?)).collect();
        stages.filter(|s| s.len() >= 2 && s.is_sorted_by(|a, b| a < b))
    });
    if let Some(stages) = stages {
        settings.stages = stages;
    }
}

/// `[return]` and `[spread]`.
pub(super) fn returns(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    if let Some(branch) = below(top, "return") {
        walk.only(branch, &["gross_margin", "share_costs"]);
        let key = walk.value(branch, "share_costs", "cost_key", |v| CostKey::parse(v.as_str()?));
        settings.cost_key = key.unwrap_or(settings.cost_key);
        let margin = walk.value(branch, "gross_margin", "fraction", |v| {
            plain(v)?.parse().ok().filter(|m: &f64| *m > 0.0 && *m <= 1.0)
        });
        settings.gross_margin = margin.unwrap_or(settings.gross_margin);
    }
    if let Some(branch) = below(top, "spread") {
        walk.only(branch, &["periods"]);
        let spread =
            walk.value(branch, "periods", "truth", |v| if let DeValue::Boolean(b) = v { Some(*b) } else { None });
        settings.spread_periods = spread.unwrap_or(settings.spread_periods);
    }
}

/// `[channels]`, `[markets]` and `[deal_stages]`.
pub(super) fn mappings(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    if let Some(branch) = below(top, "channels") {
        settings.channels.extend(walk.mapping(branch));
        channel_rules::channel_rules(walk, branch, settings);
    }
    if let Some(branch) = below(top, "markets") {
        settings.markets.extend(walk.mapping(branch));
    }
    let Some(branch) = below(top, "deal_stages") else { return };
    for (word, value) in branch.table {
        match value.get_ref().as_str().and_then(DealState::parse) {
            Some(state) => drop(settings.deal_stages.insert(word.get_ref().to_string(), state)),
            None => walk.refuse(word.get_ref(), value, "deal_state"),
        }
    }
}

/// `[[rate]]`: one month, or a first and last month.
pub(super) fn rates(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    for branch in each(top, "rate") {
        walk.only(branch, &["month", "months", "from", "to", "rate"]);
        let from = walk.value(branch, "from", "currency", |v| Currency::parse(v.as_str()?));
        let to = walk.value(branch, "to", "currency", |v| Currency::parse(v.as_str()?));
        let rate = walk.value(branch, "rate", "positive", |v| {
            plain(v)?.replace('_', "").parse().ok().filter(|r: &f64| r.is_finite() && *r > 0.0)
        });
        let month = walk.month(branch, "month");
        let span = walk.value(branch, "months", "months", |v| match v.as_array()?.iter().collect::<Vec<_>>()[..] {
            [first, last] => Some((Month::parse(first.get_ref().as_str()?)?, Month::parse(last.get_ref().as_str()?)?)),
            _ => None,
        });
        let (Some(from), Some(to), Some(rate)) = (from, to, rate) else { continue };
        let Some((first, last)) = span.or_else(|| month.map(|m| (m, m))) else { continue };
        settings.rates.extend(first.through(last).map(|m| ((m, from, to), rate)));
    }
}

/// `[plan_rates]`: `mql_to_sql = 0.25`.
pub(super) fn plan_rates(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(branch) = below(top, "plan_rates") else { return };
    for (key, value) in branch.table {
        let pair = key.get_ref().split_once("_to_").and_then(|(f, t)| Some((Stage::parse(f)?, Stage::parse(t)?)));
        let rate = plain(value.get_ref()).and_then(|r| r.parse().ok()).filter(|r: &f64| *r > 0.0 && *r <= 1.0);
        match (pair, rate) {
            (Some(pair), Some(rate)) => {
                settings.plan_rates.insert(pair, rate);
            }
            _ => walk.refuse(key.get_ref(), value, "stage_rate"),
        }
    }
}

/// `[[goal]]`.
pub(super) fn goals(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    for branch in each(top, "goal") {
        walk.only(branch, &["id", "title", "metric", "revenue", "average_deal"]);
        settings.goals.push(Goal {
            id: walk.text(branch, "id").unwrap_or_default(),
            title: walk.text(branch, "title").unwrap_or_default(),
            metric: walk.text(branch, "metric").unwrap_or_default(),
            revenue: walk.number(branch, "revenue").filter(|r| *r > 0.0),
            average_deal: walk.number(branch, "average_deal").filter(|r| *r > 0.0),
        });
    }
}
