//! One look at all rows of a table before any is read: what its columns say of how they are written.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::cell::{cell_text, text};
use super::naming::Naming;
use super::totals::Candidates;
use crate::ingest::convention::{ColumnSurvey, Verdict, Witness};
use crate::ingest::header::normal;
use crate::ingest::identity::Gathered;
use crate::ingest::kind::Kind;
use crate::ingest::number::damaged_id;
use crate::ingest::recognise::Fit;
use crate::ingest::table::{Cell, Row, Rows, Table};
use crate::model::note::Note;

/// Rows of touchpoints looked at before their conventions are taken as settled.
const SAMPLE: usize = 2000;

/// Columns of planbook's that hold numbers.
pub(crate) const NUMBERS: [&str; 32] = [
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

/// What the rows say of each cell: by position, and whether it is read as a date; in that order, for every row walks them all.
#[derive(Clone)]
pub(super) struct Surveys(Vec<((usize, bool), ColumnSurvey)>);

impl Surveys {
    /// What they say of one cell.
    pub(super) fn get(&self, cell: (usize, bool)) -> Option<&ColumnSurvey> {
        self.0.binary_search_by_key(&cell, |(cell, _)| *cell).ok().map(|at| &self.0[at].1)
    }

    /// What they say of every cell that is read as a date.
    pub(super) fn of_dates(&self) -> impl Iterator<Item = &ColumnSurvey> {
        self.0.iter().filter(|((_, date), _)| *date).map(|(_, survey)| survey)
    }
}

/// What a look at rows found.
#[derive(Clone)]
pub(super) struct Surveyed {
    pub(super) surveys: Surveys,
    pub(super) candidates: Candidates,
    ids: Vec<(usize, Option<Witness>, u64)>,
    /// Pairs of columns under one header that were the same in every row; the first of them is read.
    alike: Vec<(usize, usize)>,
    /// Cells that are read while another column has the same header: the first row in which the two differ, with what
    /// stands in the other.
    pub(super) twice: Vec<(usize, Witness, String)>,
}

/// What the rows say about the conventions of each cell, as (numbers, dates), and where it is asked, whom they name. The pass goes
/// on to the end, so that a damaged file is found before any of its rows joins those of others; touchpoints, which can be taken
/// back and may be very many, are left as soon as nothing is open.
pub(super) fn surveys(
    table: &Table,
    fit: &Fit<'_>,
    mut named: Option<(&Naming<'_>, &mut Gathered)>,
) -> Result<Surveyed, Note> {
    let empty = Surveyed::new(table, fit);
    let naming = named.as_ref().map(|(naming, _)| *naming);
    let spared = fit.source.feeds.first() == Some(&Kind::Touchpoints) && naming.is_none();
    let (mut rows_before, mut all) = (0, empty.clone());
    let look = |rows: &dyn Rows| {
        let mut found = empty.clone();
        found.feed(rows);
        (found, naming.map(|naming| naming.seen(rows)))
    };
    table.body.looked(&|rows| Some(Box::new(look(rows)) as Box<dyn Any + Send>), &mut |looked, rows| {
        let (found, seen) = looked.and_then(|found| found.downcast().ok()).map_or_else(|| look(rows), |found| *found);
        all.join(found);
        if let Some(((_, named), seen)) = named.as_mut().zip(seen) {
            named.see(&seen);
        }
        let rows_now = rows_before + rows.len();
        let sampled = rows_now / SAMPLE > rows_before / SAMPLE;
        rows_before = rows_now;
        if spared && sampled && !all.is_open() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(all)
}

impl Surveyed {
    fn new(table: &Table, fit: &Fit<'_>) -> Surveyed {
        let mut surveys = BTreeMap::new();
        for (name, taken) in fit.columns.iter().filter(|(name, _)| is_date(name) || NUMBERS.contains(name)) {
            for &cell in taken.cells.iter().chain(&taken.less) {
                let survey = if is_date(name) { ColumnSurvey::of_dates() } else { ColumnSurvey::of_numbers() };
                surveys.entry((cell, is_date(name))).or_insert(survey);
            }
        }
        let cells = |wanted: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
            let columns = fit.columns.iter().filter(|(name, _)| wanted(name));
            columns.flat_map(|(_, taken)| taken.cells.iter().copied()).collect()
        };
        Surveyed {
            surveys: Surveys(surveys.into_iter().collect()),
            candidates: Candidates::new(cells(&|n| NUMBERS.contains(&n)), &cells(&|n| !NUMBERS.contains(&n))),
            ids: cells(&is_id).into_iter().map(|cell| (cell, None, 0)).collect(),
            alike: same_headers(table, &cells(&|_| true)),
            twice: Vec::new(),
        }
    }

    /// Takes rows into account, column by column.
    fn feed(&mut self, rows: &dyn Rows) {
        let surveyed = self.surveys.0.iter().map(|((cell, _), _)| *cell);
        let wanted: Vec<usize> = surveyed.chain(self.ids.iter().map(|(cell, ..)| *cell)).collect();
        let mut columns = rows.columns(&wanted).into_iter();
        for ((_, survey), cells) in self.surveys.0.iter_mut().zip(&mut columns) {
            for (at, cell) in cells.iter().enumerate() {
                survey.feed(|| rows.number(at), cell);
            }
        }
        for ((_, first, count), cells) in self.ids.iter_mut().zip(columns) {
            let damaged =
                |(at, cell): (usize, &Cell<'_>)| Some((at, text(cell).filter(|text| damaged_id(text))?.into_owned()));
            for (at, text) in cells.iter().enumerate().filter_map(damaged) {
                first.get_or_insert_with(|| Witness { row: rows.number(at), text });
                *count += 1;
            }
        }
        self.candidates.feed(rows);
        if self.alike.is_empty() {
            return;
        }
        let _ = rows.each(&mut |row| {
            self.compare(&row);
            ControlFlow::Continue(())
        });
    }

    /// Tells apart columns under one header that are not the same in this row.
    fn compare(&mut self, row: &Row<'_>) {
        let twice = &mut self.twice;
        self.alike.retain(|&(read, other)| {
            let [one, other] = [read, other].map(|c| cell_text(row, c).unwrap_or_default());
            if one != other {
                let witness = Witness { row: row.number, text: one.clone().into_owned() };
                twice.push((read, witness, other.clone().into_owned()));
            }
            one == other
        });
    }

    /// Takes into account what was found in later rows.
    fn join(&mut self, later: Surveyed) {
        for ((_, survey), (_, later)) in self.surveys.0.iter_mut().zip(later.surveys.0) {
            survey.join(later);
        }
        self.candidates.join(later.candidates);
        for ((_, first, count), (_, found, more)) in self.ids.iter_mut().zip(later.ids) {
            *first = first.take().or(found);
            *count += more;
        }
        for found in later.twice {
            if let Some(at) = self.alike.iter().position(|(read, _)| *read == found.0) {
                self.alike.remove(at);
                self.twice.push(found);
            }
        }
    }

    /// Whether some column of dates can still be read in two ways.
    fn is_open(&self) -> bool {
        self.surveys.of_dates().any(|survey| matches!(survey.date_order(), Verdict::Open(_)))
    }

    /// Cells of ids that a spreadsheet has damaged: position, the first of them, and how many.
    pub(super) fn damaged(&self) -> impl Iterator<Item = (usize, &Witness, u64)> {
        self.ids.iter().filter_map(|(cell, first, count)| Some((*cell, first.as_ref()?, *count)))
    }
}

/// Pairs of columns under one header of which the first is read.
fn same_headers(table: &Table, read: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let header: Vec<String> = table.header.iter().map(|h| normal(h)).collect();
    let pair = |&at: &usize| {
        let name = header.get(at).filter(|h| !h.is_empty())?;
        let other = (0..header.len()).find(|other| header[*other] == *name && !read.contains(other))?;
        Some((at, other))
    };
    read.iter().filter_map(pair).collect()
}

/// Whether a column of planbook's holds ids.
pub(super) fn is_id(name: &str) -> bool {
    name.ends_with("_id")
}

/// Whether a column of planbook's holds days or times.
pub(super) fn is_date(name: &str) -> bool {
    name.ends_with("_on") || name.ends_with("_at") || matches!(name, "day" | "last_day" | "month")
}
