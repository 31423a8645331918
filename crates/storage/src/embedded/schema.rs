//! The schema of the file, brought up to date under an exclusive transaction.

use rusqlite::Connection;

use super::pool::sql;
use crate::{
    Error, Kind,
    migrations::{Migration, pending},
};

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "records", sql: include_str!("../../migrations/sqlite/0001_records.sql") },
    Migration { version: 2, name: "copies", sql: include_str!("../../migrations/sqlite/0002_copies.sql") },
    Migration { version: 3, name: "copy_log", sql: include_str!("../../migrations/sqlite/0003_copy_log.sql") },
];

/// Applies what is missing; returns the version.
pub(super) fn migrate(connection: &Connection) -> Result<u32, Error> {
    connection.execute_batch("BEGIN EXCLUSIVE").map_err(sql)?;
    let done = apply(connection);
    connection.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).map_err(sql)?;
    done
}

fn apply(connection: &Connection) -> Result<u32, Error> {
    let table = "CREATE TABLE IF NOT EXISTS dateline_schema (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT";
    connection.execute_batch(table).map_err(sql)?;
    for migration in pending(MIGRATIONS, &applied(connection)?)? {
        connection.execute_batch(migration.sql).map_err(sql)?;
        connection
            .execute(
                "INSERT INTO dateline_schema VALUES (?1, ?2, ?3)",
                (migration.version, migration.name, migration.checksum()),
            )
            .map_err(sql)?;
    }
    Ok(MIGRATIONS.len() as u32)
}

/// Fails unless the schema is the one that this program knows.
pub(super) fn check(connection: &Connection) -> Result<(), Error> {
    match pending(MIGRATIONS, &applied(connection)?)? {
        [] => Ok(()),
        _ => Err(Error::new(
            Kind::Misconfigured,
            "the store's schema is older than this program: run `dateline migrate`",
        )),
    }
}

fn applied(connection: &Connection) -> Result<Vec<(u32, String)>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT version, checksum FROM dateline_schema ORDER BY version").map_err(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}
