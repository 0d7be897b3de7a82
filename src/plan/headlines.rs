//! The five headline figures: the first measurable metric of each question that a CEO asks.

use super::gauge::{Course, Cut, Gauge};
use crate::model::annual_plan::{Headline, Scorecard};
use crate::model::month::{Month, Period};

/// Money, customers, return, pipeline, churn: for each the metrics in order of preference.
const QUESTIONS: [&[&str]; 5] = [
    &["revenue", "new_customer_revenue", "mrr"],
    &["new_customers", "won_deals", "customers_end"],
    &["roi", "attributed", "marketing_sourced_revenue", "media_spend"],
    &["lead_to_customer", "mql_to_customer", "win_rate", "mql_to_sql", "lead_to_mql", "visit_to_lead", "close_rate"],
    &["logo_churn", "net_mrr_churn", "nps", "csat"],
];

/// What stands in for a question that the exports cannot answer. Opens are not here: an open is not a person.
const OTHERS: [&str; 15] = [
    "new_leads",
    "new_subscribers",
    "average_deal",
    "cac",
    "cpl",
    "mrr",
    "media_spend",
    "web_sessions",
    "web_visitors",
    "ctr",
    "cpc",
    "click_rate",
    "mails_sent",
    "delivery_rate",
    "bounce_rate",
];

/// The headline figures; fewer than five only when the exports give fewer metrics.
pub fn headlines(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Vec<Headline> {
    let mut chosen: Vec<Headline> = Vec::new();
    let mut take = |ids: &[&str], zeros: bool| {
        let free = |h: &Headline, chosen: &[Headline]| chosen.iter().all(|c| c.metric != h.metric);
        let says = |h: &Headline| zeros || h.actual != Ok(0.0);
        let found = ids.iter().filter_map(|id| headline(gauge, id, cards)).find(|h| free(h, &chosen) && says(h));
        chosen.extend(found);
    };
    for question in QUESTIONS {
        take(question, true);
    }
    for _ in 0..QUESTIONS.len() {
        take(&OTHERS, false);
    }
    chosen.truncate(QUESTIONS.len());
    chosen
}

fn headline(gauge: &Gauge<'_>, id: &str, cards: &[Scorecard]) -> Option<Headline> {
    let kind = gauge.kind(id)?;
    let as_of = gauge.settings.as_of_month();
    let asked = match kind.course {
        Course::Accumulates => Period { first: gauge.settings.fiscal_year(as_of).first, last: as_of },
        Course::Stock => Period { first: as_of, last: as_of },
        // Cohorts too young to have gone on would look like a fall.
        Course::Level => Period::trailing(gauge.mature(id), gauge.settings.baseline_months),
    };
    // A figure says which months it has, not which it was asked for.
    let first = gauge.facts.months.map_or(asked.first, |m| m.first.clamp(asked.first, asked.last));
    let period = Period { first, last: asked.last };
    let actual = gauge.value(id, period, Cut::default()).ok()?;
    let earlier = period.moved(-12);
    let known = gauge.facts.months.is_some_and(|m| m.first <= earlier.first);
    Some(Headline {
        metric: id.to_owned(),
        unit: kind.unit,
        better: kind.better,
        plan: cards.iter().find_map(|c| planned(c, id, gauge, asked)),
        actual: Ok(actual),
        counts: gauge.few(id, period, Cut::default()),
        previous: known.then(|| gauge.total(id, earlier)).flatten(),
        previous_counts: known.then(|| gauge.few(id, earlier, Cut::default())).flatten(),
        period,
        trend: gauge.monthly(id, Period::trailing(gauge.mature(id), 12), Cut::default()),
    })
}

/// What an objective for the whole company on the same metric, or on the one measure that it is, plans for `period`:
/// of a target that accumulates, the share that should be there by now.
fn planned(card: &Scorecard, id: &str, gauge: &Gauge<'_>, period: Period) -> Option<f64> {
    let objective = &card.objective;
    let same = |id: &str| gauge.catalog.get(id).map_or_else(|| id.to_owned(), |m| m.formula.to_string());
    let everywhere = objective.market.is_empty() && objective.channel.is_empty();
    let as_of: Month = gauge.settings.as_of_month();
    if !everywhere || same(&objective.metric) != same(id) || !card.period.contains(as_of) {
        return None;
    }
    let target = card.target?;
    if !card.accumulates {
        return Some(target);
    }
    (card.period.first == period.first).then_some(target * card.elapsed)
}
