//! The bus on RabbitMQ. Only this module knows lapin.
//!
//! - [`link`]: a connection that is made anew when it is lost;
//! - [`declare`]: the topology, put on the broker;
//! - [`publisher`]: confirms in a window;
//! - [`consumer`]: deliveries and what becomes of them;
//! - [`envelope`]: messages as AMQP properties and back.
//!
//! lapin's own recovery is off: it never recovers a channel error. Whoever finds a channel or connection dead builds
//! the next one.

mod consumer;
mod declare;
mod envelope;
mod link;
mod publisher;

use std::sync::Arc;

use async_trait::async_trait;
use futures::{StreamExt as _, stream, stream::BoxStream};
use lapin::{
    Channel,
    options::{BasicConsumeOptions, BasicQosOptions, QueueBindOptions, QueueDeclareOptions},
    types::FieldTable,
};
use tokio::time::{Duration, sleep};

use self::{link::Link, publisher::Publisher};
use crate::{
    Bus, Config, Consumer, Error, Kind, Message, Queue, QueueStatus,
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
}

impl RabbitBus {
    /// A bus that connects when it is first used.
    ///
    /// # Errors
    /// [`Kind::Misconfigured`] when the URL cannot be read.
    pub fn open(config: Config) -> Result<Self, Error> {
        let names = Names::new(&config);
        let topology = Topology::new(&config);
        let consuming = Link::new(&config.url, "dateline consumer")?;
        let publisher = Publisher::new(&config, Link::new(&config.url, "dateline publisher")?);
        Ok(Self { shared: Arc::new(Shared { config, names, topology, consuming, publisher }) })
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
        let first = listen(&self.shared).await?;
        let state = (Arc::clone(&self.shared), Some(first));
        Ok(stream::unfold(state, |(shared, consumer)| notice(shared, consumer)).boxed())
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
        self.shared.publisher.close().await;
        self.shared.consuming.close().await;
    }
}

/// A queue of this listener's own, gone with its connection; small, since one notice is as good as many.
async fn listen(shared: &Shared) -> Result<lapin::Consumer, Error> {
    let channel = shared.consuming.channel().await?;
    shared.consuming.answer("a listener for notices", listen_over(&channel, shared)).await
}

async fn listen_over(channel: &Channel, shared: &Shared) -> Result<lapin::Consumer, Error> {
    let options = QueueDeclareOptions { exclusive: true, auto_delete: true, ..QueueDeclareOptions::default() };
    let mut arguments = FieldTable::default();
    arguments.insert(declare::short("x-max-length")?, lapin::types::AMQPValue::LongInt(16));
    let queue = channel.queue_declare(declare::short("")?, options, arguments).await.map_err(link::translate)?;
    let exchange = declare::short(&shared.names.stored())?;
    let bind = QueueBindOptions::default();
    let bound = channel.queue_bind(queue.name().clone(), exchange, declare::short("")?, bind, FieldTable::default());
    bound.await.map_err(link::translate)?;
    channel.basic_qos(16, BasicQosOptions::default()).await.map_err(link::translate)?;
    let options = BasicConsumeOptions { no_ack: true, exclusive: true, ..BasicConsumeOptions::default() };
    let consuming = channel.basic_consume(queue.name().clone(), declare::short("")?, options, FieldTable::default());
    consuming.await.map_err(link::translate)
}

type Listening = (Arc<Shared>, Option<lapin::Consumer>);

/// The next notice. Listening anew counts as one, as others may have been missed meanwhile.
async fn notice(shared: Arc<Shared>, consumer: Option<lapin::Consumer>) -> Option<((), Listening)> {
    if let Some(mut consumer) = consumer
        && let Some(Ok(_)) = consumer.next().await
    {
        return Some(((), (shared, Some(consumer))));
    }
    loop {
        match listen(&shared).await {
            Ok(consumer) => return Some(((), (shared, Some(consumer)))),
            Err(error) if error.kind == Kind::Misconfigured => {
                tracing::error!(%error, "no longer listening for stored notices");
                return None;
            }
            Err(_) => sleep(Duration::from_secs(1)).await,
        }
    }
}
