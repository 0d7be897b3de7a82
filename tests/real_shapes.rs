//! Shapes of public exports that nobody here wrote, as small invented look-alikes with figures worked out by hand.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::num::NonZeroUsize;

use calamine::{Reader, Xlsx};

use planbook::cli::progress::Progress;
use planbook::cli::run::{Found, Request, found};
use planbook::ingest::shelter::Shelter;
use planbook::model::fact::{Axis, Scope};
use planbook::model::given::wanting;
use planbook::model::month::{Month, Period};

use planbook::render::{sheets, workbook};

/// A run on a folder of these files, each written as (name, text).
fn run(files: &[(&str, &str)]) -> Found {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let request =
        Request { path: folder.path().to_owned(), as_of: None, shelter: Shelter::Here, threads: NonZeroUsize::MIN };
    let found = found(&request, &Progress::new(false)).map_err(|stop| format!("{:?}", stop.notes)).unwrap();
    assert!(found.readings.iter().all(|r| r.account.closes()));
    found
}

/// The measure over all months, as people write it.
fn sum(found: &Found, measure: &str) -> f64 {
    let all = Scope::total(found.facts.months.unwrap());
    found.facts.shown(measure, &all).unwrap_or(0.0)
}

/// The measure in one month.
fn in_month(found: &Found, measure: &str, month: &str) -> f64 {
    let month = Month::parse(month).unwrap();
    found.facts.shown(measure, &Scope::total(Period { first: month, last: month })).unwrap_or(0.0)
}

/// The measure by the names of an axis, in stored units.
fn by(found: &Found, measure: &str, axis: Axis) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for fact in found.facts.of(found.facts.measures.find(measure).unwrap()) {
        let name = found.facts.names.text(axis.of(&fact.spot).unwrap()).to_owned();
        *sums.entry(name).or_default() += i64::try_from(fact.value).unwrap();
    }
    sums
}

fn map(pairs: &[(&str, i64)]) -> BTreeMap<String, i64> {
    pairs.iter().map(|&(name, value)| (name.to_owned(), value)).collect()
}

/// What a metric lacks, if anything.
fn lacks(found: &Found, metric: &str) -> Option<String> {
    wanting(found.catalog.get(metric).unwrap(), &found.facts, &found.catalog, &found.settings)
}

fn codes(found: &Found) -> Vec<&'static str> {
    found.notes.iter().map(|n| n.code.0).collect()
}

fn sources(found: &Found) -> Vec<&str> {
    found.readings.iter().map(|r| r.source.as_str()).collect()
}

fn headlines(found: &Found) -> Vec<&str> {
    found.plan.headlines.iter().map(|h| h.metric.as_str()).collect()
}

const PIPELINE: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
O1,Ada,Alpha,Initech,Won,2025-01-10,2025-02-03,1000
O2,Ada,Alpha,Initech,Won,2025-01-20,2025-03-03,500
O3,Ada,Alpha,Hooli,Lost,2025-01-11,2025-02-20,0
O4,Bob,Beta,Hooli,Won,2025-02-11,2025-03-31,250
O5,Bob,Beta,,Engaging,2025-03-01,,
O6,Bob,Beta,,Prospecting,,,
";

#[test]
fn a_pipeline_without_contacts_counts_deals_by_month_and_each_account_as_one_customer() {
    let found = run(&[("sales_pipeline.csv", PIPELINE)]);
    assert_eq!(sources(&found), ["sales-pipeline"]);
    assert_eq!((sum(&found, "deals_won"), sum(&found, "deals_lost"), sum(&found, "won_revenue")), (3.0, 1.0, 1750.0));
    assert_eq!((in_month(&found, "deals_won", "2025-03"), in_month(&found, "won_revenue", "2025-03")), (2.0, 750.0));
    // Initech bought twice.
    assert_eq!((sum(&found, "customers"), in_month(&found, "customers", "2025-02")), (2.0, 1.0));
    // Hooli's first deal was lost and is its opportunity; the open deal without an account stands by itself.
    assert_eq!((sum(&found, "opportunities"), in_month(&found, "opportunities", "2025-01")), (3.0, 2.0));
}

#[test]
fn lists_beside_the_exports_are_told_in_one_note() {
    let files = [
        ("sales_pipeline.csv", PIPELINE),
        ("accounts.csv", "account,sector,employees\nInitech,software,20\n"),
        ("products.csv", "product,series,sales_price\nAlpha,A,55\n"),
        ("sales_teams.csv", "sales_agent,manager,regional_office\nAda,Grace,East\n"),
    ];
    let found = run(&files);
    assert_eq!(codes(&found).iter().filter(|c| c.starts_with('W')).collect::<Vec<_>>(), [&"W201"]);
}

#[test]
fn qualified_leads_by_origin_convert_without_amounts_and_without_losses() {
    let leads = "mql_id,first_contact_date,landing_page_id,origin
m1,01-02-2025,lp,organic_search
m2,13-02-2025,lp,organic_search
m3,20-02-2025,lp,paid_search
m4,28-02-2025,lp,
m5,31-05-2025,lp,paid_search
";
    let deals = "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment
m1,s1,x,y,2025-02-05 10:00:00,pet
m3,s2,x,y,2025-03-11 10:00:00,toys
";
    let found = run(&[("closed_deals.csv", deals), ("leads.csv", leads)]);
    assert_eq!((sum(&found, "mqls"), sum(&found, "customers"), sum(&found, "reached.mql.customer")), (5.0, 2.0, 2.0));
    assert_eq!(by(&found, "mqls", Axis::Channel), map(&[("", 1), ("Organic search", 2), ("Paid search", 2)]));
    // Nobody is known to be lost, and nothing is known of amounts: no rate of 100 %, no average of 0.
    assert_eq!(lacks(&found, "win_rate").as_deref(), Some("deals_lost"));
    assert_eq!(lacks(&found, "average_deal").as_deref(), Some("won_revenue"));
    assert_eq!(headlines(&found), ["new_customers", "mql_to_customer"]);
}

#[test]
fn subscription_periods_move_mrr_as_worked_out_by_hand() {
    let periods = "subscription_id,customer_id,start_date,end_date,monthly_amount
1,a,2025-01-01,2025-03-01,50
2,a,2025-03-01,2025-04-01,75
3,b,2025-01-01,2025-02-01,20
4,b,2025-04-01,2025-06-01,20
5,c,2025-02-01,2025-06-01,30
6,c,2025-03-01,2025-05-01,10
7,d,2025-05-31,2025-07-01,5
";
    let found = run(&[("subscription_periods.csv", periods)]);
    let month = |measure: &str, month: &str| in_month(&found, measure, month);
    assert_eq!((month("mrr_new", "2025-01"), month("mrr_new", "2025-02")), (70.0, 30.0));
    assert_eq!((month("mrr_churned", "2025-02"), month("mrr_expansion", "2025-03")), (20.0, 35.0));
    assert_eq!((month("mrr_churned", "2025-04"), month("mrr_reactivated", "2025-04")), (75.0, 20.0));
    assert_eq!((month("mrr_contraction", "2025-05"), month("mrr_start", "2025-05")), (10.0, 60.0));
    assert_eq!((sum(&found, "customers_new"), sum(&found, "customers_churned")), (4.0, 2.0));
}

#[test]
fn a_conversion_known_to_the_second_gives_no_credit_to_what_came_after() {
    let sessions = "session_id,customer_id,started_at,ended_at,utm_source,utm_medium,utm_campaign
1,7,2025-02-01 9:00:00,2025-02-01 9:05:00,facebook_ads,paid_social,spring
2,7,2025-02-10 8:00:00,2025-02-10 8:05:00,adwords,paid_search,brand
3,7,2025-02-10 9:30:00,2025-02-10 9:35:00,newsletter,email,
";
    let conversions = "customer_id,converted_at,revenue\n7,2025-02-10 9:00:00,10\n8,2025-02-28 4:30:21,5\n";
    let spend = "date_day,utm_source,utm_medium,utm_campaign,spend
2025-02-01,facebook_ads,paid_social,spring,4
2025-02-28,adwords,paid_search,brand,2
";
    let found = run(&[("sessions.csv", sessions), ("customer_conversions.csv", conversions), ("ad_spend.csv", spend)]);
    let credit = |model: &str| by(&found, &format!("credit_revenue.{model}"), Axis::Channel);
    assert_eq!(credit("first"), map(&[("(unattributed)", 500), ("Paid social", 1000)]));
    assert_eq!(credit("last"), map(&[("(unattributed)", 500), ("Paid search", 1000)]));
    assert_eq!(credit("linear"), map(&[("(unattributed)", 500), ("Paid search", 500), ("Paid social", 500)]));
    assert_eq!(by(&found, "spend", Axis::Channel), map(&[("Paid search", 200), ("Paid social", 400)]));
}

#[test]
fn payments_in_several_currencies_count_as_settled_and_each_payer_once() {
    let payments =
        "Created date (UTC);Amount;Currency;Captured;Converted Amount;Converted Currency;Status;Customer ID\r
2025-04-07 02:38:54;15,00;usd;TRUE;534,80;thb;Paid;cus_1\r
2025-04-30 02:38:54;15,00;usd;TRUE;530,20;thb;Paid;cus_1\r
2025-04-12 02:38:54;20,00;eur;TRUE;780,00;thb;Paid;cus_2\r
";
    let found = run(&[("payments.csv", payments)]);
    assert_eq!(found.facts.currency.code(), "THB");
    assert_eq!((sum(&found, "won_revenue"), sum(&found, "deals_won"), sum(&found, "customers")), (1845.0, 3.0, 2.0));
    assert_eq!(lacks(&found, "win_rate").as_deref(), Some("deals_lost"));
}

#[test]
fn warehouse_charges_are_in_hundredths() {
    let charges = "id,amount,amount_refunded,captured,created,currency,customer_id,payment_intent_id,status
ch_1,3293250,0,true,2025-02-18 14:07:57,usd,cus_1,pi_1,succeeded
ch_2,100,0,false,2025-02-28 14:07:57,usd,cus_2,pi_2,failed
";
    let found = run(&[("charge_data.csv", charges)]);
    assert_eq!(sources(&found), ["fivetran-stripe-charges"]);
    assert_eq!((sum(&found, "won_revenue"), sum(&found, "deals_lost")), (32932.5, 1.0));
}

#[test]
fn movements_carry_the_state_that_they_leave_behind() {
    let activities = "date,type,customer-external-id,activity-mrr-movement,activity-mrr,currency
2025-01-05T10:00:00+00:00,new_biz,c1,2000,2000,USD
2025-02-05T10:00:00+00:00,expansion,c1,500,2500,USD
2025-03-05T10:00:00+00:00,churn,c1,-2500,0,USD
2025-03-31T10:00:00+00:00,new_biz,c2,700,700,USD
";
    let found = run(&[("activities.csv", activities)]);
    assert_eq!(sources(&found), ["chartmogul-activities"]);
    assert_eq!((sum(&found, "mrr_new"), sum(&found, "mrr_expansion"), sum(&found, "mrr_churned")), (27.0, 5.0, 25.0));
}

#[test]
fn micros_and_campaigns_that_are_called_by_numbers() {
    let stats =
        "customer_id,date,ad_network_type,base_campaign,clicks,conversions,conversions_value,cost_micros,id,impressions
1,2025-05-01,SEARCH,x,3,1,9,1250000,2025,100
1,2025-05-31,SEARCH,x,4,0,0,750000,2025,50
1,2025-05-31,SEARCH,y,1,0,0,2000000,6215762744671001,10
1,2025-05-31,SEARCH,y,1,0,0,4000000,6215762744671002,10
";
    let found = run(&[("google_ads_campaign_stats_data.csv", stats)]);
    assert_eq!((sum(&found, "spend"), sum(&found, "clicks")), (8.0, 9.0));
    let sorted = found.notes.sorted();
    let report = found.report(&sorted);
    let (_, checks) = workbook::output(&sheets::book(&report).unwrap(), &report).unwrap();
    assert_eq!(checks.0, checks.1, "rows by campaign and their total");
}

#[test]
fn days_without_spend_do_not_move_the_as_of_date() {
    let day = |day: &str, spend: &str| format!("{day},Paid search,{spend},0,0\n");
    let head = "day,channel,spend,impressions,clicks\n";
    let text = [head, &day("2025-01-10", "5"), &day("2025-02-28", "7"), &day("2026-02-28", "0")].concat();
    let found = run(&[("spend.csv", &text)]);
    assert_eq!(found.settings.as_of().to_string(), "2025-02-28");
    // A month that is not over counts only when the month before it says nothing.
    let text = [head, &day("2025-01-10", "5"), &day("2025-04-11", "7")].concat();
    assert_eq!(run(&[("spend.csv", &text)]).settings.as_of().to_string(), "2025-04-30");
}

#[test]
fn contacts_that_no_deal_names_do_not_convert() {
    let contacts = "contact_id,lead_on\nc1,2025-01-05\nc2,2025-01-06\n";
    let deals = "deal_id,stage,contact_id,created_on,closed_on,amount\nd1,won,x9,2025-01-02,2025-01-31,100\n";
    let found = run(&[("contacts.csv", contacts), ("deals.csv", deals)]);
    assert_eq!((sum(&found, "leads"), sum(&found, "customers")), (2.0, 1.0));
    assert!(lacks(&found, "lead_to_customer").is_some());
    assert_eq!(lacks(&found, "opportunity_to_customer"), None);
}

#[test]
fn a_table_that_resembles_a_source_by_chance_is_not_called_its_neighbour() {
    let history = "id,updated_at,name,customer_id,type,subtype,start_date,end_date,serving,status,url\n";
    let rows = "1,2025-01-01,Spring,5,a,b,2025-01-01,2025-02-01,x,y,z\n";
    let found = run(&[("campaign_list.csv", &[history, rows].concat()), ("sales_pipeline.csv", PIPELINE)]);
    let strangers = found.notes.iter().find(|n| n.code.0 == "W201").unwrap();
    let said = found.words.say(&strangers.says());
    assert!(said.contains("campaign_list.csv") && !said.contains("Subscription periods"), "{said}");
}

#[test]
fn the_largest_campaigns_come_first() {
    let pages = ["a", "b", "c", "b", "c", "b"];
    let row = |(number, page): (usize, &&str)| format!("m{number},2025-02-28,{page},direct_traffic\n");
    let rows: String = pages.iter().enumerate().map(row).collect();
    let leads = format!("mql_id,first_contact_date,landing_page_id,origin\n{rows}");
    let found = run(&[("leads.csv", &leads)]);
    let sorted = found.notes.sorted();
    let report = found.report(&sorted);
    let bytes = workbook::output(&sheets::book(&report).unwrap(), &report).unwrap().0.bytes;
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let cells: Vec<String> = book.worksheet_range("Funnel").unwrap().rows().map(|row| format!("{row:?}")).collect();
    let at = |name: &str| cells.iter().position(|row| row.contains(&format!("String(\"{name}\")"))).unwrap();
    assert!(at("b") < at("c") && at("c") < at("a"), "{cells:#?}");
}
