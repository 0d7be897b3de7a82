//! Any bytes under the name of a workbook.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: planbook_fuzz::contain_the_reader(), |bytes: &[u8]| planbook_fuzz::read("deals.xlsx", bytes));
