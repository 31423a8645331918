//! Authors: a person or organisation each, never the publisher, a URL or a job title.

use dom_query::Document;

use super::{clean, first_meta, json_ld::JsonLd};

/// Characters of an author's name at most; longer is a sentence.
const MAX_LENGTH: usize = 80;

pub(super) fn read(document: &Document, ld: &JsonLd, site: &str) -> Vec<String> {
    let meta = || {
        first_meta(document, &["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"])
    };
    let marked = || {
        let selectors = [
            "[itemprop=author] [itemprop=name]",
            "[itemprop=author]",
            "[rel=author]",
            ".byline-name",
            ".author-name",
            ".byline",
            ".author",
        ];
        selectors.iter().find_map(|selector| clean(&document.select_single(selector).text()))
    };
    let sources: [&dyn Fn() -> Vec<String>; 3] =
        [&|| ld.authors.clone(), &|| meta().into_iter().collect(), &|| marked().into_iter().collect()];
    sources.iter().map(|source| names(&source(), site)).find(|names| !names.is_empty()).unwrap_or_default()
}

fn names(given: &[String], site: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in given.iter().flat_map(|text| split(text)) {
        if is_name(&name, site) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// `By Ana Ruiz and Tom Lee` is two authors.
fn split(text: &str) -> Vec<String> {
    let mut rest = text.trim();
    for prefix in ["by ", "from ", "words by ", "story by ", "reported by "] {
        if rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
            rest = rest.get(prefix.len()..).unwrap_or_default();
        }
    }
    rest.replace(" and ", ",").replace(" & ", ",").replace(';', ",").split(',').filter_map(clean).collect()
}

fn is_name(name: &str, site: &str) -> bool {
    let address = name.contains("://") || name.contains('@') || name.starts_with("www.");
    let digits = name.chars().filter(char::is_ascii_digit).count() > 3;
    !address
        && !digits
        && name.chars().count() <= MAX_LENGTH
        && name.chars().any(char::is_alphabetic)
        && !name.eq_ignore_ascii_case(site)
}
