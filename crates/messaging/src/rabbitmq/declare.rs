//! The topology, put on the broker.

use lapin::{
    Channel, ExchangeKind,
    options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable, ShortString},
};

use super::link::{self, Link, translate};
use crate::{
    Error, Kind, QueueStatus,
    topology::{Argument, BindingSpec, ExchangeSpec, QueueSpec, Topology},
};

/// Declares everything, in the order of the description.
pub(super) async fn all(link: &Link, topology: &Topology) -> Result<(), Error> {
    let channel = link.channel().await?;
    let declared = all_over(&channel, link, topology).await;
    link::close(&channel).await;
    declared
}

async fn all_over(channel: &Channel, link: &Link, topology: &Topology) -> Result<(), Error> {
    for each in &topology.exchanges {
        let declared = link.answer(&each.name, exchange(channel, each)).await;
        declared.map_err(|error| explain(error, "exchange", &each.name))?;
    }
    for each in &topology.queues {
        let declared = link.answer(&each.name, queue(channel, each)).await;
        declared.map_err(|error| explain(error, "queue", &each.name))?;
    }
    for each in &topology.bindings {
        let bound = link.answer(&each.queue, bind(channel, each)).await;
        bound.map_err(|error| explain(error, "queue", &each.queue))?;
    }
    Ok(())
}

/// The depth of every queue.
pub(super) async fn depths(link: &Link, topology: &Topology) -> Result<Vec<QueueStatus>, Error> {
    let channel = link.channel().await?;
    let depths = depths_over(&channel, link, topology).await;
    link::close(&channel).await;
    depths
}

async fn depths_over(channel: &Channel, link: &Link, topology: &Topology) -> Result<Vec<QueueStatus>, Error> {
    let mut depths = Vec::with_capacity(topology.queues.len());
    for spec in in_order(topology) {
        let looked = link.answer("a look at its queues", look(channel, &spec.name)).await;
        let queue = looked.map_err(|error| {
            Error::new(error.kind, format!("cannot look at queue `{}`: {}", spec.name, error.message))
        })?;
        depths.push(QueueStatus {
            name: spec.name.clone(),
            ready: u64::from(queue.message_count()),
            consumers: queue.consumer_count(),
            role: spec.role,
            before_ledger: spec.before_ledger,
        });
    }
    Ok(depths)
}

async fn look(channel: &Channel, name: &str) -> Result<lapin::Queue, Error> {
    let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
    channel.queue_declare(short(name)?, options, FieldTable::default()).await.map_err(translate)
}

/// The queues in the order of an article's way, where the topology has that of declaration.
fn in_order(topology: &Topology) -> Vec<&QueueSpec> {
    let place = |queue: &&QueueSpec| {
        ["work", "ledger", "retry", "quarantine", "unroutable"].iter().position(|role| *role == queue.role)
    };
    let mut queues: Vec<_> = topology.queues.iter().collect();
    queues.sort_by_key(place);
    queues
}

async fn exchange(channel: &Channel, spec: &ExchangeSpec) -> Result<(), Error> {
    let kind = if spec.kind == "topic" { ExchangeKind::Topic } else { ExchangeKind::Fanout };
    let options = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
    let mut arguments = FieldTable::default();
    if let Some(alternate) = &spec.alternate {
        arguments.insert(short("alternate-exchange")?, AMQPValue::LongString(alternate.as_str().into()));
    }
    channel.exchange_declare(short(&spec.name)?, kind, options, arguments).await.map_err(translate)
}

async fn queue(channel: &Channel, spec: &QueueSpec) -> Result<(), Error> {
    let options = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
    let mut arguments = FieldTable::default();
    for (name, argument) in &spec.arguments {
        let value = match argument {
            Argument::Number(number) => AMQPValue::LongLongInt(*number),
            Argument::Text(text) => AMQPValue::LongString(text.as_str().into()),
        };
        arguments.insert(short(name)?, value);
    }
    channel.queue_declare(short(&spec.name)?, options, arguments).await.map(drop).map_err(translate)
}

async fn bind(channel: &Channel, spec: &BindingSpec) -> Result<(), Error> {
    let (queue, exchange, key) = (short(&spec.queue)?, short(&spec.exchange)?, short(&spec.key)?);
    let bound = channel.queue_bind(queue, exchange, key, QueueBindOptions::default(), FieldTable::default());
    bound.await.map_err(translate)
}

/// Says which part does not fit what is on the broker, and what to do.
fn explain(error: Error, what: &str, name: &str) -> Error {
    if error.kind != Kind::Misconfigured {
        return error;
    }
    let remedy = format!(
        "it is there already with other settings, or this user may not declare it; empty and delete the {what}, give \
         the bus its settings back, or choose another bus.prefix"
    );
    Error::new(Kind::Misconfigured, format!("cannot declare {what} `{name}`: {}; {remedy}", error.message))
}

/// A name as AMQP has it: 255 bytes at most, where lapin's own conversion panics.
pub(super) fn short(text: &str) -> Result<ShortString, Error> {
    ShortString::try_new(text).map_err(|error| Error::new(Kind::Rejected, format!("`{text}` is too long: {error}")))
}
