//! HubSpot's contacts: UTF-8 without a mark, every cell quoted, two columns of the same name, stages as dates.

use chrono::NaiveDateTime;

use super::contact::{CUSTOMER, Contact, LEAD, MQL, OPPORTUNITY, SQL};
use super::market::MARKETS;
use super::random::Random;
use super::story::Story;
use super::text::all_quoted;
use super::{Export, Rows};

const HEADER: [&str; 23] = [
    "Record ID",
    "First Name",
    "Last Name",
    "Email",
    "Company Name",
    "Country/Region",
    "Lifecycle Stage",
    "Contact owner",
    "Create Date",
    "Date entered \"Lead (Lifecycle Stage Pipeline)\"",
    "Date entered \"Marketing Qualified Lead (Lifecycle Stage Pipeline)\"",
    "Date entered \"Sales Qualified Lead (Lifecycle Stage Pipeline)\"",
    "Date entered \"Opportunity (Lifecycle Stage Pipeline)\"",
    "Date entered \"Customer (Lifecycle Stage Pipeline)\"",
    "Date of first engagement",
    "Original Traffic Source",
    "Original Traffic Source Drill-Down 1",
    "Original Traffic Source Drill-Down 2",
    "First Touch Converting Campaign",
    "Message",
    "Billing Contact",
    "Billing Contact IDs",
    "Billing Contact",
];

/// Contacts, newest first; three rows stand on two pages of the export.
pub(super) fn export(story: &Story) -> Export {
    let mut chance = Random::new(20);
    let mut out = String::new();
    all_quoted(&mut out, &HEADER);
    let mut rows = Rows::of(story.contacts.len());
    let mut newest: Vec<&Contact> = story.contacts.iter().collect();
    newest.sort_by_key(|c| std::cmp::Reverse((c.created, c.id)));
    for (i, contact) in newest.into_iter().enumerate() {
        let cells = cells(&mut chance, story, contact);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        all_quoted(&mut out, &cells);
        if [700, 1400, 2100].contains(&i) {
            all_quoted(&mut out, &cells);
            rows.merged += 1;
        }
    }
    Export { name: "hubspot-crm-exports-all-contacts-2026-07-01.csv", bytes: out.into_bytes(), rows }
}

fn cells(chance: &mut Random, story: &Story, contact: &Contact) -> [String; 23] {
    let stage = |i: usize| contact.stages[i].map(moment).unwrap_or_default();
    let campaign = contact.campaign.map(|c| &story.campaigns[c]);
    let name = campaign.map(|c| c.name.clone()).unwrap_or_default();
    let exported = MARKETS[contact.market].exported;
    let country = exported[chance.weighted(&[940, 40, 20])];
    [
        contact.id.to_string(),
        contact.given.clone(),
        contact.family.clone(),
        contact.email.clone(),
        contact.company.clone(),
        country.to_owned(),
        lifecycle(contact).to_owned(),
        if chance.chance(15) { String::new() } else { contact.owner.to_owned() },
        moment(contact.created),
        stage(LEAD),
        stage(MQL),
        stage(SQL),
        stage(OPPORTUNITY),
        stage(CUSTOMER),
        contact.spoken.map(moment).unwrap_or_default(),
        campaign.map(|c| c.traffic.to_owned()).unwrap_or_default(),
        if campaign.is_some() { name.clone() } else { "IMPORT".to_owned() },
        String::new(),
        name,
        message(chance).to_owned(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// What a few wrote into the form, over several lines.
fn message(chance: &mut Random) -> &'static str {
    if !chance.chance(12) {
        return "";
    }
    chance.pick(&[
        "Hi,\nwe run 40 vans in Bangkok, can you route cold chain?\nThanks",
        "ขอใบเสนอราคา\nสำหรับรถ 25 คัน",
        "데모를 신청합니다.\n차량 60대입니다.",
        "Mohon info harga,\n\"armada 30 truk\"",
        "Please call me, not mail me; pricing, SLA, API.",
    ])
}

fn lifecycle(contact: &Contact) -> &'static str {
    const LABELS: [&str; 5] = ["Lead", "Marketing Qualified Lead", "Sales Qualified Lead", "Opportunity", "Customer"];
    contact.stages.iter().rposition(Option::is_some).map_or("Customer", |i| LABELS[i])
}

fn moment(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}
