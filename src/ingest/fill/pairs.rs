//! Pairs of channel and campaign that touchpoints so far have named: what blocks to come need not ask again.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::name::{Name, Names};

/// Pairs with the number of the touchpoints' source that each is.
#[derive(Clone, Default)]
pub(super) struct Pairs {
    texts: Names,
    /// By the number of the text; that of the empty one is not used.
    sources: Vec<u32>,
}

impl Pairs {
    /// The number of a pair, if it is known.
    pub(super) fn find(&self, text: &str) -> Option<Name> {
        self.texts.find(text).filter(|name| name.is_some())
    }

    /// The source of a known pair.
    pub(super) fn source(&self, pair: Name) -> u32 {
        self.sources.get(pair.index()).copied().unwrap_or_default()
    }

    /// How many numbers there are, that of none included.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The known pairs by their texts, in the order of their numbers.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Name, &str)> {
        self.texts.iter()
    }
}

/// The pairs known by now, for looks on every thread.
#[derive(Clone, Default)]
pub(super) struct KnownPairs(Arc<Mutex<Arc<Pairs>>>);

impl KnownPairs {
    /// Those of this moment.
    pub(super) fn now(&self) -> Arc<Pairs> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds pairs with their sources.
    pub(super) fn add<'a>(&self, pairs: impl Iterator<Item = (&'a str, u32)>) {
        let mut pairs = pairs.peekable();
        if pairs.peek().is_none() {
            return;
        }
        let mut known = Pairs::clone(&self.now());
        for (text, source) in pairs {
            let pair = known.texts.intern(text);
            if known.sources.len() <= pair.index() {
                known.sources.resize(pair.index() + 1, source);
            }
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
    }
}
