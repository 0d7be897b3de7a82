//! Identity: who is who across exports, by id, by mailbox and by what the user says, whatever the order of files and rows.
//!
//! First every contacts export is looked through and all names are [`gathered`](Gathered); then they are settled once.
//! An address joins ids of *different* exports. One that stands under two ids in a single export is shared by several
//! people (`info@`, a family) and joins nobody.

pub(crate) mod roster;
pub mod spelling;
pub mod wish;

mod settle;

use std::num::NonZeroUsize;
use std::sync::Arc;

use crate::model::identity::Merge;
use crate::model::in_order::both;
use crate::model::name::{Name, Names};
use crate::model::note::Place;
use crate::model::record::Person;

use roster::{Key, Roster};
use spelling::canonical;
use wish::Wish;

/// One row of a contacts export: who it names, and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Sighting {
    address: Name,
    table: u32,
    id: Name,
    row: u32,
    /// Whether the address was written with a `+`.
    tagged: bool,
}

/// Everything that contacts exports say of who is who.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    names: Names,
    sightings: Vec<Sighting>,
    tables: Vec<Place>,
}

impl Gathered {
    /// The rows that follow stand in the table at `place`.
    pub fn table(&mut self, place: Place) {
        self.tables.push(place);
    }

    /// Rows of it.
    pub fn see(&mut self, seen: &Seen) {
        let table = u32::try_from(self.tables.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let mut from = 0;
        let texts: Vec<&str> =
            seen.ends.iter().map(|&end| &seen.texts[std::mem::replace(&mut from, end)..end]).collect();
        let names = self.names.intern_all(&texts);
        for (pair, &(row, tagged)) in names.chunks_exact(2).zip(&seen.rows) {
            self.sightings.push(Sighting { address: pair[1], table, id: pair[0], row, tagged });
        }
    }
}

/// Rows of contacts that name somebody, before their names are known by numbers.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Of each row the id, then the address, each in the form in which names are compared; empty: it has none.
    texts: String,
    ends: Vec<usize>,
    /// Of each row its number, and whether its address was written with a `+`.
    rows: Vec<(u32, bool)>,
}

impl Seen {
    /// Adds a row.
    pub fn row(&mut self, id: Option<&str>, address: Option<&str>, row: u64) {
        let id = id.and_then(canonical);
        let tagged = address.is_some_and(|a| a.split_once('+').is_some_and(|(before, _)| !before.contains('@')));
        let address = address.filter(|a| a.contains('@')).and_then(canonical);
        if id.is_none() && address.is_none() {
            return;
        }
        for name in [id, address] {
            self.texts.push_str(&name.unwrap_or_default());
            self.ends.push(self.texts.len());
        }
        self.rows.push((u32::try_from(row).unwrap_or(u32::MAX), tagged));
    }
}

/// Who is known under which id and address.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    names: Arc<Names>,
    /// By name: the name that its person goes by.
    goes_by: Vec<Name>,
    /// By name: the person, once somebody asked.
    person: Vec<Person>,
    /// What was joined, in the order of its names.
    pub merges: Vec<Merge>,
    /// How many rows of contacts exports name somebody.
    pub rows: usize,
    /// Wishes, by position, that name somebody whom nothing else names.
    wished: Vec<(Name, usize)>,
    /// By name: whether an export has it; empty when there are no wishes.
    met: Vec<bool>,
    roster: Arc<Roster>,
}

impl Identity {
    /// Settles who is who.
    pub fn settled(gathered: Gathered, wishes: &[Wish]) -> Identity {
        settle::settled(gathered, wishes)
    }

    /// The person of a contact id or an e-mail address; a new one when nobody has it, nobody when it is no id.
    pub fn person(&mut self, people: &mut Names, text: &str) -> Person {
        let Some(text) = canonical(text) else { return Person::NONE };
        if let Some(person) = self.roster.find(Key::of(&text)) {
            return person;
        }
        match self.names.find(&text) {
            Some(name) => self.known(people, name),
            None => people.intern(&text),
        }
    }

    /// The names that exports of contacts have.
    pub fn names(&self) -> Arc<Names> {
        Arc::clone(&self.names)
    }

    /// The people of contacts exports by id, once all of these are read.
    pub(crate) fn roster(&self) -> Arc<Roster> {
        Arc::clone(&self.roster)
    }

    /// Says that contacts exports are read: from now on the roster knows their people by id, and of all names only those are
    /// kept that it cannot hold, most of them addresses.
    pub(crate) fn contacts_are_read(&mut self, people: &mut Names, threads: NonZeroUsize) {
        for name in (1..self.names.len()).filter_map(|i| u32::try_from(i).ok()).map(Name) {
            self.spoken(people, name);
        }
        let Identity { names, person, met, wished, .. } = self;
        // A name that only a wish has is met when it is first found.
        let key = |name: Name, text: &str| match met.get(name.index()) {
            Some(false) => Key::default(),
            _ => Key::of(text),
        };
        let unmet = wished.iter().filter(|(name, _)| !met.get(name.index()).copied().unwrap_or(false));
        let unmet: Vec<(String, usize)> = unmet.map(|&(name, wish)| (names.text(name).to_owned(), wish)).collect();
        let by_id = || {
            let keys = || names.iter().map(|(name, text)| (key(name, text), name)).filter(|(key, _)| key.is_some());
            let mut roster = Roster::with_room(keys().count());
            roster.add_all(keys().map(|(key, name)| (key, person[name.index()])));
            roster
        };
        let (roster, kept) = both(threads, by_id, || names.kept(|name, text| !key(name, text).is_some()));
        let others = kept.names().map(|name| person.get(name.index()).copied().unwrap_or(Person::NONE)).collect();
        if !met.is_empty() {
            *met = kept.names().map(|name| met.get(name.index()).copied().unwrap_or_default()).collect();
        }
        Arc::make_mut(names).keep(kept);
        *wished = unmet.into_iter().filter_map(|(text, wish)| Some((names.find(&text)?, wish))).collect();
        (*person, self.goes_by, self.roster) = (others, Vec::new(), Arc::new(roster));
    }

    /// Whether somebody else's name is that of its person.
    pub fn is_joined(&self, name: Name) -> bool {
        self.goes_by.get(name.index()).is_some_and(|goes_by| *goes_by != name)
    }

    /// The person of one of those names.
    pub fn known(&mut self, people: &mut Names, name: Name) -> Person {
        if let Some(met) = self.met.get_mut(name.index()) {
            *met = true;
        }
        self.spoken(people, name)
    }

    /// The same, though nobody may have met the name.
    fn spoken(&mut self, people: &mut Names, name: Name) -> Person {
        let speaker = self.goes_by.get(name.index()).copied().unwrap_or(name);
        self.person.resize(self.person.len().max(self.names.len()), Person::NONE);
        if self.person[speaker.index()] == Person::NONE {
            // Whoever has this name is found by it here, never among people.
            self.person[speaker.index()] = people.append(self.names.text(speaker));
        }
        self.person[name.index()] = self.person[speaker.index()];
        self.person[name.index()]
    }

    /// The names in wishes that no export has, each with the position of its wish.
    pub fn never_met(&self) -> Vec<(usize, &str)> {
        let unmet = |name: Name| !self.met.get(name.index()).copied().unwrap_or(false);
        let mut never: Vec<(usize, &str)> =
            self.wished.iter().filter(|(name, _)| unmet(*name)).map(|&(n, w)| (w, self.names.text(n))).collect();
        never.sort_unstable();
        never
    }
}
