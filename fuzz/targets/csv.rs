//! Any bytes as a text file: encoding, delimiter, sections, header, rows.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| planbook_fuzz::read("deals.csv", bytes));
