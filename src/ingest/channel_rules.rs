//! Channel rules: what a source, a medium and the name of a campaign say about the channel; the first rule that fits counts.

use std::collections::BTreeMap;

use super::header::normal;
use crate::model::channel_rule::ChannelRule;
use crate::model::writing::fits;

/// Rules in their order, their texts as they are compared.
#[derive(Clone, Debug, Default)]
pub struct ChannelRules(Vec<ChannelRule>);

impl ChannelRules {
    /// The rules; `@name` stands for the list of that name.
    pub fn new(rules: &[ChannelRule], lists: &BTreeMap<String, Vec<String>>) -> ChannelRules {
        let spelled = |list: &[String]| -> Vec<String> {
            let of = |word: &String| match word.strip_prefix('@').and_then(|name| lists.get(name)) {
                Some(named) => named.clone(),
                None => vec![word.clone()],
            };
            list.iter().flat_map(of).map(|word| normal(&word)).collect()
        };
        let rule = |rule: &ChannelRule| ChannelRule {
            source: spelled(&rule.source),
            medium: spelled(&rule.medium),
            campaign: spelled(&rule.campaign),
            ..rule.clone()
        };
        ChannelRules(rules.iter().map(rule).collect())
    }

    /// The channel of the first rule that fits a row: its source and medium, where these tell its channel, and its
    /// campaign, empty where none is known; both in the form of [`normal`].
    pub fn channel(&self, pair: Option<(&str, &str)>, campaign: &str) -> Option<&str> {
        self.0.iter().find(|rule| fits_row(rule, pair, campaign)).map(|rule| rule.channel.as_str())
    }

    /// Whether some rule asks for a campaign.
    pub fn ask_campaigns(&self) -> bool {
        self.0.iter().any(|rule| !rule.campaign.is_empty())
    }

    /// Those that ask for a source or a medium, and those that ask for a campaign alone.
    #[must_use]
    pub fn split(self) -> (ChannelRules, ChannelRules) {
        let (told, untold) = self.0.into_iter().partition(|rule| !rule.source.is_empty() || !rule.medium.is_empty());
        (ChannelRules(told), ChannelRules(untold))
    }
}

fn fits_row(rule: &ChannelRule, pair: Option<(&str, &str)>, campaign: &str) -> bool {
    let any = |list: &[String], text: Option<&str>| {
        list.is_empty() || text.is_some_and(|text| list.iter().any(|pattern| fits(pattern, text)))
    };
    any(&rule.source, pair.map(|(source, _)| source))
        && any(&rule.medium, pair.map(|(_, medium)| medium))
        && any(&rule.campaign, Some(campaign))
}
