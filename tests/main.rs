//! One integration binary: it links once. Each module reads like a document of what must hold.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail loudly and read its own files")]

mod behind;
mod bombs;
mod budget;
mod calendar;
mod cli;
mod customers;
mod drivers;
mod errors;
mod existing;
mod findings;
mod gate;
mod house;
mod invariance;
mod journeys;
mod mapping;
mod mix;
mod objectives;
mod oracles;
mod outputs;
mod plan;
mod plan_templates;
mod program;
mod properties;
mod quirks;
mod reading;
mod readme;
mod real_shapes;
mod records;
mod recovered;
mod returns;
mod rivals;
mod sample;
mod scenarios;
mod segments;
mod small_numbers;
mod sources;
mod summary;
mod synthetic;
mod templates;
mod threads;
mod truth;
mod unmapped;
mod workbook;
