//! The calendar: needs fall into months ahead of the sale, add up to the year, and follow the fiscal year.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use planbook::model::calendar::Seasons;
use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::settings::Settings;
use planbook::model::stage::Stage;
use planbook::render::sheets;
use planbook::render::what_if::{Answer, what_if};
use proptest::prelude::*;

use super::plan::worked_example;
use super::workbook::Company;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// Three years of won revenue: month `n` of a year brings `pattern(year, n)`.
fn history(pattern: impl Fn(i32, u32) -> i128) -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for month in month("2023-01").through(month("2026-10")) {
        let spot = sums.spot(month, ["US", "Organic", "", ""]);
        sums.add_to("won_revenue", spot, pattern(month.year(), month.number()));
        sums.add_to("sessions", spot, 6_000);
        sums.add_to("leads", spot, 90);
        sums.add_to("mqls", spot, 20);
    }
    // The median of an even number of cases is half a day more than whole ones.
    for (stage, days) in
        [(Stage::Lead, [(60, 20), (90, 10)]), (Stage::Mql, [(45, 9), (46, 9)]), (Stage::Sql, [(30, 9), (31, 1)])]
    {
        sums.facts.lags.insert((stage, Stage::Customer), BTreeMap::from(days));
    }
    sums.finish()
}

fn asked(company: &Company, sets: &[(String, f64)]) -> Answer {
    company.with(|report| what_if(sheets::book(report).unwrap(), sets, None).unwrap())
}

fn company(facts: Facts, change: impl FnOnce(&mut Settings)) -> Company {
    let (_, mut settings) = worked_example();
    change(&mut settings);
    Company::measured(facts, settings)
}

fn needed(answer: &Answer, stage: &str) -> Vec<(String, f64)> {
    let start = format!("{stage}.needed.");
    let of = |f: &planbook::render::what_if::Figure| {
        Some((f.id.strip_prefix(&start).filter(|m| *m != "before")?.to_owned(), f.after?))
    };
    answer.figures.iter().filter_map(of).collect()
}

fn after(answer: &Answer, id: &str) -> Option<f64> {
    answer.figures.iter().find(|f| f.id == id).and_then(|f| f.after)
}

#[test]
fn needs_stand_as_many_days_ahead_as_the_way_to_the_sale_is_long() {
    let company = company(history(|_, _| 100), |_| ());
    let answer = asked(&company, &[]);
    // Ten customers in the year, 2,500 leads for 1,250 in each half: sixty days ahead, the year's first month
    // of leads is November, of which the first is before the first useful day.
    let leads = needed(&answer, "lead");
    let total: f64 = leads.iter().map(|(_, n)| n).sum();
    assert!((total - 1_250.0).abs() < 1e-9, "{total}");
    let of = |name: &str| leads.iter().find(|(month, _)| month == name).map(|(_, n)| *n);
    // 2 November 2026 is sixty days before New Year: 29 of the 31 days of January's need fall into November.
    assert_eq!(of("2026-11"), Some((1_250.0 / 12.0 * 29.0 / 31.0_f64).round()));
    assert_eq!([of("2026-10"), of("2027-11"), of("2027-12")], [None, Some(3.0), Some(0.0)]);
    let last = |stage: &str| after(&answer, &format!("{stage}.last_useful")).map(planbook::render::book::value::day);
    assert_eq!(last("lead"), Some(Ok(day("2027-11-01"))));
    assert_eq!(last("mql"), Some(Ok(day("2027-11-15"))));
    assert_eq!(last("sql"), Some(Ok(day("2027-12-01"))));
    // Visits carry no name: the day of the lead. Nobody says how long opportunities take.
    assert_eq!(last("visit"), last("lead"));
    assert_eq!(last("opportunity"), Some(Ok(day("2027-12-31"))));
    let customers: Vec<f64> = needed(&answer, "customer").into_iter().map(|(_, n)| n).collect();
    assert!((customers.iter().sum::<f64>() - 10.0).abs() < 1e-12);
    assert!(customers.iter().rev().take(12).all(|&n| n <= 1.0));
}

#[test]
fn a_stage_is_never_later_than_the_one_that_follows_it() {
    let company = company(history(|_, _| 100), |_| ());
    let answer = asked(&company, &[("sql_days".to_owned(), 100.0)]);
    for stage in ["visit", "lead", "mql", "sql"] {
        assert_eq!(after(&answer, &format!("{stage}_days")), Some(100.0), "{stage}");
    }
    assert_eq!(after(&answer, "opportunity_days"), Some(0.0));
}

#[test]
fn seasons_are_followed_where_years_tell_each_other() {
    let seasonal = company(history(|_, n| i128::from(n) * 10), |_| ());
    assert_eq!(seasonal.plan.calendar.as_ref().unwrap().seasons, Seasons::Seen(3));
    // December has 12 parts of 78 in each of the years, of a hundred customers.
    let hundred = ("revenue".to_owned(), 1.1e8);
    let december = |sets: &[(String, f64)]| needed(&asked(&seasonal, sets), "customer").last().unwrap().1;
    assert!((december(std::slice::from_ref(&hundred)) - 15.0).abs() < 1e-12);
    assert!((december(&[hundred, ("seasons".to_owned(), 0.0)]) - 8.0).abs() < 1e-12);
    // One large deal in another month of every year draws no season.
    let noise = company(history(|year, n| if n == u32::try_from(year - 2022).unwrap() * 3 { 900 } else { 50 }), |_| ());
    assert_eq!(noise.plan.calendar.as_ref().unwrap().seasons, Seasons::Unseen(3));
    let (facts, settings) = worked_example();
    let none = Company::measured(facts, settings);
    assert_eq!(none.plan.calendar.as_ref().unwrap().seasons, Seasons::TooShort(0));
}

#[test]
fn what_was_due_before_the_as_of_date_stands_against_what_there_was() {
    // The year 2026 is planned, and ten of its months are over.
    let company = company(history(|_, _| 100), |s| s.plan_year = Some(month("2026-01")));
    let answer = asked(&company, &[]);
    // From 2 November 2025 on: 29 of 30 days of November, then eleven months, 90 leads each.
    let counted = 90.0 * (29.0 / 30.0 + 11.0);
    let due: f64 = needed(&answer, "lead").iter().filter(|(m, _)| m.as_str() <= "2026-10").map(|(_, n)| n).sum();
    let gap = after(&answer, "lead.gap").unwrap();
    assert!((gap - (counted - due)).abs() < 1e-9, "{gap}");
    // One day is left for leads, the second of November; for SQLs a month, but no export counts them.
    let week = after(&answer, "lead.week").unwrap();
    assert!((week - (1_250.0 - counted) * 7.0).abs() < 1e-6, "{week}");
    assert_eq!(after(&answer, "sql.week"), None);
}

#[test]
fn a_fiscal_year_may_begin_in_any_month() {
    for (start, first, label, quarter) in [
        (4, "2027-04", "2027/28", "Q1 2027/28"),
        (10, "2027-10", "2027/28", "Q1 2027/28"),
        (1, "2027-01", "2027", "Q1 2027"),
    ] {
        let company = company(history(|_, _| 100), |s| s.fiscal_year_start = start);
        let settings = &company.settings;
        assert_eq!(settings.plan_period().first, month(first));
        assert_eq!(settings.quarter(month(first)).year_label(), label);
        assert_eq!(settings.quarter(month(first) + 11).number, 4);
        assert_eq!(settings.baseline().last, month("2026-10"));
        let shown: Vec<String> = company.with(|report| {
            let book = sheets::book(report).unwrap();
            let sheet = book.sheets.iter().find(|s| s.name == "Calendar").unwrap();
            let texts = sheet.cells.values().filter_map(|c| match &c.content {
                planbook::render::book::cell::Content::Text(text) => Some(text.clone()),
                _ => None,
            });
            texts.filter(|t| t.starts_with('Q')).collect()
        });
        assert_eq!(
            shown.iter().skip(1).take(4).collect::<Vec<_>>(),
            [quarter, quarter, quarter, &quarter.replace("Q1", "Q2")]
        );
        let answer = asked(&company, &[]);
        assert_eq!(needed(&answer, "customer").last().unwrap().0, (month(first) + 11).to_string());
        let total: f64 = needed(&answer, "visit").iter().map(|(_, n)| n).sum();
        assert!((total - 83_334.0).abs() < 1e-9, "{total}");
    }
    // November to June of an October year: the fourth quarter is July to September.
    let settings = Settings { fiscal_year_start: 10, as_of: Some(day("2026-06-30")), ..Settings::default() };
    assert_eq!(settings.plan_period().first, month("2026-10"));
    assert_eq!(settings.quarter(month("2026-09")).number, 4);
    assert_eq!(settings.quarter(month("2026-09")).year_label(), "2025/26");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn months_add_up_to_the_year_whatever_is_typed(
        revenue in 1e6..1e9_f64,
        days in prop::array::uniform4(0_u16..400),
        seasons in 0_u8..2,
    ) {
        let company = company(history(|year, n| i128::from(n) * i128::from(year - 2000)), |_| ());
        let names = ["lead_days", "mql_days", "sql_days", "opportunity_days"];
        let mut sets = vec![("revenue".to_owned(), revenue), ("seasons".to_owned(), f64::from(seasons))];
        sets.extend(names.iter().zip(days).map(|(n, d)| ((*n).to_owned(), f64::from(d))));
        let answer = asked(&company, &sets);
        for stage in ["visit", "lead", "mql", "sql", "opportunity", "customer"] {
            let months = needed(&answer, stage);
            prop_assert!(months.iter().all(|(_, n)| *n >= 0.0 && n.fract().abs() < 1e-9), "{stage}: {months:?}");
            let before = after(&answer, &format!("{stage}.needed.before")).unwrap();
            let total = before + months.iter().map(|(_, n)| n).sum::<f64>();
            let year = after(&answer, &format!("{stage}.whole_year")).unwrap();
            prop_assert!((total - (year - 1e-9).ceil()).abs() < 1e-6, "{stage}: {total} of {year}");
        }
    }
}
