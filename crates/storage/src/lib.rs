//! The store: records whole, and an index beside them.
//!
//! - [`store`]: the [`Store`] trait and its types;
//! - [`config`]: opening a store by its URL;
//! - [`facts`]: which facts of a record a filter means;
//! - `query`: the search language, parsed once for every store;
//! - `rows`, `words`, `names`: the index of a record;
//! - `indexed`, `search`: the store over any database, where `backend` is what a database must do;
//! - `embedded`, `postgres`: the databases;
//! - [`worker`]: the storage role;
//! - [`synthetic`]: records of no meaning and realistic size, for measurements.

mod backend;
mod blob;
pub mod config;
mod copies;
mod deltas;
mod embedded;
mod entries;
mod envelope;
pub mod facts;
mod indexed;
mod migrations;
mod names;
mod page;
mod plan;
mod postgres;
mod query;
mod rows;
mod search;
mod snippet;
pub mod store;
pub mod synthetic;
mod time;
mod words;
pub mod worker;

pub use config::{Config, open};
pub use store::{Error, Kind, Store};
