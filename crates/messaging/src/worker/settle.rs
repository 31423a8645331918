//! What becomes of deliveries once their batch is handled.

use crate::{Consumer, Error, Queue, events::Settled};

/// Deliveries with the same end.
pub(super) enum Outcome {
    /// Finished.
    Done { tags: Vec<u64> },
    /// To be tried again.
    Retry { tags: Vec<u64>, reason: String, detail: String },
    /// Given up.
    Quarantine { tags: Vec<u64>, reason: String, detail: String },
}

impl Outcome {
    pub(super) fn retry(tags: Vec<u64>, reason: &str, detail: &str) -> Self {
        Self::Retry { tags, reason: reason.to_owned(), detail: detail.to_owned() }
    }

    /// Tells the bus.
    pub(super) async fn apply(&self, consumer: &mut dyn Consumer) -> Result<(), Error> {
        match self {
            Self::Done { tags } => consumer.ack(tags).await,
            Self::Retry { tags, reason, detail } => consumer.retry(tags, reason, detail).await,
            Self::Quarantine { tags, reason, detail } => consumer.quarantine(tags, reason, detail).await,
        }
    }

    /// Tells operators.
    pub(super) fn event(&self, queue: Queue) -> Settled<'_> {
        let (outcome, tags, reason, detail) = match self {
            Self::Done { tags } => ("done", tags, "", ""),
            Self::Retry { tags, reason, detail } => ("retry", tags, reason.as_str(), detail.as_str()),
            Self::Quarantine { tags, reason, detail } => ("quarantine", tags, reason.as_str(), detail.as_str()),
        };
        Settled { queue, outcome, messages: tags.len(), reason, detail }
    }
}
