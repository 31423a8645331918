//! Which stored articles are copies of which: the same story from another outlet.
//!
//! An article is linked to the earliest that it is a near-duplicate of, whatever came first into the store. Links are made
//! after a batch is stored: of two writers that store a story and its copy at the same time the later one sees both. They
//! are kept beside the records with the signatures, so that neither comparing nor linking touches a record or its words.
//!
//! However many share keys with an article, it is compared with some of them alone: the earliest, the latest, those that
//! share most, what these are copies of, and the copies of those that are later.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeSet, HashMap, HashSet},
};

use dateline_record::{
    fingerprint::{LEAST_SHARED, Signature},
    v1::ArticleRecord,
};

use crate::{
    Error, Kind,
    backend::{Backend, Blob, Link, Original, Signed, Which},
    blob,
    indexed::Indexed,
    time,
};

/// Articles looked at under one key, half of them the earliest, half the latest: what more have is a phrase of many.
const MOST_FILED: usize = 64;
/// Articles compared with one at most: a quarter the earliest, a quarter the latest, and those that share most keys.
const MOST_COMPARED: usize = 100;
/// Copies of one story that are linked anew at once. What is beyond keeps its link, or has none if its original is gone,
/// until it is stored or reindexed again.
pub(crate) const MOST_LINKED: usize = 10_000;
/// Articles linked at a time.
const CHUNK: usize = 32;
/// How often articles are linked that others link at the same time. Whenever one is missed another writer has linked it, and each
/// links to an earlier article: with many writers of one story that may be often, and ends.
const ATTEMPTS: usize = 100;

/// A signature as the store has it.
pub(crate) fn signature(bytes: &[u8]) -> Result<Signature, Error> {
    Signature::from_bytes(bytes)
        .map_err(|_| Error::new(Kind::Internal, "a signature in the store is damaged: run reindex"))
}

/// The record, with what it is a copy of.
pub(crate) fn record(blob: Blob) -> Result<ArticleRecord, Error> {
    let mut record = blob::unpack(&blob.record)?;
    if let Some(article) = &mut record.article {
        (article.duplicate_of, article.duplicate_similarity) = told(blob.original);
    }
    Ok(record)
}

/// What an article is a copy of, as records and summaries tell it.
pub(crate) fn told(original: Option<Original>) -> (String, f64) {
    original.map(|original| (original.article, original.similarity)).unwrap_or_default()
}

impl<B: Backend> Indexed<B> {
    /// Links articles that were stored: those of which nothing was known, and others with those that are or were copies of
    /// them.
    pub(crate) async fn link_stored(&self, mut fresh: Vec<Signed>, known: Vec<String>) -> Result<(), Error> {
        if !known.is_empty() {
            fresh.extend(self.stored_before(known).await?);
        }
        self.link_signed(fresh).await
    }

    /// Articles, and those that may no longer be copies of them.
    async fn stored_before(&self, articles: Vec<String>) -> Result<Vec<Signed>, Error> {
        let mut stored = self.backend.signed(Which::Named(articles.clone())).await?;
        let mut copies = self.backend.signed(Which::CopiesOf(articles, MOST_LINKED)).await?;
        let by_name: HashMap<&str, &Signed> = stored.iter().map(|own| (own.article.as_str(), own)).collect();
        copies.retain(|copy| {
            let original = copy.original.as_ref().and_then(|original| by_name.get(original.article.as_str()));
            original.is_none_or(|original| !is_linked(copy, original))
        });
        stored.extend(copies);
        Ok(stored)
    }

    /// Links articles as they are named, and those that are copies of them, to their originals.
    pub(crate) async fn link_named(&self, articles: &[String]) -> Result<(), Error> {
        for chunk in articles.chunks(CHUNK) {
            self.link_signed(self.backend.signed(Which::Named(chunk.to_vec())).await?).await?;
        }
        Ok(())
    }

    /// Links articles, the earliest first, so that all that are copies of one story find the same.
    pub(crate) async fn link_signed(&self, mut articles: Vec<Signed>) -> Result<(), Error> {
        articles.sort_by(order);
        articles.dedup_by(|one, other| one.place == other.place);
        for chunk in articles.chunks(CHUNK) {
            self.link_chunk(chunk.to_vec()).await?;
        }
        Ok(())
    }

    async fn link_chunk(&self, mut articles: Vec<Signed>) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let links = Kin::of(&self.backend, articles).await?.link().await?;
            let missed = if links.is_empty() { Vec::new() } else { self.backend.link(links).await? };
            if missed.is_empty() {
                return Ok(());
            }
            articles = self.backend.signed(Which::Named(missed)).await?;
        }
        Err(Error::new(Kind::Unavailable, "others link the same copies all the time: try again"))
    }
}

/// Whether a copy's link to its original says what is so.
fn is_linked(copy: &Signed, original: &Signed) -> bool {
    let similarity = copy.original.as_ref().map(|original| original.similarity.to_bits());
    order(original, copy).is_lt() && original.signature.similarity(&copy.signature).map(f64::to_bits) == similarity
}

/// Earlier first; one without a date after all that have one; of equals the lesser id.
fn order(one: &Signed, other: &Signed) -> Ordering {
    let second = |article: &Signed| time::second_of_place(article.place).unwrap_or(i64::MAX);
    second(one).cmp(&second(other)).then_with(|| one.article.cmp(&other.article))
}

/// Articles that are to be linked, and those that they may be copies of or that may be copies of them.
struct Kin<'b, B> {
    backend: &'b B,
    /// Places of those to be linked, the earliest first.
    own: Vec<i64>,
    /// Places of those that one may be alike.
    near: HashMap<i64, Vec<i64>>,
    known: HashMap<i64, Signed>,
    by_name: HashMap<String, i64>,
    /// Names of those whose copies are known.
    complete: HashSet<String>,
    /// What those were copies of that have been linked anew.
    before: HashMap<i64, Option<String>>,
}

impl<'b, B: Backend> Kin<'b, B> {
    /// Finds everything that shares keys with some articles.
    async fn of(backend: &'b B, mut own: Vec<Signed>) -> Result<Self, Error> {
        own.sort_by(order);
        // In the order of the index, so that neighbours are read together.
        let keys: BTreeSet<u32> = own.iter().flat_map(|own| own.signature.keys()).copied().collect();
        let mut filed = backend.filed(keys.into_iter().collect(), MOST_FILED / 2).await?;
        filed.sort_unstable();
        filed.dedup();
        let mut files: HashMap<u32, Vec<i64>> = HashMap::new();
        filed.into_iter().for_each(|(key, place)| files.entry(key).or_default().push(place));
        let near: HashMap<i64, Vec<i64>> = own.iter().map(|own| (own.place, near(own, &files))).collect();
        let places: HashSet<i64> = near.values().flatten().copied().collect();
        let mut kin = Self {
            backend,
            own: own.iter().map(|own| own.place).collect(),
            near,
            known: HashMap::new(),
            by_name: HashMap::new(),
            complete: HashSet::new(),
            before: HashMap::new(),
        };
        kin.learn(own);
        let places = places.into_iter().filter(|place| !kin.known.contains_key(place)).collect();
        kin.look_up(Which::At(places)).await?;
        Ok(kin)
    }

    /// Learns of articles from the store; returns their places.
    async fn look_up(&mut self, which: Which) -> Result<Vec<i64>, Error> {
        Ok(self.learn(self.backend.signed(which).await?))
    }

    /// Of what is known already the links may be newer here.
    fn learn(&mut self, articles: Vec<Signed>) -> Vec<i64> {
        let places = articles.iter().map(|article| article.place).collect();
        for article in articles {
            self.by_name.insert(article.article.clone(), article.place);
            self.known.entry(article.place).or_insert(article);
        }
        places
    }

    /// Links each, the earliest first; returns what has changed.
    async fn link(mut self) -> Result<Vec<Link>, Error> {
        for place in std::mem::take(&mut self.own) {
            self.link_one(place).await?;
        }
        let mut links = Vec::with_capacity(self.before.len());
        for (place, before) in self.before {
            if let Some(Signed { article, original, .. }) = self.known.remove(&place) {
                links.push(Link { place, article, before, now: original });
            }
        }
        links.sort_unstable_by_key(|link| link.place);
        Ok(links)
    }

    async fn link_one(&mut self, place: i64) -> Result<(), Error> {
        let Some(own) = self.known.get(&place).cloned() else { return Ok(()) };
        let near = self.near.remove(&place).unwrap_or_default();
        let mut alike = self.alike(&own, &near);
        let originals = self.look_up_originals(&alike).await?;
        alike.extend(self.alike(&own, &originals));
        if near.len() >= MOST_FILED / 2 {
            let copies = self.look_up_copies(&own, &[near, originals].concat()).await?;
            alike.extend(self.alike(&own, &copies));
        }
        let original = self.earliest(&own, &alike);
        self.set(place, original);
        for (other, similarity) in alike {
            if self.is_nearer(&own, other) {
                self.set(other, Some(Original { article: own.article.clone(), similarity }));
            }
        }
        Ok(())
    }

    /// Those of some places that share keys with an article and are near-duplicates of it, with their similarity.
    fn alike(&self, own: &Signed, places: &[i64]) -> Vec<(i64, f64)> {
        let others = places.iter().filter_map(|place| self.known.get(place)).filter(|other| other.place != own.place);
        let others = others.filter(|other| own.signature.is_near(&other.signature));
        others.filter_map(|other| Some((other.place, own.signature.similarity(&other.signature)?))).collect()
    }

    /// Learns what some are copies of; returns the places.
    async fn look_up_originals(&mut self, copies: &[(i64, f64)]) -> Result<Vec<i64>, Error> {
        let originals = copies.iter().filter_map(|(place, _)| self.known.get(place)?.original.as_ref());
        let names: HashSet<&String> = originals.map(|original| &original.article).collect();
        let (known, unknown): (Vec<&String>, Vec<&String>) =
            names.into_iter().partition(|name| self.by_name.contains_key(*name));
        let mut places: Vec<i64> = known.iter().filter_map(|name| self.by_name.get(*name).copied()).collect();
        if !unknown.is_empty() {
            let unknown = unknown.into_iter().cloned().collect();
            places.extend(self.look_up(Which::Named(unknown)).await?);
        }
        Ok(places)
    }

    /// Learns of the copies of those that are later than an article: perhaps they are copies of it.
    async fn look_up_copies(&mut self, own: &Signed, near: &[i64]) -> Result<Vec<i64>, Error> {
        let later = near.iter().filter_map(|place| self.known.get(place)).filter(|other| order(own, other).is_lt());
        let later: HashSet<String> = later.map(|other| other.article.clone()).collect();
        if later.is_empty() {
            return Ok(Vec::new());
        }
        let unknown: Vec<String> = later.difference(&self.complete).cloned().collect();
        if !unknown.is_empty() {
            self.complete.extend(unknown.iter().cloned());
            self.look_up(Which::CopiesOf(unknown, MOST_LINKED)).await?;
        }
        let copies = self
            .known
            .values()
            .filter(|other| other.original.as_ref().is_some_and(|original| later.contains(&original.article)));
        Ok(copies.map(|copy| copy.place).collect())
    }

    /// Whether an article is earlier than another and than what that is a copy of.
    fn is_nearer(&self, own: &Signed, other: i64) -> bool {
        let Some(other) = self.known.get(&other) else { return false };
        let original = other.original.as_ref().and_then(|original| self.by_name.get(&original.article));
        let original = original.and_then(|place| self.known.get(place));
        let is_nearer = |original| order(own, original).is_le() || !is_linked(other, original);
        order(own, other).is_lt() && original.is_none_or(is_nearer)
    }

    /// The earliest of those that are alike, if that is earlier.
    fn earliest(&self, own: &Signed, alike: &[(i64, f64)]) -> Option<Original> {
        let others = alike.iter().filter_map(|(place, similarity)| Some((self.known.get(place)?, *similarity)));
        let earlier = others.filter(|(other, _)| order(other, own).is_lt());
        let (original, similarity) = earlier.min_by(|(one, _), (other, _)| order(one, other))?;
        Some(Original { article: original.article.clone(), similarity })
    }

    /// Sets what an article is a copy of.
    fn set(&mut self, place: i64, original: Option<Original>) {
        let Some(article) = self.known.get_mut(&place) else { return };
        if article.original != original {
            let before = std::mem::replace(&mut article.original, original);
            self.before.entry(place).or_insert(before.map(|before| before.article));
        }
    }
}

/// The places that are filed under enough keys of an article: when they are many, the earliest, the latest, and those under
/// most.
fn near(own: &Signed, files: &HashMap<u32, Vec<i64>>) -> Vec<i64> {
    let keys = own.signature.keys().iter().filter_map(|key| files.get(key));
    let mut places: Vec<i64> = keys.flatten().copied().filter(|place| *place != own.place).collect();
    places.sort_unstable();
    let counted = places.chunk_by(PartialEq::eq).filter_map(|filed| Some((filed.len(), *filed.first()?)));
    let mut near: Vec<(usize, i64)> = counted.filter(|(count, _)| *count >= LEAST_SHARED).collect();
    if near.len() > MOST_COMPARED {
        let last = near.len() - MOST_COMPARED / 4;
        if let Some(between) = near.get_mut(MOST_COMPARED / 4..last) {
            between.sort_by_key(|(count, _)| Reverse(*count));
        }
        near.drain(MOST_COMPARED * 3 / 4..last);
    }
    near.into_iter().map(|(_, place)| place).collect()
}
