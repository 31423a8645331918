//! The bus: how articles and records travel from stage to stage.
//!
//! - [`bus`]: the [`Bus`] and [`Consumer`] traits and what travels ([`Message`], [`Route`], [`Queue`]);
//! - [`config`]: settings, and [`open`], which opens the bus that a URL names;
//! - [`duration`]: how durations are written in every configuration;
//! - [`topology`]: exchanges, queues and bindings, described once;
//! - [`worker`]: the loop of every role: take a batch, handle it, publish what follows, acknowledge;
//! - [`embedded`]: the durable bus in SQLite;
//! - [`rabbitmq`]: the bus on RabbitMQ. Only this module knows lapin.

pub mod bus;
mod clock;
pub mod config;
pub mod duration;
pub mod embedded;
mod events;
mod names;
pub mod rabbitmq;
pub mod topology;
pub mod worker;

pub use bus::{Bus, Consumer, Delivery, Error, Kind, Message, PROTOBUF, Queue, QueueStatus, Route};
pub use config::{Config, open, redact};
