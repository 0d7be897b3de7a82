//! The run before: what the manifest in the folder of outputs says of it.

use std::path::Path;

use serde_json::Value;

use crate::model::gate::Previous;

/// The rows that each source counted there; `None` when there is no manifest, or none that can be read.
#[expect(clippy::disallowed_methods, reason = "the outputs of the last run lie where this one writes")]
pub fn previous(folder: &Path) -> Option<Previous> {
    let text = std::fs::read_to_string(folder.join("manifest.json")).ok()?;
    let manifest: Value = serde_json::from_str(&text).ok()?;
    let company = manifest.get("plan")?.get("company")?.as_str()?.to_owned();
    let as_of = manifest.get("as_of")?.as_str()?.parse().ok()?;
    let mut previous = Previous { company, as_of, rows: std::collections::BTreeMap::new() };
    for input in manifest.get("inputs")?.as_array()? {
        let source = input.get("source")?.as_str()?;
        let rows = input.get("rows")?.get("used")?.as_u64()?;
        if !source.is_empty() {
            let known = previous.rows.entry(source.to_owned()).or_default();
            *known = known.saturating_add(rows);
        }
    }
    Some(previous)
}
