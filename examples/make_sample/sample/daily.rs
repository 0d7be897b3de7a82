//! What happens by the day: advertising, the web site, mailings and answers to surveys.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use planbook::model::month::Month;

use super::calendar::{age, at_minute, days, first_day, months, season, weekend};
use super::campaign::{Campaign, Platform};
use super::contact::Contact;
use super::random::Random;
use super::subscription::Subscription;

/// One campaign's day on an ad platform, or a bill in the spend sheet.
pub(crate) struct AdDay {
    /// The day.
    pub(crate) day: NaiveDate,
    /// Position among the campaigns.
    pub(crate) campaign: usize,
    /// Cents.
    pub(crate) spend: i64,
    /// Impressions.
    pub(crate) impressions: i64,
    /// Clicks.
    pub(crate) clicks: i64,
    /// What the platform claims, in hundredths.
    pub(crate) conversions: i64,
}

/// Spend of every campaign, by day.
pub(crate) fn spend(campaigns: &[Campaign]) -> Vec<AdDay> {
    let mut chance = Random::new(6);
    let mut all = Vec::new();
    for day in days() {
        for (position, campaign) in campaigns.iter().enumerate().filter(|(_, c)| c.runs_on(day)) {
            let spend = match campaign.platform {
                Platform::Google(_) | Platform::Meta if campaign.platform == Platform::Meta && weekend(day) => 0,
                Platform::Google(_) | Platform::Meta => {
                    let grown = campaign.cost * (1000 + age(Month::of(day)) * 4) / 1000;
                    chance.around(grown * season(Month::of(day)) / 1000, 22)
                }
                Platform::Sheet | Platform::Mailchimp => bill(campaign, day),
                Platform::Free => 0,
            };
            if spend == 0 {
                continue;
            }
            let advertised = matches!(campaign.platform, Platform::Google(_) | Platform::Meta);
            let (price, rate) = if campaign.channel == "Display" { (38, 260) } else { (chance.between(110, 240), 22) };
            let clicks = if advertised { spend / price } else { 0 };
            let impressions = clicks * chance.around(rate, 20);
            let claimed = if campaign.pull > 0 { clicks * chance.between(1, 6) } else { clicks / 9 };
            all.push(AdDay { day, campaign: position, spend, impressions, clicks, conversions: claimed });
        }
    }
    all
}

/// Bills by hand: webinars every second month, events once a year, everything else monthly.
fn bill(campaign: &Campaign, day: NaiveDate) -> i64 {
    let due = match campaign.channel {
        "Webinar" => day.day() == 14 && day.month().is_multiple_of(2),
        "Event" => day == campaign.first + chrono::TimeDelta::days(19),
        _ => day.day() == 1,
    };
    if due { campaign.cost } else { 0 }
}

/// One row of web traffic: a week, to keep the sample small.
pub(crate) struct WebDay {
    /// Its Monday, which GA4's report shows.
    pub(crate) day: NaiveDate,
    /// Position in [`WEB_CHANNELS`].
    pub(crate) channel: usize,
    /// Position in `MARKETS`.
    pub(crate) market: usize,
    /// Sessions.
    pub(crate) sessions: i64,
}

/// GA4's channel groups with their share of sessions in thousandths.
pub(crate) const WEB_CHANNELS: [(&str, i64); 8] = [
    ("Organic Search", 330),
    ("Direct", 210),
    ("Paid Search", 210),
    ("Paid Social", 130),
    ("Email", 40),
    ("Referral", 30),
    ("Organic Social", 38),
    ("Unassigned", 12),
];

/// Sessions by week, channel and market; a week without any has no row.
pub(crate) fn web() -> Vec<WebDay> {
    let mut chance = Random::new(7);
    let mut all = Vec::new();
    for day in days().step_by(7) {
        let month = Month::of(day);
        let busy = (1180 + age(month) * 15) * season(month) / 1000;
        for (market, share) in [340, 220, 240, 200].into_iter().enumerate() {
            for (channel, &(_, part)) in WEB_CHANNELS.iter().enumerate() {
                let expected = chance.around(busy * share * part / 1000, 30);
                let sessions = expected / 1000 + i64::from(chance.chance(expected % 1000));
                if sessions > 0 {
                    all.push(WebDay { day, channel, market, sessions });
                }
            }
        }
    }
    all
}

/// One mailing.
pub(crate) struct Mailing {
    /// When it went out.
    pub(crate) at: NaiveDateTime,
    /// Position among the campaigns.
    pub(crate) campaign: usize,
    /// Sent, soft bounces, hard bounces, unique opens, unique clicks, unsubscribed, complained.
    pub(crate) counts: [i64; 7],
}

/// A mailing per market and month, two from 2025 on.
pub(crate) fn mailings(campaigns: &[Campaign]) -> Vec<Mailing> {
    let mut chance = Random::new(8);
    let mut all = Vec::new();
    for month in months() {
        let sends = if month.year() == 2024 { 1 } else { 2 };
        for (campaign, line) in campaigns.iter().enumerate() {
            if line.platform != Platform::Mailchimp || !line.runs_on(month.first_day()) {
                continue;
            }
            for send in 0..sends {
                let day = month.first_day() + chrono::TimeDelta::days(chance.between(3, 11) + send * 14);
                let sent = chance.around(620 + age(month) * 45, 12);
                let (soft, hard) = (sent * chance.between(4, 14) / 1000, sent * chance.between(1, 8) / 1000);
                let opened = (sent - soft - hard) * chance.between(235, 370) / 1000;
                let clicked = opened * chance.between(70, 150) / 1000;
                let counts = [sent, soft, hard, opened, clicked, sent * chance.between(0, 5) / 1000, sent / 1900];
                all.push(Mailing { at: at_minute(day, 60 * chance.between(8, 20) + 30), campaign, counts });
            }
        }
    }
    all.sort_by_key(|m| (m.at, m.campaign));
    all
}

/// One answer to a survey.
pub(crate) struct Answer {
    /// When, in Bangkok's time.
    pub(crate) at: NaiveDateTime,
    /// Recommendation 0 to 10, rather than satisfaction 1 to 5.
    pub(crate) nps: bool,
    /// The score.
    pub(crate) score: i64,
    /// Position among the contacts.
    pub(crate) contact: usize,
}

/// Satisfaction every month, recommendation once a quarter, from those who are customers that day; nobody is asked the
/// same twice a month.
pub(crate) fn answers(subscriptions: &[Subscription], contacts: &[Contact]) -> Vec<Answer> {
    let mut chance = Random::new(9);
    let mut all = Vec::new();
    for month in months() {
        let first = month.first_day();
        let asked: Vec<&Subscription> = subscriptions
            .iter()
            .filter(|s| s.start.date() < first && s.end.is_none_or(|e| e.date() > month.last_day()) && !s.trial)
            .filter(|s| !contacts[s.contact].email.is_empty())
            .collect();
        let quarter = month.number().is_multiple_of(3);
        for (nps, count) in [(false, chance.between(18, 30)), (true, if quarter { chance.between(30, 45) } else { 0 })]
        {
            for _ in 0..count {
                let day = first + chrono::TimeDelta::days(chance.between(0, month.days() - 1));
                let at = at_minute(day, chance.between(60, 1380));
                let contact = chance.pick(&asked).contact;
                let unhappy = contacts[contact].market == 1;
                let happier = age(Month::of(day)) * 6;
                let score = match (nps, chance.chance(if unhappy { 620 } else { 770 + happier })) {
                    (false, true) => chance.between(4, 5),
                    (false, false) => chance.between(1, 3),
                    (true, true) => chance.pick(&[7, 8, 8, 9, 9, 9, 10, 10]),
                    (true, false) => chance.between(2, 7),
                };
                all.push(Answer { at, nps, score, contact });
            }
        }
    }
    all.retain(|a| a.at.date() >= first_day());
    all.sort_by_key(|a| (a.at, a.contact));
    let mut asked = BTreeSet::new();
    all.retain(|a| asked.insert((a.contact, a.nps, Month::of(a.at.date()))));
    all
}
