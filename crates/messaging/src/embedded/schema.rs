//! The tables of the embedded bus.

use std::{path::Path, time::Duration};

use rusqlite::Connection;

use crate::{Error, Kind};

/// Version of the tables below.
const VERSION: i64 = 1;

/// `due` is when a job may be claimed, in milliseconds since 1970: at publishing, after a delay, or at the end of the
/// lease of whoever claimed it. Bodies are apart so that a claim rewrites a small row.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS jobs (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    queue        TEXT    NOT NULL,
    due          INTEGER NOT NULL,
    claim        INTEGER NOT NULL DEFAULT 0,
    deliveries   INTEGER NOT NULL DEFAULT 0,
    attempt      INTEGER NOT NULL DEFAULT 0,
    route        TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    content_type TEXT    NOT NULL,
    schema       TEXT    NOT NULL,
    trace        TEXT    NOT NULL,
    reason       TEXT,
    detail       TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (queue, due, claim);
CREATE TABLE IF NOT EXISTS bodies (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS depths (queue TEXT PRIMARY KEY, jobs INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS jobs_in AFTER INSERT ON jobs BEGIN
    INSERT INTO depths VALUES (new.queue, 1) ON CONFLICT (queue) DO UPDATE SET jobs = jobs + 1;
END;
CREATE TRIGGER IF NOT EXISTS jobs_out AFTER DELETE ON jobs BEGIN
    UPDATE depths SET jobs = jobs - 1 WHERE queue = old.queue;
    DELETE FROM bodies WHERE seq = old.seq;
END;
CREATE TRIGGER IF NOT EXISTS jobs_moved AFTER UPDATE OF queue ON jobs WHEN old.queue <> new.queue BEGIN
    UPDATE depths SET jobs = jobs - 1 WHERE queue = old.queue;
    INSERT INTO depths VALUES (new.queue, 1) ON CONFLICT (queue) DO UPDATE SET jobs = jobs + 1;
END;
";

/// Opens the file, creating folder, file and tables where they are missing.
pub(super) fn open(path: &Path) -> Result<Connection, Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| wrong(path, &error))?;
    }
    let connection = Connection::open(path).map_err(|error| wrong(path, &error))?;
    prepare(&connection).map_err(|error| wrong(path, &error))?;
    let version: i64 =
        connection.query_row("PRAGMA user_version", (), |row| row.get(0)).map_err(|error| wrong(path, &error))?;
    if version == VERSION {
        return Ok(connection);
    }
    Err(wrong(path, &format!("its schema is version {version}, this program knows version {VERSION}")))
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let version: i64 = connection.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    if version == 0 {
        connection.execute_batch(TABLES)?;
        connection.pragma_update(None, "user_version", VERSION)?;
    }
    connection.execute_batch("COMMIT")
}

fn wrong(path: &Path, problem: &dyn std::fmt::Display) -> Error {
    let message =
        format!("cannot open the bus in {}: {problem}; check bus.url and the folder's rights", path.display());
    Error::new(Kind::Misconfigured, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/bus.db");
        drop(open(&path).unwrap());
        open(&path).unwrap().pragma_update(None, "user_version", VERSION + 1).unwrap();
        let error = open(&path).unwrap_err();
        assert_eq!(error.kind, Kind::Misconfigured);
        assert!(error.message.contains("version 2"), "{error}");
    }

    #[test]
    fn a_file_that_is_no_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bus.db");
        std::fs::write(&path, "not a database, but long enough to have a header".repeat(10)).unwrap();
        assert_eq!(open(&path).unwrap_err().kind, Kind::Misconfigured);
    }
}
