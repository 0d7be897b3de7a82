//! Sheets are templates, blocks are Rust: this draws `templates/sheets/*.toml` into a book.

pub mod about;
pub mod budget;
pub mod budget_need;
pub mod by_month;
pub mod calendar;
pub mod calendar_months;
pub mod calendar_progress;
pub mod calendar_shares;
pub mod capacity;
pub mod chances;
pub mod changes;
pub mod chart;
pub mod checks;
pub mod cohorts;
pub mod coverage;
pub mod crossed;
pub mod definitions;
pub mod draft;
pub mod drivers;
pub mod evidence;
pub mod existing;
pub mod export;
pub mod fact_grid;
pub mod fact_rows;
pub mod facts;
pub mod figure;
pub mod figures;
pub mod files;
pub mod findings;
pub mod funnel;
pub mod label;
pub mod merges;
pub mod mix;
pub mod mix_needs;
pub mod mix_shares;
pub mod models;
pub mod months;
pub mod notes;
pub mod objectives;
pub mod others;
pub mod policies;
pub mod reverse;
pub mod scenario;
pub mod smart;
pub mod statistic;
pub mod statistics;
pub mod sums;
pub mod table;
pub mod template;
pub mod text;

use std::collections::BTreeMap;

use crate::model::phrase::Phrase;
use crate::render::book::Book;
use crate::render::book::cell::{At, Style};
use crate::render::book::sheet::{Paper, Sheet};
use crate::render::report::Report;

use draft::{Assumptions, Draft, LEFT, Page};
use export::Given;
use facts::FactSheet;
use label::Labels;
use sums::Sums;
use template::{Block, SheetTemplate};

type Draw = fn(&mut Draft<'_>, &mut Page, &Block);

/// The kinds of blocks, each with its turn: what others point at is drawn before them, whatever the order of the tabs.
const KINDS: &[(&str, u8, Draw)] = &[
    ("about", 0, about::draw),
    ("facts", 1, |draft, page, _| facts::draw(draft, page)),
    ("statistics", 2, statistics::draw),
    ("text", 3, text::draw),
    ("verdict", 3, text::verdict),
    ("findings", 3, findings::draw),
    ("figures", 3, figures::draw),
    ("trends", 3, figures::trends),
    ("table", 3, table::draw),
    ("months", 3, months::draw),
    ("changes", 3, changes::draw),
    ("drivers", 5, drivers::draw),
    ("funnel", 3, funnel::draw),
    ("models", 3, models::draw),
    ("statistic", 3, statistic::draw),
    ("cohorts", 3, cohorts::draw),
    ("objectives", 3, objectives::draw),
    ("evidence", 3, evidence::draw),
    ("smart", 3, smart::draw),
    ("conflicts", 3, smart::conflicts),
    ("files", 3, files::draw),
    ("coverage", 3, coverage::draw),
    ("merges", 3, merges::draw),
    ("notes", 3, notes::draw),
    ("definitions", 3, definitions::draw),
    ("policies", 3, policies::draw),
    ("model_list", 3, policies::models),
    ("chart", 3, chart::reserve),
    ("reverse", 4, reverse::draw),
    ("calendar", 5, calendar::draw),
    ("budget", 5, budget::draw),
    ("budget_need", 5, budget_need::draw),
    ("capacity", 5, capacity::draw),
    ("mix", 5, mix::draw),
    ("checks", 6, checks::draw),
];

/// The book of a report.
///
/// # Errors
/// A template that cannot be read, or that names a kind of block that does not exist.
pub fn book(report: &Report<'_>) -> Result<Book, String> {
    let templates = template::load(report.templates)?;
    let mut draft = started(report, &templates);
    let mut order: Vec<(u8, usize)> = Vec::new();
    for (number, sheet) in templates.iter().enumerate() {
        let turns: Vec<u8> = sheet.block.iter().map(turn).collect::<Result<_, _>>()?;
        let (earliest, latest) = (turns.iter().min().copied(), turns.iter().max().copied());
        order.push((earliest.filter(|&t| t < 3).or(latest).unwrap_or(3), number));
    }
    order.sort_unstable();
    for &(_, number) in &order {
        sheet(&mut draft, &templates[number], number);
    }
    chart::draw_all(&mut draft);
    findings::link_all(&mut draft);
    Ok(draft.book)
}

fn turn(block: &Block) -> Result<u8, String> {
    let known = KINDS.iter().find(|(kind, ..)| *kind == block.kind);
    known.map(|&(_, turn, _)| turn).ok_or_else(|| format!("templates/sheets: kind = {:?}", block.kind))
}

fn started<'a>(report: &'a Report<'a>, templates: &[SheetTemplate]) -> Draft<'a> {
    let words = report.words;
    let as_of = report.settings.as_of();
    let mut taken = BTreeMap::new();
    let sheets = (0..).zip(templates).map(|(number, template)| {
        let name = sheet_name(words.word(&format!("sheet.{}.tab", template.word)), &mut taken);
        let paper = Paper { portrait: template.portrait, one_page: template.one_page };
        Sheet { number, name, tab: template.tab.clone(), paper, ..Sheet::default() }
    });
    let book = Book {
        title: words.say(&Phrase::new("book.title").with("company", report.settings.company.as_str())),
        company: report.settings.company.clone(),
        as_of,
        footer: words.say(&Phrase::new("book.as_of").with("day", as_of)),
        sheets: sheets.collect(),
        named: Vec::new(),
        places: Vec::new(),
        scenarios: None,
    };
    let nowhere = At::new(0, 0, 0);
    Draft {
        report,
        book,
        labels: Labels::of(report),
        given: Given::of(report.facts),
        facts: FactSheet::default(),
        sums: Sums::of(report.facts),
        assumptions: Assumptions {
            as_of: nowhere,
            first: nowhere,
            last: nowhere,
            months: nowhere,
            gross_margin: nowhere,
            deviations: nowhere,
            robust: nowhere,
            few: nowhere,
            points: nowhere,
            tolerance: nowhere,
        },
        tables: BTreeMap::new(),
        rates: BTreeMap::new(),
        needs: BTreeMap::new(),
        plan_cells: None,
        charts: Vec::new(),
        statistics: BTreeMap::new(),
        headlines: None,
        cohorts: BTreeMap::new(),
        objectives: BTreeMap::new(),
        findings: Vec::new(),
        checks: Vec::new(),
    }
}

/// Names of tabs hold 31 characters, none of `[]:*?/\`, and differ.
fn sheet_name(word: &str, taken: &mut BTreeMap<String, u32>) -> String {
    let clean: String = word.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(28).collect();
    let count = taken.entry(clean.to_lowercase()).or_insert(0);
    *count += 1;
    if *count > 1 { format!("{clean} {count}") } else { clean }
}

fn sheet(draft: &mut Draft<'_>, template: &SheetTemplate, number: usize) {
    let number = u16::try_from(number).unwrap_or(0);
    let mut page = Page { sheet: number, row: 0, taken: 0 };
    let bare = template.block.iter().any(|b| b.kind == "facts");
    if !bare {
        banner(draft, &mut page, template);
    }
    for block in &template.block {
        if let Some((.., draw)) = KINDS.iter().find(|(kind, ..)| *kind == block.kind) {
            if page.taken == 0 && !bare {
                draft.sheet(number).blocks.push(page.row);
            }
            draw(draft, &mut page, block);
        }
    }
}

/// Title and subtitle, and what every report sheet has.
fn banner(draft: &mut Draft<'_>, page: &mut Page, template: &SheetTemplate) {
    let title = draft.word(&format!("sheet.{}.title", template.word));
    let settings = draft.report.settings;
    let phrase = Phrase::new("book.subtitle")
        .with("company", settings.company.as_str())
        .with("day", settings.as_of())
        .with("currency", draft.currency().code())
        .with("baseline", settings.baseline());
    let subtitle = draft.say(&phrase);
    let sheet = draft.sheet(page.sheet);
    sheet.widths.insert(0, 2.0);
    sheet.heights.insert(0, 10.0);
    sheet.heights.insert(1, 30.0);
    sheet.put(1, LEFT, title, Style::text("title"));
    sheet.put(2, LEFT, subtitle, Style::text("subtitle"));
    sheet.freeze = Some((3, if template.freeze { LEFT + 1 } else { 0 }));
    sheet.repeat = Some((1, 3));
    page.row = 4;
}
