//! `[scenario.NAME]`: what the reader expects otherwise than the plan does.

use std::collections::BTreeMap;

use crate::model::existing::ExistingInput;
use crate::model::settings::Settings;
use crate::model::stage::{Stage, steps};

use super::tree::{Branch, Walk, below, plain};

/// The scenarios that every plan has.
const OURS: [&str; 3] = ["conservative", "base", "stretch"];

/// `revenue`, `average_deal`, rates from one stage to the next, and figures of existing customers, by the scenario's name.
pub(super) fn scenarios(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(all) = below(top, "scenario") else { return };
    for (name, value) in all.table {
        let ours = OURS.contains(&name.get_ref().trim().to_lowercase().as_str());
        let Some(branch) = below(all, name.get_ref()).filter(|_| !ours && !name.get_ref().trim().is_empty()) else {
            walk.refuse(name.get_ref(), value, "scenario_name");
            continue;
        };
        let mut given = BTreeMap::new();
        for (key, value) in branch.table {
            let existing = ExistingInput::parse(key.get_ref());
            let most = match (key.get_ref().as_ref(), existing) {
                ("revenue" | "average_deal", _) => Some(f64::MAX),
                (_, Some(input)) => Some(if input.is_money() { f64::MAX } else { 1.0 }),
                (other, None) => steps(&settings.stages).iter().any(|s| rate_id(*s) == other).then_some(1.0),
            };
            let read = plain(value.get_ref()).and_then(|v| v.replace('_', "").parse::<f64>().ok());
            match read.zip(most).filter(|&(v, most)| (v > 0.0 || existing.is_some() && v >= 0.0) && v <= most) {
                Some((number, _)) => {
                    given.insert(key.get_ref().to_string(), number);
                }
                None => walk.refuse(key.get_ref(), value, "scenario"),
            }
        }
        settings.scenarios.insert(name.get_ref().trim().to_owned(), given);
    }
}

fn rate_id((from, to): (Stage, Stage)) -> String {
    format!("{}_to_{}", from.id(), to.id())
}
