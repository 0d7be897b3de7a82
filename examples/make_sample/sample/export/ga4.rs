//! GA4's traffic acquisition by week, channel group and country, below its block of `#` lines.

use std::fmt::Write;

use super::daily::WEB_CHANNELS;
use super::market::MARKETS;
use super::story::Story;
use super::{Export, Rows};

const TOP: &str = "# ----------------------------------------\r\n# Traffic acquisition\r\n# Account: Lumitrail\r\n\
                   # Property: Lumitrail - GA4\r\n# ----------------------------------------\r\n# \r\n# All Users\r\n\
                   # Start date: 20240101\r\n# End date: 20260630\r\n\
                   Date,Session primary channel group (Default Channel Group),Country,Sessions,Engaged sessions,\
                   Key events,Total users,New users\r\n";

/// One row for every week (its Monday), channel and country that had sessions. The lines above end as Windows ends them, the rest
/// does not: GA4 mixes them.
pub(super) fn export(story: &Story) -> Export {
    let mut out = TOP.to_owned();
    for web in &story.web {
        let sessions = web.sessions;
        let (engaged, events) = (sessions * 5 / 8, sessions / 15);
        let (users, new) = (sessions - sessions / 6, sessions / 2);
        let (channel, country) = (WEB_CHANNELS[web.channel].0, MARKETS[web.market].exported[0]);
        let day = web.day.format("%Y%m%d");
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{day},{channel},{country},{sessions},{engaged},{events},{users},{new}");
    }
    Export { name: "ga4_traffic_acquisition.csv", bytes: out.into_bytes(), rows: Rows::of(story.web.len()) }
}
