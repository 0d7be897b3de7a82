//! Sheets kept by hand, in planbook's own columns: spend beside the ad platforms, activities, costs, quotas, capacity,
//! budgets.

use chrono::{Datelike, NaiveDate};
use planbook::model::month::Month;

use super::calendar::{age, days, months, season};
use super::campaign::Platform;
use super::market::MARKETS;
use super::random::Random;
use super::story::Story;
use super::text::{as_needed, dollars};
use super::{Export, Rows};

/// A cost of one month: its kind, whole dollars, channel and campaign.
pub(crate) type Cost = (Month, &'static str, i64, &'static str, &'static str);

/// What marketing costs beside its media.
pub(crate) fn costs() -> Vec<Cost> {
    let mut all = Vec::new();
    for month in months() {
        all.push((month, "people", 21_500 + age(month) * 240, "", ""));
        all.push((month, "tools", 2_350, "", ""));
        all.push((month, "agency", 3_200, "Paid Search", ""));
        all.push((month, "cogs", 31_000 + age(month) * 950, "", ""));
        if month >= Month::of(super::calendar::day(2025, 7, 1)) {
            let campaign = if month.year() == 2025 { "ID_Display_Awareness_2025" } else { "ID_Display_Awareness_2026" };
            all.push((month, "agency", 900, "Display", campaign));
        }
    }
    all
}

/// The six sheets.
pub(super) fn exports(story: &Story) -> Vec<Export> {
    vec![
        sheet("spend-other-channels.csv", "day,channel,spend,campaign,market,currency", &spend(story)),
        sheet("activities.csv", "day,kind,count,team,owner,campaign,hours", &activities()),
        sheet("costs.csv", "month,kind,amount,currency,market,channel,campaign", &cost_rows()),
        sheet("quotas.csv", "owner,month,quota,currency", &quotas()),
        sheet("capacity.csv", "team,month,hours,budget", &capacity()),
        sheet("budget.csv", "month,channel,plan,committed,currency", &budget()),
    ]
}

fn sheet(name: &'static str, header: &str, rows: &[Vec<String>]) -> Export {
    let mut out = format!("{header}\n");
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        as_needed(&mut out, ',', ',', &cells);
    }
    Export { name, bytes: out.into_bytes(), rows: Rows::of(rows.len()) }
}

fn spend(story: &Story) -> Vec<Vec<String>> {
    let by_hand = |ad: &&super::daily::AdDay| {
        matches!(story.campaigns[ad.campaign].platform, Platform::Sheet | Platform::Mailchimp)
    };
    let row = |ad: &super::daily::AdDay| {
        let campaign = &story.campaigns[ad.campaign];
        let market = campaign.market.map_or("", |m| MARKETS[m].name);
        [&ad.day.to_string(), campaign.channel, &dollars(ad.spend), &campaign.name, market, "USD"]
            .map(str::to_owned)
            .to_vec()
    };
    story.spend.iter().filter(by_hand).map(row).collect()
}

/// Every Monday, who did what.
fn activities() -> Vec<Vec<String>> {
    let mut chance = Random::new(23);
    let mut all = Vec::new();
    for day in days().filter(|d| d.weekday().number_from_monday() == 1) {
        let busy = |mean: i64| mean * (1000 + age(Month::of(day)) * 8) * season(Month::of(day)) / 1_000_000;
        let mut add = |kind: &str, count: i64, team: &str, owner: &str, campaign: String, hours: i64| {
            let cells = [&day.to_string(), kind, &count.to_string(), team, owner, &campaign, &hours.to_string()];
            all.push(cells.map(str::to_owned).to_vec());
        };
        for market in &MARKETS {
            let calls = chance.around(busy(34), 20);
            add("call", calls, "Sales", market.sellers[0], String::new(), calls / 4);
        }
        let posts = chance.between(3, 7);
        add("post", posts, "Content", "Megan Hart", format!("US_Social_Organic_{}", day.year()), posts * 2);
        let mails = chance.around(busy(420), 15);
        add("email_sent", mails, "Demand generation", "Ploy Wattanakul", format!("TH_Email_Nurture_{}", day.year()), 6);
        if first_of_even_month(day) {
            add("event", 1, "Field marketing", "Park Seo-yeon", format!("KR_Webinar_ColdChain_{}", day.year()), 22);
        }
    }
    all
}

fn first_of_even_month(monday: NaiveDate) -> bool {
    monday.day() <= 7 && monday.month().is_multiple_of(2) && monday >= super::calendar::day(2024, 4, 1)
}

fn cost_rows() -> Vec<Vec<String>> {
    let row = |(month, kind, amount, channel, campaign): Cost| {
        [&month.to_string(), kind, &amount.to_string(), "USD", "", channel, campaign].map(str::to_owned).to_vec()
    };
    costs().into_iter().map(row).collect()
}

fn quotas() -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for month in months() {
        for market in &MARKETS {
            for (seller, share) in market.sellers.iter().zip([60, 40]) {
                let quota = (96_000 + age(month) * 2_400) * market.share * share / 100_000 / 100 * 100;
                all.push([*seller, &month.to_string(), &quota.to_string(), "USD"].map(str::to_owned).to_vec());
            }
        }
    }
    all
}

fn capacity() -> Vec<Vec<String>> {
    const TEAMS: [(&str, i64, i64); 5] = [
        ("Demand generation", 480, 24_000),
        ("Content", 320, 6_500),
        ("Field marketing", 240, 9_000),
        ("Sales", 220, 1_500),
        ("Sales development", 400, 2_000),
    ];
    let mut all = Vec::new();
    for month in months() {
        for (team, hours, budget) in TEAMS {
            let budget = budget * (1000 + age(month) * 9) / 1000 / 100 * 100;
            all.push([team, &month.to_string(), &hours.to_string(), &budget.to_string()].map(str::to_owned).to_vec());
        }
    }
    all
}

/// The lines of this year and the next: the next has three tenths more; what is ordered ends with this year.
fn budget() -> Vec<Vec<String>> {
    const CHANNELS: [(&str, i64, i64); 8] = [
        ("Display", 2_500, 0),
        ("Email", 4_900, 4_860),
        ("Events", 4_000, 5_200),
        ("Organic search", 4_800, 4_800),
        ("Paid search", 13_500, 0),
        ("Paid social", 6_200, 0),
        ("Referral", 3_500, 3_450),
        ("Webinars", 3_200, 1_500),
    ];
    let mut all = Vec::new();
    for month in Month::of(super::calendar::day(2026, 1, 1)).through(Month::of(super::calendar::day(2027, 12, 1))) {
        for (channel, plan, ordered) in CHANNELS {
            let (plan, ordered) = if month.year() == 2026 { (plan, ordered) } else { (plan * 13 / 10, 0) };
            let cells = [&month.to_string(), channel, &plan.to_string(), &ordered.to_string(), "USD"];
            all.push(cells.map(str::to_owned).to_vec());
        }
    }
    all
}
