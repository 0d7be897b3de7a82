//! Which records the rows of a kind become, and how many there are: for remembering the rows of each.

use crate::ingest::kind::Kind;
use crate::model::origin::RecordKind;
use crate::model::record::Records;

/// The records that facts are counted from, if any.
pub(super) fn record(kind: Kind) -> Option<RecordKind> {
    Some(match kind {
        Kind::Contacts => RecordKind::Contact,
        Kind::Touchpoints => RecordKind::Touchpoint,
        Kind::Deals => RecordKind::Deal,
        Kind::Spend => RecordKind::Spend,
        Kind::Mailings => RecordKind::Mailing,
        Kind::Web => RecordKind::Web,
        Kind::Social => RecordKind::Social,
        Kind::Subscriptions => RecordKind::Customer,
        Kind::Surveys => RecordKind::Survey,
        Kind::Activities => RecordKind::Activity,
        Kind::Costs => RecordKind::Cost,
        Kind::Quotas => RecordKind::Quota,
        Kind::Capacity => RecordKind::Capacity,
        _ => return None,
    })
}

/// How many records of the kind there are; 0 of kinds that grow otherwise than by a record for each row.
pub(super) fn length(kind: Kind, records: &Records) -> usize {
    match kind {
        Kind::Touchpoints => records.touchpoints.len(),
        Kind::Spend => records.spend.len(),
        Kind::Mailings => records.mailings.len(),
        Kind::Web => records.web.len(),
        Kind::Social => records.social.len(),
        Kind::Surveys => records.surveys.len(),
        Kind::Activities => records.activities.len(),
        Kind::Costs => records.costs.len(),
        Kind::Quotas => records.quotas.len(),
        Kind::Capacity => records.capacity.len(),
        _ => 0,
    }
}
