//! A share of a few is told as counts wherever a reader meets it: "2 of 3" says how little it rests on, "66.7 %" does not.

use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::money::Currency;
use planbook::model::objective::Target;
use planbook::model::statistic::StatisticCell;
use planbook::render::book::cell::{At, Content};
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::{sheets, summary};

use super::synthetic;
use super::workbook::Company;

/// Three deals a year closed, two of them won.
fn few() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    let last = synthetic::last_month();
    for (back, won, lost) in [(1, 1, 0), (3, 1, 1), (13, 1, 0), (15, 1, 1)] {
        let spot = sums.spot(last + -back, ["Thailand", "Email", "", ""]);
        for (id, value) in [("deals_won", won), ("deals_lost", lost), ("deals_created", won + lost)] {
            sums.add_to(id, spot, value);
        }
    }
    for back in [0, 24] {
        let spot = sums.spot(last + -back, ["Thailand", "Email", "", ""]);
        sums.add_to("deals_created", spot, 1);
    }
    sums.finish()
}

fn company() -> Company {
    let mut settings = synthetic::settings();
    settings.objectives.truncate(1);
    let objective = &mut settings.objectives[0];
    "win_rate".clone_into(&mut objective.metric);
    objective.target = Target::To(0.9);
    Company::of(few(), settings)
}

#[test]
fn an_objective_on_a_few_cases_shows_them() {
    company().with(|report| {
        let card = &report.plan.objectives[0];
        let (part, whole) = card.counts.unwrap();
        assert!((part / whole - card.current.unwrap()).abs() < 1e-12 && whole < 30.0);
        let told = report.words.counts((part, whole));
        let outputs = summary::outputs(report, &[]).unwrap();
        for output in &outputs {
            let text = String::from_utf8(output.bytes.clone()).unwrap();
            assert!(text.contains(&told), "{} has no {told}", output.name);
            assert!(!text.contains("66.7"), "{}: a percentage of three", output.name);
        }
        // On every sheet: the cell of the current value, live or not.
        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        let mut current = 0;
        for sheet in &book.sheets {
            let heads = sheet.cells.iter().filter(|(_, c)| matches!(&c.content, Content::Text(t) if t == "Current"));
            let heads: Vec<(u32, u16)> = heads.map(|(&at, _)| at).collect();
            for (row, column) in heads {
                let value = engine.value(At::new(sheet.number, row + 1, column));
                assert_eq!(value, Value::Text(told.as_str().into()), "{}", sheet.name);
                current += 1;
            }
        }
        assert!(current >= 2, "the summary's table and the scorecard");
    });
}

#[test]
fn headlines_of_a_few_cases_show_them_now_and_a_year_ago() {
    company().with(|report| {
        let headline = report.plan.headlines.iter().find(|h| h.metric == "win_rate").unwrap();
        assert_eq!((headline.counts, headline.previous_counts), (Some((2.0, 3.0)), Some((2.0, 3.0))));
    });
}

/// What fell cannot have fallen by more than all of it; points of a share or a score are another thing.
#[test]
fn no_relative_change_reaches_below_nothing() {
    let company = Company::of(synthetic::facts(), synthetic::settings());
    company.with(|report| {
        let changes = report.plan.statistics.iter().find(|s| s.id == "changes").unwrap();
        let place = |id: &str| changes.columns.iter().position(|c| c.id == id).unwrap();
        let cell = |row: &'_ Vec<StatisticCell>, id: &str| row[place(id)].clone();
        let mut bounded = 0;
        for row in &changes.rows {
            let StatisticCell::Text(label) = &row[0] else { panic!("{row:?}") };
            let metric = report.catalog.iter().find(|m| m.label == *label).unwrap();
            let points = ["ratio", "score"].contains(&metric.unit.id());
            let (StatisticCell::Figure(moved), StatisticCell::Figure(low), StatisticCell::Figure(high)) =
                (cell(row, "change"), cell(row, "low"), cell(row, "high"))
            else {
                continue;
            };
            assert!(low <= moved && moved <= high, "{row:?}");
            assert!(points || low >= -1.0, "{row:?}");
            bounded += usize::from(!points);
        }
        assert!(bounded > 5);
    });
}
