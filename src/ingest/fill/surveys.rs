//! Survey answers.

use crate::model::record::{SurveyAnswer, SurveyKind};

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::number::{NumberFormat, Reading, number};
use crate::ingest::table::{Cell, Row};

/// Rows of survey answers.
pub(super) struct SurveyRows {
    answered_on: Column,
    kind: Column,
    score: Column,
    contact: Column,
    market: Column,
}

impl SurveyRows {
    pub(super) fn new(mapping: &Mapping) -> SurveyRows {
        SurveyRows {
            answered_on: mapping.column("answered_on"),
            kind: mapping.column("kind"),
            score: mapping.column("score"),
            contact: mapping.column("contact_id"),
            market: mapping.column("market"),
        }
    }

    /// The score in thousandths; `9 - Extremely likely` is 9.
    fn score(&self, row: &Row<'_>, kind: SurveyKind) -> Result<i64, Fault> {
        let text = self.score.text(row).ok_or_else(|| self.score.fault("E203", row))?;
        let figure = text.split([' ', '-']).next().unwrap_or_default();
        let format: NumberFormat = self.score.numbers;
        let Reading::Given(value) = number(&Cell::Text(figure), format) else {
            return Err(self.score.fault("E202", row));
        };
        let scale = match kind {
            SurveyKind::Csat => 1000..=5000,
            SurveyKind::Nps => 0..=10_000,
        };
        value.rounded(3).filter(|s| scale.contains(s)).ok_or_else(|| self.score.fault("E211", row))
    }
}

impl Filler for SurveyRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let answered_on = self.answered_on.required_day(row, store.zone)?;
        let kind = match self.kind.text(row).as_deref().map(str::to_lowercase).as_deref() {
            Some("csat") => SurveyKind::Csat,
            Some("nps") => SurveyKind::Nps,
            Some(_) => return Err(self.kind.fault("E205", row)),
            None => return Err(self.kind.fault("E203", row)),
        };
        let thousandths = self.score(row, kind)?;
        let (person, market) = (store.person(self.contact.text(row).as_deref()), store.market(self.market.text(row)));
        // Answers without a name cannot be told apart, so they are never taken for one.
        let key = [day_key(answered_on), kind as i64, person.0.into(), 0, 0, 0];
        if person.is_some() {
            let outcome = store.claim(6, key, &[thousandths]);
            if outcome != Outcome::Used {
                return Ok(outcome);
            }
        }
        store.days.see(answered_on);
        store.records.surveys.push(SurveyAnswer { answered_on, kind, score: thousandths, market, person });
        Ok(Outcome::Used)
    }
}
