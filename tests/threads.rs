//! Threads: texts of many blocks are read to the same records, accounts and notes, and counted to the same facts, by one thread, two and eight.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use planbook::ingest::exports::ingested;
use planbook::ingest::files::SourceFile;
use planbook::ingest::shelter::Shelter;
use planbook::measure::facts;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::record::Contacts;
use planbook::model::settings::{Conversion, Settings};
use planbook::model::stage::Stage;
use planbook::model::template::Templates;
use planbook::render::facts_csv::table;

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn of(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Contacts: some twice, some by address alone, some with a day that is none.
fn contacts(chance: &mut Chance) -> String {
    let mut text = "contact_id,email,lead_on,customer_on,channel,market,owner\r\n".to_owned();
    for number in 0..12_000_u64 {
        let id = number - chance.of(number / 7 + 1) / 6000;
        let lead = if chance.of(900) == 0 { "soon".to_owned() } else { format!("2025-0{}-1{}", 1 + id % 9, id % 10) };
        let shown = if chance.of(11) == 0 { String::new() } else { format!("003Qk{id:010}") };
        let owner = ["Ann", "\"Kim, Bo\"", "\"the \"\"new\"\" one\"", ""][usize::try_from(chance.of(4)).unwrap()];
        let won = if chance.of(5) == 0 { "2025-12-24" } else { "" };
        let _ = write!(text, "{shown},p{id}@example.com,{lead},{won},Email,ประเทศไทย,{owner}\r\n");
    }
    text
}

/// Touches: of contacts and of strangers, with gaps, notes of several lines and rows that do not fit.
fn touches(chance: &mut Chance) -> String {
    let mut text = "contact_id,touched_at,channel,campaign,kind\n".to_owned();
    for number in 0..40_000 {
        let person = chance.of(13_000);
        let who = match chance.of(20) {
            0 => format!("P{person}@Example.com"),
            1 => format!("visitor-{}", chance.of(700)),
            2 => "1.2021E+17".to_owned(),
            _ => format!("003Qk{person:010}"),
        };
        let day = chance.of(28) + 1;
        let at = match chance.of(60) {
            0 => String::new(),
            1 => "31/02/2025".to_owned(),
            2 => format!("2025-03-{day:02} 10:15"),
            _ => format!("2025-{:02}-{day:02}T{:02}:30:05Z", 1 + chance.of(12), chance.of(24)),
        };
        let channel = ["email", "Paid Search", "Bus wrap", ""][usize::try_from(chance.of(4)).unwrap()];
        let campaign = match chance.of(9) {
            0 => format!("\"Spring, {}\"", chance.of(5)),
            1 => "\"two\nlines\"".to_owned(),
            2 => "5\" banner".to_owned(),
            3 => String::new(),
            _ => format!("Autumn {}", chance.of(50)),
        };
        let more = if chance.of(5000) == 0 { ",beyond" } else { "" };
        let _ = writeln!(text, "{who},{at},{channel},{campaign},view{more}");
        if number % 9000 == 0 {
            text.push_str("\nTotal,,,,\n\n");
        }
    }
    text
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let chance = &mut Chance(7);
    let (contacts, touches) = (contacts(chance), touches(chance));
    assert!(touches.len() > 4 << 18, "several blocks are needed");
    let files =
        [SourceFile::of("contacts.csv", contacts.as_bytes()), SourceFile::of("touches.csv", touches.as_bytes())];
    let templates = Templates::default();
    let (catalog, _) = Catalog::load(&templates, &std::collections::BTreeMap::new(), &Measures::default());
    let read = |threads: usize, keeps_origins: bool| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let as_of = "2026-01-31".parse().ok();
        let conversion = Conversion::Customer;
        let settings = Settings { threads, keeps_origins, as_of, conversion, ..Settings::default() };
        let read = ingested(&files, &Shelter::Here, &settings, &templates, &catalog, &mut |_, _| {});
        assert!(read.records.touchpoints.len() > 20_000 && read.records.contacts.len() > 9_000);
        let notes: Vec<String> = read.notes.iter().map(|note| format!("{note:?}\n")).collect();
        let name = |name| read.records.names.text(name);
        let mut touches: Vec<_> = read
            .records
            .touchpoints
            .iter()
            .map(|t| (read.records.people.text(t.person), t.at, read.records.touch_sources[t.source as usize]))
            .map(|(person, at, (channel, campaign))| format!("{person} {at} {} {}", name(channel), name(campaign)))
            .collect();
        touches.sort_unstable();
        let contacts = &read.records.contacts;
        let people = contacts.person.iter().enumerate().map(|(row, person)| {
            let columns = [&contacts.market, &contacts.channel, &contacts.owner, &contacts.campaign];
            let names = columns.map(|column| name(Contacts::name(column, row)));
            let days = [Stage::Lead, Stage::Customer].map(|stage| contacts.stage(row, stage));
            format!("{} {names:?} {days:?}", read.records.people.text(*person))
        });
        touches.extend(people);
        let (facts, remarks) = facts(&read.records, &read.settings);
        assert!(facts.knows("credit_conversions.markov"));
        let counted = format!("{}{:?}{:?}{remarks:?}", table(&facts), facts.journeys, facts.funnel);
        (format!("{:?}", read.records), format!("{:?}", read.readings), notes.concat(), touches, counted)
    };
    let one = read(1, false);
    assert!(one.2.contains("E204") && one.2.contains("E201") && one.2.contains("E236"), "{}", one.2);
    for threads in [2, 8] {
        let several = read(threads, false);
        assert!(one == several, "{}", several.2);
    }
    // A run that remembers the rows of every record meets them one by one.
    let by_row = read(2, true);
    assert_eq!(one.2, by_row.2);
    assert_eq!(one.1, by_row.1);
    assert!(one.3 == by_row.3 && one.4 == by_row.4);
}
