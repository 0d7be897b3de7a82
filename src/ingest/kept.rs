//! Blocks kept between two passes over a table, so that a text of moderate size is split once however often it is passed over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Texts up to this size are kept, in bytes: larger ones are split again, lest they fill the memory.
const MOST: u64 = 40 << 20;

/// All blocks of a whole text as a `T`, once a pass has come to its end, if somebody has asked to keep them.
pub(crate) struct Kept<T>(Mutex<State<T>>);

enum State<T> {
    Unasked,
    Asked,
    Whole(Arc<T>),
}

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept(Mutex::new(State::Unasked))
    }
}

impl<T> Kept<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks to keep the blocks of a text of that size.
    pub(crate) fn ask(&self, bytes: u64) {
        if bytes <= MOST {
            *self.state() = State::Asked;
        }
    }

    /// Whether the blocks are to be kept.
    pub(crate) fn is_asked(&self) -> bool {
        matches!(*self.state(), State::Asked)
    }

    /// The blocks, where they are kept.
    pub(crate) fn blocks(&self) -> Option<Arc<T>> {
        match &*self.state() {
            State::Whole(blocks) => Some(Arc::clone(blocks)),
            State::Unasked | State::Asked => None,
        }
    }

    /// Keeps the blocks of the whole text.
    pub(crate) fn set(&self, blocks: T) {
        *self.state() = State::Whole(Arc::new(blocks));
    }

    /// Lets go of them.
    pub(crate) fn release(&self) {
        *self.state() = State::Unasked;
    }
}
