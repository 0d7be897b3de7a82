//! One look at all rows of a table before any is read: what its columns say of how they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::cell::cell_text;
use super::totals::Candidates;
use crate::ingest::convention::{ColumnSurvey, Verdict, Witness};
use crate::ingest::header::normal;
use crate::ingest::kind::Kind;
use crate::ingest::number::damaged_id;
use crate::ingest::recognise::Fit;
use crate::ingest::table::Table;
use crate::model::note::Note;

/// Rows of touchpoints looked at before their conventions are taken as settled.
const SAMPLE: u64 = 2000;

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

/// What the rows say of each cell: by position, and whether it is read as a date.
pub(super) type Surveys = BTreeMap<(usize, bool), ColumnSurvey>;

/// What a look at all rows found.
pub(super) struct Surveyed {
    pub(super) surveys: Surveys,
    pub(super) candidates: Candidates,
    /// Cells of ids that a spreadsheet has damaged: position, the first of them, and how many.
    pub(super) damaged: Vec<(usize, Witness, u64)>,
    /// Cells that are read while another column has the same header: the first row in which the two differ, with what
    /// stands in the other.
    pub(super) twice: Vec<(usize, Witness, String)>,
}

/// What the rows say about the conventions of each cell, as (numbers, dates). The pass goes on to the end, so that a
/// damaged file is found before any of its rows joins those of others; touchpoints, which can be taken back and may be
/// very many, are left as soon as nothing is open.
pub(super) fn surveys(table: &Table, fit: &Fit<'_>) -> Result<Surveyed, Note> {
    let mut surveys: Surveys = BTreeMap::new();
    for (name, taken) in fit.columns.iter().filter(|(name, _)| is_date(name) || NUMBERS.contains(name)) {
        for &cell in taken.cells.iter().chain(&taken.less) {
            let survey = if is_date(name) { ColumnSurvey::of_dates() } else { ColumnSurvey::of_numbers() };
            surveys.entry((cell, is_date(name))).or_insert(survey);
        }
    }
    let cells = |wanted: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
        fit.columns.iter().filter(|(name, _)| wanted(name)).flat_map(|(_, taken)| taken.cells.iter().copied()).collect()
    };
    let mut candidates = Candidates::new(cells(&|n| NUMBERS.contains(&n)), &cells(&|n| !NUMBERS.contains(&n)));
    let mut ids: Vec<(usize, Option<Witness>, u64)> = cells(&is_id).into_iter().map(|c| (c, None, 0)).collect();
    let mut alike = same_headers(table, &cells(&|_| true));
    let mut twice = Vec::new();
    let spared = fit.source.feeds.first() == Some(&Kind::Touchpoints);
    let mut rows = 0;
    table.body.pass(&mut |row| {
        for (&(cell, _), survey) in &mut surveys {
            if let Some(cell) = row.cells.get(cell) {
                survey.feed(row.number, cell);
            }
        }
        candidates.feed(&row);
        for (cell, first, count) in &mut ids {
            if let Some(text) = cell_text(&row, *cell).filter(|text| damaged_id(text)) {
                first.get_or_insert_with(|| Witness { row: row.number, text: text.into_owned() });
                *count += 1;
            }
        }
        alike.retain(|&(read, other)| {
            let [one, other] = [read, other].map(|c| cell_text(&row, c).unwrap_or_default());
            if one != other {
                twice.push((
                    read,
                    Witness { row: row.number, text: one.clone().into_owned() },
                    other.clone().into_owned(),
                ));
            }
            one == other
        });
        rows += 1;
        let open =
            |(&(_, date), s): (&(usize, bool), &ColumnSurvey)| date && matches!(s.date_order(), Verdict::Open(_));
        let enough = spared && rows % SAMPLE == 0 && !surveys.iter().any(open);
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let damaged = ids.into_iter().filter_map(|(cell, first, count)| Some((cell, first?, count)));
    Ok(Surveyed { damaged: damaged.collect(), twice, surveys, candidates })
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
