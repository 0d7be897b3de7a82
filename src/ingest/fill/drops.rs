//! Rows that a source says are no records: by what stands in some of their cells.

use std::ops::ControlFlow;

use super::cell::cell_text;
use crate::ingest::header::HeaderPattern;
use crate::ingest::recognise::Fit;
use crate::ingest::table::{Row, Rows};

/// By which cells a row is known to be no record.
#[derive(Debug)]
struct Dropping {
    cell: usize,
    values: Vec<String>,
    equals: Option<usize>,
    others: bool,
}

/// All such cells of a table.
#[derive(Debug)]
pub(super) struct Drops(Vec<Dropping>);

impl Drops {
    /// Those of a table whose source says so; `position` is where a header stands.
    pub(super) fn new(fit: &Fit<'_>, position: impl Fn(&HeaderPattern) -> Option<usize>) -> Drops {
        let drops = fit.source.drop.iter().filter_map(|drop| {
            let equals = drop.equals.as_ref().and_then(&position);
            Some(Dropping { cell: position(&drop.header)?, values: drop.values.clone(), equals, others: drop.others })
        });
        Drops(drops.collect())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The position and value by which the source says that this row is no record.
    pub(super) fn dropped(&self, row: &Row<'_>) -> Option<(usize, String)> {
        self.0.iter().find_map(|drop| {
            let text = cell_text(row, drop.cell).unwrap_or_default().to_lowercase();
            let same = |other| cell_text(row, other).unwrap_or_default().to_lowercase() == text;
            let told = drop.values.contains(&text) != drop.others;
            (told || drop.equals.is_some_and(same)).then_some((drop.cell, text))
        })
    }

    /// The positions of rows that are ragged, no record, or `also` set aside: in rising order.
    pub(super) fn aside(&self, rows: &dyn Rows, also: Option<&dyn Fn(&Row<'_>) -> bool>) -> Vec<usize> {
        if self.is_empty() && also.is_none() {
            return rows.ragged();
        }
        let (mut aside, mut at) = (Vec::new(), 0);
        let _ = rows.each(&mut |row| {
            if row.beyond > 0 || self.dropped(&row).is_some() || also.is_some_and(|also| also(&row)) {
                aside.push(at);
            }
            at += 1;
            ControlFlow::Continue(())
        });
        aside
    }
}
