//! Any text as a source of the user's own, and then a file read with it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planbook::ingest::header::KnownHeaders;
use planbook::ingest::source::Source;
use planbook::ingest::source_file::sources;
use planbook::model::template::Templates;

fuzz_target!(|text: &str| {
    let own = Templates::from_iter([("sources/own.toml".to_owned(), text.to_owned())]);
    let (found, notes) = sources(&own);
    assert_eq!(found.len() + notes.iter().count(), 1, "a source is read or refused");
    let headers = KnownHeaders::new(found.iter().flat_map(Source::headers));
    for header in ["campaign", "", "amount (usd)"] {
        let _ = headers.contains(header);
    }
});
