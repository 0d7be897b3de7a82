//! The workbook: its numbers are the facts', its bytes are the same twice, its formulas carry their values.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader, Xlsx};

use planbook::model::annual_plan::AnnualPlan;
use planbook::model::catalog::Catalog;
use planbook::model::fact::{Facts, Scope};
use planbook::model::note::Note;
use planbook::model::reading::FileReading;
use planbook::model::result::Results;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::model::words::Words;
use planbook::plan::annual_plan;
use planbook::render::book::Book;
use planbook::render::book::cell::{At, Content};
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::look::Look;
use planbook::render::report::Report;
use planbook::render::{sheets, workbook};

use super::synthetic;

/// Everything a report points at.
pub(crate) struct Company {
    pub(crate) settings: Settings,
    templates: Templates,
    words: Words,
    catalog: Catalog,
    facts: Facts,
    results: Results,
    pub(crate) plan: AnnualPlan,
    readings: Vec<FileReading>,
    notes: Vec<Note>,
}

impl Company {
    fn new(facts: Facts) -> Company {
        Company::of(facts, synthetic::settings())
    }

    pub(crate) fn of(facts: Facts, settings: Settings) -> Company {
        let templates = Templates::default();
        let catalog = Catalog::load(&templates, &BTreeMap::new(), &facts.measures).0;
        let results = Results::default();
        Company {
            words: Words::load(&templates, "en").unwrap(),
            plan: annual_plan(&facts, &results, &catalog, &settings).0,
            catalog,
            readings: synthetic::readings(),
            notes: synthetic::notes(),
            results,
            settings,
            templates,
            facts,
        }
    }

    /// With the statistics that measuring gives.
    pub(crate) fn measured(facts: Facts, settings: Settings) -> Company {
        let mut company = Company::of(facts, settings);
        company.results = planbook::measure::results(&company.facts, &company.catalog, &company.settings);
        company.plan = annual_plan(&company.facts, &company.results, &company.catalog, &company.settings).0;
        company
    }

    pub(crate) fn with<T>(&self, look: impl FnOnce(&Report<'_>) -> T) -> T {
        let notes: Vec<&Note> = self.notes.iter().collect();
        look(&Report {
            settings: &self.settings,
            templates: &self.templates,
            words: &self.words,
            catalog: &self.catalog,
            facts: &self.facts,
            results: &self.results,
            plan: &self.plan,
            readings: &self.readings,
            merges: &[],
            notes: &notes,
        })
    }
}

fn formulas(book: &Book) -> Vec<(At, String)> {
    let mut found = Vec::new();
    for sheet in &book.sheets {
        for (&(row, column), cell) in sheet.cells.iter() {
            if let Content::Formula(expression) = &cell.content {
                found.push((At::new(sheet.number, row, column), book.print(expression, sheet.number)));
            }
        }
    }
    found
}

/// The cell at the row that starts with `label`, in the column headed `header`, first table from the top.
fn find(book: &Book, tab: &str, label: &str, header: &str) -> At {
    let sheet = book.sheets.iter().find(|s| s.name == tab).unwrap();
    let text = |cell: &Content, wanted: &str| matches!(cell, Content::Text(t) if t == wanted);
    let (&(top, column), _) =
        sheet.cells.iter().find(|(_, c)| c.style.role == "header" && text(&c.content, header)).expect(header);
    let rows = sheet.cells.iter().filter(|&(&(row, at), _)| row > top && at == 1);
    let row = rows.into_iter().find(|(_, c)| text(&c.content, label)).expect(label).0.0;
    At::new(sheet.number, row, column)
}

#[test]
fn two_runs_give_the_same_bytes() {
    let company = Company::new(synthetic::facts());
    let [one, two] =
        [(); 2].map(|()| company.with(|report| workbook::output(&sheets::book(report).unwrap(), report).unwrap()));
    assert_eq!(one, two);
    // `PLANBOOK_KEEP=folder cargo test workbook` leaves the file for a person, or another engine, to look at.
    if let Some(folder) = option_env!("PLANBOOK_KEEP") {
        #[expect(clippy::disallowed_methods, reason = "only when asked for")]
        std::fs::write(format!("{folder}/annual-plan.xlsx"), &one.0.bytes).unwrap();
    }
}

#[test]
fn figures_are_the_facts() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        let scope = Scope::total(company.settings.baseline());
        for (tab, header, id) in [
            ("Return", "Spend", "spend"),
            ("Return", "Attributed revenue", "attributed_revenue"),
            ("Funnel", "Leads", "leads"),
            ("Response", "Emails sent", "mail_sent"),
        ] {
            let at = find(&book, tab, "Total", header);
            let expected = company.facts.shown(id, &scope).unwrap();
            let Value::Number(shown) = engine.value(at) else { panic!("{id}") };
            assert!((shown - expected).abs() < 1e-6, "{id}: {shown} is not {expected}");
        }
        let spend = company.facts.shown("spend", &scope).unwrap();
        let revenue = company.facts.shown("attributed_revenue", &scope).unwrap();
        let Value::Number(roi) = engine.value(find(&book, "Return", "Total", "ROI")) else { panic!("ROI") };
        assert!((roi - (revenue - spend) / spend).abs() < 1e-12);
    });
}

#[test]
fn every_check_agrees() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        let checks = book.sheets.iter().find(|s| s.name == "Checks").unwrap();
        let results = checks.cells.iter().filter(|(_, c)| c.style.role == "state");
        let shown: Vec<Value> = results.map(|(&(r, c), _)| engine.value(At::new(checks.number, r, c))).collect();
        assert!(shown.len() > 20);
        assert!(shown.iter().all(|v| *v == Value::text("OK")), "{shown:?}");
    });
}

#[test]
fn the_worked_example_comes_out() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let mut book = sheets::book(report).unwrap();
        // Rates of one's own, as a reader would type them over history.
        let plan = book.sheets.iter().position(|s| s.name == "Plan").unwrap();
        let number = u16::try_from(plan).unwrap();
        let steps =
            ["Visits → Leads", "Leads → MQLs", "MQLs → SQLs", "SQLs → Opportunities", "Opportunities → Customers"];
        for (step, rate) in steps.into_iter().zip([0.015, 0.2, 0.2, 0.4, 0.5]) {
            let at = find(&book, "Plan", step, "Your rate");
            book.sheets[plan].cells.get_mut(&(at.row, at.column)).unwrap().content = Content::Number(rate);
        }
        let rows: Vec<(u32, String)> = book.sheets[plan]
            .cells
            .iter()
            .filter_map(|(&(row, column), c)| match &c.content {
                Content::Text(text) if column == 1 => Some((row, text.clone())),
                _ => None,
            })
            .collect();
        let mut engine = Engine::new(&book);
        let value = |engine: &mut Engine<'_>, label: &str, column: u16| {
            let row = rows.iter().rev().find(|(_, text)| text == label).unwrap().0;
            match engine.value(At::new(number, row, column)) {
                Value::Number(number) => number,
                other => panic!("{label}: {other:?}"),
            }
        };
        assert!((value(&mut engine, "Whole customers needed", 2) - 10.0).abs() < 1e-12);
        for (label, month) in
            [("Visits", 6_944.444_444), ("Leads", 104.166_667), ("MQLs", 20.833_333), ("SQLs", 4.166_667)]
        {
            assert!((value(&mut engine, label, 6) - month).abs() < 1e-5, "{label}");
        }
    });
}

#[test]
fn every_formula_carries_its_value() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        let written = formulas(&book);
        assert!(written.len() > 2_000, "{}", written.len());
        let mut engine = Engine::new(&book);
        let bytes = workbook::output(&book, report).unwrap().0.bytes;
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        for sheet in &book.sheets {
            let range = file.worksheet_range(&sheet.name).unwrap();
            for (at, text) in written.iter().filter(|(at, _)| at.sheet == sheet.number) {
                let read = range.get_value((at.row, u32::from(at.column)));
                match (engine.value(*at), read) {
                    (Value::Number(n), Some(Data::Float(x))) => assert!((n - x).abs() <= 1e-9 * n.abs(), "{text}"),
                    (Value::Number(n), Some(Data::DateTime(x))) => assert!((n - x.as_f64()).abs() < 1e-9, "{text}"),
                    (Value::Text(t), Some(Data::String(x))) => assert_eq!(&*t, x, "{text}"),
                    (Value::Text(t), Some(Data::Empty) | None) => assert!(t.is_empty(), "{text}"),
                    (value, read) => panic!("{}: {text}: {value:?} was read as {read:?}", sheet.name),
                }
            }
        }
    });
}

#[test]
fn every_chart_keeps_what_it_shows() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let bytes = workbook::output(&sheets::book(report).unwrap(), report).unwrap().0.bytes;
        let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names = file.file_names().filter_map(Result::ok).map(Cow::into_owned);
        let charts: Vec<String> = names.filter(|name| name.starts_with("xl/charts/")).collect();
        assert!(charts.len() > 5, "{charts:?}");
        for name in charts {
            let mut xml = String::new();
            file.by_name(&name).unwrap().read_to_string(&mut xml).unwrap();
            let shown: Vec<&str> = xml.split("<c:val>").skip(1).map(|v| v.split_once("</c:val>").unwrap().0).collect();
            assert!(shown.iter().any(|values| values.contains("<c:v>")), "{name}: {shown:?}");
        }
    });
}

#[test]
fn no_name_from_an_export_is_in_a_formula() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        for (at, text) in formulas(&book) {
            for (_, name) in company.facts.names.iter() {
                assert!(!text.contains(name), "{at:?}: {text}");
            }
        }
    });
}

#[test]
fn nothing_given_is_said_and_not_drawn() {
    let company = Company::new(Facts::new(synthetic::facts().currency));
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        assert!(formulas(&book).iter().all(|(_, text)| !text.contains("Facts")), "{:?}", formulas(&book));
        let mut said = book.sheets.iter().flat_map(|s| s.cells.values());
        assert!(said.any(|c| matches!(&c.content, Content::Text(t) if t.contains("an export of"))));
        assert!(!workbook::output(&sheets::book(report).unwrap(), report).unwrap().0.bytes.is_empty());
    });
}

#[test]
fn every_role_and_format_is_in_the_look() {
    let company = Company::new(synthetic::facts());
    let look = Look::load(&company.templates).unwrap();
    company.with(|report| {
        for cell in sheets::book(report).unwrap().sheets.iter().flat_map(|s| s.cells.values()) {
            assert!(look.role.contains_key(cell.style.role), "{}", cell.style.role);
            assert!(look.format.contains_key(cell.style.format), "{}", cell.style.format);
            if let Content::Text(text) = &cell.content {
                assert!(!text.contains('{'), "{text}");
            }
        }
    });
}

#[test]
fn scores_stand_in_points() {
    let company = Company::new(synthetic::facts());
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        let mut seen = 0;
        for sheet in &book.sheets {
            for (&(row, column), cell) in sheet.cells.iter().filter(|(_, c)| c.style.format == "score") {
                if let (Content::Formula(_), Value::Number(points)) =
                    (&cell.content, engine.value(At::new(sheet.number, row, column)))
                {
                    assert!(points.abs() > 1.0 && points.abs() <= 100.0, "{points}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 5, "only {seen} scores");
    });
}
