//! Groups of names that are one person each, as far as is known by now.

use crate::model::name::Name;

/// Names in groups: union–find with the pairs that must stay apart.
pub(super) struct Groups {
    above: Vec<Name>,
    apart: Vec<(Name, Name)>,
}

impl Groups {
    /// Every one of so many names by itself; those of a pair `apart` stay so.
    pub(super) fn new(names: usize, apart: Vec<(Name, Name)>) -> Groups {
        Groups { above: (0..names).filter_map(|i| u32::try_from(i).ok()).map(Name).collect(), apart }
    }

    /// The name at the top of a name's group: the same for all of the group.
    pub(super) fn top(&mut self, mut name: Name) -> Name {
        while self.above[name.index()] != name {
            self.above[name.index()] = self.above[self.above[name.index()].index()];
            name = self.above[name.index()];
        }
        name
    }

    /// The pair that forbids the groups of `a` and `b` to become one.
    pub(super) fn forbids(&mut self, a: Name, b: Name) -> Option<(Name, Name)> {
        let (a, b) = (self.top(a), self.top(b));
        for i in 0..self.apart.len() {
            let (c, d) = self.apart[i];
            let (tc, td) = (self.top(c), self.top(d));
            if (tc, td) == (a, b) || (tc, td) == (b, a) {
                return Some((c, d));
            }
        }
        None
    }

    /// Makes the groups of two names one.
    pub(super) fn join(&mut self, a: Name, b: Name) {
        let (a, b) = (self.top(a), self.top(b));
        self.above[b.index()] = a;
    }
}
