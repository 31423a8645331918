//! What a page says of itself: each field from the best of its sources.
//!
//! JSON-LD goes before meta tags, those before marked-up elements, those before what stands beside the headline, that
//! before the URL; the headline itself is the one that readers see. A value that is no value of its field, such as a date
//! that is no date or an author that is a URL, is passed over.

mod authors;
mod canonical;
mod classes;
mod dates;
mod homes;
mod images;
mod json_ld;
mod labels;
mod opinion;
mod page;
mod sections;
mod site;
mod titles;

use dateline_record::v1::{Article, Language, Source, article::Flag};
use url::Url;

use crate::{
    html::tree::{Tree, resolved},
    urls,
};
use json_ld::JsonLd;
use page::Page;
use site::Site;

pub(crate) use {
    images::is_stand_in, labels::says_when, sections::is_unfiled, site::name_by_domain, titles::parts as parts_of_title,
};

/// An article with the fields that the page's markup tells, and no text.
#[must_use]
pub(crate) fn read(tree: &Tree<'_>, url: &str) -> Article {
    let page = Page::read(tree);
    let ld = JsonLd::read(&page.scripts);
    let address = canonical::base(&page, url);
    let site = Site::read(&page, &ld, &address);
    let title = titles::read(&page, &ld, &site, &address);
    let (published_at, modified_at) = dates::read(&page, &ld, &address, title.heading);
    let bylines = authors::read(&page, &ld, &site, title.heading);
    let sections = sections::read(&page, &ld, &title, &site, &bylines, &address);
    let opinion = opinion::is(&page, &ld, &sections, &title, url);
    let mut article = Article {
        flags: flags(&page, &ld, opinion),
        subtitle: description(&page, &title.text),
        bylines,
        published_at,
        modified_at,
        section: sections.own,
        canonical_url: canonical::read(&page, url),
        lead_image: images::lead(&page, &ld, &address, &title),
        title: title.text,
        keywords: keywords(&page, &ld),
        language: page.declared_language().map(|tag| Language { tag, confidence: 0.5 }),
        source: (!site.name.is_empty()).then(|| Source { name: site.name, ..Source::default() }),
        ..Article::default()
    };
    article.title = without_columnist(&article.title, &article.bylines).to_owned();
    article
}

/// What the page says that it is about, unless that is its title once more.
fn description(page: &Page<'_, '_>, title: &str) -> String {
    let whole = page.title.as_deref().unwrap_or_default();
    let is_title = |text: &str| [title, whole].iter().any(|title| letters(title) == letters(text));
    let names = ["og:description", "description", "twitter:description"];
    let given = names.iter().filter_map(|name| page.all_metas(name).next());
    given.into_iter().find(|text| !is_title(text)).unwrap_or_default()
}

/// The article's text as the page's data gives it to machines, with or without tags.
#[must_use]
pub(crate) fn article_body(tree: &Tree<'_>) -> Option<String> {
    json_ld::article_body(&Page::read(tree).scripts)
}

/// Where a word may be broken; what begins a file.
const UNSEEN: [char; 3] = ['\u{ad}', '\u{200b}', '\u{feff}'];

/// A value without references, tags, needless white space and marks that nobody sees; `None` when nothing is left.
/// Generators escape twice.
pub(crate) fn clean(text: &str) -> Option<String> {
    let text = text.trim();
    if is_clean(text) {
        return (!text.is_empty()).then(|| text.to_owned());
    }
    let text = resolved(text);
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_ascii() {
        text.retain(|c| !UNSEEN.contains(&c));
    }
    (!text.is_empty()).then_some(text)
}

/// Whether a text without white space around it is words with one space between them, as most are.
fn is_clean(text: &str) -> bool {
    let mut before = '.';
    text.chars().all(|c| {
        let is_clean = match c {
            ' ' => before != ' ',
            '!'..='~' => c != '&',
            _ => !c.is_whitespace() && !UNSEEN.contains(&c),
        };
        before = c;
        is_clean
    })
}

/// Letters and digits in lower case: what two spellings of one text share.
pub(crate) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        if is_alphanumeric(c) {
            push_lower(&mut letters, c);
        }
    }
    letters
}

/// Whether a character is a letter or a digit, as [`char::is_alphanumeric`] tells, whose tables are slow for most scripts.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Georgian, kana, Han and Hangul.
        '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2c1}'
        | '\u{38e}'..='\u{3a1}'
        | '\u{3a3}'..='\u{3f5}' => true,
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' => true,
        '\u{671}'..='\u{6d3}' | '\u{904}'..='\u{939}' | '\u{e01}'..='\u{e3a}' | '\u{10d0}'..='\u{10fa}' => true,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        // Typographic quotation marks, dashes and points.
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Adds a character in lower case; most are ASCII, for which the tables of Unicode are slow.
pub(crate) fn push_lower(text: &mut String, c: char) {
    if c.is_ascii() { text.push(c.to_ascii_lowercase()) } else { text.extend(c.to_lowercase()) }
}

/// A headline without the name of its author, which columns have before theirs: `Ana Ruiz: The river`.
fn without_columnist<'t>(title: &'t str, bylines: &[String]) -> &'t str {
    let [author] = bylines else { return title };
    let after = title.strip_prefix(author.as_str()).and_then(|rest| rest.strip_prefix([':', '：']));
    after.map(str::trim_start).filter(|rest| !rest.is_empty() && is_whole_name(author)).unwrap_or(title)
}

/// Whether a name is a family's and a given one: one word may be what the headline is about.
fn is_whole_name(name: &str) -> bool {
    name.contains(' ') || crate::bylines::is_dense(name)
}

fn resolve(href: &str, base: &str) -> Option<String> {
    let absolute = match Url::parse(base) {
        Ok(base) => base.join(href.trim()).ok()?.to_string(),
        Err(_) => href.trim().to_owned(),
    };
    urls::parse(&absolute).ok()
}

fn keywords(page: &Page<'_, '_>, ld: &JsonLd) -> Vec<String> {
    let tags: Vec<String> = page.all_metas("article:tag").collect();
    if !ld.keywords.is_empty() {
        return ld.keywords.clone();
    }
    let given = page.first_meta(&["news_keywords", "keywords"]).unwrap_or_default();
    let given: Vec<String> = given.split([',', ';']).filter_map(clean).collect();
    if given.is_empty() { tags } else { given }
}

/// What readers may do with the article, and what it is.
fn flags(page: &Page<'_, '_>, ld: &JsonLd, opinion: bool) -> Vec<i32> {
    let tier = page.first_meta(&["article:content_tier"]).unwrap_or_default().to_lowercase();
    let mut flags = Vec::new();
    if ld.paywalled || ["locked", "metered"].contains(&tier.as_str()) {
        flags.push(Flag::Paywalled.into());
    }
    if opinion {
        flags.push(Flag::Opinion.into());
    }
    if ld.is("LiveBlogPosting") {
        flags.push(Flag::LiveBlog.into());
    }
    flags
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn what_is_a_letter_is_as_the_tables_of_unicode_say() {
        assert!(('\0'..=char::MAX).all(|c| is_alphanumeric(c) == c.is_alphanumeric()));
    }

    #[rstest]
    #[case("  The river \n rises ", "The river rises")]
    #[case("The river  rises", "The river rises")]
    #[case("The\u{a0}river\u{3000}rises", "The river rises")]
    #[case("The ri\u{ad}ver\u{200b} rises", "The river rises")]
    #[case("R&amp;D, the river’s", "R&D, the river’s")]
    #[case("R&amp;amp;D", "R&amp;D")]
    fn a_value_is_words_with_a_space_between_them(#[case] given: &str, #[case] expected: &str) {
        assert_eq!(clean(given).as_deref(), Some(expected));
    }

    #[test]
    fn white_space_and_unseen_marks_are_no_value() {
        assert_eq!([" ", "\u{feff}", "&nbsp;", "\n\u{200b}"].map(clean), [const { None }; 4]);
    }

    #[rstest]
    #[case("Ana Ruiz: The river and us", &["Ana Ruiz"], "The river and us")]
    #[case("張偉：河水與我們", &["張偉"], "河水與我們")]
    // What the headline is about; several wrote; nothing else is said.
    #[case("Ruiz: The river and us", &["Ruiz"], "Ruiz: The river and us")]
    #[case("Ana Ruiz: The river and us", &["Ana Ruiz", "Tom Lee"], "Ana Ruiz: The river and us")]
    #[case("Ana Ruiz:", &["Ana Ruiz"], "Ana Ruiz:")]
    fn a_headline_is_without_its_columnist(#[case] title: &str, #[case] bylines: &[&str], #[case] expected: &str) {
        let bylines: Vec<String> = bylines.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(without_columnist(title, &bylines), expected);
    }
}
