//! The gate as a scheduler meets it: an exit code, a folder that is written or left as it was, and a waiver to paste.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use super::program::{planbook, said};

/// A folder in which six of eighteen deals have no day.
fn crm() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut deals = "deal_id,stage,created_on,closed_on,amount,currency\n".to_owned();
    for n in 0..18 {
        let closed = if n < 6 { "soon" } else { "2026-03-04" };
        deals.extend([format!("D-{n},won,2026-01-12,{closed},100.00,EUR\n")]);
    }
    fs::write(folder.path().join("deals.csv"), deals).unwrap();
    folder
}

/// The waiver as the message has it, filled in by hand.
fn pasted(message: &str) -> String {
    let lines = message.lines().map(str::trim).skip_while(|l| *l != "[[waive]]").take(6).collect::<Vec<_>>();
    let text = lines.join("\n");
    text.replace("reason = \"…\"", "reason = \"the CRM is being cleaned\"").replace("by = \"…\"", "by = \"Ann Lee\"")
}

const PLAN: &str = "currency = \"EUR\"\nas_of = 2026-03-31\n\n";

#[test]
fn a_breach_writes_nothing_and_its_waiver_can_be_pasted() {
    let crm = crm();
    let plan = crm.path().join("plan.toml");
    fs::write(&plan, PLAN).unwrap();
    for args in [&["run", ".", "--out", "out"][..], &["check", "."], &["facts", "."]] {
        let closed = planbook(crm.path(), args);
        assert_eq!(closed.status.code(), Some(3), "{}", said(&closed));
        assert!(said(&closed).contains("E250"), "{}", said(&closed));
        assert!(!crm.path().join("out").exists());
    }
    let closed = said(&planbook(crm.path(), &["run", ".", "--out", "out"]));
    assert!(closed.contains("nothing was written"), "{closed}");
    assert!(closed.contains("until = 2026-05-01"), "{closed}");

    fs::write(&plan, format!("{PLAN}{}\n", pasted(&closed))).unwrap();
    let open = planbook(crm.path(), &["run", ".", "--out", "out"]);
    assert_eq!(open.status.code(), Some(0), "{}", said(&open));
    let out = crm.path().join("out");
    for name in ["summary.html", "summary.txt"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Ann Lee") && text.contains("the CRM is being cleaned"), "{name}: {text}");
    }
    let mut book: Xlsx<_> = open_workbook(out.join("annual-plan.xlsx")).unwrap();
    let checks = book.worksheet_range("Checks").unwrap();
    let quoted = checks.used_cells().any(|(_, _, cell)| matches!(cell, Data::String(s) if s.contains("Ann Lee")));
    assert!(quoted, "the sheet Checks quotes the waiver");
}

#[test]
fn an_expired_waiver_does_not_count_and_the_last_outputs_stay() {
    let crm = crm();
    let plan = crm.path().join("plan.toml");
    let waiver = |until: &str| {
        format!(
            "{PLAN}[[waive]]\ncheck = \"refused\"\nfile = \"deals.csv\"\nreason = \"known\"\nby = \"Ann Lee\"\nuntil = {until}\n"
        )
    };
    fs::write(&plan, waiver("2026-03-31")).unwrap();
    assert_eq!(planbook(crm.path(), &["run", ".", "--out", "out", "--quiet"]).status.code(), Some(0));
    let before = fs::read(crm.path().join("out/annual-plan.xlsx")).unwrap();
    fs::write(&plan, waiver("2026-03-30")).unwrap();
    let closed = planbook(crm.path(), &["run", ".", "--out", "out"]);
    assert_eq!(closed.status.code(), Some(3), "{}", said(&closed));
    assert!(said(&closed).contains("W251") && said(&closed).contains("no longer counts"), "{}", said(&closed));
    assert_eq!(fs::read(crm.path().join("out/annual-plan.xlsx")).unwrap(), before);
}

#[test]
fn limits_and_requirements_of_the_plan_close_the_gate() {
    let crm = crm();
    let plan = crm.path().join("plan.toml");
    let run = |gate: &str| {
        fs::write(&plan, format!("{PLAN}[gate]\nrefused = 0.5\n{gate}\n")).unwrap();
        planbook(crm.path(), &["run", ".", "--out", "out", "--quiet"])
    };
    for (gate, code) in
        [("age_days = 26", "E251"), ("files = [\"spend*.csv\"]", "E252"), ("sources = [\"hubspot-deals\"]", "E252")]
    {
        let closed = run(gate);
        assert_eq!(closed.status.code(), Some(3), "{gate}: {}", said(&closed));
        assert!(said(&closed).contains(code), "{gate}: {}", said(&closed));
        assert!(!crm.path().join("out").exists());
    }
    let open = run("age_days = 27\nfiles = [\"deal*.csv\"]\nsources = [\"planbook-deals\"]");
    assert_eq!(open.status.code(), Some(0), "{}", said(&open));
}

#[test]
fn a_waiver_pasted_without_a_reason_is_no_plan() {
    let crm = crm();
    let plan = "[[waive]]\ncheck = \"refused\"\nfile = \"deals.csv\"\nreason = \"…\"\nby = \"…\"\nuntil = 2026-04-30\n";
    fs::write(crm.path().join("plan.toml"), format!("{PLAN}{plan}")).unwrap();
    let run = planbook(crm.path(), &["run", ".", "--out", "out"]);
    assert_eq!(run.status.code(), Some(2), "{}", said(&run));
    assert!(said(&run).contains("a text that says something"), "{}", said(&run));
}

/// Forty deals of Acme, or the first of them.
fn acme(deals: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    rewrite(folder.path(), deals);
    fs::write(folder.path().join("plan.toml"), format!("company = \"Acme\"\n{PLAN}")).unwrap();
    folder
}

fn rewrite(folder: &Path, deals: usize) {
    let mut text = "deal_id,stage,created_on,closed_on,amount,currency\n".to_owned();
    text.extend((0..deals).map(|n| format!("D-{n},won,2026-01-12,2026-03-04,100.00,EUR\n")));
    fs::write(folder.join("deals.csv"), text).unwrap();
}

#[test]
fn far_fewer_rows_than_in_the_run_before_close_the_gate() {
    let acme = acme(40);
    let run = || planbook(acme.path(), &["run", ".", "--out", "out"]);
    let outputs = || {
        ["annual-plan.xlsx", "manifest.json", "summary.txt"]
            .map(|name| fs::read(acme.path().join("out").join(name)).unwrap())
    };
    let first = run();
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    assert!(!said(&first).contains("run before"), "{}", said(&first));
    let before = outputs();
    let again = run();
    assert!(said(&again).contains("compared with the run before, as of 31 March 2026"), "{}", said(&again));
    assert!(outputs() == before, "the run before changed an output");

    rewrite(acme.path(), 19);
    let closed = run();
    assert_eq!(closed.status.code(), Some(3), "{}", said(&closed));
    assert!(
        said(&closed).contains("E255") && said(&closed).contains("19 rows count where 40 did"),
        "{}",
        said(&closed)
    );
    assert!(outputs() == before);
    let elsewhere = planbook(acme.path(), &["run", ".", "--out", "new"]);
    assert_eq!(elsewhere.status.code(), Some(0), "{}", said(&elsewhere));

    let plan = acme.path().join("plan.toml");
    let text = fs::read_to_string(&plan).unwrap();
    fs::write(&plan, format!("{text}[gate]\nfewest = 0.4\n")).unwrap();
    assert_eq!(run().status.code(), Some(0));
    rewrite(acme.path(), 4);
    fs::write(&plan, text.replace("Acme", "Umbrella")).unwrap();
    assert_eq!(run().status.code(), Some(0), "another company was compared");
    rewrite(acme.path(), 40);
    fs::write(&plan, &text).unwrap();
    assert_eq!(run().status.code(), Some(0));
    rewrite(acme.path(), 4);
    let closed = run();
    fs::write(&plan, format!("{text}{}\n", pasted(&said(&closed)))).unwrap();
    let open = run();
    assert_eq!(open.status.code(), Some(0), "{}", said(&open));
    assert!(String::from_utf8_lossy(&outputs()[2]).contains("Ann Lee"));
}

#[test]
fn spend_without_a_known_channel_closes_the_gate_of_a_plan() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put(
        "spend.csv",
        "day,channel,spend,currency\n2026-03-01,Email,100,EUR\n2026-03-02,,60,EUR\n2026-03-31,Tram posters,41,EUR\n",
    );
    let run = || planbook(folder.path(), &["run", ".", "--out", "out"]);
    assert_eq!(run().status.code(), Some(0), "a first look was held to a plan");
    put("plan.toml", PLAN);
    let closed = run();
    assert_eq!(closed.status.code(), Some(3), "{}", said(&closed));
    assert!(said(&closed).contains("E254") && said(&closed).contains("\"tram posters\" = \"Tram posters\""));
    for settled in ["[channels]\n\"tram posters\" = \"Tram posters\"\n", "[gate]\nunmapped = 0.51\n"] {
        put("plan.toml", &format!("{PLAN}{settled}"));
        assert_eq!(run().status.code(), Some(0), "{}", said(&run()));
    }
    put("plan.toml", &format!("{PLAN}{}\n", pasted(&said(&closed))));
    assert_eq!(run().status.code(), Some(0), "{}", said(&run()));
}
