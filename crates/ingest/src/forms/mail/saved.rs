//! Pages that browsers save as messages (MHTML): the page, its frames, pictures and styles are parts.

use mail_parser::{Message, MessagePart, MimeHeaders as _};

use super::{
    parts,
    tags::{HIDDEN, pieces},
};
use crate::is_blank;

/// Parts in HTML that are looked at.
const MOST: usize = 500;

/// A page that was saved.
pub(super) struct Page {
    /// Where it is from, as far as that is on the web.
    pub(super) url: String,
    pub(super) html: String,
}

/// The page that a message is.
pub(super) fn page(message: &Message<'_>) -> Option<Page> {
    let snapshot = message.header_raw("Snapshot-Content-Location").map(str::trim).filter(|url| is_of_web(url));
    let pages = || message.parts.iter().filter(|part| is_page(part)).take(MOST);
    let root = message.root_part();
    let related = root.content_type().is_some_and(|kind| kind.subtype() == Some("related"));
    let alone = is_page(root) && (is_saved(message) || message.message_id().is_none());
    if snapshot.is_none() && !related && !alone {
        return None;
    }
    let start =
        || root.content_type().and_then(|kind| kind.attribute("start")).map(|id| id.trim_matches(['<', '>', ' ']));
    let located = || snapshot.and_then(|url| pages().find(|part| part.content_location() == Some(url)));
    let started = || start().and_then(|id| pages().find(|part| part.content_id() == Some(id)));
    let shown = || pages().find(|part| !parts::text(message, part).chars().all(is_blank));
    let main = located().or_else(started).or_else(shown)?;
    let url = snapshot.map(str::to_owned).or_else(|| location(message, main))?;
    let html = parts::text(message, main);
    match framed(message, main, &html) {
        Some((part, html)) => Some(Page { url: location(message, part).unwrap_or(url), html }),
        None => Some(Page { url, html }),
    }
}

/// Whether what sent it says that it saved it.
fn is_saved(message: &Message<'_>) -> bool {
    message.header_raw("From").is_some_and(|from| from.to_ascii_lowercase().contains("saved by"))
}

fn is_page(part: &MessagePart<'_>) -> bool {
    let kind = part.content_type();
    let is_xhtml = kind.is_some_and(|kind| kind.ctype() == "application" && kind.subtype() == Some("xhtml+xml"));
    is_xhtml || (kind.is_some() && parts::is_of(part, "html"))
}

fn is_of_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// Where a part is from: by itself, or seen from what the message is said to be from.
fn location(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let own = part.content_location().map(str::trim)?;
    if is_of_web(own) {
        return Some(own.to_owned());
    }
    let base = message.header_raw("Content-Base").or_else(|| message.header_raw("Content-Location"));
    let base = base.map(|base| base.trim().trim_matches('"')).filter(|base| is_of_web(base))?;
    url::Url::parse(base).ok()?.join(own).ok().map(String::from).filter(|url| is_of_web(url))
}

/// What a page of nothing but frames is there for: the frame with the most text that is no link.
fn framed<'m>(message: &'m Message<'m>, main: &MessagePart<'m>, html: &str) -> Option<(&'m MessagePart<'m>, String)> {
    if !html.to_ascii_lowercase().contains("<frameset") {
        return None;
    }
    let others = message.parts.iter().filter(|part| is_page(part) && !std::ptr::eq(*part, main)).take(MOST);
    let texts = others.map(|part| (part, parts::text(message, part)));
    let (_, part, html) =
        texts.map(|(part, html)| (unlinked(&html), part, html)).max_by_key(|(letters, ..)| *letters)?;
    Some((part, html))
}

/// Letters that a page shows outside its links.
fn unlinked(html: &str) -> usize {
    let mut link = false;
    let letters = pieces(html).map(|piece| {
        link = if piece.is_one_of(&["a"]) { !piece.is_end() } else { link };
        let hidden = !piece.is_end() && piece.is_one_of(&HIDDEN);
        if link || hidden { 0 } else { piece.text.chars().filter(|c| c.is_alphanumeric()).count() }
    });
    letters.sum()
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    fn told(message: &str) -> Option<(String, String)> {
        let message = MessageParser::default().parse(message.as_bytes()).unwrap();
        page(&message).map(|page| (page.url, page.html.trim().to_owned()))
    }

    fn saved(head: &str, parts: &[(&str, &str)]) -> Option<(String, String)> {
        let parts: String = parts
            .iter()
            .map(|(head, body)| format!("--b\r\nContent-Type: text/html\r\n{head}\r\n\r\n{body}\r\n"))
            .collect();
        told(&format!(
            "MIME-Version: 1.0\r\nSubject: a\r\nContent-Type: multipart/related; boundary=b{head}\r\n\r\n{parts}--b--\r\n"
        ))
    }

    const AT: &str = "Content-Location: https://paper.example/a";
    const AD: (&str, &str) = ("Content-ID: <ad>\r\nContent-Location: https://ads.example/", "<p>Buy.</p>");
    const PAGE: (&str, &str) = ("Content-ID: <page>\r\nContent-Location: https://paper.example/a", "<p>Talks.</p>");

    fn talks() -> Option<(String, String)> {
        Some(("https://paper.example/a".to_owned(), "<p>Talks.</p>".to_owned()))
    }

    #[test]
    fn the_page_is_told_from_its_frames() {
        assert_eq!(saved("\r\nSnapshot-Content-Location: https://paper.example/a", &[AD, PAGE]), talks());
        assert_eq!(saved("; start=\"<page>\"", &[AD, PAGE]), talks());
        assert_eq!(saved("", &[PAGE, AD]), talks());
        assert_eq!(saved("", &[("Content-Location: about:blank", " "), PAGE]), talks());
    }

    #[test]
    fn of_frames_the_one_with_text_is_the_page() {
        let frames = ("Content-Location: https://paper.example/", "<FRAMESET><FRAME src=nav><FRAME src=a></FRAMESET>");
        let nav = ("Content-Location: https://paper.example/nav", "<a href=b>All the sections of the paper</a>");
        assert_eq!(saved("", &[frames, nav, PAGE]), talks());
    }

    #[test]
    fn an_address_may_be_seen_from_that_of_the_message() {
        let part = ("Content-Location: a", "<p>Talks.</p>");
        assert_eq!(saved("\r\nContent-Base: https://paper.example/b", &[part]), talks());
        assert_eq!(saved("", &[("Content-Location: file:///C:/a.htm", "<p>Talks.</p>")]), None);
    }

    #[test]
    fn a_page_may_be_the_whole_message() {
        let page = format!(
            "From: <Saved by Windows Internet Explorer 8>\r\nContent-Type: text/html\r\n{AT}\r\n\r\n<p>Talks.</p>"
        );
        assert_eq!(told(&page), talks());
        assert_eq!(
            told("From: a@b.example\r\nMessage-ID: <a@b>\r\nContent-Type: text/html\r\n\r\n<p>Talks.</p>"),
            None
        );
    }
}
