//! What earned a credit, while a count is traced: the conversions of each month and market, and the touches of each.

use std::collections::BTreeMap;

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::Origin;
use crate::model::record::Person;

use super::conversions::Converted;
use super::rule_credit::{Credit, WHOLE};
use super::tally::Tally;
use super::touches::{Touch, TouchOrigins, Touches, place, source};

/// Conversions with touches, by month and market, and the rows of touches.
pub(super) struct Earned {
    origins: TouchOrigins,
    converted: BTreeMap<(Month, String), Vec<(Origin, Credit)>>,
}

impl Earned {
    pub(super) fn new(origins: TouchOrigins) -> Earned {
        Earned { origins, converted: BTreeMap::new() }
    }

    /// What is added from now on is credit for this conversion. One that touches earned is remembered for models that learn
    /// from all of them together.
    pub(super) fn begin(
        &mut self,
        tally: &mut Tally,
        conversion: &Converted,
        (journey, people): (&[Touch], &[Person]),
        touches: &Touches,
    ) {
        if !journey.is_empty() {
            let market = tally.records.names.text(conversion.from.market).to_owned();
            let credit = (conversion.count * WHOLE, conversion.value);
            let own = self.converted.entry((Month::of(conversion.on), market)).or_default();
            own.push((conversion.of, credit));
        }
        tally.credit(conversion.of, self.touches(journey, people, touches));
    }

    /// The touchpoints of a journey with their channels and campaigns.
    fn touches(&self, journey: &[Touch], people: &[Person], touches: &Touches) -> Vec<((Name, Name), Origin)> {
        let mut distinct = journey.to_vec();
        distinct.dedup_by_key(|touch| place(touch));
        let of = |touch: Touch| {
            let own = people
                .iter()
                .flat_map(move |&person| self.origins.get(&Touch { person, ..touch }).into_iter().flatten());
            own.map(move |&origin| (touches.sources[source(touch)], origin))
        };
        distinct.into_iter().flat_map(of).collect()
    }

    /// A channel's credit in a month and market, over its conversions in proportion to what each gave. A model that learns
    /// has no other share of one conversion. The parts run along the sum, so they add up to the credit.
    pub(super) fn over(&self, month: Month, market: &str, credit: Credit) -> Vec<(Origin, Credit)> {
        let key = (month, market.to_owned());
        let own = self.converted.get(&key).map_or(&[][..], Vec::as_slice);
        let whole = own.iter().fold((0, 0), |sum: Credit, (_, c)| (sum.0 + c.0, sum.1 + c.1));
        let upto = |credit: i128, sum: i128, whole: i128| if whole == 0 { 0 } else { credit * sum / whole };
        let (mut sum, mut given) = ((0, 0), (0, 0));
        let mut parts = Vec::with_capacity(own.len());
        for (at, &(of, own_credit)) in own.iter().enumerate() {
            sum = (sum.0 + own_credit.0, sum.1 + own_credit.1);
            // The last conversion takes what a whole of 0 cannot share out.
            let last = at + 1 == own.len();
            let next = if last { credit } else { (upto(credit.0, sum.0, whole.0), upto(credit.1, sum.1, whole.1)) };
            parts.push((of, (next.0 - given.0, next.1 - given.1)));
            given = next;
        }
        parts
    }
}
