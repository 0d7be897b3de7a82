//! Threads: texts of many blocks are read to the same records, accounts and notes, and counted to the same facts, by one thread, two and eight.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use planbook::ingest::exports::ingested;
use planbook::ingest::files::SourceFile;
use planbook::ingest::shelter::Shelter;
use planbook::measure::facts;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::record::{Contacts, Records};
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

fn any<'a>(chance: &mut Chance, texts: &[&'a str]) -> &'a str {
    texts[usize::try_from(chance.of(texts.len() as u64)).unwrap()]
}

/// Deals: some in several rows that differ, of contacts, of strangers and of nobody, with words that nobody knows, money that cannot
/// be converted, and rows that do not fit.
fn deals(chance: &mut Chance, first: u64) -> String {
    let mut text =
        "deal_id,stage,contact_id,owner,market,channel,campaign,kind,created_on,closed_on,amount,currency,margin\n"
            .to_owned();
    for number in 0..9000 {
        let id = first + number - chance.of(number / 5 + 1) / 300;
        let stage = any(chance, &["Won", "Closed Lost", "Lost", "Open", "Proposal", "Handshake", "Won"]);
        let stage = if chance.of(400) == 0 { "" } else { stage };
        let who = match chance.of(9) {
            0 => format!("\"003Qk{:010}; 003Qk{:010}\"", chance.of(13_000), chance.of(13_000)),
            1 => format!("P{}@example.com", chance.of(13_000)),
            2 => format!("buyer-{}", chance.of(900)),
            3 => String::new(),
            _ => format!("003Qk{:010}", chance.of(13_000)),
        };
        let closed =
            if chance.of(9) == 0 { String::new() } else { format!("2025-{:02}-2{}", 6 + chance.of(6), chance.of(9)) };
        let created = if chance.of(700) == 0 { "31/02/2025" } else { any(chance, &["2025-01-05", "2025-05-31"]) };
        let amount = any(chance, &["1200.50", "", "990", "12", "0.01"]);
        let amount = if chance.of(500) == 0 { "plenty" } else { amount };
        let currency = if chance.of(300) == 0 { any(chance, &["Baht?", "USD"]) } else { any(chance, &["", "THB"]) };
        let names = ["owner", "market", "channel", "campaign"]
            .map(|of| any(chance, &["", "Ann", "TH", "email", of, "Bus wrap"]));
        let kind = any(chance, &["", "new", "Renewal", "upsell", "", "", "refund"]);
        let kind = if chance.of(600) == 0 { "gift" } else { kind };
        let more = if chance.of(2000) == 0 { ",beyond" } else { "" };
        let names = names.join(",");
        let _ = writeln!(
            text,
            "D-{id},{stage},{who},{names},{kind},{created},{closed},{amount},{currency},{}{more}",
            chance.of(90)
        );
    }
    text
}

/// Subscriptions: states after a change, some twice, some with two on a day, and rows that do not fit.
fn subscriptions(chance: &mut Chance, first: u64) -> String {
    let mut text = "customer_id,changed_on,mrr,market,currency\n".to_owned();
    for _ in 0..12_000 {
        let customer = match chance.of(9) {
            0 => format!("customer-{}", chance.of(700)),
            1 => format!("p{}@Example.com", chance.of(13_000)),
            _ => format!("003Qk{:010}", first + chance.of(1500)),
        };
        let day = if chance.of(900) == 0 { "some day".to_owned() } else { format!("2025-{:02}-01", 1 + chance.of(12)) };
        let mrr = any(chance, &["10", "20.5", "0", "", "99"]);
        let currency = if chance.of(500) == 0 { "USD" } else { "" };
        let _ = writeln!(text, "{customer},{day},{mrr},{},{currency}", any(chance, &["", "TH", "KR"]));
    }
    text
}

/// Spend: with blanks, alike rows and rows that do not fit.
fn spend(chance: &mut Chance) -> String {
    let mut text = "day,channel,campaign,market,spend,impressions,clicks\n".to_owned();
    for _ in 0..15_000 {
        let day =
            format!("2025-{:02}-0{}", if chance.of(2000) == 0 { 13 } else { 1 + chance.of(12) }, 1 + chance.of(9));
        let channel = any(chance, &["google_ads", "meta_ads", "Bus wrap", ""]);
        let campaign = any(chance, &["Autumn", "\"Spring, 1\"", "Winter", ""]);
        let spend = any(chance, &["12.50", "", "0", "7", "1300"]);
        let spend = if chance.of(1500) == 0 { "much" } else { spend };
        let (market, more) = (any(chance, &["", "TH"]), if chance.of(3000) == 0 { ",beyond" } else { "" });
        let _ = writeln!(text, "{day},{channel},{campaign},{market},{spend},{},{}{more}", chance.of(4), chance.of(3));
    }
    text
}

/// What was read of them, by the texts of names, in an order of its own.
fn sorted(records: &Records) -> Vec<String> {
    let (name, person) = (|name| records.names.text(name), |person| records.people.text(person));
    let deals = records.deals.iter().map(|d| {
        let names = [d.id, d.stage, d.account, d.owner, d.market, d.channel, d.campaign].map(name);
        let days = (d.created_on, d.proposal_on, d.closed_on, d.closed_at);
        format!("{names:?} {:?} {:?} {:?} {days:?} {:?} {:?}", person(d.person), d.state, d.kind, d.amount, d.margin)
    });
    let subscriptions = records.subscriptions.iter().map(|s| {
        format!("{:?} {} {} {:?} {:?}", name(s.customer), s.changed_on, s.mrr, name(s.market), person(s.person))
    });
    let spend = records.spend.iter().map(|s| {
        let names = [s.channel, s.campaign, s.market].map(name);
        format!("{names:?} {} {} {} {} {}", s.day, s.last_day, s.spend, s.impressions, s.clicks)
    });
    let mut all: Vec<String> = deals.chain(subscriptions).chain(spend).collect();
    all.sort_unstable();
    all
}

/// Touches and contacts of records, by the texts of names; touches in an order of their own.
fn touched(records: &Records) -> Vec<String> {
    let (name, contacts) = (|name| records.names.text(name), &records.contacts);
    let touches = records.touchpoints.iter().map(|t| {
        let (channel, campaign) = records.touch_sources[t.source as usize];
        format!("{} {} {} {}", records.people.text(t.person), t.at, name(channel), name(campaign))
    });
    let mut told: Vec<String> = touches.collect();
    told.sort_unstable();
    told.extend(contacts.person.iter().enumerate().map(|(row, person)| {
        let columns = [&contacts.market, &contacts.channel, &contacts.owner, &contacts.campaign];
        let names = columns.map(|column| name(Contacts::name(column, row)));
        let days = [Stage::Lead, Stage::Customer].map(|stage| contacts.stage(row, stage));
        format!("{} {names:?} {days:?}", records.people.text(*person))
    }));
    told
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let chance = &mut Chance(7);
    let texts = [
        ("contacts.csv", contacts(chance)),
        ("touches.csv", touches(chance)),
        ("deals-2025-12-31.csv", deals(chance, 2000)),
        ("deals-2025-11-30.csv", deals(chance, 0)),
        ("subscriptions-2025-12-31.csv", subscriptions(chance, 700)),
        ("subscriptions-2025-11-30.csv", subscriptions(chance, 0)),
        ("spend-2025-12-31.csv", spend(chance)),
        ("spend-2025-06-30.csv", spend(chance)),
    ];
    assert!(texts.iter().all(|(_, text)| text.len() > 3 << 17), "several blocks are needed");
    assert!(texts[1].1.len() > 4 << 18, "several blocks are needed");
    let files = texts.map(|(name, text)| SourceFile::of(name, text.as_bytes()));
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
        let Records { deals, subscriptions, spend, .. } = &read.records;
        assert!(deals.len() > 8000 && subscriptions.len() > 10_000 && spend.len() > 5000);
        let told = [touched(&read.records), sorted(&read.records)].concat();
        let (facts, remarks) = facts(&read.records, &read.settings);
        assert!(facts.knows("credit_conversions.markov"));
        let counted = format!("{}{:?}{:?}{remarks:?}", table(&facts), facts.journeys, facts.funnel);
        (format!("{:?}", read.records), format!("{:?}", read.readings), notes.concat(), told, counted)
    };
    let one = read(1, false);
    for code in ["E201", "E202", "E203", "E204", "E205", "E206", "E236", "W202", "W205", "W206", "W240"] {
        assert!(one.2.contains(code), "{code}: {}", one.2);
    }
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
