//! The ledger of submissions, and the quarantine.

use dateline_record::v1::{LedgerEntry, QuarantinedMessage, ReasonCount, ledger_entry::State};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::connect::{Database, sql};
use crate::{
    Error, entries,
    envelope::Kept,
    rows::plain,
    store::{Account, Overdue, Quarantined, Selection},
    time::now,
};

/// RECEIVED (1) gives way to everything, QUARANTINED (5) to every terminal state; what an entry leaves out is kept.
const ENTER: &str = "INSERT INTO submissions SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[],
    $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) ON CONFLICT (id) DO UPDATE SET
    state = excluded.state, reason = excluded.reason, detail = excluded.detail, at = excluded.at,
    article = CASE excluded.article WHEN '' THEN submissions.article ELSE excluded.article END,
    revision = CASE excluded.revision WHEN '' THEN submissions.revision ELSE excluded.revision END,
    external_id = CASE excluded.external_id WHEN '' THEN submissions.external_id ELSE excluded.external_id END,
    url = CASE excluded.url WHEN '' THEN submissions.url ELSE excluded.url END
    WHERE excluded.state <> 1 AND submissions.state IN (1, 5)";

pub(super) async fn enter_alone(database: &Database, entries: &[LedgerEntry]) -> Result<(), Error> {
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    enter(&transaction, entries).await?;
    transaction.commit().await.map_err(sql)
}

/// Enters entries that are folded: one a submission, in order.
pub(super) async fn enter(transaction: &Transaction<'_>, entries: &[LedgerEntry]) -> Result<(), Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let statement = transaction.prepare_cached(ENTER).await.map_err(sql)?;
    let column = |field: fn(&LedgerEntry) -> &str| entries.iter().map(field).collect::<Vec<&str>>();
    let states: Vec<i32> = entries.iter().map(|entry| entry.state).collect();
    let (ids, reasons, details) = (column(|e| &e.submission_id), column(|e| &e.reason), column(|e| &e.detail));
    let (articles, revisions) = (column(|e| &e.article_id), column(|e| &e.revision));
    let (external_ids, urls, at) = (column(|e| &e.external_id), column(|e| &e.url), column(|e| &e.at));
    transaction
        .execute(&statement, &[&ids, &states, &reasons, &details, &articles, &revisions, &external_ids, &urls, &at])
        .await
        .map(drop)
        .map_err(sql)
}

pub(super) async fn submission(database: &Database, id: &str) -> Result<Option<LedgerEntry>, Error> {
    let statement =
        "SELECT id, state, reason, detail, article, revision, external_id, url, at FROM submissions WHERE id = $1";
    let rows = database.rows(statement, &[&plain(id)]).await?;
    Ok(rows.first().map(entry))
}

fn entry(row: &Row) -> LedgerEntry {
    LedgerEntry {
        submission_id: row.get(0),
        state: row.get(1),
        reason: row.get(2),
        detail: row.get(3),
        article_id: row.get(4),
        revision: row.get(5),
        external_id: row.get(6),
        url: row.get(7),
        at: row.get(8),
    }
}

pub(super) async fn account(database: &Database) -> Result<Account, Error> {
    let rows = database.rows("SELECT state, count(*) FROM submissions GROUP BY state", &[]).await?;
    Ok(Account::of(rows.iter().map(|row| (row.get(0), row.get(1))).collect()))
}

/// Times are RFC 3339 in UTC, so that they sort as text.
pub(super) async fn overdue(database: &Database, before: &str) -> Result<Overdue, Error> {
    let statement = "SELECT id, state, reason, detail, article, revision, external_id, url, at, count(*) OVER ()
        FROM submissions WHERE state = $1 AND at COLLATE \"C\" <= $2 ORDER BY at COLLATE \"C\", id LIMIT $3";
    let (received, listed) = (State::Received as i32, Overdue::LISTED as i64);
    let rows = database.rows(statement, &[&received, &before, &listed]).await?;
    let count = rows.first().map_or(0, |row| row.get::<_, i64>(9) as u64);
    Ok(Overdue { count, oldest: rows.iter().map(entry).collect() })
}

pub(super) async fn reasons(database: &Database) -> Result<Vec<ReasonCount>, Error> {
    let statement = "SELECT state, reason, count(*) FROM submissions WHERE state = ANY($1::integer[])
        GROUP BY state, reason ORDER BY 3 DESC, state, reason COLLATE \"C\"";
    let states = vec![State::Rejected as i32, State::Quarantined as i32];
    let rows = database.rows(statement, &[&states]).await?;
    let reason = |row: &Row| ReasonCount { state: row.get(0), reason: row.get(1), count: row.get::<_, i64>(2) as u64 };
    Ok(rows.iter().map(reason).collect())
}

/// A message that comes again gets a new id, so that releasing the old one cannot lose it.
pub(super) async fn quarantine(database: &Database, messages: &[Kept]) -> Result<(), Error> {
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    let delete = transaction.prepare_cached("DELETE FROM quarantine WHERE digest = $1").await.map_err(sql)?;
    let insert = "INSERT INTO quarantine (digest, submission, route, reason, detail, attempts, at, content_type, schema, trace, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let insert = transaction.prepare_cached(insert).await.map_err(sql)?;
    for kept in messages {
        let digest = kept.digest();
        transaction.execute(&delete, &[&digest]).await.map_err(sql)?;
        transaction
            .execute(
                &insert,
                &[
                    &digest,
                    &kept.submission,
                    &kept.route,
                    &kept.reason,
                    &kept.detail,
                    &kept.attempts,
                    &kept.at,
                    &kept.content_type,
                    &kept.schema,
                    &kept.trace,
                    &kept.body,
                ],
            )
            .await
            .map_err(sql)?;
    }
    enter(&transaction, &entries::folded(messages.iter().filter_map(Kept::entry).collect())).await?;
    transaction.commit().await.map_err(sql)
}

const COLUMNS: &str =
    "id, submission, route, reason, detail, attempts, at, content_type, schema, trace, length(body)::bigint AS size";

fn kept(row: &Row) -> Kept {
    Kept {
        id: row.get(0),
        submission: row.get(1),
        route: row.get(2),
        reason: row.get(3),
        detail: row.get(4),
        attempts: row.get(5),
        at: row.get(6),
        content_type: row.get(7),
        schema: row.get(8),
        trace: row.get(9),
        size: row.get(10),
        body: row.try_get(11).unwrap_or_default(),
    }
}

pub(super) async fn quarantined(
    database: &Database,
    reason: Option<&str>,
    before: i64,
    limit: usize,
) -> Result<Vec<QuarantinedMessage>, Error> {
    let statement = format!(
        "SELECT {COLUMNS} FROM quarantine WHERE id < $1 AND ($3::text IS NULL OR reason = $3) ORDER BY id DESC LIMIT $2"
    );
    let rows = database.rows(&statement, &[&before, &(limit as i64), &reason.map(plain)]).await?;
    Ok(rows.iter().map(|row| kept(row).shown()).collect())
}

pub(super) async fn quarantined_messages(
    database: &Database,
    which: &Selection,
    limit: usize,
) -> Result<Vec<Quarantined>, Error> {
    let select = |filter: &str| format!("SELECT {COLUMNS}, body FROM quarantine WHERE {filter} ORDER BY id LIMIT $1");
    let limit = limit as i64;
    let rows = match which {
        Selection::All => database.rows(&select("true"), &[&limit]).await?,
        Selection::Reason(reason) => database.rows(&select("reason = $2"), &[&limit, &plain(reason)]).await?,
        Selection::Ids(ids) => {
            let ids: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
            database.rows(&select("id = ANY($2::bigint[])"), &[&limit, &ids]).await?
        }
    };
    Ok(rows.iter().map(|row| kept(row).quarantined()).collect())
}

pub(super) async fn release(database: &Database, ids: &[i64], replayed: bool) -> Result<u64, Error> {
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    let delete = "DELETE FROM quarantine WHERE id = ANY($1::bigint[]) RETURNING submission";
    let rows = transaction.query(delete, &[&ids]).await.map_err(sql)?;
    if replayed {
        let back =
            "UPDATE submissions SET state = $2, reason = '', detail = '', at = $4 WHERE id = ANY($1::text[]) AND state = $3
            AND NOT EXISTS (SELECT FROM quarantine WHERE submission = submissions.id)";
        let submissions: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let states = (State::Received as i32, State::Quarantined as i32);
        transaction.execute(back, &[&submissions, &states.0, &states.1, &now().to_string()]).await.map_err(sql)?;
    }
    transaction.commit().await.map_err(sql)?;
    Ok(rows.len() as u64)
}
