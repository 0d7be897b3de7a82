//! What truly happened: the whole company, before any export garbles it.

use super::calendar::{at_minute, day};
use super::campaign::{Campaign, campaigns};
use super::contact::{Contact, contacts, imported};
use super::daily::{AdDay, Answer, Mailing, WebDay, answers, mailings, spend, web};
use super::deal::{Deal, deals};
use super::subscription::{Subscription, subscriptions};
use super::touch::{Touch, touches};

/// The company's 30 months.
pub(crate) struct Story {
    /// Campaigns.
    pub(crate) campaigns: Vec<Campaign>,
    /// Contacts: those whom the months brought, then those imported.
    pub(crate) contacts: Vec<Contact>,
    /// How many of the contacts were imported.
    pub(crate) imported: usize,
    /// Touchpoints.
    pub(crate) touches: Vec<Touch>,
    /// Deals by creation.
    pub(crate) deals: Vec<Deal>,
    /// Spend by day and campaign.
    pub(crate) spend: Vec<AdDay>,
    /// Web traffic.
    pub(crate) web: Vec<WebDay>,
    /// Mailings.
    pub(crate) mailings: Vec<Mailing>,
    /// Subscriptions.
    pub(crate) subscriptions: Vec<Subscription>,
    /// Survey answers.
    pub(crate) answers: Vec<Answer>,
}

/// The story, the same each time it is told.
pub(crate) fn story() -> Story {
    const OLD_CUSTOMERS: usize = 96;
    let campaigns = campaigns();
    let mut contacts = contacts(&campaigns);
    let mut deals = deals(&campaigns, &mut contacts);
    let touches = touches(&campaigns, &contacts);
    contacts.extend(imported(OLD_CUSTOMERS));
    let mut subscriptions = subscriptions(&contacts, OLD_CUSTOMERS, &mut deals);
    deals.sort_by_key(|d| (d.created, d.contact));
    for (i, deal) in (0..).zip(&mut deals) {
        deal.id = 31_400_000_019 + i * 53;
    }
    let answers = answers(&subscriptions, &contacts);
    subscriptions.push(trial());
    subscriptions.sort_by(|a, b| b.start.cmp(&a.start).then_with(|| a.id.cmp(&b.id)));
    let (spend, web, mailings) = (spend(&campaigns), web(), mailings(&campaigns));
    Story { campaigns, contacts, imported: OLD_CUSTOMERS, touches, deals, spend, web, mailings, subscriptions, answers }
}

/// One who tries the product in June 2026 and has not paid yet.
fn trial() -> Subscription {
    Subscription {
        id: "sub_1Trial00000000000000000".to_owned(),
        customer: "cus_Trial000000000".to_owned(),
        contact: 0,
        plan: 1,
        yearly: false,
        won: false,
        start: at_minute(day(2026, 6, 22), 700),
        end: None,
        trial: true,
    }
}
