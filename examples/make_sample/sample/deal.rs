//! The deals, and what they make of their contacts.

use chrono::NaiveDateTime;

use super::calendar::{last_day, later};
use super::campaign::Campaign;
use super::contact::{CUSTOMER, Contact, OPPORTUNITY};
use super::market::MARKETS;
use super::random::Random;

/// Where a deal stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not closed; the stage's word.
    Open(&'static str),
    /// Closed won.
    Won,
    /// Closed lost.
    Lost,
}

/// One deal.
pub(crate) struct Deal {
    /// HubSpot's Record ID.
    pub(crate) id: i64,
    /// Position among the contacts.
    pub(crate) contact: usize,
    /// A colleague's position, if two are associated.
    pub(crate) colleague: Option<usize>,
    /// More from a customer, rather than a first purchase.
    pub(crate) expansion: bool,
    /// Position in [`PLANS`].
    pub(crate) plan: usize,
    /// Created.
    pub(crate) created: NaiveDateTime,
    /// Closed, or expected to close.
    pub(crate) closed: NaiveDateTime,
    /// Where it stands.
    pub(crate) state: State,
    /// Whole US dollars; `None` while nobody wrote them down.
    pub(crate) amount: Option<i64>,
}

/// A plan of the price list.
pub(crate) struct Plan {
    /// Its name.
    pub(crate) name: &'static str,
    /// US dollars a month, paid monthly; a tenth less paid yearly.
    pub(crate) usd: i64,
    /// Won a month, paid monthly.
    pub(crate) krw: i64,
    /// How often it is bought, as a weight.
    pub(crate) weight: i64,
}

/// The price list.
pub(crate) const PLANS: [Plan; 5] = [
    Plan { name: "Starter", usd: 420, krw: 560_000, weight: 14 },
    Plan { name: "Fleet 50", usd: 890, krw: 1_180_000, weight: 28 },
    Plan { name: "Fleet 100", usd: 1690, krw: 2_240_000, weight: 30 },
    Plan { name: "Fleet 250", usd: 2950, krw: 3_920_000, weight: 20 },
    Plan { name: "Enterprise", usd: 4800, krw: 6_400_000, weight: 8 },
];

/// The plan bought, dearer where deals are larger.
pub(crate) fn plan(chance: &mut Random) -> usize {
    chance.weighted(&PLANS.map(|p| p.weight))
}

/// One deal for every contact that became an opportunity, by creation; the won ones make customers of their contacts.
pub(crate) fn deals(campaigns: &[Campaign], contacts: &mut [Contact]) -> Vec<Deal> {
    let mut chance = Random::new(4);
    let mut all = Vec::new();
    for position in 0..contacts.len() {
        let contact = &contacts[position];
        let (Some(created), Some(source)) = (contact.stages[OPPORTUNITY], contact.campaign) else { continue };
        let (short, long) = MARKETS[contact.market].cycle;
        let plan = plan(&mut chance);
        let closed = later(created, chance.between(short, long) + i64::try_from(plan).unwrap_or(0) * 4);
        let won = chance.chance(370 * campaigns[source].quality / 1000);
        let onboarding = chance.pick(&[0, 1500, 3000, 6000]);
        let blank = chance.chance(130);
        let state = match (closed.date() <= last_day(), won) {
            (true, true) => State::Won,
            (true, false) => State::Lost,
            (false, _) => State::Open(chance.pick(&["Discovery", "Demo Scheduled", "Proposal Sent", "Negotiation"])),
        };
        let amount = Some(PLANS[plan].usd * 12 + onboarding).filter(|_| state == State::Won || !blank);
        let colleague = (position > 0 && contacts[position - 1].market == contact.market && chance.chance(300))
            .then(|| position - 1);
        if state == State::Won {
            contacts[position].stages[CUSTOMER] = Some(closed);
        }
        all.push(Deal { id: 0, contact: position, colleague, expansion: false, plan, created, closed, state, amount });
    }
    all
}
