//! The statistics that figures rest on: distributions, intervals, tests and curves, as pure functions of numbers.

#![expect(clippy::many_single_char_names, reason = "formulas keep the letters of their sources")]

pub mod bg_nbd;
pub mod binomial;
pub mod comparison;
pub mod difference;
pub mod distribution;
pub mod gamma_gamma;
pub mod line;
mod maximum;
pub mod mean;
pub mod poisson;
pub mod product;
pub mod proportion;
pub mod ratio;
pub mod root;
pub mod sample;
pub mod score;
mod special;
pub mod survival;
