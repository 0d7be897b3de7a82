//! A folder of exports as readable text: what each file was taken for, its records, and what is said of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use planbook::cli::notes;
use planbook::ingest::exports::ingested;
use planbook::ingest::files::SourceFile;
use planbook::ingest::ingested::Ingested;
use planbook::ingest::plan_toml;
use planbook::ingest::shelter::Shelter;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::money::Currency;
use planbook::model::name::Name;
use planbook::model::note::{Notes, Severity};
use planbook::model::reading::Fate;
use planbook::model::record::Records;
use planbook::model::settings::Settings;
use planbook::model::stage::Stage;
use planbook::model::template::Templates;
use planbook::model::words::Words;

/// The plan and all exports of a folder, read.
pub(super) fn read(folder: &Path) -> (Option<Ingested>, Notes) {
    let templates = Templates::default();
    let (catalog, _) = Catalog::load(&templates, &std::collections::BTreeMap::new(), &Measures::default());
    let plan = fs::read_to_string(folder.join("plan.toml")).ok();
    let (settings, mut said) = plan
        .map_or_else(|| (Settings::default(), Notes::new()), |text| plan_toml::settings("plan.toml", &text, &catalog));
    // A plan with faults stops a run before any export is read.
    if said.count(Severity::Error) > 0 {
        return (None, said);
    }
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|n| n.starts_with("input")).collect();
    names.sort();
    let files: Vec<SourceFile> = names.iter().map(|n| SourceFile::at(&folder.join(n), n).unwrap()).collect();
    let mut ingested = ingested(&files, &Shelter::Here, &settings, &templates, &catalog, &mut |_, _| {});
    said.extend(std::mem::take(&mut ingested.notes));
    (Some(ingested), said)
}

/// All of a folder that reading has to do with.
pub(super) fn of(folder: &Path) -> String {
    let words = Words::load(&Templates::default(), "en").unwrap();
    let (ingested, said) = read(folder);
    let mut out = String::new();
    if let Some(ingested) = &ingested {
        for reading in &ingested.readings {
            let sheet = if reading.sheet.is_empty() { String::new() } else { format!(" [{}]", reading.sheet) };
            let taken = if reading.source.is_empty() { "nothing known" } else { &reading.source };
            let _ = writeln!(out, "{}{sheet}: {} | {taken}", reading.file, reading.text);
            let _ = writeln!(
                out,
                "  read {} = used {} + refused {} + merged {}; set aside {}",
                reading.account.read,
                reading.rows(Fate::Used),
                reading.rows(Fate::Refused),
                reading.rows(Fate::Merged),
                reading.rows(Fate::SetAside)
            );
            assert!(reading.account.closes(), "{}", folder.display());
        }
        out += &records(&ingested.records);
    }
    for note in said.sorted() {
        let _ = write!(out, "{}", notes::text(note, &words, false));
    }
    out
}

#[expect(clippy::too_many_lines, reason = "a line for each kind of record")]
fn records(records: &Records) -> String {
    let mut out = String::new();
    let name = |name: Name| if name.is_some() { records.names.text(name) } else { "." };
    let person = |who: Name| if who.is_some() { records.people.text(who) } else { ".".into() };
    let money = |minor: i64| amount(minor, records.currency);
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| ".".to_owned(), |d| d.to_string());
    for (row, &who) in records.contacts.person.iter().enumerate() {
        let _ = write!(out, "contact {}", person(who));
        for column in [&records.contacts.company, &records.contacts.market, &records.contacts.channel] {
            let _ = write!(out, " | {}", name(column.get(row).copied().unwrap_or(Name::NONE)));
        }
        for stage in Stage::ALL {
            if let Some(on) = records.contacts.stage(row, stage) {
                let _ = write!(out, " | {} {on}", stage.id());
            }
        }
        out.push('\n');
    }
    for touch in &records.touchpoints {
        let at = chrono::DateTime::from_timestamp(touch.at.into(), 0).unwrap().naive_utc();
        let (channel, campaign) = records.touch_sources[touch.source as usize];
        let _ = writeln!(out, "touchpoint {} | {at} | {} | {}", person(touch.person), name(channel), name(campaign));
    }
    for deal in &records.deals {
        let _ = writeln!(
            out,
            "deal {} | {} | {:?} | {} | created {} | closed {} | {} {}",
            name(deal.id),
            name(deal.stage),
            deal.state,
            person(deal.person),
            day(deal.created_on),
            day(deal.closed_on),
            deal.amount.get().map_or_else(|| ".".to_owned(), money),
            records.currency
        );
    }
    for spend in &records.spend {
        let span = if spend.day == spend.last_day { String::new() } else { format!(" to {}", spend.last_day) };
        let claimed = match spend.platform_conversions {
            0 => String::new(),
            millionths => format!(" | {} conversions", millionths as f64 / 1e6),
        };
        let _ = writeln!(
            out,
            "spend {}{span} | {} | {} | {} {} | {} impressions | {} clicks{claimed}",
            spend.day,
            name(spend.channel),
            name(spend.campaign),
            money(spend.spend),
            records.currency,
            spend.impressions,
            spend.clicks
        );
    }
    for web in &records.web {
        let _ = writeln!(
            out,
            "web {} | {} | {} sessions | {} visitors",
            web.day,
            name(web.channel),
            web.sessions,
            web.visitors
        );
    }
    for mailing in &records.mailings {
        let _ = writeln!(out, "mailing {} | {} | {:?}", mailing.sent_on, name(mailing.campaign), mailing.counts);
    }
    for cost in &records.costs {
        let _ = writeln!(out, "cost {} | {:?} | {}", cost.month, cost.kind, money(cost.amount));
    }
    for survey in &records.surveys {
        let _ = writeln!(out, "survey {} | {:?} | {}", survey.answered_on, survey.kind, survey.score);
    }
    for change in &records.subscriptions {
        let _ = writeln!(out, "subscription {} | {} | {}", name(change.customer), change.changed_on, money(change.mrr));
    }
    out
}

fn amount(minor: i64, currency: Currency) -> String {
    let (scale, digits) = (currency.scale(), currency.digits() as usize);
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, rest) = (minor.abs() / scale, minor.abs() % scale);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0digits$}") }
}
