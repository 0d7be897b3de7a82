//! How credit is given: every choice of `[attribution]` in words, and every model with its meaning.

use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::Style;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

/// Draws the choices of this run.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let settings = draft.report.settings;
    let options = &settings.attribution;
    let conversion = format!("policy_says.conversion.{}", format!("{:?}", settings.conversion).to_lowercase());
    let days =
        |days: f64| Phrase::new("policy_says.days").with("days", Arg::Number(days, usize::from(days.fract() != 0.0)));
    let [first, middle, last] = options.custom.map(|part| Arg::Count(part.into()));
    let custom = Phrase::new("policy_says.custom").with("first", first).with("middle", middle).with("last", last);
    let channels = match options.channels.as_slice() {
        [] => draft.word("policy_says.none"),
        named => named.join(", "),
    };
    let mut rows = vec![
        ("conversion", draft.word(&conversion)),
        ("model", draft.word(&format!("model.{}", settings.model))),
        ("lookback_days", draft.say(&days(settings.lookback_days.into()))),
        ("half_life_days", draft.say(&days(settings.half_life_days))),
    ];
    rows.extend(options.choices().map(|(key, id)| (key, draft.word(&format!("policy_says.{key}.{id}")))));
    rows.push(("custom", draft.say(&custom)));
    rows.push(("channels", channels));
    rows.push(("milestones", draft.word("policy_says.milestones")));
    rows.push(("shapley", draft.word("policy_says.shapley")));
    let robust = Phrase::new("policy_says.robust").with("share", Arg::Share(options.robust));
    rows.push(("robust", draft.say(&robust)));
    draft.header_row(page, &["column.policy", "column.id", "column.choice"], 24.0, |_| "header_label");
    for (key, says) in rows {
        let label = draft.word(&format!("policy.{key}"));
        line(draft, page, [label, key.to_owned(), says]);
    }
    page.row += 1;
}

/// Draws the models that are computed.
pub fn models(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    draft.header_row(page, &["column.model", "column.id", "column.means"], 24.0, |_| "header_label");
    let computed: Vec<&str> = draft.report.settings.attribution.computed().collect();
    for id in computed {
        let (label, means) = (draft.word(&format!("model.{id}")), draft.word(&format!("model_means.{id}")));
        line(draft, page, [label, id.to_owned(), means]);
    }
    page.row += 1;
}

/// A name, its id, and a sentence that may run on over the cells beside it.
fn line(draft: &mut Draft<'_>, page: &mut Page, [label, id, says]: [String; 3]) {
    draft.put(page, LEFT, label, Style::text("text"));
    draft.put(page, LEFT + 1, id, Style::text("text"));
    draft.put(page, LEFT + 2, says, Style::text("hint"));
    page.row += 1;
}
