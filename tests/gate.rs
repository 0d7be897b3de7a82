//! The gate as a scheduler meets it: an exit code, a folder that is written or left as it was, and a waiver to paste.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader as _, Xlsx, open_workbook};

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

fn planbook(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planbook")).args(args).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
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
