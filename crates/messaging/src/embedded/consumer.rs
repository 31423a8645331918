//! A consumer of the embedded bus: claims jobs, keeps their leases, applies verdicts.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, interval, timeout, timeout_at},
};
use uuid::Uuid;

use super::{
    POLL, Shared,
    jobs::{Change, Claim, Claimed},
    writer::{Command, Found, stopped},
};
use crate::{Consumer, Delivery, Error, Queue, clock};

/// Claims come back through a channel, so that a dropped wait loses none of them.
pub(super) struct EmbeddedConsumer {
    shared: Arc<Shared>,
    queue: Queue,
    owner: i64,
    prefetch: usize,
    sink: mpsc::UnboundedSender<Result<Found, Error>>,
    found: mpsc::UnboundedReceiver<Result<Found, Error>>,
    /// A claim was sent whose answer has not been taken.
    asked: bool,
    buffer: VecDeque<Claimed>,
    /// Attempts of each delivery handed out, by its tag, which is the job's number.
    held: HashMap<u64, u32>,
    renewal: JoinHandle<()>,
    closed: bool,
}

impl EmbeddedConsumer {
    pub(super) fn new(shared: Arc<Shared>, queue: Queue, prefetch: u16) -> Self {
        let (sink, found) = mpsc::unbounded_channel();
        let owner = unique();
        let renewal = tokio::spawn(renew(Arc::clone(&shared), queue, owner));
        Self {
            shared,
            queue,
            owner,
            prefetch: usize::from(prefetch.max(1)),
            sink,
            found,
            asked: false,
            buffer: VecDeque::new(),
            held: HashMap::new(),
            renewal,
            closed: false,
        }
    }

    /// Deliveries that may still be claimed.
    fn room(&self) -> usize {
        self.prefetch.saturating_sub(self.held.len() + self.buffer.len())
    }

    /// Waits until there is more in the buffer. Safe to drop.
    async fn fill(&mut self, limit: usize) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        loop {
            let limit = limit.min(self.room());
            if limit == 0 && !self.asked {
                // Nothing may be taken before an acknowledgement, for which this wait must be dropped.
                return std::future::pending().await;
            }
            let arrived = shared.signals.arrived(self.queue).notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            if !self.asked {
                let claim = Claim { queue: self.queue, owner: self.owner, limit };
                self.shared.writer.send(Command::Claim { claim, sink: self.sink.clone() })?;
                self.asked = true;
            }
            let answer = self.found.recv().await.unwrap_or_else(|| Err(stopped()));
            self.asked = false;
            match answer? {
                Found::Jobs(jobs) => {
                    self.buffer.extend(jobs);
                    return Ok(());
                }
                // Woken by a publish here, or looking again for one elsewhere.
                Found::Nothing(due) => drop(timeout(until(due), arrived).await),
            }
        }
    }

    fn hand_out(&mut self, max: usize) -> Vec<Delivery> {
        let taken: Vec<_> = self.buffer.drain(..max.min(self.buffer.len())).collect();
        let deliveries = taken.into_iter().map(|job| {
            self.held.insert(job.seq, job.message.attempt);
            Delivery { message: job.message, tag: job.seq }
        });
        deliveries.collect()
    }

    /// Applies a change to each delivery that is held. They stay held when it fails.
    async fn settle(&mut self, tags: &[u64], change: impl Fn(u32) -> Change) -> Result<(), Error> {
        let held = |tag: &u64| self.held.get(tag).map(|attempt| (*tag, change(*attempt)));
        let changes: Vec<_> = tags.iter().filter_map(held).collect();
        if changes.is_empty() {
            return Ok(());
        }
        let owner = self.owner;
        self.shared.call(|reply| Command::Settle { owner, changes, reply }).await?;
        for tag in tags {
            self.held.remove(tag);
        }
        Ok(())
    }
}

#[async_trait]
impl Consumer for EmbeddedConsumer {
    async fn next(&mut self, max: usize, linger: Duration) -> Result<Vec<Delivery>, Error> {
        let max = max.max(1);
        while self.buffer.is_empty() {
            self.fill(max).await?;
        }
        let deadline = Instant::now() + linger;
        while self.buffer.len() < max && self.room() > 0 {
            let missing = max - self.buffer.len();
            // What fails now fails again when there is nothing to hand out.
            let Ok(Ok(())) = timeout_at(deadline, self.fill(missing)).await else { break };
        }
        Ok(self.hand_out(max))
    }

    async fn ack(&mut self, tags: &[u64]) -> Result<(), Error> {
        self.settle(tags, |_| Change::Done).await
    }

    async fn retry(&mut self, tags: &[u64], reason: &str, detail: &str) -> Result<(), Error> {
        let config = self.shared.config.clone();
        let last_resort = self.queue == Queue::Quarantine;
        self.settle(tags, |attempt| {
            let tried = attempt.saturating_add(1);
            if tried >= config.attempts && !last_resort {
                return Change::Quarantine { reason: reason.to_owned(), detail: detail.to_owned() };
            }
            Change::Retry(config.delays.get(config.level(tried)).copied().unwrap_or_default())
        })
        .await
    }

    async fn quarantine(&mut self, tags: &[u64], reason: &str, detail: &str) -> Result<(), Error> {
        if self.queue == Queue::Quarantine {
            return self.retry(tags, reason, detail).await;
        }
        self.settle(tags, |_| Change::Quarantine { reason: reason.to_owned(), detail: detail.to_owned() }).await
    }

    async fn close(mut self: Box<Self>) {
        self.closed = true;
        let (queue, owner) = (self.queue, self.owner);
        let release = |reply| Command::Release { queue, owner, uncount: true, reply: Some(reply) };
        if let Err(error) = self.shared.call(release).await {
            tracing::warn!(%error, queue = queue.key(), "deliveries come again only when their lease ends");
        }
    }
}

/// What was neither finished nor closed counts as delivered in vain.
impl Drop for EmbeddedConsumer {
    fn drop(&mut self) {
        self.renewal.abort();
        if !self.closed {
            let release = Command::Release { queue: self.queue, owner: self.owner, uncount: false, reply: None };
            // When the thread is gone, the leases end by themselves.
            let _ = self.shared.writer.send(release);
        }
    }
}

/// Keeps the leases while this process lives.
async fn renew(shared: Arc<Shared>, queue: Queue, owner: i64) {
    let mut ticks = interval(shared.config.lease / 3);
    loop {
        ticks.tick().await;
        if shared.writer.send(Command::Renew { queue, owner }).is_err() {
            return;
        }
    }
}

/// How long to wait for a job that is due then.
fn until(due: Option<i64>) -> Duration {
    let Some(due) = due else { return POLL };
    let millis = u64::try_from(due.saturating_sub(clock::now_millis())).unwrap_or(0);
    Duration::from_millis(millis).clamp(Duration::from_millis(1), POLL)
}

/// An owner that no other process has; never 0, which is nobody.
fn unique() -> i64 {
    let (_, low) = Uuid::now_v7().as_u64_pair();
    i64::try_from(low >> 2).unwrap_or(i64::MAX).max(1)
}
