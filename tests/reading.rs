//! Reading: every look-alike of a vendor's export comes out as `EXPECTED.json` says, and hostile files are refused.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails loudly, and reads and writes its own files"
)]

mod hostile;
mod late;
mod reader;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use planbook::ingest::convention::{self, ColumnSurvey, Verdict};
use planbook::ingest::date::{self, DateFormat, DateOrder};
use planbook::ingest::files::{self, SourceFile};
use planbook::ingest::number::{self, NumberFormat, Reading};
use planbook::ingest::open;
use planbook::ingest::shape::normal_header;
use planbook::ingest::table::{Cell, Table};
use planbook::model::note::Notes;

/// Headers that a source might know; most tables are found without.
fn known(header: &str) -> bool {
    ["campaign", "cost", "clicks", "impr.", "amount", "close date", "total recipients", "total opens", "title"]
        .contains(&header)
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn read(folder_name: &str, name: &str) -> (Vec<Table>, Notes) {
    let file = SourceFile::at(&folder(folder_name).join(name), name).unwrap();
    open::tables(&file, &known)
}

fn fixture(name: &str) -> Vec<Table> {
    let (tables, notes) = read("fixtures", name);
    let refused: Vec<_> = notes.iter().filter(|n| n.code.0.starts_with('E')).collect();
    assert!(refused.is_empty(), "{name}: {refused:?}");
    tables
}

/// A cell that outlives its pass.
#[derive(Clone, Debug, PartialEq)]
enum Kept {
    Empty,
    Text(String),
    Number(f64),
    Moment(i64),
    Bool(bool),
    Error(String),
}

impl Kept {
    fn of(cell: &Cell<'_>) -> Kept {
        match *cell {
            Cell::Empty => Kept::Empty,
            Cell::Text(text) => Kept::Text(text.to_owned()),
            Cell::Number(value) => Kept::Number(value),
            Cell::Moment(moment) => Kept::Moment(moment),
            Cell::Bool(truth) => Kept::Bool(truth),
            Cell::Error(text) => Kept::Error(text.to_owned()),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Kept::Empty => Cell::Empty,
            Kept::Text(text) => Cell::Text(text),
            Kept::Number(value) => Cell::Number(*value),
            Kept::Moment(moment) => Cell::Moment(*moment),
            Kept::Bool(truth) => Cell::Bool(*truth),
            Kept::Error(text) => Cell::Error(text),
        }
    }
}

type Rows = Vec<(u64, Vec<Kept>)>;

/// The rows of a table, and what was set aside.
fn rows(table: &Table) -> (Rows, Vec<(u64, String)>) {
    let mut rows = Vec::new();
    let pass = table.body.pass(&mut |row| {
        assert_eq!(row.cells.len(), table.header.len());
        rows.push((row.number, row.cells.iter().map(Kept::of).collect()));
        ControlFlow::Continue(())
    });
    let pass = pass.unwrap();
    assert_eq!(pass.rows, rows.len() as u64);
    let again = table.body.pass(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(again, pass, "a second pass differs");
    (rows, pass.set_aside)
}

/// The column of the first header that begins with `name`.
fn column(table: &Table, name: &str) -> usize {
    let name = normal_header(name);
    let exact = table.header.iter().position(|h| normal_header(h) == name);
    exact
        .or_else(|| table.header.iter().position(|h| normal_header(h).starts_with(&name)))
        .unwrap_or_else(|| panic!("no {name} in {:?}", table.header))
}

fn cells(table: &Table, name: &str) -> Rows {
    let at = column(table, name);
    rows(table).0.into_iter().map(|(row, cells)| (row, vec![cells[at].clone()])).collect()
}

fn number_format(table: &Table, name: &str) -> Verdict<NumberFormat> {
    number_formats(table).swap_remove(column(table, name))
}

fn number_formats(table: &Table) -> Vec<Verdict<NumberFormat>> {
    let mut surveys = vec![ColumnSurvey::of_numbers(); table.header.len()];
    for (row, cells) in rows(table).0 {
        for (survey, cell) in surveys.iter_mut().zip(&cells) {
            survey.feed(|| row, &cell.cell());
        }
    }
    surveys.iter().map(ColumnSurvey::number_format).collect()
}

/// The numbers of a column by its own convention, or by that of its file, in ten-thousandths.
fn numbers(table: &Table, name: &str) -> Vec<Option<i64>> {
    let formats = number_formats(table);
    let format = formats[column(table, name)].or(convention::agreed(&formats).unwrap_or_default());
    let read = |cells: &[Kept]| match number::number(&cells[0].cell(), format) {
        Reading::Given(decimal) => decimal.rounded(4),
        Reading::Missing => None,
        Reading::Unreadable => panic!("{name}: {:?}", cells[0]),
    };
    cells(table, name).iter().map(|(_, cells)| read(cells)).collect()
}

fn sum(table: &Table, name: &str) -> f64 {
    numbers(table, name).into_iter().flatten().sum::<i64>() as f64 / 10_000.0
}

fn dates(table: &Table, name: &str) -> Vec<Option<String>> {
    let mut survey = ColumnSurvey::of_dates();
    let cells = cells(table, name);
    for (row, cells) in &cells {
        survey.feed(|| *row, &cells[0].cell());
    }
    let format = DateFormat { order: survey.date_order().or(DateOrder::Iso), ..DateFormat::default() };
    let read = |cells: &[Kept]| match date::moment(&cells[0].cell(), &format, "UTC") {
        Reading::Given(moment) => Some(moment.format("%Y-%m-%dT%H:%M").to_string().replace("T00:00", "")),
        Reading::Missing => None,
        Reading::Unreadable => panic!("{name}: {:?}", cells[0]),
    };
    cells.iter().map(|(_, cells)| read(cells)).collect()
}

fn days(dates: &[Option<String>]) -> Vec<&str> {
    dates.iter().map(|d| d.as_deref().unwrap_or("")).collect()
}

fn expected() -> BTreeMap<String, serde_json::Value> {
    let text = std::fs::read_to_string(folder("fixtures/EXPECTED.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Which column holds what, where `EXPECTED.json` has a sum.
fn sums(file: &str) -> &'static [(&'static str, &'static str)] {
    match file {
        f if f.starts_with("google_ads_campaign") => {
            &[("spend", "Cost"), ("clicks", "Clicks"), ("impressions", "Impr."), ("conversions", "Conversions")]
        }
        "google_ads_title_rows.xlsx" => &[("spend", "Cost"), ("clicks", "Clicks")],
        "meta_ads_period_total_en.csv" => &[("spend", "Amount spent")],
        "meta_ads_th.csv" => &[("spend", "จำนวนเงินที่ใช้จ่ายไป"), ("impressions", "อิมเพรสชัน"), ("clicks", "การคลิกลิงก์")],
        "meta_ads_ko.csv" => &[("spend", "지출 금액"), ("impressions", "노출"), ("clicks", "링크 클릭")],
        "meta_ads_id.csv" => {
            &[("spend", "Jumlah yang dibelanjakan"), ("impressions", "Impresi"), ("clicks", "Klik tautan")]
        }
        "linkedin_ads_en_utf16.csv" => {
            &[("spend", "Total Spent"), ("impressions", "Impressions"), ("clicks", "Clicks")]
        }
        "gsc_queries.csv" => &[("clicks", "Clicks"), ("impressions", "Impressions")],
        "mailchimp_campaigns.csv" => &[
            ("sent", "Total Recipients"),
            ("delivered", "Successful Deliveries"),
            ("opens", "Unique Opens"),
            ("clicks", "Unique Clicks"),
            ("revenue", "Total Revenue"),
        ],
        "salesforce_report1750000000000.csv" => &[("pipeline", "Amount")],
        "stripe_payments_semicolon_thb.csv" => &[("converted_thb", "Converted Amount")],
        "eu_semicolon_cp1252.csv" => &[("spend", "Kosten"), ("clicks", "Klicks")],
        "sep_line.csv" | "cr_only.csv" => &[("spend", "Cost")],
        _ => &[],
    }
}

#[test]
fn every_fixture_reads_as_expected() {
    let expected = expected();
    assert!(expected.len() >= 36, "fixtures went missing");
    for (name, says) in &expected {
        let tables = fixture(name);
        let count = says["tables"].as_u64().unwrap_or(1);
        let tables: Vec<&Table> = match says["sheet"].as_str() {
            Some(sheet) => tables.iter().filter(|t| t.sheet == sheet).collect(),
            None => tables.iter().collect(),
        };
        assert_eq!(tables.len() as u64, count, "{name}: tables");
        let table = tables[0];
        let (rows, aside) = rows(table);
        if let Some(data_rows) = says["data_rows"].as_u64() {
            // A summary row with blank names is left to whoever knows which columns are names.
            let left = u64::from(name == "meta_ads_daily_en.csv");
            assert_eq!(rows.len() as u64, data_rows + left, "{name}: rows");
            let footers = match name.as_str() {
                "salesforce_report1750000000000.csv" => 6,
                "meta_ads_no_data.csv" => 1,
                _ => 0,
            };
            assert_eq!(aside.len() as u64, says["drop_rows"].as_u64().unwrap_or(footers) - left, "{name}: {aside:?}");
        }
        if let Some(lines) = says["preamble_lines"].as_u64() {
            assert_eq!(table.header_row, lines + 1, "{name}: header row");
        }
        for (key, header) in sums(name) {
            let found = sum(table, header);
            assert!((found - says[key].as_f64().unwrap()).abs() < 1e-9, "{name}: {key} is {found}");
        }
        check_text(name, says, table);
    }
}

fn check_text(name: &str, says: &serde_json::Value, table: &Table) {
    let Some(encoding) = says["encoding"].as_str() else { return };
    let bom = says["bom"] == true && encoding == "utf-8";
    let encoding = match encoding {
        "utf-8" if bom => "UTF-8 BOM",
        "utf-8" => "UTF-8",
        "utf-16-le" => "UTF-16LE",
        "cp874" => "CP874",
        "latin-1" | "cp1252" => "CP1252",
        other => other,
    };
    let delimiter = match says["delimiter"].as_str() {
        Some(";") => "semicolon",
        Some("TAB") => "tab",
        _ => "comma",
    };
    assert_eq!(table.text, format!("{encoding}, {delimiter}"), "{name}");
}

#[test]
fn a_total_left_in_would_multiply_the_spend() {
    for (name, period) in [
        ("google_ads_campaign_us.csv", "January 1, 2025 - December 31, 2025"),
        ("google_ads_campaign_utf16_tab.csv", "1 January 2025 - 31 December 2025"),
    ] {
        let table = &fixture(name)[0];
        let (_, aside) = rows(table);
        assert_eq!(aside.len(), 4);
        assert!(aside[0].1.starts_with("Total: Campaigns"), "{aside:?}");
        assert_eq!(table.preamble, ["Campaign report", period]);
    }
}

#[test]
fn several_tables_of_one_file() {
    let tables = fixture("ga4_reports_multi_table.csv");
    assert_eq!(tables.len(), 2);
    assert!(tables.iter().all(|t| t.preamble.contains(&"Start date: 20250101".to_owned())));
    let nth: Vec<Kept> = cells(&tables[0], "Nth day").into_iter().map(|(_, mut c)| c.remove(0)).collect();
    assert_eq!(nth, ["0000", "0001", "0002"].map(|t| Kept::Text(t.to_owned())));
    assert_eq!(numbers(&tables[1], "Sessions"), [Some(400_000), Some(120_000), Some(10_000)]);
    assert_eq!(numbers(&tables[1], "Total revenue"), [Some(1_205_000), Some(0), Some(0)]);
}

#[test]
fn an_upright_report_is_one_row() {
    let tables = fixture("mailchimp_single_report.csv");
    let (rows, _) = rows(&tables[0]);
    assert_eq!((tables.len(), rows.len()), (1, 1));
    assert_eq!(numbers(&tables[0], "Total Recipients"), [Some(17_510_000)]);
    assert_eq!(numbers(&tables[0], "Successful Deliveries"), [Some(17_420_000)]);
    assert_eq!(rows[0].1[column(&tables[0], "Bounces")], Kept::Text("9 (0.5%)".to_owned()));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let table = &fixture("delighted_like_nps.csv")[0];
    let numbers: Vec<u64> = rows(table).0.iter().map(|(row, _)| *row).collect();
    assert_eq!(numbers, [2, 3, 4]);
    let table = &fixture("salesforce_report1750000000000.csv")[0];
    let (found, aside) = rows(table);
    assert_eq!(found.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(aside[0], (6, "Grand Totals (2 records)".to_owned()));
    assert_eq!(aside[1].0, 8);
}

#[test]
fn headers_stay_as_they_are() {
    let table = &fixture("duplicate_blank_headers.csv")[0];
    assert_eq!(table.header, ["Campaign", "Cost", "", "Cost", "Clicks", ""]);
    let table = &fixture("hubspot_contacts_duplicate_headers.csv")[0];
    assert_eq!(table.header.iter().filter(|h| *h == "Billing Contact").count(), 2);
    assert!(table.header.contains(&"Date entered \"Lead (Lifecycle Stage Pipeline)\"".to_owned()));
}

#[test]
fn korean_and_thai_values() {
    let table = &fixture("korean_crm_utf8bom.csv")[0];
    assert_eq!(days(&dates(table, "등록일시")), ["2025-01-05T15:20", "2025-01-06T00:05", "2025-01-07T09:00"]);
    assert_eq!(days(&dates(table, "계약일")), ["2025-02-01", "", "2025-03-02"]);
    assert_eq!(numbers(table, "금액"), [Some(12_340_000_000), Some(12_000_000_000), Some(1_200_000_000_000)]);
    let table = &fixture("thai_crm_cp874.csv")[0];
    assert_eq!(days(&dates(table, "วันที่ติดต่อ")), ["2022-01-05", "2022-12-20", "2024-02-29"]);
    assert_eq!(days(&dates(table, "วันที่ปิดการขาย")), ["2022-02-15", "2023-03-03", ""]);
    assert_eq!(numbers(table, "มูลค่า"), [Some(12_345_005_000), Some(20_000_000), Some(1_230_000)]);
}

#[test]
fn a_column_decides_the_order_of_its_dates() {
    assert_eq!(days(&dates(&fixture("dates_dmy_column.csv")[0], "date")), ["2025-06-05", "2025-06-13", "2025-07-01"]);
    assert_eq!(days(&dates(&fixture("dates_mdy_column.csv")[0], "date")), ["2025-05-06", "2025-06-13", "2025-07-01"]);
    assert_eq!(days(&dates(&fixture("linkedin_ads_en_utf16.csv")[0], "Start Date")), ["2026-09-21", "2026-09-22"]);
    assert_eq!(days(&dates(&fixture("mailchimp_campaigns.csv")[0], "Send Date")), ["2018-06-09T21:30"]);
    assert_eq!(
        days(&dates(&fixture("excel_serial_dates.csv")[0], "date")),
        ["2025-01-01", "2025-01-01T12:00", "2019-01-01"]
    );
    let mut survey = ColumnSurvey::of_dates();
    let table = &fixture("dates_ambiguous_column.csv")[0];
    for (row, cells) in cells(table, "date") {
        survey.feed(|| row, &cells[0].cell());
    }
    assert!(matches!(survey.date_order(), Verdict::Open(w) if w.row == 2), "never guessed");
}

#[test]
fn the_zoo_of_numbers() {
    let table = &fixture("numbers_zoo.csv")[0];
    let verdict = number_format(table, "amount");
    assert!(matches!(verdict, Verdict::Conflict(one, other) if (one.row, other.row) == (2, 18)));
    for (row, cells) in rows(table).0 {
        let (Kept::Text(amount), expect) = (&cells[1], &cells[2]) else { panic!("row {row}") };
        let decimal = if amount.ends_with(",56") { ',' } else { '.' };
        let found = number::number(&Cell::Text(amount), NumberFormat { decimal });
        match expect {
            Kept::Text(expect) if expect == "AMBIGUOUS" => assert_eq!(found.given().map(|d| d.mantissa), Some(1234)),
            Kept::Text(expect) if !expect.starts_with('<') => {
                let right: f64 = expect.parse().unwrap();
                let found = found.given().unwrap();
                let value = found.mantissa as f64 / 10_f64.powi(found.scale.cast_signed());
                assert!((value - right).abs() < 1e-9, "{amount} is {value}");
            }
            _ => assert_eq!(found, Reading::Missing, "{amount}"),
        }
    }
}

#[test]
fn workbooks() {
    let table = fixture("crm_merged_two_row_header_hidden_sheet.xlsx").remove(0);
    assert_eq!((table.sheet.as_str(), table.header_row), ("Deals", 4));
    assert_eq!(table.header, ["Deal Name", "Deal Owner", "Amount", "Money Prob", "Dates Created", "Dates Closed"]);
    assert_eq!(table.preamble[0], "ACME SALES REPORT 2025");
    let amounts = cells(&table, "Amount");
    assert_eq!(
        amounts.iter().map(|(row, c)| (*row, c[0].clone())).collect::<Vec<_>>(),
        [(5, Kept::Number(1000.0)), (6, Kept::Number(-250.0)), (7, Kept::Error("#N/A".to_owned())),]
    );
    assert_eq!(days(&dates(&table, "Dates Closed"))[0], "2025-02-02");
    assert_eq!(cells(&table, "Dates Created")[2].1[0], Kept::Text("03/02/2025".to_owned()));
    assert_eq!(days(&dates(&fixture("dates_1904.xlsx")[0], "Date")), ["2025-01-01"]);
    assert_eq!(fixture("google_ads_title_rows.xlsx")[0].header_row, 3);
}

#[test]
fn a_folder_is_read_by_name_and_twins_once() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    std::fs::create_dir(dir.path().join("crm")).unwrap();
    write("b.csv", "A,B\n1,2\n");
    write("crm/a.csv", "A,B\n1,2\n");
    for ignored in ["~$b.xlsx", ".hidden.csv", "Thumbs.db", "plan.toml", "facts.csv", "notes.md"] {
        write(ignored, "A,B\n3,4\n");
    }
    write("old.numbers", "x");
    let (files, notes) = files::exports(dir.path());
    assert_eq!(files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["b.csv"]);
    assert_eq!(files[0].sha256.len(), 64);
    let codes: Vec<_> = notes.sorted().iter().map(|n| (n.code.0, n.place.file.clone())).collect();
    assert_eq!(codes, [("E102", "old.numbers".to_owned()), ("W101", "crm/a.csv".to_owned())]);
}
