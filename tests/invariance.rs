//! Invariance: neither the order of rows nor that of files, nor how exports are cut into files, nor reading a file twice,
//! changes a single fact.

use planbook::measure;
use planbook::model::fact::Axis;
use planbook::model::reading::{Account, Fate};
use planbook::model::record::DealKind::{Expansion, New};
use planbook::model::record::Records;
use planbook::model::settings::Settings;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::records::{file, read_with, settings};

/// An export: its header and its rows.
#[derive(Clone, Debug)]
struct Export {
    stem: &'static str,
    header: &'static str,
    rows: Vec<String>,
}

const DAYS: [&str; 6] = ["2026-01-03", "2026-01-31", "2026-02-01", "2026-02-14", "2026-03-31", "2026-04-02"];
const WORDS: [&str; 4] = ["Email", "Paid search", "Referral", ""];
const MARKETS: [&str; 3] = ["TH", "KR", ""];

fn any_of(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(texts)
}

/// People of two CRMs that share mailboxes.
fn contacts(stem: &'static str, prefix: &'static str) -> impl Strategy<Value = Export> {
    let row = (0..6_u8, 0..5_u8, any_of(&DAYS), any_of(&MARKETS), any_of(&WORDS), any_of(&DAYS));
    let row = row.prop_map(move |(id, mailbox, lead, market, channel, customer)| {
        format!("{prefix}{id}|p{mailbox}@x.com|{lead}|{market}|{channel}|{customer}")
    });
    let header = "contact_id|email|lead_on|market|channel|customer_on";
    vec(row, 0..8).prop_map(move |rows| Export { stem, header, rows })
}

fn deals() -> impl Strategy<Value = Export> {
    let state = any_of(&["won", "lost", "open"]);
    let row = (0..5_u8, state, any_of(&DAYS), any_of(&DAYS), 0..4_u32, 0..5_u8, any_of(&WORDS));
    let row = row.prop_map(|(id, state, created, closed, amount, mailbox, channel)| {
        let amount = if amount == 0 { String::new() } else { format!("{amount}00.50") };
        format!("D{id}|{state}|{created}|{closed}|{amount}|p{mailbox}@x.com|{channel}")
    });
    let header = "deal_id|stage|created_on|closed_on|amount|contact_id|channel";
    vec(row, 0..10).prop_map(move |rows| Export { stem: "deals", header, rows })
}

fn spend() -> impl Strategy<Value = Export> {
    let row = (any_of(&DAYS), any_of(&["Email", "Paid search"]), 0..3_u8, any_of(&MARKETS), 1..900_u32);
    let row =
        row.prop_map(|(day, channel, campaign, market, spend)| format!("{day}|{channel}|C{campaign}|{market}|{spend}"));
    vec(row, 0..10).prop_map(|rows| Export { stem: "spend", header: "day|channel|campaign|market|spend", rows })
}

fn touches() -> impl Strategy<Value = Export> {
    let row = (0..6_u8, any_of(&DAYS), any_of(&["Email", "Paid search"]), 0..3_u8);
    let row = row.prop_map(|(id, day, channel, campaign)| format!("H{id}|{day}|{channel}|C{campaign}"));
    vec(row, 0..10).prop_map(|rows| Export { stem: "touches", header: "contact_id|touched_at|channel|campaign", rows })
}

fn company() -> impl Strategy<Value = Vec<Export>> {
    (contacts("hub", "H"), contacts("sales", "S"), deals(), spend(), touches())
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e])
}

/// Each export with one row per key (its first `cells` cells), so that no two rows contradict one another.
fn agreeing(exports: &[Export]) -> Vec<Export> {
    let once = |export: &Export| {
        let cells = match export.stem {
            "spend" | "touches" => 4,
            _ => 1,
        };
        let key = |row: &str| row.split('|').take(cells).collect::<Vec<_>>().join("|");
        let mut seen = std::collections::BTreeSet::new();
        let rows = export.rows.iter().filter(|row| seen.insert(key(row))).cloned().collect();
        Export { rows, ..export.clone() }
    };
    exports.iter().map(once).collect()
}

fn plan() -> Settings {
    Settings { as_of: "2026-04-30".parse().ok(), ..settings() }
}

/// Every fact, and the lags, in texts; and the account of all rows.
fn told(files: &[(String, Export)]) -> (Vec<String>, Account) {
    let opened: Vec<_> = files
        .iter()
        .map(|(name, export)| {
            let lines: Vec<&str> =
                std::iter::once(export.header).chain(export.rows.iter().map(String::as_str)).collect();
            file(name, &lines)
        })
        .collect();
    let got = read_with(&opened, &plan());
    let account = Account::total(got.readings.iter().map(|r| &r.account));
    (facts(&got.records, &got.settings), account)
}

fn facts(records: &Records, settings: &Settings) -> Vec<String> {
    let (facts, _) = measure::facts(records, settings);
    let text = |fact: planbook::model::fact::Fact| {
        let names = Axis::ALL.map(|axis| axis.of(&fact.spot).map_or("", |name| facts.names.text(name)));
        format!("{} {} {names:?} {}", facts.measures.kind(fact.measure).unwrap().id, fact.spot.month, fact.value)
    };
    facts.rows.iter().map(text).chain(std::iter::once(format!("{:?}", facts.lags))).collect()
}

fn named(exports: &[Export]) -> Vec<(String, Export)> {
    exports.iter().map(|e| (format!("{}.csv", e.stem), e.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_nothing(exports in company(), by in 1..97_usize) {
        let turned = |e: &Export| {
            let mut rows = e.rows.clone();
            rows.reverse();
            let count = rows.len().max(1);
            rows.rotate_left(by % count);
            Export { rows, ..e.clone() }
        };
        let other: Vec<Export> = exports.iter().map(turned).collect();
        let ((a, rows), (b, again)) = (told(&named(&exports)), told(&named(&other)));
        prop_assert_eq!(a, b);
        prop_assert!(rows.closes() && again.closes());
    }

    #[test]
    fn the_order_of_files_changes_nothing(exports in company()) {
        let mut other = named(&exports);
        other.reverse();
        prop_assert_eq!(told(&named(&exports)).0, told(&other).0);
    }

    #[test]
    fn the_names_of_files_change_nothing(exports in company()) {
        // Where two CRMs contradict one another and nothing tells which export is newer, the first by name counts.
        let mut exports = agreeing(&exports);
        exports.retain(|e| e.stem != "sales");
        let other: Vec<_> = exports.iter().rev().enumerate().map(|(i, e)| (format!("{i}.csv"), e.clone())).collect();
        prop_assert_eq!(told(&named(&exports)).0, told(&other).0);
    }

    #[test]
    fn how_exports_are_cut_into_files_changes_nothing(exports in company(), at in 0..10_usize) {
        // Two rows of one mailbox in one file are two people who share it; in two files they are one person.
        let mut exports = agreeing(&exports);
        exports.retain(|e| e.stem != "sales" && e.stem != "hub");
        let cut = |e: &Export| {
            let (head, tail) = e.rows.split_at(at.min(e.rows.len()));
            [("part-1", head), ("part-2", tail)].map(|(part, rows)| {
                (format!("{}-{part}.csv", e.stem), Export { rows: rows.to_vec(), ..e.clone() })
            })
        };
        let other: Vec<_> = exports.iter().flat_map(cut).collect();
        prop_assert_eq!(told(&named(&exports)).0, told(&other).0);
    }

    #[test]
    fn a_file_twice_changes_nothing(exports in company()) {
        let once = named(&exports);
        let again = exports.iter().map(|e| (format!("{} (1).csv", e.stem), e.clone()));
        let twice: Vec<_> = once.iter().cloned().chain(again).collect();
        let ((a, rows), (b, doubled)) = (told(&once), told(&twice));
        prop_assert_eq!(a, b);
        prop_assert_eq!(rows.rows(Fate::Used), doubled.rows(Fate::Used));
        prop_assert_eq!(rows.read * 2, doubled.read);
    }
}

#[test]
fn the_newer_export_counts_and_a_gap_in_it_erases_nothing() {
    let header = "deal_id|stage|created_on|closed_on|amount|owner|kind";
    let old = file(
        "deals-2026-01-31.csv",
        &[header, "1|open|2026-01-02||100|Ann|expansion", "2|won|2026-01-02|2026-01-30|50|Bo|"],
    );
    let new =
        file("deals-2026-02-28.csv", &[header, "1|won|2026-01-02|2026-02-20|||", "2|won|2026-01-02|2026-01-30|70|Bo|"]);
    let got = read_with(&[old, new], &plan());
    let r = &got.records;
    let amounts: Vec<_> = r.deals.iter().map(|d| (d.amount.get(), r.names.text(d.owner), d.kind)).collect();
    assert_eq!(amounts, [(Some(10_000), "Ann", Expansion), (Some(7_000), "Bo", New)]);
    let old = &got.readings[0].account;
    assert_eq!((old.rows(Fate::Merged) + old.rows(Fate::Superseded), old.minor(Fate::Superseded)), (2, 5_000));
    assert_eq!((old.minor(Fate::Used), got.readings[1].account.minor(Fate::Used)), (10_000, 7_000));
}

#[test]
fn spend_of_two_exports_of_one_platform_counts_once() {
    let header = "day|channel|campaign|spend|Account name";
    let march =
        file("spend-2026-03-31.csv", &[header, "2026-03-30|Paid search|A|10|x", "2026-03-31|Paid search|A|10|x"]);
    let april = file(
        "spend-2026-04-30.csv",
        &[header, "2026-03-31|Paid search|A|11|x", "2026-03-31|Paid search|A|4|y", "2026-04-01|Paid search|A|5|x"],
    );
    let got = read_with(&[march, april], &plan());
    assert_eq!(got.records.spend.iter().map(|s| s.spend).sum::<i64>(), 3_000);
    let superseded: Vec<u64> = got.readings.iter().map(|r| r.rows(Fate::Superseded)).collect();
    assert_eq!(superseded, [1, 0]);
}
