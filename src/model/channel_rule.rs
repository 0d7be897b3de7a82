//! A channel rule: which rows are of a channel, by source, medium and the name of the campaign.

use serde::Deserialize;

/// What all of its lists fit is of its channel. In a list `*` stands for any text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelRule {
    /// The channel as planned.
    pub channel: String,
    /// Sources, as in `utm_source`; empty: any.
    pub source: Vec<String>,
    /// Media, as in `utm_medium`; empty: any.
    pub medium: Vec<String>,
    /// Names of campaigns; empty: any.
    pub campaign: Vec<String>,
    /// What it must fit before any other rule does, for tests and readers: `google / cpc`, or the name of a campaign.
    pub examples: Vec<String>,
}
