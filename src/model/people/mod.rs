//! People by numbers: those of contacts exports, whose roster is settled before any row is stored, then whoever else is named.

mod key;
mod roster;

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::name::{Name, Names};
use crate::model::record::Person;

pub(crate) use key::Key;
pub(crate) use roster::{Found, Roster};

/// Everybody who is named.
#[derive(Clone, Debug)]
pub struct People {
    roster: Arc<Roster>,
    /// How many numbers the roster has, that of nobody included.
    first: u32,
    others: Names,
}

impl Default for People {
    fn default() -> People {
        People::of(Roster::default())
    }
}

impl People {
    /// The people of a roster.
    pub(crate) fn of(roster: Roster) -> People {
        let first = u32::try_from(roster.len()).unwrap_or(u32::MAX);
        People { roster: Arc::new(roster), first, others: Names::new() }
    }

    /// The people of contacts exports, by their names.
    pub(crate) fn roster(&self) -> Arc<Roster> {
        Arc::clone(&self.roster)
    }

    /// Who has a name of a contacts export.
    pub(crate) fn find(&self, key: Key) -> Found {
        self.roster.find(key)
    }

    /// The number of somebody whom no contacts export names; of an empty name nobody.
    pub fn intern(&mut self, name: &str) -> Person {
        match self.others.intern(name) {
            Name::NONE => Name::NONE,
            Name(number) => Name(self.first - 1 + number),
        }
    }

    /// The name by which a person goes.
    pub fn text(&self, person: Person) -> Cow<'_, str> {
        match person.0.checked_sub(self.first) {
            None => self.roster.text(person),
            Some(other) => Cow::Borrowed(self.others.text(Name(other + 1))),
        }
    }

    /// Numbers of people are below this; not every one is somebody's.
    pub fn len(&self) -> usize {
        self.first as usize + self.others.len() - 1
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// Forgets who is called how: of nobody anything is known any more but a number.
    pub fn forget_names(&mut self) {
        (self.roster, self.first, self.others) =
            (Arc::default(), u32::try_from(self.len()).unwrap_or(u32::MAX), Names::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_no_roster_follow_it() {
        let mut roster = Roster::default();
        let known = ["1", "ann.with.a.long.name@example.com"];
        roster.intern_all(&known.map(Key::of), [known[1]].into_iter());
        roster.settle(&[Name(0), Name(1), Name(2)], 3);
        let mut people = People::of(roster);
        let given = ["x", "", "y", "x"].map(|name| people.intern(name));
        assert_eq!(given, [Name(3), Name::NONE, Name(4), Name(3)]);
        assert_eq!((0..5).map(|n| people.text(Name(n))).collect::<Vec<_>>(), ["", known[0], known[1], "x", "y"]);
        assert_eq!(people.len(), 5);
        people.forget_names();
        assert_eq!((people.len(), people.find(Key::of("1")).person), (5, Name::NONE));
    }
}
