//! The store: records whole, and index rows beside them.
//!
//! - [`store`]: the [`Store`] trait and its types;
//! - [`query`]: the search language, parsed once for every store;
//! - [`rows`]: the index rows of a record;
//! - [`postgres`], [`embedded`]: the implementations;
//! - [`worker`]: the storage role.

pub mod store;

pub use store::{Error, Kind, Store};
