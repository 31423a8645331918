//! What the site of a page is called.

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
}

impl Site {
    pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, url: &str) -> Self {
        let host = urls::host(url).map(|host| urls::registrable(&host)).unwrap_or_default();
        let mut site = Self { name: String::new(), domain: host.split('.').next().unwrap_or_default().to_owned() };
        let metas = page.first_meta(&["og:site_name"]).map(|name| site.own_part(name));
        // Software that has no name fills in the address, an account or a section.
        let publisher = ld.publisher.clone();
        let weak = metas.as_deref().is_some_and(|name| {
            let address = urls::is_domain(&name.to_lowercase()) || name.starts_with('@');
            address || (!site.is(name) && publisher.as_deref().is_some_and(|publisher| site.is(publisher)))
        });
        let (first, second) = if weak { (publisher, metas) } else { (metas, publisher) };
        site.name = first
            .or(second)
            .or_else(|| page.first_meta(&["application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone"]))
            .or_else(|| {
                page.first_meta(&["publisher", "dc.publisher", "dcterms.publisher", "copyright-holder"])
                    .filter(|name| site.is(name))
            })
            .or_else(|| site.in_title(page.title.as_deref()?))
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
        parts.flatten().find(|part| self.is(part)).and_then(clean)
    }

    /// Whether a text is the site's name, or that of its domain.
    pub(super) fn is(&self, text: &str) -> bool {
        let text = letters(text);
        let same = |own: &str| !own.is_empty() && (text == own || bare(&text) == bare(own));
        !text.is_empty() && (same(&letters(&self.name)) || (self.domain.len() >= 3 && same(&letters(&self.domain))))
    }
}

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
    }

    #[test]
    fn the_declared_name_is_without_a_motto() {
        let page = "<meta property=og:site_name content='Example | All the news of Torvald'>";
        assert_eq!(name(page, "https://example.org/a"), "Example");
        assert_eq!(name(page, "https://other.org/a"), "Example | All the news of Torvald");
    }

    #[test]
    fn the_declared_name_goes_first() {
        let page = "<meta property=og:site_name content='Example News'><title>River | The Example</title>";
        assert_eq!(name(page, "https://example.org/a"), "Example News");
    }
}
