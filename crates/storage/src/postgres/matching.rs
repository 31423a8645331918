//! Finding and ranking matches. The planner takes a test of `words` for cheap, though it reads an index of kilobytes from
//! beside the row, and so walks rows by place to test each; here the word index answers, some months at a time, latest
//! first, and rows are tested only for what it does not hold: the order and the weight of words.

use deadpool_postgres::Transaction;
use tokio_postgres::IsolationLevel;

use super::connect::{Database, Values, sql};
use crate::{
    Error,
    query::{self, Find},
};

/// Leaves the word index as the one way to a match. A plan for all values would not know which months are meant.
const WORD_INDEX_ONLY: &str = "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0;
    SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_indexscan = off";
/// Lets the latest record be found by its place.
const BY_PLACE: &str = "SET LOCAL enable_indexscan = on";
const NOT_BY_PLACE: &str = "SET LOCAL enable_indexscan = off";
/// Places of 31 days.
const MONTH: i64 = (31 * 86_400) << 28;
/// How much longer each stretch of time is than the one before, which held too few matches.
const GROWTH: i64 = 4;

const NEWEST: &str = "SELECT place FROM articles WHERE place >= $1 AND place < $2 ORDER BY place DESC LIMIT 1";
const BY_INDEX: &str = "SELECT place FROM articles WHERE words @@ $4::text::tsquery AND place >= $1 AND place < $2
    ORDER BY place DESC LIMIT $3";
/// Tests candidates one by one from the latest, until there are enough; OFFSET 0 keeps the two tests apart.
const TESTED: &str = "SELECT place FROM (
      SELECT place, words FROM articles WHERE words @@ $4::text::tsquery AND place >= $1 AND place < $2
      ORDER BY place DESC OFFSET 0
    ) AS candidates WHERE words @@ $5::text::tsquery LIMIT $3";
const RANKED: &str = "SELECT place, ts_rank('{0.1, 0.2, 0.4, 1.0}', words, $2::text::tsquery, 1)::float8
    FROM articles WHERE place = ANY($1::bigint[]) ORDER BY place DESC";

pub(super) async fn matches(database: &Database, find: &Find, limit: usize) -> Result<Vec<i64>, Error> {
    if find.is_unfiltered() {
        let statement = "SELECT place FROM articles WHERE current AND place >= $1 AND place < $2
            ORDER BY place DESC LIMIT $3";
        let rows = database.rows(statement, &[&find.from, &find.below, &(limit as i64)]).await?;
        return Ok(rows.iter().map(|row| row.get(0)).collect());
    }
    let mut client = database.client().await?;
    let transaction = snapshot(&mut client).await?;
    let places = latest(&transaction, find, limit).await?;
    transaction.commit().await.map_err(sql)?;
    Ok(places)
}

pub(super) async fn ranked(database: &Database, find: &Find, limit: usize) -> Result<Vec<(i64, f64)>, Error> {
    let mut client = database.client().await?;
    let transaction = snapshot(&mut client).await?;
    let places = latest(&transaction, find, limit).await?;
    let statement = transaction.prepare_cached(RANKED).await.map_err(sql)?;
    let ranking = query::ranking(&find.phrases());
    let rows = transaction.query(&statement, &[&places, &ranking]).await.map_err(sql)?;
    transaction.commit().await.map_err(sql)?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// A transaction whose statements see one state, and match by the word index.
async fn snapshot(client: &mut deadpool_postgres::Object) -> Result<Transaction<'_>, Error> {
    let transaction = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let transaction = transaction.start().await.map_err(sql)?;
    transaction.batch_execute(WORD_INDEX_ONLY).await.map_err(sql)?;
    Ok(transaction)
}

/// The latest matches, latest first. Each stretch begins at the latest record that is left, so that gaps cost nothing.
async fn latest(transaction: &Transaction<'_>, find: &Find, limit: usize) -> Result<Vec<i64>, Error> {
    let (exact, loose) = (query::tsquery(&find.expr), query::tsquery(&find.expr.without_order()));
    let (mut places, mut below, mut width) = (Vec::new(), find.below, MONTH);
    while let Some(newest) = newest(transaction, find.from, below).await? {
        let from = newest.saturating_sub(width).max(find.from);
        let missing = (limit - places.len()) as i64;
        places.extend(if exact == loose {
            all(transaction, BY_INDEX, &[&from, &below, &missing, &exact]).await?
        } else {
            all(transaction, TESTED, &[&from, &below, &missing, &loose, &exact]).await?
        });
        if places.len() >= limit {
            break;
        }
        (below, width) = (from, width.saturating_mul(GROWTH));
    }
    Ok(places)
}

async fn newest(transaction: &Transaction<'_>, from: i64, below: i64) -> Result<Option<i64>, Error> {
    transaction.batch_execute(BY_PLACE).await.map_err(sql)?;
    let newest = all(transaction, NEWEST, &[&from, &below]).await?.pop();
    transaction.batch_execute(NOT_BY_PLACE).await.map_err(sql)?;
    Ok(newest)
}

async fn all(transaction: &Transaction<'_>, statement: &str, values: Values<'_>) -> Result<Vec<i64>, Error> {
    let statement = transaction.prepare_cached(statement).await.map_err(sql)?;
    let rows = transaction.query(&statement, values).await.map_err(sql)?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}
