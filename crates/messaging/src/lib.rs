//! The bus: how articles and records travel from stage to stage.
//!
//! - [`bus`]: the [`Bus`] and [`Consumer`] traits and what travels ([`Message`], [`Route`], [`Queue`]);
//! - [`worker`]: the loop of every role: take a batch, handle it, publish what follows, acknowledge;
//! - [`embedded`]: the durable bus in SQLite;
//! - [`rabbitmq`]: the bus on RabbitMQ. Only this module knows lapin.

pub mod bus;
pub mod worker;

pub use bus::{Bus, Consumer, Delivery, Error, Kind, Message, Queue, QueueStatus, Route};
