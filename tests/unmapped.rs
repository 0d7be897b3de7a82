//! Words that no rule knows: listed with rows and money, and settled by the lines that are told.

use std::fs;

use super::program::{planbook, said};

/// Exports with ten channels, two markets and two stages of deals that nobody knows.
fn exports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let mut spend = "day,channel,market,spend,currency\n2026-03-01,Paid search,Atlantis,1,EUR\n".to_owned();
    spend.extend((0..10).map(|n| {
        format!("2026-03-{:02},Poster {n} \"a\\b\",TH,{n}00,EUR\n", n + 2)
            .replace("Poster", "\"Poster")
            .replace(" \"a\\b\"", " \"\"a\\b\"\"\"")
    }));
    put("spend.csv", &spend);
    put(
        "deals.csv",
        "deal_id,stage,channel,market,created_on,closed_on,amount,currency\n\
         D-1,Handshake,Email,TH,2026-01-12,2026-03-02,900.00,EUR\n\
         D-2,won,Poster 3,TH,2026-01-12,2026-03-04,100.00,EUR\n\
         D-3,verloren,Email,TH,2026-01-12,2026-03-31,70.00,EUR\n\
         D-4,HANDSHAKE,Email,TH,2026-01-12,,30.00,EUR\n",
    );
    folder
}

#[test]
fn every_word_is_on_the_sheet_and_the_starter_plan_settles_it() {
    let folder = exports();
    let first = planbook(folder.path(), &["run", ".", "--out", "before"]);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    let text = said(&first);
    assert!(text.contains("11 channel names") && text.contains("3 more"), "{text}");
    assert!(text.contains("\"Handshake\" (2 rows, deals of €930.00)"), "{text}");
    let results: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("before/results.json")).unwrap()).unwrap();
    let listed = results["statistics"].as_array().unwrap().iter().find(|s| s["id"] == "unmapped").unwrap();
    assert_eq!(listed["rows"].as_array().unwrap().len(), 11 + 2 + 2, "{listed}");

    let init = planbook(folder.path(), &["init", "."]);
    assert_eq!(init.status.code(), Some(0), "{}", said(&init));
    let plan = folder.path().join("plan.toml");
    let text = fs::read_to_string(&plan).unwrap();
    assert!(text.contains("\"handshake\" = \"open\"") && text.contains("Found: HANDSHAKE = open"), "{text}");
    let again = planbook(folder.path(), &["run", ".", "--out", "after"]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    for code in ["W203", "W260", "W261", "A430"] {
        assert!(!said(&again).contains(code), "{}", said(&again));
    }
    let facts = |out: &str| fs::read_to_string(folder.path().join(out).join("facts.csv")).unwrap();
    assert_eq!(facts("before"), facts("after"), "lines that change nothing changed the facts");

    fs::write(
        &plan,
        text.replace("\"handshake\" = \"open\"", "\"handshake\" = \"won\"")
            .replace("\"verloren\" = \"open\"", "\"verloren\" = \"lost\""),
    )
    .unwrap();
    let settled = planbook(folder.path(), &["facts", "."]);
    let facts = said(&settled);
    assert!(
        facts.lines().any(|l| l.starts_with("credit_revenue.linear,2026-03,TH,Email,") && l.ends_with(",900.00")),
        "{facts}"
    );
    assert!(facts.lines().any(|l| l.starts_with("deals_lost,2026-03,")), "{facts}");
}

#[test]
fn rules_of_the_plan_go_by_source_medium_and_campaign() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put(
        "spend.csv",
        "day,channel,campaign,spend,currency\n\
         2026-03-01,google / cpc,TH Brand,10,EUR\n\
         2026-03-02,google / cpc,TH Generic,20,EUR\n\
         2026-03-03,Paid search,Brand KR,40,EUR\n\
         2026-03-04,,May newsletter,80,EUR\n\
         2026-03-31,shopee / cpc,,160,EUR\n",
    );
    put(
        "plan.toml",
        "[channels]\n\"Paid search\" = \"Search\"\n\n[[channels.rule]]\ncampaign = [\"*brand*\"]\nchannel = \"Brand search\"\n\n\
         [[channels.rule]]\nsource = \"@shopping\"\nmedium = \"@paid\"\nchannel = \"Marketplaces\"\n",
    );
    let facts = planbook(folder.path(), &["facts", "."]);
    assert_eq!(facts.status.code(), Some(0), "{}", said(&facts));
    let text = String::from_utf8_lossy(&facts.stdout).into_owned();
    let mut spend: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("spend,2026-03,,")).collect();
    spend.sort_unstable();
    assert_eq!(
        spend,
        [
            "Brand search,Brand KR,,40.00",
            "Brand search,TH Brand,,10.00",
            "Email,May newsletter,,80.00",
            "Marketplaces,,,160.00",
            "Search,TH Generic,,20.00"
        ]
    );
    put("plan.toml", "[[channels.rule]]\nchannel = \"Everything\"\n\n[[channels.rule]]\nsource = [\"google\"]\n");
    let refused = planbook(folder.path(), &["check", "."]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("no source, medium or campaign") && said(&refused).contains("no channel"));
}
