//! The odds of the goal: whole customers come by chance (Poisson), so a number that is right on average is often missed.

use crate::model::stage::Stage;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::Expression;
use crate::render::book::function::Function;
use crate::render::book::named::Named;

use super::draft::{Draft, LEFT, Page};
use super::reverse::{Need, Start, header, line};

/// The chances for which is said what they take.
const CHANCES: [(&str, f64); 3] = [("50", 0.5), ("80", 0.8), ("95", 0.95)];

/// The chance as things stand, and what three chances take a month.
pub(super) fn draw(draft: &mut Draft<'_>, page: &mut Page, start: &Start, needs: &[Need]) {
    let Some(first) = needs.first() else { return };
    draft.section(page, "chances");
    let one = || Expression::Number(1.0);
    let at_least = |mean: Expression| one() - Function::Poisson.of([start.whole.moving() - one(), mean, one()]);
    let needed = at_least(start.whole.moving()).or_empty();
    let needed = line(draft, page, "chance_needed", needed.into(), Style::new("figure", "ratio"));
    name(draft, "chance_needed", "plan_input.chance_needed.label", needed);
    if let Some(baseline) = first.baseline {
        let mean = start.whole.moving() * baseline.moving() / first.month.moving();
        let today = line(draft, page, "chance_today", at_least(mean).or_empty().into(), Style::new("figure", "ratio"));
        name(draft, "chance_today", "plan_input.chance_today.label", today);
    }
    page.row += 1;
    let lead = needs.iter().find(|n| n.stage == Stage::Lead && n.stage != first.stage);
    let paid = lead.filter(|_| ["spend", "leads"].iter().all(|m| draft.given.measure(m, draft.report.facts)));
    let mut keys = vec!["column.chance_wanted", "column.mean_customers", "column.first_month"];
    keys.extend(lead.map(|_| "column.leads_month"));
    keys.extend(paid.map(|_| "column.spend_month"));
    header(draft, page, &keys, 1);
    for (id, chance) in CHANCES {
        let wanted = draft.put(page, LEFT, chance, Style::new("input", "share"));
        let mean = Function::GammaInverse.of([wanted.moving(), start.whole.moving(), one()]).or_empty();
        let mean = draft.put(page, LEFT + 1, mean, Style::new("figure", "part2"));
        let of = |need: &Need| (mean.moving() * need.month.moving() / start.whole.moving()).or_empty();
        let month = draft.put(page, LEFT + 2, of(first), Style::new("figure", "count"));
        let mut told = vec![("mean_customers", mean), ("first_month", month)];
        if let Some(lead) = lead {
            let leads = draft.put(page, LEFT + 3, of(lead), Style::new("figure", "part2"));
            told.push(("leads_month", leads));
            if paid.is_some() {
                let chosen = draft.baseline();
                let [cost, count] = ["spend", "leads"].map(|m| draft.figure(m, &chosen, &|_| None));
                let cost: Content = (leads.moving() * cost / count).or_empty().into();
                told.push(("spend_month", draft.put(page, LEFT + 4, cost, Style::new("figure", "money"))));
            }
        }
        for (key, at) in told {
            let label = format!("{id} %: {}", draft.word(&format!("column.{key}")));
            draft.book.named.push(Named::figure(format!("{key}.{id}"), label, at));
        }
        page.row += 1;
    }
    page.row += 1;
}

fn name(draft: &mut Draft<'_>, id: &str, word: &str, at: At) {
    let label = draft.word(word);
    draft.book.named.push(Named::figure(id, label, at));
}
