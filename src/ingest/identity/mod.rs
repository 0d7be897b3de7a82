//! Identity: who is who across exports, by id, by mailbox and by what the user says, whatever the order of files and rows.
//!
//! First every contacts export is looked through and all names are [`gathered`](Gathered); then they are settled once.
//! An address joins ids of *different* exports. One that stands under two ids in a single export is shared by several
//! people (`info@`, a family) and joins nobody.

pub mod spelling;
pub mod wish;

mod groups;
mod settle;

use std::collections::BTreeMap;

use crate::model::identity::Merge;
use crate::model::name::Name;
use crate::model::note::Place;
use crate::model::people::{Key, People, Roster};
use crate::model::record::Person;

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

/// Everything that contacts exports, or one of them, say of who is who.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    names: Roster,
    sightings: Vec<Sighting>,
    tables: Vec<Place>,
}

impl Gathered {
    /// Rows of a table that follow those before.
    pub fn see(&mut self, seen: &Seen) {
        let mut from = 0;
        let long = seen.ends.iter().map(|&end| &seen.long[std::mem::replace(&mut from, end)..end]);
        let names = self.names.intern_all(&seen.keys, long);
        for (pair, &(row, tagged)) in names.chunks_exact(2).zip(&seen.rows) {
            self.sightings.push(Sighting { address: pair[1], table: 0, id: pair[0], row, tagged });
        }
    }

    /// What one more table says, which stands at `place`.
    pub fn join(&mut self, table: Gathered, place: Place) {
        if table.sightings.is_empty() {
            return;
        }
        let number = u32::try_from(self.tables.len()).unwrap_or(u32::MAX);
        self.tables.push(place);
        if self.sightings.is_empty() {
            (self.names, self.sightings) = (table.names, table.sightings);
            return;
        }
        let numbers = self.names.join(&table.names);
        self.sightings.extend(table.sightings.into_iter().map(|sighting| Sighting {
            address: numbers[sighting.address.index()],
            id: numbers[sighting.id.index()],
            table: number,
            ..sighting
        }));
    }
}

/// Rows of contacts that name somebody, before their names are known by numbers.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Of each row the id, then the address, each in the form in which names are compared.
    keys: Vec<Key>,
    /// The names that are too long to be their own keys, in that order.
    long: String,
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
            let name = name.unwrap_or_default();
            let key = Key::of(&name);
            self.keys.push(key);
            if key.is_digest() {
                self.long.push_str(&name);
                self.ends.push(self.long.len());
            }
        }
        self.rows.push((u32::try_from(row).unwrap_or(u32::MAX), tagged));
    }
}

/// What was settled of who is who.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// What was joined, in the order of its names.
    pub merges: Vec<Merge>,
    /// How many rows of contacts exports name somebody.
    pub rows: usize,
    /// The names that only wishes have.
    wished: BTreeMap<String, Wished>,
}

/// A name that no contacts export has, but wishes.
#[derive(Clone, Debug)]
struct Wished {
    person: Person,
    /// The positions of the wishes.
    wishes: Vec<usize>,
    /// Whether another export has it.
    met: bool,
}

impl Identity {
    /// Settles who is who.
    pub fn settled(gathered: Gathered, wishes: &[Wish]) -> (Identity, People) {
        settle::settled(gathered, wishes)
    }

    /// The person of a contact id or an e-mail address; a new one when nobody has it, nobody when it is no id.
    pub fn person(&mut self, people: &mut People, text: &str) -> Person {
        let Some(text) = canonical(text) else { return Person::NONE };
        match people.find(Key::of(&text)).person {
            Person::NONE => self.stranger(people, &text),
            person => person,
        }
    }

    /// The person of a name that no contacts export has.
    pub fn stranger(&mut self, people: &mut People, name: &str) -> Person {
        match self.wished.get_mut(name) {
            Some(wished) => {
                wished.met = true;
                wished.person
            }
            None => people.intern(name),
        }
    }

    /// The names in wishes that no export has, each with the position of its wish.
    pub fn never_met(&self) -> Vec<(usize, &str)> {
        let unmet = self.wished.iter().filter(|(_, wished)| !wished.met);
        let mut never: Vec<(usize, &str)> =
            unmet.flat_map(|(name, wished)| wished.wishes.iter().map(|&wish| (wish, name.as_str()))).collect();
        never.sort_unstable();
        never
    }
}
