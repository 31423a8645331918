//! Finding and ranking matches. The planner takes a test of `words` for cheap, though it reads an index of kilobytes from
//! beside the row, and so walks rows by place to test each; here the word index answers, some months at a time, latest
//! first, and rows are tested only for what it does not hold: the order and the weight of words.

use deadpool_postgres::Transaction;
use tokio_postgres::IsolationLevel;

use super::connect::{Database, Values, sql};
use crate::{
    Error,
    backend::Ranked,
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
    AND (NOT $5 OR (SELECT original FROM copies WHERE copies.place = articles.place) IS NULL)
    ORDER BY place DESC LIMIT $3";
/// Tests some candidates from the latest on; each costs the reading of all its words.
const TESTED: &str = "SELECT place, words @@ $5::text::tsquery FROM (
      SELECT place, words FROM articles WHERE words @@ $4::text::tsquery AND place >= $1 AND place < $2
        AND (NOT $6 OR (SELECT original FROM copies WHERE copies.place = articles.place) IS NULL)
      ORDER BY place DESC LIMIT $3
    ) AS candidates";
/// Candidates that are tested at a time.
const TESTED_AT_ONCE: i64 = 500;
/// Candidates that a ranking tests, about 30 ms of them: two frequent words that hardly ever stand in a row would have it
/// read the whole store. What is older is left to the next window.
const MOST_TESTED: usize = 2_000;
const RANKED: &str = "SELECT place, ts_rank('{0.1, 0.2, 0.4, 1.0}', words, $2::text::tsquery, 1)::float8
    FROM articles WHERE place = ANY($1::bigint[]) ORDER BY place DESC";

pub(super) async fn matches(database: &Database, find: &Find, limit: usize) -> Result<Vec<i64>, Error> {
    if find.is_unfiltered() {
        let statement = "SELECT place FROM articles WHERE current AND place >= $1 AND place < $2
            AND (NOT $4 OR (SELECT original FROM copies WHERE copies.place = articles.place) IS NULL)
            ORDER BY place DESC LIMIT $3";
        let values: Values<'_> = &[&find.from, &find.below, &(limit as i64), &find.originals_only];
        let rows = database.rows(statement, values).await?;
        return Ok(rows.iter().map(|row| row.get(0)).collect());
    }
    let mut client = database.client().await?;
    let transaction = snapshot(&mut client).await?;
    let latest = latest(&transaction, find, limit, usize::MAX).await?;
    transaction.commit().await.map_err(sql)?;
    Ok(latest.places)
}

pub(super) async fn ranked(database: &Database, find: &Find, limit: usize) -> Result<Ranked, Error> {
    let mut client = database.client().await?;
    let transaction = snapshot(&mut client).await?;
    let Latest { places, below, .. } = latest(&transaction, find, limit, MOST_TESTED).await?;
    let statement = transaction.prepare_cached(RANKED).await.map_err(sql)?;
    let ranking = query::ranking(&find.phrases());
    let rows = transaction.query(&statement, &[&places, &ranking]).await.map_err(sql)?;
    transaction.commit().await.map_err(sql)?;
    Ok(Ranked { matches: rows.iter().map(|row| (row.get(0), row.get(1))).collect(), stopped: below })
}

/// A transaction whose statements see one state, and match by the word index.
async fn snapshot(client: &mut deadpool_postgres::Object) -> Result<Transaction<'_>, Error> {
    let transaction = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let transaction = transaction.start().await.map_err(sql)?;
    transaction.batch_execute(WORD_INDEX_ONLY).await.map_err(sql)?;
    Ok(transaction)
}

/// The latest matches, latest first.
#[derive(Default)]
struct Latest {
    places: Vec<i64>,
    /// Candidates whose words were read.
    tested: usize,
    /// Candidates below are untested, when there were too many of them.
    below: Option<i64>,
}

/// Finds the latest matches. Each stretch begins at the latest record that is left, so that gaps cost nothing.
async fn latest(transaction: &Transaction<'_>, find: &Find, limit: usize, most: usize) -> Result<Latest, Error> {
    let (exact, loose) = rendered(find);
    let (mut latest, mut below, mut width) = (Latest::default(), find.below, MONTH);
    while let Some(newest) = newest(transaction, find.from, below).await? {
        let from = newest.saturating_sub(width).max(find.from);
        if exact == loose {
            let missing = (limit - latest.places.len()) as i64;
            latest
                .places
                .extend(all(transaction, BY_INDEX, &[&from, &below, &missing, &exact, &find.originals_only]).await?);
        } else {
            latest.test(transaction, find, (from, below), limit, most).await?;
        }
        if latest.places.len() >= limit || latest.below.is_some() {
            break;
        }
        (below, width) = (from, width.saturating_mul(GROWTH));
    }
    Ok(latest)
}

impl Latest {
    /// Tests the candidates of a stretch, until there are enough matches or `most` were tested.
    async fn test(
        &mut self,
        transaction: &Transaction<'_>,
        find: &Find,
        (from, mut below): (i64, i64),
        limit: usize,
        most: usize,
    ) -> Result<(), Error> {
        let (exact, loose) = rendered(find);
        let statement = transaction.prepare_cached(TESTED).await.map_err(sql)?;
        while self.places.len() < limit {
            if self.tested >= most {
                self.below = Some(below);
                break;
            }
            let values: Values<'_> = &[&from, &below, &TESTED_AT_ONCE, &loose, &exact, &find.originals_only];
            let rows = transaction.query(&statement, values).await.map_err(sql)?;
            let Some(last) = rows.last() else { break };
            (below, self.tested) = (last.get(0), self.tested + rows.len());
            let matching = rows.iter().filter(|row| row.get(1)).map(|row| row.get::<_, i64>(0));
            self.places.extend(matching.take(limit - self.places.len()));
            if rows.len() < TESTED_AT_ONCE as usize {
                break;
            }
        }
        Ok(())
    }
}

/// What must match, and as much of it as the word index can answer.
fn rendered(find: &Find) -> (String, String) {
    (query::tsquery(&find.expr), query::tsquery(&find.expr.without_order()))
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
