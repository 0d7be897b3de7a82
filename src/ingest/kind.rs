//! The kinds of record that a table can feed, with planbook's own column names (METRICS.md, "Records").

use super::kind_columns::{CONTACTS, DEALS, MAILINGS, OBJECTIVES, SPEND, SUBSCRIPTIONS, WEB};

/// A kind of record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Exchange rates; read first, because every amount may need them.
    Rates,
    /// What the user says of who is one person; read before contacts.
    Merges,
    /// Contacts; read before whatever names a person.
    Contacts,
    /// Touchpoints.
    Touchpoints,
    /// Deals.
    Deals,
    /// What other tables add to deals; read after them.
    Links,
    /// Advertising spend.
    Spend,
    /// Mailings.
    Mailings,
    /// Web traffic.
    Web,
    /// Social channels.
    Social,
    /// Subscriptions.
    Subscriptions,
    /// Survey answers.
    Surveys,
    /// Activities.
    Activities,
    /// Costs.
    Costs,
    /// Sales quotas.
    Quotas,
    /// Hours and budgets of teams.
    Capacity,
    /// Budgets of channels.
    Budgets,
    /// Objectives.
    Objectives,
}

impl Kind {
    /// All kinds in the order in which they are read.
    pub const ALL: [Kind; 18] = [
        Kind::Rates,
        Kind::Merges,
        Kind::Contacts,
        Kind::Touchpoints,
        Kind::Deals,
        Kind::Links,
        Kind::Spend,
        Kind::Mailings,
        Kind::Web,
        Kind::Social,
        Kind::Subscriptions,
        Kind::Surveys,
        Kind::Activities,
        Kind::Costs,
        Kind::Quotas,
        Kind::Capacity,
        Kind::Budgets,
        Kind::Objectives,
    ];

    /// The id in templates and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Rates => "rates",
            Kind::Merges => "merges",
            Kind::Links => "links",
            Kind::Contacts => "contacts",
            Kind::Touchpoints => "touchpoints",
            Kind::Deals => "deals",
            Kind::Spend => "spend",
            Kind::Mailings => "mailings",
            Kind::Web => "web",
            Kind::Social => "social",
            Kind::Subscriptions => "subscriptions",
            Kind::Surveys => "surveys",
            Kind::Activities => "activities",
            Kind::Costs => "costs",
            Kind::Quotas => "quotas",
            Kind::Capacity => "capacity",
            Kind::Budgets => "budgets",
            Kind::Objectives => "objectives",
        }
    }

    /// The kind of that id.
    pub fn parse(id: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.id() == id)
    }

    /// The columns that a source may map.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Kind::Rates => &["month", "from", "to", "rate"],
            Kind::Merges => &["keep", "merge", "action", "reason"],
            Kind::Contacts => CONTACTS,
            Kind::Touchpoints => &["contact_id", "touched_at", "channel", "campaign", "kind"],
            Kind::Deals => DEALS,
            Kind::Links => &["deal_id", "contact_id", "account_id", "primary", "stage", "entered_on"],
            Kind::Spend => SPEND,
            Kind::Mailings => MAILINGS,
            Kind::Web => WEB,
            Kind::Social => {
                &["day", "channel", "campaign", "posts", "impressions", "likes", "comments", "shares", "followers"]
            }
            Kind::Subscriptions => SUBSCRIPTIONS,
            Kind::Surveys => &["answered_on", "kind", "score", "contact_id", "market"],
            Kind::Activities => &["day", "kind", "count", "team", "owner", "campaign", "hours"],
            Kind::Costs => &["month", "kind", "amount", "currency", "market", "channel", "campaign"],
            Kind::Quotas => &["owner", "month", "quota", "currency"],
            Kind::Capacity => &["team", "month", "hours", "budget", "currency"],
            Kind::Budgets => &["month", "channel", "market", "plan", "committed", "currency"],
            Kind::Objectives => OBJECTIVES,
        }
    }

    /// The columns without which there is no record; of each group one is enough.
    pub fn required(self) -> &'static [&'static [&'static str]] {
        match self {
            Kind::Rates => &[&["month"], &["from"], &["to"], &["rate"]],
            Kind::Merges => &[&["keep"], &["merge"]],
            Kind::Contacts => &[&["contact_id", "email"]],
            Kind::Touchpoints => &[&["contact_id"], &["touched_at"], &["channel"]],
            Kind::Deals => &[&["deal_id"], &["stage", "is_won"]],
            Kind::Links => &[&["deal_id"], &["contact_id", "account_id", "stage"]],
            Kind::Spend => &[&["day"], &["channel"], &["spend"]],
            Kind::Mailings => &[&["sent_on"], &["sent"]],
            Kind::Web => &[&["day", "nth_day"], &["sessions"]],
            Kind::Social => &[&["day"], &["channel"]],
            Kind::Subscriptions => &[&["customer_id"], &["changed_on", "started_on"], &["mrr", "amount"]],
            Kind::Surveys => &[&["answered_on"], &["kind"], &["score"]],
            Kind::Activities => &[&["day"], &["kind"], &["count"]],
            Kind::Costs => &[&["month"], &["kind"], &["amount"]],
            Kind::Quotas => &[&["owner"], &["month"], &["quota"]],
            Kind::Capacity => &[&["team"], &["month"]],
            Kind::Budgets => &[&["month"], &["plan"]],
            Kind::Objectives => &[&["objective_id", "sentence"], &["metric", "sentence"], &["target", "sentence"]],
        }
    }

    /// Whether its rows are known by their day and names, so that a newer export of the same platform counts in place
    /// of an older one. Contacts and deals have ids, touchpoints may well be alike, the rest is no record of a day.
    pub fn claims(self) -> bool {
        use Kind::{Contacts, Deals, Links, Merges, Objectives, Rates, Touchpoints};
        !matches!(self, Rates | Merges | Contacts | Touchpoints | Deals | Links | Objectives)
    }

    /// The columns that hold money.
    pub fn money(self) -> &'static [&'static str] {
        match self {
            Kind::Deals => &["amount", "margin"],
            Kind::Spend => &["spend", "platform_revenue"],
            Kind::Subscriptions => &["mrr", "amount"],
            Kind::Costs => &["amount"],
            Kind::Quotas => &["quota"],
            Kind::Capacity => &["budget"],
            Kind::Budgets => &["plan"],
            _ => &[],
        }
    }
}
