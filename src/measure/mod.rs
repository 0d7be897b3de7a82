//! Records → facts → results: what is counted, what it adds up to, and every metric over it.

mod activities;
pub mod attribution;
mod attribution_facts;
mod buyers;
mod churn;
mod conversion_statistics;
mod conversions;
mod costs;
mod credit_by_industry;
mod credit_sums;
mod daily_churn;
mod daily_churn_statistic;
mod day_counts;
mod deals;
mod dimensions;
mod earned;
mod evaluation;
mod funnel;
mod journey_counts;
mod journey_statistics;
mod journeys;
mod key_counts;
pub mod learned_credit;
mod learned_facts;
mod mail;
mod matured;
mod month_sums;
mod objective_of;
mod parties;
mod passage_sums;
mod passages;
mod passed;
mod progress;
mod registry;
mod repeat_purchases;
mod resolved;
mod results_table;
mod rule_credit;
mod rule_shapes;
mod scope_sums;
mod shared_cost;
mod social;
mod sourced;
mod spend;
pub mod stage_conversion;
pub mod stage_dates;
mod subscriptions;
mod surveys;
mod survival_statistics;
mod tally;
#[cfg(test)]
mod tests;
mod touch_counts;
mod touches;
pub mod trace;
mod velocity;
mod web;
mod who;
mod window;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::fact::Facts;
use crate::model::in_order::both;
use crate::model::note::Notes;
use crate::model::record::{Records, Touchpoint};
use crate::model::result::Results;
use crate::model::settings::Settings;
use crate::model::statistic::Statistic;

use registry::Registry;
use tally::Tally;
use trace::{Contribution, Trace};

/// Counts and sums of `records` up to the as-of date, at month, market, channel, campaign and objective.
pub fn facts(records: &Records, settings: &Settings) -> (Facts, Notes) {
    facts_of(records, Cow::Borrowed(&records.touchpoints), settings)
}

/// The same, with the touchpoints taken out of `records`: they are put in order where they are, instead of in a copy. Who is
/// called how is forgotten: facts name nobody.
pub fn facts_taking(records: &mut Records, settings: &Settings) -> (Facts, Notes) {
    records.people.forget_names();
    let touchpoints = std::mem::take(&mut records.touchpoints);
    facts_of(records, Cow::Owned(touchpoints), settings)
}

fn facts_of(records: &Records, touchpoints: Cow<'_, [Touchpoint]>, settings: &Settings) -> (Facts, Notes) {
    let (facts, notes, _) = counted(Tally::new(&Registry::new(records, settings), settings), touchpoints, settings);
    (facts, notes)
}

/// The facts once more, with what every record adds to the measures `wanted`: where a figure comes from.
pub fn traced(records: &Records, settings: &Settings, wanted: &BTreeSet<String>) -> (Facts, Vec<Contribution>) {
    let mut wanted = wanted.clone();
    if wanted.contains(shared_cost::SHARED) {
        wanted.extend(shared_cost::POOLS.map(ToOwned::to_owned));
    }
    let trace = Trace { wanted, rows: Vec::new() };
    let registry = Registry::new(records, settings);
    let tally = Tally::traced(&registry, settings, trace);
    let (facts, _, rows) = counted(tally, Cow::Borrowed(&records.touchpoints), settings);
    (facts, rows)
}

/// Everything but what rests on journeys.
fn count_records(tally: &mut Tally<'_>, settings: &Settings) {
    funnel::count(tally, settings);
    matured::count(tally, settings);
    deals::count(tally);
    repeat_purchases::count(tally);
    spend::count(tally);
    costs::count(tally);
    costs::count_capacity(tally);
    mail::count(tally);
    web::count(tally);
    social::count(tally);
    surveys::count(tally);
    activities::count(tally);
    activities::capacity(tally);
    activities::budgets(tally);
    subscriptions::count(tally);
}

fn counted(
    mut tally: Tally<'_>,
    touchpoints: Cow<'_, [Touchpoint]>,
    settings: &Settings,
) -> (Facts, Notes, Vec<Contribution>) {
    if settings.threads.get() > 1 && !tally.traces() {
        tally = side_by_side(tally, touchpoints, settings);
    } else {
        count_records(&mut tally, settings);
        attribution_facts::count(&mut tally, touchpoints, settings);
    }
    let (facts, mut notes, rows) = tally.finish(settings.threads);
    let (facts, rows) = objective_of::assigned(facts, rows, settings, &mut notes);
    let (facts, rows) = shared_cost::shared(facts, rows, settings);
    (facts, notes, rows)
}

/// Journeys are counted by another processor; facts add up whoever counted them.
fn side_by_side<'a>(mut tally: Tally<'a>, touchpoints: Cow<'_, [Touchpoint]>, settings: &Settings) -> Tally<'a> {
    let registry = tally.registry;
    let journeys = move || {
        let mut own = Tally::new(registry, settings);
        attribution_facts::count(&mut own, touchpoints, settings);
        own
    };
    let (journeys, ()) = both(settings.threads, journeys, || count_records(&mut tally, settings));
    tally.join(journeys);
    tally
}

/// What sums do not carry, in the order of the Statistics sheet.
fn statistics(facts: &Facts, settings: &Settings) -> Vec<Statistic> {
    let statistics = [
        conversion_statistics::conversions(facts, settings),
        conversion_statistics::way(facts, settings),
        conversion_statistics::transitions(facts, settings),
        velocity::velocity(facts),
        survival_statistics::sales_cycle(facts),
        survival_statistics::customer_retention(facts),
        daily_churn_statistic::by_market(facts, settings),
        repeat_purchases::expected(facts, settings),
    ];
    let mut statistics: Vec<Statistic> = statistics.into_iter().flatten().collect();
    statistics.extend(journey_statistics::journey_statistics(facts, settings));
    statistics
}

/// Every metric by period and dimension, and the statistics.
pub fn results(facts: &Facts, catalog: &Catalog, settings: &Settings) -> Results {
    Results { statistics: statistics(facts, settings), ..results_table::results(facts, catalog, settings) }
}
