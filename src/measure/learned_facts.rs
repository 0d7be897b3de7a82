//! Credit of the models that learn from all journeys together, as facts.

use crate::model::attribution::Attribution;
use crate::model::fact::Spot;
use crate::model::journey::JourneyCounts;
use crate::model::measure::Measure;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::origin::Origin;
use crate::model::settings::Settings;
use crate::model::split::split;

use super::credit_sums::{ByCampaign, add, own};
use super::earned::Earned;
use super::learned_credit;
use super::rule_credit::Credit;
use super::tally::Tally;

/// Credit of the models that learn. A channel's credit by the plan's own model goes to its campaigns of that month and
/// market as `linear` shares it among them; to no campaign, where it had no touch.
pub(super) fn learned(
    tally: &mut Tally,
    counts: &JourneyCounts,
    settings: &Settings,
    (campaigns, earned): (Option<&ByCampaign>, Option<&Earned>),
) {
    let options = &settings.attribution;
    let (_, order) = learned_credit::chain(counts, options);
    if options.computes("markov") && !counts.steps.is_empty() && order < usize::from(options.markov_order) {
        tally.notes.push(Note::new("W420").with("order", u64::from(options.markov_order)).with("used", order));
    }
    for model in options.computed().filter(|model| Attribution::learns(model)) {
        let credit = match model {
            "markov" => learned_credit::markov(counts, options),
            _ => learned_credit::shapley(counts, options),
        };
        let measures = tally.measures().credit(model);
        let own = own(tally);
        for ((month, text), shares) in credit {
            for (channel, credit) in shares {
                let by_conversion = |credit| earned.map(|earned| earned.over(month, &text, credit));
                let market = tally.own_name(&text);
                let channel = tally.own_name(&counts.channels[usize::from(channel)]);
                let at = Spot { month, market, channel, campaign: Name::NONE, objective: Name::NONE };
                give(tally, measures, at, credit, by_conversion(credit));
                if model != settings.model {
                    continue;
                }
                let known = campaigns.and_then(|c| c.get(&(month, market, channel)));
                let known = known.map_or(&[][..], Vec::as_slice);
                let mut known: Vec<(Name, Credit)> = known.iter().copied().filter(|(_, c)| c.0 > 0).collect();
                tally.sort_by_text(&mut known, |&(campaign, _)| campaign);
                if known.is_empty() {
                    known.push((Name::NONE, (1, 0)));
                }
                let weights: Vec<u64> = known.iter().map(|(_, c)| u64::try_from(c.0).unwrap_or(0)).collect();
                let shares = split(credit.0, &weights).into_iter().zip(split(credit.1, &weights));
                for ((campaign, _), share) in known.into_iter().zip(shares) {
                    give(tally, own, Spot { campaign, ..at }, share, by_conversion(share));
                }
            }
        }
    }
}

/// Adds a credit: at once, or when a count is traced by the conversions that it comes from.
fn give(
    tally: &mut Tally,
    measures: (Measure, Measure),
    spot: Spot,
    credit: Credit,
    by_conversion: Option<Vec<(Origin, Credit)>>,
) {
    for (of, part) in by_conversion.iter().flatten() {
        tally.credit(*of, None);
        add(tally, measures, spot, *part);
    }
    if by_conversion.is_none_or(|parts| parts.is_empty()) {
        add(tally, measures, spot, credit);
    }
}
