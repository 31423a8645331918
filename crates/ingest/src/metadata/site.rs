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
    /// Letters of the whole domain: `examplecouk`.
    address: String,
}

/// Words that names have more than three letters of a domain stand for.
const MORE_WORDS: usize = 3;

impl Site {
    pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, url: &str) -> Self {
        let host = urls::host(url).map(|host| urls::registrable(&host)).unwrap_or_default();
        let domain = host.split('.').next().unwrap_or_default().to_owned();
        let mut site = Self { name: String::new(), domain, address: letters(&host) };
        let declared = page.first_meta(&["og:site_name"]).map(|name| site.own_part(name));
        let (own, others) = (|name: &String| site.is(name), |name: &String| !site.is(name));
        let publisher = || ld.publisher.clone();
        // Software that has no name fills in the address, an account or a section.
        let is_weak = |name: &String| {
            is_address(name)
                || letters(name) == site.address
                || (others(name) && publisher().is_some_and(|name| own(&name)))
        };
        let strong = declared.clone().filter(|name| !is_weak(name));
        let named = strong
            .or_else(|| publisher().filter(own))
            .or_else(|| site.in_title(page.title.as_deref()?))
            .or_else(publisher)
            .or_else(|| page.first_meta(&["application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone"]))
            .or_else(|| declared.map(|name| without_scheme(&name).to_owned()))
            .or_else(|| {
                page.first_meta(&["publisher", "dc.publisher", "dcterms.publisher", "copyright-holder"]).filter(own)
            });
        site.name = named.unwrap_or_default();
        site
    }

    /// The part of a name with a motto or a list of subjects that agrees with the domain; the whole where none does.
    fn own_part(&self, name: String) -> String {
        let mut parts = SEPARATORS.iter().flat_map(|separator| name.split(separator));
        parts.find(|part| **part != name && self.is(part)).and_then(clean).unwrap_or(name)
    }

    /// The end or beginning of the page's title, where it agrees with the domain.
    fn in_title(&self, title: &str) -> Option<String> {
        let tails = || SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator)).map(|(_, tail)| tail);
        let heads = SEPARATORS.iter().filter_map(|separator| title.split_once(separator)).map(|(head, _)| head);
        let last = || {
            let tail = tails().min_by_key(|tail| tail.len())?;
            // `Example Torvald, the news of the valley`.
            let name = tail.split(", ").next().unwrap_or(tail);
            (self.is(name) || self.stands_for(name)).then_some(name)
        };
        tails().chain(heads).find(|part| self.is(part)).or_else(last).and_then(clean)
    }

    /// Whether the domain is short for a name, or its first words: `nytimes` for `The New York Times`, `example` for
    /// `Example Torvald`.
    fn stands_for(&self, name: &str) -> bool {
        let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(letters).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let domain = letters(&self.domain);
        let begins = (1..words.len()).any(|count| {
            words.len() - count <= MORE_WORDS && words.get(..count).is_some_and(|first| first.concat() == domain)
        });
        domain.len() >= 3 && words.len() >= 2 && (begins || is_short_for(&domain, &words))
    }

    /// Whether a text is the site's name, or that of its domain.
    pub(super) fn is(&self, text: &str) -> bool {
        let text = letters(text);
        let same = |own: &str| !own.is_empty() && (text == own || bare(&text) == bare(own));
        let of_domain = || self.domain.len() >= 3 && (same(&letters(&self.domain)) || text == self.address);
        !text.is_empty() && (same(&letters(&self.name)) || of_domain())
    }

    /// Whether a text is the site's name, or that of its house, which ends in it: `Ediciones Example`.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let ends = |name: &str| name.len() >= 5 && letters(text).ends_with(name);
        self.is(text) || ends(&letters(&self.name)) || ends(&letters(&self.domain))
    }

    /// Whether an address is of another site.
    pub(super) fn is_elsewhere(&self, address: &str) -> bool {
        let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        let domain = urls::host(&whole).map(|host| urls::registrable(&host));
        let domain = domain.as_deref().and_then(|domain| domain.split('.').next());
        !self.domain.is_empty() && domain.is_some_and(|domain| domain != self.domain)
    }
}

/// Whether a name is an address or an account.
fn is_address(name: &str) -> bool {
    name.starts_with('@') || urls::is_domain(&without_scheme(name).to_lowercase())
}

/// `www.example.org` of `https://www.example.org/`.
fn without_scheme(name: &str) -> &str {
    let rest = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    rest.trim_end_matches('/')
}

/// Whether a domain is made of the beginnings of a name's words, of all but articles.
fn is_short_for(domain: &str, words: &[&str]) -> bool {
    /// Words of a name at most.
    const MOST: usize = 8;
    const IDLE: [&str; 12] = ["the", "of", "and", "for", "de", "la", "le", "el", "les", "los", "der", "die"];
    let mut ends = std::collections::BTreeSet::from([0]);
    for word in words.iter().take(MOST + 1) {
        let of_word = |start: usize| {
            let rest = domain.get(start..).unwrap_or_default();
            let shared = rest.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
            let least = usize::from(!IDLE.contains(word));
            (least..=shared).map(move |length| start + length)
        };
        ends = ends.into_iter().flat_map(of_word).collect();
    }
    words.len() <= MOST && ends.contains(&domain.len())
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
    fn a_title_names_the_site_where_the_domain_is_short_for_it() {
        let named = |tail: &str, url: &str| name(&format!("<title>River rises - {tail}</title>"), url);
        assert_eq!(named("The Old Torvald Courier", "https://www.otcourier.com/a"), "The Old Torvald Courier");
        assert_eq!(named("Example Torvald", "https://example.org/a"), "Example Torvald");
        assert_eq!(named("Example, all the news", "https://example.org/a"), "Example");
        assert_eq!(named("example.org", "https://example.org/a"), "example.org");
        assert_eq!(named("Politics", "https://example.org/a"), "");
        assert_eq!(named("Exports and imports", "https://example.org/a"), "");
    }

    #[test]
    fn an_address_and_the_publisher_of_others_are_names_only_where_there_is_none() {
        let of = |publisher: Option<&str>, head: &str| {
            let tree = Tree::parse(head, Caps { depth: 100, elements: 100 }).unwrap();
            let ld = JsonLd { publisher: publisher.map(str::to_owned), ..JsonLd::default() };
            Site::read(&Page::read(&tree), &ld, "https://www.example.org/a").name
        };
        let page = "<meta property=og:site_name content='http://www.example.org'><title>River - The Example</title>";
        assert_eq!(of(None, page), "The Example");
        assert_eq!(of(Some("Meridian Holding"), page), "The Example");
        assert_eq!(of(Some("Meridian Holding"), "<title>River</title>"), "Meridian Holding");
        assert_eq!(of(None, "<meta property=og:site_name content='https://www.example.org/'>"), "www.example.org");
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
