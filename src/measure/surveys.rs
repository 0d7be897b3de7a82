//! Survey answers by month: satisfied (4 and 5 of 5), promoters (9 and 10), detractors (0 to 6).

use crate::model::month::Month;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::SurveyKind;

use super::dimensions::{Dimensions, first_given};
use super::tally::Tally;

/// Counts answers, at the market of the answer, else of who answered.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    for (at, answer) in records.surveys.iter().enumerate() {
        if !tally.counts("surveys", answer.answered_on) {
            continue;
        }
        let who = tally.people.of_person(records, answer.person);
        tally.begin(Origin::new(RecordKind::Survey, at), who);
        let market = first_given(answer.market, Dimensions::of_person(tally.records, answer.person).market);
        let spot = tally.spot(Month::of(answer.answered_on), Dimensions { market, ..Dimensions::default() });
        let mut add = |id: &str, counts: bool| tally.add(tally.measure(id), spot, counts.into());
        match answer.kind {
            SurveyKind::Csat => {
                add("csat_answers", true);
                add("csat_satisfied", answer.score >= 4_000);
                // The scale of 1 to 5 as 0 to 1, in thousandths.
                let points = (answer.score - 1_000).clamp(0, 4_000) / 4;
                tally.add(tally.measure("csat_points"), spot, points.into());
            }
            SurveyKind::Nps => {
                add("nps_answers", true);
                add("nps_promoters", answer.score >= 9_000);
                add("nps_detractors", answer.score < 7_000);
            }
        }
    }
}
