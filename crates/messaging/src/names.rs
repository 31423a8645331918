//! What routes and queues are called on every bus.

use dateline_record::v1::Lane;

use crate::{Queue, Route};

/// Routing key of the ledger and name of its queue.
const LEDGER: &str = "ledger";

impl Route {
    /// Every route that leads to a queue, in the order of an article's way.
    pub const DURABLE: [Self; 7] = [
        Self::Submitted(Lane::Live),
        Self::Submitted(Lane::Backfill),
        Self::Parsed(Lane::Live),
        Self::Parsed(Lane::Backfill),
        Self::Extracted(Lane::Live),
        Self::Extracted(Lane::Backfill),
        Self::Ledger,
    ];

    /// The routing key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Submitted(Lane::Backfill) => "articles.submitted.backfill",
            Self::Submitted(_) => "articles.submitted",
            Self::Parsed(Lane::Backfill) => "articles.parsed.backfill",
            Self::Parsed(_) => "articles.parsed",
            Self::Extracted(Lane::Backfill) => "records.extracted.backfill",
            Self::Extracted(_) => "records.extracted",
            Self::Ledger => LEDGER,
            Self::Stored => "records.stored",
        }
    }

    /// The route with this routing key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::DURABLE.into_iter().chain([Self::Stored]).find(|route| route.key() == key)
    }

    /// The budget that it travels on.
    #[must_use]
    pub fn lane(self) -> Lane {
        match self {
            Self::Submitted(Lane::Backfill) | Self::Parsed(Lane::Backfill) | Self::Extracted(Lane::Backfill) => {
                Lane::Backfill
            }
            _ => Lane::Live,
        }
    }
}

impl Queue {
    /// Every queue, in the order of an article's way.
    pub const ALL: [Self; 8] = [
        Self::Submitted(Lane::Live),
        Self::Submitted(Lane::Backfill),
        Self::Parsed(Lane::Live),
        Self::Parsed(Lane::Backfill),
        Self::Extracted(Lane::Live),
        Self::Extracted(Lane::Backfill),
        Self::Ledger,
        Self::Quarantine,
    ];

    /// The route that feeds it; none for quarantine.
    #[must_use]
    pub fn route(self) -> Option<Route> {
        match self {
            Self::Submitted(lane) => Some(Route::Submitted(lane)),
            Self::Parsed(lane) => Some(Route::Parsed(lane)),
            Self::Extracted(lane) => Some(Route::Extracted(lane)),
            Self::Ledger => Some(Route::Ledger),
            Self::Quarantine => None,
        }
    }

    /// Its name without the prefix: the routing key that feeds it, or `quarantine`.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.route().map_or("quarantine", Route::key)
    }

    /// What it is for: `work`, `ledger` or `quarantine`.
    #[must_use]
    pub fn role(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Quarantine => "quarantine",
            _ => "work",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_queue_is_fed_by_the_route_with_its_name() {
        for queue in Queue::ALL {
            assert_eq!(Route::from_key(queue.key()), queue.route());
        }
        assert_eq!(Queue::ALL.len(), Route::DURABLE.len() + 1);
        assert_eq!(Route::from_key("articles.elsewhere"), None);
    }

    #[test]
    fn an_unset_lane_is_live() {
        assert_eq!(Route::Parsed(Lane::Unspecified).key(), Route::Parsed(Lane::Live).key());
        assert_eq!(Route::Parsed(Lane::Unspecified).lane(), Lane::Live);
    }
}
