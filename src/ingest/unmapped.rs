//! Words that no rule knows, with their rows and the money under them: nothing of them is folded into "Other".

use std::collections::{BTreeMap, BTreeSet};

use super::fill::store::Store;
use crate::model::money::Money;
use crate::model::name::Name;
use crate::model::note::{Note, Notes};
use crate::model::phrase::{Arg, Phrase};
use crate::model::record::{Deal, DealState, Records, Spend};
use crate::model::unmapped::{Named, Unmapped, first_lines, list};

/// Every such word, by kind, most money first. Warnings tell channels (W203), markets (W260) and stages of deals (W261);
/// where the plan says nothing of markets but they are written in two ways, an assumption (A430) tells that these stand apart.
pub(super) fn unmapped(store: &Store<'_>, notes: &mut Notes) -> Vec<Unmapped> {
    let records = &store.records;
    let won = |d: &Deal| d.state == DealState::Won;
    let channels =
        worth(store.channels.unknown(), Named::Channel, records, &|s| s.channel, &|d| won(d).then_some(d.channel));
    let markets =
        worth(store.markets.unknown(), Named::Market, records, &|s| s.market, &|d| won(d).then_some(d.market));
    let stages = worth(store.deal_words.unknown(), Named::Stage, records, &|_| Name::NONE, &|d| Some(d.stage));
    let stages = alike(stages);
    let market = if store.markets.is_open() { "A430" } else { "W260" };
    let told = [
        ("W203", &channels, !channels.is_empty()),
        (market, &markets, if store.markets.is_open() { two_ways(&markets) } else { !markets.is_empty() }),
        ("W261", &stages, !stages.is_empty()),
    ];
    for (code, words, _) in told.into_iter().filter(|(.., tells)| *tells) {
        notes.push(note(code, words, records));
    }
    if let Some(note) = of_campaigns(store) {
        notes.push(note);
    }
    [channels, markets, stages].concat()
}

/// An assumption (A431) that tells the channels that names of campaigns gave to rows without any.
fn of_campaigns(store: &Store<'_>) -> Option<Note> {
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, count) in store.channels.of_campaigns() {
        *rows.entry(store.records.names.text(name)).or_default() += count;
    }
    let one = |(channel, rows): (&&str, &u64)| {
        Phrase::new("unmapped.campaigns").with("channel", *channel).with("rows", *rows).into()
    };
    let note = Note::new("A431").with("rows", rows.values().sum::<u64>());
    (!rows.is_empty()).then(|| note.with("list", Arg::List(rows.iter().map(one).collect())))
}

fn worth(
    words: impl Iterator<Item = (Name, u64)>,
    named: Named,
    records: &Records,
    of_spend: &dyn Fn(&Spend) -> Name,
    of_deal: &dyn Fn(&Deal) -> Option<Name>,
) -> Vec<Unmapped> {
    let mut found: BTreeMap<Name, Unmapped> = BTreeMap::new();
    for (name, rows) in words {
        let word = records.names.text(name).to_owned();
        found.entry(name).or_insert(Unmapped { named, word, rows: 0, spend: 0, deals: 0 }).rows += rows;
    }
    for spend in &records.spend {
        if let Some(word) = found.get_mut(&of_spend(spend)) {
            word.spend += i128::from(spend.spend);
        }
    }
    for deal in &records.deals {
        if let Some(word) = of_deal(deal).and_then(|name| found.get_mut(&name)) {
            word.deals += i128::from(deal.amount.or_zero());
        }
    }
    let mut found: Vec<Unmapped> = found.into_values().collect();
    let weight = |u: &Unmapped| (u.spend + u.deals, u.rows);
    found.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.word.cmp(&b.word)));
    found
}

/// Whether markets are written in more than one way, so that two of them may be one: as codes and as names, or with other
/// capitals.
fn two_ways(markets: &[Unmapped]) -> bool {
    let is_code = |u: &&Unmapped| u.word.len() <= 3 && u.word.bytes().all(|b| b.is_ascii_alphabetic());
    let codes = markets.iter().filter(is_code).count();
    let keys: BTreeSet<String> = markets.iter().map(Unmapped::key).collect();
    (codes > 0 && codes < markets.len()) || keys.len() < markets.len()
}

/// Stages are compared without capitals: words that only these tell apart are one.
fn alike(stages: Vec<Unmapped>) -> Vec<Unmapped> {
    let mut joined: Vec<Unmapped> = Vec::new();
    for stage in stages {
        match joined.iter_mut().find(|known| known.key() == stage.key()) {
            Some(known) => {
                known.rows += stage.rows;
                known.deals += stage.deals;
            }
            None => joined.push(stage),
        }
    }
    joined
}

fn note(code: &'static str, words: &[Unmapped], records: &Records) -> Note {
    let minor = words.iter().map(|u| u.spend + u.deals).sum();
    let note = Note::new(code).with("words", words.len()).with("rows", words.iter().map(|u| u.rows).sum::<u64>());
    let note = note.with("money", Money { minor, currency: records.currency });
    note.with("list", list(words, records.currency)).with("lines", first_lines(words))
}
