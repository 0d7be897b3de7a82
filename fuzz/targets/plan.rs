//! Any text as plan.toml.
#![no_main]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use planbook::ingest::plan_toml;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::template::Templates;

static KNOWN: OnceLock<(Templates, Catalog)> = OnceLock::new();

fuzz_target!(|text: &str| {
    let (templates, catalog) = KNOWN.get_or_init(|| {
        let templates = Templates::default();
        let (catalog, _) = Catalog::load(&templates, &BTreeMap::new(), &Measures::default());
        (templates, catalog)
    });
    let (settings, _) = plan_toml::settings("plan.toml", text, catalog);
    let _ = Catalog::load(templates, &settings.metrics, &Measures::default());
});
