//! Long texts that show only far from their beginning what they are: the answer is that of a look at the whole.

use std::collections::BTreeMap;

use planbook::ingest::exports::ingested;
use planbook::ingest::files::SourceFile;
use planbook::ingest::ingested::Ingested;
use planbook::ingest::shelter::Shelter;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;

/// Spend of 600 days in five million bytes, and of one more day by a campaign of this name.
fn spend(last: &[u8]) -> Vec<u8> {
    let long = "x".repeat(9000);
    let mut text = b"day,channel,campaign,impressions,clicks,spend\n".to_vec();
    for row in 0..600 {
        text.extend_from_slice(format!("2025-{:02}-01,email,{row}{long},1,1,1.00\n", row % 12 + 1).as_bytes());
    }
    text.extend_from_slice(b"2025-12-31,email,");
    text.extend_from_slice(last);
    text.extend_from_slice(b",1,1,1.00\n");
    text
}

fn read(last: &[u8]) -> (Ingested, Vec<&'static str>) {
    let small = b"day,channel,campaign,impressions,clicks,spend\n2026-01-01,email,Spring,1,1,1.00\n";
    let files = [SourceFile::of("late.csv", &spend(last)), SourceFile::of("small.csv", small)];
    let templates = Templates::default();
    let (catalog, _) = Catalog::load(&templates, &BTreeMap::new(), &Measures::default());
    let read = ingested(&files, &Shelter::Here, &Settings::default(), &templates, &catalog, &mut |_, _| {});
    let late = |note: &&planbook::model::note::Note| note.place.file == "late.csv";
    let codes = read.notes.iter().filter(late).map(|note| note.code.0).collect();
    (read, codes)
}

#[test]
fn what_stands_late_in_a_long_text_counts_as_what_stands_early() {
    for (last, campaign) in [("Été".as_bytes(), "Été"), (b"\xC9t\xE9", "Été"), (b"Summer", "Summer")] {
        let (read, codes) = read(last);
        assert_eq!(read.records.spend.len(), 602);
        assert!(read.records.names.find(campaign).is_some(), "{last:?} {codes:?}");
        assert_eq!(codes.contains(&"A220"), campaign != "Summer" && last[0] == 0xC9, "{codes:?}");
    }
}

#[test]
fn what_is_no_text_late_in_a_long_file_refuses_it_and_nothing_else() {
    for (last, code) in
        [(&b"a\0b"[..], "E104"), ("a\u{fffd}b".as_bytes(), "E231"), (b"\xE0\xB8\xFF\xC3\xA9\x81\x8D", "E232")]
    {
        let (read, codes) = read(last);
        assert_eq!(read.records.spend.len(), 1, "{last:?}");
        assert_eq!(codes.iter().filter(|c| c.starts_with('E')).collect::<Vec<_>>(), [&code], "{last:?} {codes:?}");
    }
}
