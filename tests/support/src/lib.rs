//! Private RabbitMQ and PostgreSQL servers for tests.

pub mod rabbitmq;
