//! One batch: handled, and what follows from it published.

use std::sync::Arc;

use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use tokio::time::Instant;

use super::{Handler, Outcome, Pause, Verdict};
use crate::{
    Bus, Delivery, Error, Kind, Message, Queue,
    events::{Failed, Handled},
};

/// A batch with what handles it.
pub(super) struct Batch {
    pub(super) bus: Arc<dyn Bus>,
    pub(super) queue: Queue,
    pub(super) handler: Arc<dyn Handler>,
    pub(super) deliveries: Vec<Delivery>,
}

/// What follows from one delivery.
struct Follow {
    tag: u64,
    messages: Vec<Message>,
}

impl Batch {
    /// Handles the messages and publishes what follows; what remains is to acknowledge.
    pub(super) async fn work(mut self) -> Vec<Outcome> {
        let started = Instant::now();
        let deliveries = std::mem::take(&mut self.deliveries);
        let messages = deliveries.len();
        let (tags, batch): (Vec<u64>, Vec<Message>) =
            deliveries.into_iter().map(|delivery| (delivery.tag, delivery.message)).unzip();
        let traces: Vec<String> = batch.iter().map(|message| message.trace.clone()).collect();
        let verdicts = self.verdicts(batch).await;
        Handled { queue: self.queue, messages, took: started.elapsed() }.emit();

        let mut outcomes = Vec::new();
        let mut follows = Vec::new();
        for ((tag, trace), verdict) in tags.into_iter().zip(traces).zip(verdicts) {
            match verdict {
                Verdict::Done(messages) => follows.push(Follow { tag, messages: traced(messages, &trace) }),
                Verdict::Retry { reason, detail } => outcomes.push(Outcome::retry(vec![tag], &reason, &detail)),
                Verdict::Quarantine { reason, detail } => {
                    outcomes.push(Outcome::Quarantine { tags: vec![tag], reason, detail });
                }
            }
        }
        outcomes.extend(self.follow(follows).await);
        outcomes
    }

    /// One verdict a message. After a panic each message is tried alone, to find the one that panics.
    async fn verdicts(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let expected = batch.len();
        let again = if expected > 1 { batch.clone() } else { Vec::new() };
        match self.handle(batch).await {
            Ok(verdicts) if verdicts.len() == expected => verdicts,
            Ok(verdicts) => {
                let detail = format!("the handler gave {} verdicts for {expected} messages", verdicts.len());
                vec![Verdict::Retry { reason: "verdicts".to_owned(), detail }; expected]
            }
            Err(detail) if again.is_empty() => vec![Verdict::Retry { reason: "panic".to_owned(), detail }; expected],
            Err(_) => {
                let mut verdicts = Vec::with_capacity(expected);
                for message in again {
                    verdicts.extend(Box::pin(self.verdicts(vec![message])).await);
                }
                verdicts
            }
        }
    }

    async fn handle(&self, batch: Vec<Message>) -> Result<Vec<Verdict>, String> {
        let handling = AssertUnwindSafe(self.handler.handle(batch)).catch_unwind();
        handling.await.map_err(|panic| {
            let text = panic.downcast_ref::<&str>().map(ToString::to_string);
            text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "of unknown cause".to_owned())
        })
    }

    /// Publishes what follows, all in one go.
    async fn follow(&self, follows: Vec<Follow>) -> Vec<Outcome> {
        if follows.is_empty() {
            return Vec::new();
        }
        let tags = follows.iter().map(|follow| follow.tag).collect();
        let all = follows.iter().flat_map(|follow| follow.messages.clone()).collect();
        match self.publish(all).await {
            Ok(()) => vec![Outcome::Done { tags }],
            Err(_) => self.follow_apart(follows).await,
        }
    }

    /// Publishes every message apart, to find the delivery of those that the bus refuses. What else follows from that
    /// one is published all the same: it may speak for others.
    async fn follow_apart(&self, follows: Vec<Follow>) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(follows.len());
        for Follow { tag, messages } in follows {
            let mut refused = None;
            for message in messages {
                refused = self.publish(vec![message]).await.err().or(refused);
            }
            outcomes.push(match refused {
                None => Outcome::Done { tags: vec![tag] },
                Some(error) => {
                    Outcome::Quarantine { tags: vec![tag], reason: "unpublishable".to_owned(), detail: error.message }
                }
            });
        }
        outcomes
    }

    /// Publishes, however long the bus is busy; fails only for what can never be published.
    async fn publish(&self, messages: Vec<Message>) -> Result<(), Error> {
        if messages.is_empty() {
            return Ok(());
        }
        let mut pause = Pause::new();
        loop {
            match self.bus.publish(messages.clone()).await {
                Ok(()) => return Ok(()),
                Err(error) if error.kind == Kind::Rejected => return Err(error),
                Err(error) => Failed { operation: "publish", queue: self.queue, error: &error }.emit(),
            }
            pause.wait().await;
        }
    }
}

/// What follows from a message belongs to its trace.
fn traced(mut messages: Vec<Message>, trace: &str) -> Vec<Message> {
    for message in messages.iter_mut().filter(|message| message.trace.is_empty()) {
        trace.clone_into(&mut message.trace);
    }
    messages
}
