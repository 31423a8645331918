//! Logs, metrics and health: one way for every service.
//!
//! - [`config`]: the settings;
//! - [`logs`]: text for people, JSON lines for machines, on stderr;
//! - [`health`]: whether the process lives and is ready;
//! - [`side`]: the HTTP side port with `/livez`, `/readyz` and `/metrics`;
//! - [`probe`]: the same over gRPC health, for orchestrators.

pub mod config;
pub mod health;
pub mod logs;
pub mod probe;
pub mod side;

pub use config::{Config, LogFormat};
pub use health::Health;

use thiserror::Error;

/// Telemetry cannot be set up.
#[derive(Debug, Error)]
pub enum Error {
    /// The log filter cannot be read.
    #[error("telemetry.filter is no log filter: {0}; write for example `info` or `info,dateline_messaging=debug`")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Something else in the process has set up logs or metrics before.
    #[error("logs or metrics are set up already: {0}")]
    Twice(String),
    /// The side port cannot be had.
    #[error("cannot listen on {address}: {source}; choose another telemetry.address")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
}
