//! Results and objectives → the annual plan.

pub mod attainable;
mod breach;
pub mod budget;
pub mod calendar;
pub mod capacity;
pub mod changes;
pub mod channel;
pub mod conflicts;
pub mod decision;
pub mod drivers;
pub mod existing;
pub mod findings;
pub mod forecast;
pub mod gaps;
pub mod gate;
pub mod gauge;
pub mod headlines;
pub mod marginal;
pub mod method;
pub mod odds;
pub mod pacing;
pub mod plan_split;
pub mod planned;
pub mod progress;
pub mod prospect;
pub mod recurring;
pub mod reverse_funnel;
pub mod scorecard;
pub mod seasons;
pub mod sla;
pub mod smart;
pub mod smoothing;
pub mod span;
pub mod status;
pub mod unmapped;
pub mod verdict;

use crate::model::annual_plan::AnnualPlan;
use crate::model::catalog::Catalog;
use crate::model::fact::Facts;
use crate::model::in_order::worked;
use crate::model::note::Notes;
use crate::model::result::Results;
use crate::model::settings::Settings;

/// Scorecards, headline figures, the reverse funnel and what to say about them.
pub fn annual_plan(facts: &Facts, results: &Results, catalog: &Catalog, settings: &Settings) -> (AnnualPlan, Notes) {
    let wanting = gauge::wanting(results);
    let gauge = gauge::Gauge { facts, catalog, settings, wanting: &wanting };
    let mut notes = Notes::new();
    let written: Vec<_> = settings.objectives.iter().map(|o| gauge.activity(o)).collect();
    let (objectives, remarks): (Vec<_>, Vec<_>) =
        worked(settings.threads, &written, &|objective| scorecard::scorecard(&gauge, objective)).into_iter().unzip();
    for own in remarks {
        notes.extend(own);
    }
    let headlines = headlines::headlines(&gauge, &objectives);
    let funnel = reverse_funnel::reverse_funnel(&gauge, &mut notes);
    let smart = smart::checks(&gauge, &objectives, &mut notes);
    let conflicts = conflicts::conflicts(&gauge, &objectives);
    let budget = budget::budget(&gauge, funnel.as_ref());
    let calendar = funnel.as_ref().map(|f| calendar::calendar(&gauge, f));
    let capacity = capacity::capacity(&gauge, budget.as_ref(), calendar.as_ref());
    let means = (budget.as_ref(), capacity.as_ref());
    let findings = findings::findings(&gauge, &objectives, funnel.as_ref(), means);
    let statistics = recurring::statistic(&objectives).into_iter().chain(sla::statistic(&gauge));
    let planned = planned::planned(&gauge, &objectives, funnel.as_ref());
    let split = planned.as_ref().and_then(|planned| plan_split::statistic(&gauge, planned));
    let statistics = statistics.chain(changes::statistic(&gauge)).chain(split);
    let statistics = statistics.chain(findings::statistics(&gauge));
    let statistics = statistics.chain(budget::statistics(&gauge, budget.as_ref()));
    let statistics = statistics.chain(capacity::statistic(&gauge, capacity.as_ref())).collect();
    let plan = AnnualPlan {
        year: settings.plan_period(),
        verdict: verdict::verdict(&gauge, &objectives, &headlines),
        decision: decision::decision(&gauge, &objectives),
        headlines,
        objectives,
        calendar,
        funnel,
        planned,
        smart,
        conflicts,
        findings,
        budget,
        capacity,
        statistics,
    };
    (plan, notes)
}
