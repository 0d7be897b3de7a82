//! The book while it is being drawn: what every block may ask for and where it writes.

use std::collections::BTreeMap;

use crate::model::fact::{Axis, Scope};
use crate::model::formula::Missing;
use crate::model::money::Currency;
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::render::book::Book;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::sheet::Sheet;
use crate::render::book::width::lines;
use crate::render::report::Report;

use super::checks::Check;
use super::export::{Given, leaves, records_of};
use super::facts::FactSheet;
use super::label::Labels;
use super::mix::PlanCells;
use super::sums::Sums;
use super::template::Block;

/// Cells of the About sheet that formulas name.
#[derive(Clone, Copy, Debug)]
pub struct Assumptions {
    /// The last day that counts.
    pub as_of: At,
    /// First month of the baseline.
    pub first: At,
    /// Last month of the baseline.
    pub last: At,
    /// Months in the baseline.
    pub months: At,
    /// Gross margin.
    pub gross_margin: At,
    /// Deviations of the confidence interval.
    pub deviations: At,
    /// Up to which spread models agree.
    pub robust: At,
    /// Under how many cases a share is told as counts.
    pub few: At,
    /// Points in a whole score.
    pub points: At,
    /// Up to which difference two totals agree.
    pub tolerance: At,
}

/// Where a table of figures stands, for charts and checks.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its header's first cell, above the labels.
    pub corner: At,
    /// First row of figures.
    pub first: u32,
    /// Last row of figures.
    pub last: u32,
    /// Row of the total, if there is one.
    pub total: Option<u32>,
    /// Whether every name has a row, so that the rows add up to the total.
    pub complete: bool,
    /// Column of each measure or metric, with its number format.
    pub columns: BTreeMap<String, (u16, &'static str)>,
}

/// A place on a sheet, moving down as blocks are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Number of the sheet.
    pub sheet: u16,
    /// Next free row.
    pub row: u32,
    /// Pixels already taken by a chart on this row.
    pub taken: u32,
}

/// The leftmost column in use; the one before it is margin.
pub const LEFT: u16 = 1;
/// How many columns captions and headings run over.
pub const SPAN: u16 = 9;

/// The book in the making.
pub struct Draft<'a> {
    /// What is shown.
    pub report: &'a Report<'a>,
    /// Where it is shown.
    pub book: Book,
    /// Texts of names.
    pub labels: Labels,
    /// Which exports were given.
    pub given: Given,
    /// The fact sheet's columns.
    pub facts: FactSheet,
    /// Sums that rows are chosen and sorted by.
    pub sums: Sums<'a>,
    /// Cells that formulas name.
    pub assumptions: Assumptions,
    /// Tables by their block's name.
    pub tables: BTreeMap<String, Table>,
    /// Who reached and who entered, the two cells behind each rate of the funnel.
    pub rates: BTreeMap<(Stage, Stage), (At, At)>,
    /// What each stage of the plan needs in the year for whole customers.
    pub needs: BTreeMap<Stage, At>,
    /// What the walk by market or channel starts from; `None` without a reverse funnel.
    pub plan_cells: Option<PlanCells>,
    /// Charts to draw once every table stands.
    pub charts: Vec<(Page, Block)>,
    /// Statistics by id: the first cell of their first row, on the statistics sheet.
    pub statistics: BTreeMap<&'static str, At>,
    /// The headline figures' first row, where their lines are drawn once the months stand.
    pub headlines: Option<At>,
    /// Cohort triangles on the statistics sheet, customers and money: first cell of each.
    pub cohorts: BTreeMap<&'static str, At>,
    /// The forecast of each objective on the scorecard, by id.
    pub objectives: BTreeMap<String, At>,
    /// Where each finding's link is to stand once every sheet is drawn: its number and the cell.
    pub findings: Vec<(usize, At)>,
    /// Totals that blocks reach by two ways, for the sheet of checks.
    pub checks: Vec<Check>,
}

impl Draft<'_> {
    /// A sheet; numbers come from the pages of this draft.
    pub fn sheet(&mut self, number: u16) -> &mut Sheet {
        let last = self.book.sheets.len() - 1;
        &mut self.book.sheets[usize::from(number).min(last)]
    }

    /// A row of column headings: a word of each key, in the role that `role` gives for its place from the left.
    pub fn header_row(&mut self, page: &mut Page, keys: &[&str], height: f64, role: impl Fn(u16) -> &'static str) {
        for (place, key) in (0..).zip(keys) {
            let text = self.word(key);
            self.put(page, LEFT + place, text, Style::text(role(place)));
        }
        self.sheet(page.sheet).heights.insert(page.row, height);
        page.row += 1;
    }

    /// Puts a cell on the page's row.
    pub fn put(&mut self, page: &Page, column: u16, content: impl Into<Content>, style: Style) -> At {
        self.sheet(page.sheet).put(page.row, column, content, style)
    }

    /// A word.
    pub fn word(&self, key: &str) -> String {
        self.report.words.word(key).to_owned()
    }

    /// A sentence.
    pub fn say(&self, phrase: &Phrase) -> String {
        self.report.words.say(phrase)
    }

    /// The currency of all figures.
    pub fn currency(&self) -> Currency {
        self.report.facts.currency
    }

    /// A heading and the sentence below it, as the block says.
    pub fn heading(&mut self, page: &mut Page, block: &Block) {
        if !block.title.is_empty() {
            let text = self.word(&format!("block.{}", block.title));
            self.title(page, &text);
        }
        if !block.text.is_empty() {
            let key = Arg::Word(format!("cost_key.{}", self.report.settings.cost_key.id()));
            let text = self.say(&Phrase::new(format!("block.{}", block.text)).with("key", key));
            self.paragraph(page, &text, "caption");
        }
    }

    /// The heading of a block that no template words, and what is to be known of it: `block.NAME`, `block.NAME_how`.
    pub fn section(&mut self, page: &mut Page, name: &str) {
        let title = self.word(&format!("block.{name}"));
        self.title(page, &title);
        let how = self.word(&format!("block.{name}_how"));
        self.paragraph(page, &how, "caption");
    }

    /// A heading with a rule below it.
    pub fn title(&mut self, page: &mut Page, text: &str) {
        self.put(page, LEFT, text, Style::text("heading"));
        for column in LEFT + 1..=LEFT + SPAN {
            self.put(page, column, Content::Empty, Style::text("rule"));
        }
        self.sheet(page.sheet).heights.insert(page.row, 22.0);
        page.row += 1;
    }

    /// A paragraph over the width of the page.
    pub fn paragraph(&mut self, page: &mut Page, text: &str, role: &'static str) {
        self.put(page, LEFT, text, Style::text(role));
        let size = if role == "verdict" { 1.45 } else { 1.12 };
        let height = f64::from(lines(text, 140.0 / size)) * 13.5 * size + 5.0;
        let row = page.row;
        let sheet = self.sheet(page.sheet);
        sheet.merges.push((row, LEFT, row, LEFT + SPAN));
        sheet.heights.insert(row, height);
        page.row += 1;
    }

    /// Instead of a block that nothing fills: the sentence that says which export would.
    pub fn unfilled(&mut self, page: &mut Page, ids: &[String]) {
        let wanting = ids.iter().flat_map(|id| leaves(id, self.report.catalog, self.report.facts));
        let mut records: Vec<&str> =
            wanting.filter(|m| !self.given.measure(m, self.report.facts)).map(|m| records_of(&m)).collect();
        records.sort_unstable();
        records.dedup();
        let list = records.iter().map(|r| Arg::Word(format!("records.{r}"))).collect();
        let text = self.say(&Phrase::new("block.unfilled").with("records", Arg::List(list)));
        self.paragraph(page, &text, "caption");
        page.row += 1;
    }

    /// The columns of a block that can be filled; `activity_*` stands for every measure that begins so.
    pub fn fillable(&self, ids: &[String]) -> Vec<String> {
        let known =
            |id: &&String| self.report.facts.measures.find(id).is_some() || self.report.catalog.get(id).is_some();
        let given = |id: &&String| self.given.all(id, self.report.catalog, self.report.facts);
        let every = |id: &String| match id.strip_suffix('*') {
            Some(start) => self.given.starting(start).cloned().collect(),
            None => vec![id.clone()],
        };
        ids.iter().flat_map(every).filter(|id| known(&id)).filter(|id| given(&id)).collect()
    }

    /// Whether a measure or metric can be told by names on `axis`: where facts are cuts, every measure below it must have
    /// been counted there.
    pub fn stands_on(&self, id: &str, axis: Axis) -> bool {
        let facts = self.report.facts;
        let counted = |leaf: &String| {
            facts.measures.find(leaf).is_none_or(|m| facts.of(m).is_empty() || !facts.cuts_of(m, axis).is_empty())
        };
        axis < Axis::Industry || leaves(id, self.report.catalog, facts).iter().all(counted)
    }

    /// The number of a measure or metric over a scope, to sort and choose rows by.
    pub fn number(&self, id: &str, scope: &Scope) -> Option<f64> {
        if let Some(number) = self.sums.shown(id, scope) {
            return Some(number);
        }
        if let Some(constant) = self.report.settings.constant(id) {
            return Some(constant);
        }
        let metric = self.report.catalog.get(id)?;
        let value = |name: &str| self.number(name, scope).ok_or_else(|| Missing::NotGiven(name.to_owned()));
        metric.formula.number(&mut { value }).ok()
    }

    /// The label of a measure or metric.
    pub fn label(&self, id: &str) -> String {
        let words = self.report.words;
        let key = format!("measure.{id}");
        if words.knows(&key) {
            return self.word(&key);
        }
        if let Some(metric) = self.report.catalog.get(id) {
            return words.word_or(&format!("metric.{id}"), &metric.label).to_owned();
        }
        let parts: Vec<&str> = id.split('.').collect();
        match parts.as_slice() {
            ["credit_conversions" | "credit_revenue", model] => self.word(&format!("model.{model}")),
            [kind @ ("reached" | "matured" | "matured_entered"), from, to] => self.say(
                &Phrase::new(format!("measure.{kind}"))
                    .with("from", Arg::Word(format!("stage.{from}")))
                    .with("to", Arg::Word(format!("stage.{to}"))),
            ),
            _ => id.strip_prefix("activity_").unwrap_or(id).replace('_', " "),
        }
    }

    /// Whether a cell shows a day or month.
    pub fn is_day(&self, at: At) -> bool {
        let cell = self.book.sheet(at.sheet).and_then(|s| s.cell(at.row, at.column));
        matches!(cell.map(|c| c.style.format), Some("day" | "month"))
    }

    /// The word of an axis.
    pub fn axis(&self, axis: Axis) -> String {
        self.word(&format!("axis.{}", axis.id()))
    }
}
