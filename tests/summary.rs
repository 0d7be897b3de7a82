//! The summary: one page, self-contained, in two formats that say the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use planbook::measure::results;
use planbook::model::catalog::Catalog;
use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::measure::Measures;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::note::{Note, Notes};
use planbook::model::objective::{Goal, Objective, Target};
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::model::words::Words;
use planbook::plan::annual_plan;
use planbook::render::report::Report;
use planbook::render::summary;

/// A company of two markets and three channels over 34 months, with a busy December and a channel that loses money.
fn company() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for model in ["first", "last", "linear", "u_shaped", "time_decay"] {
        sums.facts.measures.credit(model);
    }
    let first = Month::parse("2024-01").unwrap();
    for month in first.through(Month::parse("2026-10").unwrap()) {
        let age = i128::from(month.since(first));
        let season = [9, 9, 10, 10, 10, 9, 8, 8, 10, 11, 12, 14][month.number() as usize - 1];
        for (market, size) in [("Thailand", 3_i128), ("Korea", 2)] {
            for (channel, share, pay, earn) in
                [("Paid search", 4_i128, 900_000_i128, 5_i128), ("LinkedIn", 2, 1_100_000, 1), ("Organic", 4, 0, 3)]
            {
                let objective = if channel == "Paid search" { "leads-2026" } else { "" };
                let spot = sums.spot(month, [market, channel, channel, objective]);
                let leads = size * share * season * (60 + age) / 40;
                let falls = if month.year() == 2026 { 3 } else { 4 };
                for (id, value) in [
                    ("sessions", leads * 55),
                    ("leads", leads),
                    ("reached.lead.mql", leads / 3),
                    ("mqls", leads / 3),
                    ("reached.mql.sql", leads * falls / 36),
                    ("sqls", leads * falls / 36),
                    ("reached.sql.opportunity", leads * falls / 60),
                    ("opportunities", leads * falls / 60),
                    ("reached.opportunity.customer", leads * falls / 180),
                    ("reached.lead.customer", leads * falls / 180),
                    ("customers", leads * falls / 180),
                    ("deals_won", leads * falls / 180),
                    ("deals_lost", leads * falls / 90),
                    ("won_revenue", leads * falls * 9_000),
                    ("new_revenue", leads * falls * 9_000),
                    ("spend", pay * size * season / 30),
                    ("attributed_revenue", pay * size * season * earn / 90),
                    ("credit_revenue.first", pay * size * season * earn / 60),
                    ("credit_revenue.last", pay * size * season * earn / 160),
                    ("credit_revenue.linear", pay * size * season * earn / 90),
                    ("customers_start", size * (20 + age)),
                    ("customer_months", size * (20 + age)),
                    ("customers_churned", size * age / 30 * i128::from(market == "Korea")),
                    ("mrr_start", size * (20 + age) * 40_000),
                    ("mrr_churned", size * age / 30 * 40_000),
                    ("csat_answers", 20),
                    ("csat_satisfied", 17),
                ] {
                    sums.add_to(id, spot, value);
                }
            }
        }
    }
    sums.finish()
}

fn objective(id: &str, title: &str, metric: &str, target: Target, owner: &str) -> Objective {
    Objective {
        title: title.into(),
        goal: "growth".into(),
        owner: owner.into(),
        department: "Marketing".into(),
        ..Objective::new(id, metric, target, "2026-12-31".parse().unwrap())
    }
}

fn settings() -> Settings {
    let goal = Goal {
        id: "growth".into(),
        title: "Grow".into(),
        revenue: Some(4.2e6),
        average_deal: None,
        metric: String::new(),
    };
    Settings {
        company: "Lotus & <Han> Robotics".into(),
        as_of: Some("2026-10-31".parse().unwrap()),
        goals: vec![goal],
        objectives: vec![
            objective("revenue-2026", "Win 2.9 million of new business", "revenue", Target::To(2.9e6), "Somchai P."),
            objective("leads-2026", "8,600 new leads", "leads", Target::To(8_600.0), "Kim Ji-woo"),
            objective("mql", "A third more leads that sales wants", "mql_to_sql", Target::By(0.10), "Ana Ruiz"),
            objective("cac", "Keep a customer’s cost under 900 dollars", "cac", Target::To(900.0), "Somchai P."),
            objective("csat", "Customers who would praise us", "csat", Target::To(0.80), ""),
            objective("hours", "500 hours saved", "hours", Target::To(500.0), "Ana Ruiz"),
        ],
        ..Settings::default()
    }
}

/// The two files of a report on those facts.
fn files(facts: &Facts, settings: &Settings) -> [String; 2] {
    let templates = Templates::default();
    let words = Words::load(&templates, "en").unwrap();
    let (catalog, _) = Catalog::load(&templates, &BTreeMap::new(), &Measures::default());
    let results = results(facts, &catalog, settings);
    let (plan, mut notes) = annual_plan(facts, &results, &catalog, settings);
    notes.push(Note::new("W999"));
    let gathered: Notes = notes;
    let report = Report {
        settings,
        templates: &templates,
        words: &words,
        catalog: &catalog,
        facts,
        results: &results,
        plan: &plan,
        readings: &[],
        merges: &[],
        notes: &gathered.sorted(),
    };
    let mut outputs = summary::outputs(&report, &[]).unwrap();
    assert_eq!(outputs.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(), ["summary.html", "summary.txt"]);
    let text = String::from_utf8(outputs.remove(1).bytes).unwrap();
    [String::from_utf8(outputs.remove(0).bytes).unwrap(), text]
}

#[test]
fn the_page_stands_alone_and_is_escaped() {
    let [html, _] = files(&company(), &settings());
    assert!(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
    for foreign in ["<script", "http://", "https://", "url(", "@import", "onload", "<Han>"] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    assert!(html.contains("Lotus &amp; &lt;Han&gt; Robotics"));
}

#[test]
fn five_figures_and_every_objective_stand_on_it_red_ones_first() {
    let [html, text] = files(&company(), &settings());
    assert_eq!(html.matches("<article class=\"figure\">").count(), 5);
    let place = |title: &str| html.find(title).unwrap_or_else(|| panic!("{title} is not on the page"));
    assert!(place("A third more leads") < place("Customers who would praise us"));
    for words in [
        "Revenue",
        "New customers",
        "ROI",
        "Customer churn, monthly",
        "nobody",
        "No export gives hours",
        "LinkedIn did not",
    ] {
        assert!(html.contains(words) && text.contains(words), "{words}\n{text}");
    }
    let body = html.split_once("</style>").unwrap().1;
    for file in [body, &text] {
        assert!(!file.contains('{'), "a word was not filled in");
        assert!(!file.contains("NaN") && !file.contains("inf") && !file.to_lowercase().contains("open rate"));
    }
}

#[test]
fn the_text_fits_78_columns() {
    let mut settings = settings();
    settings.company = "A".repeat(200);
    let [_, text] = files(&company(), &settings);
    assert!(text.lines().all(|line| line.chars().count() <= 78), "{text}");
}

#[test]
fn without_facts_the_page_still_says_so() {
    let [html, text] = files(&Facts::new(Currency::parse("EUR").unwrap()), &Settings::default());
    assert!(html.contains("No objectives are set yet.") && text.contains("The exports give no headline figure."));
}
