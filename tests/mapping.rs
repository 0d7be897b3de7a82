//! Files that no source knows, and files that several know: what is asked, what is guessed, and that a guess can be run.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use planbook::cli::map::{id, source_text};
use planbook::cli::progress::Progress;
use planbook::cli::run::{Found, Request, found};
use planbook::ingest::recognise::{Seen, Verdict, recognise};
use planbook::ingest::shelter::Shelter;
use planbook::ingest::source::Source;
use planbook::ingest::source_file::sources;
use planbook::model::fact::Scope;
use planbook::model::reading::Fate;
use planbook::model::template::Templates;

/// A run on a folder of these files; names may have folders before them.
fn run(folder: &Path, files: &[(&str, &str)]) -> Found {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let request = Request { path: folder.to_owned(), as_of: None, shelter: Shelter::Here, threads: NonZeroUsize::MIN };
    found(&request, &Progress::new(false)).map_err(|stop| format!("{:?}", stop.notes)).unwrap()
}

/// The measure over all months, with two decimals.
fn sum(found: &Found, measure: &str) -> String {
    format!("{:.2}", found.facts.shown(measure, &Scope::total(found.facts.months.unwrap())).unwrap_or(0.0))
}

/// Maps a file, keeps the guess as a source beside it, and runs.
fn mapped(name: &str, text: &str) -> (String, Found) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let (guess, _, notes) = source_text(&folder.path().join(name), &Shelter::Here);
    let guess = guess.ok_or_else(|| format!("{notes:?}")).unwrap();
    let own = format!("templates/sources/{}.toml", id(Path::new(name)));
    let found = run(folder.path(), &[(&own, &guess)]);
    assert_eq!(found.readings[0].source, id(Path::new(name)), "{guess}\n{:?}", found.notes);
    (guess, found)
}

#[test]
fn an_unknown_file_of_spend_is_mapped_dropped_in_and_read() {
    let text = "Tag;Plattform;Werbung;Ausgaben;Notiz
03.01.2025;Google Ads;Öfen;1.234,50;
14.01.2025;Facebook Ads;Lampen;65,25;geprüft
31.01.2025;Google Ads;Öfen;100,25;
";
    let (guess, found) = mapped("Buchungen 2025.csv", text);
    assert!(guess.contains("feeds = [\"spend\"]"), "{guess}");
    assert!(guess.contains("spend = \"Ausgaben\"") && guess.contains("dates = \"day-first\""), "{guess}");
    assert!(guess.contains("# ? = \"Notiz\""), "{guess}");
    assert_eq!(sum(&found, "spend"), "1400.00");
}

#[test]
fn an_unknown_file_of_deals_is_mapped_dropped_in_and_read() {
    let text = "Case no.,Outcome,Client,Contract amount,Create day,Closed on,Sales owner
K-1,won,Initech,1200.50,2025-01-04,2025-03-31,Jo
K-2,lost,Hooli,300.00,2025-01-05,2025-02-28,Jo
K-3,open,Hooli,80.00,2025-02-05,,Bo
";
    let (guess, found) = mapped("cases.csv", text);
    assert!(guess.contains("feeds = [\"deals\"]") && guess.contains("stage = \"Outcome\""), "{guess}");
    let figures = ["deals_won", "deals_lost", "won_revenue"].map(|measure| sum(&found, measure));
    assert_eq!(figures, ["1.00", "1.00", "1200.50"]);
}

#[test]
fn an_unknown_file_of_people_is_mapped_dropped_in_and_read() {
    let text = "E-mail address,Organisation,Lead created at,Origin\nann@example.com,Initech,2025-01-31,Email\nbo@example.com,Hooli,2025-01-30,Referral\n";
    let (guess, found) = mapped("people.csv", text);
    assert!(guess.contains("feeds = [\"contacts\"]"), "{guess}");
    assert_eq!(sum(&found, "leads"), "2.00", "{guess}");
}

#[test]
fn what_no_column_says_is_left_to_the_reader() {
    let (guess, found) = mapped("bills.csv", "When,Paid\n2025-01-30,12.50\n2025-01-31,7.50\n");
    assert!(guess.contains("channel = { always = \"Other\" }"), "{guess}");
    assert_eq!(sum(&found, "spend"), "20.00");
}

#[test]
fn months_across_the_columns_are_a_record_each() {
    let own = r#"
title = "Tools by month"
feeds = ["costs"]
recognise = ["Tool", "Account"]

[columns]
kind = { always = "tools" }
amount = { each = "*", names = "month", like = "month" }
"#;
    let text = "Tool,Account,Jan 2025,Feb 2025,2025-03,Sum\nMailer,71,10.00,20.00,30.00,60.00\nDesk,72,,5.00,,5.00\n";
    let folder = tempfile::tempdir().unwrap();
    let spend = ("spend.csv", "day,channel,spend\n2025-03-31,Email,1\n");
    let found = run(folder.path(), &[("tools.csv", text), ("templates/sources/tools.toml", own), spend]);
    let reading = found.readings.iter().find(|r| r.source == "tools").unwrap();
    assert_eq!((reading.account.read, reading.rows(Fate::Used)), (4, 4), "{:?}", found.notes);
    assert_eq!(sum(&found, "cost_tools"), "65.00");
}

#[test]
fn spend_by_month_lies_on_all_days_of_its_month() {
    let own = r#"
title = "Spend by month"
feeds = ["spend"]
recognise = ["Medium"]

[columns]
channel = "Medium"
spend = { each = "* cost", names = "day", like = "month" }
"#;
    let text = "Medium,January 2025 cost,February 2025 cost\nEmail,31.00,28.00\n";
    let folder = tempfile::tempdir().unwrap();
    let found = run(folder.path(), &[("media.csv", text), ("templates/sources/media.toml", own)]);
    assert_eq!(sum(&found, "spend"), "59.00");
    assert_eq!(found.settings.as_of().to_string(), "2025-02-28");
}

#[test]
fn a_row_of_explanations_is_no_record() {
    let own = r#"
title = "Sites"
feeds = ["web"]
recognise = ["Date", "Visits"]
below = ["explains"]

[columns]
day = "Date"
sessions = "Visits"
"#;
    let text = "Date,Visits\nThe day in the site's zone,How many sessions began\n2025-01-30,12\n2025-01-31,8\n";
    let folder = tempfile::tempdir().unwrap();
    let found = run(folder.path(), &[("sites.csv", text), ("templates/sources/sites.toml", own)]);
    let reading = &found.readings[0];
    assert_eq!((reading.account.read, reading.rows(Fate::Used), reading.rows(Fate::Refused)), (2, 2, 0));
    assert_eq!(sum(&found, "sessions"), "20.00");
}

#[test]
fn whole_currencies_have_no_cents() {
    let charges = "id,amount,amount_refunded,captured,created,currency,customer_id,payment_intent_id,status
ch_1,5000,1000,true,2025-02-18 14:07:57,jpy,cus_1,pi_1,succeeded
ch_2,700,0,true,2025-02-28 14:07:57,jpy,cus_2,pi_2,succeeded
";
    let folder = tempfile::tempdir().unwrap();
    let found = run(folder.path(), &[("charge_data.csv", charges)]);
    assert_eq!((found.facts.currency.code(), sum(&found, "won_revenue").as_str()), ("JPY", "4700.00"));
}

/// Two sources of subscriptions that share their telling columns; each has one that the other has not.
const RIVALS: [(&str, &str); 2] = [
    (
        "club",
        "title = \"Club\"\nfeeds = [\"subscriptions\"]\nrecognise = [\"Member\", \"Fee\"]\n\n[columns]\ncustomer_id = \"Member\"\nchanged_on = \"Since\"\nmrr = \"Fee\"\nmarket = \"Town\"\ncurrency = \"Coin\"\n",
    ),
    (
        "gym",
        "title = \"Gym\"\nfeeds = [\"subscriptions\"]\nrecognise = [\"Member\", \"Fee\"]\n\n[columns]\ncustomer_id = \"Member\"\nchanged_on = \"Since\"\nmrr = \"Fee\"\nmarket = \"Hall\"\n",
    ),
];

fn rivals() -> Vec<Source> {
    let own = RIVALS.map(|(id, text)| (format!("sources/{id}.toml"), text.to_owned()));
    let (sources, notes) = sources(&Templates::with(own));
    assert!(notes.is_empty());
    sources
}

/// The ids of the sources that a header fits, best first, each with the header that would settle it.
fn judged(header: &[&str]) -> Vec<(String, Option<String>)> {
    let header: Vec<String> = header.iter().map(|&h| h.to_owned()).collect();
    let sources = rivals();
    match recognise(Seen { file: "a.csv", header: &header, lower: &|_| Vec::new() }, &sources, None) {
        Verdict::Of(fit) => vec![(fit.source.id.clone(), None)],
        Verdict::Several(rivals) => rivals.iter().map(|r| (r.source.id.clone(), r.settles.clone())).collect(),
        Verdict::None(_) => Vec::new(),
    }
}

#[test]
fn a_tie_names_the_column_that_would_settle_it() {
    let told = |id: &str, header: &str| (id.to_owned(), Some(header.to_owned()));
    assert_eq!(judged(&["Member", "Fee", "Since"]), [told("gym", "Hall"), told("club", "Coin")]);
}

#[test]
fn a_near_tie_is_no_victory() {
    // One column more on either side: neither reads all that the other reads.
    let near = judged(&["Member", "Fee", "Since", "Town", "Hall"]);
    assert_eq!(near.len(), 2, "{near:?}");
    assert_eq!(near.iter().find(|(id, _)| id == "club").unwrap().1.as_deref(), Some("Coin"));
}

#[test]
fn one_column_of_its_own_settles_it() {
    assert_eq!(judged(&["Member", "Fee", "Since", "Hall"]), [("gym".to_owned(), None)]);
    assert_eq!(
        judged(&["Member", "Fee", "Since", "Town", "Coin", "Hall"]),
        [("club".to_owned(), None), ("gym".to_owned(), None)][..2].to_vec()
    );
}
