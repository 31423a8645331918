//! The embedded store: one SQLite file, shared by the processes of one machine.
//!
//! Writes go through one thread a process, which commits whatever has gathered as one transaction; reads go through a
//! small pool. Between processes SQLite's own locks decide.

mod copies;
mod keys;
mod ledger;
mod pool;
mod read;
mod schema;
mod write;

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use dateline_messaging::Message;
use dateline_record::v1::{LedgerEntry, QuarantinedMessage, ReasonCount, Revision};
use rusqlite::Connection;

use crate::{
    Error,
    backend::{Backend, Blob, EntityQuery, Link, NameRow, Ranked, Reindexed, Signed, Summary, Sums, Which, Written},
    envelope::Kept,
    plan::Prepared,
    query::Find,
    store::{Account, Overdue, Quarantined, Selection},
};
use keys::Keys;
use pool::Pool;

/// A database in a file.
pub(crate) struct Embedded {
    pool: Pool,
    keys: Arc<Keys>,
}

impl Embedded {
    /// Opens the file, and makes it when it is missing.
    pub(crate) fn open(path: &Path, readers: usize) -> Result<Self, Error> {
        Ok(Self { pool: Pool::open(path, readers)?, keys: Arc::default() })
    }

    /// Writes what files some articles under their keys, and goes on filing those of earlier ones.
    async fn file<T: Send + 'static>(
        &self,
        articles: usize,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let keys = self.keys.clone();
        let write = move |connection: &Connection| Ok((job(connection)?, keys.take_over(connection, articles)?));
        let (done, progress) = self.pool.write(write).await?;
        self.keys.keep(&progress);
        Ok(done)
    }
}

#[async_trait]
impl Backend for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    async fn migrate(&self) -> Result<u32, Error> {
        self.pool.alone(schema::migrate).await
    }

    async fn ready(&self) -> Result<(), Error> {
        self.pool.read(schema::check).await?;
        self.pool.write(|_| Ok(())).await
    }

    async fn put(&self, batch: Vec<Prepared>) -> Result<Written, Error> {
        let articles = batch.len();
        self.file(articles, move |connection| write::put(connection, &batch)).await
    }

    async fn delete(&self, article: &str) -> Result<u32, Error> {
        let article = article.to_owned();
        self.pool.write(move |connection| write::delete(connection, &article)).await
    }

    async fn update_index(&self, rows: Vec<Reindexed>) -> Result<(), Error> {
        self.file(rows.len(), move |connection| write::update_index(connection, &rows)).await
    }

    async fn recount(&self) -> Result<(), Error> {
        self.pool.write(write::recount).await
    }

    async fn find(&self, article: &str, revision: Option<&str>) -> Result<Option<i64>, Error> {
        let (article, revision) = (article.to_owned(), revision.map(str::to_owned));
        self.pool.read(move |connection| read::find(connection, &article, revision.as_deref())).await
    }

    async fn revisions(&self, article: &str) -> Result<Vec<Revision>, Error> {
        let article = article.to_owned();
        self.pool.read(move |connection| read::revisions(connection, &article)).await
    }

    async fn matches(&self, find: &Find, limit: usize) -> Result<Vec<i64>, Error> {
        let find = find.clone();
        self.pool.read(move |connection| read::matches(connection, &find, limit)).await
    }

    async fn ranked(&self, find: &Find, limit: usize) -> Result<Ranked, Error> {
        let find = find.clone();
        self.pool.read(move |connection| read::ranked(connection, &find, limit)).await
    }

    async fn records(&self, places: &[i64]) -> Result<Vec<Blob>, Error> {
        let places = places.to_vec();
        self.pool.read(move |connection| read::records(connection, &places)).await
    }

    async fn summaries(&self, places: &[i64]) -> Result<Vec<Summary>, Error> {
        let places = places.to_vec();
        self.pool.read(move |connection| read::summaries(connection, &places)).await
    }

    async fn walk(&self, after: Option<i64>, limit: usize) -> Result<Vec<Blob>, Error> {
        self.pool.read(move |connection| read::walk(connection, after, limit)).await
    }

    async fn filed(&self, keys: Vec<u32>, most: usize) -> Result<Vec<(u32, i64)>, Error> {
        let own = self.keys.clone();
        self.pool.read(move |connection| own.look_up(connection, &keys, most)).await
    }

    async fn signed(&self, which: Which) -> Result<Vec<Signed>, Error> {
        self.pool.read(move |connection| copies::signed(connection, &which)).await
    }

    async fn link(&self, links: Vec<Link>) -> Result<Vec<String>, Error> {
        self.pool.write(move |connection| copies::link(connection, &links)).await
    }

    async fn entity_names(&self, keys: &[String]) -> Result<Vec<NameRow>, Error> {
        let keys = keys.to_vec();
        self.pool.read(move |connection| read::entity_names(connection, &keys)).await
    }

    async fn search_entities(&self, query: &EntityQuery) -> Result<Vec<(String, i64)>, Error> {
        let query = query.clone();
        self.pool.read(move |connection| read::search_entities(connection, &query)).await
    }

    async fn co_mentioned(&self, key: &str, limit: usize) -> Result<Vec<(String, i64)>, Error> {
        let key = key.to_owned();
        self.pool.read(move |connection| read::co_mentioned(connection, &key, limit)).await
    }

    async fn log(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, i64)>, Error> {
        let after = read::position(after)?;
        self.pool.read(move |connection| read::log(connection, after, limit)).await
    }

    async fn log_end(&self) -> Result<String, Error> {
        self.pool.read(read::log_end).await
    }

    async fn enter(&self, entries: Vec<LedgerEntry>) -> Result<(), Error> {
        self.pool.write(move |connection| ledger::enter(connection, &entries)).await
    }

    async fn submission(&self, id: &str) -> Result<Option<LedgerEntry>, Error> {
        let id = id.to_owned();
        self.pool.read(move |connection| ledger::submission(connection, &id)).await
    }

    async fn account(&self) -> Result<Account, Error> {
        self.pool.read(ledger::account).await
    }

    async fn overdue(&self, before: &str) -> Result<Overdue, Error> {
        let before = before.to_owned();
        self.pool.read(move |connection| ledger::overdue(connection, &before)).await
    }

    async fn reasons(&self) -> Result<Vec<ReasonCount>, Error> {
        self.pool.read(ledger::reasons).await
    }

    async fn quarantine(&self, messages: Vec<Message>, at: &str) -> Result<(), Error> {
        let kept: Vec<Kept> = messages.into_iter().map(|message| Kept::of(message, at)).collect();
        self.pool.write(move |connection| ledger::quarantine(connection, &kept)).await
    }

    async fn quarantined(
        &self,
        reason: Option<&str>,
        before: i64,
        limit: usize,
    ) -> Result<Vec<QuarantinedMessage>, Error> {
        let reason = reason.map(str::to_owned);
        self.pool.read(move |connection| ledger::quarantined(connection, reason.as_deref(), before, limit)).await
    }

    async fn quarantined_messages(&self, which: &Selection, limit: usize) -> Result<Vec<Quarantined>, Error> {
        let which = which.clone();
        self.pool.read(move |connection| ledger::quarantined_messages(connection, &which, limit)).await
    }

    async fn release(&self, ids: &[i64], replayed: bool) -> Result<u64, Error> {
        let ids = ids.to_vec();
        self.pool.write(move |connection| ledger::release(connection, &ids, replayed)).await
    }

    async fn sums(&self) -> Result<Sums, Error> {
        self.pool.read(read::sums).await
    }
}
