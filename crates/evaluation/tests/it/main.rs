//! The readers on anything at all.

mod readers;
