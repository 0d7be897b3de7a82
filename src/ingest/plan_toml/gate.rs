//! The sections `[gate]` and `[[waive]]` of the plan.

use crate::model::gate::{GateCheck, Waiver};
use crate::model::settings::Settings;

use super::tree::{Branch, Walk, below, each, plain};

const WAIVER: &[&str] = &["check", "file", "reason", "by", "until"];

/// `[gate]`: limits; a share is a fraction.
pub(super) fn gate(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(branch) = below(top, "gate") else { return };
    walk.only(branch, &["refused", "refused_rows", "unmapped", "fewest", "age_days", "files", "sources"]);
    let gate = &mut settings.gate;
    let share = |text: String| text.parse().ok().filter(|share: &f64| (0.0..=1.0).contains(share));
    let shares = [("refused", &mut gate.refused), ("unmapped", &mut gate.unmapped), ("fewest", &mut gate.fewest)];
    for (key, limit) in shares {
        *limit = walk.value(branch, key, "share", |v| share(plain(v)?)).unwrap_or(*limit);
    }
    if let Some(rows) = walk.whole(branch, "refused_rows", 0, i64::MAX) {
        gate.refused_rows = rows.unsigned_abs();
    }
    gate.age_days = walk.whole(branch, "age_days", 0, 36_500);
    for (key, list) in [("files", &mut gate.files), ("sources", &mut gate.sources)] {
        let texts = walk.value(branch, key, "list", |v| {
            let all = v.as_array()?.iter().map(|e| e.get_ref().as_str().map(ToOwned::to_owned));
            all.collect::<Option<Vec<String>>>()
        });
        list.extend(texts.into_iter().flatten());
    }
}

/// `[[waive]]`: who answers for which breach, why, and until when. All five keys are wanted (E253).
pub(super) fn waivers(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    for branch in each(top, "waive") {
        walk.only(branch, WAIVER);
        let check = walk.value(branch, "check", "gate_check", |v| GateCheck::parse(v.as_str()?));
        // The dots of a waiver as it is offered are no reason and nobody's name.
        let [file, reason, by] = ["file", "reason", "by"].map(|key| {
            walk.value(branch, key, "waiver_text", |v| {
                let text = v.as_str()?.trim();
                (!text.is_empty() && text != "…").then(|| text.to_owned())
            })
        });
        let until = walk.day(branch, "until");
        let row = walk.place(branch.start).row;
        match (check, file, reason, by, until) {
            (Some(check), Some(file), Some(reason), Some(by), Some(until)) => {
                settings.waivers.push(Waiver { check, file, reason, by, until, row });
            }
            _ => walk.missing(branch, WAIVER),
        }
    }
}
