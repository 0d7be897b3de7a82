//! planbook: exports in, an annual plan that computes out.
//!
//! One street, one direction: exports → `ingest` → records → `measure` → facts → results → `plan` → annual plan →
//! `render` → outputs. No room knows another room; what they hand on lives in [`model`]. Start reading at `cli/run.rs`.

pub mod cli;
pub mod ingest;
pub mod measure;
pub mod model;
pub mod plan;
pub mod render;
