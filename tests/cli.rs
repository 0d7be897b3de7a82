//! The program as its users meet it: a folder, a command, files, an exit code.

use std::fs;
use std::path::{Path, PathBuf};

use super::program::{planbook, said};

const OUTPUTS: [&str; 7] =
    ["annual-plan.xlsx", "cuts.csv", "facts.csv", "manifest.json", "results.json", "summary.html", "summary.txt"];

/// A shop with three contacts, two deals, two touches and a month of spend.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put(
        "people.csv",
        "contact_id,market,channel,lead_on,mql_on,sql_on,opportunity_on,customer_on\n\
         a,TH,Email,2026-03-02,2026-03-05,2026-03-09,2026-03-12,2026-04-02\n\
         b,TH,Paid search,2026-03-08,2026-03-20,,,\n\
         c,KR,Email,2026-04-08,,,,\n",
    );
    put(
        "deals.csv",
        "deal_id,contact_id,stage,created_on,closed_on,amount,currency\n\
         d1,a,won,2026-03-12,2026-04-02,900.00,USD\n\
         d2,b,lost,2026-03-25,2026-04-20,400.00,USD\n",
    );
    put(
        "touches.csv",
        "contact_id,touched_at,channel,campaign\na,2026-03-01T08:00:00,Email,Spring\na,2026-03-30T08:00:00,Paid search,Brand\n",
    );
    put(
        "spend.csv",
        "day,channel,spend,campaign,currency\n2026-03-05,Paid search,100.00,Brand,USD\n2026-04-30,Paid search,150.00,Brand,USD\n",
    );
    folder
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|d| d.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

fn bytes(folder: &Path) -> Vec<Vec<u8>> {
    OUTPUTS.iter().map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

#[test]
fn a_folder_without_a_plan_gives_every_output_twice_the_same() {
    let (shop, out) = (shop(), tempfile::tempdir().unwrap());
    let to = |name: &str| -> PathBuf { out.path().join(name) };
    for name in ["one", "two"] {
        let run =
            planbook(Path::new("/"), &["run", shop.path().to_str().unwrap(), "--out", to(name).to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        assert!(String::from_utf8_lossy(&run.stdout).lines().count() <= 25, "{}", said(&run));
        assert_eq!(files(&to(name)), OUTPUTS);
    }
    assert_eq!(bytes(&to("one")), bytes(&to("two")));
    let facts = String::from_utf8(fs::read(to("one").join("facts.csv")).unwrap()).unwrap();
    assert!(facts.starts_with("measure,month,market,channel,campaign,objective,value"));
    assert!(facts.contains("credit_revenue.linear,2026-04,TH,Email,,,450.00"), "{facts}");
    assert!(facts.contains("attributed_revenue,2026-04,TH,Email,Spring,,450.00"), "{facts}");
}

#[test]
fn check_and_facts_write_nothing() {
    let shop = shop();
    let before = files(shop.path());
    let check = planbook(shop.path(), &["check", "."]);
    assert_eq!(check.status.code(), Some(0), "{}", said(&check));
    let facts = planbook(shop.path(), &["facts", "."]);
    assert!(String::from_utf8_lossy(&facts.stdout).starts_with("measure,month"), "{}", said(&facts));
    assert_eq!(files(shop.path()), before);
}

#[test]
fn init_writes_a_plan_that_runs_and_never_replaces_one() {
    let shop = shop();
    let init = planbook(shop.path(), &["init", "."]);
    assert_eq!(init.status.code(), Some(0), "{}", said(&init));
    let plan = fs::read_to_string(shop.path().join("plan.toml")).unwrap();
    for found in
        ["currency = \"USD\"", "people.csv: planbook-contacts", "Email, Paid search", "KR, TH", "[[objective]]"]
    {
        assert!(plan.contains(found), "{found} is not in\n{plan}");
    }
    assert!(!plan.contains("= {") && !plan.contains(": {"), "a blank was left in\n{plan}");
    let run = planbook(shop.path(), &["run", "plan.toml", "--out", "out", "--json"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let verdict: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(verdict["checks"]["passed"], verdict["checks"]["all"]);
    assert_eq!(verdict["files"].as_array().unwrap().len(), 4);
    assert_eq!(planbook(shop.path(), &["init", "."]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(shop.path().join("plan.toml")).unwrap(), plan);
}

#[test]
fn a_plan_with_faults_tells_all_of_them_and_leaves_the_last_outputs() {
    let shop = shop();
    assert_eq!(planbook(shop.path(), &["run", ".", "--out", "out", "--quiet"]).status.code(), Some(0));
    let before = bytes(&shop.path().join("out"));
    fs::write(
        shop.path().join("plan.toml"),
        "currncy = \"USD\"\nfiscal_year_start = 13\n[attribution]\nmodel = \"magic\"\n",
    )
    .unwrap();
    let run = planbook(shop.path(), &["run", ".", "--out", "out"]);
    assert_eq!(run.status.code(), Some(2), "{}", said(&run));
    for fault in ["currncy", "fiscal_year_start", "magic", "row 1", "row 2", "row 4", "did you mean currency"] {
        assert!(said(&run).contains(fault), "{fault} is not in\n{}", said(&run));
    }
    assert_eq!(bytes(&shop.path().join("out")), before);
}

#[test]
fn a_metric_of_the_users_own_becomes_a_figure() {
    let shop = shop();
    let own = "[metrics.spend_per_won]\nlabel = \"Spend per won deal\"\nclass = \"efficiency\"\nformula = \"spend / deals_won\"\n\
               unit = \"money\"\nbetter = \"lower\"\nmeans = \"Media spend for one won deal.\"\n";
    fs::write(shop.path().join("plan.toml"), own).unwrap();
    let run = planbook(shop.path(), &["run", ".", "--out", "out", "--quiet"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let results = fs::read_to_string(shop.path().join("out/results.json")).unwrap();
    assert!(results.lines().any(|l| l.contains("\"spend_per_won\"") && l.contains("250")), "{results}");
}

#[test]
fn folders_without_anything_to_count_are_refused_in_words() {
    let empty = tempfile::tempdir().unwrap();
    for (name, text) in [("", ""), ("notes.csv", "colour,taste\nred,sweet\n")] {
        if !name.is_empty() {
            fs::write(empty.path().join(name), text).unwrap();
        }
        let run = planbook(empty.path(), &["run", ".", "--out", "out"]);
        assert_eq!(run.status.code(), Some(3), "{}", said(&run));
        assert!(said(&run).contains("nothing was written"), "{}", said(&run));
        assert!(!empty.path().join("out").exists());
    }
    let refused = "contact_id,touched_at,channel\n1,some day,email\n2,another,email\n";
    fs::write(empty.path().join("touches.csv"), refused).unwrap();
    let run = planbook(empty.path(), &["run", ".", "--out", "out"]);
    assert_eq!(run.status.code(), Some(3), "{}", said(&run));
    assert!(said(&run).contains("no row counts: of 2 in the exports 0 were set aside and 2 refused"), "{}", said(&run));
    let absent = planbook(empty.path(), &["run", "absent"]);
    assert_eq!(absent.status.code(), Some(2), "{}", said(&absent));
}

#[test]
fn explain_knows_every_word_that_it_lists() {
    let folder = tempfile::tempdir().unwrap();
    let list = planbook(folder.path(), &["explain"]);
    let words: Vec<String> = String::from_utf8_lossy(&list.stdout)
        .lines()
        .filter(|l| l.starts_with("  "))
        .flat_map(|l| l.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>())
        .collect();
    assert!(words.len() > 150, "{}", said(&list));
    for word in ["cac", "spend", "u_shaped", "hubspot-deals", "E315"] {
        assert!(words.iter().any(|w| w == word), "{word} is not listed");
    }
    for word in words.iter().step_by(11) {
        assert_eq!(planbook(folder.path(), &["explain", word]).status.code(), Some(0), "{word}");
    }
    let unknown = planbook(folder.path(), &["explain", "caac"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("cac"), "{}", said(&unknown));
}

#[test]
fn names_of_files_are_known_however_a_system_has_stored_them() {
    let folder = tempfile::tempdir().unwrap();
    let apart = "Gro\u{308}\u{df}e.csv";
    fs::write(folder.path().join(apart), "day;channel;spend;currency\n2026-03-31;Email;1.234;EUR\n").unwrap();
    fs::write(folder.path().join("plan.toml"), "[files.\"Gr\u{f6}\u{df}e*\"]\ndecimal = \",\"\n").unwrap();
    let facts = planbook(folder.path(), &["facts", "."]);
    assert!(String::from_utf8_lossy(&facts.stdout).contains("1234.00"), "{}", said(&facts));
    assert!(!said(&facts).contains("W230"), "{}", said(&facts));
}
