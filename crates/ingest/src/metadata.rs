//! What a page says of itself: each field from the best of its sources.
//!
//! JSON-LD goes before meta tags, those before marked-up elements, those before what stands beside the headline, that
//! before the URL; the headline itself is the one that readers see. A value that is no value of its field, such as a date
//! that is no date or an author that is a URL, is passed over.

mod authors;
mod dates;
mod json_ld;
mod page;
mod titles;

use dateline_record::v1::{Article, Language, Source, article::Flag};
use url::Url;

use crate::{
    html::tree::{Tree, resolved},
    language, urls,
};
use json_ld::JsonLd;
use page::Page;

/// An article with the fields that the page's markup tells, and no text.
#[must_use]
pub(crate) fn read(tree: &Tree<'_>, url: &str) -> Article {
    let page = Page::read(tree);
    let ld = JsonLd::read(&page.scripts);
    let site = site_name(&page, &ld);
    let title = titles::read(&page, &ld, &site);
    let mut article = Article {
        subtitle: page.first_meta(&["og:description", "description", "twitter:description"]).unwrap_or_default(),
        bylines: authors::read(&page, &ld, &site, title.heading),
        published_at: dates::published(&page, &ld, url, title.heading),
        modified_at: dates::modified(&page, &ld),
        title: title.text,
        canonical_url: canonical_url(&page, url),
        lead_image: lead_image(&page, &ld, url),
        section: ld.section.clone().or_else(|| page.first_meta(&["article:section"])).unwrap_or_default(),
        keywords: keywords(&page, &ld),
        language: page_language(&page),
        source: (!site.is_empty()).then(|| Source { name: site, ..Source::default() }),
        ..Article::default()
    };
    article.flags = flags(&article, &ld);
    article
}

/// A value without references, tags and needless white space; `None` when nothing is left. Generators escape twice.
fn clean(text: &str) -> Option<String> {
    let text = resolved(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn site_name(page: &Page<'_, '_>, ld: &JsonLd) -> String {
    page.first_meta(&["og:site_name"])
        .or_else(|| ld.publisher.clone())
        .or_else(|| page.first_meta(&["application-name", "twitter:app:name:iphone", "apple-mobile-web-app-title"]))
        .unwrap_or_default()
}

/// The page's own canonical URL, when it is of the same site: some pages name their home page or another's.
fn canonical_url(page: &Page<'_, '_>, url: &str) -> String {
    let declared = page.canonical.as_deref().map(str::to_owned).or_else(|| page.first_meta(&["og:url"]));
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

fn lead_image(page: &Page<'_, '_>, ld: &JsonLd, url: &str) -> String {
    let found = page
        .first_meta(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"])
        .or_else(|| ld.image.clone());
    found.and_then(|image| resolve(&image, url)).unwrap_or_default()
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

fn page_language(page: &Page<'_, '_>) -> Option<Language> {
    let tag = page.language.as_deref().map(str::trim).filter(|tag| language::is_tag(tag))?;
    Some(Language { tag: tag.to_owned(), confidence: 0.5 })
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
