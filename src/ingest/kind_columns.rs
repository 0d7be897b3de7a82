//! The columns of the kinds of record that have many (METRICS.md, "Records").

pub(super) const CONTACTS: &[&str] = &[
    "contact_id",
    "email",
    "company",
    "market",
    "industry",
    "channel",
    "campaign",
    "owner",
    "subscribed_on",
    "lead_on",
    "pql_on",
    "trial_on",
    "mql_on",
    "sal_on",
    "sql_on",
    "opportunity_on",
    "proposal_on",
    "customer_on",
    "lost_on",
    "first_contacted_on",
    "score",
    "referred_by",
];

/// `is_won` and `is_closed` are true/false columns that overrule the stage's word, which an organisation may rename.
pub(super) const DEALS: &[&str] = &[
    "deal_id",
    "stage",
    "is_won",
    "is_closed",
    "contact_id",
    "account_id",
    "owner",
    "market",
    "channel",
    "campaign",
    "kind",
    "created_on",
    "proposal_on",
    "closed_on",
    "closed_at",
    "amount",
    "currency",
    "margin",
];

/// `last_day` is the last day of a span that begins on `day`.
pub(super) const SPEND: &[&str] = &[
    "day",
    "last_day",
    "channel",
    "spend",
    "campaign",
    "market",
    "currency",
    "impressions",
    "clicks",
    "platform_conversions",
    "platform_revenue",
];

pub(super) const MAILINGS: &[&str] = &[
    "sent_on",
    "sent",
    "campaign",
    "market",
    "delivered",
    "bounced",
    "opened",
    "clicked",
    "replied",
    "unsubscribed",
    "complained",
];

/// `nth_day` counts days from the start of the table's own period: `0000`, `0001` …
pub(super) const WEB: &[&str] = &[
    "day",
    "last_day",
    "nth_day",
    "sessions",
    "channel",
    "campaign",
    "market",
    "landing_page",
    "visitors",
    "submissions",
];

/// `amount`, `quantity`, `interval` and `interval_count` say what `mrr` would; `trial_ended_on` is when paying begins.
pub(super) const SUBSCRIPTIONS: &[&str] = &[
    "customer_id",
    "changed_on",
    "mrr",
    "started_on",
    "ended_on",
    "trial_ended_on",
    "amount",
    "quantity",
    "interval",
    "interval_count",
    "currency",
    "market",
    "contact_id",
];

/// `title` is the objective in words.
pub(super) const OBJECTIVES: &[&str] = &[
    "objective_id",
    "title",
    "goal",
    "metric",
    "target",
    "starts_on",
    "due_on",
    "owner",
    "department",
    "team",
    "market",
    "channel",
    "baseline",
    "baseline_from",
    "direction",
    "campaigns",
    "budget",
    "hours",
    "note",
    "sentence",
    "every",
    "original_target",
    "changed_on",
    "changed_by",
    "changed_because",
];
