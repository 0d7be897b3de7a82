//! The contacts: who they are, and the day on which each reached a stage.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use planbook::model::month::Month;

use super::calendar::{age, at_minute, last_day, later, months, season};
use super::campaign::Campaign;
use super::market::{MARKETS, STEMS};
use super::random::Random;

/// Positions in [`Contact::stages`].
pub(crate) const LEAD: usize = 0;
/// Qualified by marketing.
pub(crate) const MQL: usize = 1;
/// Qualified by sales.
pub(crate) const SQL: usize = 2;
/// A deal is open.
pub(crate) const OPPORTUNITY: usize = 3;
/// Bought.
pub(crate) const CUSTOMER: usize = 4;

/// One contact of the CRM.
pub(crate) struct Contact {
    /// HubSpot's Record ID.
    pub(crate) id: i64,
    /// Given name.
    pub(crate) given: String,
    /// Family name.
    pub(crate) family: String,
    /// Address in lower case; empty when nobody asked.
    pub(crate) email: String,
    /// Company.
    pub(crate) company: String,
    /// Position in `MARKETS`.
    pub(crate) market: usize,
    /// Position among the campaigns: what brought it. `None` for those imported from the old CRM.
    pub(crate) campaign: Option<usize>,
    /// When the record was made.
    pub(crate) created: NaiveDateTime,
    /// First time on lead, MQL, SQL, opportunity, customer.
    pub(crate) stages: [Option<NaiveDateTime>; 5],
    /// When sales first spoke with it.
    pub(crate) spoken: Option<NaiveDateTime>,
    /// Its sales person.
    pub(crate) owner: &'static str,
}

/// All contacts whom the 30 months brought, in order of creation.
pub(crate) fn contacts(campaigns: &[Campaign]) -> Vec<Contact> {
    let mut chance = Random::new(1);
    let mut addresses = BTreeMap::new();
    let mut all = Vec::new();
    for month in months() {
        let count = chance.around((64 + age(month) * 14 / 10) * season(month) / 1000, 8);
        for _ in 0..count {
            let created = created(&mut chance, month);
            let market = chance.weighted(&MARKETS.map(|m| m.share));
            let campaign = campaign(&mut chance, campaigns, market, created.date());
            let mut contact = person(&mut chance, market, created, &mut addresses);
            contact.campaign = Some(campaign);
            contact.stages = stages(&mut chance, created, campaigns[campaign].quality);
            all.push(contact);
        }
    }
    all.sort_by_key(|c| c.created);
    number(&mut all, 18_000_000_101);
    let mut talks = Random::new(3);
    for contact in &mut all {
        contact.spoken = spoken(&mut talks, contact);
    }
    all
}

/// Sales speaks with MQLs: most within two days until 2025, fewer since, some never; and with every SQL before it is one.
fn spoken(chance: &mut Random, contact: &Contact) -> Option<NaiveDateTime> {
    let slow = contact.stages[MQL].is_some_and(|q| q.date() >= super::calendar::day(2026, 1, 1));
    let weights = if slow { [560, 300, 140] } else { [830, 130, 40] };
    let days = match chance.weighted(&weights) {
        0 => Some(chance.between(0, 2)),
        1 => Some(chance.between(3, 11)),
        _ => None,
    };
    let said = contact.stages[MQL].zip(days).map(|(qualified, days)| later(qualified, days));
    // A contact that came to sales at once was spoken with on that day.
    let at_latest = contact.stages[SQL];
    told(said.into_iter().chain(at_latest).min()?)
}

/// Contacts of the customers who were there before the story: imported without a history.
pub(crate) fn imported(count: usize) -> Vec<Contact> {
    let mut chance = Random::new(2);
    let mut addresses = BTreeMap::new();
    let imported_at = at_minute(super::calendar::day(2023, 12, 27), 845);
    let mut all: Vec<Contact> = (0..count)
        .map(|_| {
            let market = chance.weighted(&MARKETS.map(|m| m.share));
            person(&mut chance, market, imported_at, &mut addresses)
        })
        .collect();
    for contact in &mut all {
        contact.email = contact.email.replace('@', ".ops@");
    }
    number(&mut all, 17_900_000_001);
    all
}

fn number(all: &mut [Contact], first: i64) {
    for (i, contact) in (0..).zip(all) {
        contact.id = first + i * 37;
    }
}

fn created(chance: &mut Random, month: Month) -> NaiveDateTime {
    let first = month.first_day();
    let day = first + chrono::TimeDelta::days(chance.between(0, month.days() - 1));
    at_minute(day, if chance.chance(60) { chance.between(0, 420) } else { chance.between(480, 1200) })
}

fn campaign(chance: &mut Random, campaigns: &[Campaign], market: usize, day: NaiveDate) -> usize {
    let weights: Vec<i64> =
        campaigns.iter().map(|c| if c.runs_on(day) && c.reaches(market) { c.pull } else { 0 }).collect();
    chance.weighted(&weights)
}

fn person(
    chance: &mut Random,
    market: usize,
    created: NaiveDateTime,
    addresses: &mut BTreeMap<String, u32>,
) -> Contact {
    let place = &MARKETS[market];
    let (given, family, local) = if chance.chance(70) {
        let (given, family, local) = chance.pick(place.native);
        (given, family, local.to_owned())
    } else {
        let (given, family) = (chance.pick(place.given), chance.pick(place.family));
        let local = format!("{given}.{family}").to_lowercase().replace(['\'', ' '], "").replace('í', "i");
        (given, family, local)
    };
    let (company, domain) = company(chance, market);
    let address = format!("{local}@{domain}");
    let seen = addresses.entry(address.clone()).or_default();
    *seen += 1;
    let email = if *seen == 1 { address } else { format!("{local}{seen}@{domain}") };
    let email = if chance.chance(8) { String::new() } else { email };
    Contact {
        id: 0,
        given: given.to_owned(),
        family: family.to_owned(),
        email,
        company,
        market,
        campaign: None,
        created,
        stages: [None; 5],
        spoken: None,
        owner: chance.pick(&place.sellers),
    }
}

fn company(chance: &mut Random, market: usize) -> (String, String) {
    let place = &MARKETS[market];
    if chance.chance(60) {
        let (name, domain) = chance.pick(place.native_companies);
        return (name.to_owned(), domain.to_owned());
    }
    let (stem, (name, domain)) = (chance.pick(&STEMS), chance.pick(place.companies));
    (name.replace("{}", stem), format!("{}{domain}", stem.to_lowercase()))
}

/// Lead, MQL and SQL; opportunity and customer follow from the deals. In 2026 sales takes far fewer MQLs.
fn stages(chance: &mut Random, created: NaiveDateTime, quality: i64) -> [Option<NaiveDateTime>; 5] {
    let mut stages = [Some(created), None, None, None, None];
    let direct = chance.chance(25);
    if !direct && !chance.chance(500 * quality / 1000) {
        return stages;
    }
    let qualified = later(created, chance.between(0, 24)) + chrono::TimeDelta::minutes(chance.between(1, 200));
    if !direct {
        stages[MQL] = told(qualified);
    }
    let rate = if qualified.date() < super::calendar::day(2026, 1, 1) { 520 } else { 330 };
    if stages[MQL].is_some() && !chance.chance(rate * (quality + 1000) / 2000) {
        return stages;
    }
    let accepted = later(qualified, chance.between(2, 28));
    stages[SQL] = told(accepted);
    if chance.chance(800) {
        stages[OPPORTUNITY] = told(later(accepted, chance.between(1, 18)));
    }
    stages
}

/// `moment`, if it came before the story's end.
fn told(moment: NaiveDateTime) -> Option<NaiveDateTime> {
    Some(moment).filter(|m| m.date() <= last_day())
}
