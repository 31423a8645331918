//! The settings of logs and of the side port.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// Settings of logs and of the side port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What is logged: a level, or levels by module. Default `info`.
    pub filter: String,
    /// How it is logged. Default `auto`.
    pub format: LogFormat,
    /// Address of the HTTP side port; none when absent. Port 0 takes a free one.
    pub address: Option<SocketAddr>,
    /// Address of gRPC health, with the services `live` and `ready`; none when absent.
    pub health_address: Option<SocketAddr>,
    /// Seconds without a sign of life of the runtime after which `/livez` fails. Default 30.
    pub watchdog_seconds: u64,
}

/// How logs look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text on a terminal, else JSON lines.
    Auto,
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            filter: "info".into(),
            format: LogFormat::Auto,
            address: None,
            health_address: None,
            watchdog_seconds: 30,
        }
    }
}
