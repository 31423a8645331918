//! What is told to operators: each event is both its log line and its counter, so that they cannot drift.

use std::time::Duration;

use crate::{Error, Queue};

/// Messages left a queue.
pub(crate) struct Settled<'a> {
    pub(crate) queue: Queue,
    /// `done`, `retry` or `quarantine`.
    pub(crate) outcome: &'static str,
    pub(crate) messages: usize,
    /// Machine-readable reason; empty when done.
    pub(crate) reason: &'a str,
    /// The error, which never holds text of an article.
    pub(crate) detail: &'a str,
}

impl Settled<'_> {
    pub(crate) fn emit(&self) {
        let count = u64::try_from(self.messages).unwrap_or(u64::MAX);
        metrics::counter!("dateline_messages_total", "queue" => self.queue.key(), "outcome" => self.outcome)
            .increment(count);
        let (queue, messages, reason, detail) = (self.queue.key(), self.messages, self.reason, self.detail);
        match self.outcome {
            "done" => tracing::debug!(queue, messages, "messages done"),
            outcome => tracing::warn!(queue, messages, outcome, reason, detail, "messages failed"),
        }
    }
}

/// A batch was handled.
pub(crate) struct Handled {
    pub(crate) queue: Queue,
    pub(crate) messages: usize,
    pub(crate) took: Duration,
}

impl Handled {
    pub(crate) fn emit(&self) {
        #[expect(clippy::cast_precision_loss, reason = "a batch is far below 2^52 messages")]
        let messages = self.messages as f64;
        metrics::histogram!("dateline_batch_messages", "queue" => self.queue.key()).record(messages);
        metrics::histogram!("dateline_handle_seconds", "queue" => self.queue.key()).record(self.took.as_secs_f64());
        tracing::debug!(queue = self.queue.key(), messages = self.messages, took = ?self.took, "batch handled");
    }
}

/// The bus failed and is tried again.
pub(crate) struct Failed<'a> {
    /// What was tried.
    pub(crate) operation: &'static str,
    pub(crate) queue: Queue,
    pub(crate) error: &'a Error,
}

impl Failed<'_> {
    pub(crate) fn emit(&self) {
        let kind = match self.error.kind {
            crate::Kind::Busy => "busy",
            crate::Kind::Unavailable => "unavailable",
            crate::Kind::Misconfigured => "misconfigured",
            crate::Kind::Rejected => "rejected",
            crate::Kind::Internal => "internal",
        };
        metrics::counter!("dateline_bus_errors_total", "operation" => self.operation, "kind" => kind).increment(1);
        tracing::warn!(operation = self.operation, queue = self.queue.key(), kind, error = %self.error, "the bus failed");
    }
}

/// A channel or a connection was lost and is built anew.
pub(crate) struct Lost<'a> {
    /// `publisher` or `consumer`.
    pub(crate) side: &'static str,
    pub(crate) error: &'a dyn std::fmt::Display,
}

impl Lost<'_> {
    pub(crate) fn emit(&self) {
        metrics::counter!("dateline_bus_lost_total", "side" => self.side).increment(1);
        tracing::warn!(side = self.side, error = %self.error, "lost the broker's channel, building it anew");
    }
}
