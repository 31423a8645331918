//! The durable bus in one SQLite file, which several processes may share.
//!
//! - [`schema`]: the tables;
//! - [`jobs`]: what is done to them, one function an operation;
//! - [`writer`]: the one thread that writes, many operations to a commit;
//! - [`consumer`]: claims, leases, verdicts.
//!
//! A commit that publishes, retries or quarantines is synced to disk; one that only claims or acknowledges is not:
//! after a power cut such a message comes again, which handlers must bear anyway.

mod consumer;
mod jobs;
mod schema;
mod writer;

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use futures::{StreamExt as _, stream::BoxStream};
use tokio::{
    sync::{Notify, broadcast, oneshot},
    time::{Duration, Instant, timeout, timeout_at},
};
use tokio_stream::wrappers::BroadcastStream;
use writer::{Command, Published, Writer};

use crate::{Bus, Config, Consumer, Error, Kind, Message, Queue, QueueStatus, Route};

/// How often a waiting publisher or consumer looks for what another process did to the file.
const POLL: Duration = Duration::from_millis(100);

/// The embedded bus.
#[derive(Debug)]
pub struct EmbeddedBus {
    shared: Arc<Shared>,
}

/// What the bus and its consumers share.
#[derive(Debug)]
struct Shared {
    config: Config,
    writer: Writer,
    signals: Arc<Signals>,
    stored: broadcast::Sender<()>,
}

/// Wakes those who wait in this process.
#[derive(Debug)]
struct Signals {
    arrived: [(Queue, Notify); Queue::ALL.len()],
    freed: Notify,
}

impl Signals {
    fn new() -> Self {
        Self { arrived: Queue::ALL.map(|queue| (queue, Notify::new())), freed: Notify::new() }
    }

    fn arrived(&self, queue: Queue) -> &Notify {
        self.arrived.iter().find(|(each, _)| each.key() == queue.key()).map_or(&self.freed, |(_, notify)| notify)
    }
}

impl EmbeddedBus {
    /// Opens or creates the bus in a file.
    ///
    /// # Errors
    /// [`Kind::Misconfigured`] when the file cannot be opened or is of another schema.
    pub fn open(path: &Path, config: Config) -> Result<Self, Error> {
        let signals = Arc::new(Signals::new());
        let writer = Writer::start(path, &config, Arc::clone(&signals))?;
        let (stored, _) = broadcast::channel(1);
        Ok(Self { shared: Arc::new(Shared { config, writer, signals, stored }) })
    }

    /// Refuses what can never be published.
    fn check(&self, messages: &[Message]) -> Result<(), Error> {
        messages.iter().try_for_each(|message| message.check(self.shared.config.message_limit))
    }
}

impl Shared {
    /// Runs a command and waits for its commit.
    async fn call<T>(&self, command: impl FnOnce(oneshot::Sender<Result<T, Error>>) -> Command) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        self.writer.send(command(reply))?;
        answer.await.unwrap_or_else(|_| Err(writer::stopped()))
    }
}

#[async_trait]
impl Bus for EmbeddedBus {
    async fn declare(&self) -> Result<(), Error> {
        self.ready().await
    }

    async fn publish(&self, messages: Vec<Message>) -> Result<(), Error> {
        self.check(&messages)?;
        let (notices, jobs): (Vec<_>, Vec<_>) =
            messages.into_iter().partition(|message| message.route == Route::Stored);
        if !jobs.is_empty() {
            self.publish_jobs(Arc::new(jobs)).await?;
        }
        if !notices.is_empty() {
            // Nobody listening is no failure.
            let _ = self.shared.stored.send(());
        }
        Ok(())
    }

    async fn consume(&self, queue: Queue, prefetch: u16) -> Result<Box<dyn Consumer>, Error> {
        Ok(Box::new(consumer::EmbeddedConsumer::new(Arc::clone(&self.shared), queue, prefetch)))
    }

    async fn stored(&self) -> Result<BoxStream<'static, ()>, Error> {
        // A listener that lags has missed notices and needs one all the more.
        Ok(BroadcastStream::new(self.shared.stored.subscribe()).map(|_| ()).boxed())
    }

    async fn queues(&self) -> Result<Vec<QueueStatus>, Error> {
        self.shared.call(|reply| Command::Depths { reply }).await
    }

    async fn ready(&self) -> Result<(), Error> {
        let ping = self.shared.call(|reply| Command::Ping { reply });
        timeout(Duration::from_secs(5), ping).await.unwrap_or_else(|_| {
            Err(Error::new(Kind::Busy, "the bus file is locked or its disk does not answer: look at the disk"))
        })
    }

    fn name(&self) -> &'static str {
        "embedded"
    }

    async fn close(&self) {
        if let Err(error) = self.ready().await {
            tracing::warn!(%error, "the bus did not finish its writes");
        }
    }
}

impl EmbeddedBus {
    /// Publishes once there is room, or fails with [`Kind::Busy`] when there is none in time.
    async fn publish_jobs(&self, jobs: Arc<Vec<Message>>) -> Result<(), Error> {
        let deadline = Instant::now() + self.shared.config.publish_timeout;
        loop {
            let freed = self.shared.signals.freed.notified();
            tokio::pin!(freed);
            freed.as_mut().enable();
            let messages = Arc::clone(&jobs);
            let failure = match self.shared.call(|reply| Command::Publish { messages, reply }).await {
                Ok(Published::Yes) => return Ok(()),
                Ok(Published::Full(queue)) => Error::new(
                    Kind::Busy,
                    format!(
                        "queue `{}` is full: wait for its workers, add some, or raise bus.queue_limit",
                        queue.key()
                    ),
                ),
                Err(error) if error.kind == Kind::Busy => error,
                Err(error) => return Err(error),
            };
            if Instant::now() >= deadline {
                return Err(failure);
            }
            // Woken by an acknowledgement here, or looking again for one elsewhere.
            let _ = timeout_at(deadline.min(Instant::now() + POLL), freed).await;
        }
    }
}
