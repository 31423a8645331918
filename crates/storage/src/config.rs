//! Opening a store by its URL.

use std::{path::PathBuf, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{Error, Kind, Store, embedded::Embedded, indexed::Indexed};

/// Which store, and how it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `embedded:PATH` of a file, a bare path, or `postgres://user:password@host:port/database?sslmode=verify-full`.
    pub url: String,
    /// Connections of the pool: to PostgreSQL, or for reading the embedded store. Default 8.
    pub connections: usize,
    /// Seconds that opening a connection may take. Default 5.
    pub connect_timeout: u64,
    /// Seconds that one statement may take on PostgreSQL. Default 30.
    pub statement_timeout: u64,
    /// Matches that a search ranks at a time: the most recent ones. Default 400.
    pub candidates: usize,
    /// File with PEM certificates to trust besides the public ones, for PostgreSQL over TLS. Default none.
    pub root_certificates: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            url: "embedded:dateline.db".into(),
            connections: 8,
            connect_timeout: 5,
            statement_timeout: 30,
            candidates: 400,
            root_certificates: None,
        }
    }
}

/// Opens a store; for PostgreSQL no connection is made yet. The schema is brought up to date by [`Store::migrate`].
///
/// # Errors
/// [`Kind::Misconfigured`] when the URL or a setting is wrong, or a file cannot be opened.
pub async fn open(config: &Config) -> Result<Arc<dyn Store>, Error> {
    if config.connections == 0 || config.candidates == 0 {
        return Err(Error::new(Kind::Misconfigured, "store.connections and store.candidates must be at least 1"));
    }
    let candidates = config.candidates;
    if is_postgres(&config.url) {
        let backend = crate::postgres::Postgres::open(config)?;
        return Ok(Arc::new(Indexed { backend, candidates }));
    }
    let path = config.url.strip_prefix("embedded:").unwrap_or(&config.url).to_owned();
    if path.is_empty() || path.contains("://") {
        let message = "store.url must be embedded:PATH, a path, or postgres://…";
        return Err(Error::new(Kind::Misconfigured, message));
    }
    let readers = config.connections;
    let opened = tokio::task::spawn_blocking(move || Embedded::open(path.as_ref(), readers)).await;
    let backend =
        opened.map_err(|error| Error::new(Kind::Internal, format!("opening the store failed: {error}")))??;
    Ok(Arc::new(Indexed { backend, candidates }))
}

/// Whether nothing at all is there yet: no file, or a database without a table of anybody's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn is_empty(config: &Config) -> Result<bool, Error> {
    if is_postgres(&config.url) {
        return crate::postgres::Postgres::open(config)?.is_empty().await;
    }
    let path = config.url.strip_prefix("embedded:").unwrap_or(&config.url);
    Ok(!PathBuf::from(path).exists())
}

/// Does at once what PostgreSQL's autovacuum does within minutes of a load: gathers statistics and marks what is visible to
/// all, so that a measurement is of a database at rest. The embedded store has nothing of the kind.
///
/// # Errors
/// When the database cannot be asked.
pub async fn settle(config: &Config) -> Result<(), Error> {
    if is_postgres(&config.url) {
        crate::postgres::Postgres::open(config)?.vacuum().await?;
    }
    Ok(())
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

impl Config {
    pub(crate) fn connect_timeout(&self) -> Duration {
        Duration::from_secs(self.connect_timeout.max(1))
    }
}
