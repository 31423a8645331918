//! Messages in quarantine: how they are named and kept.

use dateline_messaging::{Message, Route};
use dateline_record::v1::{Lane, LedgerEntry, QuarantinedMessage, ledger_entry};
use sha2::{Digest, Sha256};

use crate::{rows::plain, store::Quarantined, time};

const ROUTES: [(&str, Route); 8] = [
    ("articles.submitted", Route::Submitted(Lane::Live)),
    ("articles.submitted.backfill", Route::Submitted(Lane::Backfill)),
    ("articles.parsed", Route::Parsed(Lane::Live)),
    ("articles.parsed.backfill", Route::Parsed(Lane::Backfill)),
    ("records.extracted", Route::Extracted(Lane::Live)),
    ("records.extracted.backfill", Route::Extracted(Lane::Backfill)),
    ("ledger", Route::Ledger),
    ("records.stored", Route::Stored),
];

/// A message as the quarantine keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) submission: String,
    pub(crate) route: String,
    pub(crate) reason: String,
    pub(crate) detail: String,
    pub(crate) attempts: i64,
    pub(crate) at: String,
    pub(crate) content_type: String,
    pub(crate) schema: String,
    pub(crate) trace: String,
    pub(crate) size: i64,
    /// Empty when only listed.
    pub(crate) body: Vec<u8>,
}

impl Kept {
    pub(crate) fn of(message: Message, at: &str) -> Self {
        let (reason, detail) = message.failure.unwrap_or_else(|| ("unknown".into(), String::new()));
        let route = ROUTES.iter().find(|(_, route)| same(*route, message.route)).map_or("", |(name, _)| name);
        Self {
            id: 0,
            submission: plain(&message.id),
            route: route.into(),
            reason: plain(&reason),
            detail: plain(&detail),
            attempts: i64::from(message.attempt),
            at: at.into(),
            content_type: plain(&message.content_type),
            schema: plain(&message.schema),
            trace: plain(&message.trace),
            size: message.body.len() as i64,
            body: message.body.into(),
        }
    }

    /// The same for a message that comes again.
    pub(crate) fn digest(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for part in [self.route.as_bytes(), self.submission.as_bytes(), &self.body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }

    /// The ledger's entry; `None` for a message without submission.
    pub(crate) fn entry(&self) -> Option<LedgerEntry> {
        (!self.submission.is_empty()).then(|| LedgerEntry {
            submission_id: self.submission.clone(),
            state: ledger_entry::State::Quarantined.into(),
            reason: self.reason.clone(),
            detail: self.detail.clone(),
            at: self.at.clone(),
            ..LedgerEntry::default()
        })
    }

    pub(crate) fn shown(self) -> QuarantinedMessage {
        QuarantinedMessage {
            id: self.id.to_string(),
            submission_id: self.submission,
            route: self.route,
            reason: self.reason,
            detail: self.detail,
            attempts: u32::try_from(self.attempts).unwrap_or_default(),
            at: self.at.parse().ok().map(time::stamp),
            content_type: self.content_type,
            size: self.size as u64,
            body: self.body.into(),
        }
    }

    /// With the message that goes back on the bus.
    pub(crate) fn quarantined(self) -> Quarantined {
        let route = ROUTES.iter().find(|(name, _)| *name == self.route).map_or(Route::Ledger, |(_, route)| *route);
        let message = Message {
            route,
            id: self.submission.clone(),
            content_type: self.content_type.clone(),
            schema: self.schema.clone(),
            trace: self.trace.clone(),
            attempt: 0,
            failure: None,
            body: self.body.clone().into(),
        };
        Quarantined { shown: self.shown(), message }
    }
}

/// Routes with an unspecified lane are live ones.
fn same(known: Route, route: Route) -> bool {
    let live = |lane| if lane == Lane::Unspecified { Lane::Live } else { lane };
    known
        == match route {
            Route::Submitted(lane) => Route::Submitted(live(lane)),
            Route::Parsed(lane) => Route::Parsed(live(lane)),
            Route::Extracted(lane) => Route::Extracted(live(lane)),
            other => other,
        }
}
