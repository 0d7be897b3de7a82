//! Google Ads' campaign report by day, as "Excel .csv": UTF-16, tabs, two lines above the header, totals below.

use super::campaign::Platform;
use super::daily::AdDay;
use super::story::Story;
use super::text::{as_needed, dollars, thousands};
use super::{Export, Rows};

const HEADER: [&str; 9] =
    ["Day", "Campaign", "Currency code", "Campaign type", "Impr.", "Clicks", "Cost", "Conversions", "Conv. value"];

/// Every day of every campaign, then the totals, whose label does not always stand first.
pub(super) fn export(story: &Story) -> Export {
    let mut out = String::from("Campaign report\n\"January 1, 2024 - June 30, 2026\"\n");
    let mut row = |cells: &[&str]| as_needed(&mut out, '\t', ',', cells);
    row(&HEADER);
    let days: Vec<(&AdDay, &str)> = story
        .spend
        .iter()
        .filter_map(|ad| match story.campaigns[ad.campaign].platform {
            Platform::Google(kind) => Some((ad, kind)),
            _ => None,
        })
        .collect();
    for (ad, kind) in &days {
        let day = ad.day.to_string();
        let [shown, clicks, cost, claimed] = numbers(&[*ad]);
        row(&[&day, &story.campaigns[ad.campaign].name, "USD", kind, &shown, &clicks, &cost, &claimed, "0.00"]);
    }
    let all: Vec<&AdDay> = days.iter().map(|(ad, _)| *ad).collect();
    let [shown, clicks, cost, claimed] = numbers(&all);
    row(&["Total: Campaigns", " --", "USD", " --", &shown, &clicks, &cost, &claimed, "0.00"]);
    let removed = dollars(all.iter().map(|ad| ad.spend).sum::<i64>() + 12_632);
    row(&["Total: Account", "", "USD", "", &shown, &clicks, &removed, &claimed, "0.00"]);
    for kind in ["Search", "Display"] {
        let some: Vec<&AdDay> = days.iter().filter(|(_, k)| *k == kind).map(|(ad, _)| *ad).collect();
        let [shown, clicks, cost, claimed] = numbers(&some);
        row(&[" --", &format!("Total: {kind}"), "USD", kind, &shown, &clicks, &cost, &claimed, "0.00"]);
    }
    let mut rows = Rows::of(days.len());
    rows.set_aside = 4;
    let units = std::iter::once(0xfeff).chain(out.encode_utf16());
    Export { name: "Campaign report.csv", bytes: units.flat_map(u16::to_le_bytes).collect(), rows }
}

/// Impressions, clicks, cost and conversions: counts with commas, cost without.
fn numbers(days: &[&AdDay]) -> [String; 4] {
    let sum = |of: fn(&AdDay) -> i64| days.iter().map(|ad| of(ad)).sum::<i64>();
    [
        thousands(sum(|ad| ad.impressions)),
        thousands(sum(|ad| ad.clicks)),
        dollars(sum(|ad| ad.spend)),
        dollars(sum(|ad| ad.conversions)),
    ]
}
