//! The exports of one invented company, written as its offices around the world would: the facts are the same to the cent.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;

use chrono::{Datelike, NaiveDate};
use encoding_rs::{EUC_KR, Encoding, UTF_8, WINDOWS_874, WINDOWS_1252};
use planbook::cli::progress::Progress;
use planbook::cli::run::{Request, found};
use planbook::ingest::shelter::Shelter;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A cell before anybody writes it.
#[derive(Clone)]
enum Value {
    Text(String),
    /// Euro cents.
    Money(i64),
    Count(i64),
    Day(NaiveDate),
}

/// An export before anybody writes it.
struct Export {
    name: &'static str,
    /// Header and rows.
    header: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// How an office writes.
struct Office {
    name: &'static str,
    money: fn(i64) -> String,
    count: fn(i64) -> String,
    day: fn(NaiveDate) -> String,
    delimiter: char,
    bytes: fn(&str) -> Vec<u8>,
    /// Headers of the Meta report: day, campaign, amount, impressions, clicks.
    meta: [&'static str; 5],
    /// A name that only its own encoding can hold.
    client: &'static str,
}

const ENGLISH: [&str; 5] = ["Day", "Campaign name", "Amount spent (EUR)", "Impressions", "Link clicks"];
const THAI: [&str; 5] = ["วัน", "ชื่อแคมเปญ", "จำนวนเงินที่ใช้จ่ายไป (EUR)", "อิมเพรสชัน", "การคลิกลิงก์"];
const INDONESIAN: [&str; 5] =
    ["Awal pelaporan", "Nama kampanye", "Jumlah yang dibelanjakan (EUR)", "Impresi", "Klik tautan"];
const KOREAN: [&str; 5] = ["일", "캠페인 이름", "지출 금액 (EUR)", "노출", "링크 클릭"];

/// Whole euros grouped by `mark`, and the cents after `decimal`.
fn grouped(cents: i64, mark: &str, decimal: &str) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}{decimal}{:02}", in_threes(cents.abs() / 100, mark), cents.abs() % 100)
}

fn in_threes(whole: i64, mark: &str) -> String {
    let digits = whole.to_string();
    let ends = (1..=digits.len()).filter(|end| (digits.len() - end).is_multiple_of(3));
    let mut from = 0;
    let groups: Vec<&str> = ends.map(|end| &digits[std::mem::replace(&mut from, end)..end]).collect();
    groups.join(mark)
}

/// `12,34,567.89`
fn indian(cents: i64) -> String {
    let (sign, whole) = (if cents < 0 { "-" } else { "" }, (cents.abs() / 100).to_string());
    let (head, last) = whole.split_at(whole.len().saturating_sub(3));
    let mut groups = vec![last.to_owned()];
    let mut head = head.to_owned();
    while !head.is_empty() {
        let pair = head.split_off(head.len().saturating_sub(2));
        groups.insert(0, pair);
    }
    format!("{sign}{}.{:02}", groups.join(","), cents.abs() % 100)
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text}");
    bytes.into_owned()
}

fn thai_month(day: NaiveDate) -> &'static str {
    ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
        [day.month0() as usize]
}

fn indonesian_month(day: NaiveDate) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"][day.month0() as usize]
}

fn french_month(day: NaiveDate) -> &'static str {
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
        [day.month0() as usize]
}

#[expect(clippy::too_many_lines, reason = "a list of offices")]
fn offices() -> Vec<Office> {
    let plain = Office {
        name: "plain",
        money: |cents| grouped(cents, "", "."),
        count: |count| count.to_string(),
        day: |day| day.to_string(),
        delimiter: ',',
        bytes: |text| encoded(text, UTF_8),
        meta: ENGLISH,
        client: "Harbour Mills",
    };
    let us = |cents: i64| {
        if cents < 0 { format!("({})", grouped(-cents, ",", ".")) } else { grouped(cents, ",", ".") }
    };
    vec![
        Office {
            name: "en-US",
            money: us,
            count: |count| in_threes(count, ","),
            day: |day| day.format("%-m/%-d/%Y").to_string(),
            ..plain
        },
        Office {
            name: "en-GB with signs and CRLF",
            money: |cents| format!("€{}", grouped(cents, ",", ".")),
            count: |count| in_threes(count, ","),
            day: |day| day.format("%d/%m/%Y").to_string(),
            bytes: |text| encoded(&text.replace('\n', "\r\n"), UTF_8),
            ..plain
        },
        Office {
            name: "de in cp1252",
            money: |cents| grouped(cents, ".", ","),
            count: |count| in_threes(count, "."),
            day: |day| day.format("%d.%m.%Y").to_string(),
            delimiter: ';',
            bytes: |text| encoded(text, WINDOWS_1252),
            meta: ENGLISH,
            client: "Müller & Söhne",
        },
        Office {
            name: "fr with its mark",
            money: |cents| format!("{} €", grouped(cents, "\u{202f}", ",")),
            count: |count| in_threes(count, "\u{a0}"),
            day: |day| format!("{} {} {}", day.day(), french_month(day), day.year()),
            delimiter: ';',
            bytes: |text| [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            meta: ENGLISH,
            client: "Hôtel d’Été",
        },
        Office {
            name: "de-CH",
            money: |cents| grouped(cents, "'", "."),
            count: |count| in_threes(count, "’"),
            day: |day| day.format("%-d.%-m.%Y").to_string(),
            delimiter: ';',
            meta: ENGLISH,
            client: "Zürich Käse",
            ..plain
        },
        Office {
            name: "th in cp874, Buddhist",
            money: us,
            count: |count| in_threes(count, ","),
            day: |day| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year() + 543),
            bytes: |text| encoded(text, WINDOWS_874),
            meta: THAI,
            client: "บริษัท ตัวอย่าง จำกัด",
            ..plain
        },
        Office {
            name: "th in words",
            money: us,
            count: |count| in_threes(count, ","),
            day: |day| format!("{} {} {}", day.day(), thai_month(day), (day.year() + 543) % 100),
            meta: THAI,
            client: "ห้างหุ้นส่วนจำกัด ทดสอบ",
            ..plain
        },
        Office {
            name: "id",
            money: |cents| grouped(cents, ".", ","),
            count: |count| in_threes(count, "."),
            day: |day| format!("{} {} {}", day.day(), indonesian_month(day), day.year()),
            delimiter: ';',
            meta: INDONESIAN,
            client: "PT Contoh Jaya",
            ..plain
        },
        Office {
            name: "ko in cp949",
            money: us,
            count: |count| in_threes(count, ","),
            day: |day| format!("{}. {}. {}.", day.year(), day.month(), day.day()),
            bytes: |text| encoded(text, EUC_KR),
            meta: KOREAN,
            client: "주식회사 한강",
            ..plain
        },
        Office {
            name: "en-IN",
            money: indian,
            count: |count| in_threes(count, ","),
            day: |day| day.format("%d-%b-%Y").to_string(),
            ..plain
        },
        Office {
            name: "UTF-16 with tabs",
            money: us,
            delimiter: '\t',
            bytes: |text| [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            meta: KOREAN,
            client: "한강",
            ..plain
        },
        Office {
            name: "UTF-16 of the other order, without its mark",
            delimiter: '|',
            bytes: |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            meta: THAI,
            client: "ตัวอย่าง",
            ..plain
        },
        Office {
            name: "serial numbers, minus signs of print and CR",
            money: |cents| grouped(cents, ",", ".").replace('-', "−"),
            day: |day| (day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days().to_string(),
            bytes: |text| encoded(&text.replace('\n', "\r"), UTF_8),
            ..plain
        },
        plain,
    ]
}

fn day(text: &str) -> Value {
    Value::Day(text.parse().unwrap())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[expect(clippy::too_many_lines, reason = "a list of exports with their rows")]
fn exports(office: &Office) -> Vec<Export> {
    let header = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
    let contacts = [
        ("C1", "DE", "Paid search", "2025-11-03", "2025-12-15", "2026-01-31"),
        ("C2", "TH", "Email", "2026-01-14", "2026-02-02", "2026-03-29"),
        ("C3", "KR", "Events", "2024-02-29", "2025-05-20", "2025-08-01"),
    ];
    let deals = [
        ("D1", "C1", "Paid search", "2025-12-20", "2026-01-31", 123_456_789),
        ("D2", "C2", "Email", "2026-02-13", "2026-03-29", 9_870),
        ("D3", "C3", "Events", "2025-06-14", "2025-08-01", 1_234_506),
    ];
    let spend = [
        ("2026-01-13", "Spring", 123_456, 1_234, 12),
        ("2026-02-28", "Spring", 9_805, 12_345, 1_200),
        ("2026-03-01", "Summer", -1_250, 7, 0),
        ("2026-03-31", "Summer", 100_000_001, 1_234_567, 98),
    ];
    let web = [("2026-01-13", "Direct", 1_234), ("2026-03-02", "Email", 999), ("2026-03-31", "Direct", 12_001)];
    vec![
        Export {
            name: "contacts",
            header: header(&["contact_id", "company", "market", "channel", "lead_on", "mql_on", "customer_on"]),
            rows: contacts
                .iter()
                .map(|(id, market, channel, lead, mql, customer)| {
                    let names = [*id, office.client, market, channel].map(text);
                    names.into_iter().chain([lead, mql, customer].map(|d| day(d))).collect()
                })
                .collect(),
        },
        Export {
            name: "deals",
            header: header(&[
                "deal_id",
                "contact_id",
                "stage",
                "channel",
                "created_on",
                "closed_on",
                "amount",
                "currency",
            ]),
            rows: deals
                .iter()
                .map(|(id, contact, channel, created, closed, amount)| {
                    let [id, contact, won, channel, euro] = [*id, contact, "won", channel, "EUR"].map(text);
                    vec![id, contact, won, channel, day(created), day(closed), Value::Money(*amount), euro]
                })
                .collect(),
        },
        Export {
            name: "meta",
            header: header(&office.meta),
            rows: spend
                .iter()
                .map(|&(on, campaign, cents, impressions, clicks)| {
                    vec![day(on), text(campaign), Value::Money(cents), Value::Count(impressions), Value::Count(clicks)]
                })
                .collect(),
        },
        Export {
            name: "web",
            header: header(&["day", "channel", "sessions"]),
            rows: web.iter().map(|&(on, channel, count)| vec![day(on), text(channel), Value::Count(count)]).collect(),
        },
    ]
}

fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn written(export: &Export, office: &Office) -> Vec<u8> {
    let cell = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Money(cents) => (office.money)(*cents),
        Value::Count(count) => (office.count)(*count),
        Value::Day(day) => (office.day)(*day),
    };
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|c| quoted(c, office.delimiter)).collect();
        cells.join(&office.delimiter.to_string()) + "\n"
    };
    let rows = export.rows.iter().map(|row| line(row.iter().map(cell).collect()));
    (office.bytes)(&(line(export.header.clone()) + &rows.collect::<String>()))
}

/// One workbook with a sheet for each export, its figures and days as Excel keeps them.
fn workbook(exports: &[Export]) -> Vec<u8> {
    let mut book = Workbook::new();
    let dated = Format::new().set_num_format("dd.mm.yyyy");
    for export in exports {
        let sheet = book.add_worksheet();
        sheet.set_name(export.name).unwrap();
        for (column, name) in (0..).zip(&export.header) {
            sheet.write_string(0, column, name).unwrap();
        }
        for (row, values) in (1..).zip(&export.rows) {
            for (column, value) in (0..).zip(values) {
                match value {
                    Value::Text(text) => sheet.write_string(row, column, text),
                    Value::Money(cents) => sheet.write_number(row, column, *cents as f64 / 100.0),
                    Value::Count(count) => sheet.write_number(row, column, *count as f64),
                    Value::Day(day) => {
                        let (month, number) = (day.month().try_into().unwrap(), day.day().try_into().unwrap());
                        let date = ExcelDateTime::from_ymd(day.year().try_into().unwrap(), month, number).unwrap();
                        sheet.write_datetime_with_format(row, column, date, &dated)
                    }
                }
                .unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The facts of a folder, one line each, and the errors and warnings of reading it.
fn facts(files: &[(String, Vec<u8>)]) -> (BTreeSet<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.toml"), "currency = \"EUR\"\nas_of = 2026-03-31\n").unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let request =
        Request { path: folder.path().to_owned(), as_of: None, shelter: Shelter::Here, threads: NonZeroUsize::MIN };
    let found = found(&request, &Progress::new(false)).ok().unwrap();
    let facts = &found.facts;
    let line = |fact: planbook::model::fact::Fact| {
        let spot = &fact.spot;
        let names = [spot.market, spot.channel, spot.campaign].map(|n| facts.names.text(n));
        format!("{} {} {names:?} {}", facts.measures.id(fact.measure), spot.month, fact.value)
    };
    let said = found.notes.sorted();
    let said = said.iter().filter(|n| n.code.0.starts_with(['E', 'W'])).map(|n| format!("{} {:?}", n.code.0, n.place));
    let said = said.filter(|n| !n.starts_with("W4")).collect();
    (facts.rows.iter().map(line).collect(), said)
}

#[test]
fn every_office_gives_the_same_facts_to_the_cent() {
    let offices = offices();
    let files = |office: &Office| -> Vec<(String, Vec<u8>)> {
        exports(office).iter().map(|e| (format!("{}.csv", e.name), written(e, office))).collect()
    };
    let (expected, said) = facts(&files(&offices[offices.len() - 1]));
    assert_eq!(said, Vec::<String>::new());
    let spent = "spend 2026-03 [\"\", \"Paid social\", \"Summer\"] 99998751";
    assert!(expected.contains(spent) && expected.len() > 30, "{expected:#?}");
    for office in &offices {
        let (found, said) = facts(&files(office));
        assert_eq!(said, Vec::<String>::new(), "{}", office.name);
        let differ: Vec<_> = expected.symmetric_difference(&found).collect();
        assert!(differ.is_empty(), "{}: {differ:#?}", office.name);
    }
    let (found, said) = facts(&[("company.xlsx".to_owned(), workbook(&exports(&offices[offices.len() - 1])))]);
    assert_eq!((said, found == expected), (Vec::new(), true));
}
