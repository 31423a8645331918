//! Publishing with confirms in a window.
//!
//! Every confirm is kept and awaited, each for its own message. A nack, which a full queue gives, is published again
//! until the time is up; so is whatever was in flight when a channel or connection was lost.

use std::collections::BTreeSet;

use futures::{StreamExt as _, TryFutureExt as _, stream::FuturesUnordered};
use lapin::{
    Channel, Confirmation,
    options::{BasicPublishOptions, ConfirmSelectOptions},
};
use tokio::{
    sync::{Mutex, Semaphore},
    time::{Duration, Instant, sleep_until, timeout_at},
};

use super::{
    declare::short,
    envelope::{Outgoing, properties},
    link::{self, Link, translate},
};
use crate::{Config, Error, Kind, events::Lost};

/// Pause before what was refused or lost is published again.
const AGAIN: Duration = Duration::from_millis(200);

/// One publishing channel, shared by every task.
#[derive(Debug)]
pub(super) struct Publisher {
    link: Link,
    timeout: Duration,
    window: Semaphore,
    channel: Mutex<Option<Channel>>,
}

impl Publisher {
    pub(super) fn new(config: &Config, link: Link) -> Self {
        let window = Semaphore::new(config.window);
        Self { link, timeout: config.publish_timeout, window, channel: Mutex::new(None) }
    }

    /// Publishes all and returns once each is confirmed.
    pub(super) async fn publish(&self, messages: Vec<Outgoing>) -> Result<(), Error> {
        let deadline = Instant::now() + self.timeout;
        let mut open: Vec<Outgoing> = messages;
        let mut failure = None;
        while !open.is_empty() {
            if Instant::now() >= deadline {
                return Err(self.late(failure, &open).await);
            }
            let round = self.round(&open);
            // The time is up while the broker is silent: those in flight may have been taken all the same.
            let Ok((left, error)) = timeout_at(deadline, round).await else {
                self.forget().await;
                return Err(self.late(failure, &open).await);
            };
            open = open.into_iter().zip(left).filter_map(|(message, left)| left.then_some(message)).collect();
            if let Some(error) = error {
                let error = attribute(error, &open);
                if matches!(error.kind, Kind::Misconfigured | Kind::Rejected | Kind::Internal) {
                    return Err(error);
                }
                failure = Some(error);
                sleep_until(deadline.min(Instant::now() + AGAIN)).await;
            }
        }
        Ok(())
    }

    /// Publishes each once. Says which are still open, and why.
    async fn round(&self, messages: &[Outgoing]) -> (Vec<bool>, Option<Error>) {
        let mut left = vec![true; messages.len()];
        let mut failure = None;
        if self.link.blocked().await {
            return (left, Some(blocked()));
        }
        let channel = match self.channel().await {
            Ok(channel) => channel,
            Err(error) => return (left, Some(error)),
        };
        let mut flying: FuturesUnordered<_> =
            messages.iter().enumerate().map(|(place, message)| self.one(&channel, place, message)).collect();
        while let Some((place, result)) = flying.next().await {
            match result {
                Ok(()) => left.get_mut(place).into_iter().for_each(|left| *left = false),
                Err(error) => failure = Some(error),
            }
        }
        (left, failure)
    }

    async fn one(&self, channel: &Channel, place: usize, outgoing: &Outgoing) -> (usize, Result<(), Error>) {
        (place, self.confirmed(channel, outgoing).await)
    }

    async fn confirmed(&self, channel: &Channel, outgoing: &Outgoing) -> Result<(), Error> {
        let closed = |_| Error::new(Kind::Unavailable, "the bus is closed");
        let _permit = self.window.acquire().await.map_err(closed)?;
        let confirm = channel.basic_publish(
            short(&outgoing.exchange)?,
            short(outgoing.key)?,
            BasicPublishOptions::default(),
            &outgoing.message.body,
            properties(&outgoing.message),
        );
        match confirm.await.map_err(translate)?.await.map_err(translate)? {
            Confirmation::Ack(_) => Ok(()),
            Confirmation::Nack(_) => Err(Error::new(
                Kind::Busy,
                format!(
                    "the queue of `{}` is full: wait for its workers, add some, or raise bus.queue_limit",
                    outgoing.key
                ),
            )),
            Confirmation::NotRequested => Err(Error::new(Kind::Internal, "the channel gives no confirms")),
        }
    }

    async fn channel(&self) -> Result<Channel, Error> {
        let mut current = self.channel.lock().await;
        if let Some(channel) = current.as_ref() {
            if channel.status().connected() {
                return Ok(channel.clone());
            }
            Lost { side: "publisher", error: &"its channel was closed" }.emit();
            *current = None;
        }
        let channel = self.link.channel().await?;
        let selecting = channel.confirm_select(ConfirmSelectOptions::default()).map_err(translate);
        self.link.answer("confirms", selecting).await?;
        *current = Some(channel.clone());
        Ok(channel)
    }

    /// Leaves a channel that has confirms outstanding which nobody awaits.
    async fn forget(&self) {
        *self.channel.lock().await = None;
    }

    /// Why nothing could be published in time.
    async fn late(&self, failure: Option<Error>, open: &[Outgoing]) -> Error {
        match failure {
            _ if self.link.blocked().await => blocked(),
            Some(error) => error,
            None => silent(open),
        }
    }

    /// Asks first whether the broker blocks: it would not answer the opening of a channel then.
    pub(super) async fn ready(&self) -> Result<(), Error> {
        if self.link.blocked().await {
            return Err(blocked());
        }
        self.channel().await.map(drop)
    }

    pub(super) async fn close(&self) {
        if let Some(channel) = self.channel.lock().await.take() {
            link::close(&channel).await;
        }
        self.link.close().await;
    }
}

fn blocked() -> Error {
    Error::new(
        Kind::Busy,
        "the broker takes no messages: it is short of memory or disk; free some, or let workers drain it",
    )
}

/// A broker short of time or disk, or a quorum queue without a leader: they look the same from here.
fn silent(open: &[Outgoing]) -> Error {
    let keys: BTreeSet<_> = open.iter().map(|outgoing| format!("`{}`", outgoing.key)).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    let message = format!(
        "the broker did not confirm all for {} in time: look at its load and its disk, and with `rabbitmq-queues \
         quorum_status` whether each queue has a leader",
        keys.join(", ")
    );
    Error::new(Kind::Busy, message)
}

/// A channel is shared: its end by a message over the broker's size limit is the fault of whoever published that one.
fn attribute(error: Error, open: &[Outgoing]) -> Error {
    let precondition = error.kind == Kind::Misconfigured && error.message.contains("message size");
    if !precondition {
        return error;
    }
    let sizes = error.message.split(|character: char| !character.is_ascii_digit());
    let sizes: Vec<usize> = sizes.filter_map(|size| size.parse().ok()).collect();
    let own = open.iter().any(|outgoing| sizes.contains(&outgoing.message.body.len()));
    Error::new(if own { Kind::Rejected } else { Kind::Unavailable }, error.message)
}
