//! The storage role: records, ledger entries and quarantined messages, off the bus and into the store.
//!
//! While the store is away the role waits with its batch in hand, so that an outage uses up no attempts; only an outage
//! longer than ten minutes gives messages back, before the broker takes the consumer for dead.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use dateline_messaging::{
    Bus, Message, Queue, Route,
    worker::{self, Handler, Options, Verdict},
};
use dateline_record::{
    ids,
    v1::{ExtractedRecord, Lane, LedgerBatch, StoredNotice},
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    Error, Kind, Store,
    store::{NewRecord, Stored},
    time,
};

/// How long a batch waits for a store that is away.
const PATIENCE: Duration = Duration::from_secs(600);
/// Between two looks at a store that is away: at first, and at most.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Stores what the other roles send, until `shutdown`; then finishes what is in hand.
///
/// # Errors
/// When the bus is misconfigured.
pub async fn run(
    bus: Arc<dyn Bus>,
    store: Arc<dyn Store>,
    options: Options,
    shutdown: CancellationToken,
) -> Result<(), dateline_messaging::Error> {
    let patient = Patient { store, shutdown: shutdown.clone() };
    let start = |queue, handler: Arc<dyn Handler>| {
        Box::pin(worker::run(bus.clone(), queue, handler, options.clone(), shutdown.clone()))
    };
    let records = Arc::new(Records(patient.clone()));
    tokio::try_join!(
        start(Queue::Extracted(Lane::Live), records.clone()),
        start(Queue::Extracted(Lane::Backfill), records),
        start(Queue::Ledger, Arc::new(Ledger(patient.clone()))),
        start(Queue::Quarantine, Arc::new(Quarantine(patient))),
    )?;
    Ok(())
}

/// The store, with patience.
#[derive(Clone)]
struct Patient {
    store: Arc<dyn Store>,
    shutdown: CancellationToken,
}

impl Patient {
    /// Tries until it is done, it can never be done, patience ends or the role shuts down.
    async fn write<T, F>(&self, mut attempt: impl FnMut(Arc<dyn Store>) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let until = Instant::now() + PATIENCE;
        let mut pause = BACK_OFF.0;
        loop {
            match attempt(self.store.clone()).await {
                Err(error) if self.is_worth_waiting(&error) && Instant::now() < until => {
                    tracing::warn!(store = self.store.name(), %error, "the store is away, waiting");
                    metrics::counter!("dateline_store_waits_total").increment(1);
                    if !self.until_ready(&mut pause, until).await {
                        return Err(error);
                    }
                }
                other => return other,
            }
        }
    }

    fn is_worth_waiting(&self, error: &Error) -> bool {
        matches!(error.kind, Kind::Unavailable | Kind::Misconfigured) && !self.shutdown.is_cancelled()
    }

    /// Waits until the store is ready; false when that is not to be.
    async fn until_ready(&self, pause: &mut Duration, until: Instant) -> bool {
        loop {
            tokio::select! {
                () = tokio::time::sleep(*pause) => {}
                () = self.shutdown.cancelled() => return false,
            }
            *pause = (*pause * 2).min(BACK_OFF.1);
            if self.store.ready().await.is_ok() {
                return true;
            }
            if Instant::now() >= until {
                return false;
            }
        }
    }
}

/// What an error makes of a message.
fn verdict(error: &Error) -> Verdict {
    let detail = error.message.clone();
    match error.kind {
        Kind::Rejected => Verdict::Quarantine { reason: "store_rejected".into(), detail },
        Kind::Unavailable | Kind::Misconfigured => Verdict::Retry { reason: "store_unavailable".into(), detail },
        Kind::Invalid | Kind::Internal => Verdict::Retry { reason: "store_failed".into(), detail },
    }
}

fn decode<M: prost::Message + Default>(message: &Message, schema: &str) -> Result<M, Verdict> {
    let quarantine = |reason: &str, detail| Err(Verdict::Quarantine { reason: reason.into(), detail });
    if !message.schema.is_empty() && message.schema != schema {
        return quarantine("unknown_schema", format!("expected {schema}, found {}", message.schema));
    }
    M::decode(message.body.clone()).or_else(|error| quarantine("decode", format!("not a {schema}: {error}")))
}

struct Records(Patient);

#[async_trait]
impl Handler for Records {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let mut verdicts: Vec<Option<Verdict>> = Vec::with_capacity(batch.len());
        let mut records = Vec::new();
        for message in &batch {
            match decode::<ExtractedRecord>(message, "dateline.v1.ExtractedRecord") {
                Ok(extracted) => {
                    let record = extracted.record.unwrap_or_default();
                    records.push(NewRecord { submission_id: message.id.clone(), record });
                    verdicts.push(None);
                }
                Err(verdict) => verdicts.push(Some(verdict)),
            }
        }
        let mut stored = self.store(records).await.into_iter();
        verdicts
            .into_iter()
            .map(|verdict| verdict.or_else(|| stored.next()).unwrap_or(Verdict::Done(Vec::new())))
            .collect()
    }
}

impl Records {
    /// Stores records together; when one of them spoils it, each by itself.
    async fn store(&self, records: Vec<NewRecord>) -> Vec<Verdict> {
        if records.is_empty() {
            return Vec::new();
        }
        match self.put(&records).await {
            Ok(stored) => self.done(&stored).await,
            Err(error) if matches!(error.kind, Kind::Unavailable | Kind::Misconfigured) => {
                records.iter().map(|_| verdict(&error)).collect()
            }
            Err(_) => {
                let mut verdicts = Vec::with_capacity(records.len());
                for record in &records {
                    verdicts.push(match self.put(std::slice::from_ref(record)).await {
                        Ok(stored) => self.done(&stored).await.pop().unwrap_or(Verdict::Done(Vec::new())),
                        Err(error) => verdict(&error),
                    });
                }
                verdicts
            }
        }
    }

    async fn put(&self, records: &[NewRecord]) -> Result<Vec<Stored>, Error> {
        self.0
            .write(|store| {
                let records = records.to_vec();
                async move { store.put(records).await }
            })
            .await
    }

    /// Counts what was stored, and has the first verdict carry the notice.
    async fn done(&self, stored: &[Stored]) -> Vec<Verdict> {
        let new = stored.iter().filter(|stored| **stored == Stored::Stored).count();
        metrics::counter!("dateline_records_stored_total").increment(new as u64);
        metrics::counter!("dateline_records_duplicate_total").increment((stored.len() - new) as u64);
        let position = self.0.store.log_end().await.unwrap_or_default();
        let mut verdicts = vec![Verdict::Done(vec![notice(position)])];
        verdicts.resize(stored.len(), Verdict::Done(Vec::new()));
        verdicts
    }
}

fn notice(position: String) -> Message {
    Message::protobuf(Route::Stored, String::new(), &StoredNotice { position })
}

struct Ledger(Patient);

#[async_trait]
impl Handler for Ledger {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let decoded: Vec<_> =
            batch.iter().map(|message| decode::<LedgerBatch>(message, "dateline.v1.LedgerBatch")).collect();
        let entries: Vec<_> =
            decoded.iter().filter_map(|batch| batch.as_ref().ok()).flat_map(|batch| batch.entries.clone()).collect();
        let entered = self
            .0
            .write(|store| {
                let entries = entries.clone();
                async move { store.enter(entries).await }
            })
            .await;
        let done = entered.as_ref().map_or_else(verdict, |()| Verdict::Done(Vec::new()));
        decoded.into_iter().map(|batch| batch.map_or_else(|bad| bad, |_| done.clone())).collect()
    }
}

struct Quarantine(Patient);

#[async_trait]
impl Handler for Quarantine {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let at = time::now().to_string();
        let messages: Vec<Message> = batch.into_iter().map(named).collect();
        let write = self.0.write(|store| {
            let (messages, at) = (messages.clone(), at.clone());
            async move { store.quarantine(messages, &at).await }
        });
        let done = match write.await {
            Ok(()) => Verdict::Done(Vec::new()),
            Err(Error { message: detail, .. }) => Verdict::Retry { reason: "store_failed".into(), detail },
        };
        metrics::counter!("dateline_messages_quarantined_total").increment(messages.len() as u64);
        vec![done; messages.len()]
    }
}

/// A submission whose producer gave no id is named by its bytes, as ingest does.
fn named(mut message: Message) -> Message {
    if message.id.is_empty() && matches!(message.route, Route::Submitted(_)) {
        message.id = ids::submission_id(&message.body);
    }
    message
}
