//! Sentences: a paragraph of the words, the verdict and decision.

use super::draft::{Draft, Page};
use super::template::Block;

/// A heading and a paragraph from the words.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    page.row += 1;
}

/// The verdict and what to decide.
pub fn verdict(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let plan = draft.report.plan;
    for (phrase, role) in [(&plan.verdict, "verdict"), (&plan.decision, "decision")] {
        if !phrase.key.is_empty() {
            let text = draft.say(phrase);
            draft.paragraph(page, &text, role);
        }
    }
    page.row += 1;
}
