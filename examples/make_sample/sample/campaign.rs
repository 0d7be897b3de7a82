//! The campaigns: what runs where and when, what it costs a day, and what its leads are worth.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::calendar::{day, first_day, last_day};
use super::market::MARKETS;

/// Where a campaign's spend is exported from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    /// Google Ads, with its campaign type.
    Google(&'static str),
    /// Meta Ads.
    Meta,
    /// Mailchimp; its monthly fee stands in the spend sheet.
    Mailchimp,
    /// Kept by hand: so many cents on the days of the month named.
    Sheet,
    /// Costs nothing.
    Free,
}

/// One campaign of one year.
pub(crate) struct Campaign {
    /// Its name in every export.
    pub(crate) name: String,
    /// As Salesforce calls the campaign type.
    pub(crate) channel: &'static str,
    /// As HubSpot calls the traffic source.
    pub(crate) traffic: &'static str,
    /// Where the spend comes from.
    pub(crate) platform: Platform,
    /// Position in [`MARKETS`]; `None`: all of them.
    pub(crate) market: Option<usize>,
    /// First day.
    pub(crate) first: NaiveDate,
    /// Last day.
    pub(crate) last: NaiveDate,
    /// Cents: a day on ad platforms, a time elsewhere.
    pub(crate) cost: i64,
    /// How many of its market's leads it brings, as a weight.
    pub(crate) pull: i64,
    /// How good its leads are, in thousandths of the average.
    pub(crate) quality: i64,
}

impl Campaign {
    /// The channel as the plan names it.
    pub(crate) fn planned_channel(&self) -> &'static str {
        match self.channel {
            "Paid Search" => "Paid search",
            "Paid Social" => "Paid social",
            "Organic Search" => "Organic search",
            "Organic Social" => "Organic social",
            "Event" => "Events",
            "Webinar" => "Webinars",
            same => same,
        }
    }

    /// Whether it runs on `day`.
    pub(crate) fn runs_on(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Whether it reaches the market.
    pub(crate) fn reaches(&self, market: usize) -> bool {
        self.market.is_none_or(|m| m == market)
    }
}

type Line = (&'static str, &'static str, &'static str, Platform, Option<usize>, (i32, u32), i64, i64, i64);

const TH: Option<usize> = Some(0);
const ID: Option<usize> = Some(1);
const KR: Option<usize> = Some(2);
const US: Option<usize> = Some(3);
const G: Platform = Platform::Google("Search");
const D: Platform = Platform::Google("Display");

/// Theme, channel, traffic source, platform, market, first month (of an event: its month every year), cost, pull,
/// quality.
const LINES: [Line; 27] = [
    ("Search_Brand", "Paid Search", "Paid Search", G, TH, (2024, 1), 8_900, 25, 1120),
    ("Search_Generic", "Paid Search", "Paid Search", G, ID, (2024, 1), 5_400, 22, 700),
    ("Search_Generic", "Paid Search", "Paid Search", G, KR, (2024, 1), 11_300, 26, 1050),
    ("Search_Generic", "Paid Search", "Paid Search", G, US, (2024, 1), 15_800, 24, 980),
    ("Display_Awareness", "Display", "Paid Search", D, ID, (2025, 7), 9_300, 0, 0),
    ("Social_Leadgen", "Paid Social", "Paid Social", Platform::Meta, TH, (2024, 1), 7_100, 14, 520),
    ("Social_Leadgen", "Paid Social", "Paid Social", Platform::Meta, ID, (2024, 1), 5_600, 20, 420),
    ("Social_Retargeting", "Paid Social", "Paid Social", Platform::Meta, KR, (2024, 7), 5_200, 7, 760),
    ("Social_Lookalike", "Paid Social", "Paid Social", Platform::Meta, US, (2025, 1), 7_900, 11, 600),
    ("Webinar_RouteClinic", "Webinar", "Other Campaigns", Platform::Sheet, TH, (2024, 1), 185_000, 9, 1250),
    ("Webinar_ColdChain", "Webinar", "Other Campaigns", Platform::Sheet, KR, (2024, 4), 210_000, 10, 1300),
    ("Webinar_LastMile", "Webinar", "Other Campaigns", Platform::Sheet, US, (2024, 3), 240_000, 10, 1200),
    ("Event_LogisticsExpo", "Event", "Offline Sources", Platform::Sheet, TH, (2024, 9), 1_250_000, 45, 1250),
    ("Event_SupplyChainForum", "Event", "Offline Sources", Platform::Sheet, ID, (2024, 5), 820_000, 40, 900),
    ("Event_KoreaMat", "Event", "Offline Sources", Platform::Sheet, KR, (2024, 4), 1_180_000, 45, 1350),
    ("Event_ParcelSummit", "Event", "Offline Sources", Platform::Sheet, US, (2024, 3), 1_640_000, 45, 1200),
    ("Email_Nurture", "Email", "Email Marketing", Platform::Mailchimp, TH, (2024, 1), 130_000, 6, 1050),
    ("Email_Nurture", "Email", "Email Marketing", Platform::Mailchimp, ID, (2024, 1), 82_000, 6, 800),
    ("Email_Nurture", "Email", "Email Marketing", Platform::Mailchimp, KR, (2024, 1), 116_000, 6, 1050),
    ("Email_Nurture", "Email", "Email Marketing", Platform::Mailchimp, US, (2024, 1), 158_000, 6, 1000),
    ("SEO_Content", "Organic Search", "Organic Search", Platform::Sheet, None, (2024, 1), 480_000, 22, 1080),
    ("Partner_Referral", "Referral", "Referrals", Platform::Sheet, None, (2024, 1), 345_000, 7, 1450),
    ("Website_Direct", "Direct", "Direct Traffic", Platform::Free, None, (2024, 1), 0, 11, 950),
    ("Social_Organic", "Organic Social", "Organic Social", Platform::Free, TH, (2024, 1), 0, 4, 700),
    ("Social_Organic", "Organic Social", "Organic Social", Platform::Free, ID, (2024, 1), 0, 4, 700),
    ("Social_Organic", "Organic Social", "Organic Social", Platform::Free, KR, (2024, 1), 0, 4, 700),
    ("Social_Organic", "Organic Social", "Organic Social", Platform::Free, US, (2024, 1), 0, 4, 700),
];

/// All campaigns: each line once a year, named after market, theme and year.
pub(crate) fn campaigns() -> Vec<Campaign> {
    let mut all = Vec::new();
    for (theme, channel, traffic, platform, market, (from_year, from_month), cost, pull, quality) in LINES {
        for year in first_day().year()..=last_day().year() {
            let (first, last) = match channel {
                "Event" => (day(year, from_month, 1), day(year, from_month, 1) + TimeDelta::days(55)),
                _ => (day(year, 1, 1).max(day(from_year, from_month, 1)), day(year, 12, 31)),
            };
            let last = last.min(last_day());
            if first > last {
                continue;
            }
            let code = market.map_or("All", |m: usize| MARKETS[m].code);
            all.push(Campaign {
                name: format!("{code}_{theme}_{year}"),
                channel,
                traffic,
                platform,
                market,
                first,
                last,
                cost,
                pull,
                quality,
            });
        }
    }
    all
}
