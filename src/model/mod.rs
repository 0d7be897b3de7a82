//! The hall: the nouns that rooms hand to one another. It knows no room, no file format and no clock.

pub mod annual_plan;
pub mod catalog;
pub mod fact;
pub mod fact_sums;
pub mod formula;
pub mod given;
pub mod lag;
pub mod measure;
pub mod money;
pub mod month;
pub mod name;
pub mod note;
pub mod objective;
pub mod phrase;
pub mod reading;
pub mod record;
pub mod result;
pub mod settings;
pub mod split;
pub mod stage;
pub mod statistic;
pub mod statistics;
pub mod template;
pub mod unit;
pub mod words;
