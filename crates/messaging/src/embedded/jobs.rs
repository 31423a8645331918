//! What is done to the tables: one function an operation, inside the writer's transaction.

use std::time::Duration;

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{Message, Queue, QueueStatus, Route};

/// A job taken by a consumer.
#[derive(Debug)]
pub(super) struct Claimed {
    pub(super) seq: u64,
    pub(super) message: Message,
}

/// What becomes of a claimed job.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Finished.
    Done,
    /// To be tried again after a delay.
    Retry(Duration),
    /// Given up.
    Quarantine {
        /// Machine-readable reason.
        reason: String,
        /// For a person.
        detail: String,
    },
}

/// Jobs in a queue, claimed and delayed ones included.
pub(super) fn depth(connection: &Connection, queue: Queue) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("SELECT jobs FROM depths WHERE queue = ?1")?;
    Ok(statement.query_row([queue.key()], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Adds a job.
pub(super) fn insert(connection: &Connection, queue: Queue, message: &Message, now: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO jobs (queue, due, attempt, route, id, content_type, schema, trace)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(sql)?.execute(params![
        queue.key(),
        now,
        message.attempt,
        message.route.key(),
        message.id,
        message.content_type,
        message.schema,
        message.trace
    ])?;
    let mut statement = connection.prepare_cached("INSERT INTO bodies VALUES (last_insert_rowid(), ?1)")?;
    statement.execute([message.body.as_ref()]).map(drop)
}

/// When the next job of a queue may be claimed; in the past when one may be claimed now.
pub(super) fn next_due(connection: &Connection, queue: Queue) -> rusqlite::Result<Option<i64>> {
    let mut statement = connection.prepare_cached("SELECT min(due) FROM jobs WHERE queue = ?1")?;
    statement.query_row([queue.key()], |row| row.get(0))
}

/// A claim on jobs of one queue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) queue: Queue,
    /// Whose it is: unique across processes.
    pub(super) owner: i64,
    /// Jobs at most.
    pub(super) limit: usize,
}

/// Takes due jobs until `lease_end`, oldest first. Those delivered too often already go to quarantine.
pub(super) fn claim(
    connection: &Connection,
    claim: Claim,
    now: i64,
    lease_end: i64,
    delivery_limit: u32,
) -> rusqlite::Result<Vec<Claimed>> {
    let sql = "SELECT seq, deliveries FROM jobs WHERE queue = ?1 AND due <= ?2 ORDER BY due, seq LIMIT ?3";
    let due: Vec<(u64, u32)> = connection
        .prepare_cached(sql)?
        .query_map(params![claim.queue.key(), now, claim.limit], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut claimed = Vec::with_capacity(due.len());
    for (seq, deliveries) in due {
        if deliveries > delivery_limit && claim.queue != Queue::Quarantine {
            let detail = format!("delivered {deliveries} times to workers that ended without a verdict");
            quarantine(connection, seq, now, "delivery_limit", &detail)?;
        } else {
            claimed.push(take(connection, claim, seq, lease_end)?);
        }
    }
    Ok(claimed)
}

fn take(connection: &Connection, claim: Claim, seq: u64, lease_end: i64) -> rusqlite::Result<Claimed> {
    let sql = "UPDATE jobs SET due = ?1, claim = ?2, deliveries = deliveries + 1 WHERE seq = ?3";
    connection.prepare_cached(sql)?.execute(params![lease_end, claim.owner, seq])?;
    let sql = "SELECT route, id, content_type, schema, trace, attempt, reason, detail, body
               FROM jobs JOIN bodies USING (seq) WHERE seq = ?1";
    let message = connection.prepare_cached(sql)?.query_row([seq], read)?;
    Ok(Claimed { seq, message })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let route: String = row.get(0)?;
    let reason: Option<String> = row.get(6)?;
    let detail: Option<String> = row.get(7)?;
    Ok(Message {
        // Written by `insert` from a route.
        route: Route::from_key(&route).unwrap_or(Route::Ledger),
        id: row.get(1)?,
        content_type: row.get(2)?,
        schema: row.get(3)?,
        trace: row.get(4)?,
        attempt: row.get(5)?,
        failure: reason.map(|reason| (reason, detail.unwrap_or_default())),
        body: Bytes::from(row.get::<_, Vec<u8>>(8)?),
    })
}

/// Applies a verdict to a job, if `owner` still holds it.
pub(super) fn settle(connection: &Connection, owner: i64, seq: u64, change: &Change, now: i64) -> rusqlite::Result<()> {
    let held =
        connection.prepare_cached("SELECT 1 FROM jobs WHERE seq = ?1 AND claim = ?2")?.exists(params![seq, owner])?;
    if !held {
        return Ok(());
    }
    match change {
        Change::Done => connection.prepare_cached("DELETE FROM jobs WHERE seq = ?1")?.execute([seq]).map(drop),
        Change::Retry(delay) => {
            let sql = "UPDATE jobs SET claim = 0, deliveries = 0, attempt = attempt + 1, due = ?1 WHERE seq = ?2";
            connection.prepare_cached(sql)?.execute(params![now.saturating_add(millis(*delay)), seq]).map(drop)
        }
        Change::Quarantine { reason, detail } => quarantine(connection, seq, now, reason, detail),
    }
}

fn quarantine(connection: &Connection, seq: u64, now: i64, reason: &str, detail: &str) -> rusqlite::Result<()> {
    let sql =
        "UPDATE jobs SET queue = ?1, claim = 0, deliveries = 0, due = ?2, reason = ?3, detail = ?4 WHERE seq = ?5";
    connection.prepare_cached(sql)?.execute(params![Queue::Quarantine.key(), now, reason, detail, seq]).map(drop)
}

/// Gives back everything that `owner` holds; `uncount` when it was not even tried.
pub(super) fn release(
    connection: &Connection,
    queue: Queue,
    owner: i64,
    uncount: bool,
    now: i64,
) -> rusqlite::Result<()> {
    let sql = "UPDATE jobs SET claim = 0, due = ?1, deliveries = deliveries - ?2
               WHERE queue = ?3 AND due > ?1 AND claim = ?4";
    connection.prepare_cached(sql)?.execute(params![now, uncount, queue.key(), owner]).map(drop)
}

/// Extends the lease of everything that `owner` holds.
pub(super) fn renew(
    connection: &Connection,
    queue: Queue,
    owner: i64,
    now: i64,
    lease_end: i64,
) -> rusqlite::Result<()> {
    let sql = "UPDATE jobs SET due = ?1 WHERE queue = ?2 AND due > ?3 AND claim = ?4";
    connection.prepare_cached(sql)?.execute(params![lease_end, queue.key(), now, owner]).map(drop)
}

/// Every queue with its depth; what waits for its next attempt is counted apart.
pub(super) fn depths(connection: &Connection, now: i64) -> rusqlite::Result<Vec<QueueStatus>> {
    let count = |sql: &str, queue: &str| -> rusqlite::Result<u64> {
        connection.prepare_cached(sql)?.query_row(params![queue, now], |row| row.get(0))
    };
    let mut all = Vec::new();
    for queue in Queue::ALL {
        let name = queue.key();
        let before_ledger = matches!(queue, Queue::Submitted(_));
        let ready = count("SELECT count(*) FROM jobs WHERE queue = ?1 AND due <= ?2", name)?;
        let delayed = count("SELECT count(*) FROM jobs WHERE queue = ?1 AND due > ?2 AND claim = 0", name)?;
        all.push(QueueStatus { name: name.to_owned(), ready, consumers: 0, role: queue.role(), before_ledger });
        all.push(QueueStatus {
            name: format!("{name}.wait"),
            ready: delayed,
            consumers: 0,
            role: "retry",
            before_ledger,
        });
    }
    Ok(all)
}

/// Whole milliseconds.
pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
