//! `[customers]`, `[funnel]` and `[statistics]`: which definition of a metric is meant, where the field disagrees.

use crate::model::catalog::Catalog;
use crate::model::phrase::Arg;
use crate::model::settings::{RepeatPurchases, Settings};
use crate::model::statistics::proportion::Method;

use super::tree::{Branch, Walk, below};

/// Keys that no metric's definition hangs on.
const OWN: [(&str, &[&str]); 3] =
    [("customers", &["repeat_purchases"]), ("funnel", &["matured_days"]), ("statistics", &["interval"])];

/// The names of definitions come from the metrics' own templates, so a template that adds one needs nothing here.
pub(super) fn definitions(walk: &mut Walk<'_>, top: Branch<'_, '_>, catalog: &Catalog, settings: &mut Settings) {
    let choices = catalog.choices();
    for (section, own) in OWN {
        let Some(branch) = below(top, section) else { continue };
        let known = choices.iter().filter_map(|(setting, names)| {
            let key = setting.strip_prefix(section)?.strip_prefix('.')?;
            Some((key, *setting, names))
        });
        let known: Vec<_> = known.collect();
        let keys: Vec<&str> = known.iter().map(|k| k.0).chain(own.iter().copied()).collect();
        walk.only(branch, &keys);
        for (key, setting, names) in known {
            let Some(value) = branch.table.get(key) else { continue };
            match value.get_ref().as_str().filter(|name| names.contains(name)) {
                Some(name) => {
                    settings.choices.insert(setting.to_owned(), name.to_owned());
                }
                None => walk.refuse_for(key, value, one_of(names.iter().copied())),
            }
        }
        match section {
            "customers" => repeat_purchases(walk, branch, settings),
            "funnel" => {
                let days = walk.whole(branch, "matured_days", 1, 3_650).and_then(|days| i32::try_from(days).ok());
                settings.matured_days = days.or(settings.matured_days);
            }
            _ => interval(walk, branch, settings),
        }
    }
}

fn repeat_purchases(walk: &mut Walk<'_>, branch: Branch<'_, '_>, settings: &mut Settings) {
    const KNOWN: [(&str, RepeatPurchases); 3] =
        [("auto", RepeatPurchases::Auto), ("always", RepeatPurchases::Always), ("never", RepeatPurchases::Never)];
    let Some(value) = branch.table.get("repeat_purchases") else { return };
    match KNOWN.iter().find(|(name, _)| value.get_ref().as_str() == Some(name)) {
        Some(&(_, known)) => settings.repeat_purchases = known,
        None => walk.refuse_for("repeat_purchases", value, one_of(KNOWN.iter().map(|k| k.0))),
    }
}

fn interval(walk: &mut Walk<'_>, branch: Branch<'_, '_>, settings: &mut Settings) {
    let Some(value) = branch.table.get("interval") else { return };
    match value.get_ref().as_str().and_then(Method::parse) {
        Some(method) => settings.interval = method,
        None => walk.refuse_for("interval", value, one_of(Method::ALL.into_iter().map(Method::id))),
    }
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Arg {
    Arg::Text(names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
}
