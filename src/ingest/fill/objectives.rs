//! Objectives as a table wrote them: cells by planbook's column names, for the one who checks the plan.

use std::collections::BTreeMap;

use crate::model::note::Place;

use super::column::Column;
use super::fault::{Fault, excerpt};
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::ingested::ObjectiveRow;
use crate::ingest::kind::Kind;
use crate::ingest::table::Row;

/// Rows of objectives.
pub(super) struct ObjectiveRows {
    columns: Vec<(&'static str, Column)>,
}

impl ObjectiveRows {
    pub(super) fn new(mapping: &Mapping) -> ObjectiveRows {
        let columns = Kind::Objectives.columns().iter().map(|&name| (name, mapping.column(name)));
        ObjectiveRows { columns: columns.filter(|(_, column)| column.is_given()).collect() }
    }
}

impl Filler for ObjectiveRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let mut cells = BTreeMap::new();
        let mut columns = BTreeMap::new();
        for (name, column) in &self.columns {
            if let Some(text) = column.text(row) {
                cells.insert((*name).to_owned(), text.into_owned());
            }
            columns.insert((*name).to_owned(), (column.number(), column.header.clone()));
        }
        let place = Place { row: row.number, excerpt: excerpt(row), ..store.place.clone() };
        store.objectives.push(ObjectiveRow { place, cells, columns });
        Ok(Outcome::Used)
    }
}
