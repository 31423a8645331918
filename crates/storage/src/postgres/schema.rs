//! The schema of the database, brought up to date under an advisory lock.

use deadpool_postgres::{GenericClient, Object};

use super::connect::sql;
use crate::{
    Error, Kind,
    migrations::{Migration, pending},
};

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "records", sql: include_str!("../../migrations/postgres/0001_records.sql") },
    Migration { version: 2, name: "copies", sql: include_str!("../../migrations/postgres/0002_copies.sql") },
];
/// Held while the schema changes.
pub(super) const LOCK: i64 = 0x6461_7465_6c69_6e65;

/// Applies what is missing; returns the version.
pub(super) async fn migrate(client: &mut Object) -> Result<u32, Error> {
    let transaction = client.transaction().await.map_err(sql)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(sql)?;
    let table = "CREATE TABLE IF NOT EXISTS dateline_schema
        (version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)";
    transaction.batch_execute(table).await.map_err(sql)?;
    for migration in pending(MIGRATIONS, &applied(&transaction).await?)? {
        transaction.batch_execute(migration.sql).await.map_err(sql)?;
        let insert = "INSERT INTO dateline_schema VALUES ($1, $2, $3)";
        let version = migration.version as i32;
        transaction.execute(insert, &[&version, &migration.name, &migration.checksum()]).await.map_err(sql)?;
    }
    transaction.commit().await.map_err(sql)?;
    Ok(MIGRATIONS.len() as u32)
}

/// Fails unless the schema is the one that this program knows.
pub(super) async fn check(client: &impl GenericClient) -> Result<(), Error> {
    match pending(MIGRATIONS, &applied(client).await?)? {
        [] => Ok(()),
        _ => Err(Error::new(
            Kind::Misconfigured,
            "the store's schema is older than this program: run `dateline migrate`",
        )),
    }
}

/// Fails on a server that takes no writes.
pub(super) async fn writable(client: &impl GenericClient) -> Result<(), Error> {
    let statement = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean";
    let row = client.query_one(statement, &[]).await.map_err(sql)?;
    if row.get(0) {
        return Err(Error::new(Kind::Unavailable, "PostgreSQL takes no writes: it is a standby or read-only"));
    }
    Ok(())
}

async fn applied(client: &impl GenericClient) -> Result<Vec<(u32, String)>, Error> {
    let rows =
        client.query("SELECT version, checksum FROM dateline_schema ORDER BY version", &[]).await.map_err(sql)?;
    Ok(rows.iter().map(|row| (row.get::<_, i32>(0) as u32, row.get(1))).collect())
}
