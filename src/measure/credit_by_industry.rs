//! Credit by the buyer's industry. All that touches earned of a conversion belongs to the industry of whoever bought, so no
//! model shares it out differently: a cut of the plan's own credit is enough.

use std::collections::BTreeMap;

use crate::model::fact::Axis;
use crate::model::month::Month;
use crate::model::name::Name;

use super::conversions::Converted;
use super::credit_sums::own;
use super::rule_credit::{Credit, WHOLE};
use super::tally::Tally;

/// Earned credit by month and industry, an industry as a name of the records.
#[derive(Default)]
pub(super) struct ByIndustry(BTreeMap<(Month, Name), Credit>);

impl ByIndustry {
    /// Adds a conversion that touches, or the channel that the CRM names, earned.
    pub(super) fn add(&mut self, tally: &Tally, conversion: &Converted) {
        let industry = tally.people.of_buyer(tally.records, conversion.person, conversion.account);
        if let Some(industry) = industry {
            let sum = self.0.entry((Month::of(conversion.on), industry)).or_default();
            *sum = (sum.0 + conversion.count * WHOLE, sum.1 + conversion.value);
        }
    }

    /// Turns the sums into cuts.
    pub(super) fn book(self, tally: &mut Tally) {
        let (conversions, revenue) = own(tally);
        for ((month, industry), (count, value)) in self.0 {
            for (measure, value) in [(conversions, count), (revenue, value)] {
                tally.cut(measure, Axis::Industry, (month, industry), value);
            }
        }
    }
}
