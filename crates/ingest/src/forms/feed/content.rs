//! What an entry of a feed holds of its article: all of it, its beginning, or a summary.

use dateline_record::v1::RawArticle;

use crate::{
    folded,
    forms::{
        Link, aside, layout,
        markup::{resolved, shown, strip_tags},
        xml::Element,
    },
    html, metadata,
};

/// The whole article, as HTML; not a frame around it, not what is elsewhere, and not a picture or document in base64.
pub(super) fn full(entry: &Element) -> Option<String> {
    ["content:encoded", "content", "atom:content", "fulltext", "yandex:full-text", "turbo:content", "body"]
        .iter()
        .filter_map(|name| entry.child(name))
        .filter(|content| content.attribute("src").is_empty() && is_of_text(content.attribute("type")))
        .map(html_of)
        .find(|html| !html.trim().is_empty())
}

/// Whether content of an Atom type is text: `html`, `text/plain`, `application/xhtml+xml`.
fn is_of_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    !kind.contains('/') || kind.starts_with("text/") || kind.ends_with("+xml") || kind.ends_with("/xml")
}

/// A text construct as HTML: escaped HTML, elements, or plain text.
pub(super) fn html_of(element: &Element) -> String {
    match element.attribute("type") {
        "text" | "text/plain" => plain(&element.raw_text()),
        _ if element.elements().next().is_some() => element.inner_html(),
        // Atom's text without a type is plain; what is mark-up all the same is told by its end tags.
        "" if is_atom(&element.name) && !has_tags(&element.raw_text()) => plain(&element.raw_text()),
        _ => with_paragraphs(escaped_once(without_section(&element.raw_text()))),
    }
}

/// A text without the marks of a CDATA section that stand inside of another.
fn without_section(text: &str) -> &str {
    let inside = text.trim().strip_prefix("<![CDATA[").map(|inside| inside.strip_suffix("]]>").unwrap_or(inside));
    inside.unwrap_or(text)
}

/// HTML whose every tag is escaped once too often, as it should be.
fn escaped_once(html: &str) -> String {
    const TAGS: [&str; 4] = ["&lt;/p&gt;", "&lt;/div&gt;", "&lt;br", "&lt;/a&gt;"];
    let is_escaped = !has_tags(html) && TAGS.iter().any(|tag| html.contains(tag));
    if is_escaped { resolved(html) } else { html.to_owned() }
}

/// HTML that leaves its paragraphs to blank lines, as some software writes it.
fn with_paragraphs(html: String) -> String {
    const BLOCKS: [&str; 7] = ["<p", "<div", "<br", "<li", "<h", "<t", "<section"];
    let lower = html.to_ascii_lowercase();
    if BLOCKS.iter().any(|block| lower.contains(block)) {
        return html;
    }
    let html = html.replace("\r\n", "\n");
    if !html.contains("\n\n") {
        return if html.contains('<') { html } else { of_lines(html) };
    }
    html.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect()
}

/// Text without any mark-up whose lines are its paragraphs, unless they are those of a column.
fn of_lines(text: String) -> String {
    let lines = layout::paragraphs(&text.trim().replace('\n', layout::BREAK));
    if lines.len() < 2 { text } else { lines.iter().map(|line| format!("<p>{line}</p>")).collect() }
}

pub(in crate::forms) fn plain(text: &str) -> String {
    let paragraphs = crate::forms::list(text, &['\n']);
    paragraphs.iter().map(|text| format!("<p>{}</p>", htmlize::escape_text(text.as_str()))).collect()
}

fn is_atom(name: &str) -> bool {
    matches!(name, "content" | "summary" | "atom:content" | "atom:summary")
}

fn has_tags(text: &str) -> bool {
    text.contains("</") || text.contains("/>") || text.to_ascii_lowercase().contains("<br") || text.contains("<p>")
}

/// Titles are plain text, or HTML in it twice escaped.
pub(super) fn title(element: &Element) -> String {
    let text = element.text();
    let text = without_section(&text);
    let html = matches!(element.attribute("type"), "html" | "xhtml" | "text/html") || text.contains("</");
    let text = if html { strip_tags(text) } else { text.to_owned() };
    let text = htmlize::unescape(text);
    // Some escape twice.
    let text = if text.contains("</") { strip_tags(&text).into() } else { text };
    folded(&text)
}

/// Paragraphs of a summary that is the whole text, and characters but for white space, at least. Software that cuts a text
/// at the end of a sentence takes 600 with it.
const WHOLE: (usize, usize) = (3, 700);

/// The whole text of an article in what an entry has as that and as a summary: none where it is only the beginning.
pub(in crate::forms) fn whole<'h>(full: &'h str, summary: &'h str, url: &str) -> Option<&'h str> {
    if full.trim().is_empty() {
        return Some(summary).filter(|summary| is_long(summary, url));
    }
    let repeats = || !summary.trim().is_empty() && letters(full) == letters(summary);
    let extent = html::extent(full, url);
    let is_whole = !extent.breaks_off && (extent.is_at_least(WHOLE) || !repeats());
    is_whole.then_some(full)
}

/// Whether a summary is more than that.
fn is_long(summary: &str, url: &str) -> bool {
    // Most are shorter than what is asked of them, which need not be read.
    summary.len() >= WHOLE.1 / 3 && {
        let extent = html::extent(summary, url);
        !extent.breaks_off && extent.is_at_least(WHOLE)
    }
}

fn letters(html: &str) -> String {
    metadata::letters(&shown(html))
}

/// A text that begins with its headline, with what that is as its page would tell: a fragment has no other.
fn told(link: &Link, html: String) -> String {
    if !repeats_at_start(&html, &link.title) {
        return html;
    }
    format!("<meta property=\"og:title\" content=\"{}\">{html}", htmlize::escape_attribute(link.title.as_str()))
}

/// Whether a text begins with its headline.
fn repeats_at_start(html: &str, title: &str) -> bool {
    /// Bytes of mark-up among which a text begins.
    const START: usize = 4_000;
    let start = html.char_indices().map(|(at, _)| at).find(|at| *at >= START).unwrap_or(html.len());
    let title = metadata::letters(title);
    !title.is_empty() && letters(html.get(..start).unwrap_or(html)).starts_with(&title)
}

/// An article with what a link says of it: its text in HTML, or plain where there is none.
pub(in crate::forms) fn article(link: Link, html: String, text: String) -> RawArticle {
    let written = if html.is_empty() { &text } else { &html };
    let subtitle = aside::standfirst([link.summary.clone()], written, &link.url);
    RawArticle {
        text: if html.is_empty() { text } else { String::new() },
        html: if html.is_empty() { html } else { told(&link, html) },
        id: link.id,
        url: link.url,
        title: link.title,
        source: link.source,
        language: link.language,
        // When it was changed says nothing of when it was published.
        modified_at: if link.modified_at == link.published_at { String::new() } else { link.modified_at },
        published_at: link.published_at,
        bylines: link.bylines,
        keywords: link.keywords,
        section: link.section,
        subtitle,
        lead_image: aside::picture(link.image),
        ..RawArticle::default()
    }
}
