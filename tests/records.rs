//! Exports become records: what each source gives, what is refused, and that every row is accounted for.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDate;

use planbook::ingest::files::exports;
use planbook::ingest::header::KnownHeaders;
use planbook::ingest::ingested::{Ingested, Opened};
use planbook::ingest::open::tables;
use planbook::ingest::recognise::{Seen, Verdict, recognise};
use planbook::ingest::records::records;
use planbook::ingest::source::{Source, Takes};
use planbook::ingest::source_file::sources;
use planbook::ingest::table::{Body, Cell, Pass, Row, Table};
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::name::Name;
use planbook::model::note::Note;
use planbook::model::reading::Fate;

use planbook::model::record::{DealState, Records, Spend};
use planbook::model::settings::Settings;
use planbook::model::stage::Stage;
use planbook::model::template::Templates;
use planbook::model::writing::FileRule;

/// Rows in memory. A row that is longer than the header is ragged, as a file's would be.
struct Memory {
    width: usize,
    rows: Vec<Vec<String>>,
}

impl Body for Memory {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        for (i, row) in self.rows.iter().enumerate() {
            let text = |c: usize| row.get(c).filter(|t| !t.is_empty()).map_or(Cell::Empty, |t| Cell::Text(t));
            let cells: Vec<Cell<'_>> = (0..self.width).map(text).collect();
            let beyond = row.len().saturating_sub(self.width);
            if each(Row { number: i as u64 + 2, cells: &cells, beyond }).is_break() {
                break;
            }
        }
        Ok(Pass { rows: self.rows.len() as u64, ..Pass::default() })
    }
}

/// A file of one table, written with `|` between the cells.
pub(crate) fn file(name: &str, lines: &[&str]) -> Opened {
    file_below(name, &[], lines)
}

fn file_below(name: &str, preamble: &[&str], lines: &[&str]) -> Opened {
    let cells = |line: &str| line.split('|').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    let header = cells(lines[0]);
    let body = Memory { width: header.len(), rows: lines[1..].iter().map(|l| cells(l)).collect() };
    let table = Table {
        file: name.to_owned(),
        sheet: String::new(),
        header,
        header_row: 1,
        preamble: preamble.iter().map(|&l| l.to_owned()).collect(),
        text: String::new(),
        since_1904: false,
        body: std::sync::Arc::new(body),
    };
    Opened { file: name.to_owned(), sha256: String::new(), bytes: 0, tables: vec![table] }
}

pub(crate) fn settings() -> Settings {
    Settings { currency: Some(Currency::USD), ..Settings::default() }
}

fn read(files: &[Opened]) -> Ingested {
    read_with(files, &settings())
}

fn read_by(files: &[Opened], settings: &Settings, templates: &Templates) -> Ingested {
    let (sources, mut notes) = sources(templates);
    let mut ingested = records(files, settings, &sources, templates, &mut |_, _| {}).unwrap();
    notes.extend(ingested.notes);
    ingested.notes = notes;
    ingested
}

pub(crate) fn read_with(files: &[Opened], settings: &Settings) -> Ingested {
    let ingested = read_by(files, settings, &Templates::default());
    for reading in &ingested.readings {
        assert!(reading.account.closes(), "{reading:?}");
    }
    ingested
}

fn codes(ingested: &Ingested) -> Vec<&'static str> {
    let mut codes: Vec<&str> = ingested.notes.iter().map(|n| n.code.0).filter(|c| *c != "A203").collect();
    codes.sort_unstable();
    codes
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or(NaiveDate::MIN)
}

#[test]
fn every_source_is_recognised_by_its_own_headers_and_by_no_other() {
    let (sources, notes) = sources(&Templates::default());
    assert!(notes.is_empty(), "{:#?}", notes.iter().collect::<Vec<_>>());
    assert!(sources.len() >= 50);
    for source in &sources {
        let mut header: Vec<String> = Vec::new();
        let groups = source.recognise.iter().map(|g| vec![g[0].clone()]);
        let columns = source.columns.values().map(|c| {
            let wanted = if c.takes == Takes::First { 1 } else { c.headers.len() };
            c.headers.iter().take(wanted).cloned().collect()
        });
        for pattern in groups.chain(columns).flatten() {
            let text = pattern.shown.replace('*', "USD");
            if !header.contains(&text) {
                header.push(text);
            }
        }
        let seen = Seen { file: &source.file, header: &header, lower: &|_| Vec::new() };
        match recognise(seen, &sources, None) {
            Verdict::Of(fit) => assert_eq!(fit.source.id, source.id, "{header:?}"),
            other => panic!("{}: {other:?}", source.id),
        }
    }
}

fn person(records: &Records, id: &str) -> Name {
    (1..).map(Name).take(records.people.len()).find(|person| records.people.text(*person) == id).unwrap()
}

#[test]
fn hubspot_contacts_give_stages_and_no_touch_of_their_own() {
    let got = read(&[file(
        "contacts.csv",
        &[
            r#"Record ID|Email|Lifecycle Stage|Create Date|Date entered "Lead (Lifecycle Stage Pipeline)"|Date entered "Customer (Lifecycle Stage Pipeline)"|Original Traffic Source|Billing Contact|Billing Contact"#,
            "11|Ann@example.com|Customer|2025-01-05 10:00|2025-01-05 10:00|2025-03-01 10:00|Organic Search||",
            "12|bob@example.com|Lead|2025-02-05 10:00|2025-02-05 10:00||Direct Traffic||",
        ],
    )]);
    let r = &got.records;
    assert_eq!(codes(&got), [""; 0]);
    assert_eq!((r.contacts.len(), r.touchpoints.len()), (2, 0));
    let ann = r.contacts.row(person(r, "11")).unwrap();
    assert_eq!(r.contacts.stage(ann, Stage::Lead), Some(day("2025-01-05")));
    assert_eq!(r.contacts.stage(ann, Stage::Mql), None);
    assert_eq!(r.contacts.stage(ann, Stage::Customer), Some(day("2025-03-01")));
    assert_eq!(r.names.text(r.contacts.channel[ann]), "Organic search");
    assert_eq!(got.readings[0].source, "hubspot-contacts");
    assert_eq!(got.readings[0].rows(Fate::Used), 2);
    assert_eq!(got.settings.as_of, Some(day("2025-02-28")));
}

#[test]
fn a_blank_amount_is_not_zero_and_flags_decide_what_is_won() {
    let got = read(&[file(
        "deals.csv",
        &[
            "Record ID|Deal Stage|Is Closed Won|Is Deal Closed?|Amount|Create Date|Close Date|Associated Contact IDs|Deal Type",
            "201|Unterschrieben|true|true|25000.0|2025-10-20 16:15|2025-12-04 16:40|11;12|New Business",
            "202|Proposal|false|false||2025-11-20 13:44|2026-01-13 18:24||",
            "203|Dead Deals|false|true|0.0|2025-09-18 11:38|2025-11-30 13:43|13|Odd",
        ],
    )]);
    let deals = &got.records.deals;
    let states: Vec<_> = deals.iter().map(|d| (d.state, d.amount.get())).collect();
    assert_eq!(states, [(DealState::Won, Some(2_500_000)), (DealState::Open, None), (DealState::Lost, Some(0))]);
    assert_eq!(got.records.people.text(deals[0].person), "11");
    assert_eq!(codes(&got), ["W206"]);
}

#[test]
fn identical_rows_merge_and_of_two_that_differ_the_further_one_counts_without_gaps() {
    let got = read(&[file(
        "deals.csv",
        &[
            "deal_id|stage|amount|owner|closed_on",
            "1|won|100|Ann|2025-01-31",
            "1|won|100|Ann|2025-01-31",
            "2|won|100|Ann|2025-01-31",
            "2|won|150||2025-01-31",
        ],
    )]);
    let reading = &got.readings[0];
    assert_eq!((reading.account.read, reading.rows(Fate::Used), reading.rows(Fate::Merged)), (4, 2, 2));
    let deal = got.records.deals[1];
    assert_eq!(deal.amount.get(), Some(15_000));
    assert_eq!(got.records.names.text(deal.owner), "Ann");
    assert_eq!(codes(&got), ["W202", "W205"]);
}

#[test]
fn deleted_rows_null_ids_and_currencies_of_salesforce() {
    let lines = [
        "Id|IsDeleted|Name|StageName|Amount|CloseDate|Type|LeadSource|IsClosed|IsWon|CurrencyIsoCode|CampaignId|CreatedDate",
        "006A1|0|Azúcar|Ganada|275000|2023-09-15 00:00:00|New Business|Web|1|1|MXN|000000000000000AAA|2023-02-07 20:47:49",
        "006A2|0|Costa|Closed Won|11500000|2023-06-30 00:00:00|||1|1|COP|000000000000000AAA|2023-02-08 18:12:23",
        "006A3|1|Deleted|Negociación|99|2023-06-30 00:00:00|||0|0|USD|000000000000000AAA|2023-02-08 18:12:23",
    ];
    let mut settings = settings();
    let (mxn, september) = (Currency::parse("MXN").unwrap(), Month::new(2023, 9).unwrap());
    settings.rates.insert((september, mxn, Currency::USD), 0.05);
    let got = read_with(&[file("Opportunity.csv", &lines)], &settings);
    let deals = &got.records.deals;
    assert_eq!(deals.len(), 2);
    assert_eq!((deals[0].state, deals[0].amount.get()), (DealState::Won, Some(1_375_000)));
    assert_eq!((deals[1].amount.get(), deals[1].campaign.is_some()), (None, false));
    assert_eq!((got.readings[0].account.read, got.readings[0].rows(Fate::SetAside)), (3, 1));
    assert_eq!(codes(&got), ["A204", "E206"]);
}

#[test]
fn both_spellings_of_an_id_and_the_same_address_are_one_person() {
    let got = read(&[
        file("hubspot.csv", &["contact_id|email|lead_on|company", "11|ann@x.com|2025-01-05|Acme"]),
        file(
            "leads.csv",
            &[
                "Id|Email|Status|LeadSource|CreatedDate|Company|IsDeleted",
                "0061G00000Ja7B6QAJ|ANN@x.com|Open|Web|2025-01-03 08:00:00||0",
            ],
        ),
        file(
            "members.csv",
            &["CampaignId|LeadId|ContactId|Status|CreatedDate|IsDeleted", "701|0061G00000Ja7B6||Sent|2025-01-04|0"],
        ),
    ]);
    let r = &got.records;
    assert_eq!(r.contacts.len(), 1);
    let ann = person(r, "0061G00000Ja7B6");
    assert!(r.touchpoints.iter().all(|t| t.person == ann) && r.touchpoints.len() == 2);
    let row = r.contacts.row(ann).unwrap();
    assert_eq!(r.contacts.stage(row, Stage::Lead), Some(day("2025-01-03")));
    assert_eq!(r.names.text(r.contacts.company[row]), "Acme");
    assert_eq!(got.readings[1].rows(Fate::Merged), 1);
}

#[test]
fn a_period_of_google_ads_is_a_span_and_never_its_first_day() {
    let lines = [
        "Campaign|Currency code|Campaign type|Impr.|Clicks|Currency code|Cost|Conversions",
        "Brand - Search|USD|Search|12345|678|USD|1234.56|12.50",
        "Retargeting|USD|Display|0|0|USD|0.00| --",
    ];
    let got = read(&[file_below("google.csv", &["Campaign report", "2025-01-01 - 2025-12-31"], &lines)]);
    let spend = &got.records.spend;
    assert_eq!((spend[0].day, spend[0].last_day), (day("2025-01-01"), day("2025-12-31")));
    assert_eq!((spend[0].spend, spend[0].clicks, spend[0].platform_conversions), (123_456, 678, 12_500_000));
    let names = spend.iter().map(|s| got.records.names.text(s.channel)).collect::<Vec<_>>();
    assert_eq!(names, ["Paid search", "Display"]);
    assert_eq!(codes(&got), [] as [&str; 0]);

    let got = read(&[file_below("google.csv", &["Campaign report", "All time"], &lines)]);
    assert_eq!((got.readings[0].rows(Fate::Refused), got.records.spend.len()), (2, 0));
    assert_eq!(codes(&got), ["E209"]);
}

#[test]
fn the_currency_of_meta_stands_in_its_header_in_four_languages() {
    for (header, summary, code, spend) in [
        ("Reporting starts|Reporting ends|Campaign name|Impressions|Amount spent (USD)|Link clicks", "", "USD", 2_500),
        ("보고 시작|보고 종료|캠페인 이름|노출|지출 금액 (KRW)|링크 클릭", "", "KRW", 25),
        ("เริ่มการรายงาน|สิ้นสุดการรายงาน|ชื่อแคมเปญ|อิมเพรสชัน|จำนวนเงินที่ใช้จ่ายไป (THB)|การคลิกลิงก์", "รวมทั้งหมด", "THB", 2_500),
        (
            "Awal pelaporan|Akhir pelaporan|Nama kampanye|Impresi|Jumlah yang dibelanjakan (IDR)|Klik tautan",
            "",
            "IDR",
            2_500,
        ),
    ] {
        let summary = format!("2025-03-01|2025-03-02|{summary}|2000|25|46");
        let lines = [
            header,
            "2025-03-01|2025-03-01|Promo|1200|16|34",
            "2025-03-02|2025-03-02|Promo|800|9|12",
            summary.as_str(),
        ];
        let got = read_with(&[file("meta.csv", &lines)], &Settings::default());
        assert_eq!(got.settings.currency.unwrap().code(), code);
        assert_eq!(got.records.spend.iter().map(|s| s.spend).sum::<i64>(), spend, "{code}");
        assert_eq!((got.readings[0].rows(Fate::Used), got.readings[0].rows(Fate::SetAside)), (2, 1));
        assert_eq!(codes(&got), ["A201", "A204"]);
    }
}

#[test]
fn a_second_export_of_the_same_days_counts_once() {
    let lines = ["day|channel|spend|clicks", "2025-01-01|Paid search|10|3", "2025-01-01|Paid search|10|3"];
    let got = read(&[file("a.csv", &lines), file("b.csv", &lines)]);
    assert_eq!(got.records.spend.len(), 1);
    let met = |i: usize| (got.readings[i].rows(Fate::Used), got.readings[i].rows(Fate::Merged));
    assert_eq!((met(0), met(1)), ((1, 1), (0, 2)));
    assert_eq!(codes(&got), ["W205", "W205"]);
}

#[test]
fn a_refused_row_says_where_and_what_it_costs() {
    let got = read(&[file(
        "deals.csv",
        &[
            "deal_id|stage|amount|closed_on",
            "1|won|100|2025-01-31",
            "2|won|40|31/02/x",
            "3|won|2|31/02/y",
            "4|lost|5|2025-01-31|more",
        ],
    )]);
    let note = got.notes.iter().find(|n| n.code.0 == "E201").unwrap();
    assert_eq!((note.place.row, note.place.column, note.place.header.as_str(), note.count), (3, 4, "closed_on", 2));
    assert_eq!(note.place.excerpt, "2  won  40  31/02/x");
    let words = planbook::model::words::Words::load(&Templates::default(), "en").unwrap();
    assert_eq!(words.say(note.effect.as_ref().unwrap()), "left out: 2 deals with $42.00");
    assert_eq!(got.readings[0].rows(Fate::Refused), 3);
    assert_eq!(codes(&got), ["E201", "E204"]);
}

#[test]
fn mailchimp_bounces_are_the_soft_and_the_hard_ones() {
    let got = read(&[file(
        "campaigns.csv",
        &[
            "Title|Subject|Send Date|Total Recipients|Successful Deliveries|Soft Bounces|Hard Bounces|Unique Opens|Unique Clicks|Unsubscribes|Abuse Complaints|Bounce Rate",
            "Styles|Get Ours|2018-06-09|110|108|1|1|30|7|2|0|55%",
        ],
    )]);
    assert_eq!(got.records.mailings[0].counts, [110, 108, 2, 30, 7, 0, 2, 0]);
}

#[test]
fn ga4_days_are_counted_from_its_start_and_totals_are_spread_to_the_last_session() {
    let above = ["# Start date: 20250101", "# End date: 20250103"];
    let days = ["Nth day|Sessions|Session default channel group", "0000|10|Direct", "0002|7|Direct"];
    let totals =
        ["Session primary channel group (Default Channel Group)|Sessions", "Organic Search|40", "Unassigned|1"];
    let got = read(&[file_below("days.csv", &above, &days), file_below("totals.csv", &above, &totals)]);
    let web: Vec<_> = got.records.web.iter().map(|w| (w.day.to_string(), w.sessions)).collect();
    let days = ["2025-01-01", "2025-01-03", "2025-01-01", "2025-01-02", "2025-01-03"].map(str::to_owned);
    assert_eq!(web[..5], [10, 7, 13, 13, 14].into_iter().zip(days).map(|(n, d)| (d, n)).collect::<Vec<_>>());
    assert_eq!(got.records.web.iter().map(|w| w.sessions).sum::<i64>(), 58);
}

#[test]
fn prices_of_stripe_become_monthly_revenue_and_trials_pay_later() {
    let got = read(&[file(
        "subscriptions.csv",
        &[
            "id|Customer ID|Quantity|Currency|Interval|Amount|Status|Start (UTC)|Trial End (UTC)|Ended At (UTC)",
            "s1|cus_a|2|usd|year|100.00|active|2025-01-10 00:00:00||",
            "s2|cus_b|1|usd|month|30.00|canceled|2025-01-10 00:00:00|2025-01-24 00:00:00|2025-03-24 00:00:00",
            "s3|cus_c|1|usd|month|30.00|incomplete_expired|2025-01-10 00:00:00||",
            "s4|cus_d|1|usd|fortnight|30.00|active|2025-01-10 00:00:00||",
        ],
    )]);
    let changes: Vec<_> = got
        .records
        .subscriptions
        .iter()
        .map(|c| (got.records.names.text(c.customer), c.changed_on.to_string(), c.mrr))
        .collect();
    let expected = [("cus_a", "2025-01-10", 1_667), ("cus_b", "2025-01-24", 3_000), ("cus_b", "2025-03-24", 0)];
    assert_eq!(changes, expected.map(|(c, d, m)| (c, d.to_owned(), m)));
    assert_eq!(codes(&got), ["A204", "E205"]);
}

#[test]
fn prices_of_subscriptions_have_their_say_in_the_currency() {
    let lines = [
        "id|Customer ID|Currency|Interval|Amount|Start (UTC)",
        "s1|cus_a|krw|month|49000|2025-01-10",
        "s2|cus_b|krw|year|120000|2025-01-10",
    ];
    let got = read_with(&[file("subscriptions.csv", &lines)], &Settings::default());
    assert_eq!(got.records.currency.code(), "KRW");
    assert_eq!(got.records.subscriptions.iter().map(|s| s.mrr).collect::<Vec<_>>(), [49_000, 10_000]);
}

#[test]
fn periods_that_follow_each_other_are_one_customer_whose_revenue_changes() {
    let got = read(&[file(
        "subscription_periods.csv",
        &[
            "subscription_id|customer_id|start_date|end_date|monthly_amount",
            "1|1|2018-11-01|2019-02-01|50",
            "2|1|2019-04-01|2019-06-01|50",
            "3|1|2019-06-01|2019-08-01|75",
        ],
    )]);
    let changes: Vec<_> = got.records.subscriptions.iter().map(|c| (c.changed_on.to_string(), c.mrr)).collect();
    let expected =
        [("2018-11-01", 5000), ("2019-02-01", 0), ("2019-04-01", 5000), ("2019-06-01", 7500), ("2019-08-01", 0)];
    assert_eq!(changes, expected.map(|(d, m)| (d.to_owned(), m)));
}

#[test]
fn answers_are_scores_and_offers_are_none() {
    let got = read(&[
        file(
            "zendesk.csv",
            &[
                "Ticket ID|Created at|Satisfaction Score|Satisfaction Comment",
                "1|2025-01-03|Good|",
                "2|2025-01-04|Bad|slow",
                "3|2025-01-04|Offered|",
            ],
        ),
        file(
            "nps.csv",
            &[
                "person_email|score|comment|created_at",
                "a@example.com|9 - Extremely likely||2025-01-03",
                "b@example.com|11||2025-01-04",
            ],
        ),
    ]);
    let mut scores: Vec<i64> = got.records.surveys.iter().map(|s| s.score).collect();
    scores.sort_unstable();
    assert_eq!(scores, [1000, 5000, 9000]);
    assert_eq!(codes(&got), ["A204", "E211"]);
}

#[test]
fn unknown_channels_stay_and_are_listed_with_the_line_to_paste() {
    let lines = [
        "contact_id|touched_at|channel|campaign",
        "1|2025-01-31|zx 81|A",
        "2|2025-01-31|zx 81|A",
        "3|2025-01-31|google / cpc|",
    ];
    let got = read(&[file("touches.csv", &lines)]);
    let sources: Vec<&str> = got.records.touch_sources.iter().map(|s| got.records.names.text(s.0)).collect();
    assert_eq!(sources, ["zx 81", "Paid search"]);
    assert_eq!(codes(&got), ["W203"]);
    let mut own = settings();
    own.channels.insert("zx 81".to_owned(), "Events".to_owned());
    let got = read_with(&[file("touches.csv", &lines)], &own);
    assert_eq!(got.records.names.text(got.records.touch_sources[0].0), "Events");
    assert_eq!(codes(&got), [""; 0]);
}

#[test]
fn the_currency_of_most_amounts_is_taken_and_said() {
    let got = read_with(
        &[file(
            "spend.csv",
            &[
                "day|channel|spend|currency",
                "2025-01-31|Email|5|eur",
                "2025-01-31|Email|6|EUR",
                "2025-01-31|Email|7|USD",
            ],
        )],
        &Settings::default(),
    );
    assert_eq!(got.records.currency.code(), "EUR");
    assert_eq!((got.readings[0].rows(Fate::Used), got.readings[0].rows(Fate::Refused)), (2, 1));
    assert_eq!(codes(&got), ["A201", "E206"]);
}

#[test]
fn rates_of_an_export_convert_exactly() {
    let got = read(&[
        file("spend.csv", &["day|channel|spend|currency", "2025-01-31|Email|1000|KRW", "2025-02-01|Email|1000|KRW"]),
        file("rates.csv", &["month|from|to|rate", "2025-01|USD|KRW|1250"]),
    ]);
    assert_eq!(got.records.spend.iter().map(|s| s.spend).collect::<Vec<_>>(), [80]);
    assert_eq!(codes(&got), ["E206"]);
}

#[test]
fn what_is_no_known_export_is_told_the_nearest_and_what_is_missing() {
    let got = read(&[file("x.csv", &["Record ID|Deal Name", "1|a"]), file("y.csv", &["colour", "red"])]);
    assert_eq!(codes(&got), ["W201"]);
    assert!(got.readings.iter().all(|r| r.source.is_empty() && r.rows(Fate::SetAside) == r.account.read));
}

#[test]
fn objectives_are_handed_on_with_their_places() {
    let got = read(&[file(
        "objectives.csv",
        &["objective_id|goal|metric|target|due_on|owner", "O1|Grow|won_revenue|1000000|2026-12-31|Ann"],
    )]);
    let row = &got.objectives[0];
    assert_eq!(row.cells["target"], "1000000");
    assert_eq!((row.at("target").row, row.at("target").column), (2, 4));
    assert_eq!(row.at("budget").column, 0);
}

#[test]
fn every_note_of_reading_has_its_sentence_and_its_help() {
    let words = planbook::model::words::Words::load(&Templates::default(), "en").unwrap();
    for code in [
        "E201", "E202", "E203", "E204", "E205", "E206", "E207", "E208", "E209", "E210", "E211", "E212", "E213", "E214",
        "E215", "E216", "W201", "W202", "W203", "W205", "W206", "A201", "A202", "A203", "A204", "A205",
    ] {
        assert!(words.knows(&format!("note.{code}.says")) && words.knows(&format!("note.{code}.help")), "{code}");
    }
}

/// The look-alike exports of `tests/fixtures`, read from their bytes in a plan of `currency`.
fn fixtures(names: &[&str], currency: &str) -> Ingested {
    let templates = Templates::default();
    let (sources, _) = sources(&templates);
    let known = KnownHeaders::new(sources.iter().flat_map(Source::headers));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let (files, _) = exports(&folder);
    let wanted = files.iter().filter(|f| names.contains(&f.name.as_str()));
    let opened: Vec<Opened> = wanted
        .map(|f| Opened {
            file: f.name.clone(),
            sha256: f.sha256.clone(),
            bytes: f.bytes,
            tables: tables(f, &|h| known.contains(h)).0,
        })
        .collect();
    assert_eq!(opened.len(), names.len());
    read_with(&opened, &Settings { currency: Currency::parse(currency), ..Settings::default() })
}

#[test]
fn advertising_exports_give_the_figures_of_their_files() {
    for (name, currency, spend, impressions, clicks) in [
        ("google_ads_campaign_us.csv", "USD", 133_326, 13_325, 723),
        ("google_ads_campaign_utf16_tab.csv", "USD", 133_326, 13_325, 723),
        ("meta_ads_daily_en.csv", "USD", 2_500, 2_000, 46),
        ("meta_ads_period_total_en.csv", "USD", 575_100, 1_500, 40),
        ("meta_ads_no_data.csv", "USD", 0, 0, 0),
        ("meta_ads_th.csv", "THB", 4_625_075, 2_000, 46),
        ("meta_ads_ko.csv", "KRW", 512_300, 2_000, 46),
        ("meta_ads_id.csv", "IDR", 181_992_900, 2_000, 46),
        ("linkedin_ads_en_utf16.csv", "EUR", 106_475, 1_334, 4),
    ] {
        let got = fixtures(&[name], currency);
        let sum = |of: fn(&Spend) -> i64| got.records.spend.iter().map(of).sum::<i64>();
        assert_eq!(
            (sum(|s| s.spend), sum(|s| s.impressions), sum(|s| s.clicks)),
            (spend, impressions, clicks),
            "{name}"
        );
        assert!(!codes(&got).iter().any(|c| c.starts_with('E')), "{name}: {:?}", codes(&got));
    }
}

#[test]
fn deals_of_every_crm_give_the_figures_of_their_files() {
    for (name, currency, [won, lost, open], revenue) in [
        ("hubspot_deals.csv", "USD", [1, 1, 1], 2_500_000),
        ("salesforce_report1750000000000.csv", "EUR", [1, 0, 1], 123_456),
        ("salesforce_weekly_Opportunity.csv", "MXN", [2, 0, 0], 27_500_000),
        ("pipedrive_deals.csv", "EUR", [1, 1, 1], 2_000_000),
        ("stripe_payments_semicolon_thb.csv", "THB", [1, 1, 0], 53_480),
    ] {
        let got = fixtures(&[name], currency);
        let count = |state| got.records.deals.iter().filter(|d| d.state == state).count();
        assert_eq!([DealState::Won, DealState::Lost, DealState::Open].map(count), [won, lost, open], "{name}");
        let amounts = got.records.deals.iter().filter(|d| d.state == DealState::Won).filter_map(|d| d.amount.get());
        assert_eq!(amounts.sum::<i64>(), revenue, "{name}");
    }
}

#[test]
fn two_downloads_of_one_report_count_once_whatever_their_encoding() {
    let got = fixtures(&["google_ads_campaign_us.csv", "google_ads_campaign_utf16_tab.csv"], "USD");
    assert_eq!(got.records.spend.iter().map(|s| s.spend).sum::<i64>(), 133_326);
    assert_eq!((got.readings[0].rows(Fate::Used), got.readings[1].rows(Fate::Merged)), (3, 3));
}

#[test]
fn two_reports_of_one_vendor_with_the_same_headers_are_told_apart_by_name() {
    let lines = ["id|date|local_spend_amount|taps|impressions", "1|2021-12-17|5.09|3|100"];
    let got = read(&[file("apple_campaign_report.csv", &lines), file("apple_keyword_report.csv", &lines)]);
    assert_eq!(got.readings.iter().map(|r| r.source.as_str()).collect::<Vec<_>>(), ["fivetran-apple-ads", ""]);
}

#[test]
fn one_plan_file_may_overrule_recognition() {
    let of = |id: &str| FileRule { source: Some(id.to_owned()), ..FileRule::default() };
    let mut own = settings();
    own.files.insert("x.csv".to_owned(), of("planbook-deals"));
    own.files.insert("y.csv".to_owned(), of("no-such-source"));
    let lines = ["deal_id|stage|a|b|c|d|e", "1|open|||||"];
    let got = read_with(&[file("x.csv", &lines), file("y.csv", &lines)], &own);
    assert_eq!(got.readings[0].source, "planbook-deals");
    assert_eq!(codes(&got), ["E216"]);
}

#[test]
fn a_source_of_the_users_own_needs_no_rust() {
    let text = r#"
title = "Shop orders"
feeds = ["deals"]
recognise = ["Bestellung", "Betrag"]

[columns]
deal_id = "Bestellung"
stage = { always = "won" }
closed_on = "Datum"
amount = "Betrag"

[format]
dates = "day-first"
decimal = ","
currency = "EUR"
"#;
    let templates = Templates::with([("sources/shop.toml".to_owned(), text.to_owned())]);
    let lines = ["Bestellung|Datum|Betrag", "A1|03.02.2025|1.234,56"];
    let got = read_by(&[file("orders.csv", &lines)], &Settings::default(), &templates);
    assert_eq!(got.records.currency.code(), "EUR");
    assert_eq!(
        (got.records.deals[0].amount.get(), got.records.deals[0].closed_on),
        (Some(123_456), Some(day("2025-02-03")))
    );

    let wrong = text.replace("deal_id", "deal");
    let templates = Templates::with([("sources/shop.toml".to_owned(), wrong)]);
    let got = read_by(&[], &Settings::default(), &templates);
    assert_eq!(codes(&got), ["E208"]);
}

#[test]
fn touches_that_two_exports_share_count_once_and_repeats_inside_one_are_kept() {
    let header = "contact_id|touched_at|channel|campaign";
    let first = [header, "1|2025-01-30|Email|A", "1|2025-01-30|Email|A", "2|2025-01-31|Email|A"];
    let second = [header, "2|2025-01-31|Email|A", "2|2025-01-31|Email|B", "3|2025-02-28|Email|A"];
    let got = read(&[file("january.csv", &first), file("to-february.csv", &second)]);
    assert_eq!(got.records.touchpoints.len(), 5);
    assert_eq!(
        (got.readings[0].rows(Fate::Used), got.readings[1].rows(Fate::Used), got.readings[1].rows(Fate::Merged)),
        (3, 2, 1)
    );
    assert_eq!(codes(&got), ["W205"]);
}
