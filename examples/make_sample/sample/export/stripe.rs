//! Stripe's subscriptions: UTC times, currencies in lower case, won without decimals.

use chrono::NaiveDateTime;

use super::calendar::{at_minute, last_day, later, utc};
use super::deal::PLANS;
use super::story::Story;
use super::subscription::Subscription;
use super::text::as_needed;
use super::{Export, Rows};

const HEADER: [&str; 22] = [
    "id",
    "Customer ID",
    "Customer Description",
    "Customer Email",
    "Plan",
    "Product",
    "Quantity",
    "Currency",
    "Interval",
    "Amount",
    "Status",
    "Created (UTC)",
    "Start (UTC)",
    "Start Date (UTC)",
    "Current Period Start (UTC)",
    "Current Period End (UTC)",
    "Trial Start (UTC)",
    "Trial End (UTC)",
    "Canceled At (UTC)",
    "Ended At (UTC)",
    "Customer Name",
    "Cancellation Reason",
];

/// Newest first. A move to a larger plan is a new subscription of the same customer that begins when the old one ends.
pub(super) fn export(story: &Story) -> Export {
    let mut out = String::new();
    as_needed(&mut out, ',', ',', &HEADER);
    for (i, subscription) in story.subscriptions.iter().enumerate() {
        let cells = cells(story, subscription, i);
        as_needed(&mut out, ',', ',', &cells.each_ref().map(String::as_str));
    }
    Export { name: "stripe_subscriptions.csv", bytes: out.into_bytes(), rows: Rows::of(story.subscriptions.len()) }
}

fn cells(story: &Story, sub: &Subscription, place: usize) -> [String; 22] {
    let contact = &story.contacts[sub.contact];
    let plan = PLANS[sub.plan].name;
    let interval = if sub.yearly { ("year", "yearly", 365) } else { ("month", "monthly", 30) };
    let status = match (sub.trial, sub.end) {
        (true, _) => "trialing",
        (false, Some(_)) => "canceled",
        (false, None) if place % 61 == 7 => "past_due",
        (false, None) => "active",
    };
    let start = stamp(Some(sub.start));
    let ended = stamp(sub.end);
    let last = sub.end.unwrap_or(at_minute(last_day(), 720));
    let period = later(sub.start, (last - sub.start).num_days() / interval.2 * interval.2);
    let trial = |moment: NaiveDateTime| stamp(Some(moment).filter(|_| sub.trial));
    [
        sub.id.clone(),
        sub.customer.clone(),
        String::new(),
        contact.email.clone(),
        format!("{}-{}", plan.to_lowercase().replace(' ', "-"), interval.1),
        plan.to_owned(),
        "1".to_owned(),
        if sub.won { "krw" } else { "usd" }.to_owned(),
        interval.0.to_owned(),
        if sub.won { sub.amount().to_string() } else { format!("{}.00", sub.amount()) },
        status.to_owned(),
        start.clone(),
        start.clone(),
        start,
        stamp(Some(period)),
        stamp(Some(later(period, interval.2))),
        trial(sub.start),
        trial(later(sub.start, 14)),
        ended.clone(),
        ended,
        contact.company.clone(),
        if sub.end.is_some() { "cancellation_requested" } else { "" }.to_owned(),
    ]
}

fn stamp(moment: Option<NaiveDateTime>) -> String {
    moment.map(|m| utc(m).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}
