//! The store on PostgreSQL: records partitioned by month of publication, one transaction a batch.
//!
//! Writers lock the articles of a batch in one order, and the sums over entities last, so that they neither deadlock nor
//! wait long for each other.

mod connect;
mod copies;
mod ledger;
mod matching;
mod partitions;
mod read;
mod schema;
mod tsvector;
mod write;

use async_trait::async_trait;
use dateline_messaging::Message;
use dateline_record::v1::{LedgerEntry, QuarantinedMessage, ReasonCount, Revision};

use crate::{
    Config, Error,
    backend::{Backend, Blob, EntityQuery, Link, NameRow, Ranked, Reindexed, Signed, Summary, Sums, Which, Written},
    entries,
    envelope::Kept,
    plan::Prepared,
    query::Find,
    store::{Account, Overdue, Quarantined, Selection},
};
use connect::{Database, retried};

/// A database on a server.
pub(crate) struct Postgres {
    database: Database,
}

impl Postgres {
    /// Prepares to connect; the first use connects.
    pub(crate) fn open(config: &Config) -> Result<Self, Error> {
        Ok(Self { database: Database::open(config)? })
    }

    /// Whether the database holds no table, sequence or view of anybody's.
    pub(crate) async fn is_empty(&self) -> Result<bool, Error> {
        let statement = "SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LIMIT 1";
        Ok(self.database.rows(statement, &[]).await?.is_empty())
    }

    /// What autovacuum does in its time.
    pub(crate) async fn vacuum(&self) -> Result<(), Error> {
        let client = self.database.client().await?;
        for statement in ["SET statement_timeout = 0", "VACUUM (ANALYZE)", "RESET statement_timeout"] {
            client.batch_execute(statement).await.map_err(connect::sql)?;
        }
        Ok(())
    }
}

#[async_trait]
impl Backend for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    async fn migrate(&self) -> Result<u32, Error> {
        schema::migrate(&mut self.database.client().await?).await
    }

    async fn ready(&self) -> Result<(), Error> {
        let client = self.database.client().await?;
        schema::check(&client).await?;
        schema::writable(&client).await
    }

    async fn put(&self, batch: Vec<Prepared>) -> Result<Written, Error> {
        partitions::ensure(&self.database, &batch).await?;
        retried(|| write::put(&self.database, &batch)).await
    }

    async fn delete(&self, article: &str) -> Result<u32, Error> {
        retried(|| write::delete(&self.database, article)).await
    }

    async fn update_index(&self, rows: Vec<Reindexed>) -> Result<(), Error> {
        retried(|| write::update_index(&self.database, &rows)).await
    }

    async fn recount(&self) -> Result<(), Error> {
        retried(|| write::recount(&self.database)).await
    }

    async fn find(&self, article: &str, revision: Option<&str>) -> Result<Option<i64>, Error> {
        read::find(&self.database, article, revision).await
    }

    async fn revisions(&self, article: &str) -> Result<Vec<Revision>, Error> {
        read::revisions(&self.database, article).await
    }

    async fn matches(&self, find: &Find, limit: usize) -> Result<Vec<i64>, Error> {
        matching::matches(&self.database, find, limit).await
    }

    async fn ranked(&self, find: &Find, limit: usize) -> Result<Ranked, Error> {
        matching::ranked(&self.database, find, limit).await
    }

    async fn records(&self, places: &[i64]) -> Result<Vec<Blob>, Error> {
        read::records(&self.database, places).await
    }

    async fn summaries(&self, places: &[i64]) -> Result<Vec<Summary>, Error> {
        read::summaries(&self.database, places).await
    }

    async fn walk(&self, after: Option<i64>, limit: usize) -> Result<Vec<Blob>, Error> {
        read::walk(&self.database, after, limit).await
    }

    async fn filed(&self, keys: Vec<u32>, most: usize) -> Result<Vec<(u32, i64)>, Error> {
        copies::filed(&self.database, &keys, most).await
    }

    async fn signed(&self, which: Which) -> Result<Vec<Signed>, Error> {
        copies::signed(&self.database, &which).await
    }

    async fn link(&self, links: Vec<Link>) -> Result<Vec<String>, Error> {
        retried(|| copies::link(&self.database, &links)).await
    }

    async fn entity_names(&self, keys: &[String]) -> Result<Vec<NameRow>, Error> {
        read::entity_names(&self.database, keys).await
    }

    async fn search_entities(&self, query: &EntityQuery) -> Result<Vec<(String, i64)>, Error> {
        read::search_entities(&self.database, query).await
    }

    async fn co_mentioned(&self, key: &str, limit: usize) -> Result<Vec<(String, i64)>, Error> {
        read::co_mentioned(&self.database, key, limit).await
    }

    async fn log(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, i64)>, Error> {
        read::log(&self.database, after, limit).await
    }

    async fn log_end(&self) -> Result<String, Error> {
        read::log_end(&self.database).await
    }

    async fn enter(&self, entries: Vec<LedgerEntry>) -> Result<(), Error> {
        let entries = entries::folded(entries);
        retried(|| ledger::enter_alone(&self.database, &entries)).await
    }

    async fn submission(&self, id: &str) -> Result<Option<LedgerEntry>, Error> {
        ledger::submission(&self.database, id).await
    }

    async fn account(&self) -> Result<Account, Error> {
        ledger::account(&self.database).await
    }

    async fn overdue(&self, before: &str) -> Result<Overdue, Error> {
        ledger::overdue(&self.database, before).await
    }

    async fn reasons(&self) -> Result<Vec<ReasonCount>, Error> {
        ledger::reasons(&self.database).await
    }

    async fn quarantine(&self, messages: Vec<Message>, at: &str) -> Result<(), Error> {
        let kept: Vec<Kept> = messages.into_iter().map(|message| Kept::of(message, at)).collect();
        retried(|| ledger::quarantine(&self.database, &kept)).await
    }

    async fn quarantined(
        &self,
        reason: Option<&str>,
        before: i64,
        limit: usize,
    ) -> Result<Vec<QuarantinedMessage>, Error> {
        ledger::quarantined(&self.database, reason, before, limit).await
    }

    async fn quarantined_messages(&self, which: &Selection, limit: usize) -> Result<Vec<Quarantined>, Error> {
        ledger::quarantined_messages(&self.database, which, limit).await
    }

    async fn release(&self, ids: &[i64], replayed: bool) -> Result<u64, Error> {
        retried(|| ledger::release(&self.database, ids, replayed)).await
    }

    async fn sums(&self) -> Result<Sums, Error> {
        read::sums(&self.database).await
    }
}
