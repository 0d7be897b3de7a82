//! A mapping: the columns of a recognised table, with their conventions settled from its first rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::model::money::Currency;
use crate::model::note::{Note, Notes, Place};

use super::cell::cell_text;
use super::column::{Column, Origin};
use super::period_above::period_above;
use crate::ingest::convention::{ColumnSurvey, Verdict, Witness, agreed};
use crate::ingest::date::{DateFormat, DateOrder};
use crate::ingest::header::normal;
use crate::ingest::kind::Kind;
use crate::ingest::number::NumberFormat;
use crate::ingest::recognise::{Fit, Taken, position};
use crate::ingest::source::Takes;
use crate::ingest::table::{Row, Table};

/// Rows of touchpoints looked at before their conventions are taken as settled.
const SAMPLE: u64 = 2000;

/// Columns of planbook's that hold numbers.
const NUMBERS: [&str; 32] = [
    "rate",
    "amount",
    "margin",
    "spend",
    "impressions",
    "clicks",
    "platform_conversions",
    "platform_revenue",
    "sent",
    "delivered",
    "bounced",
    "opened",
    "clicked",
    "replied",
    "unsubscribed",
    "complained",
    "sessions",
    "visitors",
    "submissions",
    "posts",
    "likes",
    "comments",
    "shares",
    "followers",
    "mrr",
    "quantity",
    "interval_count",
    "count",
    "hours",
    "quota",
    "budget",
    "score",
];

/// Those of them that hold money, and those that hold fractions; all others are counts.
const MONEY: [&str; 8] = ["amount", "margin", "spend", "platform_revenue", "mrr", "quota", "budget", "rate"];
const FRACTIONS: [&str; 3] = ["platform_conversions", "hours", "score"];

/// What the rows say of each cell: by position, and whether it is read as a date.
type Surveys = BTreeMap<(usize, bool), ColumnSurvey>;

/// By which cells a row is known to be no record.
struct Dropping {
    cell: usize,
    values: Vec<String>,
    equals: Option<usize>,
    others: bool,
}

/// A table's columns, ready to be read.
pub struct Mapping {
    columns: BTreeMap<String, Column>,
    drops: Vec<Dropping>,
    /// The currency that the source says of amounts that name none.
    pub currency: Option<Currency>,
    /// Percent of value-added tax that are taken off spend.
    pub vat_off: u32,
    /// Whether a table without days takes its period from the lines above the header.
    pub period_above: bool,
    /// The period above the header, when every row stands on its first day: then rows are totals of it.
    pub whole_period: Option<(NaiveDate, NaiveDate)>,
}

impl Mapping {
    /// Settles the columns of `table`.
    ///
    /// # Errors
    /// The note of a file that turns out to be damaged.
    pub fn new(table: &Table, fit: &Fit<'_>, notes: &mut Notes) -> Result<Mapping, Note> {
        let surveys = surveys(table, fit)?;
        let mut columns = BTreeMap::new();
        for (&name, taken) in &fit.columns {
            let mut column = column(table, fit, name, taken);
            if let Some(&cell) = taken.cells.first() {
                conventions(&mut column, (name, cell), fit, &surveys, table, notes);
            }
            columns.insert(name.to_owned(), column);
        }
        let header: Vec<String> = table.header.iter().map(|h| normal(h)).collect();
        let at = |pattern| position(pattern, &header).map(|(cell, _)| cell);
        let drops = fit.source.drop.iter().filter_map(|drop| {
            let equals = drop.equals.as_ref().and_then(at);
            Some(Dropping { cell: at(&drop.header)?, values: drop.values.clone(), equals, others: drop.others })
        });
        let whole_period = if fit.source.format.first_day { whole_period(table, columns.get("day"))? } else { None };
        Ok(Mapping {
            columns,
            whole_period,
            drops: drops.collect(),
            currency: fit.source.format.currency,
            vat_off: fit.source.format.vat_off,
            period_above: fit.source.format.period_above,
        })
    }

    /// The column of planbook's `name`; one that gives nothing when the table does not have it.
    pub fn column(&self, name: &str) -> Column {
        self.columns.get(name).cloned().unwrap_or_default()
    }

    /// The position and value by which the source says that this row is no record.
    pub fn dropped(&self, row: &Row<'_>) -> Option<(usize, String)> {
        self.drops.iter().find_map(|drop| {
            let text = cell_text(row, drop.cell).unwrap_or_default().to_lowercase();
            let same = |other| cell_text(row, other).unwrap_or_default().to_lowercase() == text;
            let told = drop.values.contains(&text) != drop.others;
            (told || drop.equals.is_some_and(same)).then_some((drop.cell, text))
        })
    }
}

/// What the rows say about the conventions of each cell, as (numbers, dates). The pass goes on to the end, so that a
/// damaged file is found before any of its rows joins those of others; touchpoints, which can be taken back and may be
/// very many, are left as soon as nothing is open.
fn surveys(table: &Table, fit: &Fit<'_>) -> Result<Surveys, Note> {
    let mut surveys: Surveys = BTreeMap::new();
    for (name, taken) in fit.columns.iter().filter(|(name, _)| is_date(name) || NUMBERS.contains(name)) {
        for &cell in taken.cells.iter().chain(&taken.less) {
            let survey = if is_date(name) { ColumnSurvey::of_dates() } else { ColumnSurvey::of_numbers() };
            surveys.entry((cell, is_date(name))).or_insert(survey);
        }
    }
    let spared = fit.source.feeds.first() == Some(&Kind::Touchpoints);
    let mut rows = 0;
    table.body.pass(&mut |row| {
        for (&(cell, _), survey) in &mut surveys {
            if let Some(cell) = row.cells.get(cell) {
                survey.feed(row.number, cell);
            }
        }
        rows += 1;
        let open =
            |(&(_, date), s): (&(usize, bool), &ColumnSurvey)| date && matches!(s.date_order(), Verdict::Open(_));
        let enough = spared && rows % SAMPLE == 0 && !surveys.iter().any(open);
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(surveys)
}

/// The period above the header, when it is longer than a day and no row stands on another day than its first.
fn whole_period(table: &Table, day: Option<&Column>) -> Result<Option<(NaiveDate, NaiveDate)>, Note> {
    let Some(((first, last), day)) = period_above(&table.preamble).filter(|(a, b)| a < b).zip(day) else {
        return Ok(None);
    };
    let mut all = true;
    table.body.pass(&mut |row| {
        all &= day.day(&row, "UTC").ok().flatten().is_none_or(|day| day == first);
        if all { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(all.then_some((first, last)))
}

/// Whether a column of planbook's holds days or times.
fn is_date(name: &str) -> bool {
    name.ends_with("_on") || name.ends_with("_at") || matches!(name, "day" | "last_day" | "month")
}

fn column(table: &Table, fit: &Fit<'_>, name: &str, taken: &Taken) -> Column {
    let spec = &fit.source.columns[name];
    let origin = match (&spec.takes, taken.cells.as_slice()) {
        (_, []) => Origin::Always,
        (Takes::First | Takes::Each(_) | Takes::Captured, [cell, ..]) => Origin::Cell(*cell),
        (Takes::Either, cells) => Origin::Either(cells.to_vec()),
        (Takes::Sum, cells) => Origin::Sum(cells.to_vec()),
        (Takes::Join(with), cells) => Origin::Join(cells.to_vec(), with.clone()),
    };
    let header = taken.cells.first().and_then(|&c| table.header.get(c)).cloned().unwrap_or_default();
    Column {
        origin,
        header,
        captured: taken.captured.clone(),
        always: spec.always.clone().unwrap_or_default(),
        otherwise: spec.otherwise.clone(),
        words: fit.source.words.get(name).cloned().unwrap_or_default(),
        decimals: spec.decimals,
        minor: spec.minor,
        less: taken.less.clone(),
        dates: DateFormat { order: DateOrder::Iso, zone: fit.source.format.zone.clone() },
        numbers: NumberFormat::default(),
    }
}

/// The convention of one column: the source's own word, else what its cells say, else what the file's other columns
/// agree on, else `otherwise` with a note.
fn settle<T: Copy>(
    (declared, agreed, otherwise): (Option<T>, Option<T>, T),
    verdict: &Verdict<T>,
    open: &'static str,
    notes: &mut Vec<Note>,
) -> T {
    if let Some(declared) = declared {
        return declared;
    }
    match verdict {
        Verdict::Settled(convention) => *convention,
        Verdict::Unneeded => otherwise,
        Verdict::Open(witness) => agreed.unwrap_or_else(|| {
            notes.push(Note::new(open).with("found", witness.text.as_str()).at(row(witness)));
            otherwise
        }),
        Verdict::Conflict(first, second) => {
            let note = Note::new("W209").with("found", first.text.as_str()).with("other", second.text.as_str());
            notes.push(note.with("row", second.row).at(row(first)));
            otherwise
        }
    }
}

/// What a column's cells say of its decimal sign. A count has none, so three digits after a sign are thousands.
fn number_verdict(name: &str, whole_currency: bool, survey: &ColumnSurvey) -> Verdict<NumberFormat> {
    let money = MONEY.contains(&name);
    match survey.number_format() {
        Verdict::Open(witness) if if money { whole_currency } else { !FRACTIONS.contains(&name) } => {
            Verdict::Settled(NumberFormat { decimal: if witness.text.contains(',') { '.' } else { ',' } })
        }
        verdict => verdict,
    }
}

/// Settles a column's conventions; what remains open is told at its place.
fn conventions(
    column: &mut Column,
    (name, cell): (&str, usize),
    fit: &Fit<'_>,
    surveys: &Surveys,
    table: &Table,
    notes: &mut Notes,
) {
    let format = &fit.source.format;
    let Some(survey) = surveys.get(&(cell, is_date(name))) else { return };
    let mut open = Vec::new();
    if is_date(name) {
        let all: Vec<_> = surveys.iter().filter(|((_, date), _)| *date).map(|(_, s)| s.date_order()).collect();
        let known = (format.dates, agreed(&all), DateOrder::DayFirst);
        column.dates.order = settle(known, &survey.date_order(), "W208", &mut open);
    } else if NUMBERS.contains(&name) {
        let whole_currency = Currency::parse(&column.captured).is_some_and(|c| c.digits() == 0);
        let others = fit.columns.iter().flat_map(|(&other, taken)| taken.cells.iter().map(move |&c| (other, c)));
        let all: Vec<_> = others
            .filter_map(|(other, cell)| Some(number_verdict(other, whole_currency, surveys.get(&(cell, false))?)))
            .collect();
        let declared = format.decimal.map(|decimal| NumberFormat { decimal });
        let known = (declared, agreed(&all), NumberFormat::default());
        column.numbers = settle(known, &number_verdict(name, whole_currency, survey), "W210", &mut open);
    }
    for mut note in open {
        note.place.file.clone_from(&table.file);
        note.place.sheet.clone_from(&table.sheet);
        note.place.column = column.number();
        note.place.header.clone_from(&column.header);
        notes.push(note);
    }
}

fn row(witness: &Witness) -> Place {
    Place { row: witness.row, ..Place::default() }
}
