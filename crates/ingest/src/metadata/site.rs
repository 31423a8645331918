//! What the site of a page is called.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::{clean, json_ld::JsonLd, page::Page, titles::SEPARATORS};
use crate::urls;

/// The site's name, and that of its domain, by which it is known too.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// As readers know it; empty when the page does not say.
    pub(super) name: String,
    /// The domain without its ending: `example` of `www.example.co.uk`.
    domain: String,
    /// The domain with its ending: `example.co.uk`.
    host: String,
}

impl Site {
    pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, url: &str) -> Self {
        let host = urls::host(url).map(|host| urls::registrable(&host)).unwrap_or_default();
        let domain = host.split('.').next().unwrap_or_default().to_owned();
        let mut site = Self { name: String::new(), domain, host };
        let metas = page.first_meta(&["og:site_name"]).filter(|name| !name.contains("://"));
        let metas = metas.map(|name| site.own_part(name));
        // Software that has no name fills in the address, an account or a section.
        let publisher = ld.publisher.clone();
        let weak = metas.as_deref().is_some_and(|name| {
            let address = urls::is_domain(&name.to_lowercase()) || name.starts_with('@');
            address || (!site.is(name) && publisher.as_deref().is_some_and(|publisher| site.is(publisher)))
        });
        let named = || metas.clone().filter(|_| !weak);
        let published = || publisher.clone().filter(|name| weak || site.is(name));
        // A company may publish what readers know by another name.
        let titled = || site.in_title(page.title.as_deref()?);
        let first = named().or_else(published).or_else(titled);
        site.name = first
            .or(publisher)
            .or(metas)
            .or_else(|| page.first_meta(&["application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone"]))
            .or_else(|| {
                page.first_meta(&["publisher", "dc.publisher", "dcterms.publisher", "copyright-holder"])
                    .filter(|name| site.is(name))
            })
            .unwrap_or_default();
        site
    }

    /// The part of a name with a motto or a list of subjects that agrees with the domain; the whole where none does.
    fn own_part(&self, name: String) -> String {
        let mut parts = SEPARATORS.iter().flat_map(|separator| name.split(separator));
        parts.find(|part| **part != name && self.is(part)).and_then(clean).unwrap_or(name)
    }

    /// The end or beginning of the page's title, where it agrees with the domain.
    fn in_title(&self, title: &str) -> Option<String> {
        let parts = SEPARATORS.iter().flat_map(|separator| {
            [title.rsplit_once(separator).map(|(_, tail)| tail), title.split_once(separator).map(|(head, _)| head)]
        });
        parts.flatten().find(|part| self.is(part) || abbreviates(&self.domain, part)).and_then(clean)
    }

    /// Whether a text is the site's name, or that of its domain.
    pub(super) fn is(&self, text: &str) -> bool {
        let text = letters(text);
        let same = |own: &str| !own.is_empty() && (text == own || bare(&text) == bare(own));
        let of_domain = || same(&letters(&self.domain)) || text == letters(&self.host);
        !text.is_empty() && (same(&letters(&self.name)) || (self.domain.len() >= 3 && of_domain()))
    }
}

/// Whether a domain is made of the beginnings of a name's words, `vtimes` of `The Valley Times`.
fn abbreviates(domain: &str, name: &str) -> bool {
    const PASSED_OVER: [&str; 4] = ["the", "of", "and", "&"];
    let words: Vec<String> = name.split_whitespace().take(MOST_WORDS + 1).map(letters).collect();
    let words: Vec<&String> = words.iter().filter(|word| !PASSED_OVER.contains(&word.as_str())).collect();
    let (domain, capital) = (letters(domain), |word: &str| word.starts_with(char::is_uppercase));
    if domain.len() < 3 || !(2..=MOST_WORDS).contains(&words.len()) || !name.split_whitespace().any(capital) {
        return false;
    }
    // What the words so far may leave of the domain.
    let mut left = HashSet::from([domain.as_str()]);
    for word in words {
        let beginnings = |rest: &'_ str| -> usize {
            rest.chars().zip(word.chars()).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum()
        };
        left = left.iter().flat_map(|rest| (1..=beginnings(rest)).filter_map(|length| rest.get(length..))).collect();
    }
    left.contains("")
}

/// Words of a site's name at most.
const MOST_WORDS: usize = 6;

/// Letters and digits in lower case, without accents, which domains do not have.
fn letters(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Letters without what names have in one place and not in another.
fn bare(letters: &str) -> &str {
    const ARTICLES: [&str; 10] = ["the", "les", "las", "los", "der", "die", "das", "le", "la", "el"];
    let bare = letters.strip_prefix("www").unwrap_or(letters);
    let without = ARTICLES.iter().find_map(|article| bare.strip_prefix(article)).filter(|rest| rest.len() >= 4);
    let bare = without.unwrap_or(bare);
    ["com", "org", "net"].iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use crate::html::tree::{Caps, Tree};

    use super::*;

    fn name(page: &str, url: &str) -> String {
        let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
        Site::read(&Page::read(&tree), &JsonLd::default(), url).name
    }

    #[test]
    fn a_title_names_the_site_where_it_agrees_with_the_domain() {
        let page = "<title>River rises | Politics | The Example</title>";
        assert_eq!(name(page, "https://www.example.co.uk/a"), "The Example");
        assert_eq!(name(page, "https://www.other.org/a"), "");
        let page = "<title>River rises - The Valley of Torvald Times</title>";
        assert_eq!(name(page, "https://www.vtimes.org/a"), "");
        assert_eq!(name(page, "https://www.vtortimes.org/a"), "The Valley of Torvald Times");
    }

    #[test]
    fn the_declared_name_is_without_a_motto() {
        let page = "<meta property=og:site_name content='Example | All the news of Torvald'>";
        assert_eq!(name(page, "https://example.org/a"), "Example");
        assert_eq!(name(page, "https://other.org/a"), "Example | All the news of Torvald");
        let page = "<meta property=og:site_name content='Example.fi - All the news'>";
        assert_eq!(name(page, "https://example.fi/a"), "Example.fi");
    }

    #[test]
    fn an_address_or_a_company_is_no_name_where_the_title_has_one() {
        let title = "<title>River rises | Example.org</title>";
        let page = format!("{title}<meta property=og:site_name content='https://example.org'>");
        assert_eq!(name(&page, "https://example.org/a"), "Example.org");
        let tree = Tree::parse(title, Caps { depth: 100, elements: 100 }).unwrap();
        let ld = JsonLd { publisher: Some("Torvald Holdings".to_owned()), ..JsonLd::default() };
        assert_eq!(Site::read(&Page::read(&tree), &ld, "https://example.org/a").name, "Example.org");
        assert_eq!(Site::read(&Page::read(&tree), &ld, "https://other.org/a").name, "Torvald Holdings");
    }

    #[test]
    fn the_declared_name_goes_first() {
        let page = "<meta property=og:site_name content='Example News'><title>River | The Example</title>";
        assert_eq!(name(page, "https://example.org/a"), "Example News");
    }
}
