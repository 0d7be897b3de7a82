//! Channels as planned: what each row of the exports says of its channel, asked of the grouping once for each text.

use super::answers::Answers;
use super::grouping::Grouping;
use crate::model::name::{Name, Names};
use crate::model::note::Notes;
use crate::model::settings::Settings;
use crate::model::template::Templates;

/// The grouping, with what it has already been asked.
#[derive(Clone, Debug)]
pub struct Channels {
    grouping: Grouping,
    by_campaign: bool,
    told: Answers,
    untold: Answers,
}

/// Between the word for a channel and a campaign, where both are one question: no name holds it.
const AND: char = '\u{1f}';

impl Channels {
    /// The grouping of a plan. A template that cannot be read gives a note (E208).
    pub fn new(templates: &Templates, plan: &Settings, notes: &mut Notes) -> Channels {
        let grouping = Grouping::new(templates, plan, notes);
        let by_campaign = grouping.asks_campaigns();
        Channels { grouping, by_campaign, told: Answers::default(), untold: Answers::default() }
    }

    /// The channel of a row, stored in `names`, from what it says of its channel and campaign. A word that nothing fits
    /// stays as it is; a row that says nothing of its channel has one only where a rule knows its campaign.
    pub fn channel(&mut self, word: Option<&str>, campaign: Option<&str>, names: &mut Names) -> Name {
        let Channels { grouping, by_campaign, told, untold } = self;
        match (word, campaign) {
            (Some(word), Some(campaign)) if *by_campaign => {
                let asked = format!("{word}{AND}{campaign}");
                told.name((&asked, word), names, || grouping.channel(word, campaign).map(ToOwned::to_owned))
            }
            (Some(word), _) => told.name((word, word), names, || grouping.channel(word, "").map(ToOwned::to_owned)),
            (None, Some(campaign)) => {
                untold.name((campaign, ""), names, || grouping.of_campaign(campaign).map(ToOwned::to_owned))
            }
            (None, None) => Name::NONE,
        }
    }

    /// [`Channels::channel`] of that many rows.
    pub fn rows(&mut self, (word, campaign): (Option<&str>, Option<&str>), rows: u64, names: &mut Names) -> Name {
        let name = self.channel(word, campaign, names);
        self.again((word, campaign), rows.saturating_sub(1));
        name
    }

    /// Counts more rows of a word that [`Channels::channel`] has answered.
    pub fn again(&mut self, (word, campaign): (Option<&str>, Option<&str>), more: u64) {
        match (word, campaign) {
            (Some(word), Some(campaign)) if self.by_campaign => {
                self.told.again(&format!("{word}{AND}{campaign}"), more);
            }
            (Some(word), _) => self.told.again(word, more),
            (None, Some(campaign)) => self.untold.again(campaign, more),
            (None, None) => {}
        }
    }

    /// Words that are no planned channel, with their rows.
    pub fn unknown(&self) -> impl Iterator<Item = (Name, u64)> {
        self.told.unknown()
    }

    /// Channels that campaigns told, with their rows.
    pub fn of_campaigns(&self) -> impl Iterator<Item = (Name, u64)> {
        self.untold.known()
    }
}
