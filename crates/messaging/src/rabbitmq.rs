//! The bus on RabbitMQ. Only this module knows lapin.
//!
//! - [`link`]: a connection that is made anew when it is lost;
//! - [`declare`]: the topology, put on the broker;
//! - [`publisher`]: confirms in a window;
//! - [`consumer`]: deliveries and what becomes of them;
//! - [`listener`]: notices of what was stored;
//! - [`envelope`]: messages as AMQP properties and back.
//!
//! lapin's own recovery is off: it never recovers a channel error. Whoever finds a channel or connection dead builds
//! the next one.

mod consumer;
mod declare;
mod envelope;
mod link;
mod listener;
mod publisher;

use std::sync::Arc;

use async_trait::async_trait;
use futures::stream::BoxStream;
use tokio::time::timeout;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{link::Link, publisher::Publisher};
use crate::{
    Bus, Config, Consumer, Error, Message, Queue, QueueStatus,
    topology::{Names, Topology},
};

/// The bus on RabbitMQ.
#[derive(Debug)]
pub struct RabbitBus {
    shared: Arc<Shared>,
}

/// What the bus and its consumers share.
#[derive(Debug)]
struct Shared {
    config: Config,
    names: Names,
    topology: Topology,
    /// Apart from the publishing one, since a broker short of memory stops reading from publishers' connections, and
    /// with them the acknowledgements that would free it.
    consuming: Link,
    publisher: Publisher,
    /// Tasks that listen for notices, and what ends them.
    listeners: TaskTracker,
    closing: CancellationToken,
}

impl RabbitBus {
    /// A bus that connects when it is first used.
    ///
    /// # Errors
    /// [`Kind::Misconfigured`](crate::Kind::Misconfigured) when the URL cannot be read.
    pub fn open(config: Config) -> Result<Self, Error> {
        let names = Names::new(&config);
        let topology = Topology::new(&config);
        let consuming = Link::new(&config.url, "dateline consumer")?;
        let publisher = Publisher::new(&config, Link::new(&config.url, "dateline publisher")?);
        let (listeners, closing) = (TaskTracker::new(), CancellationToken::new());
        let shared = Shared { config, names, topology, consuming, publisher, listeners, closing };
        Ok(Self { shared: Arc::new(shared) })
    }
}

impl Shared {
    async fn declare(&self) -> Result<(), Error> {
        declare::all(&self.consuming, &self.topology).await
    }
}

#[async_trait]
impl Bus for RabbitBus {
    async fn declare(&self) -> Result<(), Error> {
        self.shared.declare().await
    }

    async fn publish(&self, messages: Vec<Message>) -> Result<(), Error> {
        let shared = &self.shared;
        messages.iter().try_for_each(|message| message.check(shared.config.message_limit))?;
        shared.publisher.publish(envelope::outgoing(messages, &shared.names)).await
    }

    async fn consume(&self, queue: Queue, prefetch: u16) -> Result<Box<dyn Consumer>, Error> {
        let consumer = consumer::RabbitConsumer::start(Arc::clone(&self.shared), queue, prefetch).await?;
        Ok(Box::new(consumer))
    }

    async fn stored(&self) -> Result<BoxStream<'static, ()>, Error> {
        listener::notices(&self.shared).await
    }

    async fn queues(&self) -> Result<Vec<QueueStatus>, Error> {
        declare::depths(&self.shared.consuming, &self.shared.topology).await
    }

    async fn ready(&self) -> Result<(), Error> {
        self.shared.consuming.connection().await?;
        self.shared.publisher.ready().await
    }

    fn name(&self) -> &'static str {
        "rabbitmq"
    }

    async fn close(&self) {
        self.shared.closing.cancel();
        self.shared.listeners.close();
        // A broker that is silent keeps nobody here.
        let _ = timeout(link::ANSWER, self.shared.listeners.wait()).await;
        self.shared.publisher.close().await;
        self.shared.consuming.close().await;
    }
}
