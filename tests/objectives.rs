//! Objectives: sixty and more sentences, each with exactly what is asked about it; evidence, conflicts, bands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use planbook::ingest::objectives::objective;
use planbook::measure::results;
use planbook::model::annual_plan::{AnnualPlan, ConflictKind, Status};
use planbook::model::catalog::Catalog;
use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::measure::Measures;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::note::{Notes, Place};
use planbook::model::objective::{Goal, Target};
use planbook::model::settings::{Settings, Sla};
use planbook::model::smart::FINDINGS;
use planbook::model::stage::Stage;
use planbook::model::statistic::StatisticCell;
use planbook::model::template::Templates;
use planbook::model::words::Words;
use planbook::model::work::{Contacted, Done, Means};
use planbook::plan::annual_plan;
use serde::Deserialize;

pub(crate) fn words() -> Words {
    Words::load(&Templates::default(), "en").unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Thirty months of a company that grows slowly: the same every month but for 1 % a month.
fn facts() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    sums.facts.measures.activity("post");
    sums.facts.measures.activity("call");
    let months: Vec<Month> = Month::parse("2024-01").unwrap().through(Month::parse("2026-06").unwrap()).collect();
    for (i, &month) in (0..).zip(&months) {
        for (market, part) in [("Thailand", 4_i128), ("Korea", 6)] {
            for (channel, half) in [("Paid search", 6_i128), ("Webinars", 4)] {
                let spot = sums.spot(month, [market, channel, "", ""]);
                let grown = |base: i128| base * part * half * (100 + i) / 10_000;
                for (id, base) in [
                    ("sessions", 60_000),
                    ("leads", 1_000),
                    ("mqls", 200),
                    ("sqls", 80),
                    ("opportunities", 40),
                    ("customers", 20),
                    ("deals_won", 20),
                    ("deals_lost", 20),
                    ("impressions", 900_000),
                    ("clicks", 9_000),
                    ("customers_new", 20),
                    ("posts", 40),
                    ("activity_post", 40),
                    ("activity_call", 400),
                ] {
                    sums.add_to(id, spot, grown(base));
                }
                for (id, major) in [
                    ("spend", 20_000),
                    ("won_revenue", 200_000),
                    ("new_revenue", 200_000),
                    ("attributed_revenue", 100_000),
                ] {
                    sums.add_to(id, spot, grown(major * 100));
                }
                for (id, base) in [("customer_months", 400), ("customer_months_kept", 390), ("customers_start", 400)] {
                    sums.add_to(id, spot, base * part * half / 100);
                }
                sums.add_to("customers_churned", spot, 10 * part * half / 100);
                sums.add_to("customers_churned_of_start", spot, 10 * part * half / 100);
                sums.add_to("reached.lead.mql", spot, grown(200));
                sums.add_to("reached.mql.sql", spot, grown(80));
            }
        }
    }
    sums.finish()
}

fn settings() -> Settings {
    let goal = |id: &str, title: &str, metric: &str, revenue| Goal {
        id: id.into(),
        title: title.into(),
        revenue,
        average_deal: None,
        metric: metric.into(),
    };
    Settings {
        as_of: Some(day("2026-06-30")),
        goals: vec![
            goal("growth", "Grow to 3 million", "", Some(3e6)),
            goal("keep", "Customers stay", "logo_churn", None),
            goal("fame", "Everybody knows us", "", None),
        ],
        ..Settings::default()
    }
}

/// The plan of objectives given as fields.
pub(crate) fn planned(
    written: &[BTreeMap<String, String>],
    mut settings: Settings,
    facts: &Facts,
) -> (AnnualPlan, Notes) {
    let (catalog, faults) = Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures);
    assert!(faults.is_empty(), "{faults:?}");
    let mut notes = Notes::new();
    for fields in written {
        match objective(fields, &|_| Place::default(), &catalog, &mut notes) {
            Ok(objective) => settings.objectives.push(objective),
            Err(unclear) => settings.unclear.push(*unclear),
        }
    }
    let results = results(facts, &catalog, &settings);
    let (plan, more) = annual_plan(facts, &results, &catalog, &settings);
    notes.extend(more);
    (plan, notes)
}

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The objective as somebody wrote it.
    says: String,
    /// Ids of the findings, in any order.
    asks: Vec<String>,
    /// How it should read; empty: not compared.
    #[serde(default)]
    reads: String,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[test]
fn every_sentence_is_asked_exactly_what_it_leaves_open() {
    let cases: Cases = toml::from_str(include_str!("objectives/sentences.toml")).unwrap();
    assert!(cases.case.len() >= 60, "only {} sentences", cases.case.len());
    let (facts, words) = (facts(), words());
    let mut wrong = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for case in &cases.case {
        let (plan, _) = planned(&[fields(&[("sentence", &case.says)])], settings(), &facts);
        let [check] = &plan.smart[..] else { panic!("{}: {} checks", case.says, plan.smart.len()) };
        let mut found: Vec<&str> = check.findings.iter().map(|f| f.id).collect();
        seen.extend(&found);
        let mut wanted: Vec<&str> = case.asks.iter().map(String::as_str).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        let reads = words.say(&check.reads);
        let said: Vec<String> = check.findings.iter().map(|f| words.say(&f.phrase())).collect();
        if found != wanted || (!case.reads.is_empty() && case.reads != reads) {
            wrong.push(format!(
                "{}\n  asks {found:?}, not {wanted:?}\n  {}\n  reads {reads}",
                case.says,
                said.join("\n  ")
            ));
        }
        assert!(!reads.contains(['{', '}']) && !reads.contains("smart."), "{reads}");
        assert!(said.iter().all(|s| !s.contains(['{', '}']) && !s.contains("smart.")), "{said:?}");
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
    // What a sentence of this company cannot provoke is provoked elsewhere.
    let elsewhere = ["budget_short", "hours_short", "evidence_missing", "baseline_missing"];
    let never: Vec<&str> =
        FINDINGS.iter().map(|f| f.0).filter(|id| !seen.contains(id) && !elsewhere.contains(id)).collect();
    assert!(never.is_empty(), "no sentence asks {never:?}");
}

#[test]
fn every_finding_has_its_sentence() {
    let words = words();
    for (id, _) in FINDINGS {
        assert!(words.knows(&format!("smart.{id}")), "{id}");
    }
    let measures = Measures::default();
    assert!(measures.find("mqls").is_some());
}

/// An objective due at the end of 2026 for the goal `growth`, of Ana, with more or other fields.
fn written(id: &str, metric: &str, target: &str, more: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut all = fields(&[
        ("id", id),
        ("metric", metric),
        ("target", target),
        ("due_on", "2026-12-31"),
        ("owner", "Ana"),
        ("goal", "growth"),
    ]);
    all.extend(fields(more));
    all
}

fn conflicts(objectives: &[BTreeMap<String, String>]) -> Vec<(ConflictKind, Vec<String>)> {
    let (plan, _) = planned(objectives, settings(), &facts());
    let words = words();
    for conflict in &plan.conflicts {
        let says = words.say(&conflict.says);
        assert!(!says.contains(['{', '}']) && !says.contains("conflict."), "{says}");
    }
    plan.conflicts.into_iter().map(|c| (c.kind, c.objectives)).collect()
}

fn ids(names: [&str; 2]) -> Vec<String> {
    names.map(ToOwned::to_owned).to_vec()
}

#[test]
fn less_spend_and_twice_the_reach_pull_against_each_other() {
    let less = written("less", "spend", "by -10 %", &[]);
    let reach = written("reach", "reach", "by 100 %", &[]);
    assert_eq!(conflicts(&[less.clone(), reach.clone()]), [(ConflictKind::Pull, ids(["less", "reach"]))]);
    // In markets that have nothing to do with each other they do not.
    let market = |mut o: BTreeMap<String, String>, name: &str| {
        o.insert("market".into(), name.into());
        o
    };
    assert_eq!(conflicts(&[market(less.clone(), "Korea"), market(reach, "Thailand")]), []);
    // What the past has shown to be possible is no contradiction; nor is more of both, nor what spend does not move.
    assert_eq!(conflicts(&[less.clone(), written("leads", "leads", "by -9 %", &[])]), []);
    assert_eq!(
        conflicts(&[
            written("more", "spend", "by 10 %", &[("direction", "higher")]),
            written("l", "leads", "by 10 %", &[])
        ]),
        []
    );
    assert_eq!(conflicts(&[less, written("stay", "logo_churn", "by -10 %", &[("goal", "keep")])]), []);
}

#[test]
fn what_recurs_pulls_at_nothing() {
    // A target for each month stands beside the baseline of a whole span as if it asked for a twelfth of it.
    let monthly = |id: &str, metric: &str, target: &str| written(id, metric, target, &[("every", "month")]);
    let (less, reach) = (written("less", "spend", "by -10 %", &[]), written("reach", "reach", "by 100 %", &[]));
    assert_eq!(conflicts(&[monthly("less", "spend", "by -10 %"), reach]), []);
    assert_eq!(conflicts(&[less, monthly("reach", "reach", "by 100 %")]), []);
}

#[test]
fn customers_are_counted_twice_where_scopes_cross() {
    let of = |id: &str, scope: &[(&str, &str)]| written(id, "new_customers", "to 150", scope);
    let (thai, korea) = (of("thai", &[("market", "Thailand")]), of("korea", &[("market", "Korea")]));
    let (webinars, all) = (of("webinars", &[("channel", "Webinars")]), of("all", &[]));
    let twice = |one: &str, other: &str| (ConflictKind::Twice, ids([one, other]));
    assert_eq!(conflicts(&[thai.clone(), korea]), []);
    assert_eq!(conflicts(&[thai.clone(), webinars]), [twice("thai", "webinars")]);
    assert_eq!(conflicts(&[thai.clone(), all]), [twice("thai", "all")]);
    assert_eq!(conflicts(&[thai, written("leads", "leads", "to 14000", &[])]), []);
}

#[test]
fn one_stage_conversion_is_one_rate() {
    let (mqls, sqls) = (written("mqls", "mqls", "to 3000", &[]), written("sqls", "sqls", "to 1200", &[]));
    let rate = |target: &str| written("rate", "mql_to_sql", target, &[]);
    assert_eq!(conflicts(&[mqls.clone(), sqls.clone(), rate("to 40 %")]), []);
    let three = ["rate", "mqls", "sqls"].map(ToOwned::to_owned).to_vec();
    assert_eq!(conflicts(&[mqls, sqls, rate("to 55 %")]), [(ConflictKind::Rate, three)]);
}

/// The same company with a team whose hours and budget are known.
fn facts_of_team() -> Facts {
    let mut facts = facts();
    let team = facts.names.intern("Content");
    let post = facts.measures.find("activity_post").unwrap();
    for month in Month::parse("2024-01").unwrap().through(Month::parse("2026-12").unwrap()) {
        facts.work.capacity.insert((team, month), Means { hours: 100_000, budget: 500_000 });
        facts.work.done.insert((team, post, month), Done { count: 40, hours: 90_000 });
    }
    facts
}

#[test]
fn a_team_has_its_hours_and_its_budget_once() {
    let team = ("team", "content");
    let one = |id: &str, metric: &str, budget: &str, hours: &str| {
        written(id, metric, "to 1", &[team, ("budget", budget), ("hours", hours)])
    };
    let kinds = |objectives: &[BTreeMap<String, String>]| {
        let (plan, _) = planned(objectives, settings(), &facts_of_team());
        plan.conflicts.iter().map(|c| c.kind).collect::<Vec<_>>()
    };
    let both = |money: &str, hours: &str| [one("a", "leads", money, hours), one("b", "mqls", money, hours)];
    assert_eq!(kinds(&both("30000", "600")), []);
    assert_eq!(kinds(&both("30001", "600")), [ConflictKind::Budget]);
    assert_eq!(kinds(&both("30000", "601")), [ConflictKind::Hours]);
}

/// Capacity is known up to the as-of month; the months ahead are taken to be like those before.
#[test]
fn months_without_a_record_of_capacity_are_no_months_without_means() {
    let mut facts = facts_of_team();
    facts.work.capacity.retain(|(_, month), _| *month <= Month::parse("2026-06").unwrap());
    let one =
        |id: &str, metric: &str, budget: &str| written(id, metric, "to 1", &[("team", "content"), ("budget", budget)]);
    let kinds = |budget: &str| {
        let (plan, _) = planned(&[one("a", "leads", budget), one("b", "mqls", "30000")], settings(), &facts);
        plan.conflicts.iter().map(|c| c.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("30000"), []);
    assert_eq!(kinds("30001"), [ConflictKind::Budget]);
}

#[test]
fn the_rest_of_the_way_is_weighed_against_budget_and_hours() {
    let (facts, team) = (facts_of_team(), ("team", "Content"));
    let findings = |more: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = more.iter().copied().chain([team]).collect();
        let (plan, _) = planned(&[written("o", "mqls", "to 3000", &all)], settings(), &facts);
        let evidence = plan.objectives[0].evidence.clone().unwrap();
        (evidence, plan.smart[0].findings.iter().map(|f| f.id).collect::<Vec<_>>())
    };
    // In the baseline a MQL cost 100 dollars and 1,080 hours went into 2,916 of them; 600 hours lie ahead.
    let (evidence, found) = findings(&[]);
    let [mqls, spend, hours] = ["mqls", "spend", "hours"].map(|id| {
        let baseline = settings().baseline();
        if id == "hours" { 1_080.0 } else { facts.shown(id, &planbook::model::fact::Scope::total(baseline)).unwrap() }
    });
    let missing = 3_000.0 - plan_value(&facts, "mqls", "2026-01", "2026-06");
    assert!((evidence.unit_cost.unwrap() - spend / mqls).abs() < 1e-9);
    assert!((evidence.spend_needed.unwrap() - missing * spend / mqls).abs() < 1e-6);
    assert!((evidence.hours_needed.unwrap() - missing * hours / mqls).abs() < 1e-6);
    assert_eq!(evidence.hours_left, Some(600.0));
    assert_eq!(found, [""; 0]);
    assert_eq!(findings(&[("budget", "100000")]).1, ["budget_short"]);
    assert_eq!(findings(&[("budget", "200000")]).1, [""; 0]);
    assert_eq!(findings(&[("hours", "100")]).1, ["hours_short"]);
}

/// A target for every month or quarter stands beside what one month or quarter of the year before had.
#[test]
fn the_baseline_of_what_recurs_is_that_of_one_period() {
    let facts = facts_of_team();
    let year = plan_value(&facts, "leads", "2025-01", "2025-12");
    for (every, periods) in [("month", 12.0), ("quarter", 4.0), ("week", 365.0 / 7.0)] {
        let (plan, _) = planned(&[written("o", "leads", "by 10 %", &[("every", every)])], settings(), &facts);
        let card = &plan.objectives[0];
        assert!((card.baseline.unwrap() - year / periods).abs() < 1e-9, "{every}: {:?}", card.baseline);
        assert!((card.target.unwrap() - 1.1 * year / periods).abs() < 1e-9, "{every}: {:?}", card.target);
    }
}

#[test]
fn a_recurring_objective_is_judged_in_each_period() {
    let mut facts = facts_of_team();
    let (team, other) = (facts.names.find("Content").unwrap(), facts.names.intern("Sales"));
    let post = facts.measures.find("activity_post").unwrap();
    let call = facts.measures.find("activity_call").unwrap();
    // 24 whole weeks from Monday, 5 January 2026: ten calls but in the 20th week; the half week before does not count.
    for week in 0..26_u64 {
        let monday = day("2025-12-29") + chrono::Days::new(7 * week);
        let calls = if week == 20 { 3 } else { 10 };
        facts.work.weeks.insert((call, monday, other), calls);
    }
    for (month, count) in
        [("2026-01", 2), ("2026-02", 1), ("2026-03", 2), ("2026-04", 2), ("2026-05", 3), ("2026-06", 2)]
    {
        facts.work.done.insert((team, post, Month::parse(month).unwrap()), Done { count, hours: 0 });
    }
    let (plan, _) = planned(
        &[
            written(
                "posts",
                "posts made",
                "to 2",
                &[("every", "month"), ("team", "Content"), ("metric", "activity_post")],
            ),
            fields(&[
                ("id", "calls"),
                ("sentence", "Make ten calls a week until 31 December 2026, owner Kim, goal growth"),
            ]),
        ],
        settings(),
        &facts,
    );
    let [posts, calls] = &plan.objectives[..] else { panic!("two objectives") };
    let met: Vec<bool> = posts.rounds.iter().map(|r| r.met).collect();
    assert_eq!(met, [true, false, true, true, true, true]);
    assert_eq!(words().say(posts.why.as_ref().unwrap()), "5 of 6 months met it; 4 in a row now, 4 at best.");
    // The rule of succession: (5 + 1) of (6 + 2).
    assert_eq!((posts.chance, posts.status), (Some(0.75), Status::OnCourse));
    assert_eq!(calls.rounds.len(), 25);
    assert_eq!(calls.rounds[0].starts_on, day("2026-01-05"));
    assert_eq!(words().say(calls.why.as_ref().unwrap()), "24 of 25 weeks met it; 5 in a row now, 19 at best.");
    let rounds = plan.statistics.iter().find(|s| s.id == "rounds").unwrap();
    assert_eq!(rounds.rows.len(), 6 + 12);
}

#[test]
fn the_agreement_of_marketing_and_sales_is_kept_or_not() {
    let mut facts = facts();
    let june = Month::parse("2026-06").unwrap();
    let days = BTreeMap::from([(0, 40), (1, 20), (4, 30)]);
    facts.work.contacts.insert((Stage::Mql, june), Contacted { entered: 120, days });
    let sla = Sla { mqls: Some(250.0), sqls: Some(100.0), first_contact_days: Some(1), share_in_time: Some(0.8) };
    let (plan, _) = planned(&[], Settings { sla: Some(sla), ..settings() }, &facts);
    let statistic = plan.statistics.iter().find(|s| s.id == "sla").unwrap();
    let last: Vec<Option<f64>> = statistic.rows[11]
        .iter()
        .map(|cell| if let StatisticCell::Figure(figure) = cell { Some(*figure) } else { None })
        .collect();
    let delivered =
        [plan_value(&facts, "mqls", "2026-06", "2026-06"), plan_value(&facts, "sqls", "2026-06", "2026-06")];
    let figures = [250.0, delivered[0], 100.0, delivered[1], 120.0, 60.0, 0.5, 1.0];
    assert_eq!(last[1..], figures.map(Some));
    let said: Vec<String> = plan.findings.iter().map(|f| words().say(&f.says)).collect();
    assert!(said.iter().any(|s| s.starts_with("Sales spoke with 50.0% of 120 MQLs within 1 day")), "{said:#?}");
}

fn plan_value(facts: &Facts, id: &str, first: &str, last: &str) -> f64 {
    let [first, last] = [first, last].map(|m| Month::parse(m).unwrap());
    facts.shown(id, &planbook::model::fact::Scope::total(planbook::model::month::Period { first, last })).unwrap()
}

#[test]
fn what_the_exports_lack_is_asked() {
    let (plan, _) = planned(
        &[
            written("mail", "click_rate", "to 5 %", &[]),
            written("new", "mql_to_sql", "by 2 points", &[("starts_on", "2023-06-01")]),
        ],
        settings(),
        &facts(),
    );
    let found: Vec<Vec<&str>> = plan.smart.iter().map(|c| c.findings.iter().map(|f| f.id).collect()).collect();
    assert_eq!(found, [vec!["evidence_missing"], vec!["baseline_missing"]]);
}

#[test]
fn a_band_is_kept_or_left() {
    let keep = |target: &str| {
        let more = [("goal", "keep")];
        let (plan, _) = planned(&[written("k", "logo_churn", target, &more)], settings(), &facts());
        plan.objectives.into_iter().next().unwrap()
    };
    let inside = keep("between 1 % and 4 %");
    assert_eq!((inside.within, inside.progress), (Some((0.01, 0.04)), Some(1.0)));
    assert_eq!(inside.objective.target, Target::Within(0.01, 0.04));
    assert!(inside.chance.unwrap() > 0.9, "{:?}", inside.chance);
    let outside = keep("between 0.1 % and 1 %");
    assert_eq!((outside.target, outside.progress), (Some(0.01), Some(0.0)));
    assert!(outside.chance.unwrap() < 0.1, "{:?}", outside.chance);
}

#[test]
fn a_changed_target_keeps_its_story() {
    let change = [
        ("original_target", "to 3,500"),
        ("changed_on", "2026-05-04"),
        ("changed_by", "Ben"),
        ("changed_because", "two fairs were called off"),
    ];
    let (plan, _) = planned(&[written("o", "mqls", "to 3000", &change)], settings(), &facts());
    let revision = plan.objectives[0].objective.revision.clone().unwrap();
    assert_eq!((revision.original, revision.on), (Target::To(3_500.0), Some(day("2026-05-04"))));
    assert_eq!((revision.by.as_str(), revision.because.as_str()), ("Ben", "two fairs were called off"));
}
