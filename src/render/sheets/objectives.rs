//! The scorecard: one row per objective, from baseline to target, with progress, pacing, forecast, status and return.

use crate::model::annual_plan::{Scorecard, Status};
use crate::model::fact::Axis;
use crate::model::name::Name;
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::sheet::{Shade, ShadeKind};

use super::crossed::number;
use super::draft::{Draft, LEFT, Page};
use super::figure::{Chosen, Span, format_of_unit, in_points};
use super::template::Block;

const HEADERS: [&str; 13] = [
    "column.objective",
    "column.owner",
    "column.status",
    "column.due",
    "column.kpi",
    "column.baseline",
    "column.target",
    "column.current",
    "column.progress",
    "column.elapsed",
    "column.pacing",
    "column.forecast",
    "column.chance",
];
/// The second table: what an objective is measured over, what its campaigns cost and earned, what was changed.
const SCOPE: [&str; 10] = [
    "column.objective",
    "axis.market",
    "axis.channel",
    "column.from_month",
    "column.to_month",
    "column.spend",
    "column.credit",
    "column.roi",
    "column.original",
    "column.changed",
];
const MARKET: u16 = LEFT + 1;
const CHANNEL: u16 = LEFT + 2;
const FROM: u16 = LEFT + 3;
const UPTO: u16 = LEFT + 4;
/// Rows from the last row of the first table to the first of the second: a blank one, the title and the headings.
const BETWEEN: u32 = 4;
/// What a short scorecard shows: enough for one page in the hand.
const SHORT: [&str; 9] = [
    "column.objective",
    "column.owner",
    "column.status",
    "column.due",
    "column.kpi",
    "column.target",
    "column.current",
    "column.forecast",
    "column.chance",
];

/// Draws it; with `limit` the short form for the Summary, what is off course first.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let mut cards: Vec<Scorecard> = draft.report.plan.objectives.clone();
    if cards.is_empty() {
        let text = draft.word("block.no_objectives");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    let short = block.limit > 0;
    if short {
        cards.sort_by_key(|card| std::cmp::Reverse(card.status));
        cards.truncate(block.limit);
    }
    let headers: &[&str] = if short { &SHORT } else { &HEADERS };
    draft.header_row(page, headers, 30.0, |place| match place {
        0 | 1 => "header_label",
        2 => "header_centre",
        4 => "header_in",
        _ => "header",
    });
    let first = page.row;
    let count = u32::try_from(cards.len()).unwrap_or(0);
    for card in &cards {
        words(draft, page, card);
        if short {
            short_figures(draft, page, card);
        } else {
            figures(draft, page, card, page.row + count - 1 + BETWEEN);
        }
        draft.sheet(page.sheet).heights.insert(page.row, 24.0);
        page.row += 1;
    }
    if !short {
        let cells = (first, LEFT + 8, page.row - 1, LEFT + 8);
        draft.sheet(page.sheet).shades.push(Shade { cells, kind: ShadeKind::Bar });
        page.row += 1;
        scopes(draft, page, &cards);
    }
    for card in cards.iter().filter(|_| !short) {
        if card.progress.is_some_and(|p| p < 0.0) {
            let text = format!("{}: {}", title(draft, card), draft.word("block.moving_away"));
            draft.paragraph(page, &text, "caption");
        }
        if let Some(why) = &card.why {
            let text = format!("{}: {}", title(draft, card), draft.say(why));
            draft.paragraph(page, &text, "caption");
        }
    }
    page.row += 1;
}

/// What an objective is called.
pub(super) fn title(draft: &Draft<'_>, card: &Scorecard) -> String {
    let objective = &card.objective;
    if objective.title.is_empty() { draft.label(&objective.metric) } else { objective.title.clone() }
}

fn words(draft: &mut Draft<'_>, page: &Page, card: &Scorecard) {
    let status = draft.word(&format!("status.{}", card.status.id()));
    let role = match card.status {
        Status::Reached | Status::OnCourse => "good",
        Status::AtRisk => "warn",
        Status::OffCourse => "bad",
        Status::TooEarly | Status::NotMeasurable => "quiet",
    };
    let (title, kpi) = (title(draft, card), draft.label(&card.objective.metric));
    let at = draft.put(page, LEFT, title, Style::text("label_strong"));
    if !card.objective.note.is_empty() {
        draft.sheet(page.sheet).annotate(at, card.objective.note.clone());
    }
    draft.put(page, LEFT + 1, card.objective.owner.as_str(), Style::text("label"));
    draft.put(page, LEFT + 2, status, Style::text(role));
    draft.put(page, LEFT + 3, card.objective.due_on, Style::new("figure", "day"));
    draft.put(page, LEFT + 4, kpi, Style::text("label_in"));
}

/// The number format of an objective's figures.
pub(super) fn format_of(draft: &Draft<'_>, card: &Scorecard) -> &'static str {
    let format = draft.format(&card.objective.metric);
    if format == "general" { format_of_unit(card.unit) } else { format }
}

fn short_figures(draft: &mut Draft<'_>, page: &Page, card: &Scorecard) {
    let style = Style::new("figure", format_of(draft, card));
    let shown = |value| Content::from(in_points(card.unit, value));
    let current = card.counts.map_or_else(|| shown(card.current), |counts| draft.report.words.counts(counts).into());
    for (column, content) in (LEFT + 5..).zip([shown(card.target), current, shown(card.forecast)]) {
        draft.put(page, column, content, style);
    }
    draft.put(page, LEFT + 8, card.chance, Style::new("figure", "share"));
}

fn figures(draft: &mut Draft<'_>, page: &Page, card: &Scorecard, scope: u32) {
    let style = Style::new("figure", format_of(draft, card));
    let baseline = draft.put(page, LEFT + 5, in_points(card.unit, card.baseline), style);
    let target = draft.put(page, LEFT + 6, in_points(card.unit, card.target), style);
    if let Some((low, high)) = card.within {
        let shown = |value| draft.report.words.figure(value, card.unit, draft.currency());
        let note = draft.say(&Phrase::new("smart.change.within").with("low", shown(low)).with("high", shown(high)));
        draft.sheet(page.sheet).annotate(target, note);
    }
    let current = current(draft, At::new(page.sheet, scope, 0), card);
    let current = draft.put(page, LEFT + 7, current, style);
    let progress = progress(card, baseline, target, current);
    let progress = draft.put(page, LEFT + 8, progress, Style::new("figure", "share"));
    let elapsed = draft.put(page, LEFT + 9, card.elapsed, Style::new("figure_muted", "share"));
    let even = card.pacing.zip(card.progress).is_some_and(|(pacing, p)| near(pacing, p / card.elapsed));
    let pacing =
        if even { Content::Formula((progress.moving() / elapsed.moving()).or_empty()) } else { card.pacing.into() };
    let pacing = draft.put(page, LEFT + 10, pacing, Style::new("figure", "multiple"));
    if card.progress.is_some_and(|p| p < 0.0) {
        let note = draft.word("block.moving_away");
        draft.sheet(page.sheet).annotate(pacing, note);
    }
    let forecast = draft.put(page, LEFT + 11, in_points(card.unit, card.forecast), style);
    draft.objectives.insert(card.objective.id.clone(), forecast);
    if let Some((low, high)) = card.forecast_range {
        let shown = |value| draft.report.words.figure(value, card.unit, draft.currency());
        let note = format!("80 %: {} – {}", shown(low), shown(high));
        draft.sheet(page.sheet).annotate(forecast, note);
    }
    draft.put(page, LEFT + 12, card.chance, Style::new("figure", "share"));
}

/// The second table, in the rows that the first one's formulas read.
fn scopes(draft: &mut Draft<'_>, page: &mut Page, cards: &[Scorecard]) {
    let heading = draft.word("block.scorecard_scope");
    draft.title(page, &heading);
    let changed = cards.iter().any(|card| card.objective.revision.is_some());
    let columns = if changed { &SCOPE[..] } else { &SCOPE[..SCOPE.len() - 2] };
    draft.header_row(page, columns, 30.0, |place| match place {
        0 => "header_label",
        1 | 2 | 8 | 9 => "header_in",
        _ => "header",
    });
    for card in cards {
        let called = title(draft, card);
        draft.put(page, LEFT, called, Style::text("label"));
        // Of what has not begun nothing is measured yet: then the months in which it will be.
        let months = if card.current.is_some() { card.measured } else { card.period };
        draft.put(page, FROM, months.first.first_day(), Style::new("figure_muted", "month"));
        draft.put(page, UPTO, months.last.first_day(), Style::new("figure_muted", "month"));
        let spend = draft.put(page, LEFT + 5, card.spend, Style::new("figure", "money"));
        let credit = draft.put(page, LEFT + 6, card.credit, Style::new("figure", "money"));
        let roi = ((credit.moving() - spend.moving()) / spend.moving()).or_empty();
        draft.put(page, LEFT + 7, roi, Style::new("figure", "ratio"));
        written(draft, page, card);
        page.row += 1;
    }
}

/// Scope, and what the target was before somebody changed it.
fn written(draft: &mut Draft<'_>, page: &Page, card: &Scorecard) {
    let objective = &card.objective;
    for (column, axis, name) in
        [(MARKET, Axis::Market, &objective.market), (CHANNEL, Axis::Channel, &objective.channel)]
    {
        // The formula of the current value reads this cell: it stands as the facts write it.
        let facts = draft.report.facts;
        let known = facts.names_on(axis).iter().copied().map(|n| facts.names.text(n));
        let known = known.into_iter().find(|text| text.to_lowercase() == name.to_lowercase());
        let text = known.filter(|_| !name.is_empty()).unwrap_or(name).to_owned();
        draft.put(page, column, text, Style::text("label_in"));
    }
    let Some(revision) = &objective.revision else { return };
    let original = draft.report.words.target(revision.original, card.unit, draft.currency());
    draft.put(page, LEFT + 8, original, Style::text("label_in"));
    let changed = Phrase::new("block.changed")
        .with("on", revision.on.map_or_else(|| Arg::Word("summary.not_known".to_owned()), Arg::Day))
        .with("by", if revision.by.is_empty() { "?" } else { revision.by.as_str() })
        .with("because", revision.because.as_str());
    let text = draft.say(&changed);
    draft.put(page, LEFT + 9, text, Style::text("hint"));
}

/// The current value as a live formula over the facts, when that is how it came about; `scope` is the row of the second
/// table that says which facts.
fn current(draft: &Draft<'_>, scope: At, card: &Scorecard) -> Content {
    let objective = &card.objective;
    let facts = draft.report.facts;
    let named = |axis: Axis, text: &str| {
        let same = |n: &Name| facts.names.text(*n).to_lowercase() == text.to_lowercase();
        facts.names_on(axis).iter().copied().find(same).filter(|_| !text.is_empty())
    };
    let (market, channel) = (named(Axis::Market, &objective.market), named(Axis::Channel, &objective.channel));
    let number = number(draft, &objective.metric, card.measured, (market, channel));
    let same = number.zip(card.current).is_some_and(|(a, b)| near(a, b));
    if !same || !draft.given.all(&objective.metric, draft.report.catalog, draft.report.facts) {
        let told = card.counts.map(|counts| draft.report.words.counts(counts).into());
        return told.unwrap_or_else(|| in_points(card.unit, card.current).into());
    }
    let cell = |column| At { column, ..scope };
    let by_market = market.map(|_| (Axis::Market, cell(MARKET)));
    let only = by_market.or_else(|| channel.map(|_| (Axis::Channel, cell(CHANNEL))));
    let and = market.and(channel).map(|_| cell(CHANNEL));
    let chosen = Chosen { span: Span::Between(cell(FROM), cell(UPTO)), only, and };
    draft.told(&objective.metric, &chosen, &|_| None).into()
}

fn progress(card: &Scorecard, baseline: At, target: At, current: At) -> Content {
    let (Some(b), Some(t), Some(c), Some(p)) = (card.baseline, card.target, card.current, card.progress) else {
        return card.progress.into();
    };
    // Told as counts, the current value is no number to reckon with.
    if card.counts.is_some() {
        return Content::Number(p);
    }
    if card.accumulates && near(c / t, p) {
        return (current.moving() / target.moving()).or_empty().into();
    }
    if near((c - b) / (t - b), p) {
        let way = target.moving() - baseline.moving();
        return ((current.moving() - baseline.moving()) / way).or_empty().into();
    }
    Content::Number(p)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}
