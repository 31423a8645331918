//! `WatchService`: new facts in the order of storage, at least once.
//!
//! A watch reads the store's log by position. Notices from the bus only wake it, so a lost one costs time, never a fact.
//! The stream is pulled by the client: nothing is read ahead of what the connection takes.

use std::{collections::VecDeque, sync::Arc};

use dateline_record::{
    filter::{article_matches, matches},
    offsets::OffsetMap,
    v1::{ArticleRecord, FactFilter, OffsetEncoding, WatchRequest, WatchResponse},
};
use dateline_storage::store::{FactKind, LogEntry};
use futures::stream::{self, BoxStream};
use tokio::{
    sync::{OwnedSemaphorePermit, watch::Receiver},
    time::Instant,
};
use tonic::{Request, Response, Status, async_trait};

use super::{Context, facts, request_id};
use crate::{
    failure::{Failure, in_field, with_request_id},
    found,
    proto::watch_service_server::WatchService,
    token::Place,
};

/// Records read from the log at a time.
const RECORDS: usize = 16;
/// Facts made ready at a time: bounds the memory of a watch, and the time it keeps a thread.
const FACTS: usize = 64;

/// See the module.
pub(crate) struct Watch(pub(crate) Arc<Context>);

#[async_trait]
impl WatchService for Watch {
    type WatchStream = BoxStream<'static, Result<WatchResponse, Status>>;

    async fn watch(&self, request: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let id = request_id(&request);
        let watcher = Watcher::new(Arc::clone(&self.0), request.into_inner()).await?;
        let stream = stream::unfold(Some(watcher), move |watcher| {
            let id = Arc::clone(&id);
            async move {
                let mut watcher = watcher?;
                match watcher.next().await {
                    Ok(response) => Some((Ok(response), Some(watcher))),
                    Err(failure) => Some((Err(with_request_id(&failure.into(), &id)), None)),
                }
            }
        });
        Ok(Response::new(Box::pin(stream)))
    }
}

/// One client's watch.
struct Watcher {
    context: Arc<Context>,
    filter: FactFilter,
    kinds: Vec<FactKind>,
    unit: OffsetEncoding,
    /// Where the client stands once it has taken what is ready.
    place: Place,
    /// Records read and not finished, the first of them perhaps in part.
    records: VecDeque<LogEntry>,
    /// Facts of the first record that are still to be made ready; none before it is looked at.
    wanted: Option<VecDeque<Wanted>>,
    ready: VecDeque<WatchResponse>,
    stored: Receiver<u64>,
    heartbeat: Instant,
    _slot: OwnedSemaphorePermit,
}

impl Watcher {
    async fn new(context: Arc<Context>, request: WatchRequest) -> Result<Self, Failure> {
        let WatchRequest { filter, kinds, resume_token, from_beginning, offset_encoding } = request;
        let slot = Arc::clone(&context.watches).try_acquire_owned().map_err(|_| Failure::Overloaded("watches"))?;
        let (unit, kinds, filter) =
            (found::encoding(offset_encoding)?, fact_kinds(&kinds)?, filter.unwrap_or_default());
        facts::check(&filter)?;
        // Taken before the place, so that what is stored in between wakes the watch.
        let stored = context.stored.clone();
        let place = match (resume_token.as_str(), from_beginning) {
            ("", true) => Place::following(None),
            ("", false) => Place::following(Some(context.store.log_end().await?)),
            (token, _) => Place::read(token)?,
        };
        let mut watcher = Self {
            filter,
            kinds,
            unit,
            place,
            records: VecDeque::new(),
            wanted: None,
            ready: VecDeque::new(),
            stored,
            heartbeat: Instant::now(),
            _slot: slot,
            context,
        };
        watcher.read().await?;
        // The first response says at once that the watch stands, and from where it can be resumed.
        watcher.ready.push_back(watcher.heartbeat_now());
        Ok(watcher)
    }

    async fn next(&mut self) -> Result<WatchResponse, Failure> {
        loop {
            if self.context.shutdown.is_cancelled() {
                return Err(Failure::ShuttingDown);
            }
            if let Some(response) = self.ready.pop_front() {
                self.heartbeat = Instant::now() + self.context.config.watch_heartbeat;
                return Ok(response);
            }
            if self.heartbeat <= Instant::now() {
                self.ready.push_back(self.heartbeat_now());
            } else if !self.records.is_empty() {
                self.prepare()?;
                // A long stretch without a match must not keep the thread.
                tokio::task::yield_now().await;
            } else if !self.read().await? {
                self.wait().await;
            }
        }
    }

    fn heartbeat_now(&self) -> WatchResponse {
        WatchResponse { fact: None, reason: String::new(), resume_token: self.place.token() }
    }

    /// Reads on in the log; false at its end.
    async fn read(&mut self) -> Result<bool, Failure> {
        self.stored.borrow_and_update();
        let read = self.context.store.log(self.place.after.as_deref(), RECORDS).await;
        self.records.extend(read.map_err(in_field("resume_token"))?);
        Ok(!self.records.is_empty())
    }

    async fn wait(&mut self) {
        let Self { context, stored, heartbeat, .. } = self;
        tokio::select! {
            Ok(()) = stored.changed() => {}
            () = tokio::time::sleep(context.config.watch_poll) => {}
            () = tokio::time::sleep_until(*heartbeat) => {}
            () = context.shutdown.cancelled() => {}
        }
    }

    /// Makes facts of the record in progress ready, or steps over it when it has no more.
    fn prepare(&mut self) -> Result<(), Failure> {
        let Some(entry) = self.records.front() else { return Ok(()) };
        let (record, position) = (Arc::clone(&entry.record), entry.position.clone());
        let wanted = self.wanted.get_or_insert_with(|| {
            let done = self.place.done_of(&position);
            wanted(&record, &self.kinds, &self.filter).into_iter().filter(|fact| fact.ordinal >= done).collect()
        });
        if wanted.is_empty() {
            self.place = Place::following(Some(position));
            self.wanted = None;
            self.records.pop_front();
            return Ok(());
        }
        let map = OffsetMap::new(found::text(&record), self.unit);
        for wanted in wanted.drain(..FACTS.min(wanted.len())) {
            let Some(fact) = found::fact_at(&record, wanted.kind, wanted.index, wanted.mention) else { continue };
            self.place = self.place.inside(&position, wanted.ordinal + 1);
            self.ready.push_back(WatchResponse {
                fact: Some(found::render(&record, fact, &map)?),
                reason: wanted.reason,
                resume_token: self.place.token(),
            });
        }
        Ok(())
    }
}

/// A fact of a record that matches.
struct Wanted {
    /// Its number among all facts of the record, whatever the filter.
    ordinal: usize,
    kind: FactKind,
    index: usize,
    mention: usize,
    reason: String,
}

/// The order of facts within a record.
const KINDS: [(FactKind, &str); 5] = [
    (FactKind::Event, "events"),
    (FactKind::Quote, "quotes"),
    (FactKind::Quantity, "quantities"),
    (FactKind::Claim, "claims"),
    (FactKind::Mention, "mentions"),
];

fn wanted(record: &ArticleRecord, kinds: &[FactKind], filter: &FactFilter) -> VecDeque<Wanted> {
    let mut wanted = VecDeque::new();
    if !article_matches(filter, record) {
        return wanted;
    }
    let mut first = 0;
    for (kind, _) in KINDS {
        let places = places(record, kind);
        let count = places.len();
        for (number, (index, mention)) in places.into_iter().enumerate().filter(|_| kinds.contains(&kind)) {
            let fact = found::fact_at(record, kind, index, mention);
            if let Some(reason) = fact.and_then(|fact| matches(filter, record, fact)) {
                wanted.push_back(Wanted { ordinal: first + number, kind, index, mention, reason });
            }
        }
        first += count;
    }
    wanted
}

/// Every fact of a kind: its index, and for a mention its number in the entity.
fn places(record: &ArticleRecord, kind: FactKind) -> Vec<(usize, usize)> {
    let whole = |count: usize| (0..count).map(|index| (index, 0)).collect();
    match kind {
        FactKind::Event => whole(record.events.len()),
        FactKind::Quote => whole(record.quotes.len()),
        FactKind::Quantity => whole(record.quantities.len()),
        FactKind::Claim => whole(record.claims.len()),
        FactKind::Mention => {
            let entities = record.entities.iter().enumerate();
            entities
                .flat_map(|(index, entity)| (0..entity.mentions.len()).map(move |mention| (index, mention)))
                .collect()
        }
    }
}

fn fact_kinds(names: &[String]) -> Result<Vec<FactKind>, Failure> {
    if names.is_empty() {
        return Ok(KINDS.map(|(kind, _)| kind).to_vec());
    }
    let kind = |wanted: &String| {
        let known = KINDS.iter().find(|(_, name)| name == wanted).map(|(kind, _)| *kind);
        known.ok_or_else(|| {
            let names = KINDS.map(|(_, name)| name).join(", ");
            Failure::invalid("kinds", format!("`{wanted}` is no kind of fact to watch: use {names}"))
        })
    };
    names.iter().map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_record::v1::{Article, Entity, Event, Mention, Quote};

    #[test]
    fn a_fact_keeps_its_number_whatever_is_watched() {
        let record = ArticleRecord {
            article: Some(Article::default()),
            events: vec![Event::default(); 2],
            quotes: vec![Quote::default()],
            entities: vec![Entity { mentions: vec![Mention::default(); 2], ..Entity::default() }],
            ..ArticleRecord::default()
        };
        let numbers = |kinds: &[FactKind]| {
            wanted(&record, kinds, &FactFilter::default()).iter().map(|fact| fact.ordinal).collect::<Vec<_>>()
        };
        assert_eq!(numbers(&[FactKind::Mention]), [3, 4]);
        assert_eq!(numbers(&[FactKind::Quote, FactKind::Event]), [0, 1, 2]);
    }

    #[test]
    fn an_unknown_kind_is_refused() {
        assert!(fact_kinds(&["events".into(), "rumours".into()]).is_err());
        assert_eq!(fact_kinds(&[]).unwrap().len(), 5);
    }
}
