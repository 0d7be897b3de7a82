//! How long the parts take that a run repeats millions of times: `cargo bench --bench parts`.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

use planbook::ingest::date::{DateFormat, moment};
use planbook::ingest::number::{NumberFormat, number};
use planbook::ingest::table::Cell;
use planbook::measure;
use planbook::measure::attribution::{Journey, RULES};
use planbook::model::attribution::{Attribution, MODELS};
use planbook::model::money::Currency;
use planbook::model::name::Name;
use planbook::model::record::{Deal, DealKind, DealState, Records, Touchpoint};
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::render::book::Book;
use planbook::render::book::cell::{At, Style};
use planbook::render::book::evaluate::Engine;
use planbook::render::book::expression::Expression;
use planbook::render::book::sheet::Sheet;
use planbook::render::book::xlsx::beside::Beside;
use planbook::render::look::Look;

fn main() {
    divan::main();
}

#[divan::bench(args = ["1234", "1,234.56", "(1,234.00)", "฿ 1,234.50", "3.4K", "12.5%", "--"])]
fn number_cell(text: &str) -> bool {
    number(&Cell::Text(black_box(text)), NumberFormat::default()).given().is_some()
}

#[divan::bench(args = ["2026-03-01", "2026-03-01T12:30:05Z", "1 มี.ค. 2569", "2026년 3월 1일 오후 3:05"])]
fn date_cell(text: &str) -> bool {
    moment(&Cell::Text(black_box(text)), &DateFormat::default(), "UTC").given().is_some()
}

/// The weights of one journey of twelve touches.
#[divan::bench(args = RULES.map(|rule| rule.id))]
fn weights(bencher: Bencher, model: &str) {
    let ages: Vec<u32> = (0..12).rev().map(|touch| touch * 86_400).collect();
    let channels: Vec<u32> = (0..12).map(|touch| touch % 5).collect();
    let options = Attribution::default();
    let (lead, opportunity) = (Some(3), Some(8));
    let journey = Journey {
        ages: &ages,
        wait: 3_600,
        channels: &channels,
        direct: Some(0),
        lead,
        opportunity,
        half_life: 604_800,
        options: &options,
    };
    let weigh = RULES.iter().find(|rule| rule.id == model).map_or(RULES[0].weigh, |rule| rule.weigh);
    let mut weights = Vec::new();
    bencher.bench_local(|| {
        weights.clear();
        weigh(black_box(&journey), &mut weights);
        weights.len()
    });
}

const DEALS: u32 = 5_000;
const TOUCHES: u32 = 8;

/// Facts of 5,000 won deals with eight touches each, of the touches alone and with one more model.
#[divan::bench(args = ["none"].into_iter().chain(MODELS), sample_count = 10)]
fn journeys(bencher: Bencher, model: &str) {
    let records = records();
    let mut settings = Settings { as_of: "2026-06-30".parse().ok(), ..Settings::default() };
    settings.attribution.models = MODELS.map(|id| id == model);
    let touches = ItemsCount::new(DEALS * TOUCHES);
    bencher.counter(touches).bench_local(|| measure::facts(black_box(&records), &settings).0.rows.len());
}

fn records() -> Records {
    let mut records = Records::new(Currency::parse("USD").unwrap_or_else(|| unreachable!("a currency of the table")));
    for channel in 0..8 {
        let name = records.names.intern(&format!("channel {channel}"));
        records.touch_sources.push((name, Name::NONE));
    }
    let closed_on = "2026-05-31".parse().ok();
    for number in 0..DEALS {
        let person = records.people.intern(&format!("person {number}"));
        records.touchpoints.extend((0..TOUCHES).map(|touch| {
            let mixed = (number * TOUCHES + touch).wrapping_mul(2_654_435_761) >> 8;
            // In the ninety days before 2026-05-31, as seconds since 1970.
            Touchpoint { person, at: 1_780_099_200 - mixed % (80 * 86_400), source: mixed % 8 }
        }));
        records.deals.push(Deal {
            id: records.names.intern(&format!("deal {number}")),
            state: DealState::Won,
            stage: Name::NONE,
            person,
            account: Name::NONE,
            owner: Name::NONE,
            market: Name::NONE,
            channel: Name::NONE,
            campaign: Name::NONE,
            kind: DealKind::New,
            created_on: closed_on,
            proposal_on: None,
            closed_on,
            closed_at: None,
            amount: Some(i64::from(100_000 + number)).into(),
            margin: None.into(),
        });
    }
    records
}

/// Working out and packing a book of 2,000 rows: text, four numbers and their sum.
#[divan::bench(sample_count = 10)]
fn workbook(bencher: Bencher) {
    let mut sheet = Sheet { name: "Rows".to_owned(), ..Sheet::default() };
    for row in 0..2_000 {
        sheet.put(row, 0, format!("row {row}"), Style::text("label"));
        for column in 1..5 {
            sheet.put(row, column, f64::from(row * u32::from(column)), Style::new("figure", "count"));
        }
        let cells = Expression::range(At::new(0, row, 1), At::new(0, row, 4));
        sheet.put(row, 5, cells.sum(), Style::new("figure", "count"));
    }
    let book = Book {
        title: "Rows".to_owned(),
        company: String::new(),
        as_of: "2026-06-30".parse().unwrap_or_default(),
        footer: String::new(),
        sheets: vec![sheet],
        named: Vec::new(),
        places: Vec::new(),
        scenarios: None,
    };
    let Ok(look) = Look::load(&Templates::default()) else { return };
    let cells = ItemsCount::new(2_000_u32 * 6);
    let written = || {
        let (rows, values) = (Beside::of(black_box(&book), &look), Engine::new(&book).values());
        rows.put_into(&rows.frame(&values)?, [rows.cells(&values), rows.grids()])
    };
    bencher.counter(cells).bench_local(|| written().map(|file| file.len()));
}
