//! One integration binary: it links once. Each module reads like a document of what must hold.

mod errors;
mod house;
mod oracles;
mod outputs;
mod plan;
mod reading;
mod records;
mod sample;
mod summary;
mod templates;
mod workbook;
