//! The touchpoints: which campaigns each contact met, and when.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::calendar::{first_day, last_day};
use super::campaign::Campaign;
use super::contact::Contact;
use super::random::Random;

/// One membership of a campaign.
pub(crate) struct Touch {
    /// Position among the contacts.
    pub(crate) contact: usize,
    /// The day it joined.
    pub(crate) day: NaiveDate,
    /// Position among the campaigns.
    pub(crate) campaign: usize,
    /// Whether it answered.
    pub(crate) responded: bool,
}

/// All touchpoints by day. The first is by the campaign that brought the contact; those who move on meet more. Nobody
/// is a member of one campaign twice.
pub(crate) fn touches(campaigns: &[Campaign], contacts: &[Contact]) -> Vec<Touch> {
    let mut chance = Random::new(3);
    let mut all = Vec::new();
    for (position, contact) in contacts.iter().enumerate() {
        let Some(source) = contact.campaign.filter(|_| !contact.email.is_empty()) else { continue };
        let created = contact.created.date();
        let mut meet = |day: NaiveDate, campaign: usize, responded: bool| {
            if campaigns[campaign].runs_on(day) {
                all.push(Touch { contact: position, day, campaign, responded });
            }
        };
        if chance.chance(940) {
            meet(created, source, true);
        }
        let depth = contact.stages.iter().flatten().count();
        let span = 20 + 30 * i64::try_from(depth).unwrap_or(0);
        let (fewest, most) = [(0, 1), (0, 1), (0, 3), (1, 4), (2, 7), (3, 8)][depth];
        for _ in 0..chance.between(fewest, most) {
            let day = created + TimeDelta::days(chance.between(-25, span));
            if (first_day()..=last_day()).contains(&day) {
                let campaign = encounter(&mut chance, campaigns, contact, day);
                let responded = chance.chance(620);
                meet(day, campaign, responded);
            }
        }
    }
    all.sort_by_key(|t| (t.day, t.contact));
    let mut members = BTreeSet::new();
    all.retain(|t| members.insert((t.contact, t.campaign)));
    all
}

/// What a contact meets on its way. Nobody who buys ever saw the display campaign.
fn encounter(chance: &mut Random, campaigns: &[Campaign], contact: &Contact, day: NaiveDate) -> usize {
    let depth = contact.stages.iter().flatten().count();
    let weight = |c: &Campaign| match c.channel {
        _ if !c.runs_on(day) || !c.reaches(contact.market) => 0,
        "Direct" => 9,
        "Email" => 7,
        "Webinar" => 5,
        "Event" => 30,
        "Paid Search" => 18,
        "Paid Social" => 4,
        "Referral" | "Organic Social" => 2,
        "Display" if depth > 2 => 0,
        _ => 6,
    };
    let weights: Vec<i64> = campaigns.iter().map(weight).collect();
    chance.weighted(&weights)
}
