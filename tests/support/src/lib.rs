//! Private RabbitMQ and PostgreSQL servers for tests.

mod own;
pub mod postgres;
pub mod rabbitmq;
