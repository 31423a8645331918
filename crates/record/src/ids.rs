//! Content-derived ids: the same bytes give the same id on every machine, in every run.

use std::borrow::Cow;

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

use crate::v1::{Article, Entity, entity};

/// Number of characters of the base-32 ids: 26 characters carry 130 bits.
const LENGTH: usize = 26;

/// Id of an article: from source and canonical URL, or from the text when there is no URL.
///
/// A producer's own id stands in for the URL, so that an edited text keeps its identity, where it is known whose it is: every
/// table has a row `1`, and two of them are two articles. There the id and the text together tell articles apart.
#[must_use]
pub fn article_id(article: &Article) -> String {
    let domain = article
        .source
        .as_ref()
        .map_or("", |source| if source.domain.is_empty() { &source.name } else { &source.domain });
    if !article.canonical_url.is_empty() {
        digest("url", [domain, place(&article.canonical_url)])
    } else if !article.external_id.is_empty() && (!domain.is_empty() || is_global(&article.external_id)) {
        digest("external", [domain, &article.external_id])
    } else {
        let own = (!article.external_id.is_empty()).then_some(article.external_id.as_str());
        digest("text", [article.title.as_str(), &article.text].into_iter().chain(own))
    }
}

/// Whether an id says by itself whose it is: `urn:newsml:…`, `tag:…`, a message's `<…@host>`, a UUID.
fn is_global(id: &str) -> bool {
    let has_scheme = id.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
            && rest.len() > 2
    });
    let groups = id.split('-').map(str::len);
    let is_uuid = groups.eq([8, 4, 4, 4, 12]) && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    has_scheme || is_uuid || id.contains('@')
}

/// What of a canonical URL tells articles apart: not the scheme, `www.`, or a slash at the end.
fn place(url: &str) -> &str {
    let place = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    place.strip_prefix("www.").unwrap_or(place).trim_end_matches('/')
}

/// Revision of an article: a hash of what a reader would see change. Typography is none of it: the looks of one page, and a
/// feed and its page, differ in the kinds of their spaces and quotation marks.
#[must_use]
pub fn revision(article: &Article) -> String {
    let published = article.published_at.as_ref().map_or("", |time| time.value.as_str());
    let parts = [article.title.as_str(), &article.subtitle, &article.text, published];
    let parts: Vec<Cow<'_, str>> =
        parts.into_iter().chain(article.bylines.iter().map(String::as_str)).map(untypeset).collect();
    digest("revision", parts.iter().map(AsRef::as_ref))
}

/// A text with plain spaces and quotation marks, and without what shows nothing.
fn untypeset(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(['\r', '\t']) {
        return Cow::Borrowed(text);
    }
    let plain = text.chars().filter_map(|c| match c {
        '\r' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        '‘' | '’' | '‚' | '‛' => Some('\''),
        '“' | '”' | '„' | '‟' => Some('"'),
        '\n' => Some('\n'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    });
    Cow::Owned(plain.collect())
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
    fn typography_makes_no_revision() {
        let plain = revision(&article("", "\"We'll pay 5 crowns,\" he said.\n\nThen he left."));
        for same in [
            "“We’ll pay 5\u{a0}crowns,” he said.\n\nThen he left.",
            "\u{feff}„We‘ll pay 5\u{202f}cro\u{ad}wns,” he\u{200b} said.\r\n\r\nThen he left.",
        ] {
            assert_eq!(revision(&article("", same)), plain, "{same}");
        }
        for other in [
            "\"We'll pay 6 crowns,\" he said.\n\nThen he left.",
            "\"We'll pay 5 crowns,\" he said. Then he left.",
            "\"We'll pay 5 crowns\", he said.\n\nThen he left.",
        ] {
            assert_ne!(revision(&article("", other)), plain, "{other}");
        }
    }

    #[test]
    fn an_article_without_url_is_its_text() {
        assert_ne!(article_id(&article("", "one")), article_id(&article("", "two")));
        assert_eq!(article_id(&article("", "one")).len(), LENGTH);
    }

    #[test]
    fn a_producers_id_is_an_identity_where_it_is_known_whose() {
        let with_id = |id: &str, source: &str, text: &str| {
            let source = Some(Source { name: source.into(), ..Source::default() });
            article_id(&Article { external_id: id.into(), source, ..article("", text) })
        };
        assert_eq!(with_id("17", "Torvald Post", "one"), with_id("17", "Torvald Post", "two"));
        assert_ne!(with_id("17", "Torvald Post", "one"), with_id("17", "Ostrava Post", "one"));
        assert_ne!(with_id("17", "", "one"), with_id("17", "", "two"));
        assert_eq!(with_id("17", "", "one"), with_id("17", "", "one"));
        assert_ne!(with_id("17", "", "one"), with_id("18", "", "one"));
        for id in ["urn:newsml:torvald.example:17", "<17@torvald.example>", "6f1c7a52-91d0-4c1e-8f3a-0b9d2e5c4a17"] {
            assert_eq!(with_id(id, "", "one"), with_id(id, "", "two"), "{id}");
        }
        for id in ["17:20", "6f1c7a52-91d0", "row-1"] {
            assert_ne!(with_id(id, "", "one"), with_id(id, "", "two"), "{id}");
        }
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
