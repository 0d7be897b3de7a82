//! HubSpot's deals as a workbook: real dates and numbers, four currencies, and one date that somebody typed.

use chrono::NaiveDateTime;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::deal::{Deal, PLANS, State};
use super::market::MARKETS;
use super::story::Story;
use super::workbook::{serial, workbook};
use super::{Export, Rows};

const HEADER: [&str; 20] = [
    "Record ID",
    "Deal Name",
    "Deal Stage",
    "Pipeline",
    "Deal Type",
    "Deal owner",
    "Amount",
    "Currency",
    "Amount in company currency",
    "Create Date",
    "Close Date",
    "Deal probability",
    "Is Closed Won",
    "Is closed lost",
    "Closed Lost Reason",
    "Associated Company",
    "Associated Contact",
    "Associated Contact IDs",
    "Original Traffic Source",
    "Original Traffic Source Drill-Down 1",
];

/// Deals, newest first. Two rows appear twice; the close date of one more is `31/02/2026`.
pub(super) fn export(story: &Story) -> Result<Export, XlsxError> {
    let mut book = workbook()?;
    let sheet = book.add_worksheet();
    sheet.set_name("hubspot-crm-exports-deals-2026")?;
    let (bold, time) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
    for (column, label) in (0..).zip(HEADER) {
        sheet.write_with_format(0, column, label, &bold)?;
        sheet.set_column_width(column, 18)?;
    }
    let mut rows = Rows::of(story.deals.len());
    let mut at = 0;
    for (i, deal) in story.deals.iter().rev().enumerate() {
        for _ in 0..if [120, 333].contains(&i) { 2 } else { 1 } {
            at += 1;
            write(sheet, at, story, deal, &time)?;
        }
    }
    rows.merged = 2;
    if let Some(template) = story.deals.iter().find(|d| d.state == State::Won && !d.expansion) {
        at += 1;
        write(sheet, at, story, template, &time)?;
        sheet.write(at, 0, 31_399_999_983_i64)?;
        sheet.write(at, 1, "Typed by hand – Fleet 50")?;
        sheet.write(at, 10, "31/02/2026")?;
        rows.refused = 1;
    }
    Ok(Export { name: "hubspot-crm-exports-deals-2026-07-01.xlsx", bytes: book.save_to_buffer()?, rows })
}

fn write(sheet: &mut Worksheet, row: u32, story: &Story, deal: &Deal, time: &Format) -> Result<(), XlsxError> {
    let contact = &story.contacts[deal.contact];
    let (stage, probability) = match deal.state {
        State::Won => ("Closed Won", 1.0),
        State::Lost => ("Closed Lost", 0.0),
        State::Open(stage) => (stage, if stage == "Negotiation" { 0.8 } else { 0.4 }),
    };
    let people: Vec<_> = std::iter::once(deal.contact).chain(deal.colleague).map(|p| &story.contacts[p]).collect();
    let join = |texts: Vec<String>| texts.join(";");
    sheet.write(row, 0, deal.id)?;
    sheet.write(row, 1, format!("{} – {}", contact.company, PLANS[deal.plan].name))?;
    sheet.write(row, 2, stage)?;
    sheet.write(row, 3, "Sales Pipeline")?;
    sheet.write(row, 4, if deal.expansion { "Existing Business" } else { "New Business" })?;
    sheet.write(row, 5, contact.owner)?;
    let (currency, amount) = local(deal, contact.market);
    if let (Some(amount), Some(usd)) = (amount, deal.amount) {
        sheet.write(row, 6, amount)?;
        sheet.write(row, 8, usd)?;
    }
    sheet.write(row, 7, currency)?;
    date(sheet, row, 9, deal.created, time)?;
    date(sheet, row, 10, deal.closed, time)?;
    sheet.write(row, 11, probability)?;
    sheet.write(row, 12, deal.state == State::Won)?;
    sheet.write(row, 13, deal.state == State::Lost)?;
    if deal.state == State::Lost {
        const REASONS: [&str; 4] = ["Price", "No decision", "Competitor: RouteMate", "Timing"];
        sheet.write(row, 14, REASONS[usize::try_from(deal.id % 4).unwrap_or(0)])?;
    }
    sheet.write(row, 15, contact.company.as_str())?;
    sheet.write(row, 16, join(people.iter().map(|p| format!("{} {}", p.given, p.family)).collect()))?;
    sheet.write(row, 17, join(people.iter().map(|p| p.id.to_string()).collect()))?;
    if let Some(campaign) = contact.campaign.map(|c| &story.campaigns[c]).filter(|_| !deal.expansion) {
        sheet.write(row, 18, campaign.traffic)?;
        sheet.write(row, 19, campaign.name.as_str())?;
    }
    Ok(())
}

fn date(sheet: &mut Worksheet, row: u32, column: u16, at: NaiveDateTime, time: &Format) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, serial(at), time).map(|_| ())
}

/// Half of the deals outside the United States are written in the market's own currency.
fn local(deal: &Deal, market: usize) -> (&'static str, Option<i64>) {
    let (currency, dollars_a_million) = MARKETS[market].currency;
    if deal.id % 2 == 0 {
        return ("USD", deal.amount);
    }
    (currency, deal.amount.map(|usd| usd * 1_000_000 / dollars_a_million))
}
