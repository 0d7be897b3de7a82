//! The merges: who was taken to be one person, by which rule, and where both were found.

use crate::model::identity::{Merge, MergeRule};
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::Style;

use super::draft::{Draft, LEFT, Page};
use super::notes::located;
use super::template::Block;

const HEADERS: [&str; 6] =
    ["column.keep", "column.merge", "column.why", "column.shared", "column.keep_at", "column.merge_at"];
const WIDTHS: [f64; 6] = [26.0, 26.0, 34.0, 30.0, 34.0, 34.0];

/// How many are listed when the block does not say.
const LIMIT: usize = 2000;

/// Draws them: what the user said first, then addresses.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let merges = draft.report.merges;
    let mut sorted: Vec<&Merge> = merges.iter().collect();
    sorted.sort_by_key(|m| m.rule);
    let count = |rule: MergeRule| merges.iter().filter(|m| m.rule == rule).count();
    let said = Phrase::new("block.merges_count")
        .with("added", count(MergeRule::Added))
        .with("address", count(MergeRule::Address) + count(MergeRule::Tag))
        .with("forbidden", count(MergeRule::Forbidden));
    let said = draft.say(&said);
    draft.paragraph(page, &said, "caption");
    page.row += 1;
    if merges.is_empty() {
        return;
    }
    draft.header_row(page, &HEADERS, 24.0, |_| "header_label");
    for (column, width) in (LEFT..).zip(WIDTHS) {
        draft.sheet(page.sheet).widths.insert(column, width);
    }
    let limit = if block.limit == 0 { LIMIT } else { block.limit };
    for merge in sorted.iter().take(limit) {
        let why = draft.say(&Phrase::new(format!("merge_rule.{}", merge.rule.id())));
        let places = [&merge.keep_at, &merge.merge_at].map(|place| located(draft, place));
        let [keep_at, merge_at] = places;
        let texts = [merge.keep.clone(), merge.merge.clone(), why, merge.key.clone(), keep_at, merge_at];
        for (column, text) in (LEFT..).zip(texts) {
            draft.put(page, column, text, Style::text("label"));
        }
        page.row += 1;
    }
    if merges.len() > limit {
        let more = Phrase::new("block.merges_more").with("n", Arg::from(merges.len() - limit));
        let more = draft.say(&more);
        draft.paragraph(page, &more, "caption");
    }
    page.row += 1;
}
