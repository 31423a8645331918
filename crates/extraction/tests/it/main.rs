//! The crate from outside: what holds for every text.

mod invariants;
mod records;
