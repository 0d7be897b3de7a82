//! Stage conversion in its four readings over the baseline, with the share of each cohort that is old enough.

use crate::model::fact::Facts;
use crate::model::phrase::Phrase;
use crate::model::settings::Settings;
use crate::model::stage::Stage;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

use super::matured::age;
use super::progress::pairs;
use super::stage_conversion::{Share, stage_conversion};

/// One row per pair of neighbouring stages, and one for the whole way; `None` when nobody entered any.
pub(super) fn conversions(facts: &Facts, settings: &Settings) -> Option<Statistic> {
    let share = Some(Unit::Ratio);
    let columns = [
        ("from", None),
        ("to", None),
        ("entered", Some(Unit::Count)),
        ("reached", Some(Unit::Count)),
        ("cohort_rate", share),
        ("low", share),
        ("high", share),
        ("age_days", Some(Unit::Days)),
        ("old_enough", share),
        ("matured_rate", share),
        ("period_rate", share),
        ("skips_filled_rate", share),
    ];
    let how = Phrase::new("statistic.stage_conversion_how").with("months", settings.baseline());
    let how = how.with("interval", crate::model::phrase::Arg::Word(format!("interval.{}", settings.interval.id())));
    let mut statistic = Statistic::new("stage_conversion", how, &columns);
    for (from, to) in pairs(&stages(settings)) {
        let age = age(&facts.lags, settings, (from, to));
        let found = stage_conversion(facts, (from, to), settings.baseline(), settings.as_of(), age.unwrap_or(0));
        let Share { part, whole } = found.cohort;
        if whole == 0 || !facts.lags.contains_key(&(from, to)) {
            continue;
        }
        let (low, high) = settings.interval.interval(part as f64, whole as f64, 0.05).unzip();
        // A matured share of an age that nobody has shown yet would count everybody.
        let matured = if age.is_some() { found.matured } else { Share::default() };
        statistic.rows.push(vec![
            word(from),
            word(to),
            whole.into(),
            part.into(),
            StatisticCell::share(part, whole),
            low.into(),
            high.into(),
            age.map(f64::from).into(),
            StatisticCell::share(matured.whole, whole),
            of(matured),
            of(found.period),
            of(found.skips_filled),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

/// The product of the steps beside the share that truly came all the way, and what became odd on the way.
pub(super) fn way(facts: &Facts, settings: &Settings) -> Option<Statistic> {
    let columns = [("figure", None), ("counts", Some(Unit::Count)), ("share", Some(Unit::Ratio))];
    let how = Phrase::new("statistic.funnel_way_how").with("months", settings.baseline());
    let mut statistic = Statistic::new("funnel_way", how, &columns);
    let stages = stages(settings);
    let cohort = |pair| stage_conversion(facts, pair, settings.baseline(), settings.as_of(), 0).cohort;
    let steps: Vec<Share> = stages.windows(2).map(|s| cohort((s[0], s[1]))).collect();
    if let (Some(&first), Some(&last)) = (stages.first(), stages.last())
        && steps.iter().all(|s| s.whole > 0)
    {
        let product: f64 = steps.iter().map(|s| s.part as f64 / s.whole as f64).product();
        let whole = cohort((first, last));
        statistic.rows.push(vec![label("product_of_steps"), StatisticCell::Empty, product.into()]);
        statistic.rows.push(vec![label("came_all_the_way"), whole.part.into(), of(whole)]);
    }
    let counts = &facts.funnel;
    let all = counts.travellers;
    for (id, count) in [("skipped", counts.skipped), ("returned", counts.returned), ("midway", counts.midway)] {
        statistic.rows.push(vec![label(id), count.into(), StatisticCell::share(count, all)]);
    }
    (all > 0).then_some(statistic)
}

/// Every move from stage to stage, skips and steps back among them, as a share of all moves from there.
pub(super) fn transitions(facts: &Facts, settings: &Settings) -> Option<Statistic> {
    let columns = [
        ("from", None),
        ("to", None),
        ("direction", None),
        ("moves", Some(Unit::Count)),
        ("share", Some(Unit::Ratio)),
        ("low", Some(Unit::Ratio)),
        ("high", Some(Unit::Ratio)),
    ];
    let mut statistic = Statistic::new("stage_transitions", Phrase::new("statistic.stage_transitions_how"), &columns);
    let moves = &facts.funnel.moves;
    let stages = stages(settings);
    let place = |stage: Stage| stages.iter().position(|&s| s == stage);
    for (&(from, to), &count) in moves {
        let all: u64 = moves.iter().filter(|((f, _), _)| *f == from).map(|(_, n)| n).sum();
        let direction = match (from.map(place), to.map(place)) {
            (None, Some(Some(0))) => "begins",
            (None, _) => "begins_midway",
            (_, None) => "stays",
            (Some(Some(a)), Some(Some(b))) if b == a + 1 => "step",
            (Some(a), Some(b)) if b > a => "skip",
            _ => "back",
        };
        let (low, high) = settings.interval.interval(count as f64, all as f64, 0.05).unzip();
        let end = |stage: Option<Stage>| stage.map_or(StatisticCell::Empty, word);
        statistic.rows.push(vec![
            end(from),
            end(to),
            StatisticCell::Word(format!("direction.{direction}")),
            count.into(),
            StatisticCell::share(count, all),
            low.into(),
            high.into(),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

fn stages(settings: &Settings) -> Vec<Stage> {
    settings.stages.iter().copied().filter(|&s| s != Stage::Visit).collect()
}

fn of(share: Share) -> StatisticCell {
    StatisticCell::share(share.part, share.whole)
}

fn word(stage: Stage) -> StatisticCell {
    StatisticCell::Word(format!("stage.{}", stage.id()))
}

fn label(id: &str) -> StatisticCell {
    StatisticCell::Word(format!("funnel_way.{id}"))
}
