//! The order of touches, by person and time, brought about where they are: tens of millions of them have no room to be copied.

use super::record::Touchpoint;

/// About how many touches are sorted at a time: they fit in the cache of one core.
const GROUP: usize = 1 << 14;

/// Puts `touches` in order, by their sources where one person has several at a time; persons have numbers below `people`. Where
/// they are in order but for their sources, that costs one walk. How many touches share their moment with the one before, of
/// the same person but another source.
pub(crate) fn ordered(touches: &mut [Touchpoint], people: usize) -> u64 {
    if touches.is_empty() {
        return 0;
    }
    if let Some(ties) = settled(touches) {
        return ties;
    }
    // Persons that follow one another are one group: as many of them as a power of two says.
    let together = (people / (touches.len() / GROUP + 1)).max(1).ilog2();
    let group = |touch: &Touchpoint| touch.person.index() >> together;
    let mut ends = vec![0; (people >> together) + 1];
    for touch in &*touches {
        ends[group(touch)] += 1;
    }
    let mut next = Vec::with_capacity(ends.len());
    let mut before = 0;
    for end in &mut ends {
        next.push(before);
        before += *end;
        *end = before;
    }
    // American flag sort (McIlroy, Bostic and McIlroy, Engineering radix sort, 1993).
    for own in 0..ends.len() {
        while next[own] < ends[own] {
            let mut touch = touches[next[own]];
            while group(&touch) != own {
                let place = &mut next[group(&touch)];
                std::mem::swap(&mut touches[*place], &mut touch);
                *place += 1;
            }
            touches[next[own]] = touch;
            next[own] += 1;
        }
    }
    let (mut room, mut places, mut from) = (Vec::new(), Vec::new(), 0);
    for end in ends {
        sorted(&mut touches[from..end], (1 << together) - 1, (&mut room, &mut places));
        from = end;
    }
    settled(touches).unwrap_or(0)
}

/// Puts touches of one person and moment in the order of their sources, and counts those that differ; `None` where others are
/// out of order.
fn settled(touches: &mut [Touchpoint]) -> Option<u64> {
    let key = |touch: &Touchpoint| u64::from(touch.person.0) << 32 | u64::from(touch.at);
    let mut before = touches.first().map(key)?;
    let (mut at, mut ties) = (1, 0);
    while let Some(own) = touches.get(at).map(key) {
        if own < before {
            return None;
        }
        if own == before {
            let from = at - 1;
            at += touches[at..].iter().take_while(|touch| key(touch) == own).count();
            let alike = &mut touches[from..at];
            alike.sort_unstable_by_key(|touch| touch.source);
            ties += alike.windows(2).filter(|pair| pair[0].source != pair[1].source).count() as u64;
        } else {
            before = own;
            at += 1;
        }
    }
    Some(ties)
}

/// Sorts a group, whose persons differ in the bits of `mask` alone. `room` and `places` are used by every group again.
fn sorted(group: &mut [Touchpoint], mask: usize, (room, places): (&mut Vec<Touchpoint>, &mut Vec<usize>)) {
    room.clear();
    room.extend_from_slice(group);
    places.clear();
    places.resize(mask + 2, 0);
    for touch in &*room {
        places[(touch.person.index() & mask) + 1] += 1;
    }
    for person in 0..=mask {
        places[person + 1] += places[person];
    }
    for touch in &*room {
        let place = &mut places[touch.person.index() & mask];
        group[*place] = *touch;
        *place += 1;
    }
    for own in group.chunk_by_mut(|a, b| a.person == b.person) {
        own.sort_unstable_by_key(|touch| u64::from(touch.at) << 32 | u64::from(touch.source));
    }
}

#[cfg(test)]
mod tests {
    use super::ordered;
    use crate::model::name::Name;
    use crate::model::record::Touchpoint;

    #[test]
    fn the_order_is_that_of_any_sort() {
        let mut seed = 7_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for (count, people) in [(0, 0), (0, 5), (1, 2), (100, 3), (70_000, 1), (70_000, 900), (50_000, 200_000)] {
            let touch = |_| Touchpoint { person: Name(next(people)), at: next(1000), source: next(3) };
            let mut touches: Vec<Touchpoint> = (0..count).map(touch).collect();
            let mut expected = touches.clone();
            expected.sort_unstable();
            let met = ordered(&mut touches, people as usize);
            let alike = |pair: &&[Touchpoint]| (pair[0].person, pair[0].at) == (pair[1].person, pair[1].at);
            let ties = expected.windows(2).filter(|pair| alike(pair) && pair[0] != pair[1]).count();
            assert_eq!((&touches, met), (&expected, ties as u64));
            // Under new numbers of the sources only ties change their places.
            touches.iter_mut().chain(&mut expected).for_each(|touch| touch.source = 2 - touch.source);
            expected.sort_unstable();
            ordered(&mut touches, people as usize);
            assert_eq!(touches, expected);
        }
    }
}
