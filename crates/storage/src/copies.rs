//! Which stored articles are copies of which: the same story from another outlet.
//!
//! An article is linked to the earliest that it is a near-duplicate of, whatever came first into the store. Its signature's
//! keys are tags of the index, so copies are found as everything else is. Links are made after a batch is stored: of two
//! writers that store a story and its copy at the same time the later one sees both.

use std::cmp::Ordering;

use dateline_record::{
    fingerprint::Signature,
    v1::{Article, ArticleRecord},
};

use crate::{
    Error,
    backend::{Backend, Blob, Reindexed, Rewritten},
    blob,
    indexed::Indexed,
    names::tag,
    query::{Expr, Find},
    rows::Row,
    time,
};

/// The field of the tags.
pub(crate) const FIELD: &str = "copy";

/// Articles compared with one at most, the latest first.
const MOST_COMPARED: usize = 200;

/// The values of an article's tags.
pub(crate) fn keys(article: &Article) -> Vec<String> {
    let signature = article.fingerprint.parse::<Signature>();
    signature.map(|signature| signature.keys().iter().map(|key| format!("{key:08x}")).collect()).unwrap_or_default()
}

/// The tag of an article that is a copy of another.
pub(crate) fn is_copy() -> String {
    tag("is", "copy")
}

/// A stored record that may be a copy.
struct Candidate {
    place: i64,
    stored_at: i64,
    record: ArticleRecord,
    signature: Signature,
}

impl Candidate {
    fn of(blob: &Blob) -> Result<Option<Self>, Error> {
        let record: ArticleRecord = blob::unpack(&blob.record)?;
        let signature = record.article.as_ref().and_then(|article| article.fingerprint.parse().ok());
        Ok(signature.map(|signature| Self { place: blob.place, stored_at: blob.stored_at, record, signature }))
    }

    /// As it is to be stored now.
    fn rewritten(&self) -> Result<Rewritten, Error> {
        let index = Reindexed { place: self.place, stored_at: self.stored_at, row: Row::of(&self.record)? };
        Ok(Rewritten { record: blob::pack(&self.record)?, index })
    }

    fn article(&self) -> Option<&Article> {
        self.record.article.as_ref()
    }

    /// Sets what the article is a copy of; returns whether that is new.
    fn link(&mut self, original: Option<(&str, f64)>) -> bool {
        let Some(article) = &mut self.record.article else { return false };
        let (id, similarity) = original.unwrap_or_default();
        let same = article.duplicate_of == id && article.duplicate_similarity.to_bits() == similarity.to_bits();
        id.clone_into(&mut article.duplicate_of);
        article.duplicate_similarity = similarity;
        !same
    }
}

/// Earlier first; one without a date after all that have one; of equals the lesser id.
fn order(one: &Article, other: &Article) -> Ordering {
    let second = |article: &Article| time::second(article.published_at.as_ref()).unwrap_or(i64::MAX);
    second(one).cmp(&second(other)).then_with(|| one.id.cmp(&other.id))
}

impl<B: Backend> Indexed<B> {
    /// Links articles, and those that are copies of them, to their originals.
    pub(crate) async fn link_copies(&self, articles: &[String]) -> Result<(), Error> {
        for article in articles {
            self.link_one(article).await?;
        }
        Ok(())
    }

    async fn link_one(&self, id: &str) -> Result<(), Error> {
        let Some(place) = self.backend.find(id, None).await? else { return Ok(()) };
        let Some(mut own) = self.candidates_at(&[place]).await?.pop() else { return Ok(()) };
        let mut others = self.alike(&own).await?;
        let Some(article) = own.article().cloned() else { return Ok(()) };
        let earlier =
            others.iter().filter(|(other, _)| other.article().is_some_and(|other| order(other, &article).is_lt()));
        let original = earlier
            .min_by(|(one, _), (other, _)| {
                one.article().zip(other.article()).map_or(Ordering::Equal, |(one, other)| order(one, other))
            })
            .and_then(|(other, similarity)| Some((other.article()?.id.clone(), *similarity)));
        let mut changed = Vec::new();
        if own.link(original.as_ref().map(|(id, similarity)| (id.as_str(), *similarity))) {
            changed.push(own.rewritten()?);
        }
        let known: Vec<Article> = others.iter().filter_map(|(other, _)| other.article().cloned()).collect();
        for (other, similarity) in &mut others {
            if is_nearer(&article, other, &known) && other.link(Some((&article.id, *similarity))) {
                changed.push(other.rewritten()?);
            }
        }
        if changed.is_empty() { Ok(()) } else { self.backend.rewrite(changed).await }
    }

    /// Current records that are near-duplicates of one, with their similarity.
    async fn alike(&self, own: &Candidate) -> Result<Vec<(Candidate, f64)>, Error> {
        let Some(article) = own.article() else { return Ok(Vec::new()) };
        let tags = keys(article).iter().map(|key| Expr::Tag(tag(FIELD, key))).collect();
        let find = Find { expr: Expr::Or(tags), ..Find::all() };
        let mut places = self.backend.matches(&find, MOST_COMPARED).await?;
        places.retain(|place| *place != own.place);
        let candidates = self.candidates_at(&places).await?.into_iter();
        Ok(candidates
            .filter_map(|other| own.signature.similarity(&other.signature).map(|similarity| (other, similarity)))
            .collect())
    }

    async fn candidates_at(&self, places: &[i64]) -> Result<Vec<Candidate>, Error> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let records = self.backend.records(places).await?;
        records.iter().map(Candidate::of).filter_map(Result::transpose).collect()
    }

    /// Ids of the articles that are held to be copies of one.
    pub(crate) async fn copies_of(&self, id: &str) -> Result<Vec<String>, Error> {
        let Some(place) = self.backend.find(id, None).await? else { return Ok(Vec::new()) };
        let Some(own) = self.candidates_at(&[place]).await?.pop() else { return Ok(Vec::new()) };
        let alike = self.alike(&own).await?;
        let articles = alike.iter().filter_map(|(other, _)| other.article());
        Ok(articles.filter(|other| other.duplicate_of == id).map(|other| other.id.clone()).collect())
    }
}

/// Whether an article is earlier than another and than what that is held to be a copy of, or that is gone.
fn is_nearer(article: &Article, other: &Candidate, known: &[Article]) -> bool {
    let Some(other) = other.article() else { return false };
    let original = known.iter().find(|known| known.id == other.duplicate_of);
    order(article, other).is_lt() && original.is_none_or(|original| order(article, original).is_le())
}
