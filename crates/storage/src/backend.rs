//! What a database must do for a store. Everything that does not depend on the database is in [`crate::indexed`].

use async_trait::async_trait;
use dateline_messaging::Message;
use dateline_record::{
    fingerprint::Signature,
    v1::{LedgerEntry, QuarantinedMessage, ReasonCount, Revision},
};

use crate::{
    Error,
    plan::Prepared,
    query::{Find, Phrase},
    rows::Row,
    store::{Account, Overdue, Quarantined, Selection, Stored},
};

/// A stored record, as it lies in the store.
#[derive(Debug, Clone)]
pub(crate) struct Blob {
    pub(crate) place: i64,
    /// Milliseconds since 1970.
    pub(crate) stored_at: i64,
    /// Compressed.
    pub(crate) record: Vec<u8>,
    pub(crate) original: Option<Original>,
}

/// What lists show of a current record.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub(crate) place: i64,
    /// Encoded.
    pub(crate) summary: Vec<u8>,
    pub(crate) original: Option<Original>,
}

/// What an article is held to be a copy of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Original {
    pub(crate) article: String,
    /// How much of the shorter text is in the longer one, from 0 to 1.
    pub(crate) similarity: f64,
}

/// A current article that can be compared with others.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) place: i64,
    pub(crate) article: String,
    pub(crate) signature: Signature,
    pub(crate) original: Option<Original>,
}

/// What has become of a batch.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// One for each of the batch.
    pub(crate) results: Vec<Stored>,
    /// Articles of it that the store had before, now or in another revision.
    pub(crate) known: Vec<String>,
    /// The others, as far as they can be compared: none is a copy yet, nor has one.
    pub(crate) fresh: Vec<Signed>,
}

/// Which articles that can be compared are asked for.
#[derive(Debug, Clone)]
pub(crate) enum Which {
    At(Vec<i64>),
    Named(Vec<String>),
    /// Those that are held to be copies of the articles named: as many at most.
    CopiesOf(Vec<String>, usize),
}

/// An article at a place becomes a copy of another, or of none.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) place: i64,
    pub(crate) article: String,
    /// What it is held to be a copy of until now.
    pub(crate) before: Option<String>,
    pub(crate) now: Option<Original>,
}

/// The most recent matches.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    /// Places with their ranks, latest first; a higher rank is a better match.
    pub(crate) matches: Vec<(i64, f64)>,
    /// What lies below this place was not looked at.
    pub(crate) stopped: Option<i64>,
}

/// One name of an entity, over all articles.
#[derive(Debug, Clone)]
pub(crate) struct NameRow {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) kind: i32,
    pub(crate) links: Vec<u8>,
    pub(crate) articles: i64,
    pub(crate) mentions: i64,
}

/// Sums over the current records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    pub(crate) articles: u64,
    pub(crate) revisions: u64,
    pub(crate) entities: u64,
    pub(crate) mentions: u64,
    pub(crate) events: u64,
    pub(crate) quotes: u64,
    pub(crate) quantities: u64,
    pub(crate) claims: u64,
    pub(crate) version: u32,
}

/// A new index of a stored record.
#[derive(Debug, Clone)]
pub(crate) struct Reindexed {
    pub(crate) place: i64,
    pub(crate) stored_at: i64,
    pub(crate) row: Row,
}

/// Which entities are searched for.
#[derive(Debug, Clone)]
pub(crate) struct EntityQuery {
    /// Words of the name, the last one perhaps only begun.
    pub(crate) words: Phrase,
    /// 0 for any.
    pub(crate) kind: i32,
    /// Mentions and key of the last one of the page before.
    pub(crate) after: Option<(i64, String)>,
    pub(crate) limit: usize,
}

/// A database with records in it. Lists are latest first; places are unique.
#[async_trait]
pub(crate) trait Backend: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    async fn migrate(&self) -> Result<u32, Error>;
    async fn ready(&self) -> Result<(), Error>;

    async fn put(&self, batch: Vec<Prepared>) -> Result<Written, Error>;
    /// Deletes an article; its copies are copies of nothing then.
    async fn delete(&self, article: &str) -> Result<u32, Error>;
    async fn update_index(&self, rows: Vec<Reindexed>) -> Result<(), Error>;
    /// Rebuilds the sums over entities from the rows.
    async fn recount(&self) -> Result<(), Error>;

    /// Place of an article's current revision, or of the one named.
    async fn find(&self, article: &str, revision: Option<&str>) -> Result<Option<i64>, Error>;
    async fn revisions(&self, article: &str) -> Result<Vec<Revision>, Error>;
    /// Places of current records that match, latest first.
    async fn matches(&self, find: &Find, limit: usize) -> Result<Vec<i64>, Error>;
    /// As `matches`, with ranks; may stop where looking further would take long.
    async fn ranked(&self, find: &Find, limit: usize) -> Result<Ranked, Error>;
    /// Records at places, in any order; those that are gone are left out.
    async fn records(&self, places: &[i64]) -> Result<Vec<Blob>, Error>;
    /// Summaries of current records at places, in any order.
    async fn summaries(&self, places: &[i64]) -> Result<Vec<Summary>, Error>;
    /// The first `limit` current records after a place, lowest first.
    async fn walk(&self, after: Option<i64>, limit: usize) -> Result<Vec<Blob>, Error>;

    /// Keys of signatures with the places of current articles that have them: of each key the `most` earliest and latest,
    /// perhaps some twice.
    async fn filed(&self, keys: Vec<u32>, most: usize) -> Result<Vec<(u32, i64)>, Error>;
    /// Articles with signatures, in any order.
    async fn signed(&self, which: Which) -> Result<Vec<Signed>, Error>;
    /// Links articles; returns those that were changed by another meanwhile, and so are not.
    async fn link(&self, links: Vec<Link>) -> Result<Vec<String>, Error>;

    async fn entity_names(&self, keys: &[String]) -> Result<Vec<NameRow>, Error>;
    /// Keys and mentions, most mentioned first.
    async fn search_entities(&self, query: &EntityQuery) -> Result<Vec<(String, i64)>, Error>;
    /// Keys with the number of articles that they share with `key`, most first.
    async fn co_mentioned(&self, key: &str, limit: usize) -> Result<Vec<(String, i64)>, Error>;

    /// Positions and places after a position.
    async fn log(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, i64)>, Error>;
    async fn log_end(&self) -> Result<String, Error>;

    async fn enter(&self, entries: Vec<LedgerEntry>) -> Result<(), Error>;
    async fn submission(&self, id: &str) -> Result<Option<LedgerEntry>, Error>;
    async fn account(&self) -> Result<Account, Error>;
    /// Submissions in flight since `before` or longer.
    async fn overdue(&self, before: &str) -> Result<Overdue, Error>;
    async fn reasons(&self) -> Result<Vec<ReasonCount>, Error>;

    async fn quarantine(&self, messages: Vec<Message>, at: &str) -> Result<(), Error>;
    /// Messages before an id, without bodies.
    async fn quarantined(
        &self,
        reason: Option<&str>,
        before: i64,
        limit: usize,
    ) -> Result<Vec<QuarantinedMessage>, Error>;
    async fn quarantined_messages(&self, which: &Selection, limit: usize) -> Result<Vec<Quarantined>, Error>;
    async fn release(&self, ids: &[i64], replayed: bool) -> Result<u64, Error>;

    async fn sums(&self) -> Result<Sums, Error>;
}
