//! Writing records and their index, one transaction a batch.

use std::collections::{HashMap, HashSet};

use dateline_record::v1::ledger_entry::State;
use deadpool_postgres::Transaction;
use futures::try_join;
use sha2::{Digest, Sha256};
use tokio_postgres::Row as Found;

use super::{
    connect::{Database, Values, sql},
    copies::{self, Files},
    ledger,
    tsvector::TsVector,
};
use crate::{
    Error,
    backend::{Reindexed, Written},
    deltas::{self, Deltas},
    entries,
    page::first_eight,
    plan::{Insert, Known, Plan, Prepared, plan},
    rows::plain,
    time,
    words::words,
};

/// Waits for the articles of a batch, in one order for every writer.
const LOCK: &str = "SELECT count(pg_advisory_xact_lock(key)) FROM unnest($1::bigint[]) AS key";
const KNOWN: &str =
    "SELECT article, revision, extractor, place, seen, current FROM revisions WHERE article = ANY($1::text[])";
const SETTLED: &str = "SELECT id, state FROM submissions WHERE id = ANY($1::text[]) AND state = ANY($2::integer[])";
const NUMBERS: &str = "SELECT nextval('places') FROM generate_series(1, $1::bigint)";
const INSERT_ARTICLES: &str =
    "INSERT INTO articles (place, article, revision, current, stored_at, summary, entities, words, record)
    SELECT place, article, revision, current, $9, summary, entities, words, record FROM unnest($1::bigint[], $2::text[],
    $3::text[], $4::boolean[], $5::bytea[], $6::text[], $7::tsvector[], $8::bytea[])
    AS row (place, article, revision, current, summary, entities, words, record)";
const INSERT_REVISIONS: &str =
    "INSERT INTO revisions (article, revision, extractor, place, seen, current, stored_at, mentions,
    events, quotes, quantities, claims, seq) SELECT article, revision, extractor, place, seen, current, $13, mentions,
    events, quotes, quantities, claims, seq FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[],
    $6::boolean[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[])
    AS row (article, revision, extractor, place, seen, current, mentions, events, quotes, quantities, claims, seq)";
const ADD_ENTITIES: &str =
    "INSERT INTO entities SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bytea[],
    $5::bigint[], $6::bigint[], $7::tsvector[]) ON CONFLICT (key, name) DO UPDATE SET
    articles = entities.articles + excluded.articles, mentions = entities.mentions + excluded.mentions,
    kind = CASE excluded.kind WHEN 0 THEN entities.kind ELSE excluded.kind END,
    links = CASE excluded.links WHEN '' THEN entities.links ELSE excluded.links END";
const FORGET_ENTITIES: &str = "DELETE FROM entities USING unnest($1::text[], $2::text[]) AS gone (key, name)
    WHERE entities.key = gone.key AND entities.name = gone.name AND entities.articles <= 0";

pub(super) async fn put(database: &Database, batch: &[Prepared]) -> Result<Written, Error> {
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    let (plan, numbers) = plan_batch(&transaction, batch).await?;
    let now = time::now();
    let mut deltas = Deltas::default();
    retire(&transaction, &plan, &mut deltas).await?;
    let columns = Columns::of(batch, &plan, &numbers, now.as_millisecond(), &mut deltas);
    let entries = entries::folded(plan.entries(batch, &now.to_string()));
    try_join!(
        columns.insert_articles(&transaction),
        columns.insert_revisions(&transaction),
        columns.files.insert(&transaction),
        ledger::enter(&transaction, &entries)
    )?;
    apply(&transaction, &deltas).await?;
    transaction.commit().await.map_err(sql)?;
    let places: Vec<(i64, Insert)> = columns.places.iter().copied().zip(plan.inserts.iter().copied()).collect();
    Ok(plan.written(batch, places.into_iter()))
}

async fn plan_batch(transaction: &Transaction<'_>, batch: &[Prepared]) -> Result<(Plan, Vec<i64>), Error> {
    let mut articles: Vec<&str> = batch.iter().map(|prepared| prepared.row.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let keys = lock_keys(&articles);
    let submissions: Vec<String> = batch.iter().map(|prepared| plain(&prepared.submission)).collect();
    let states = [State::Stored as i32, State::Duplicate as i32].to_vec();
    let count = batch.len() as i64;
    rows(transaction, LOCK, &[&keys]).await?;
    let (of_articles, of_submissions, of_count): (Values<'_>, Values<'_>, Values<'_>) =
        (&[&articles], &[&submissions, &states], &[&count]);
    let (known, settled, numbers) = try_join!(
        rows(transaction, KNOWN, of_articles),
        rows(transaction, SETTLED, of_submissions),
        rows(transaction, NUMBERS, of_count),
    )?;
    let settled: HashMap<String, bool> =
        settled.iter().map(|row| (row.get(0), row.get::<_, i32>(1) == State::Stored as i32)).collect();
    let plan = plan(batch, known.iter().map(known_of).collect(), &settled);
    Ok((plan, numbers.iter().map(|row| row.get(0)).collect()))
}

fn known_of(row: &Found) -> Known {
    Known {
        article: row.get(0),
        revision: row.get(1),
        extractor: row.get(2),
        place: row.get(3),
        seen: row.get(4),
        current: row.get(5),
    }
}

/// Keys of the articles' locks, in ascending order.
fn lock_keys(articles: &[&str]) -> Vec<i64> {
    let mut keys: Vec<i64> =
        articles.iter().map(|article| first_eight(&Sha256::digest(article.as_bytes())) as i64).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Runs a prepared statement; several at a time travel together.
pub(super) async fn rows(
    transaction: &Transaction<'_>,
    statement: &str,
    values: Values<'_>,
) -> Result<Vec<Found>, Error> {
    let statement = transaction.prepare_cached(statement).await.map_err(sql)?;
    transaction.query(&statement, values).await.map_err(sql)
}

/// Takes away what is replaced, and the index of what is no longer current.
async fn retire(transaction: &Transaction<'_>, plan: &Plan, deltas: &mut Deltas) -> Result<(), Error> {
    if plan.removals.is_empty() && plan.demotions.is_empty() {
        return Ok(());
    }
    let removed: Vec<i64> = plan.removals.iter().map(|(place, _)| *place).collect();
    remove(transaction, &removed, deltas).await?;
    let demoted = "SELECT entities FROM articles WHERE place = ANY($1::bigint[])";
    for row in rows(transaction, demoted, &[&plan.demotions]).await? {
        deltas.subtract(row.get(0));
    }
    copies::unfile(transaction, &plan.demotions).await?;
    let update = "UPDATE articles SET current = false, entities = '', words = NULL WHERE place = ANY($1::bigint[])";
    rows(transaction, update, &[&plan.demotions]).await?;
    rows(transaction, "UPDATE revisions SET current = false WHERE place = ANY($1::bigint[])", &[&plan.demotions])
        .await?;
    Ok(())
}

async fn remove(transaction: &Transaction<'_>, places: &Vec<i64>, deltas: &mut Deltas) -> Result<(), Error> {
    let delete = "DELETE FROM articles WHERE place = ANY($1::bigint[]) RETURNING entities";
    for row in rows(transaction, delete, &[places]).await? {
        deltas.subtract(row.get(0));
    }
    copies::unfile(transaction, places).await?;
    rows(transaction, "DELETE FROM revisions WHERE place = ANY($1::bigint[])", &[places]).await?;
    Ok(())
}

/// The columns of the records to insert.
#[derive(Default)]
struct Columns<'b> {
    now: i64,
    places: Vec<i64>,
    articles: Vec<&'b str>,
    revisions: Vec<&'b str>,
    extractors: Vec<&'b str>,
    seen: Vec<Option<i64>>,
    current: Vec<bool>,
    summaries: Vec<Vec<u8>>,
    entities: Vec<String>,
    words: Vec<Option<TsVector>>,
    records: Vec<&'b [u8]>,
    /// Mentions, events, quotes, quantities, claims.
    counts: [Vec<i64>; 5],
    numbers: Vec<i64>,
    files: Files<'b>,
}

impl<'b> Columns<'b> {
    fn of(batch: &'b [Prepared], plan: &Plan, numbers: &[i64], now: i64, deltas: &mut Deltas) -> Self {
        let mut columns = Self { now, ..Self::default() };
        for (insert, number) in plan.inserts.iter().zip(numbers) {
            if let Some(prepared) = batch.get(insert.index) {
                columns.add(prepared, insert.current, *number, deltas);
            }
        }
        columns
    }

    fn add(&mut self, prepared: &'b Prepared, current: bool, number: i64, deltas: &mut Deltas) {
        let row = &prepared.row;
        let place = time::place(row.published, number);
        self.places.push(place);
        self.articles.push(&row.article);
        self.revisions.push(&row.revision);
        self.extractors.push(&row.extractor);
        self.seen.push(row.seen);
        self.current.push(current);
        self.summaries.push(row.encoded_summary(self.now));
        self.records.push(&prepared.record);
        self.numbers.push(number);
        let counts = row.counts;
        let counts = [counts.mentions, counts.events, counts.quotes, counts.quantities, counts.claims];
        self.counts.iter_mut().zip(counts).for_each(|(column, count)| column.push(count));
        if current {
            self.entities.push(deltas::lines(&row.entities));
            self.words.push(Some(TsVector::of(row)));
            self.files.add(place, &row.article, row.signature.as_ref());
            deltas.add(&row.entities);
        } else {
            self.entities.push(String::new());
            self.words.push(None);
        }
    }

    async fn insert_articles(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.places.is_empty() {
            return Ok(());
        }
        let values: Values<'_> = &[
            &self.places,
            &self.articles,
            &self.revisions,
            &self.current,
            &self.summaries,
            &self.entities,
            &self.words,
            &self.records,
            &self.now,
        ];
        rows(transaction, INSERT_ARTICLES, values).await.map(drop)
    }

    async fn insert_revisions(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.places.is_empty() {
            return Ok(());
        }
        let [mentions, events, quotes, quantities, claims] = &self.counts;
        let values: Values<'_> = &[
            &self.articles,
            &self.revisions,
            &self.extractors,
            &self.places,
            &self.seen,
            &self.current,
            mentions,
            events,
            quotes,
            quantities,
            claims,
            &self.numbers,
            &self.now,
        ];
        rows(transaction, INSERT_REVISIONS, values).await.map(drop)
    }
}

async fn apply(transaction: &Transaction<'_>, deltas: &Deltas) -> Result<(), Error> {
    let changes = &deltas.0;
    if changes.is_empty() {
        return Ok(());
    }
    let keys: Vec<&str> = changes.keys().map(|(key, _)| key.as_str()).collect();
    let names: Vec<&str> = changes.keys().map(|(_, name)| name.as_str()).collect();
    let kinds: Vec<i32> = changes.values().map(|delta| delta.kind).collect();
    let links: Vec<&[u8]> = changes.values().map(|delta| delta.links.as_slice()).collect();
    let articles: Vec<i64> = changes.values().map(|delta| delta.articles).collect();
    let mentions: Vec<i64> = changes.values().map(|delta| delta.mentions).collect();
    let indexed: Vec<TsVector> = names.iter().map(|name| TsVector::of_words(&words(name))).collect();
    rows(transaction, ADD_ENTITIES, &[&keys, &names, &kinds, &links, &articles, &mentions, &indexed]).await?;
    if articles.iter().any(|change| *change < 0) {
        rows(transaction, FORGET_ENTITIES, &[&keys, &names]).await?;
    }
    Ok(())
}

pub(super) async fn delete(database: &Database, article: &str) -> Result<u32, Error> {
    let article = plain(article);
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    let (keys, articles) = (lock_keys(&[&article]), vec![article.as_str()]);
    rows(&transaction, LOCK, &[&keys]).await?;
    let known = rows(&transaction, KNOWN, &[&articles]).await?;
    let places: Vec<i64> = known.iter().map(|row| known_of(row).place).collect();
    let mut deltas = Deltas::default();
    remove(&transaction, &places, &mut deltas).await?;
    copies::orphan(&transaction, &article).await?;
    apply(&transaction, &deltas).await?;
    transaction.commit().await.map_err(sql)?;
    Ok(places.len() as u32)
}

/// Writes new index rows. The sums over entities follow by [`recount`].
pub(super) async fn update_index(database: &Database, reindexed: &[Reindexed]) -> Result<(), Error> {
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    let places: Vec<i64> = reindexed.iter().map(|one| one.place).collect();
    let summaries: Vec<Vec<u8>> = reindexed.iter().map(|one| one.row.encoded_summary(one.stored_at)).collect();
    let lines: Vec<String> = reindexed.iter().map(|one| deltas::lines(&one.row.entities)).collect();
    let indexed: Vec<TsVector> = reindexed.iter().map(|one| TsVector::of(&one.row)).collect();
    let update = "UPDATE articles SET summary = new.summary, entities = new.entities, words = new.words
        FROM unnest($1::bigint[], $2::bytea[], $3::text[], $4::tsvector[]) AS new (place, summary, entities, words)
        WHERE articles.place = new.place AND articles.current RETURNING articles.place";
    let updated = rows(&transaction, update, &[&places, &summaries, &lines, &indexed]).await?;
    let updated: HashSet<i64> = updated.iter().map(|row| row.get(0)).collect();
    let mut files = Files::default();
    for one in reindexed.iter().filter(|one| updated.contains(&one.place)) {
        files.add(one.place, &one.row.article, one.row.signature.as_ref());
    }
    files.replace(&transaction, &updated.into_iter().collect::<Vec<_>>()).await?;
    let mut deltas = Deltas::default();
    reindexed.iter().for_each(|one| deltas.add(&one.row.entities));
    deltas.0.values_mut().for_each(|delta| (delta.articles, delta.mentions) = (0, 0));
    apply(&transaction, &deltas).await?;
    transaction.commit().await.map_err(sql)
}

/// Counts while writers wait: what they have not committed is added by themselves afterwards.
pub(super) async fn recount(database: &Database) -> Result<(), Error> {
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    let recount = "SET LOCAL statement_timeout = 0;
        LOCK TABLE entities IN SHARE ROW EXCLUSIVE MODE;
        UPDATE entities SET articles = 0, mentions = 0;
        UPDATE entities SET articles = sums.articles, mentions = sums.mentions FROM (
          SELECT split_part(line, E'\\t', 1) AS key, split_part(line, E'\\t', 2) AS name, count(*) AS articles,
            sum(split_part(line, E'\\t', 3)::bigint)::bigint AS mentions
          FROM articles, unnest(string_to_array(entities, E'\\n')) AS line WHERE current AND line <> '' GROUP BY 1, 2
        ) AS sums WHERE entities.key = sums.key AND entities.name = sums.name;
        DELETE FROM entities WHERE articles <= 0";
    transaction.batch_execute(recount).await.map_err(sql)?;
    transaction.commit().await.map_err(sql)
}
