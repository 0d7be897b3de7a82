//! The grouping of channels: the plan's own rules and words, then those of `templates/channels.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::channel_rules::ChannelRules;
use super::channel_words::ChannelWords;
use super::header::normal;
use crate::model::channel_rule::ChannelRule;
use crate::model::note::{Note, Notes, Place};
use crate::model::settings::Settings;
use crate::model::template::{Templates, toml_fault};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    words: BTreeMap<String, Vec<String>>,
    lists: BTreeMap<String, Vec<String>>,
    rule: Vec<ChannelRule>,
}

/// What says the channel of a row.
#[derive(Clone, Debug)]
pub struct Grouping {
    own_rules: ChannelRules,
    own_words: ChannelWords,
    words: ChannelWords,
    /// For rows that tell a channel, and for those of which only the campaign is known.
    told: ChannelRules,
    untold: ChannelRules,
}

impl Grouping {
    /// The grouping of a plan. A template that cannot be read gives a note (E208).
    pub fn new(templates: &Templates, plan: &Settings, notes: &mut Notes) -> Grouping {
        let text = templates.get("channels.toml").unwrap_or_default();
        let written = toml::from_str(text).unwrap_or_else(|e| {
            let (row, reason) = toml_fault(text, &e);
            let place = Place { row, ..Place::file("templates/channels.toml") };
            notes.push(Note::new("E208").with("reason", reason).at(place));
            Written::default()
        });
        let (told, untold) = ChannelRules::new(&written.rule, &written.lists).split();
        let (mut own_words, mut words) = (ChannelWords::default(), ChannelWords::default());
        for (theirs, ours) in &plan.channels {
            own_words.add(ours, std::slice::from_ref(theirs));
        }
        for rule in &plan.channel_rules {
            own_words.add(&rule.channel, &[]);
        }
        for (channel, theirs) in &written.words {
            words.add(channel, theirs);
        }
        for rule in &written.rule {
            words.add(&rule.channel, &[]);
        }
        Grouping { own_rules: ChannelRules::new(&plan.channel_rules, &written.lists), own_words, words, told, untold }
    }

    /// Whether the channel of a row that tells one may hang on its campaign.
    pub fn asks_campaigns(&self) -> bool {
        self.own_rules.ask_campaigns() || self.told.ask_campaigns()
    }

    /// The channel of a row that says `word` of it; `campaign` is empty where none is known or asked.
    pub fn channel(&self, word: &str, campaign: &str) -> Option<&str> {
        let (word, campaign) = (normal(word), normal(campaign));
        let pair = pair(&word);
        let own = self.own_rules.channel(pair, &campaign).or_else(|| self.own_words.channel(&word));
        let ours = || self.words.channel(&word).or_else(|| self.told.channel(pair, &campaign));
        own.or_else(|| Some(self.renamed(ours()?)))
    }

    /// The channel of a row of which only the campaign is known.
    pub fn of_campaign(&self, campaign: &str) -> Option<&str> {
        let campaign = normal(campaign);
        let ours = || self.untold.channel(None, &campaign);
        self.own_rules.channel(None, &campaign).or_else(|| Some(self.renamed(ours()?)))
    }

    /// One of our channels under the name that the plan gives it.
    fn renamed<'a>(&'a self, channel: &'a str) -> &'a str {
        self.own_words.channel(&normal(channel)).unwrap_or(channel)
    }
}

/// Source and medium of `google / cpc`; a host alone is a referrer.
fn pair(word: &str) -> Option<(&str, &str)> {
    let is_host = |text: &str| text.contains('.') && !text.contains(' ') && !text.ends_with('.');
    word.split_once(" / ").or_else(|| is_host(word).then_some((word, "referral")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouping(plan: &Settings) -> Grouping {
        let mut notes = Notes::new();
        let grouping = Grouping::new(&Templates::default(), plan, &mut notes);
        assert!(notes.is_empty(), "{notes:?}");
        grouping
    }

    fn written() -> Written {
        toml::from_str(Templates::default().get("channels.toml").unwrap()).unwrap()
    }

    /// Whether exactly the rule of that number, and none before it, fits.
    fn first(rules: &[ChannelRule], lists: &BTreeMap<String, Vec<String>>, example: &str) -> Option<usize> {
        let text = normal(example);
        (0..rules.len()).find(|&n| {
            let rule = ChannelRules::new(&rules[n..=n], lists);
            let (told, untold) = rule.split();
            match text.split_once(" / ") {
                Some(pair) => told.channel(Some(pair), "").is_some(),
                None => untold.channel(None, &text).is_some(),
            }
        })
    }

    #[test]
    fn every_rule_fits_its_examples_before_any_other_does() {
        let Written { lists, rule, .. } = written();
        assert!(rule.len() >= 30);
        for (number, of) in rule.iter().enumerate() {
            assert!(!of.examples.is_empty(), "{of:?} has no example");
            for example in &of.examples {
                assert_eq!(first(&rule, &lists, example), Some(number), "{example}");
            }
            let named = of.source.iter().chain(&of.medium).chain(&of.campaign).filter_map(|w| w.strip_prefix('@'));
            named.for_each(|name| assert!(lists.contains_key(name), "no list is called {name}"));
        }
    }

    #[test]
    fn the_words_of_ga4_and_of_four_markets_have_their_channel() {
        let grouping = grouping(&Settings::default());
        for (word, channel) in [
            ("Paid Search", Some("Paid search")),
            ("Organic Video", Some("Organic video")),
            ("Cross-network", Some("Cross-network")),
            ("Mobile Push Notifications", Some("Push")),
            ("PAID_SOCIAL", Some("Paid social")),
            ("Google / CPC", Some("Paid search")),
            ("facebook / cpc", Some("Paid social")),
            ("fb / paid", Some("Paid social")),
            ("naver / cpc", Some("Paid search")),
            ("naver / organic", Some("Organic search")),
            ("kakao / cpc", Some("Paid social")),
            ("line / broadcast", Some("Messaging")),
            ("shopee / cpc", Some("Paid shopping")),
            ("baidu / organic", Some("Organic search")),
            ("m.search.naver.com", Some("Organic search")),
            ("search.daum.net", Some("Organic search")),
            ("www.google.co.id", Some("Organic search")),
            ("l.facebook.com", Some("Organic social")),
            ("m.blog.naver.com", Some("Organic social")),
            ("www.tokopedia.com", Some("Organic shopping")),
            ("partner.example", Some("Referral")),
            ("docs.google.com / referral", Some("Referral")),
            ("(direct) / (none)", Some("Direct")),
            ("newsite / cpc", Some("Paid other")),
            ("intranet / poster", None),
            ("google", None),
        ] {
            assert_eq!(grouping.channel(word, ""), channel, "{word}");
        }
    }

    #[test]
    fn the_plan_goes_first_and_renames_ours() {
        let rule = |source: &[&str], campaign: &[&str], channel: &str| ChannelRule {
            channel: channel.to_owned(),
            source: source.iter().map(|&s| s.to_owned()).collect(),
            campaign: campaign.iter().map(|&s| s.to_owned()).collect(),
            ..ChannelRule::default()
        };
        let plan = Settings {
            channels: [
                ("paid social".to_owned(), "Social ads".to_owned()),
                ("webinar".to_owned(), "Webinars".to_owned()),
            ]
            .into(),
            channel_rules: vec![
                rule(&["google"], &["*brand*"], "Brand search"),
                rule(&["@shopping"], &[], "Marketplaces"),
            ],
            ..Settings::default()
        };
        let grouping = grouping(&plan);
        assert!(grouping.asks_campaigns());
        for (word, campaign, channel) in [
            ("google / cpc", "TH Brand 2026", "Brand search"),
            ("google / cpc", "Generic", "Paid search"),
            ("lazada / cpc", "", "Marketplaces"),
            ("Webinars", "", "Webinars"),
            ("facebook / cpc", "", "Social ads"),
            ("tiktok ads", "", "Social ads"),
        ] {
            assert_eq!(grouping.channel(word, campaign), Some(channel), "{word} {campaign}");
        }
        assert_eq!(grouping.of_campaign("Brand"), None);
        assert_eq!(grouping.of_campaign("May newsletter"), Some("Email"));
        assert_eq!(grouping.of_campaign("May"), None);
    }
}
