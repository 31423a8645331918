//! A consumer on its own connection: takes deliveries, settles them, and subscribes anew when the channel is lost.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use futures::StreamExt as _;
use lapin::{
    Channel,
    options::{BasicAckOptions, BasicConsumeOptions, BasicQosOptions},
    types::FieldTable,
};
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use super::{
    Shared,
    declare::short,
    envelope::{self, Outgoing},
    link::{self, Link, translate},
};
use crate::{Consumer, Delivery, Error, Kind, Message, Queue, events::Lost};

/// A subscription that ends sooner is not renewed at once.
const SHORT_LIVED: Duration = Duration::from_secs(1);
/// A subscription silent for so long, with nothing in hand, is made anew: a broker can drop one without a word
/// (RabbitMQ 3.10 does when a quorum queue is deleted), and from here that looks like an empty queue.
const SILENCE: Duration = Duration::from_secs(20);

/// A subscription to a queue, which is declared anew when it is gone.
async fn subscription(
    shared: Arc<Shared>,
    link: Arc<Link>,
    queue: Queue,
    prefetch: u16,
) -> Result<Subscription, Error> {
    let name = shared.names.queue(queue);
    if let Ok(first) = try_subscribe(&link, &name, prefetch).await {
        return Ok(first);
    }
    shared.declare().await?;
    try_subscribe(&link, &name, prefetch).await
}

async fn try_subscribe(link: &Link, queue: &str, prefetch: u16) -> Result<Subscription, Error> {
    let channel = link.channel().await?;
    let name = short(queue)?;
    let subscribing = async {
        // Before consuming: the buffer behind the stream knows no bound of its own.
        channel.basic_qos(prefetch, BasicQosOptions::default()).await.map_err(translate)?;
        let options = BasicConsumeOptions::default();
        channel.basic_consume(name, "".into(), options, FieldTable::default()).await.map_err(translate)
    };
    let stream = link.answer(&format!("a subscription to `{queue}`"), subscribing).await?;
    let since = Instant::now();
    Ok(Subscription { channel, stream, since, heard: since })
}

/// A delivery not yet settled.
struct Held {
    /// The broker's tag, of this subscription's channel.
    tag: u64,
    message: Message,
}

struct Subscription {
    channel: Channel,
    stream: lapin::Consumer,
    since: Instant,
    /// When the last delivery came, or when the subscription was made.
    heard: Instant,
}

impl Subscription {
    async fn close(self) {
        link::close(&self.channel).await;
    }
}

pub(super) struct RabbitConsumer {
    shared: Arc<Shared>,
    /// Its own, so that a queue whose leader is lost leaves its neighbours alone.
    link: Arc<Link>,
    queue: Queue,
    prefetch: u16,
    subscription: Option<Subscription>,
    /// The next subscription, in a task: a wait that is dropped would leave half of it behind, and the broker gives
    /// that half a prefetch of messages which nobody settles.
    subscribing: Option<JoinHandle<Result<Subscription, Error>>>,
    /// Taken and not yet handed out, so that a dropped wait loses none.
    buffer: VecDeque<(u64, Message)>,
    /// Handed out, by a tag of our own: the broker's tags begin anew with each channel.
    held: BTreeMap<u64, Held>,
    last_tag: u64,
}

impl RabbitConsumer {
    pub(super) async fn start(shared: Arc<Shared>, queue: Queue, prefetch: u16) -> Result<Self, Error> {
        let (buffer, held) = (VecDeque::new(), BTreeMap::new());
        let link = Arc::new(Link::new(&shared.config.url, "dateline consumer")?);
        let (prefetch, subscription, subscribing) = (prefetch.max(1), None, None);
        let mut consumer = Self { shared, link, queue, prefetch, subscription, subscribing, buffer, held, last_tag: 0 };
        consumer.subscribe().await?;
        Ok(consumer)
    }

    /// Safe to drop: the next call waits for the same subscription.
    async fn subscribe(&mut self) -> Result<(), Error> {
        let (shared, link) = (Arc::clone(&self.shared), Arc::clone(&self.link));
        let (queue, prefetch) = (self.queue, self.prefetch);
        let task = self.subscribing.get_or_insert_with(|| tokio::spawn(subscription(shared, link, queue, prefetch)));
        let ended = task.await;
        self.subscribing = None;
        self.subscription = Some(ended.map_err(|error| Error::new(Kind::Internal, error.to_string()))??);
        Ok(())
    }

    /// Ends a subscription that may have been forgotten. What comes over it meanwhile comes again over the next.
    async fn renew(&mut self) {
        let Some(mut silent) = self.subscription.take() else { return };
        if self.held.is_empty() && self.buffer.is_empty() {
            silent.close().await;
        } else {
            // What is in hand can only be acknowledged over its own channel.
            silent.heard = Instant::now();
            self.subscription = Some(silent);
        }
    }

    /// What was taken over the lost channel comes again.
    fn lose(&mut self, error: &dyn std::fmt::Display) -> bool {
        Lost { side: "consumer", error }.emit();
        self.buffer.clear();
        self.held.clear();
        let lost = self.subscription.take();
        lost.is_some_and(|lost| lost.since.elapsed() < SHORT_LIVED)
    }

    /// Waits until there is one more in the buffer. Safe to drop.
    async fn fill(&mut self) -> Result<(), Error> {
        loop {
            if self.subscription.is_none() {
                self.subscribe().await?;
            }
            let Some(subscription) = self.subscription.as_mut() else { continue };
            let Ok(heard) = timeout_at(subscription.heard + SILENCE, subscription.stream.next()).await else {
                self.renew().await;
                continue;
            };
            let error = match heard {
                Some(Ok(delivery)) => {
                    subscription.heard = Instant::now();
                    self.buffer.push_back((delivery.delivery_tag, envelope::incoming(delivery, self.queue)));
                    return Ok(());
                }
                Some(Err(error)) => translate(error).message,
                None => "the queue was deleted or its subscription cancelled".to_owned(),
            };
            if self.lose(&error) {
                return Err(Error::new(Kind::Unavailable, format!("queue `{}`: {error}", self.queue.key())));
            }
        }
    }

    fn room(&self) -> bool {
        self.buffer.len() + self.held.len() < usize::from(self.prefetch)
    }

    fn hand_out(&mut self, max: usize) -> Vec<Delivery> {
        let taken: Vec<_> = self.buffer.drain(..max.min(self.buffer.len())).collect();
        let deliveries = taken.into_iter().map(|(tag, message)| {
            self.last_tag += 1;
            self.held.insert(self.last_tag, Held { tag, message: message.clone() });
            Delivery { message, tag: self.last_tag }
        });
        deliveries.collect()
    }

    /// Publishes each held delivery elsewhere, then acknowledges it here.
    async fn move_on(&mut self, tags: &[u64], to: impl Fn(&Message) -> Outgoing) -> Result<(), Error> {
        let held = tags.iter().filter_map(|tag| self.held.get(tag));
        let outgoing: Vec<_> = held.map(|held| to(&held.message)).collect();
        if outgoing.is_empty() {
            return Ok(());
        }
        self.shared.publisher.publish(outgoing).await?;
        self.ack(tags).await
    }
}

#[async_trait]
impl Consumer for RabbitConsumer {
    async fn next(&mut self, max: usize, linger: Duration) -> Result<Vec<Delivery>, Error> {
        let max = max.max(1);
        if self.buffer.is_empty() {
            self.fill().await?;
        }
        let deadline = Instant::now() + linger;
        while self.buffer.len() < max && self.room() {
            // What fails now fails again when there is nothing to hand out.
            let Ok(Ok(())) = timeout_at(deadline, self.fill()).await else { break };
        }
        if self.buffer.is_empty() {
            // The channel was lost while lingering, and the buffer with it.
            return Box::pin(self.next(max, linger)).await;
        }
        Ok(self.hand_out(max))
    }

    /// Acknowledges in one go up to the oldest delivery that is still held, the others one by one.
    async fn ack(&mut self, tags: &[u64]) -> Result<(), Error> {
        let mut done: Vec<u64> = tags.iter().filter_map(|tag| self.held.remove(tag)).map(|held| held.tag).collect();
        let Some(subscription) = &self.subscription else { return Ok(()) };
        done.sort_unstable();
        let oldest = self.held.values().next().map(|held| held.tag);
        let oldest = oldest.into_iter().chain(self.buffer.front().map(|(tag, _)| *tag)).min().unwrap_or(u64::MAX);
        let split = done.partition_point(|tag| *tag < oldest);
        let (prefix, rest) = done.split_at(split);
        let prefix = prefix.last().map(|tag| (*tag, true));
        for (tag, multiple) in prefix.into_iter().chain(rest.iter().map(|tag| (*tag, false))) {
            if subscription.channel.basic_ack(tag, BasicAckOptions { multiple }).await.is_err() {
                // The channel is lost, which `next` finds out: they come again.
                break;
            }
        }
        Ok(())
    }

    async fn retry(&mut self, tags: &[u64], reason: &str, detail: &str) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        let queue = self.queue;
        self.move_on(tags, |message| {
            let tried = message.attempt.saturating_add(1);
            if tried >= shared.config.attempts && queue != Queue::Quarantine {
                return envelope::given_up(message.clone(), reason, detail, &shared.names);
            }
            envelope::waiting(message.clone(), queue, shared.config.level(tried), &shared.names)
        })
        .await
    }

    async fn quarantine(&mut self, tags: &[u64], reason: &str, detail: &str) -> Result<(), Error> {
        if self.queue == Queue::Quarantine {
            return self.retry(tags, reason, detail).await;
        }
        let shared = Arc::clone(&self.shared);
        self.move_on(tags, |message| envelope::given_up(message.clone(), reason, detail, &shared.names)).await
    }

    /// The broker gives back what a closed channel held. On brokers before 4.0 that counts as a delivery, not as an
    /// attempt.
    async fn close(self: Box<Self>) {
        if let Some(subscribing) = self.subscribing {
            subscribing.abort();
        }
        if let Some(subscription) = self.subscription {
            subscription.close().await;
        }
        self.link.close().await;
    }
}
