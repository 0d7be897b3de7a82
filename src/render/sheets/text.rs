//! Sentences: a paragraph of the words, the verdict and decision, the findings.

use super::draft::{Draft, LEFT, Page};
use super::template::Block;
use crate::render::book::cell::Style;

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

/// The findings, the weightiest first.
pub fn findings(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    let findings = &draft.report.plan.findings;
    if findings.is_empty() {
        return;
    }
    draft.heading(page, block);
    let shown = if block.limit == 0 { findings.len() } else { block.limit };
    for finding in findings.iter().take(shown) {
        let text = format!("•  {}", draft.say(finding));
        draft.paragraph(page, &text, "finding");
    }
    draft.put(page, LEFT, "", Style::text("caption"));
    page.row += 1;
}
