//! `[sla]`: what marketing and sales promise each other.

use crate::model::settings::{Settings, Sla};

use super::tree::{Branch, Walk, below, plain};

/// `mqls_per_month`, `sqls_per_month`, `first_contact_days`, `share_in_time`.
pub(super) fn sla(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(branch) = below(top, "sla") else { return };
    walk.only(branch, &["mqls_per_month", "sqls_per_month", "first_contact_days", "share_in_time"]);
    let days = walk.whole(branch, "first_contact_days", 0, 365);
    let share = walk
        .value(branch, "share_in_time", "fraction", |v| plain(v)?.parse().ok().filter(|s: &f64| *s > 0.0 && *s <= 1.0));
    settings.sla = Some(Sla {
        mqls: walk.number(branch, "mqls_per_month"),
        sqls: walk.number(branch, "sqls_per_month"),
        first_contact_days: days.and_then(|d| i32::try_from(d).ok()),
        share_in_time: share,
    });
}
