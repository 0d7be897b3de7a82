//! A mapping: the columns of a recognised table, with their conventions settled from its first rows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::model::money::Currency;
use crate::model::note::{Note, Notes, Place};
use crate::model::writing::Writing;

use super::column::{Column, Origin};
use super::drops::Drops;
use super::naming::Naming;
use super::overlap::Apart;
use super::period_above::period_above;
use super::survey::{NUMBERS, Surveys, is_date, is_id, surveys};
use crate::ingest::convention::{ColumnSurvey, Verdict, Witness, agreed};
use crate::ingest::date::{DateFormat, DateOrder};
use crate::ingest::header::normal;
use crate::ingest::identity::Gathered;
use crate::ingest::kind::Kind;
use crate::ingest::number::NumberFormat;
use crate::ingest::recognise::{Fit, Taken, feeds, position};
use crate::ingest::source::Takes;
use crate::ingest::table::{Row, Rows, Table};

/// The columns of numbers that hold money, and those that hold fractions; all others are counts.
const MONEY: [&str; 8] = ["amount", "margin", "spend", "platform_revenue", "mrr", "quota", "budget", "rate"];
const FRACTIONS: [&str; 3] = ["platform_conversions", "hours", "score"];

/// A table's columns, ready to be read.
pub struct Mapping {
    columns: BTreeMap<String, Column>,
    drops: Drops,
    totals: BTreeSet<u64>,
    /// Cells that tell rows of one day and campaign apart.
    pub apart: Vec<usize>,
    /// The currency that the source says of amounts that name none.
    pub currency: Option<Currency>,
    /// Percent of value-added tax that are taken off spend.
    pub vat_off: u32,
    /// Whether a table without days takes its period from the lines above the header.
    pub period_above: bool,
    /// The period above the header, when every row stands on its first day: then rows are totals of it.
    pub whole_period: Option<(NaiveDate, NaiveDate)>,
    /// Whom its rows name, if they are contacts.
    pub(crate) named: Gathered,
}

impl Mapping {
    /// Settles the columns of `table`. `said` is what the plan says of how its file is written, and of how files are
    /// written that leave it open.
    ///
    /// # Errors
    /// The note of a file that turns out to be damaged.
    pub fn new(
        table: &Table,
        fit: &Fit<'_>,
        (said, apart): ((&Writing, &Writing), &Apart),
        notes: &mut Notes,
    ) -> Result<Mapping, Note> {
        let header: Vec<String> = table.header.iter().map(|h| normal(h)).collect();
        let drops = Drops::new(fit, |pattern| position(pattern, &header).map(|(cell, _)| cell));
        let unsettled = |name: &str, taken| column(table, fit, name, taken, said);
        let of_contact = |name| fit.columns.get(name).map(|taken| unsettled(name, taken)).unwrap_or_default();
        let contacts = fit.source.feeds.contains(&Kind::Contacts) && feeds(fit, Kind::Contacts);
        let naming = contacts.then(|| Naming::new(of_contact("contact_id"), of_contact("email"), &drops));
        let mut named = Gathered::default();
        let found = surveys(table, fit, naming.as_ref().map(|naming| (naming, &mut named)))?;
        let mut columns = BTreeMap::new();
        for (&name, taken) in &fit.columns {
            let mut column = unsettled(name, taken);
            if let Some(&cell) = taken.cells.first() {
                conventions(&mut column, (name, cell), (fit, said), &found.surveys, table, notes);
            }
            columns.insert(name.to_owned(), column);
        }
        let whole_period = if fit.source.format.first_day { whole_period(table, columns.get("day"))? } else { None };
        let adding = columns.iter().filter(|(name, _)| adds_up(name)).map(|(_, column): (_, &Column)| column);
        let totals = found.candidates.totals(table, &adding.collect::<Vec<_>>())?;
        for (cell, witness, rows) in found.damaged() {
            let place = in_column(table, cell, witness);
            notes.push(Note::new("W232").with("found", witness.text.as_str()).with("rows", rows).at(place));
        }
        for (cell, one, other) in found.twice {
            let place = in_column(table, cell, &one);
            notes.push(Note::new("W233").with("found", one.text).with("other", other).at(place));
        }
        Ok(Mapping {
            columns,
            whole_period,
            drops,
            named,
            totals,
            apart: apart.columns(&table.header),
            currency: currency_above(&table.preamble).or(fit.source.format.currency),
            vat_off: fit.source.format.vat_off,
            period_above: fit.source.format.period_above,
        })
    }

    /// The column of planbook's `name`; one that gives nothing when the table does not have it.
    pub fn column(&self, name: &str) -> Column {
        self.columns.get(name).cloned().unwrap_or_default()
    }

    /// Reads nothing from planbook's `name` any more.
    pub fn leave_out(&mut self, name: &str) {
        self.columns.remove(name);
    }

    /// Whether the row of this number is a total that does not say so.
    pub fn is_total(&self, number: u64) -> bool {
        !self.totals.is_empty() && self.totals.contains(&number)
    }

    /// Whether the row is no record, by what its source says or by being a total.
    pub fn is_no_record(&self, row: &Row<'_>) -> bool {
        self.is_total(row.number) || self.dropped(row).is_some()
    }

    /// The positions of rows that are no record, or ragged: in rising order.
    pub(crate) fn aside(&self, rows: &dyn Rows) -> Vec<usize> {
        let total = |row: &Row<'_>| self.is_total(row.number);
        self.drops.aside(rows, if self.totals.is_empty() { None } else { Some(&total) })
    }

    /// The position and value by which the source says that this row is no record.
    pub fn dropped(&self, row: &Row<'_>) -> Option<(usize, String)> {
        self.drops.dropped(row)
    }
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

/// The currency that a line above the header says: `Currency: THB`.
fn currency_above(preamble: &[String]) -> Option<Currency> {
    let said = preamble.iter().filter_map(|line| line.split_once([':', ',']));
    let mut said = said.filter(|(label, _)| label.trim_matches(['#', ' ']).to_lowercase().starts_with("currency"));
    said.find_map(|(_, code)| Currency::parse(code.trim_matches(|c: char| !c.is_ascii_alphabetic())))
}

/// Whether a total of a column of planbook's is the sum of its rows; visitors of two days are not those of both.
fn adds_up(name: &str) -> bool {
    NUMBERS.contains(&name)
        && !matches!(name, "visitors" | "followers" | "score" | "rate" | "interval_count" | "quantity")
}

fn column(table: &Table, fit: &Fit<'_>, name: &str, taken: &Taken, said: (&Writing, &Writing)) -> Column {
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
        dates: DateFormat {
            order: DateOrder::Iso,
            zone: said.0.zone.clone().or_else(|| fit.source.format.zone.clone()).or_else(|| said.1.zone.clone()),
            buddhist: said.0.buddhist || said.1.buddhist,
            since_1904: said.0.since_1904 || table.since_1904,
        },
        numbers: NumberFormat::default(),
        is_id: is_id(name),
    }
}

/// The convention of one column: what the plan says of the file, or the source of its vendor, else what its cells say,
/// else what the file's other columns agree on, else what the plan says of all files, else `otherwise` with a note.
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
    (fit, (file, plan)): (&Fit<'_>, (&Writing, &Writing)),
    surveys: &Surveys,
    table: &Table,
    notes: &mut Notes,
) {
    let format = &fit.source.format;
    let Some(survey) = surveys.get((cell, is_date(name))) else { return };
    let mut open = Vec::new();
    if is_date(name) {
        let all: Vec<_> = surveys.of_dates().map(ColumnSurvey::date_order).collect();
        let known = (file.order.or(format.dates), agreed(&all).or(plan.order), DateOrder::DayFirst);
        column.dates.order = settle(known, &survey.date_order(), "W208", &mut open);
        if let Some(witness) = survey.short_year().filter(|_| !column.dates.buddhist) {
            open.push(Note::new("A222").with("found", witness.text.as_str()).at(row(witness)));
        }
    } else if NUMBERS.contains(&name) {
        let whole_currency = Currency::parse(&column.captured).is_some_and(|c| c.digits() == 0);
        let others = fit.columns.iter().flat_map(|(&other, taken)| taken.cells.iter().map(move |&c| (other, c)));
        let all: Vec<_> = others
            .filter_map(|(other, cell)| Some(number_verdict(other, whole_currency, surveys.get((cell, false))?)))
            .collect();
        let declared = file.decimal.or(format.decimal).map(|decimal| NumberFormat { decimal });
        let told = plan.decimal.map(|decimal| NumberFormat { decimal });
        let known = (declared, agreed(&all).or(told), NumberFormat::default());
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

fn in_column(table: &Table, cell: usize, witness: &Witness) -> Place {
    Place {
        file: table.file.clone(),
        sheet: table.sheet.clone(),
        column: u32::try_from(cell + 1).unwrap_or(0),
        header: table.header.get(cell).cloned().unwrap_or_default(),
        ..row(witness)
    }
}

fn row(witness: &Witness) -> Place {
    Place { row: witness.row, ..Place::default() }
}
