//! The store over any database: what does not depend on which.

use std::{collections::HashMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use dateline_messaging::Message;
use dateline_record::v1::{
    ArticleFilter, ArticleRecord, ArticleSummary, CoMention, EntityProfile, FactFilter, GetStatsResponse, LedgerEntry,
    Links, QuarantinedMessage, ReasonCount, Revision, entity,
};
use jiff::Timestamp;
use prost::Message as _;

use crate::{
    Error, Kind,
    backend::{Backend, Blob, EntityQuery, NameRow, Reindexed, Summary, Which, Written},
    blob,
    copies::{self, MOST_LINKED},
    facts,
    page::QueryId,
    plan::Prepared,
    query::{Find, Phrase},
    rows::Row,
    search,
    store::{
        Account, FactHit, FactKind, LogEntry, NewRecord, Overdue, Page, PageRequest, Quarantined, SearchPage,
        Selection, Store, Stored,
    },
    time::now,
    words::words,
};

/// Candidates whose records are read for one page of facts; a page that would need more comes short, with a token.
const SCANNED: usize = 2_000;
/// Records read at a time.
const CHUNK: usize = 100;

/// A store over a database.
pub(crate) struct Indexed<B> {
    pub(crate) backend: B,
    /// Matches that a search ranks at a time.
    pub(crate) candidates: usize,
}

impl<B: Backend> Indexed<B> {
    /// Summaries in the order of `places`.
    pub(crate) async fn summaries(&self, places: &[i64]) -> Result<Vec<(i64, ArticleSummary)>, Error> {
        let found = self.backend.summaries(places).await?;
        let mut found: HashMap<i64, Summary> = found.into_iter().map(|summary| (summary.place, summary)).collect();
        let found = places.iter().filter_map(|place| found.remove(place));
        found.map(|found| Ok((found.place, summary(found)?))).collect()
    }

    /// Records in the order of `places`.
    pub(crate) async fn records(&self, places: &[i64]) -> Result<Vec<(i64, ArticleRecord)>, Error> {
        let found = self.backend.records(places).await?;
        let mut found: HashMap<i64, Blob> = found.into_iter().map(|blob| (blob.place, blob)).collect();
        let found = places.iter().filter_map(|place| found.remove(place));
        found.map(|blob| Ok((blob.place, copies::record(blob)?))).collect()
    }

    async fn profiles(&self, keys: Vec<String>) -> Result<Vec<EntityProfile>, Error> {
        let mut names: HashMap<String, Vec<NameRow>> = HashMap::new();
        for row in self.backend.entity_names(&keys).await? {
            names.entry(row.key.clone()).or_default().push(row);
        }
        Ok(keys.iter().filter_map(|key| names.remove(key)).filter_map(profile).collect())
    }

    /// Facts of one article, which need no index.
    async fn facts_of_article(
        &self,
        kind: FactKind,
        filter: &FactFilter,
        after: Option<(i64, i64)>,
    ) -> Result<Vec<(i64, FactHit)>, Error> {
        let Some(place) = self.backend.find(&filter.article, None).await? else { return Ok(Vec::new()) };
        self.facts_at(kind, filter, &[place], after).await
    }

    async fn facts_at(
        &self,
        kind: FactKind,
        filter: &FactFilter,
        places: &[i64],
        after: Option<(i64, i64)>,
    ) -> Result<Vec<(i64, FactHit)>, Error> {
        let mut hits = Vec::new();
        for (place, record) in self.records(places).await? {
            let found = facts::matching(&record, kind, filter);
            let record = Arc::new(record);
            let skip = after.filter(|(at, _)| *at == place).map_or(0, |(_, done)| usize::try_from(done).unwrap_or(0));
            let found = found.into_iter().skip(skip);
            hits.extend(
                found.map(|(index, mention)| (place, FactHit { record: record.clone(), kind, index, mention })),
            );
        }
        Ok(hits)
    }

    /// At least `wanted` facts where there are so many, and the place to go on after when the scan ended early.
    async fn scan_facts(
        &self,
        kind: FactKind,
        filter: &FactFilter,
        after: Option<(i64, i64)>,
        wanted: usize,
    ) -> Result<(Vec<(i64, FactHit)>, Option<i64>), Error> {
        if !filter.article.is_empty() {
            return Ok((self.facts_of_article(kind, filter, after).await?, None));
        }
        let mut find = facts::candidates(kind, filter);
        if let Some((place, _)) = after {
            find.below = find.below.min(place.saturating_add(1));
        }
        let mut hits = Vec::new();
        let mut chunk = CHUNK.min(wanted.max(8));
        let mut scanned = 0;
        loop {
            let places = self.backend.matches(&find, chunk).await?;
            hits.extend(self.facts_at(kind, filter, &places, after).await?);
            scanned += places.len();
            let Some(last) = places.last().filter(|_| places.len() == chunk) else { return Ok((hits, None)) };
            if hits.len() > wanted || scanned >= SCANNED {
                return Ok((hits, Some(*last)));
            }
            find.below = *last;
            chunk = CHUNK;
        }
    }
}

/// Sums the names of one key.
fn profile(mut names: Vec<NameRow>) -> Option<EntityProfile> {
    names.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    let first = names.first()?;
    let links = names.iter().find(|row| !row.links.is_empty()).and_then(|row| Links::decode(row.links.as_slice()).ok());
    Some(EntityProfile {
        key: first.key.clone(),
        name: first.name.clone(),
        kind: first.kind,
        aliases: names.iter().skip(1).map(|row| row.name.clone()).collect(),
        links,
        articles: names.iter().map(|row| row.articles.max(0) as u64).sum(),
        mentions: names.iter().map(|row| row.mentions.max(0) as u64).sum(),
    })
}

/// A summary with what its article is a copy of.
fn summary(found: Summary) -> Result<ArticleSummary, Error> {
    let mut summary: ArticleSummary = decode(&found.summary)?;
    (summary.duplicate_of, summary.duplicate_similarity) = copies::told(found.original);
    Ok(summary)
}

fn decode<M: prost::Message + Default>(bytes: &[u8]) -> Result<M, Error> {
    M::decode(bytes)
        .map_err(|error| Error::new(Kind::Internal, format!("an index row is damaged ({error}): run reindex")))
}

fn prepare(new: NewRecord) -> Result<Prepared, Error> {
    let row = Row::of(&new.record)?;
    let record = blob::pack(&new.record)?;
    let article = new.record.article.unwrap_or_default();
    let (submission, external_id) = (new.submission_id, article.external_id);
    Ok(Prepared { submission, external_id, url: article.url, row, record })
}

#[async_trait]
impl<B: Backend> Store for Indexed<B> {
    async fn migrate(&self) -> Result<u32, Error> {
        self.backend.migrate().await
    }

    async fn put(&self, records: Vec<NewRecord>) -> Result<Vec<Stored>, Error> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let prepared = tokio::task::spawn_blocking(|| records.into_iter().map(prepare).collect::<Result<Vec<_>, _>>());
        let failed = |error| Error::new(Kind::Internal, format!("indexing the records failed: {error}"));
        let prepared = prepared.await.map_err(failed)??;
        let Written { results, known, fresh } = self.backend.put(prepared).await?;
        // Also what was stored before: a batch that comes again may have been cut off between the two.
        self.link_stored(fresh, known).await?;
        Ok(results)
    }

    async fn enter(&self, entries: Vec<LedgerEntry>) -> Result<(), Error> {
        let entries: Vec<_> = entries.into_iter().filter(|entry| !entry.submission_id.is_empty()).collect();
        if entries.is_empty() { Ok(()) } else { self.backend.enter(entries).await }
    }

    async fn quarantine(&self, messages: Vec<Message>, at: &str) -> Result<(), Error> {
        if messages.is_empty() { Ok(()) } else { self.backend.quarantine(messages, at).await }
    }

    async fn get(&self, id: &str, revision: Option<&str>) -> Result<Option<ArticleRecord>, Error> {
        let Some(place) = self.backend.find(id, revision).await? else { return Ok(None) };
        self.backend.records(&[place]).await?.pop().map(copies::record).transpose()
    }

    async fn revisions(&self, id: &str) -> Result<Vec<Revision>, Error> {
        self.backend.revisions(id).await
    }

    async fn delete(&self, id: &str) -> Result<u32, Error> {
        let copies = self.backend.signed(Which::CopiesOf(vec![id.to_owned()], MOST_LINKED)).await?;
        let deleted = self.backend.delete(id).await?;
        self.link_signed(copies).await?;
        Ok(deleted)
    }

    async fn list(&self, filter: &ArticleFilter, page: &PageRequest) -> Result<Page<ArticleSummary>, Error> {
        let query = QueryId::new("list", &[&filter.encode_to_vec()]);
        let mut find = Find::of(filter);
        if let Some(&last) = query.read(&page.token)?.as_ref().and_then(|token| token.numbers.first()) {
            find.below = find.below.min(last);
        }
        let size = page.size.max(1);
        let mut places = self.backend.matches(&find, size + 1).await?;
        let more = places.len() > size;
        places.truncate(size);
        let next = places.last().filter(|_| more).map(|last| query.token(vec![*last], String::new(), Vec::new()));
        let items = self.summaries(&places).await?.into_iter().map(|(_, summary)| summary).collect();
        Ok(Page { items, next: next.unwrap_or_default() })
    }

    async fn search(&self, query: &str, filter: &ArticleFilter, page: &PageRequest) -> Result<SearchPage, Error> {
        search::search(self, query, filter, page).await
    }

    async fn facts(&self, kind: FactKind, filter: &FactFilter, page: &PageRequest) -> Result<Page<FactHit>, Error> {
        let query = QueryId::new("facts", &[&[kind as u8], &filter.encode_to_vec()]);
        let token = query.read(&page.token)?;
        let after = token.and_then(|token| Some((*token.numbers.first()?, *token.numbers.get(1)?)));
        let size = page.size.max(1);
        let (mut hits, stopped) = self.scan_facts(kind, filter, after, size).await?;
        let more = hits.len() > size;
        hits.truncate(size);
        let next = match (more, hits.last(), stopped) {
            (true, Some((last, _)), _) => {
                let shown = hits.iter().filter(|(place, _)| place == last).count() as i64;
                let before = after.filter(|(place, _)| place == last).map_or(0, |(_, done)| done);
                query.token(vec![*last, before + shown], String::new(), Vec::new())
            }
            (_, _, Some(place)) => query.token(vec![place - 1, 0], String::new(), Vec::new()),
            _ => String::new(),
        };
        Ok(Page { items: hits.into_iter().map(|(_, hit)| hit).collect(), next })
    }

    async fn entity(&self, key: &str) -> Result<Option<EntityProfile>, Error> {
        Ok(self.profiles(vec![key.to_owned()]).await?.pop())
    }

    async fn search_entities(
        &self,
        query: &str,
        kind: Option<entity::Kind>,
        page: &PageRequest,
    ) -> Result<Page<EntityProfile>, Error> {
        let kind = kind.map_or(0, i32::from);
        let id = QueryId::new("entities", &[query.as_bytes(), &kind.to_be_bytes()]);
        let token = id.read(&page.token)?;
        let after = token.and_then(|token| Some((*token.numbers.first()?, token.text)));
        let prefix = !query.ends_with(char::is_whitespace);
        let words = Phrase { words: words(query), prefix, title: false };
        let size = page.size.max(1);
        let mut found = self.backend.search_entities(&EntityQuery { words, kind, after, limit: size + 1 }).await?;
        let more = found.len() > size;
        found.truncate(size);
        let next =
            found.last().filter(|_| more).map(|(key, mentions)| id.token(vec![*mentions], key.clone(), Vec::new()));
        let items = self.profiles(found.into_iter().map(|(key, _)| key).collect()).await?;
        Ok(Page { items, next: next.unwrap_or_default() })
    }

    async fn co_mentioned(&self, key: &str, limit: usize) -> Result<Vec<CoMention>, Error> {
        let counted: HashMap<_, _> = self.backend.co_mentioned(key, limit).await?.into_iter().collect();
        let mut keys: Vec<String> = counted.keys().cloned().collect();
        keys.sort_by(|a, b| counted.get(b).cmp(&counted.get(a)).then_with(|| a.cmp(b)));
        let profiles = self.profiles(keys).await?.into_iter();
        Ok(profiles
            .map(|entity| CoMention {
                articles: counted.get(&entity.key).map_or(0, |count| *count as u64),
                entity: Some(entity),
            })
            .collect())
    }

    async fn log(&self, after: Option<&str>, limit: usize) -> Result<Vec<LogEntry>, Error> {
        let entries = self.backend.log(after, limit).await?;
        let places: Vec<i64> = entries.iter().map(|(_, place)| *place).collect();
        let mut records: HashMap<_, _> = self.records(&places).await?.into_iter().collect();
        let found = entries.into_iter().filter_map(|(position, place)| Some((position, records.remove(&place)?)));
        Ok(found.map(|(position, record)| LogEntry { position, record: Arc::new(record) }).collect())
    }

    async fn log_end(&self) -> Result<String, Error> {
        self.backend.log_end().await
    }

    async fn submission(&self, id: &str) -> Result<Option<LedgerEntry>, Error> {
        self.backend.submission(id).await
    }

    async fn account(&self) -> Result<Account, Error> {
        self.backend.account().await
    }

    async fn overdue(&self, age: Duration) -> Result<Overdue, Error> {
        let before = now().checked_sub(age).unwrap_or(Timestamp::MIN);
        self.backend.overdue(&before.to_string()).await
    }

    async fn reasons(&self) -> Result<Vec<ReasonCount>, Error> {
        self.backend.reasons().await
    }

    async fn quarantined(&self, reason: Option<&str>, page: &PageRequest) -> Result<Page<QuarantinedMessage>, Error> {
        let query = QueryId::new("quarantined", &[reason.unwrap_or_default().as_bytes()]);
        let before = query.read(&page.token)?.and_then(|token| token.numbers.first().copied()).unwrap_or(i64::MAX);
        let size = page.size.max(1);
        let mut items = self.backend.quarantined(reason, before, size + 1).await?;
        let more = items.len() > size;
        items.truncate(size);
        let last = items.last().filter(|_| more).and_then(|message| message.id.parse().ok());
        Ok(Page {
            items,
            next: last.map(|last| query.token(vec![last], String::new(), Vec::new())).unwrap_or_default(),
        })
    }

    async fn quarantined_messages(&self, which: &Selection, limit: usize) -> Result<Vec<Quarantined>, Error> {
        self.backend.quarantined_messages(which, limit).await
    }

    async fn release(&self, ids: &[String], replayed: bool) -> Result<u64, Error> {
        let ids: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        if ids.is_empty() { Ok(0) } else { self.backend.release(&ids, replayed).await }
    }

    async fn reindex(&self, after: Option<&str>, limit: usize) -> Result<(Option<String>, u64), Error> {
        let cursor = after.map(str::parse::<i64>).transpose();
        let cursor = cursor.map_err(|_| Error::new(Kind::Invalid, "the cursor is damaged: start over without one"))?;
        let limit = limit.max(1);
        let blobs = self.backend.walk(cursor, limit).await?;
        let (done, last) = (blobs.len(), blobs.last().map(|blob| blob.place));
        let rows = blobs.into_iter().map(|blob| {
            Ok(Reindexed { place: blob.place, stored_at: blob.stored_at, row: Row::of(&blob::unpack(&blob.record)?)? })
        });
        let rows = rows.collect::<Result<Vec<_>, Error>>()?;
        let articles: Vec<String> = rows.iter().map(|reindexed| reindexed.row.article.clone()).collect();
        self.backend.update_index(rows).await?;
        self.link_named(&articles).await?;
        if done == limit {
            return Ok((last.map(|last| last.to_string()), done as u64));
        }
        self.backend.recount().await?;
        Ok((None, done as u64))
    }

    async fn stats(&self) -> Result<GetStatsResponse, Error> {
        let sums = self.backend.sums().await?;
        Ok(GetStatsResponse {
            articles: sums.articles,
            revisions: sums.revisions,
            entities: sums.entities,
            mentions: sums.mentions,
            events: sums.events,
            quotes: sums.quotes,
            quantities: sums.quantities,
            claims: sums.claims,
            store: self.backend.name().into(),
            schema_version: sums.version,
            ..GetStatsResponse::default()
        })
    }

    async fn ready(&self) -> Result<(), Error> {
        self.backend.ready().await
    }

    fn name(&self) -> &'static str {
        self.backend.name()
    }
}
