//! Plans for kinds of business: each reads without a complaint, runs on the sample, and asks what it leaves open.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use planbook::ingest::plan_toml::settings;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;

use super::program::{planbook, said};

const KINDS: [&str; 4] = ["agency", "b2b-inbound", "e-commerce", "saas"];

/// The exports of the sample without its plan.
fn exports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_owned();
        if name != "plan.toml" && !name.to_string_lossy().starts_with("objectives") {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    folder
}

fn read(text: &str) -> Settings {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let (settings, notes) = settings("plan.toml", text, &catalog);
    assert!(notes.is_empty(), "{notes:?}\n{text}");
    settings
}

/// The one run of a kind on the sample: the plan that `init` wrote, and what `run` said about it.
fn run_on_the_sample(kind: &str, lacking: &[&str]) {
    let folder = exports();
    let init = planbook(folder.path(), &["init", "--plan", kind]);
    assert_eq!(init.status.code(), Some(0), "{}", said(&init));
    let text = fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    assert!(!text.contains(['{', '}']), "a blank was left in\n{text}");
    let plan = read(&text);
    assert!(plan.objectives.len() >= 5 && plan.unclear.is_empty(), "{:?}", plan.unclear);
    assert!(plan.objectives.iter().any(|o| o.every.is_some()), "nothing recurs");
    assert!(plan.metrics.len() >= 2 && plan.goals.len() >= 2);
    // The sample is paid in four currencies; what one buys of another, only its own plan can say.
    let own = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/plan.toml")).unwrap();
    let (_, rates) = own.split_once("\n[[rate]]").unwrap();
    fs::write(folder.path().join("plan.toml"), format!("{text}\n[[rate]]{rates}")).unwrap();
    let run = planbook(folder.path(), &["run", ".", "--out", "out"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(fs::read(folder.path().join("out/annual-plan.xlsx")).unwrap().starts_with(b"PK"));
    let (out, page) = (said(&run), fs::read_to_string(folder.path().join("out/summary.html")).unwrap());
    // Its owners are teams until a person is named, and that is asked of every objective.
    for objective in &plan.objectives {
        let asked = format!("“{}” is no person", objective.owner);
        assert!(out.contains(&asked), "{asked}\n{out}");
        assert!(page.contains(&objective.title), "{} is hidden", objective.title);
    }
    let results = fs::read_to_string(folder.path().join("out/results.json")).unwrap();
    for metric in plan.metrics.keys() {
        assert!(results.contains(&format!("\"{metric}\"")), "{metric} is no figure");
    }
    // A metric that the sample lacks is told with its objective, and no other objective is.
    let told: Vec<&str> =
        plan.objectives.iter().map(|o| o.id.as_str()).filter(|id| out.contains(&unmeasured(id))).collect();
    assert_eq!(told, lacking, "{out}");
}

fn unmeasured(id: &str) -> String {
    format!("objective \"{id}\": it cannot be measured")
}

#[test]
fn an_agency_plan_runs_on_the_sample() {
    run_on_the_sample("agency", &["proposals"]);
}

#[test]
fn a_b2b_inbound_plan_runs_on_the_sample() {
    run_on_the_sample("b2b-inbound", &[]);
}

#[test]
fn an_e_commerce_plan_runs_on_the_sample() {
    run_on_the_sample("e-commerce", &[]);
}

#[test]
fn a_saas_plan_runs_on_the_sample() {
    run_on_the_sample("saas", &["trials"]);
}

#[test]
fn an_unknown_kind_lists_all_and_writes_nothing() {
    let folder = exports();
    let init = planbook(folder.path(), &["init", "--plan", "lemonade", "."]);
    assert_eq!(init.status.code(), Some(2), "{}", said(&init));
    let lines = said(&init);
    for kind in KINDS.into_iter().chain(["starter"]) {
        let line = lines.lines().find(|l| l.trim_start().starts_with(kind));
        assert!(line.is_some_and(|l| l.split_whitespace().count() > 4), "{kind}\n{lines}");
    }
    assert!(!folder.path().join("plan.toml").exists());
}

#[test]
fn a_kind_of_the_users_own_goes_before_ours() {
    let folder = exports();
    fs::create_dir_all(folder.path().join("templates/plans")).unwrap();
    fs::write(
        folder.path().join("templates/plans/saas.toml"),
        "# Ours.\ncompany = \"{company}\"\nas_of = \"{as_of}\"\n",
    )
    .unwrap();
    let init = planbook(folder.path(), &["init", "--plan", "saas"]);
    assert_eq!(init.status.code(), Some(0), "{}", said(&init));
    let text = fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    assert!(text.starts_with("# Ours.\ncompany = \""), "{text}");
    assert!(read(&text).as_of.is_some());
}
