//! About: the settings that formulas use, what was assumed and how to set it, and what the colours mean.

use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::{Content, Style};

use super::draft::{Assumptions, Draft, LEFT, Page};
use super::figure::months_between;
use super::template::Block;

/// 97.5 % of a normal distribution lie below so many deviations: the 95 % interval.
const DEVIATIONS: f64 = 1.959_963_984_540_054;
/// Under so many cases a percentage says more than is known (METRICS.md).
const FEW: f64 = 30.0;
/// A score of −1 to 1, such as NPS, is told in so many points.
pub const POINTS: f64 = 100.0;
/// Half of the smallest minor unit that is shown.
const TOLERANCE: f64 = 0.005;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    draft.sheet(page.sheet).widths.insert(LEFT, 30.0);
    settings(draft, page);
    assumed(draft, page);
    legend(draft, page);
    for key in ["about.method", "about.privacy", "about.program"] {
        let text = draft.word(key);
        draft.paragraph(page, &text, "caption");
    }
}

fn settings(draft: &mut Draft<'_>, page: &mut Page) {
    let (settings, baseline) = (draft.report.settings, draft.report.settings.baseline());
    let rows: [(&str, Content, Style); 10] = [
        ("as_of", settings.as_of().into(), Style::new("figure", "day")),
        ("baseline_first", baseline.first.first_day().into(), Style::new("input", "month")),
        ("baseline_last", baseline.last.first_day().into(), Style::new("input", "month")),
        ("baseline_months", Content::Empty, Style::new("figure", "count")),
        ("gross_margin", settings.gross_margin.into(), Style::new("input", "ratio")),
        ("deviations", DEVIATIONS.into(), Style::new("input", "multiple")),
        ("robust", settings.attribution.robust.into(), Style::new("input", "ratio")),
        ("few", FEW.into(), Style::new("input", "count")),
        ("points", POINTS.into(), Style::new("input", "count")),
        ("tolerance", TOLERANCE.into(), Style::new("input", "general")),
    ];
    let mut places = Vec::new();
    for (key, content, style) in rows {
        let (label, means) = (draft.word(&format!("setting.{key}.label")), draft.word(&format!("setting.{key}.means")));
        draft.put(page, LEFT, label, Style::text("label"));
        places.push(draft.put(page, LEFT + 1, content, style));
        draft.put(page, LEFT + 2, means, Style::text("hint"));
        page.row += 1;
    }
    if let [as_of, first, last, months, gross_margin, deviations, robust, few, points, tolerance] = places[..] {
        let formula = months_between(&first.moving(), &last.moving());
        draft.sheet(page.sheet).put(months.row, months.column, formula, Style::new("figure", "count"));
        draft.assumptions =
            Assumptions { as_of, first, last, months, gross_margin, deviations, robust, few, points, tolerance };
    }
    page.row += 1;
}

fn assumed(draft: &mut Draft<'_>, page: &mut Page) {
    let assumed = &draft.report.settings.assumed;
    let title = draft.word("about.assumed");
    draft.title(page, &title);
    let text = draft.word(if assumed.is_empty() { "about.nothing_assumed" } else { "about.how_to_set" });
    draft.paragraph(page, &text, "caption");
    for (name, value) in assumed {
        draft.put(page, LEFT, name.as_str(), Style::text("label"));
        draft.put(page, LEFT + 1, value.as_str(), Style::text("label"));
        let set =
            draft.say(&Phrase::new("about.set").with("name", name.as_str()).with("value", Arg::Text(value.clone())));
        draft.put(page, LEFT + 2, set, Style::text("hint"));
        page.row += 1;
    }
    page.row += 1;
}

fn legend(draft: &mut Draft<'_>, page: &mut Page) {
    let title = draft.word("about.legend");
    draft.title(page, &title);
    for (role, key) in [
        ("input", "input"),
        ("figure", "formula"),
        ("link", "link"),
        ("total", "total"),
        ("good", "good"),
        ("warn", "warn"),
        ("bad", "bad"),
        ("quiet", "quiet"),
    ] {
        let (sample, means) = (draft.word(&format!("legend.{key}.sample")), draft.word(&format!("legend.{key}.means")));
        draft.put(page, LEFT, sample, Style::text(role));
        draft.put(page, LEFT + 1, means, Style::text("hint"));
        page.row += 1;
    }
    page.row += 1;
}
