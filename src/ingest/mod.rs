//! The first room: bytes of exports → tables → recognised source → typed records; and the plan and its objectives.
//!
//! `files` opens a folder · `text`, `csv`, `workbook` make [`table::Table`]s of a file · `shape` finds the header and
//! sets totals aside · `number` and `date` read cells by conventions that a whole column has settled · `source` and
//! `recognise` say what a table is · `fill` turns its rows into records · `identity` joins people across exports ·
//! `currency` settles one currency · `plan_toml` and `objectives` read what was promised.

pub mod answers;
pub(crate) mod audit;
pub(crate) mod audit_binary;
pub(crate) mod blocks;
pub mod channel_rules;
pub mod channel_words;
pub mod channels;
pub(crate) mod clashes;
pub mod composed;
pub mod convention;
pub(crate) mod csv;
pub mod currency;
pub(crate) mod currency_sign;
pub mod date;
pub(crate) mod date_number;
pub(crate) mod date_plain;
pub(crate) mod date_span;
pub(crate) mod date_text;
pub(crate) mod date_token;
pub(crate) mod date_words;
pub mod deal_words;
pub(crate) mod delimiter;
pub(crate) mod encoding;
pub mod export_date;
pub mod exports;
pub mod files;
pub mod fill;
pub mod folder;
pub(crate) mod grid;
pub mod grouping;
pub mod guess;
pub mod header;
pub mod identity;
pub(crate) mod in_order;
pub mod ingested;
pub mod kind;
mod kind_columns;
mod known;
pub(crate) mod letters;
pub(crate) mod lines;
pub mod markets;
pub(crate) mod marks;
pub mod number;
pub(crate) mod numeral;
pub mod objectives;
pub mod open;
mod order;
pub mod plan_toml;
pub(crate) mod preflight;
pub mod recognise;
pub mod records;
pub(crate) mod remarks;
pub mod reshape;
pub(crate) mod sections;
pub mod sentence;
mod settle;
pub mod shape;
pub(crate) mod sheet;
pub(crate) mod sheets;
pub mod shelter;
pub mod source;
pub mod source_file;
pub(crate) mod split;
pub mod stamp;
pub(crate) mod strangers;
pub mod table;
pub mod target;
pub mod text;
pub(crate) mod told;
pub(crate) mod unmapped;
pub(crate) mod wire;
pub(crate) mod workbook;
