//! `[[channels.rule]]`: the plan's own rules for channels, by source, medium and the name of the campaign.

use toml::de::DeValue;

use super::tree::{Branch, Walk, each};
use crate::model::channel_rule::ChannelRule;
use crate::model::settings::Settings;

/// Each rule names a channel, and at least one of source, medium and campaign (E253).
pub(super) fn channel_rules(walk: &mut Walk<'_>, channels: Branch<'_, '_>, settings: &mut Settings) {
    for branch in each(channels, "rule") {
        let branch = Branch { path: "channels.rule", ..branch };
        walk.only(branch, &["channel", "source", "medium", "campaign"]);
        let channel = walk.text(branch, "channel");
        let [source, medium, campaign] =
            ["source", "medium", "campaign"].map(|key| walk.value(branch, key, "texts", texts).unwrap_or_default());
        if source.is_empty() && medium.is_empty() && campaign.is_empty() {
            walk.missing(branch, &["source, medium or campaign"]);
            continue;
        }
        match channel {
            Some(channel) => {
                settings.channel_rules.push(ChannelRule { channel, source, medium, campaign, examples: Vec::new() });
            }
            None => walk.missing(branch, &["channel"]),
        }
    }
}

fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    if let Some(text) = value.as_str() {
        return Some(vec![text.to_owned()]);
    }
    value.as_array()?.iter().map(|text| text.get_ref().as_str().map(ToOwned::to_owned)).collect()
}
