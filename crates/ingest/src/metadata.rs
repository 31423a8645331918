//! What a page says of itself: each field from the best of its sources.
//!
//! JSON-LD goes before meta tags, those before marked-up elements, those before the URL. A value that is no value of its
//! field, such as a date that is no date or an author that is a URL, is passed over.

mod authors;
mod json_ld;

use dateline_record::v1::{Article, DocumentTime, Language, Source, article::Flag, document_time::Origin};
use dom_query::Document;
use url::Url;

use crate::{language, times, urls};
use json_ld::JsonLd;

/// An article with the fields that the page's markup tells, and no text.
#[must_use]
pub fn read(document: &Document, url: &str) -> Article {
    let ld = JsonLd::read(document);
    let site = site_name(document, &ld);
    let mut article = Article {
        title: title(document, &ld, &site),
        subtitle: first_meta(document, &["og:description", "description", "twitter:description"]).unwrap_or_default(),
        bylines: authors::read(document, &ld, &site),
        published_at: published(document, &ld, url),
        modified_at: modified(document, &ld),
        canonical_url: canonical_url(document, url),
        lead_image: lead_image(document, &ld, url),
        section: ld.section.clone().or_else(|| first_meta(document, &["article:section"])).unwrap_or_default(),
        keywords: keywords(document, &ld),
        language: page_language(document),
        source: (!site.is_empty()).then(|| Source { name: site, ..Source::default() }),
        ..Article::default()
    };
    article.flags = flags(&article, &ld);
    article
}

fn clean(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The content of the first meta tag that has any, by `property`, `name` or `itemprop`.
fn first_meta(document: &Document, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        ["property", "name", "itemprop"].iter().find_map(|attribute| {
            let found = document.select_single(&format!("meta[{attribute}=\"{name}\"]"));
            clean(&found.attr("content")?)
        })
    })
}

fn site_name(document: &Document, ld: &JsonLd) -> String {
    first_meta(document, &["og:site_name"])
        .or_else(|| ld.publisher.clone())
        .or_else(|| first_meta(document, &["application-name"]))
        .unwrap_or_default()
}

fn title(document: &Document, ld: &JsonLd, site: &str) -> String {
    let heading = || {
        let headings = document.select("h1");
        if headings.length() == 1 { clean(&headings.text()) } else { None }
    };
    let found = ld
        .headline
        .clone()
        .or_else(|| first_meta(document, &["og:title", "twitter:title", "headline"]))
        .or_else(heading)
        .or_else(|| clean(&document.select_single("title").text()))
        .unwrap_or_default();
    without_site(&found, site)
}

/// A title without ` | The Example` at its end.
fn without_site(title: &str, site: &str) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && !head.trim().is_empty()
            && is_site(tail, site)
        {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

fn is_site(tail: &str, site: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (tail, site) = (letters(tail), letters(site));
    !site.is_empty()
        && !tail.is_empty()
        && (tail == site || tail.trim_start_matches("the") == site.trim_start_matches("the"))
}

fn published(document: &Document, ld: &JsonLd, url: &str) -> Option<DocumentTime> {
    const NAMES: [&str; 16] = [
        "article:published_time",
        "og:published_time",
        "datePublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date",
        "DC.date.issued",
        "dcterms.created",
        "article.published",
        "cXenseParse:recs:publishtime",
        "publication_date",
    ];
    let metadata = |value: &str| times::parse(value, Origin::Metadata);
    let metas = || NAMES.iter().find_map(|name| first_meta(document, &[name]).and_then(|value| metadata(&value)));
    let marked = || {
        let selectors = ["time[itemprop=datePublished]", "time[pubdate]", "article time[datetime]", "time[datetime]"];
        selectors.iter().find_map(|selector| metadata(&document.select_single(selector).attr("datetime")?))
    };
    ld.published.as_deref().and_then(metadata).or_else(metas).or_else(marked).or_else(|| from_url(url))
}

fn modified(document: &Document, ld: &JsonLd) -> Option<DocumentTime> {
    const NAMES: [&str; 5] =
        ["article:modified_time", "og:updated_time", "dateModified", "last-modified", "dcterms.modified"];
    let metadata = |value: &str| times::parse(value, Origin::Metadata);
    ld.modified
        .as_deref()
        .and_then(metadata)
        .or_else(|| NAMES.iter().find_map(|name| first_meta(document, &[name]).and_then(|value| metadata(&value))))
}

/// A day in the path: `/2024/04/02/`.
fn from_url(url: &str) -> Option<DocumentTime> {
    let url = Url::parse(url).ok()?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let plausible =
            year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && month.len() <= 2 && day.len() <= 2;
        let date = plausible.then(|| format!("{year}-{month:0>2}-{day:0>2}"))?;
        times::parse(&date, Origin::Inferred)
    })
}

/// The page's own canonical URL, when it is of the same site: some pages name their home page or another's.
fn canonical_url(document: &Document, url: &str) -> String {
    let declared = document.select_single("link[rel=canonical]").attr("href").map(|href| href.to_string());
    let declared = declared.or_else(|| first_meta(document, &["og:url"]));
    let Some(resolved) = declared.and_then(|href| resolve(&href, url)) else { return String::new() };
    let domain = |url: &str| urls::host(url).map(|host| urls::registrable(&host));
    let home = Url::parse(&resolved).is_ok_and(|url| url.path() == "/" && url.query().is_none());
    if home || (!url.is_empty() && domain(&resolved) != domain(url)) {
        return String::new();
    }
    urls::canonical(&resolved)
}

fn resolve(href: &str, base: &str) -> Option<String> {
    let absolute = match Url::parse(base) {
        Ok(base) => base.join(href.trim()).ok()?.to_string(),
        Err(_) => href.trim().to_owned(),
    };
    urls::parse(&absolute).ok()
}

fn lead_image(document: &Document, ld: &JsonLd, url: &str) -> String {
    let found = first_meta(document, &["og:image", "og:image:url", "twitter:image"]).or_else(|| ld.image.clone());
    found.and_then(|image| resolve(&image, url)).unwrap_or_default()
}

fn keywords(document: &Document, ld: &JsonLd) -> Vec<String> {
    if !ld.keywords.is_empty() {
        return ld.keywords.clone();
    }
    let given = first_meta(document, &["news_keywords", "keywords"]).unwrap_or_default();
    given.split([',', ';']).filter_map(clean).collect()
}

fn page_language(document: &Document) -> Option<Language> {
    let tag = document.select_single("html").attr("lang").filter(|tag| language::is_tag(tag.trim()))?;
    Some(Language { tag: tag.trim().to_owned(), confidence: 0.5 })
}

fn flags(article: &Article, ld: &JsonLd) -> Vec<i32> {
    let section = article.section.to_lowercase();
    let opinion =
        ["opinion", "opinions", "commentary", "editorial", "editorials", "op-ed", "comment", "comment is free"];
    let mut flags = Vec::new();
    if ld.paywalled {
        flags.push(Flag::Paywalled.into());
    }
    if ld.is("OpinionNewsArticle") || opinion.contains(&section.as_str()) {
        flags.push(Flag::Opinion.into());
    }
    if ld.is("LiveBlogPosting") {
        flags.push(Flag::LiveBlog.into());
    }
    flags
}
