//! The index of a record, derived from it alone: by storing and by reindexing alike.
//!
//! A record has one row: its words, tags that stand for everything it can be filtered by, its summary and its entities.
//! A row a fact would cost four to five times as much as the record itself; instead the tags find the candidates, and
//! [`crate::facts`] picks the facts from the records.

use std::collections::{BTreeMap, BTreeSet};

use dateline_record::{
    fingerprint::Signature,
    v1::{Article, ArticleRecord, ArticleSummary, Event},
};
use prost::Message;

use crate::{
    Error, Kind,
    names::{Cast, tag},
    time,
    words::each_word,
};

/// Words of a text that are indexed, and their bytes. What comes after is in the record, but is not found by its words.
const WORDS: usize = 50_000;
const BYTES: usize = 500_000;

/// The index of one record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) article: String,
    pub(crate) revision: String,
    pub(crate) extractor: String,
    /// Second of publication.
    pub(crate) published: Option<i64>,
    /// Second when this revision was made or fetched, to tell which of two is later.
    pub(crate) seen: Option<i64>,
    /// Words of the title and of the text, folded, joined by spaces.
    pub(crate) title: String,
    pub(crate) body: String,
    /// Tags, distinct and in order.
    pub(crate) tags: Vec<String>,
    /// Its entities by key and name.
    pub(crate) entities: Vec<EntityRow>,
    pub(crate) counts: Counts,
    /// Without what it is a copy of, which other articles decide.
    pub(crate) summary: ArticleSummary,
    /// By which its copies are told; `None` for a text that is too short.
    pub(crate) signature: Option<Signature>,
}

/// An entity of a record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EntityRow {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) kind: i32,
    pub(crate) links: Vec<u8>,
    pub(crate) mentions: i64,
}

/// How many facts of each kind a record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) mentions: i64,
    pub(crate) events: i64,
    pub(crate) quotes: i64,
    pub(crate) quantities: i64,
    pub(crate) claims: i64,
}

/// The tag that every record has.
pub(crate) fn everything() -> String {
    tag("everything", "")
}

impl Row {
    /// The index of `record`.
    pub(crate) fn of(record: &ArticleRecord) -> Result<Self, Error> {
        let rejected =
            |what: &str| Error::new(Kind::Rejected, format!("the record has no {what}: extract the article again"));
        let article = record.article.as_ref().ok_or_else(|| rejected("article"))?;
        for (value, what) in [(&article.id, "article id"), (&article.revision, "revision")] {
            if value.is_empty() {
                return Err(rejected(what));
            }
        }
        let mut budget = (WORDS, BYTES);
        Ok(Self {
            article: plain(&article.id),
            revision: plain(&article.revision),
            extractor: plain(&record.extractor_version),
            published: time::second(article.published_at.as_ref()),
            seen: time::second(article.modified_at.as_ref()).or_else(|| time::second(article.retrieved_at.as_ref())),
            title: folded(&article.title, &mut budget),
            body: folded(&article.text, &mut budget),
            tags: tags(record, article),
            entities: entities(record),
            counts: counts(record),
            summary: summary(article),
            signature: article.fingerprint.parse().ok(),
        })
    }

    /// The summary with the time of storage, in milliseconds since 1970.
    pub(crate) fn encoded_summary(&self, stored_at: i64) -> Vec<u8> {
        let mut summary = self.summary.clone();
        summary.stored_at = Some(time::stamp_of_millis(stored_at));
        summary.encode_to_vec()
    }
}

/// Without U+0000, which no text column of PostgreSQL can hold. The record keeps it.
pub(crate) fn plain(text: &str) -> String {
    text.replace('\0', "")
}

fn folded(text: &str, (words, bytes): &mut (usize, usize)) -> String {
    let mut folded = String::with_capacity(text.len().min(*bytes));
    each_word(text, |word, _| {
        if *words > 0 && *bytes > word.len() {
            *words -= 1;
            *bytes -= word.len() + 1;
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
    });
    folded
}

fn summary(article: &Article) -> ArticleSummary {
    ArticleSummary {
        id: article.id.clone(),
        revision: article.revision.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        source: article.source.clone(),
        published_at: article.published_at.clone(),
        language: article.language.as_ref().map(|language| language.tag.clone()).unwrap_or_default(),
        word_count: article.word_count,
        external_id: article.external_id.clone(),
        ..ArticleSummary::default()
    }
}

fn counts(record: &ArticleRecord) -> Counts {
    Counts {
        mentions: record.entities.iter().map(|entity| entity.mentions.len() as i64).sum(),
        events: record.events.len() as i64,
        quotes: record.quotes.len() as i64,
        quantities: record.quantities.len() as i64,
        claims: record.claims.len() as i64,
    }
}

fn entities(record: &ArticleRecord) -> Vec<EntityRow> {
    let mut rows: BTreeMap<String, EntityRow> = BTreeMap::new();
    for entity in &record.entities {
        let key = plain(&dateline_record::ids::entity_key(entity)).replace(char::is_control, " ");
        let row = rows.entry(key.clone()).or_insert_with(|| EntityRow {
            key,
            name: plain(&entity.name),
            kind: entity.kind,
            links: entity.links.as_ref().map(Message::encode_to_vec).unwrap_or_default(),
            mentions: 0,
        });
        row.mentions += entity.mentions.len() as i64;
    }
    rows.into_values().collect()
}

struct Tags(BTreeSet<String>);

impl Tags {
    fn add(&mut self, field: &str, value: &str) {
        if !value.is_empty() {
            self.0.insert(tag(field, value));
        }
    }
}

fn tags(record: &ArticleRecord, article: &Article) -> Vec<String> {
    let mut tags = Tags(BTreeSet::from([everything()]));
    if let Some(source) = &article.source {
        tags.add("source", &source.name.trim().to_lowercase());
        tags.add("source", &dateline_record::ids::slug(&source.name));
        tags.add("source", &source.domain.to_lowercase());
    }
    for form in beginnings(article.language.as_ref().map_or("", |language| &language.tag), '-') {
        tags.add("language", &form);
    }
    let cast = Cast::of(record);
    for entity in &record.entities {
        if let Some(names) = cast.get(&entity.id) {
            tags.add("entity", &names.key);
            names.slugs.iter().for_each(|slug| tags.add("entity", slug));
        }
    }
    record.events.iter().for_each(|event| event_tags(event, &cast, &mut tags));
    speech_tags(record, &cast, &mut tags);
    for quantity in &record.quantities {
        tags.add("quantity", quantity.kind().as_str_name());
        tags.add("quantity", &quantity.currency);
    }
    tags.0.into_iter().collect()
}

/// Every beginning of `text` that ends before a `separator`, and all of it, in lower case.
fn beginnings(text: &str, separator: char) -> Vec<String> {
    let text = text.to_lowercase();
    let ends = text.match_indices(separator).map(|(at, _)| at).chain([text.len()]);
    ends.filter_map(|end| text.get(..end)).map(str::to_owned).collect()
}

fn event_tags(event: &Event, cast: &Cast<'_>, tags: &mut Tags) {
    tags.add("event", &event.plover.as_ref().map_or("", |plover| &plover.r#type).to_lowercase());
    let code = event.cameo.as_ref().map_or("", |cameo| cameo.code.as_str());
    for (end, digit) in code.char_indices().take(8) {
        tags.add("event", &code.get(..end + digit.len_utf8()).unwrap_or_default().to_lowercase());
    }
    tags.add("factuality", event.factuality().as_str_name());
    for (field, participants) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for participant in participants {
            beginnings(&participant.actor, ' ').iter().for_each(|code| tags.add(field, code));
            if let Some(names) = cast.get(&participant.entity) {
                tags.add(field, &names.key);
            }
        }
    }
    if let Some(names) = event.place.as_ref().and_then(|place| cast.get(&place.entity)) {
        tags.add("place", &names.key);
        names.iso.iter().for_each(|code| tags.add("place", code));
    }
}

fn speech_tags(record: &ArticleRecord, cast: &Cast<'_>, tags: &mut Tags) {
    for quote in &record.quotes {
        tags.add("quote", quote.kind().as_str_name());
        if let Some(names) = quote.speaker.as_ref().and_then(|speaker| cast.get(&speaker.entity)) {
            tags.add("speaker", &names.key);
            names.slugs.iter().for_each(|slug| tags.add("speaker", slug));
        }
    }
    for claim in &record.claims {
        tags.add("certainty", claim.certainty().as_str_name());
        if let Some(names) = claim.source.as_ref().and_then(|source| cast.get(&source.entity)) {
            tags.add("claimant", &names.key);
            names.slugs.iter().for_each(|slug| tags.add("claimant", slug));
        }
    }
}
