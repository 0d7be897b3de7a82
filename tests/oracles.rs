//! Numbers of other people's programs and pages, and of stated definitions, that planbook must reach. Where each comes
//! from is said in `tests/oracles/README.md`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "an oracle that cannot be read must fail its test")]

#[path = "oracles/attribution.rs"]
mod attribution;
#[path = "oracles/churn.rs"]
mod churn;
#[path = "oracles/closing.rs"]
mod closing;
#[path = "oracles/exports.rs"]
pub(crate) mod exports;
#[path = "oracles/funnel.rs"]
mod funnel;
#[path = "oracles/stats.rs"]
mod stats;
#[path = "oracles/worked_examples.rs"]
mod worked_examples;
