//! Work on several threads whose results are met in the order of its pieces: whatever their number, the answer is the same.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ScopedJoinHandle};

/// How many pieces each thread may have waiting.
const AHEAD: usize = 3;

/// Pieces on their way.
struct Street<J, R> {
    jobs: VecDeque<(usize, J)>,
    results: BTreeMap<usize, R>,
    closed: bool,
}

struct Shared<J, R> {
    street: Mutex<Street<J, R>>,
    job: Condvar,
    result: Condvar,
}

impl<J, R> Shared<J, R> {
    fn lock(&self) -> MutexGuard<'_, Street<J, R>> {
        self.street.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.lock().closed = true;
        self.job.notify_all();
        self.result.notify_all();
    }
}

/// Closes the street when its thread ends, be it by a panic: nobody waits for what will not come.
struct Closing<'a, J, R>(&'a Shared<J, R>);

impl<J, R> Drop for Closing<'_, J, R> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Gives every piece that `next` has to `work`, on `threads` threads with this one among them, and every result to `each`
/// in the order of the pieces, until it breaks. `next` and `each` are called by this thread alone.
///
/// # Errors
/// As `next`, after the results of the pieces before.
pub(crate) fn in_order<J: Send, R: Send, E>(
    threads: NonZeroUsize,
    next: &mut dyn FnMut() -> Result<Option<J>, E>,
    work: &(dyn Fn(J) -> R + Sync),
    each: &mut dyn FnMut(R) -> ControlFlow<()>,
) -> Result<(), E> {
    // Two pieces make the threads worth their while: most exports are one.
    let Some(first) = next()? else { return Ok(()) };
    let second = if threads.get() > 1 { next() } else { Ok(None) };
    let (second, failed) = match second {
        Ok(second) => (second, None),
        Err(error) => (None, Some(error)),
    };
    if second.is_none() {
        let mut piece = Some(first);
        while let Some(job) = piece {
            if each(work(job)).is_break() {
                return Ok(());
            }
            piece = match (threads.get(), failed.is_none()) {
                (1, true) => next()?,
                _ => None,
            };
        }
        return failed.map_or(Ok(()), Err);
    }
    let begun = [Some(first), second].into_iter().flatten().enumerate().collect();
    let street = Street { jobs: begun, results: BTreeMap::new(), closed: false };
    let shared = Shared { street: Mutex::new(street), job: Condvar::new(), result: Condvar::new() };
    thread::scope(|scope| {
        let closing = Closing(&shared);
        for _ in 1..threads.get() {
            scope.spawn(|| {
                let _closing = Closing(&shared);
                help(&shared, work);
            });
        }
        let answer = lead(&shared, threads.get() * AHEAD, next, work, each);
        drop(closing);
        answer
    })
}

/// The same for pieces that are all there.
pub(crate) fn all_in_order<J: Send, R: Send>(
    threads: NonZeroUsize,
    mut pieces: impl Iterator<Item = J>,
    work: &(dyn Fn(J) -> R + Sync),
    each: &mut dyn FnMut(R) -> ControlFlow<()>,
) {
    let met: Result<(), Infallible> = in_order(threads, &mut || Ok(pieces.next()), work, each);
    met.unwrap_or_else(|never| match never {});
}

/// What `work` makes of each of `pieces`, in their order; whoever is free takes the next one.
pub(crate) fn worked<J: Sync, R: Send>(threads: NonZeroUsize, pieces: &[J], work: &(dyn Fn(&J) -> R + Sync)) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let some = || -> Vec<(usize, R)> {
        let turn = || next.fetch_add(1, Ordering::Relaxed);
        let mine = std::iter::from_fn(|| Some(turn()).and_then(|number| Some((number, pieces.get(number)?))));
        mine.map(|(number, piece)| (number, work(piece))).collect()
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.get().min(pieces.len())).map(|_| scope.spawn(some)).collect();
        let mut results = some();
        for other in others {
            results.extend(joined(other));
        }
        results
    });
    results.sort_unstable_by_key(|&(number, _)| number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// What `aside` and `here` come to. Where there are several threads, another one does the first.
pub(crate) fn both<A: Send, H>(
    threads: NonZeroUsize,
    aside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> H,
) -> (A, H) {
    if threads.get() == 1 {
        return (aside(), here());
    }
    thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        (joined(aside), here)
    })
}

/// What a thread came to; its panic goes on here.
pub(crate) fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Works until the street is closed.
fn help<J, R>(shared: &Shared<J, R>, work: &(dyn Fn(J) -> R + Sync)) {
    let mut street = shared.lock();
    while !street.closed {
        let Some((number, job)) = street.jobs.pop_front() else {
            street = shared.job.wait(street).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        drop(street);
        let result = work(job);
        street = shared.lock();
        street.results.insert(number, result);
        shared.result.notify_one();
    }
}

/// Brings the pieces, meets the results, and works when there is none to meet.
fn lead<J, R, E>(
    shared: &Shared<J, R>,
    most: usize,
    next: &mut dyn FnMut() -> Result<Option<J>, E>,
    work: &(dyn Fn(J) -> R + Sync),
    each: &mut dyn FnMut(R) -> ControlFlow<()>,
) -> Result<(), E> {
    let (mut brought, mut met, mut more, mut failed) = (2, 0, true, None);
    loop {
        while more && brought - met < most {
            match next() {
                Ok(Some(job)) => {
                    shared.lock().jobs.push_back((brought, job));
                    shared.job.notify_one();
                    brought += 1;
                    continue;
                }
                Ok(None) => {}
                Err(error) => failed = Some(error),
            }
            more = false;
        }
        if met == brought {
            return failed.map_or(Ok(()), Err);
        }
        let mut street = shared.lock();
        let result = loop {
            if let Some(result) = street.results.remove(&met) {
                break Some(result);
            }
            if let Some((number, job)) = street.jobs.pop_front() {
                drop(street);
                let result = work(job);
                if number == met {
                    break Some(result);
                }
                shared.lock().results.insert(number, result);
                street = shared.lock();
                continue;
            }
            if street.closed {
                break None;
            }
            street = shared.result.wait(street).unwrap_or_else(PoisonError::into_inner);
        };
        // A thread has panicked: the scope hands its panic on.
        let Some(result) = result else { return Ok(()) };
        met += 1;
        if each(result).is_break() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, until: u64) -> Result<Vec<u64>, &'static str> {
        let (mut number, mut met) = (0, Vec::new());
        let mut next = || {
            number += 1;
            if number > 1000 { Err("broken") } else { Ok(Some(number)) }
        };
        in_order(NonZeroUsize::new(threads).unwrap(), &mut next, &|n: u64| n * n, &mut |square| {
            met.push(square);
            if square < until * until { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(met)
    }

    #[test]
    fn two_works_are_done_on_any_number_of_threads() {
        for threads in [1, 2, 8] {
            let mut here = 0;
            let found = both(NonZeroUsize::new(threads).unwrap(), || 3, || here += 4);
            assert_eq!((found, here), ((3, ()), 4));
        }
    }

    #[test]
    fn results_come_in_the_order_of_their_pieces() {
        for threads in [1, 2, 8] {
            assert_eq!(squares(threads, 700), Ok((1..=700).map(|n| n * n).collect()));
            assert_eq!(squares(threads, 7), Ok((1..=7).map(|n| n * n).collect()));
            assert_eq!(squares(threads, 2000), Err("broken"));
        }
    }
}
