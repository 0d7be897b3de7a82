//! Wishes: the lines of `merges.csv`, which join people or keep them apart whatever the exports say.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::note::Place;

/// One line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// The id or address that stays, in its canonical spelling.
    pub keep: String,
    /// The one that is joined to it, or kept apart from it.
    pub merge: String,
    /// Whether it joins.
    pub joins: bool,
    /// The line's own reason.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// The wishes whose joins lead back to where they began, by position, each with its path: `A → B → C → A`.
pub fn cycles(wishes: &[Wish]) -> BTreeMap<usize, Vec<String>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for wish in wishes.iter().filter(|w| w.joins) {
        next.entry(&wish.merge).or_default().insert(&wish.keep);
    }
    let joins = wishes.iter().enumerate().filter(|(_, w)| w.joins);
    let back = joins.filter_map(|(number, wish)| {
        let mut path = way(&next, &wish.keep, &wish.merge)?;
        path.insert(0, &wish.merge);
        Some((number, path.into_iter().map(ToOwned::to_owned).collect()))
    });
    back.collect()
}

/// The shortest way from one name to another along the joins, both included.
fn way<'w>(next: &BTreeMap<&'w str, BTreeSet<&'w str>>, from: &'w str, to: &str) -> Option<Vec<&'w str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = std::collections::VecDeque::from([from]);
    while let Some(at) = open.pop_front() {
        if at == to {
            let mut path = vec![at];
            while let Some(&earlier) = path.last().filter(|&&p| p != from).and_then(|p| before.get(p)) {
                path.push(earlier);
            }
            path.reverse();
            return Some(path);
        }
        for &on in next.get(at).into_iter().flatten() {
            if on != from && !before.contains_key(on) {
                before.insert(on, at);
                open.push_back(on);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Wish, cycles};
    use crate::model::note::Place;

    fn wish(merge: &str, keep: &str) -> Wish {
        let (keep, merge) = (keep.to_owned(), merge.to_owned());
        Wish { keep, merge, joins: true, reason: String::new(), place: Place::default() }
    }

    #[test]
    fn a_cycle_is_told_with_its_path_and_a_chain_is_none() {
        assert!(cycles(&[wish("a", "b"), wish("b", "c"), wish("d", "c")]).is_empty());
        let found = cycles(&[wish("a", "b"), wish("x", "a"), wish("b", "c"), wish("c", "a")]);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(found[&0], ["a", "b", "c", "a"]);
        assert_eq!(cycles(&[wish("a", "a")])[&0], ["a", "a"]);
    }
}
