//! The trait that every store implements.

use std::time::Duration;

use async_trait::async_trait;
use dateline_messaging::Message;
use dateline_record::v1::{
    ArticleFilter, ArticleRecord, ArticleSummary, CoMention, EntityProfile, FactFilter, GetStatsResponse, LedgerEntry,
    QuarantinedMessage, ReasonCount, Revision, SearchHit, entity, ledger_entry,
};
use thiserror::Error;

/// A finished record to store, with the submission it came from.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Id of the submission.
    pub submission_id: String,
    /// The record, spans in UTF-8.
    pub record: ArticleRecord,
}

/// What came of storing one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It was new, or its submission stored it before.
    Stored,
    /// Another submission stored the same article and revision before.
    Duplicate,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Opaque token of the next page; empty at the end.
    pub next: String,
}

/// Which page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// At most so many items.
    pub size: usize,
    /// Token of the page; empty for the first. A token of another query is refused with [`Kind::Invalid`].
    pub token: String,
}

/// The kinds of fact that can be listed and watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// `ArticleRecord.events`
    Event,
    /// `ArticleRecord.quotes`
    Quote,
    /// `ArticleRecord.quantities`
    Quantity,
    /// `ArticleRecord.claims`
    Claim,
    /// `Entity.mentions`
    Mention,
}

/// A fact found: the record it stands in, and its place there.
#[derive(Debug, Clone)]
pub struct FactHit {
    /// The whole record, shared by the facts of one article.
    pub record: std::sync::Arc<ArticleRecord>,
    /// The kind of fact.
    pub kind: FactKind,
    /// Index into the record's list of that kind; for a mention, of the entity.
    pub index: usize,
    /// For a mention, index into the entity's mentions; else 0.
    pub mention: usize,
}

/// A record in the order of storage.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// Its position: opaque, ordered by the store alone, stable across restarts.
    pub position: String,
    /// The record.
    pub record: std::sync::Arc<ArticleRecord>,
}

/// Articles found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// Best first; highlights in UTF-8.
    pub hits: Vec<SearchHit>,
    /// Opaque token of the next page; empty at the end.
    pub next: String,
    /// True when the ranking covers only the most recent of the matches.
    pub ranked_recent_only: bool,
}

/// The account of all submissions, from the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Submissions known.
    pub received: u64,
    /// By terminal state.
    pub stored: u64,
    /// The same article and revision was there before.
    pub duplicate: u64,
    /// Cannot become an article.
    pub rejected: u64,
    /// In quarantine, or dropped from it.
    pub quarantined: u64,
    /// Known and in no terminal state.
    pub in_flight: u64,
}

/// Submissions in flight for longer than they should be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overdue {
    /// How many.
    pub count: u64,
    /// The oldest of them, oldest first, at most [`Overdue::LISTED`].
    pub oldest: Vec<LedgerEntry>,
}

impl Overdue {
    /// How many are listed.
    pub const LISTED: usize = 20;
}

/// A message in quarantine, with what is needed to send it back.
#[derive(Debug, Clone)]
pub struct Quarantined {
    /// As the API shows it, body included.
    pub shown: QuarantinedMessage,
    /// As the bus takes it, its attempts set back to 0.
    pub message: Message,
}

/// Which messages in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These.
    Ids(Vec<String>),
    /// All with this reason.
    Reason(String),
    /// All.
    All,
}

/// A store of records. Every write is durable when it returns, whole or not at all, and idempotent.
///
/// Every implementation passes the conformance suite in `tests/it/conformance.rs`. Spans are in UTF-8 throughout.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Brings the schema up to date, under a lock; refuses an unknown or changed version with [`Kind::Misconfigured`].
    /// Returns the schema version.
    async fn migrate(&self) -> Result<u32, Error>;

    /// Stores records in one transaction, with their index rows, ledger entries (STORED or DUPLICATE) and positions in
    /// the log. Idempotent on (article, revision, extractor version): an older extractor version never replaces a newer,
    /// and a newer one replaces the record of its revision. A revision that comes again, made or fetched after the current
    /// one, is current again.
    async fn put(&self, records: Vec<NewRecord>) -> Result<Vec<Stored>, Error>;

    /// Takes ledger entries. A terminal state is never undone by RECEIVED; QUARANTINED gives way to any other terminal
    /// state (a replay); other terminal states stay.
    async fn enter(&self, entries: Vec<LedgerEntry>) -> Result<(), Error>;

    /// Keeps messages from the quarantine queue, and enters them in the ledger as QUARANTINED. `at` is RFC 3339.
    async fn quarantine(&self, messages: Vec<Message>, at: &str) -> Result<(), Error>;

    /// The record of an article: of its current revision, or of the one named.
    async fn get(&self, id: &str, revision: Option<&str>) -> Result<Option<ArticleRecord>, Error>;

    /// The revisions of an article: the current one, then by when they were made or fetched, else stored, latest first;
    /// empty when there is no such article.
    async fn revisions(&self, id: &str) -> Result<Vec<Revision>, Error>;

    /// Removes an article with all its revisions and rows; returns how many revisions there were.
    async fn delete(&self, id: &str) -> Result<u32, Error>;

    /// Articles by publication, latest first, those without a date last.
    async fn list(&self, filter: &ArticleFilter, page: &PageRequest) -> Result<Page<ArticleSummary>, Error>;

    /// Articles that match a query, best first.
    async fn search(&self, query: &str, filter: &ArticleFilter, page: &PageRequest) -> Result<SearchPage, Error>;

    /// Facts of current revisions, latest publication first.
    async fn facts(&self, kind: FactKind, filter: &FactFilter, page: &PageRequest) -> Result<Page<FactHit>, Error>;

    /// One entity by key.
    async fn entity(&self, key: &str) -> Result<Option<EntityProfile>, Error>;

    /// Entities by name, most mentioned first.
    async fn search_entities(
        &self,
        query: &str,
        kind: Option<entity::Kind>,
        page: &PageRequest,
    ) -> Result<Page<EntityProfile>, Error>;

    /// Entities in the same articles as the one with `key`, most often first.
    async fn co_mentioned(&self, key: &str, limit: usize) -> Result<Vec<CoMention>, Error>;

    /// Records after a position of the log (`None`: from the first), in the order of storage, at most `limit`. Never skips
    /// a record that becomes visible later; a position given out by [`Store::log_end`] or a [`LogEntry`] is accepted.
    async fn log(&self, after: Option<&str>, limit: usize) -> Result<Vec<LogEntry>, Error>;

    /// The position after which everything stored from now on comes.
    async fn log_end(&self) -> Result<String, Error>;

    /// The ledger's entry of a submission.
    async fn submission(&self, id: &str) -> Result<Option<LedgerEntry>, Error>;

    /// Sums of the ledger.
    async fn account(&self) -> Result<Account, Error>;

    /// Submissions in flight for at least `age`. An entry without a time counts as overdue.
    async fn overdue(&self, age: Duration) -> Result<Overdue, Error>;

    /// Rejected and quarantined submissions by reason, most first.
    async fn reasons(&self) -> Result<Vec<ReasonCount>, Error>;

    /// Messages in quarantine, latest first, without bodies.
    async fn quarantined(&self, reason: Option<&str>, page: &PageRequest) -> Result<Page<QuarantinedMessage>, Error>;

    /// Messages in quarantine with what is needed to send them back, at most `limit`.
    async fn quarantined_messages(&self, which: &Selection, limit: usize) -> Result<Vec<Quarantined>, Error>;

    /// Forgets messages in quarantine. `replayed`: their submissions are RECEIVED again; else they stay QUARANTINED.
    async fn release(&self, ids: &[String], replayed: bool) -> Result<u64, Error>;

    /// Rebuilds index rows of up to `limit` records after a cursor (`None`: from the first); returns the next cursor and
    /// how many were done. Safe beside live writes.
    async fn reindex(&self, after: Option<&str>, limit: usize) -> Result<(Option<String>, u64), Error>;

    /// Sizes, with `store` and `schema_version` filled in.
    async fn stats(&self) -> Result<GetStatsResponse, Error>;

    /// Ready when it can be read and written now.
    async fn ready(&self) -> Result<(), Error>;

    /// `postgres` or `embedded`.
    fn name(&self) -> &'static str;
}

/// The terminal state that a storage result is entered as.
impl From<Stored> for ledger_entry::State {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Stored => Self::Stored,
            Stored::Duplicate => Self::Duplicate,
        }
    }
}

/// A failure of the store.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct Error {
    /// What to do about it.
    pub kind: Kind,
    /// What happened and what to do next, for a person.
    pub message: String,
}

impl Error {
    /// A failure of a kind, with what happened and what to do next.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// What a failure asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request is wrong: a query that does not parse, a token of another list.
    Invalid,
    /// The store cannot be reached or is busy: try again with back-off.
    Unavailable,
    /// The schema or the configuration is wrong: a person must act.
    Misconfigured,
    /// This record can never be stored.
    Rejected,
    /// A defect, or damaged data.
    Internal,
}

impl Account {
    /// Whether every submission known is in exactly one state.
    #[must_use]
    pub fn sums_hold(&self) -> bool {
        self.received == self.stored + self.duplicate + self.rejected + self.quarantined + self.in_flight
    }

    /// From the number of submissions in each state.
    pub(crate) fn of(states: Vec<(i32, i64)>) -> Self {
        use ledger_entry::State;
        let mut account = Self::default();
        for (state, count) in states {
            let count = u64::try_from(count).unwrap_or_default();
            account.received += count;
            match State::try_from(state).unwrap_or_default() {
                State::Stored => account.stored += count,
                State::Duplicate => account.duplicate += count,
                State::Rejected => account.rejected += count,
                State::Quarantined => account.quarantined += count,
                State::Received | State::Unspecified => account.in_flight += count,
            }
        }
        account
    }
}
