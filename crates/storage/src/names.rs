//! What the entities of a record can be asked for by, and the tags that stand for it in the index.

use std::collections::HashMap;

use data_encoding::BASE32_NOPAD;
use dateline_record::{
    ids,
    v1::{ArticleRecord, Entity, mention},
};
use sha2::{Digest, Sha256};

/// Names kept of one entity.
const NAMES: usize = 6;

/// The entities of a record by their id inside it.
pub(crate) struct Cast<'r>(HashMap<&'r str, Names>);

/// Everything that one entity answers to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Key across articles.
    pub(crate) key: String,
    /// Slugs of its name and of the other names the article uses.
    pub(crate) slugs: Vec<String>,
    /// ISO 3166 codes of a place, lower case.
    pub(crate) iso: Vec<String>,
}

impl<'r> Cast<'r> {
    pub(crate) fn of(record: &'r ArticleRecord) -> Self {
        let text = record.article.as_ref().map_or("", |article| article.text.as_str());
        Self(record.entities.iter().map(|entity| (entity.id.as_str(), Names::of(entity, text))).collect())
    }

    /// The entity with an id; `None` for no id and for one that is not in the record.
    pub(crate) fn get(&self, id: &str) -> Option<&Names> {
        self.0.get(id)
    }
}

impl Names {
    fn of(entity: &Entity, text: &str) -> Self {
        let mut iso: Vec<String> = entity.links.iter().map(|links| links.iso3166.to_lowercase()).collect();
        iso.extend(entity.place.iter().map(|place| place.country.to_lowercase()));
        iso.retain(|code| !code.is_empty());
        iso.dedup();
        Self { key: ids::entity_key(entity), slugs: slugs(entity, text), iso }
    }
}

fn slugs(entity: &Entity, text: &str) -> Vec<String> {
    let mut slugs = vec![ids::slug(&entity.name)];
    let names = entity.mentions.iter().filter(|mention| mention.form() == mention::Form::Name);
    for span in names.filter_map(|mention| mention.span) {
        let slug = ids::slug(text.get(span.start as usize..span.end as usize).unwrap_or_default());
        if !slug.is_empty() && slugs.len() < NAMES && !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    slugs
}

/// A name, key or code that somebody asks for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// As given, without spaces around it.
    pub(crate) raw: String,
    /// In lower case.
    pub(crate) lower: String,
    /// As a name.
    pub(crate) slug: String,
}

impl Wanted {
    /// `None` when nothing is asked for.
    pub(crate) fn new(value: &str) -> Option<Self> {
        let raw = value.trim();
        (!raw.is_empty()).then(|| Self { raw: raw.into(), lower: raw.to_lowercase(), slug: ids::slug(raw) })
    }
}

/// The tag of a value of a field: twelve characters that stand for it in the index, the same in every store.
pub(crate) fn tag(field: &str, value: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(field);
    hash.update([0]);
    hash.update(value);
    let mut tag = BASE32_NOPAD.encode(&hash.finalize());
    tag.truncate(12);
    tag.make_ascii_lowercase();
    tag
}
