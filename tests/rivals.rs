//! Exports that tell the same figures by other columns count once, whichever of them is newer and whatever they are called.

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;

use super::program::{planbook, said};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// The sum of a measure over all facts, in hundredths, and what was said.
fn sum(files: &[(&str, &str)], measure: &str) -> (i64, String) {
    let folder = folder(files);
    let facts = planbook(folder.path(), &["facts", "."]);
    let check = said(&planbook(folder.path(), &["check", "."]));
    let text = String::from_utf8_lossy(&facts.stdout).into_owned();
    let own = text.lines().filter(|l| l.starts_with(&format!("{measure},")));
    let cents = |l: &str| l.rsplit(',').next().unwrap().replace('.', "").parse::<i64>().unwrap();
    (own.map(cents).sum(), check)
}

const CAMPAIGNS: &str = "Day,Campaign name,Amount spent (EUR),Impressions\n\
    2026-03-01,Spring,30.00,300\n2026-03-02,Spring,20.00,200\n2026-03-31,Summer,5.00,50\n";
const AD_SETS: &str = "Day,Campaign name,Ad set name,Amount spent (EUR),Impressions\n\
    2026-03-01,Spring,Runners,10.00,100\n2026-03-01,Spring,Walkers,20.00,200\n2026-03-02,Spring,Walkers,20.00,200\n2026-03-30,Autumn,Walkers,7.00,70\n";

#[test]
fn campaigns_and_their_ad_sets_are_one_spend() {
    for (campaigns, ad_sets) in [
        ("a.csv", "b.csv"),
        ("b.csv", "a.csv"),
        ("x-2026-04-02.csv", "y-2026-04-01.csv"),
        ("x-2026-04-01.csv", "y-2026-04-02.csv"),
    ] {
        let (cents, text) = sum(&[(campaigns, CAMPAIGNS), (ad_sets, AD_SETS)], "spend");
        assert_eq!(cents, 6200, "{campaigns} {ad_sets}: {text}");
        assert!(text.contains("W264") && text.contains("ad set name"), "{text}");
        assert!(text.contains(campaigns) && text.contains(ad_sets), "{text}");
    }
}

#[test]
fn months_and_their_days_are_one_spend() {
    let months = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n2026-02-01,2026-02-28,Spring,9.00\n2026-03-01,2026-03-31,Spring,50.00\n";
    let (cents, text) = sum(&[("months.csv", months), ("days.csv", CAMPAIGNS)], "spend");
    assert!(text.contains("W264"), "{text}");
    // March is told by one of them: by its days (55.00), or as a month with what its days have of another campaign.
    assert!(cents == 900 + 5500, "{cents}: {text}");
}

#[test]
fn two_accounts_are_two_spends() {
    let of = |account: &str, text: &str| {
        let (head, rows) = text.split_once('\n').unwrap();
        format!("{head},Account name\n{}", rows.replace('\n', &format!(",{account}\n")))
    };
    let (one, other) = (of("Shop TH", CAMPAIGNS), of("Shop KR", AD_SETS));
    let (cents, text) = sum(&[("a.csv", &one), ("b.csv", &other)], "spend");
    assert_eq!(cents, 5500 + 5700, "{text}");
    let other = other.replace("Account name", "Account ID");
    let (cents, text) = sum(&[("a.csv", &one), ("b.csv", &other)], "spend");
    assert_eq!(cents, 5500 + 5700, "{text}");
    let (cents, text) = sum(&[("a.csv", &one), ("b.csv", &of("Shop TH", AD_SETS))], "spend");
    assert_eq!(cents, 6200, "{text}");
}

#[test]
fn a_blank_cell_of_a_newer_export_erases_no_spend() {
    let newer = "Day,Campaign name,Amount spent (EUR),Impressions\n2026-03-01,Spring,,310\n2026-03-02,Spring,21.00,200\n2026-03-31,Summer,,50\n";
    for (old, new) in [("a-2026-04-01.csv", "b-2026-04-02.csv"), ("b-2026-04-01.csv", "a-2026-04-02.csv")] {
        let files = [(old, CAMPAIGNS), (new, newer)];
        assert_eq!(sum(&files, "spend").0, 3000 + 2100 + 500);
        assert_eq!(sum(&files, "impressions").0, 310 + 200 + 50);
    }
}

const HISTORY: &str = "subscription_uuid,version_uuid,account_code,version_started_at,version_ended_at,version_total_recurring_amount,version_plan_interval_unit,version_plan_interval_length,subscription_currency,version_in_trial\n\
    s1,v1,acme,2026-01-05,2026-02-05,100.00,months,1,EUR,n\n\
    s1,v2,acme,2026-02-05,,150.00,months,1,EUR,n\n";
const SUBSCRIPTIONS: &str = "uuid,account_code,email,total_recurring_amount,currency,activated_at,expires_at,state\n\
    s1,acme,a@acme.example,150.00,EUR,2026-01-05,,active\n\
    s2,zeta,z@zeta.example,40.00,EUR,2026-01-20,,active\n";

#[test]
fn both_exports_of_recurly_are_one_revenue() {
    for (history, subscriptions) in [("a.csv", "b.csv"), ("b-2026-03-01.csv", "a-2026-04-01.csv")] {
        let files = [
            (history, HISTORY),
            (subscriptions, SUBSCRIPTIONS),
            ("plan.toml", "currency = \"EUR\"\nas_of = 2026-03-31\n"),
        ];
        let (cents, text) = sum(&files, "mrr_start");
        let alone = sum(&[(history, HISTORY), ("plan.toml", files[2].1)], "mrr_start").0;
        assert!(alone > 0);
        assert_eq!(cents, alone, "{text}");
        assert!(text.contains("W224"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_spent_by_ad_sets_counts_once(spent in proptest::collection::vec((1..28_u32, 0..3_usize, 0..3_usize, 1..9_999_i64), 1..30)) {
        let mut sums = std::collections::BTreeMap::new();
        for (day, campaign, ad_set, cents) in &spent {
            *sums.entry((*day, *campaign, *ad_set)).or_insert(0) += cents;
        }
        let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let mut fine = "Day,Campaign name,Ad set name,Amount spent (EUR)\n".to_owned();
        let mut whole = std::collections::BTreeMap::new();
        for ((day, campaign, ad_set), cents) in &sums {
            writeln!(fine, "2026-03-{day:02},C{campaign},A{ad_set},{}", money(*cents)).unwrap();
            *whole.entry((*day, *campaign)).or_insert(0) += cents;
        }
        let mut coarse = "Day,Campaign name,Amount spent (EUR)\n".to_owned();
        for ((day, campaign), cents) in &whole {
            writeln!(coarse, "2026-03-{day:02},C{campaign},{}", money(*cents)).unwrap();
        }
        let plan = ("plan.toml", "currency = \"EUR\"\nas_of = 2026-03-31\n");
        let total: i64 = sums.values().sum();
        for (a, b) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
            prop_assert_eq!(sum(&[(a, &fine), (b, &coarse), plan], "spend").0, total);
        }
    }
}
