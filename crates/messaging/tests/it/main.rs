//! One suite that every bus passes, and what is particular to each.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod conformance;
mod embedded;
mod rabbitmq;
mod support;
mod worker;
