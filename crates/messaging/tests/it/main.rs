//! One suite that every bus passes, and what is particular to each.

mod conformance;
mod embedded;
mod rabbitmq;
mod support;
mod worker;
