//! Content-derived ids: the same bytes give the same id on every machine, in every run.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

use crate::v1::{Article, Entity, entity};

/// Number of characters of the base-32 ids: 26 characters carry 130 bits.
const LENGTH: usize = 26;

/// Id of an article: from source and canonical URL, or from the text when there is no URL.
///
/// A producer's own id, where it has one, stands in for the URL, so that an edited text keeps its identity.
#[must_use]
pub fn article_id(article: &Article) -> String {
    let domain = article
        .source
        .as_ref()
        .map_or("", |source| if source.domain.is_empty() { &source.name } else { &source.domain });
    if !article.canonical_url.is_empty() {
        digest("url", [domain, place(&article.canonical_url)])
    } else if !article.external_id.is_empty() {
        digest("external", [domain, &article.external_id])
    } else {
        digest("text", [article.title.as_str(), &article.text])
    }
}

/// What of a canonical URL tells articles apart: not the scheme, `www.`, or a slash at the end.
fn place(url: &str) -> &str {
    let place = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    place.strip_prefix("www.").unwrap_or(place).trim_end_matches('/')
}

/// Revision of an article: a hash of what a reader would see change.
#[must_use]
pub fn revision(article: &Article) -> String {
    let published = article.published_at.as_ref().map_or("", |time| time.value.as_str());
    let parts = [article.title.as_str(), &article.subtitle, &article.text, published];
    digest("revision", parts.into_iter().chain(article.bylines.iter().map(String::as_str)))
}

/// Id of a submission whose producer gave none: the same bytes are the same submission.
#[must_use]
pub fn submission_id(body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"submission\0");
    hash.update(body);
    encode(&hash.finalize())
}

/// Key of an entity across articles: its public id where one is known, else kind and normalised name.
#[must_use]
pub fn entity_key(entity: &Entity) -> String {
    if let Some(links) = &entity.links {
        if !links.wikidata.is_empty() {
            return format!("wikidata:{}", links.wikidata);
        }
        if !links.iso3166.is_empty() {
            return format!("iso3166:{}", links.iso3166);
        }
        if !links.geonames.is_empty() {
            return format!("geonames:{}", links.geonames);
        }
    }
    let kind = entity::Kind::try_from(entity.kind).unwrap_or_default().as_str_name().to_lowercase();
    format!("{kind}:{}", slug(&entity.name))
}

/// Lower-case letters and digits of any script, joined by single hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().flat_map(char::to_lowercase));
    }
    slug
}

fn digest<'a>(domain: &str, parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    hash.update(domain);
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    encode(&hash.finalize())
}

fn encode(hash: &[u8]) -> String {
    let mut id = BASE32_NOPAD.encode(hash);
    id.truncate(LENGTH);
    id.make_ascii_lowercase();
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::{Links, Source};

    fn article(url: &str, text: &str) -> Article {
        Article { canonical_url: url.into(), text: text.into(), ..Article::default() }
    }

    #[test]
    fn an_edited_article_keeps_its_id_and_changes_its_revision() {
        let (first, edited) = (article("https://a.org/1", "one"), article("https://a.org/1", "two"));
        assert_eq!(article_id(&first), article_id(&edited));
        assert_ne!(revision(&first), revision(&edited));
    }

    #[test]
    fn an_article_without_url_is_its_text() {
        assert_ne!(article_id(&article("", "one")), article_id(&article("", "two")));
        assert_eq!(article_id(&article("", "one")).len(), LENGTH);
    }

    #[test]
    fn one_path_on_two_sources_is_two_articles() {
        let mut other = article("https://a.org/1", "one");
        other.source = Some(Source { domain: "b.org".into(), ..Source::default() });
        assert_ne!(article_id(&article("https://a.org/1", "one")), article_id(&other));
    }

    #[test]
    fn an_entity_is_keyed_by_public_id_else_by_kind_and_name() {
        let mut entity =
            Entity { name: "Côte d’Ivoire".into(), kind: entity::Kind::Gpe.into(), ..Entity::default() };
        assert_eq!(entity_key(&entity), "gpe:côte-d-ivoire");
        entity.links = Some(Links { iso3166: "CI".into(), ..Links::default() });
        assert_eq!(entity_key(&entity), "iso3166:CI");
    }
}
