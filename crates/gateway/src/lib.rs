//! gRPC services over the store and the bus. Only this crate knows tonic's server types.
//!
//! - [`server`]: [`run`]s the gateway: limits, health, reflection, gRPC-Web, drain;
//! - [`config`]: every setting with its default;
//! - [`client`]: generated clients, and a connection with sane limits;
//! - `services`: one module a service;
//! - `call`: what every call passes: request id, deadline, load shedding, panics, metrics;
//! - `failure`: the one place that makes gRPC errors of what went wrong;
//! - `found`, `mask`, `token`, `submission`: facts with their context, field masks, resume tokens, messages for the bus.

mod call;
pub mod client;
pub mod config;
mod failure;
mod found;
mod incoming;
mod mask;
pub mod server;
mod services;
mod submission;
mod token;

pub use config::Config;
pub use server::{Error, run};

/// The generated services. Their messages are those of `dateline_record::v1`.
#[allow(missing_docs, clippy::all, unreachable_pub, reason = "generated code")]
#[allow(clippy::allow_attributes_without_reason, clippy::too_many_lines, reason = "generated code")]
pub(crate) mod proto {
    tonic::include_proto!("dateline.v1");
}
