//! A believable company as facts, made by arithmetic alone: for the tests of what is drawn from facts.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use planbook::model::attribution::MODELS;
use planbook::model::coverage::Coverage;
use planbook::model::fact::{CohortCell, Facts, Spot};
use planbook::model::fact_sums::FactSums;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::note::{Note, Place};
use planbook::model::objective::{Goal, Objective, Target};
use planbook::model::phrase::Arg;
use planbook::model::reading::{Account, Fate, FileReading};
use planbook::model::settings::Settings;

/// Markets; one has a name that a formula would choke on.
const MARKETS: [&str; 4] = ["Thailand", "Indonesia", "한국", "United States"];
/// Channels, some paid, with names that criteria could misread.
const CHANNELS: [(&str, i128); 8] = [
    ("Google Ads", 5),
    ("Meta Ads", 4),
    ("LinkedIn Ads", 3),
    ("Organic search", 0),
    ("Email", 0),
    ("=cmd|' /C calc'!A0", 0),
    ("Referral?*", 0),
    ("อีเมลและอีเวนต์", 1),
];

/// A repeatable stream of small numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: i128) -> i128 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from(self.0 >> 40) % (most + 1)
    }
}

/// The last month with facts.
pub(crate) fn last_month() -> Month {
    Month::new(2026, 6).unwrap()
}

/// 30 months of facts.
pub(crate) fn facts() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for model in MODELS {
        sums.facts.measures.credit(model);
    }
    for kind in ["email_sent", "call", "event"] {
        sums.facts.measures.activity(kind);
    }
    let mut dice = Dice(7);
    let months: Vec<Month> = (last_month() + -29).through(last_month()).collect();
    for (age, &month) in (0_i128..).zip(&months) {
        for (m, market) in (0_i128..).zip(MARKETS) {
            for (c, (channel, paid)) in (0_i128..).zip(CHANNELS) {
                for n in 0..3_usize {
                    let campaign = format!("{channel} {}", ["Always on", "Launch", "Webinar"][n]);
                    let objective = ["", "grow-leads", "win-korea"][n];
                    let spot = sums.spot(month, [market, channel, &campaign, objective]);
                    let shift = if c % 2 == 0 { 9_999 } else { -9_999 };
                    add_funnel(&mut sums, &mut dice, spot, (40 + age) * (6 - m) / (c + 2), [paid, shift]);
                }
            }
            let spot = sums.spot(month, [market, "", "", ""]);
            add_customers(&mut sums, &mut dice, spot, age, m);
        }
        let spot = sums.spot(month, ["", Facts::UNATTRIBUTED, "", ""]);
        for model in MODELS {
            sums.add_to(&format!("credit_revenue.{model}"), spot, 1_000_000 + age * 10_001);
            sums.add_to(&format!("credit_conversions.{model}"), spot, 1_500_000_000);
        }
    }
    statistics(&mut sums, &months);
    sums.finish()
}

fn add_funnel(sums: &mut FactSums, dice: &mut Dice, spot: Spot, size: i128, [paid, shift]: [i128; 2]) {
    let leads = 2 + size / 6 + dice.roll(4);
    let (mqls, sqls) = (leads / 3, leads / 7);
    let (opportunities, won) = (leads / 10, leads / 20 + dice.roll(1));
    let spend = paid * size * 2_317;
    let revenue = won * (1_800_000 + dice.roll(900_000));
    let flows = [
        ("sessions", leads * 60 + dice.roll(90)),
        ("visitors", leads * 44),
        ("submissions", leads + dice.roll(3)),
        ("leads", leads),
        ("mqls", mqls),
        ("sqls", sqls),
        ("opportunities", opportunities),
        ("customers", won),
        ("reached.lead.mql", mqls),
        ("reached.mql.sql", sqls),
        ("reached.sql.opportunity", opportunities),
        ("reached.opportunity.customer", won.min(opportunities)),
        ("reached.lead.customer", won),
        ("deals_created", opportunities + 1),
        ("deals_won", won),
        ("deals_lost", dice.roll(2)),
        ("won_revenue", revenue),
        ("new_revenue", revenue),
        ("cycle_days", won * (40 + dice.roll(30))),
        ("cycle_deals", won),
        ("spend", spend),
        ("impressions", spend / 11),
        ("clicks", spend / 240),
        ("platform_conversions", if paid > 0 { won * 1_400_000 } else { 0 }),
        ("platform_revenue", if paid > 0 { revenue * 7 / 5 } else { 0 }),
        ("attributed_revenue", revenue),
        ("attributed_conversions", won * 1_000_000_000),
        ("sourced_revenue", revenue / 2),
        ("influenced_revenue", revenue),
        ("mail_sent", size * 20),
        ("mail_delivered", size * 19),
        ("mail_bounced", size),
        ("mail_opened", size * 6),
        ("mail_clicked", size + dice.roll(5)),
        ("mail_unsubscribed", dice.roll(2)),
        ("activity_email_sent", size),
        ("activity_call", size / 3),
        ("activity_event", dice.roll(1)),
        ("hours", size * 350),
    ];
    for (id, value) in flows {
        sums.add_to(id, spot, value);
    }
    // Models move credit between as many channels that gain as lose: their totals stay equal.
    for (i, model) in (0..).zip(MODELS) {
        sums.add_to(&format!("credit_revenue.{model}"), spot, revenue + i * shift);
        sums.add_to(&format!("credit_conversions.{model}"), spot, won * 1_000_000_000);
    }
}

fn add_customers(sums: &mut FactSums, dice: &mut Dice, spot: Spot, age: i128, market: i128) {
    let start = 40 + age * 3 - market * 6;
    let churned = 1 + dice.roll(1);
    for (id, value) in [
        ("customers_start", start),
        ("customers_new", 3 + churned),
        ("customers_churned", churned),
        ("customers_churned_of_start", churned),
        ("customer_months", start),
        ("customer_months_kept", start - churned),
        ("mrr_months", start * 52_000),
        ("mrr_start", start * 52_000),
        ("mrr_new", (3 + churned) * 52_000),
        ("mrr_churned", churned * 52_000),
        ("csat_answers", 30),
        ("csat_satisfied", 24 + dice.roll(4)),
        ("nps_answers", 30),
        ("nps_promoters", 14 + dice.roll(3)),
        ("nps_detractors", 4),
    ] {
        sums.add_to(id, spot, value);
    }
}

fn statistics(sums: &mut FactSums, months: &[Month]) {
    let stages = Settings::default().stages;
    for pair in stages.windows(2).skip(1) {
        let days = (0..40_i32).map(|d| (d, u64::from((40 - d).unsigned_abs()))).collect();
        sums.facts.lags.insert((pair[0], pair[1]), days);
    }
    for (i, &month) in months.iter().enumerate() {
        for age in 0..u32::try_from(months.len() - i).unwrap() {
            let customers = u64::from(20 * 50 / (50 + age * 2));
            sums.facts.cohorts.insert((month, age), CohortCell { customers, mrr: i128::from(customers) * 52_000 });
        }
    }
}

/// Settings of that company.
pub(crate) fn settings() -> Settings {
    let objective = |id: &str, title: &str, metric: &str, target| Objective {
        title: title.to_owned(),
        goal: "grow".to_owned(),
        owner: "Niran Chai".to_owned(),
        department: "Marketing".to_owned(),
        team: "Demand".to_owned(),
        note: "Weekly review on Mondays".to_owned(),
        ..Objective::new(id, metric, target, (last_month() + 6).last_day())
    };
    Settings {
        company: "Lotus & Peak".to_owned(),
        currency: Currency::parse("USD"),
        as_of: Some(last_month().last_day()),
        gross_margin: 0.78,
        goals: vec![Goal {
            id: "grow".to_owned(),
            title: "Grow".to_owned(),
            revenue: Some(1e7),
            average_deal: Some(1.1e6),
            metric: String::new(),
        }],
        objectives: vec![
            objective("grow-leads", "Grow leads by 20 %", "leads", Target::By(0.2)),
            objective("win-korea", "Raise lead to customer to 6 %", "lead_to_customer", Target::To(0.06)),
        ],
        assumed: [("time_zone".to_owned(), "UTC".to_owned())].into(),
        ..Settings::default()
    }
}

/// Of `read` rows two are refused and one is merged.
fn account(read: u64) -> Account {
    let mut account = Account::default();
    account.read(read, 0);
    account.meet(Fate::Used, read - 3, 0);
    account.meet(Fate::Refused, 2, 0);
    account.meet(Fate::Merged, 1, 0);
    account
}

/// The first day of each of thirty months.
fn coverage() -> Coverage {
    let mut coverage = Coverage::default();
    (last_month() + -29).through(last_month()).for_each(|month| coverage.mark(month.first_day()));
    coverage
}

/// Two files, one with trouble.
pub(crate) fn readings() -> Vec<FileReading> {
    let reading = |file: &str, title: &str, feeds: &str, read: u64| FileReading {
        file: file.to_owned(),
        title: title.to_owned(),
        feeds: feeds.to_owned(),
        text: "UTF-8, comma".to_owned(),
        account: account(read),
        coverage: coverage(),
        ..FileReading::default()
    };
    vec![
        reading("hubspot-contacts.csv", "HubSpot contacts", "contacts", 12_345),
        reading("google-ads.csv", "Google Ads", "spend", 3_600),
    ]
}

/// Two notes.
pub(crate) fn notes() -> Vec<Note> {
    let place = Place {
        file: "deals.csv".to_owned(),
        row: 214,
        column: 6,
        header: "Close Date".to_owned(),
        ..Place::default()
    };
    vec![
        Note::new("E203").with("header", "Close Date").at(place),
        Note::new("A203").with("day", Arg::Day(last_month().last_day())).at(Place::file("google-ads.csv")),
    ]
}
