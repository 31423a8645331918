//! Private RabbitMQ and PostgreSQL servers for tests.

pub mod postgres;
pub mod rabbitmq;
