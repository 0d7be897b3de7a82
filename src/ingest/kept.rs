//! Blocks kept between two passes over a table, so that a text of moderate size is split once however often it is passed over.

use std::sync::{Arc, Mutex, PoisonError};

/// Texts up to this size are kept, in bytes: larger ones are split again, lest they fill the memory.
const MOST: u64 = 40 << 20;

/// The blocks of a whole text, once a pass has come to its end.
pub(crate) struct Kept<T>(Mutex<Option<Arc<Vec<T>>>>);

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    /// Somewhere to gather the blocks of a text of that size, if they may be kept.
    pub(crate) fn room(bytes: u64) -> Option<Vec<T>> {
        (bytes <= MOST).then(Vec::new)
    }

    /// The blocks, where they are kept.
    pub(crate) fn blocks(&self) -> Option<Arc<Vec<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the blocks of the whole text, or lets go of them.
    pub(crate) fn set(&self, blocks: Option<Vec<T>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = blocks.map(Arc::new);
    }
}
