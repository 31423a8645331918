//! What the site of a page is called.

use unicode_normalization::UnicodeNormalization;

use dateline_record::fingerprint::is_dense;

mod plain;
mod shown;

use std::cell::OnceCell;

use super::{clean, json_ld::JsonLd, page::Page, titles::separators_in};
use crate::urls;
pub(super) use shown::is_medium;

/// The site's name, and that of its domain, by which it is known too.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// As readers know it; empty when the page does not say.
    pub(super) name: String,
    /// The domain without its ending: `example` of `www.example.co.uk`.
    domain: String,
    /// Letters of the whole domain, `examplecouk`, and of the host but for `www.`.
    address: String,
    host: String,
    /// Whether the name is that of the picture which leads home.
    pub(super) is_shown_as_logo: bool,
}

/// Words that names have more than three letters of a domain stand for.
const MORE_WORDS: usize = 3;

impl Site {
    pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, url: &str) -> Self {
        let called =
            || page.first_meta(&["application-name"]).filter(|name| is_address(name) && !name.starts_with('@'));
        let named_address = Some(url).filter(|url| url.is_empty()).and_then(|_| called());
        let named_address = named_address.map(|name| format!("https://{}/", without_scheme(&name).to_lowercase()));
        let mut site = Self::at(named_address.as_deref().unwrap_or(url));
        let whole_host = urls::host(archived(url)).unwrap_or_default();
        let given = page.first_meta(&["og:site_name"]).map(|name| without_end(&name).to_owned());
        let given = given.filter(|name| site.is(name) || !is_section(name, url));
        let publisher = ld.publisher.clone();
        let is_publisher = |name: &String| publisher.as_deref().is_some_and(|own| letters(own) == letters(name));
        // The two may differ in what stands between their words, of which the publisher's is no motto.
        let declared = given.map(|name| match &publisher {
            Some(publisher)
                if is_publisher(&name) && (words(publisher) != words(&name) || is_shouted(&name, publisher)) =>
            {
                publisher.clone()
            }
            _ => site.own_part(name),
        });
        let is_weak = |name: &String| site.is_weak(name, &whole_host);
        let is_bare = |name: &String| is_weak(name) && !name.contains(char::is_uppercase);
        let is_of_house = |name: &&String| !site.is(name) && publisher.as_deref().is_some_and(|name| site.is(name));
        let strong = declared.as_ref().filter(|name| !is_weak(name) && !is_of_house(name)).cloned();
        let own = || publisher.clone().filter(|name| site.is(name));
        let logos = if strong.is_some() { Vec::new() } else { shown::logos(page, url) };
        let homes: OnceCell<Vec<String>> = OnceCell::new();
        let homes = || homes.get_or_init(|| shown::homes(page, url, &logos)).as_slice();
        let mut is_logo = false;
        // An address may be the name in the letters of addresses only.
        let in_script = || {
            let is_other = |name: &String| !name.contains(|c: char| c.is_ascii_alphabetic());
            let is_address = declared.as_ref().or(publisher.as_ref()).is_some_and(is_weak);
            let others = || homes().iter().filter(|name| is_other(name)).cloned().collect::<Vec<_>>();
            is_address.then(|| shown::home_of_owner(page, &others())).flatten()
        };
        let named = strong
            .or_else(in_script)
            .or_else(|| own().filter(|name| !is_bare(name)))
            .or_else(|| site.in_title(page.title.as_deref()?).filter(|name| !is_bare(name)))
            .or_else(|| shown::logo_in_title(page, &logos).inspect(|_| is_logo = true))
            .or_else(|| shown::owner_in_title(page))
            .or_else(|| {
                let is_stranger = publisher.as_ref().is_some_and(|name| !site.stands_for(name));
                plain::of_app(page, &site).filter(|name| is_stranger && !is_weak(name))
            })
            .or_else(|| publisher.clone().filter(|name| !is_bare(name)))
            .or_else(|| declared.clone().filter(|name| !is_bare(name)))
            .or_else(|| {
                homes().iter().map(|name| site.own_part(name.clone())).find(|name| site.is(name) && !is_bare(name))
            })
            .or_else(|| site.in_title(page.title.as_deref()?))
            .or_else(own)
            .or_else(|| page.first_meta(&["application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone"]))
            .or_else(|| declared.map(|name| without_scheme(&name).to_owned()))
            .or_else(|| site.told_apart(page, homes()));
        let named = named.map(|name| match is_weak(&name) {
            true => plain::instead(page, &site, homes(), &name).unwrap_or_else(|| without_path(&name).to_owned()),
            false => plain::without_maker(name),
        });
        site.name = named.unwrap_or_default();
        site.is_shown_as_logo = is_logo;
        site
    }

    /// A site that is known by its address alone.
    fn at(url: &str) -> Self {
        let whole_host = urls::host(archived(url)).unwrap_or_default();
        let host = urls::registrable(&whole_host);
        Self {
            domain: host.split('.').next().unwrap_or_default().to_owned(),
            address: letters(&host),
            host: letters(whole_host.trim_start_matches("www.")),
            ..Self::default()
        }
    }

    /// The name of a page that has none in its data or its title.
    fn told_apart(&self, page: &Page<'_, '_>, homes: &[String]) -> Option<String> {
        let names = ["publisher", "dc.publisher", "dcterms.publisher", "copyright-holder"];
        let is_own = |name: &str| self.is(name) || self.stands_for(name);
        let declared = page.first_meta(&names).filter(|name| self.is(name));
        declared
            .or_else(|| homes.iter().find(|name| is_own(name) || shown::begins_title(page, name)).cloned())
            .or_else(|| shown::logo_in_title(page, homes))
            .or_else(|| shown::home_begins_with_part(page, homes))
            .or_else(|| plain::of_feed(page, self))
            .or_else(|| plain::address_in_title(page))
            .or_else(|| shown::home_of_owner(page, homes))
            .or_else(|| shown::owner(page, is_own))
            .or_else(|| shown::home_of_owner(page, &shown::pictures(page)))
    }

    /// Whether software that has no name filled in an address, an account, or the domain as one word.
    fn is_weak(&self, name: &str, host: &str) -> bool {
        let bare = without_scheme(name).to_lowercase();
        let is_word = || bare == name && letters(name) == letters(&self.domain);
        is_address(name) || letters(name) == self.address || (!host.is_empty() && bare == host) || is_word()
    }

    /// The part of a name with a motto or a list of subjects that agrees with the domain; the whole where none does.
    fn own_part(&self, name: String) -> String {
        let parts = || separators_in(&name).flat_map(|separator| name.split(separator));
        // The first words of what precedes a motto may be the domain: `Example Torvald - all the news`.
        let own = parts().find(|part| self.is(part)).or_else(|| parts().next().filter(|part| self.stands_for(part)));
        own.and_then(clean).unwrap_or(name)
    }

    /// The end or beginning of the page's title, where it agrees with the domain.
    fn in_title(&self, title: &str) -> Option<String> {
        let separators = separators_in(title);
        let tails = || separators.clone().filter_map(|separator| title.rsplit_once(separator)).map(|(_, tail)| tail);
        let heads = separators.clone().filter_map(|separator| title.split_once(separator)).map(|(head, _)| head);
        let last = || {
            let tail = tails().min_by_key(|tail| tail.len())?;
            // `Example Torvald, the news of the valley`.
            let name = tail.split(", ").next().unwrap_or(tail);
            // `Example.org Sports`.
            let name = name.split(' ').next().filter(|word| is_address(word)).unwrap_or(name);
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

    /// Whether the domain is made of all words of a name or of their beginnings, be it one word.
    fn is_made_of(&self, name: &str) -> bool {
        let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(letters).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let domain = letters(&self.domain);
        domain.len() >= 3 && words.len() >= 2 && is_short_for(&domain, &words)
    }

    /// Whether a text is the site's name, or that of its domain.
    pub(super) fn is(&self, text: &str) -> bool {
        let text = letters(text);
        let same = |own: &str| !own.is_empty() && (text == own || bare(&text) == bare(own) || begins(&text, own));
        let of_domain =
            || self.domain.len() >= 3 && (same(&letters(&self.domain)) || text == self.address || text == self.host);
        !text.is_empty() && (same(&letters(&self.name)) || of_domain())
    }

    /// Whether a text is the site's name, or that of its house, which ends in it: `Ediciones Example`.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let ends = |name: &str| name.len() >= 5 && letters(text).ends_with(name);
        self.is(text) || ends(&letters(&self.name)) || ends(&letters(&self.domain))
    }

    /// Whether a name is that of the company that publishes the site: `Example Media Ltd.`.
    pub(super) fn is_published_by(&self, name: &str) -> bool {
        const FORMS: [&str; 19] = [
            "ab", "ag", "as", "bv", "gmbh", "inc", "kft", "limited", "llc", "ltd", "nv", "oy", "plc", "sa", "sl",
            "spa", "spzoo", "srl", "sro",
        ];
        let words: Vec<String> = name.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
        // `Sp. z o.o.`, `S. A.`: a form may be written apart.
        let is_company = (1..=3).any(|count| {
            let first = words.len().checked_sub(count).filter(|first| *first > 0);
            let form = first.and_then(|first| words.get(first..)).map(<[String]>::concat);
            form.is_some_and(|form| FORMS.contains(&form.as_str()))
        });
        let names = |own: &str| own.len() >= 5 && letters(name).contains(own);
        is_company && (names(&letters(&self.name)) || names(&letters(&self.domain)))
    }

    /// Whether an address is of another site.
    pub(super) fn is_elsewhere(&self, address: &str) -> bool {
        let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        let domain = urls::host(&whole).map(|host| urls::registrable(&host));
        let domain = domain.as_deref().and_then(|domain| domain.split('.').next());
        !self.domain.is_empty() && domain.is_some_and(|domain| domain != self.domain)
    }
}

/// The first of some names that agrees with the domain of an address, and is none itself.
pub(crate) fn name_by_domain<'n>(names: impl IntoIterator<Item = &'n str>, url: &str) -> Option<&'n str> {
    let site = Site::at(url);
    names.into_iter().find(|name| site.is(name) && !is_address(name))
}

/// Whether a name is an address or an account.
fn is_address(name: &str) -> bool {
    name.starts_with('@') || urls::is_domain(&without_path(without_scheme(name)).to_lowercase())
}

/// `Example.org` of `Example.org/politics`.
fn without_path(name: &str) -> &str {
    let host = name.split('/').next().unwrap_or(name);
    if urls::is_domain(&host.to_lowercase()) { host } else { name }
}

/// Whether a name is that of the part of a site in which the page lies: `Magazine` of `/magazine/2026/river`.
fn is_section(name: &str, url: &str) -> bool {
    let first = urls::parse(archived(url)).ok().and_then(|whole| {
        let path = whole.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path.to_owned());
        path.and_then(|path| path.split_once('/').map(|(first, _)| letters(first)))
    });
    first.is_some_and(|first| !first.is_empty() && first == letters(name))
}

/// Whether a name is in capitals that another spelling of it is not.
fn is_shouted(name: &str, other: &str) -> bool {
    const LEAST: usize = 5;
    name.chars().count() >= LEAST && !name.contains(char::is_lowercase) && other.contains(char::is_lowercase)
}

/// Words of a name, of which separators are none.
fn words(name: &str) -> usize {
    name.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
        + usize::from(separators_in(name).next().is_some())
}

/// The address that an archive of the web has in that of its copy.
fn archived(url: &str) -> &str {
    let inner = url.find("/http").filter(|_| url.contains("://web.archive.org/")).and_then(|at| url.get(at + 1..));
    inner.unwrap_or(url)
}

/// A name without a mark at its end that sets something apart.
fn without_end(name: &str) -> &str {
    name.trim_end_matches([':', '|', '-', '–', ' ', '»'])
}

/// `www.example.org` of `https://www.example.org/`.
fn without_scheme(name: &str) -> &str {
    let rest = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    rest.trim_end_matches('/')
}

/// Articles with which names begin, each before those that it begins with.
const ARTICLES: [&str; 10] = ["the", "les", "las", "los", "der", "die", "das", "le", "la", "el"];

/// Whether a domain is made of the beginnings of a name's words, of all but articles.
fn is_short_for(domain: &str, words: &[&str]) -> bool {
    /// Words of a name at most.
    const MOST: usize = 8;
    const IDLE: [&str; 4] = ["of", "and", "for", "de"];
    let mut ends = std::collections::BTreeSet::from([0]);
    for word in words.iter().take(MOST + 1) {
        let of_word = |start: usize| {
            let rest = domain.get(start..).unwrap_or_default();
            let shared = rest.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
            let least = usize::from(!IDLE.contains(word) && !ARTICLES.contains(word));
            (least..=shared).map(move |length| start + length)
        };
        ends = ends.into_iter().flat_map(of_word).collect();
    }
    words.len() <= MOST && ends.contains(&domain.len())
}

/// Whether a text is the name without what follows it in scripts without spaces: a medium's kind, or a channel.
fn begins(text: &str, name: &str) -> bool {
    text.chars().all(is_dense) && text.chars().count() >= 2 && name.chars().count() <= 8 && name.starts_with(text)
}

/// Letters and digits in lower case, without accents, which domains do not have.
fn letters(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Letters without what names have in one place and not in another.
fn bare(letters: &str) -> &str {
    let bare = letters.strip_prefix("www").unwrap_or(letters);
    let without = ARTICLES.iter().find_map(|article| bare.strip_prefix(article)).filter(|rest| rest.len() >= 4);
    let bare = without.unwrap_or(bare);
    let kinds = ["门户网站", "網站", "网站", "官网", "官網", "新闻网", "新聞網"];
    let bare = kinds.iter().find_map(|kind| bare.strip_suffix(kind)).filter(|rest| !rest.is_empty()).unwrap_or(bare);
    ["com", "org", "net"].iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

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

    #[rstest]
    #[case("<title>河水今晨上涨_国内_例河网_example.org</title>", "例河网")]
    #[case("<title>川の水位が上昇 - 例河新聞</title>", "例河新聞")]
    #[case("<title>강물이 불어났다 - 예보일보</title>", "예보일보")]
    #[case("<title>강물이 불어났다 < 사회 < 기사본문 - 예보데일리</title>", "예보데일리")]
    #[case("<title>河水今晨上涨|例河之声</title><p>© 2026 例河之声</p>", "例河之声")]
    #[case("<title>River rises - Valley Courier</title><footer>© Valley Courier 2026</footer>", "Valley Courier")]
    #[case("<title>강물이 밤새 불어났다 | 연합예보</title><p>저작권자(c) 연합예보, 무단 전재 금지</p>", "연합예보")]
    #[case("<title>川の水位が上昇 : 読河新聞</title>", "読河新聞")]
    #[case("<meta name=author content=例河><title>河水今晨上涨_例河财经</title>", "例河财经")]
    // A section, and no site.
    #[case("<title>河水今晨上涨_国内</title><p>© 2026 例河之声</p>", "")]
    #[case("<title>River rises - Politics</title><footer>© Valley Courier</footer>", "")]
    fn a_title_names_whose_the_page_is(#[case] page: &str, #[case] expected: &str) {
        assert_eq!(name(page, "https://www.other.org/a"), expected, "{page}");
    }

    #[test]
    fn the_picture_that_leads_home_names_the_site() {
        let page = |href: &str| {
            let title = "<title>River rises in Torvald - Brenna Bote</title>";
            format!("{title}<a href='{href}'><h1><img src=/l.gif alt='Brenna Bote'></h1></a>")
        };
        assert_eq!(name(&page("/"), "https://www.other.org/a"), "Brenna Bote");
        assert_eq!(name(&page("/b"), "https://www.other.org/a"), "");
    }

    #[test]
    fn a_site_is_known_by_its_short_name() {
        let site = Site { name: "例河新闻".to_owned(), ..Site::default() };
        assert!(site.is("例河") && !site.is("例"));
    }

    #[test]
    fn the_declared_name_goes_first() {
        let page = "<meta property=og:site_name content='Example News'><title>River | The Example</title>";
        assert_eq!(name(page, "https://example.org/a"), "Example News");
    }
}
