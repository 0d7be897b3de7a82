//! The settling of identity: sightings and wishes become groups of names that are one person each.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::identity::{Merge, MergeRule};
use crate::model::name::Name;
use crate::model::note::Place;
use crate::model::people::{Key, People, Roster};

use super::groups::Groups;
use super::spelling::veiled;
use super::wish::Wish;
use super::{Gathered, Identity, Sighting, Wished};

/// Where each name was first seen: of several tables the first by file, of several rows the first.
type Seen = BTreeMap<Name, (u32, u32)>;

pub(super) fn settled(gathered: Gathered, wishes: &[Wish]) -> (Identity, People) {
    let Gathered { mut names, mut sightings, tables } = gathered;
    let of_exports = names.len();
    let (wishes, positions) = numbered(&mut names, wishes);
    sightings.sort_unstable();
    let apart = wishes.iter().filter(|(.., w)| !w.joins).map(|&(keep, merge, _)| (keep, merge));
    let mut groups = Groups::new(names.len(), apart.collect());
    let mut merges = Vec::new();
    for &(keep, merge, wish) in wishes.iter().filter(|(.., w)| w.joins) {
        groups.join(keep, merge);
        let at = Place { row: wish.place.row, ..Place::file(wish.place.file.as_str()) };
        merges.push(Merge {
            keep: shown(&names, keep),
            merge: shown(&names, merge),
            rule: MergeRule::Added,
            key: wish.reason.clone(),
            keep_at: at.clone(),
            merge_at: at,
        });
    }
    let owners = by_address(&mut groups, &names, (&sightings, &tables), &mut merges);
    let goes_by = spokesmen(&mut groups, &names, &wishes, &owners);
    for merge in merges.iter_mut().filter(|m| m.rule != MergeRule::Forbidden) {
        let found = [&merge.keep, &merge.merge].map(|text| names.find(Key::of(text)).person);
        let name = found.into_iter().find(|name| name.is_some());
        let spoken = name.and_then(|n| goes_by.get(n.index())).map(|&n| shown(&names, n));
        if let Some(spoken) = spoken.filter(|s| *s != merge.keep) {
            if spoken == merge.merge {
                std::mem::swap(&mut merge.keep, &mut merge.merge);
                std::mem::swap(&mut merge.keep_at, &mut merge.merge_at);
            } else {
                merge.keep = spoken;
            }
        }
    }
    merges.sort();
    merges.dedup();
    let of_wishes = |(name, wishes): (Name, Vec<usize>)| {
        let person = goes_by.get(name.index()).copied().unwrap_or_default();
        (names.text(name).into_owned(), Wished { person, wishes, met: false })
    };
    let unmet = positions.into_iter().filter(|(name, _)| name.index() >= of_exports).map(of_wishes).collect();
    names.settle(&goes_by, of_exports);
    (Identity { merges, rows: sightings.len(), wished: unmet }, People::of(names))
}

/// Wishes by the names that stay and those that are joined to them, or kept apart; and the positions of the wishes that have a
/// name.
type Wishes<'w> = (Vec<(Name, Name, &'w Wish)>, BTreeMap<Name, Vec<usize>>);

/// The wishes, with the numbers of their names.
fn numbered<'w>(names: &mut Roster, wishes: &'w [Wish]) -> Wishes<'w> {
    let mut positions: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
    let mut numbers = |(at, wish): (usize, &'w Wish)| {
        let [keep, merge] = [&wish.keep, &wish.merge].map(|text| {
            let key = Key::of(text);
            let long = key.is_digest().then_some(text.as_str());
            names.intern_all(&[key], long.into_iter()).first().copied().unwrap_or_default()
        });
        for name in [keep, merge] {
            positions.entry(name).or_default().push(at);
        }
        (keep, merge, wish)
    };
    (wishes.iter().enumerate().map(&mut numbers).collect(), positions)
}

/// A name as the list of merges shows it: an address is veiled.
fn shown(names: &Roster, name: Name) -> String {
    veiled(&names.text(name))
}

/// Joins ids that share an address across exports, addresses in the order of their texts, so that what a wish forbids
/// does not depend on the order of rows. The id of every address, where it has one.
fn by_address(
    groups: &mut Groups,
    names: &Roster,
    (sightings, tables): (&[Sighting], &[Place]),
    merges: &mut Vec<Merge>,
) -> Vec<(Name, Name)> {
    let text = |name: Name| names.text(name);
    let mut first: Seen = Seen::new();
    let mut owners = Vec::new();
    let mut shared: Vec<&[Sighting]> = Vec::new();
    for own in sightings.chunk_by(|a, b| a.address == b.address).filter(|own| own[0].address.is_some()) {
        // Nearly every address stands in one row.
        if let [Sighting { address, id, .. }] = own {
            owners.extend(id.is_some().then_some((*address, *id)));
            continue;
        }
        let ids: BTreeSet<Name> = own.iter().map(|s| s.id).filter(|id| id.is_some()).collect();
        let Some(&owner) = ids.iter().min_by(|a, b| text(**a).cmp(&text(**b))) else { continue };
        owners.push((own[0].address, owner));
        let several = |rows: &[Sighting]| {
            let mut with_id = rows.iter().map(|s| s.id).filter(|id| id.is_some());
            let first = with_id.next();
            with_id.any(|id| Some(id) != first)
        };
        if ids.len() > 1 && !own.chunk_by(|a, b| a.table == b.table).any(several) {
            for sighting in own.iter().filter(|s| s.id.is_some()) {
                let at = (sighting.table, sighting.row);
                first.entry(sighting.id).and_modify(|seen| *seen = at.min(*seen)).or_insert(at);
            }
            shared.push(own);
        }
    }
    shared.sort_by_cached_key(|own| text(own[0].address));
    let place = |id: Name| {
        let &(table, row) = first.get(&id).unwrap_or(&(u32::MAX, 0));
        Place { row: row.into(), ..tables.get(table as usize).cloned().unwrap_or_default() }
    };
    for own in shared {
        let mut ids: Vec<Name> = own.iter().map(|s| s.id).filter(|id| id.is_some()).collect();
        ids.sort_by_cached_key(|&id| text(id));
        ids.dedup();
        let tagged = own.iter().any(|s| s.tagged);
        let Some((&keep, others)) = ids.split_first() else { continue };
        for &merge in others {
            let forbidden = groups.forbids(keep, merge).is_some();
            let rule = match (forbidden, tagged) {
                (true, _) => MergeRule::Forbidden,
                (false, true) => MergeRule::Tag,
                (false, false) => MergeRule::Address,
            };
            if !forbidden {
                groups.join(keep, merge);
            }
            let key = veiled(&text(own[0].address));
            let (keep_at, merge_at) = (place(keep), place(merge));
            merges.push(Merge { keep: shown(names, keep), merge: shown(names, merge), rule, key, keep_at, merge_at });
        }
    }
    owners
}

/// By name, the name that its person goes by: the one that the user keeps, else the first id by text, else the address.
/// An address goes by its owner.
fn spokesmen(
    groups: &mut Groups,
    names: &Roster,
    wishes: &[(Name, Name, &Wish)],
    owners: &[(Name, Name)],
) -> Vec<Name> {
    for &(address, owner) in owners {
        if groups.forbids(owner, address).is_none() {
            groups.join(owner, address);
        }
    }
    let side = |of: fn(&(Name, Name, &Wish)) -> Name| wishes.iter().filter(|(.., w)| w.joins).map(of);
    let joined: BTreeSet<Name> = side(|&(_, merge, _)| merge).collect();
    let kept: BTreeSet<Name> = side(|&(keep, ..)| keep).filter(|keep| !joined.contains(keep)).collect();
    // Smaller speaks first: kept by the user, then ids, then addresses, each by text.
    let weight = |name: Name| (!kept.contains(&name), names.key(name).is_address());
    let first = |a: Name, b: Name| weight(a).cmp(&weight(b)).then_with(|| names.text(a).cmp(&names.text(b)));
    let mut best = vec![Name::NONE; names.len()];
    let all = || (0..names.len()).filter_map(|i| u32::try_from(i).ok()).map(Name);
    for name in all().skip(1) {
        let speaks = &mut best[groups.top(name).index()];
        if !speaks.is_some() || first(name, *speaks).is_lt() {
            *speaks = name;
        }
    }
    all().map(|name| best[groups.top(name).index()]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Gathered, Identity, Seen};
    use crate::ingest::identity::wish::Wish;
    use crate::model::identity::MergeRule;
    use crate::model::note::Place;
    use crate::model::people::People;

    fn gathered(tables: &[&[(&str, &str)]]) -> Gathered {
        let mut all = Gathered::default();
        for (number, rows) in tables.iter().enumerate() {
            let (mut table, mut seen) = (Gathered::default(), Seen::default());
            for (row, (id, address)) in (2..).zip(*rows) {
                seen.row(Some(id), Some(address), row);
            }
            table.see(&seen);
            all.join(table, Place::file(format!("{number}.csv")));
        }
        all
    }

    fn wish(keep: &str, merge: &str, joins: bool) -> Wish {
        let (keep, merge) = (keep.to_owned(), merge.to_owned());
        Wish { keep, merge, joins, reason: "told".to_owned(), place: Place::file("merges.csv") }
    }

    fn groups((identity, people): &mut (Identity, People), names: &[&str]) -> Vec<String> {
        let who = |name: &&str| identity.person(people, name);
        let found: Vec<_> = names.iter().map(who).collect();
        found.into_iter().map(|person| people.text(person).into_owned()).collect()
    }

    #[test]
    fn an_address_joins_exports_but_not_rows_of_one_table() {
        let one: &[(&str, &str)] = &[("11", "Ann@x.com"), ("12", "info@x.com"), ("13", "info@x.com")];
        let two: &[(&str, &str)] = &[("00Q1", "ann@X.com"), ("00Q2", "INFO@x.com")];
        for tables in [[one, two], [two, one]] {
            let mut settled = Identity::settled(gathered(&tables), &[]);
            let who = groups(&mut settled, &["11", "00Q1", "ann@x.com", "12", "13", "00Q2", "info@x.com", "new"]);
            assert_eq!(who, ["00Q1", "00Q1", "00Q1", "12", "13", "00Q2", "00Q2", "new"]);
            assert_eq!(settled.0.merges.len(), 1);
            let merge = &settled.0.merges[0];
            assert_eq!((merge.keep.as_str(), merge.merge.as_str(), merge.rule), ("00Q1", "11", MergeRule::Address));
            assert_eq!((merge.key.as_str(), merge.keep_at.row, merge.merge_at.row), ("a…@x.com", 2, 2));
        }
    }

    #[test]
    fn names_too_long_to_be_keys_are_names_like_others() {
        let ids = ["1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "7c9e6679-7425-40de-944b-e07fc1f90ae7"];
        let addresses = ["ann.of.the.first.table@example.com", "bob.of.the.second.table@example.com"];
        let one: &[(&str, &str)] = &[(ids[1], addresses[0]), ("7", addresses[1])];
        let two: &[(&str, &str)] =
            &[("", addresses[1]), (ids[0], addresses[0]), ("", "only.by.her.address@example.com")];
        let wishes = [wish(ids[0], "8", true), wish(addresses[1], "nobody.has.this.address@example.com", true)];
        for tables in [[one, two], [two, one]] {
            let mut settled = Identity::settled(gathered(&tables), &wishes);
            let asked = [ids[0], ids[1], "8", addresses[0], addresses[1], "7", wishes[1].merge.as_str(), two[2].1];
            let who = groups(&mut settled, &asked);
            let bob = addresses[1];
            assert_eq!(who, [ids[0], ids[0], ids[0], ids[0], bob, bob, bob, two[2].1]);
            assert!(settled.0.never_met().is_empty());
        }
        let settled = Identity::settled(gathered(&[one, two]), &wishes);
        assert_eq!(settled.0.never_met(), [(0, "8"), (1, wishes[1].merge.as_str())]);
    }

    #[test]
    fn the_user_joins_and_keeps_apart() {
        let tables: [&[(&str, &str)]; 2] =
            [&[("1", "a@x.com"), ("2", "b@x.com")], &[("9", "a@x.com"), ("8", "b@x.com")]];
        let wishes = [wish("9", "1", false), wish("2", "7", true), wish("5", "6", true)];
        let mut settled = Identity::settled(gathered(&tables), &wishes);
        assert_eq!(groups(&mut settled, &["1", "9", "2", "8", "7"]), ["1", "9", "2", "2", "2"]);
        let identity = settled.0;
        let rules: Vec<_> = identity.merges.iter().map(|m| (m.keep.as_str(), m.merge.as_str(), m.rule)).collect();
        assert!(rules.contains(&("1", "9", MergeRule::Forbidden)), "{rules:?}");
        assert!(rules.contains(&("2", "8", MergeRule::Address)), "{rules:?}");
        assert_eq!(identity.never_met(), [(2, "5"), (2, "6")]);
    }

    #[test]
    fn a_tag_is_told_apart_from_a_plain_address() {
        let tables: [&[(&str, &str)]; 2] = [&[("1", "a+news@x.com")], &[("2", "a@x.com")]];
        let (identity, _) = Identity::settled(gathered(&tables), &[]);
        assert_eq!(identity.merges[0].rule, MergeRule::Tag);
    }
}
