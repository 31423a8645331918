//! The crate from outside: what holds for every text.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that finds nothing where something must be fails"
)]

mod invariants;
mod precision;
mod records;
mod sayings;
