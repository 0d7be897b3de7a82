//! The funnel over the baseline: who entered each stage, who of them reached the next, how sure the rate is, how long it took.

use std::collections::BTreeMap;

use crate::model::stage::Stage;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::sheet::{Shade, ShadeKind};

use super::draft::{Draft, LEFT, Page, Table};
use super::template::Block;

const HEADERS: [&str; 9] = [
    "column.stage",
    "column.entered",
    "column.per_month",
    "column.next_stage",
    "column.reached",
    "column.conversion",
    "column.low",
    "column.high",
    "column.median_days",
];

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let stages: Vec<Stage> = draft
        .report
        .settings
        .stages
        .iter()
        .copied()
        .filter(|s| draft.given.measure(s.measure(), draft.report.facts))
        .collect();
    if stages.is_empty() {
        let ids: Vec<String> = draft.report.settings.stages.iter().map(|s| s.measure().to_owned()).collect();
        draft.unfilled(page, &ids);
        return;
    }
    let corner = At::new(page.sheet, page.row, LEFT);
    draft.header_row(page, &HEADERS, 30.0, |place| match place {
        0 => "header_label",
        3 => "header_in",
        _ => "header",
    });
    let first = page.row;
    for (i, &stage) in stages.iter().enumerate() {
        row(draft, page, stage, stages.get(i + 1).copied());
        page.row += 1;
    }
    let last = page.row - 1;
    let cells = (first, LEFT + 1, last, LEFT + 1);
    draft.sheet(page.sheet).shades.push(Shade { cells, kind: ShadeKind::Bar });
    if !block.name.is_empty() {
        let columns = BTreeMap::from([("entered".to_owned(), (LEFT + 1, "count"))]);
        draft.tables.insert(block.name.clone(), Table { corner, first, last, total: None, complete: true, columns });
    }
    let text = draft.word("block.funnel_how");
    draft.paragraph(page, &text, "caption");
    page.row += 1;
}

fn row(draft: &mut Draft<'_>, page: &Page, stage: Stage, next: Option<Stage>) {
    let chosen = draft.baseline();
    let none = |_: &str| None;
    let word = draft.word(&format!("stage.{}", stage.id()));
    draft.put(page, LEFT, word, Style::text("label_strong"));
    let entered = draft.figure(stage.measure(), &chosen, &none);
    let entered = draft.put(page, LEFT + 1, entered, Style::new("figure", "count"));
    let per_month = (entered.moving() / draft.assumptions.months.fixed()).or_empty();
    draft.put(page, LEFT + 2, per_month, Style::new("figure_muted", "part"));
    let Some(next) = next else {
        for column in LEFT + 3..=LEFT + 8 {
            draft.put(page, column, "", Style::text("label"));
        }
        return;
    };
    let word = draft.word(&format!("stage.{}", next.id()));
    draft.put(page, LEFT + 3, word, Style::text("label_in"));
    // Visits are not people: who came and who became a lead are counted in the same months.
    let reached = match stage {
        Stage::Visit => draft.figure(next.measure(), &chosen, &none),
        _ => draft.figure(&format!("reached.{}.{}", stage.id(), next.id()), &chosen, &none),
    };
    let reached = draft.put(page, LEFT + 4, reached, Style::new("figure", "count"));
    let rate = (reached.moving() / entered.moving()).or_empty();
    // A share of few cases is told as counts; what the plan needs is reckoned from the cells behind it.
    let of = Expression::text(draft.report.words.word("format.of"));
    let counts = reached.moving().join(Sign::Concatenate, of).join(Sign::Concatenate, entered.moving());
    let few = entered.moving().join(Sign::Less, draft.assumptions.few.fixed());
    let some = entered.moving().join(Sign::Greater, Expression::Number(0.0));
    let told = Function::If.of([few, Function::If.of([some, counts, Expression::text("")]), rate]);
    draft.put(page, LEFT + 5, told, Style::new("figure", "ratio"));
    draft.rates.insert((stage, next), (reached, entered));
    let deviations = draft.assumptions.deviations;
    for (column, low) in [(LEFT + 6, true), (LEFT + 7, false)] {
        let bound = wilson(reached, entered, deviations, low).or_empty();
        draft.put(page, column, bound, Style::new("figure_muted", "ratio"));
    }
    let of = [format!("stage.{}", stage.id()), format!("stage.{}", next.id())];
    match draft.statistic("velocity", &of, "median_days") {
        Some(median) => draft.put(page, LEFT + 8, median.moving(), Style::new("figure", "days")),
        None => draft.put(page, LEFT + 8, "", Style::text("label")),
    };
}

/// The Wilson interval of `k` of `n`: (k + z²/2 ∓ z √(k (n − k) / n + z²/4)) / (n + z²).
fn wilson(k: At, n: At, z: At, low: bool) -> Expression {
    let (k, n, z) = (k.moving(), n.moving(), z.fixed());
    let (two, four) = (Expression::Number(2.0), Expression::Number(4.0));
    let square = || z.clone() * z.clone();
    let middle = k.clone() + square() / two;
    let spread = k.clone() * (n.clone() - k) / n.clone() + square() / four;
    let half = z.clone() * Function::SquareRoot.of([spread]);
    let top = if low { middle - half } else { middle + half };
    top / (n + square())
}
