//! The trait that every bus implements, and what travels on it.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use dateline_record::v1::Lane;
use futures::stream::BoxStream;
use prost::Name;
use thiserror::Error;

/// Where a message is sent. A route leads to exactly one queue, except `Stored`, which every listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// `articles.submitted[.backfill]`: a `RawArticle`, from producers to ingest.
    Submitted(Lane),
    /// `articles.parsed[.backfill]`: a `ParsedArticle`, from ingest to extraction.
    Parsed(Lane),
    /// `records.extracted[.backfill]`: an `ExtractedRecord`, from extraction to storage.
    Extracted(Lane),
    /// `ledger`: a `LedgerBatch`, from any role to storage.
    Ledger,
    /// `records.stored`: a `StoredNotice`, from storage to every gateway; not durable.
    Stored,
}

/// What a role consumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Fed by [`Route::Submitted`].
    Submitted(Lane),
    /// Fed by [`Route::Parsed`].
    Parsed(Lane),
    /// Fed by [`Route::Extracted`].
    Extracted(Lane),
    /// Fed by [`Route::Ledger`].
    Ledger,
    /// Fed by what was given up: by a handler, after the last attempt, or by the broker.
    Quarantine,
}

/// Content type of an encoded protobuf message.
pub const PROTOBUF: &str = "application/protobuf";

/// A message with its properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it is sent, or was.
    pub route: Route,
    /// Id of the submission it belongs to; empty only for `Ledger` and `Stored`, and for a producer that gave none.
    pub id: String,
    /// `application/protobuf` or `application/json`.
    pub content_type: String,
    /// Name of the message with its schema version: `dateline.v1.RawArticle`. Empty when the producer gave none.
    pub schema: String,
    /// W3C `traceparent`; empty when there is none.
    pub trace: String,
    /// How often a handler gave it back before: 0 at first. Deliveries lost with their worker are not counted here.
    pub attempt: u32,
    /// Why it was given up: set in [`Queue::Quarantine`] only. (reason, detail for a person)
    pub failure: Option<(String, String)>,
    /// The encoded message.
    pub body: Bytes,
}

impl Message {
    /// A protobuf message about a submission (empty for none), its schema named by its type, without a trace.
    #[must_use]
    pub fn protobuf<M: Name>(route: Route, id: String, body: &M) -> Self {
        Self {
            route,
            id,
            content_type: PROTOBUF.to_owned(),
            schema: M::full_name(),
            trace: String::new(),
            attempt: 0,
            failure: None,
            body: body.encode_to_vec().into(),
        }
    }

    /// Refuses what no bus can carry: a body over the limit, or a property that AMQP has no room for.
    pub(crate) fn check(&self, body_limit: usize) -> Result<(), Error> {
        let properties = [&self.id, &self.content_type, &self.schema, &self.trace];
        let problem = if self.body.len() > body_limit {
            format!("its body has {} bytes, bus.message_limit allows {body_limit}", self.body.len())
        } else if let Some(long) = properties.into_iter().find(|property| property.len() > 255) {
            format!("one of its properties has {} bytes, 255 are allowed", long.len())
        } else {
            return Ok(());
        };
        Err(Error::new(Kind::Rejected, format!("a message for `{}` cannot be published: {problem}", self.route.key())))
    }
}

/// A message taken from a queue, not yet acknowledged.
#[derive(Debug)]
pub struct Delivery {
    /// The message.
    pub message: Message,
    /// Names the delivery to the consumer that it came from.
    pub tag: u64,
}

/// A queue with its depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueStatus {
    /// Its name on the bus.
    pub name: String,
    /// Messages ready.
    pub ready: u64,
    /// Consumers; 0 where the bus cannot tell.
    pub consumers: u32,
    /// `work`, `retry`, `quarantine`, `ledger` or `unroutable`.
    pub role: &'static str,
    /// True for a submit queue: its messages are not yet in the ledger.
    pub before_ledger: bool,
}

/// A durable bus with at-least-once delivery.
///
/// Every implementation passes the conformance suite in `tests/it/conformance.rs`.
#[async_trait]
pub trait Bus: Send + Sync + 'static {
    /// Declares everything that the bus needs. Idempotent; every role calls it at start.
    async fn declare(&self) -> Result<(), Error>;

    /// Publishes messages and returns once the bus has every one of them durably.
    ///
    /// On an error any part of them may have been published: publish again, handlers are idempotent. Waits while the
    /// bus is full or blocked, up to the configured time, then fails with [`Kind::Busy`].
    async fn publish(&self, messages: Vec<Message>) -> Result<(), Error>;

    /// Starts consuming a queue with at most `prefetch` deliveries unacknowledged.
    async fn consume(&self, queue: Queue, prefetch: u16) -> Result<Box<dyn Consumer>, Error>;

    /// Notices from [`Route::Stored`], from now on. A hint: a listener that misses one finds the data in the store.
    async fn stored(&self) -> Result<BoxStream<'static, ()>, Error>;

    /// Every queue with its depth, in the order of an article's way.
    async fn queues(&self) -> Result<Vec<QueueStatus>, Error>;

    /// Ready when messages can be published and taken now.
    async fn ready(&self) -> Result<(), Error>;

    /// `rabbitmq` or `embedded`.
    fn name(&self) -> &'static str;

    /// Lets go of connections once what is in flight is confirmed.
    async fn close(&self);
}

/// One consumer of one queue. It outlives lost channels and connections; what was not acknowledged comes again.
#[async_trait]
pub trait Consumer: Send {
    /// Waits for a delivery, then takes what else arrives within `linger`, up to `max` in all. Never empty. Safe to
    /// drop while waiting: no delivery is lost by it.
    async fn next(&mut self, max: usize, linger: Duration) -> Result<Vec<Delivery>, Error>;

    /// Acknowledges finished deliveries. A delivery acknowledged twice, or lost meanwhile, is no error.
    async fn ack(&mut self, tags: &[u64]) -> Result<(), Error>;

    /// Gives deliveries back, to be delivered again after the delay of their next attempt, or to quarantine with
    /// `reason` and `detail` once the attempts are used up. Durable when it returns.
    async fn retry(&mut self, tags: &[u64], reason: &str, detail: &str) -> Result<(), Error>;

    /// Moves deliveries to quarantine at once. Durable when it returns.
    async fn quarantine(&mut self, tags: &[u64], reason: &str, detail: &str) -> Result<(), Error>;

    /// Stops taking deliveries and gives back those not acknowledged, without counting an attempt.
    async fn close(self: Box<Self>);
}

/// A failure of the bus.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct Error {
    /// What to do about it.
    pub kind: Kind,
    /// What happened and what to do next, for a person.
    pub message: String,
}

impl Error {
    /// A failure with what a person should do.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// What a failure asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The bus is full or blocked: try again later, tell the client to slow down.
    Busy,
    /// The bus cannot be reached: try again with back-off.
    Unavailable,
    /// The configuration is wrong: a person must act.
    Misconfigured,
    /// A message can never be published: too large, for example.
    Rejected,
    /// A defect.
    Internal,
}
