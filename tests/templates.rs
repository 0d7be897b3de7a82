//! Templates must fit together: what one names, another defines.

use std::collections::BTreeMap;

use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::template::Templates;

#[test]
fn every_metric_can_be_read_and_its_units_agree() {
    let (catalog, notes) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let said: Vec<String> = notes.iter().map(|n| format!("{n:?}")).collect();
    assert!(said.is_empty(), "{said:#?}");
    assert!(catalog.iter().count() >= 70);
}

#[test]
fn units_that_disagree_are_refused() {
    let block = |formula: &str, unit: &str| {
        format!("label = 'x'\nclass = 'value'\nformula = '{formula}'\nunit = '{unit}'\nbetter = 'lower'\nmeans = 'x'")
    };
    for (formula, unit, code) in [
        ("leads / spend", "money", "E304"),
        ("spend + leads", "money", "E303"),
        ("spend / custmers", "money", "E302"),
        ("spend / 2", "money", "E301"),
        ("odd", "count", "E302"),
    ] {
        let own = BTreeMap::from([("odd".to_owned(), block(formula, unit))]);
        let (catalog, notes) = Catalog::load(&Templates::default(), &own, &Measures::default());
        assert_eq!(notes.iter().map(|n| n.code.0).collect::<Vec<_>>(), [code], "{formula}");
        assert!(catalog.get("odd").is_none());
    }
}
