//! The known truth, summed from the story and not from its exports: what planbook's facts must come to.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use planbook::model::month::Month;
use serde_json::{Value, json};

use super::calendar::last_day;
use super::deal::State;
use super::export::{Export, costs, passengers};
use super::market::MARKETS;
use super::story::Story;
use super::subscription::{OLDEST, Subscription};

const ABOUT: &str = "Known truth of sample-data, made by examples/make_sample. `months`: measure id -> month -> whole \
number; money in US cents, everything else counts; a month without an entry is 0. `spend_by_channel`: channel as \
planned -> month -> cents. `leads_by_market`, \
`leads_by_channel`, `sessions_by_market`, `won_revenue_by_market` likewise. `files`: rows read \
= used + refused + merged; totals and footers are set aside before and not read; the Meta workbook holds the same rows \
on two sheets, of which the second is merged. Stages are counted by the day of the export's own column; skips are not filled. \
Contacts imported on 2023-12-27 have no stage dates. Money of deals is `Amount in company currency`; a blank amount \
adds nothing and still counts as won. Subscriptions: Stripe's UTC is Bangkok minus seven hours; a yearly amount is a \
twelfth a month; won are changed at the rate of the month in which the subscription began; past_due still pays; \
trialing does not count yet; a customer's old subscription that ends in the minute in which the next begins is a \
change of MRR, not a loss. `mqls_spoken_with`: MQLs by the month in which they became it, and those with whom sales \
spoke by the second day after. CSAT: 4 and 5 are satisfied. `touchpoints`: rows with a date, \
`orphans` of them of addresses that no contact has.";

type ByMonth = BTreeMap<String, BTreeMap<String, i64>>;

/// `tests/sample_truth.json`.
pub(crate) fn truth(story: &Story, exports: &[Export]) -> Vec<u8> {
    let mut sums = ByMonth::new();
    stages(story, &mut sums);
    deals(story, &mut sums);
    days(story, &mut sums);
    customers(story, &mut sums);
    let (mut spend, mut leads, mut won) = (ByMonth::new(), ByMonth::new(), ByMonth::new());
    let (mut channels, mut sessions) = (ByMonth::new(), ByMonth::new());
    for ad in &story.spend {
        add(&mut spend, story.campaigns[ad.campaign].planned_channel(), Month::of(ad.day), ad.spend);
    }
    for contact in &story.contacts {
        if let Some(at) = contact.stages[0] {
            add(&mut leads, MARKETS[contact.market].name, month(at), 1);
            let channel = contact.campaign.map_or("", |c| story.campaigns[c].planned_channel());
            add(&mut channels, channel, month(at), 1);
        }
    }
    for deal in story.deals.iter().filter(|d| d.state == State::Won) {
        let market = MARKETS[story.contacts[deal.contact].market].name;
        add(&mut won, market, month(deal.closed), deal.amount.unwrap_or(0) * 100);
    }
    for web in &story.web {
        add(&mut sessions, MARKETS[web.market].name, Month::of(web.day), web.sessions);
    }
    let whole = json!({
        "about": ABOUT,
        "currency": "USD",
        "as_of": "2026-06-30",
        "contacts": story.contacts.len(),
        "imported_contacts": story.imported,
        "deals": story.deals.len(),
        "open_deals": story.deals.iter().filter(|d| matches!(d.state, State::Open(_))).count(),
        "touchpoints": story.touches.len() + passengers().len(),
        "orphans": passengers().len(),
        "files": files(exports),
        "months": sums,
        "spend_by_channel": spend,
        "leads_by_market": leads,
        "leads_by_channel": channels,
        "sessions_by_market": sessions,
        "won_revenue_by_market": won,
        "mqls_spoken_with": spoken(story),
    });
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn files(exports: &[Export]) -> Value {
    let rows = |e: &Export| {
        let r = e.rows;
        let read = r.used + r.refused + r.merged;
        let counts =
            json!({ "read": read, "used": r.used, "refused": r.refused, "merged": r.merged, "set_aside": r.set_aside });
        (e.name.to_owned(), counts)
    };
    exports.iter().filter(|e| e.rows.used > 0).map(rows).collect::<serde_json::Map<_, _>>().into()
}

fn month(moment: NaiveDateTime) -> Month {
    Month::of(moment.date())
}

fn add(sums: &mut ByMonth, id: &str, month: Month, value: i64) {
    if value != 0 {
        *sums.entry(id.to_owned()).or_default().entry(month.to_string()).or_default() += value;
    }
}

fn stages(story: &Story, sums: &mut ByMonth) {
    for contact in &story.contacts {
        for (id, at) in ["leads", "mqls", "sqls", "opportunities", "customers"].into_iter().zip(contact.stages) {
            if let Some(at) = at {
                add(sums, id, month(at), 1);
            }
        }
    }
}

/// MQLs by the month in which they became it, and those of them with whom sales spoke within two days or before.
fn spoken(story: &Story) -> ByMonth {
    let mut sums = ByMonth::new();
    for contact in &story.contacts {
        let Some(qualified) = contact.stages[1] else { continue };
        add(&mut sums, "entered", month(qualified), 1);
        let days = contact.spoken.map(|at| (at.date() - qualified.date()).num_days());
        add(&mut sums, "within_two_days", month(qualified), i64::from(days.is_some_and(|d| d <= 2)));
    }
    sums
}

fn deals(story: &Story, sums: &mut ByMonth) {
    for deal in &story.deals {
        add(sums, "deals_created", month(deal.created), 1);
        let cents = deal.amount.unwrap_or(0) * 100;
        match deal.state {
            State::Open(_) => {}
            State::Lost => add(sums, "deals_lost", month(deal.closed), 1),
            State::Won => {
                add(sums, "deals_won", month(deal.closed), 1);
                add(sums, "won_revenue", month(deal.closed), cents);
                let kind = if deal.expansion { "expansion_revenue" } else { "new_revenue" };
                add(sums, kind, month(deal.closed), cents);
            }
        }
    }
}

fn days(story: &Story, sums: &mut ByMonth) {
    for ad in &story.spend {
        let at = Month::of(ad.day);
        add(sums, "spend", at, ad.spend);
        add(sums, "impressions", at, ad.impressions);
        add(sums, "clicks", at, ad.clicks);
    }
    for web in &story.web {
        add(sums, "sessions", Month::of(web.day), web.sessions);
    }
    for mailing in &story.mailings {
        let [sent, soft, hard, opened, clicked, unsubscribed, complained] = mailing.counts;
        let counts = [
            ("mail_sent", sent),
            ("mail_delivered", sent - soft - hard),
            ("mail_bounced", soft + hard),
            ("mail_opened", opened),
            ("mail_clicked", clicked),
            ("mail_unsubscribed", unsubscribed),
            ("mail_complained", complained),
        ];
        for (id, count) in counts {
            add(sums, id, month(mailing.at), count);
        }
    }
    for answer in &story.answers {
        let ids = match (answer.nps, answer.score) {
            (false, 4..) => ["csat_answers", "csat_satisfied"],
            (false, _) => ["csat_answers", ""],
            (true, 9..) => ["nps_answers", "nps_promoters"],
            (true, ..=6) => ["nps_answers", "nps_detractors"],
            (true, _) => ["nps_answers", ""],
        };
        for id in ids.into_iter().filter(|id| !id.is_empty()) {
            add(sums, id, month(answer.at), 1);
        }
    }
    for touch in &story.touches {
        add(sums, "touchpoints", Month::of(touch.day), 1);
    }
    for day in passengers() {
        add(sums, "touchpoints", Month::of(day), 1);
    }
    for (at, kind, amount, _, _) in costs() {
        add(sums, &format!("cost_{kind}"), at, amount * 100);
    }
}

/// Each customer's MRR as a list of changes, then what each month made of it.
fn customers(story: &Story, sums: &mut ByMonth) {
    let mut by_customer: BTreeMap<&str, Vec<&Subscription>> = BTreeMap::new();
    for subscription in story.subscriptions.iter().filter(|s| !s.trial) {
        by_customer.entry(&subscription.customer).or_default().push(subscription);
    }
    for mut line in by_customer.into_values() {
        line.sort_by_key(|s| s.start);
        let mut before = 0;
        for (i, now) in line.iter().enumerate() {
            let (at, mrr) = (month(now.start), now.mrr());
            match mrr - before {
                _ if before == 0 => {
                    add(sums, "customers_new", at, 1);
                    add(sums, "mrr_new", at, mrr);
                }
                more @ 1.. => add(sums, "mrr_expansion", at, more),
                less => add(sums, "mrr_contraction", at, -less),
            }
            before = mrr;
            if let Some(end) = now.end.filter(|_| i + 1 == line.len()) {
                add(sums, "customers_churned", month(end), 1);
                add(sums, "mrr_churned", month(end), mrr);
            }
        }
        for at in Month::of(OLDEST).through(Month::of(last_day())) {
            let first = at.first_day();
            let paying = line.iter().rfind(|s| s.start.date() < first && s.end.is_none_or(|e| e.date() >= first));
            if let Some(paying) = paying {
                add(sums, "customers_start", at, 1);
                add(sums, "mrr_start", at, paying.mrr());
            }
        }
    }
}
