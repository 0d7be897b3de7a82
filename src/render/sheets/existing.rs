//! Existing customers on the plan's sheet: what they bring without a new funnel, and what is left for it.

use std::collections::BTreeMap;

use crate::model::existing::{Existing, ExistingInput};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::{Named, Takes};

use super::draft::{Draft, LEFT, Page};
use super::figure::{Chosen, Span};
use super::reverse::{header, line};

/// The cells of one figure.
pub(super) struct Figure {
    /// Which.
    pub input: ExistingInput,
    /// The reader's own.
    pub own: At,
    /// The reader's own, else that of history.
    pub base: At,
}

/// The cells in which a reader types.
pub(super) struct Inputs {
    /// The figures that there are.
    pub figures: Vec<Figure>,
    /// 1 where what existing customers pay counts towards the goal; without such figures `None`.
    counts: Option<At>,
    /// 1 where referrals count.
    referrals: Option<At>,
    before: At,
}

/// Draws the figures and switches.
pub(super) fn inputs(draft: &mut Draft<'_>, page: &mut Page, existing: &Existing) -> Inputs {
    draft.section(page, "existing");
    let settings = draft.report.settings.existing.clone();
    let has =
        |referral: bool| existing.inputs.iter().any(|&(input, ..)| (input == ExistingInput::ReferralShare) == referral);
    let mut switch = |page: &mut Page, key: &str, on: bool| {
        let at = line(draft, page, key, f64::from(u8::from(on)).into(), Style::new("input", "switch"));
        let label = draft.word(&format!("plan_input.{key}.label"));
        draft.book.named.push(Named::input(key, label, at, (at, Takes::Switch)));
        at
    };
    let counts = has(false).then(|| switch(page, "count_existing", settings.counts));
    let referrals = has(true).then(|| switch(page, "count_referrals", settings.referrals));
    let before = f64::from(existing.months_before);
    let before = line(draft, page, "months_before", before.into(), Style::new("figure", "whole"));
    page.row += 1;
    let keys = ["column.assumption", "column.history", "column.own_figure", "column.base_figure"];
    header(draft, page, &keys, 1);
    let mut figures = Vec::new();
    for &(input, history, _) in &existing.inputs {
        figures.push(figure(draft, page, input, history.is_some()));
        page.row += 1;
    }
    page.row += 1;
    Inputs { figures, counts, referrals, before }
}

fn figure(draft: &mut Draft<'_>, page: &Page, input: ExistingInput, known: bool) -> Figure {
    let key = format!("plan_input.{}", input.id());
    let (label, means) = (draft.word(&format!("{key}.label")), draft.word(&format!("{key}.means")));
    draft.put(page, LEFT, label, Style::text("label"));
    let format = format(input);
    let history: Content = if known { history(draft, input).or_empty().into() } else { "".into() };
    let history = draft.put(page, LEFT + 1, history, Style::new("figure", format));
    let own = draft.report.settings.existing.given.get(&input).copied();
    let own = draft.put(page, LEFT + 2, own, Style::new("input", format));
    let open = own.moving().join(Sign::Equal, Expression::text(""));
    let base = Function::If.of([open, history.moving(), own.moving()]);
    let base = draft.put(page, LEFT + 3, base, Style::new("figure", format));
    draft.put(page, LEFT + 4, means, Style::text("hint"));
    Figure { input, own, base }
}

/// The number format of a figure.
pub(super) fn format(input: ExistingInput) -> &'static str {
    if input.is_money() { "money" } else { "ratio2" }
}

fn history(draft: &Draft<'_>, input: ExistingInput) -> Expression {
    let baseline = draft.baseline();
    let of = |id: &str| draft.figure(id, &baseline, &|_| None);
    match input {
        ExistingInput::Mrr => {
            let last = draft.assumptions.last;
            let month = Chosen { span: Span::Between(last, last), only: None, and: None };
            draft.figure("mrr", &month, &|_| None)
        }
        ExistingInput::Churn => of("mrr_churned") / of("mrr_months"),
        ExistingInput::Contraction => of("mrr_contraction") / of("mrr_months"),
        ExistingInput::Expansion => (of("mrr_expansion") + of("mrr_reactivated")) / of("mrr_months"),
        ExistingInput::RepeatRevenue => (of("won_revenue") - of("new_revenue")) / draft.assumptions.months.fixed(),
        ExistingInput::ReferralShare => of("referred_customers") / of("customers"),
    }
}

/// Draws what existing customers bring at the figures in use, and gives the cell of what is left for the new funnel.
pub(super) fn left(
    draft: &mut Draft<'_>,
    page: &mut Page,
    inputs: &Inputs,
    (goal, months): (At, At),
    used: &BTreeMap<ExistingInput, At>,
) -> At {
    let of = |input| used.get(&input).map(|at| at.moving());
    let zero = || Expression::Number(0.0);
    let mut brings: Option<Expression> = of(ExistingInput::RepeatRevenue).map(|a_month| a_month * months.moving());
    if let Some(mrr) = of(ExistingInput::Mrr) {
        let lost = [ExistingInput::Churn, ExistingInput::Contraction].into_iter().filter_map(of);
        let gained = of(ExistingInput::Expansion).unwrap_or_else(zero);
        let rate = lost.fold(gained, |rate, lost| rate - lost);
        let rate = Function::Max.of([rate, Expression::Number(-1.0)]).or_empty();
        let rate = figure_line(draft, page, "net_growth", rate, "ratio2");
        // As with compound interest: future value of what is there, then of what comes in every month.
        let grown = zero() - Function::FutureValue.of([rate.moving(), inputs.before.moving(), zero(), mrr]);
        let start = figure_line(draft, page, "mrr_begins", grown.or_empty(), "money");
        let year = zero() - Function::FutureValue.of([rate.moving(), months.moving(), start.moving(), zero()]);
        brings = Some(brings.map_or(year.clone(), |repeated| repeated + year));
    }
    let mut left = goal.moving();
    if let (Some(brings), Some(counts)) = (brings, inputs.counts) {
        let brings = figure_line(draft, page, "existing_revenue", brings.or_empty(), "money");
        left = Function::Max.of([left - brings.moving() * counts.moving(), zero()]);
    }
    if let (Some(share), Some(referrals)) = (of(ExistingInput::ReferralShare), inputs.referrals) {
        let referred = (left.clone() * share * referrals.moving()).or_empty();
        let referred = figure_line(draft, page, "referred_revenue", referred, "money");
        left = left - referred.moving();
    }
    figure_line(draft, page, "left_for_funnel", left.or_empty(), "money")
}

fn figure_line(draft: &mut Draft<'_>, page: &mut Page, id: &str, formula: Expression, format: &'static str) -> At {
    let at = line(draft, page, id, formula.into(), Style::new("figure", format));
    let label = draft.word(&format!("plan_input.{id}.label"));
    draft.book.named.push(Named::figure(id, label, at));
    at
}
