//! Meta Ads by day as a workbook: the same rows on two sheets, the raw one from B3, a summary row below.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::campaign::Platform;
use super::daily::AdDay;
use super::story::Story;
use super::workbook::workbook;
use super::{Export, Rows};

const HEADER: [&str; 10] = [
    "Reporting starts",
    "Reporting ends",
    "Day",
    "Campaign name",
    "Campaign delivery",
    "Results",
    "Result indicator",
    "Impressions",
    "Link clicks",
    "Amount spent (USD)",
];

/// Both sheets; whoever adds them up counts everything twice.
pub(super) fn export(story: &Story) -> Result<Export, XlsxError> {
    let days: Vec<&AdDay> =
        story.spend.iter().filter(|ad| story.campaigns[ad.campaign].platform == Platform::Meta).collect();
    let mut book = workbook()?;
    let formatted = book.add_worksheet();
    formatted.set_name("Formatted Report")?;
    table(formatted, 0, 0, story, &days, &Format::new().set_bold())?;
    let raw = book.add_worksheet();
    raw.set_name("Raw Data Report")?;
    raw.write(1, 1, "This is raw data. See Sheet 1 for a formatted report.")?;
    raw.write(1, 2, "Lumitrail")?;
    raw.write(1, 4, "1 Jan 2024 - 30 Jun 2026")?;
    table(raw, 2, 1, story, &days, &Format::new())?;
    let mut rows = Rows::of(days.len());
    (rows.merged, rows.set_aside) = (rows.used, 2);
    let name = "Lumitrail-Campaigns-1-Jan-2024-30-Jun-2026.xlsx";
    Ok(Export { name, bytes: book.save_to_buffer()?, rows })
}

fn table(
    sheet: &mut Worksheet,
    top: u32,
    left: u16,
    story: &Story,
    days: &[&AdDay],
    look: &Format,
) -> Result<(), XlsxError> {
    for (column, label) in (left..).zip(HEADER) {
        sheet.write_with_format(top, column, label, look)?;
    }
    for (row, ad) in (top + 1..).zip(days) {
        let day = ad.day.to_string();
        for column in left..left + 3 {
            sheet.write(row, column, day.as_str())?;
        }
        let campaign = &story.campaigns[ad.campaign];
        sheet.write(row, left + 3, campaign.name.as_str())?;
        let running = campaign.last == super::calendar::last_day();
        sheet.write(row, left + 4, if running { "active" } else { "inactive" })?;
        sheet.write(row, left + 5, ad.conversions / 100)?;
        sheet.write(row, left + 6, "actions:lead")?;
        numbers(sheet, row, left + 7, &[*ad])?;
    }
    let last = top + 1 + u32::try_from(days.len()).unwrap_or(0);
    sheet.write(last, left, "2024-01-01")?;
    sheet.write(last, left + 1, "2026-06-30")?;
    sheet.write(last, left + 5, days.iter().map(|ad| ad.conversions / 100).sum::<i64>())?;
    numbers(sheet, last, left + 7, days)
}

fn numbers(sheet: &mut Worksheet, row: u32, left: u16, days: &[&AdDay]) -> Result<(), XlsxError> {
    let cents = days.iter().map(|ad| ad.spend).sum::<i64>();
    sheet.write(row, left, days.iter().map(|ad| ad.impressions).sum::<i64>())?;
    sheet.write(row, left + 1, days.iter().map(|ad| ad.clicks).sum::<i64>())?;
    sheet.write(row, left + 2, cents as f64 / 100.0)?;
    Ok(())
}
