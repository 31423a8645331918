//! The ledger of submissions, and the quarantine.

use dateline_record::v1::{LedgerEntry, QuarantinedMessage, ReasonCount, ledger_entry::State};
use rusqlite::{Connection, Row, params};

use super::{pool::sql, read::all, write::run};
use crate::{
    Error,
    envelope::Kept,
    store::{Account, Overdue, Quarantined, Selection},
    time::now,
};

/// RECEIVED (1) gives way to everything, QUARANTINED (5) to every terminal state; what an entry leaves out is kept.
const ENTER: &str = "INSERT INTO submissions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET
    state = excluded.state, reason = excluded.reason, detail = excluded.detail, at = excluded.at,
    article = CASE excluded.article WHEN '' THEN article ELSE excluded.article END,
    revision = CASE excluded.revision WHEN '' THEN revision ELSE excluded.revision END,
    external_id = CASE excluded.external_id WHEN '' THEN external_id ELSE excluded.external_id END,
    url = CASE excluded.url WHEN '' THEN url ELSE excluded.url END
    WHERE excluded.state <> 1 AND submissions.state IN (1, 5)";

pub(super) fn enter(connection: &Connection, entries: &[LedgerEntry]) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(ENTER).map_err(sql)?;
    for entry in entries {
        let values = params![
            entry.submission_id,
            entry.state,
            entry.reason,
            entry.detail,
            entry.article_id,
            entry.revision,
            entry.external_id,
            entry.url,
            entry.at
        ];
        statement.execute(values).map_err(sql)?;
    }
    Ok(())
}

pub(super) fn submission(connection: &Connection, id: &str) -> Result<Option<LedgerEntry>, Error> {
    let statement =
        "SELECT id, state, reason, detail, article, revision, external_id, url, at FROM submissions WHERE id = ?1";
    Ok(all(connection, statement, [id], entry)?.pop())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<LedgerEntry> {
    Ok(LedgerEntry {
        submission_id: row.get(0)?,
        state: row.get(1)?,
        reason: row.get(2)?,
        detail: row.get(3)?,
        article_id: row.get(4)?,
        revision: row.get(5)?,
        external_id: row.get(6)?,
        url: row.get(7)?,
        at: row.get(8)?,
    })
}

pub(super) fn account(connection: &Connection) -> Result<Account, Error> {
    let states = all(connection, "SELECT state, count(*) FROM submissions GROUP BY state", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(Account::of(states))
}

/// Times are RFC 3339 in UTC, so that they sort as text.
pub(super) fn overdue(connection: &Connection, before: &str) -> Result<Overdue, Error> {
    let statement = "SELECT id, state, reason, detail, article, revision, external_id, url, at, count(*) OVER ()
        FROM submissions WHERE state = ?1 AND at <= ?2 ORDER BY at, id LIMIT ?3";
    let values = params![State::Received as i32, before, Overdue::LISTED as i64];
    let found = all(connection, statement, values, |row| Ok((entry(row)?, row.get::<_, i64>(9)? as u64)))?;
    let count = found.first().map_or(0, |(_, count)| *count);
    Ok(Overdue { count, oldest: found.into_iter().map(|(entry, _)| entry).collect() })
}

pub(super) fn reasons(connection: &Connection) -> Result<Vec<ReasonCount>, Error> {
    let statement =
        "SELECT state, reason, count(*) AS total FROM submissions WHERE state IN (?1, ?2) GROUP BY state, reason
        ORDER BY total DESC, state, reason";
    all(connection, statement, [State::Rejected as i32, State::Quarantined as i32], |row| {
        Ok(ReasonCount { state: row.get(0)?, reason: row.get(1)?, count: row.get::<_, i64>(2)? as u64 })
    })
}

/// A message that comes again gets a new id, so that releasing the old one cannot lose it.
pub(super) fn quarantine(connection: &Connection, messages: &[Kept]) -> Result<(), Error> {
    let insert = "INSERT INTO quarantine (digest, submission, route, reason, detail, attempts, at, content_type, schema, trace, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    for kept in messages {
        let digest = kept.digest();
        run(connection, "DELETE FROM quarantine WHERE digest = ?1", [&digest])?;
        run(
            connection,
            insert,
            params![
                digest,
                kept.submission,
                kept.route,
                kept.reason,
                kept.detail,
                kept.attempts,
                kept.at,
                kept.content_type,
                kept.schema,
                kept.trace,
                kept.body
            ],
        )?;
    }
    enter(connection, &messages.iter().filter_map(Kept::entry).collect::<Vec<_>>())
}

const COLUMNS: &str = "id, submission, route, reason, detail, attempts, at, content_type, schema, trace, length(body)";

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        id: row.get(0)?,
        submission: row.get(1)?,
        route: row.get(2)?,
        reason: row.get(3)?,
        detail: row.get(4)?,
        attempts: row.get(5)?,
        at: row.get(6)?,
        content_type: row.get(7)?,
        schema: row.get(8)?,
        trace: row.get(9)?,
        size: row.get(10)?,
        body: row.get(11).unwrap_or_default(),
    })
}

pub(super) fn quarantined(
    connection: &Connection,
    reason: Option<&str>,
    before: i64,
    limit: usize,
) -> Result<Vec<QuarantinedMessage>, Error> {
    let filter = if reason.is_some() { "reason = ?3" } else { "?3 = ''" };
    let statement = format!("SELECT {COLUMNS} FROM quarantine WHERE id < ?1 AND {filter} ORDER BY id DESC LIMIT ?2");
    let found = all(connection, &statement, params![before, limit as i64, reason.unwrap_or_default()], kept)?;
    Ok(found.into_iter().map(Kept::shown).collect())
}

pub(super) fn quarantined_messages(
    connection: &Connection,
    which: &Selection,
    limit: usize,
) -> Result<Vec<Quarantined>, Error> {
    let select = |filter: &str| format!("SELECT {COLUMNS}, body FROM quarantine WHERE {filter} ORDER BY id LIMIT ?2");
    let limit = limit as i64;
    let found = match which {
        Selection::All => all(connection, &select("?1 = ''"), params!["", limit], kept)?,
        Selection::Reason(reason) => all(connection, &select("reason = ?1"), params![reason, limit], kept)?,
        Selection::Ids(ids) => {
            let ids = format!(
                "[{}]",
                ids.iter().filter(|id| id.parse::<i64>().is_ok()).cloned().collect::<Vec<_>>().join(",")
            );
            all(connection, &select("id IN (SELECT value FROM json_each(?1))"), params![ids, limit], kept)?
        }
    };
    Ok(found.into_iter().map(Kept::quarantined).collect())
}

pub(super) fn release(connection: &Connection, ids: &[i64], replayed: bool) -> Result<u64, Error> {
    let mut released = 0;
    for id in ids {
        let delete = "DELETE FROM quarantine WHERE id = ?1 RETURNING submission";
        let Some(submission) = all(connection, delete, [id], |row| row.get::<_, String>(0))?.pop() else { continue };
        released += 1;
        if replayed {
            let back =
                "UPDATE submissions SET state = ?2, reason = '', detail = '', at = ?4 WHERE id = ?1 AND state = ?3
                AND NOT EXISTS (SELECT 1 FROM quarantine WHERE submission = ?1)";
            run(
                connection,
                back,
                params![submission, State::Received as i32, State::Quarantined as i32, now().to_string()],
            )?;
        }
    }
    Ok(released)
}
