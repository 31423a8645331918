//! Text for people, JSON lines for machines, on stderr: stdout belongs to results.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{Config, Error, LogFormat};

/// Sets up logs for the process, once.
///
/// # Errors
/// When the filter cannot be read, or logs were set up before.
pub fn init(config: &Config) -> Result<(), Error> {
    let filter = EnvFilter::try_new(&config.filter)?;
    let terminal = stderr().is_terminal();
    let json = match config.format {
        LogFormat::Auto => !terminal,
        LogFormat::Text => false,
        LogFormat::Json => true,
    };
    let registry = tracing_subscriber::registry().with(filter);
    let set = if json {
        registry.with(fmt::layer().json().flatten_event(true).with_writer(stderr)).try_init()
    } else {
        let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        registry.with(fmt::layer().with_ansi(colour).with_target(false).with_writer(stderr)).try_init()
    };
    set.map_err(|error| Error::Twice(error.to_string()))
}
