//! The loop of every role: take a batch, handle it, publish what follows, acknowledge.

mod batch;
mod settle;

use std::{collections::HashMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio::{
    task::{Id, JoinError, JoinSet},
    time::{Instant, sleep, timeout_at},
};
use tokio_util::sync::CancellationToken;

use self::{batch::Batch, settle::Outcome};
use crate::{Bus, Consumer, Delivery, Error, Kind, Message, Queue, events::Failed};

/// First pause after a failure of the bus; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Longest pause.
const LAST_PAUSE: Duration = Duration::from_secs(10);

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
/// A panic of the handler in a batch of several messages has each of them handled alone, so that only the one that
/// panics is retried, with reason `panic`. A wrong number of verdicts has the whole batch retried.
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
    let Some(consumer) = subscribe(&*bus, queue, &options, &shutdown).await? else { return Ok(()) };
    let loop_ = Loop { bus, queue, handler, options, shutdown, consumer, flying: JoinSet::new(), tags: HashMap::new() };
    loop_.run().await
}

/// Grows from failure to failure.
struct Pause(Duration);

impl Pause {
    fn new() -> Self {
        Self(FIRST_PAUSE)
    }

    async fn wait(&mut self) {
        sleep(self.0).await;
        self.0 = (self.0 * 2).min(LAST_PAUSE);
    }
}

async fn subscribe(
    bus: &dyn Bus,
    queue: Queue,
    options: &Options,
    shutdown: &CancellationToken,
) -> Result<Option<Box<dyn Consumer>>, Error> {
    let mut pause = Pause::new();
    loop {
        let subscribed = shutdown.run_until_cancelled(bus.consume(queue, options.prefetch)).await;
        match subscribed {
            None => return Ok(None),
            Some(Ok(consumer)) => return Ok(Some(consumer)),
            Some(Err(error)) if error.kind == Kind::Misconfigured => return Err(error),
            Some(Err(error)) => Failed { operation: "consume", queue, error: &error }.emit(),
        }
        if shutdown.run_until_cancelled(pause.wait()).await.is_none() {
            return Ok(None);
        }
    }
}

struct Loop {
    bus: Arc<dyn Bus>,
    queue: Queue,
    handler: Arc<dyn Handler>,
    options: Options,
    shutdown: CancellationToken,
    consumer: Box<dyn Consumer>,
    /// Batches being handled.
    flying: JoinSet<Vec<Outcome>>,
    /// Deliveries of each batch in flight, for when its task fails.
    tags: HashMap<Id, Vec<u64>>,
}

/// What the loop waits for.
enum Event {
    Shutdown,
    Finished(Result<(Id, Vec<Outcome>), JoinError>),
    Taken(Result<Vec<Delivery>, Error>),
}

impl Loop {
    async fn run(mut self) -> Result<(), Error> {
        let mut pause = Pause::new();
        let result = loop {
            match self.event().await {
                Event::Shutdown => break Ok(()),
                Event::Finished(finished) => self.finish(finished, None).await,
                Event::Taken(Ok(deliveries)) => {
                    pause = Pause::new();
                    self.start(deliveries);
                }
                Event::Taken(Err(error)) if error.kind == Kind::Misconfigured => break Err(error),
                Event::Taken(Err(error)) => {
                    Failed { operation: "next", queue: self.queue, error: &error }.emit();
                    let _ = self.shutdown.run_until_cancelled(pause.wait()).await;
                }
            }
        };
        self.drain().await;
        result
    }

    async fn event(&mut self) -> Event {
        let taken: usize = self.tags.values().map(Vec::len).sum();
        let room = self.flying.len() < self.options.concurrency.max(1) && taken < usize::from(self.options.prefetch);
        tokio::select! {
            biased;
            () = self.shutdown.cancelled() => Event::Shutdown,
            Some(finished) = self.flying.join_next_with_id() => Event::Finished(finished),
            taken = self.consumer.next(self.options.batch, self.options.linger), if room => Event::Taken(taken),
        }
    }

    fn start(&mut self, deliveries: Vec<Delivery>) {
        let tags = deliveries.iter().map(|delivery| delivery.tag).collect();
        let batch =
            Batch { bus: Arc::clone(&self.bus), queue: self.queue, handler: Arc::clone(&self.handler), deliveries };
        let task = self.flying.spawn(batch.work());
        self.tags.insert(task.id(), tags);
    }

    /// Applies the outcomes of a batch, trying again until the bus takes them or `deadline` has passed.
    async fn finish(&mut self, finished: Result<(Id, Vec<Outcome>), JoinError>, deadline: Option<Instant>) {
        let (id, outcomes) = match finished {
            Ok((id, outcomes)) => (id, Some(outcomes)),
            Err(error) => (error.id(), None),
        };
        let tags = self.tags.remove(&id).unwrap_or_default();
        // Panics of handlers are caught before: what ends here is a defect of the loop itself.
        let outcomes = outcomes.unwrap_or_else(|| vec![Outcome::retry(tags, "panic", "the worker's task ended")]);
        for outcome in outcomes {
            let mut pause = Pause::new();
            while let Err(error) = outcome.apply(&mut *self.consumer).await {
                Failed { operation: "settle", queue: self.queue, error: &error }.emit();
                let given_up = match deadline {
                    Some(deadline) => timeout_at(deadline, pause.wait()).await.is_err(),
                    None => self.shutdown.run_until_cancelled(pause.wait()).await.is_none(),
                };
                if given_up {
                    // Not acknowledged, so it comes again.
                    return;
                }
            }
            outcome.event(self.queue).emit();
        }
    }

    /// Finishes what is in flight, as far as the time allows, and gives back the rest.
    async fn drain(mut self) {
        let deadline = Instant::now() + self.options.drain;
        while let Ok(Some(finished)) = timeout_at(deadline, self.flying.join_next_with_id()).await {
            self.finish(finished, Some(deadline)).await;
        }
        if !self.flying.is_empty() {
            tracing::warn!(queue = self.queue.key(), batches = self.flying.len(), "drain ran out of time");
            self.flying.abort_all();
        }
        self.consumer.close().await;
    }
}
