//! The first room: bytes of exports → tables → recognised source → typed records; and the plan and its objectives.
//!
//! `files` opens a folder · `text`, `csv`, `workbook` make [`table::Table`]s of a file · `shape` finds the header and
//! sets totals aside · `number` and `date` read cells by conventions that a whole column has settled · `source` and
//! `recognise` say what a table is · `fill` turns its rows into records · `identity` joins people across exports ·
//! `currency` settles one currency · `plan_toml` and `objectives` read what was promised.

pub mod date;
pub mod number;
pub mod objectives;
pub mod plan_toml;
pub mod table;
