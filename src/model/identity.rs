//! Who was taken to be one person, and why.

use super::note::Place;

/// What joined two names of a person, or kept them apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MergeRule {
    /// A line of `merges.csv` says so.
    Added,
    /// Two exports have one e-mail address under two ids.
    Address,
    /// As [`MergeRule::Address`], but the addresses differ in what follows a `+`.
    Tag,
    /// A line of `merges.csv` keeps apart what an address would join.
    Forbidden,
}

impl MergeRule {
    /// The id in words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            MergeRule::Added => "added",
            MergeRule::Address => "address",
            MergeRule::Tag => "tag",
            MergeRule::Forbidden => "forbidden",
        }
    }
}

/// One decision about two names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Merge {
    /// The id that both go by from here on.
    pub keep: String,
    /// The id that was joined to it (or, forbidden, was not).
    pub merge: String,
    /// Why.
    pub rule: MergeRule,
    /// What they share: the address, without most of its letters before the `@`; the reason that a line gives.
    pub key: String,
    /// Where the first was found: file and row.
    pub keep_at: Place,
    /// Where the second was found.
    pub merge_at: Place,
}
