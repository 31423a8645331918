//! Messages (`.eml`) and pages saved as messages (MHTML): one article each.

use dateline_record::v1::RawArticle;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::{
    Entries, Item, Options, Passed,
    dates::normal,
    input::{self, Input},
    whole,
};
use crate::Rejection;

/// What base64 and pictures may add to the text of a message.
const MAIL_OVERHEAD: usize = 4;

/// The article of a message, which is read as a whole.
pub(super) fn entries(mut input: Input, options: &Options) -> Box<dyn Entries> {
    let limit = options.limits.input_bytes.saturating_mul(MAIL_OVERHEAD);
    let bytes = match input::read_all(&mut input, limit) {
        Ok(bytes) => bytes,
        Err(rejection) => return whole::refused(rejection),
    };
    let Some(message) = parse(&bytes) else {
        return whole::refused(Rejection::new("mail", "this is no message: it has no header fields"));
    };
    let content = article(&message, options);
    let passed = others(&message);
    let item = match content {
        Ok(article) => Item::article("", article),
        Err(rejection) => Item::rejected("", rejection),
    };
    Box::new(Mail { item: Some(item), passed })
}

struct Mail {
    item: Option<Item>,
    passed: u64,
}

impl Entries for Mail {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        let item = self.item.take()?;
        if self.passed > 0 {
            *passed.entry("attachment or further part of a message").or_default() += self.passed;
        }
        Some(item)
    }
}

/// A message, without the line that a mailbox puts before it.
fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    let start = bytes.trim_ascii_start();
    let start = match memchr::memchr(b'\n', start) {
        Some(end) if start.starts_with(b"From ") => start.get(end + 1..).unwrap_or_default(),
        _ => start,
    };
    MessageParser::default().parse(start).filter(|message| message.headers().len() > 1)
}

/// Parts that are not the text.
fn others(message: &Message<'_>) -> u64 {
    let parts = message.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_)));
    let text = usize::from(page(message).is_some());
    let plain =
        if text > 0 { message.text_bodies().filter(|part| is_plain(part)).count() } else { plain_parts(message) };
    parts.count().saturating_sub(text + plain) as u64
}

fn is_plain(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Text(_))
}

fn plain_parts(message: &Message<'_>) -> usize {
    message.text_bodies().filter(|part| is_plain(part)).count()
}

/// The first part in HTML.
fn page<'a>(message: &'a Message<'_>) -> Option<&'a str> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) if !html.trim().is_empty() => Some(html.as_ref()),
        _ => None,
    })
}

fn article(message: &Message<'_>, options: &Options) -> Result<RawArticle, Rejection> {
    let mut article = RawArticle {
        id: message.message_id().unwrap_or_default().to_owned(),
        title: message.subject().unwrap_or_default().trim().to_owned(),
        source: source(message, &options.source),
        ..RawArticle::default()
    };
    let date = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    let date = date.unwrap_or_else(|| normal(message.header_raw("Date").unwrap_or_default()));
    let saved = saved_from(message);
    if let Some(url) = saved {
        // A saved page tells when it was saved, by a browser that names itself as the sender.
        article.url = url;
        article.retrieved_at = date;
        article.source.clone_from(&options.source);
        article.id.clear();
    } else {
        article.published_at = date;
    }
    if let Some(html) = page(message) {
        html.clone_into(&mut article.html);
        return Ok(article);
    }
    let text: Vec<&str> = message
        .text_bodies()
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    article.text = text.join("\n");
    if article.text.trim().is_empty() {
        return Err(Rejection::new("empty", "the message has no part in HTML or text"));
    }
    Ok(article)
}

/// Who sent it, by name, else by domain.
fn source(message: &Message<'_>, given: &str) -> String {
    let sender = message.from().and_then(mail_parser::Address::first);
    let name = sender.and_then(|sender| sender.name()).map(str::trim).filter(|name| !name.is_empty());
    let domain = || sender.and_then(|sender| sender.address()?.rsplit_once('@')).map(|(_, domain)| domain);
    name.or_else(domain).unwrap_or(given).to_owned()
}

/// Where a saved page comes from.
fn saved_from(message: &Message<'_>) -> Option<String> {
    let snapshot = message.header_raw("Snapshot-Content-Location").map(str::trim);
    let related = message.root_part().content_type().is_some_and(|kind| kind.subtype() == Some("related"));
    let located = || {
        let mut parts = message.html_bodies();
        let part = parts.find(|part| matches!(part.body, PartType::Html(_)));
        part.and_then(|part| part.content_location()).filter(|_| related)
    };
    snapshot.or_else(located).filter(|url| url.starts_with("http")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Content, Form, read};

    fn one(message: &str) -> (Result<RawArticle, Rejection>, u64) {
        let mut reader = read(Box::new(Cursor::new(message.to_owned())), Form::Mail, &Options::default());
        let items: Vec<Item> = reader.by_ref().collect();
        let [item] = &items[..] else { panic!("one: {items:?}") };
        let content = match item.content.clone() {
            Ok(Content::Article(article)) => Ok(*article),
            Ok(Content::Link(link)) => panic!("a link: {link:?}"),
            Err(rejection) => Err(rejection),
        };
        (content, reader.passed().values().sum())
    }

    const LETTER: &str = "From: The Example <news@paper.example>\r\nSubject: =?utf-8?q?Caf=C3=A9_talks?=\r\n\
        Date: Tue, 02 Apr 2024 23:30:00 +0200\r\nMessage-ID: <1@paper.example>\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn a_newsletter_is_an_article() {
        let body = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n\
            --c\r\nContent-Type: text/plain\r\n\r\nTalks.\r\n--c\r\nContent-Type: text/html; charset=iso-8859-1\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=E9 talks.</p>\r\n--c--\r\n--b\r\nContent-Type: image/png\r\n\
            Content-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n--b--\r\n";
        let (article, passed) = one(&format!("{LETTER}{body}"));
        let article = article.unwrap();
        assert_eq!((article.title.as_str(), article.html.trim()), ("Café talks", "<p>Café talks.</p>"));
        assert_eq!((article.source.as_str(), article.id.as_str()), ("The Example", "1@paper.example"));
        assert_eq!((article.published_at.as_str(), passed), ("2024-04-02T23:30:00+02:00", 1));
    }

    #[test]
    fn plain_text_will_do() {
        let article = one(&format!("{LETTER}\r\nTalks resumed.\r\n")).0.unwrap();
        assert_eq!((article.text.trim(), article.html.as_str()), ("Talks resumed.", ""));
    }

    #[test]
    fn a_saved_page_has_its_address() {
        let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://paper.example/a\r\nSubject: Talks\r\n\
            Date: Tue, 2 Apr 2024 23:30:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n\
            --b\r\nContent-Type: text/html\r\nContent-Location: https://paper.example/a\r\n\r\n<p>Talks.</p>\r\n--b\r\n\
            Content-Type: text/css\r\nContent-Location: https://paper.example/s.css\r\n\r\np {}\r\n--b--\r\n";
        let (article, passed) = one(page);
        let article = article.unwrap();
        assert_eq!(
            (article.url.as_str(), article.html.trim(), passed),
            ("https://paper.example/a", "<p>Talks.</p>", 1)
        );
        assert_eq!((article.published_at.as_str(), article.source.as_str()), ("", ""));
        assert!(article.retrieved_at.starts_with("2024-04-02T23:30:00"));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        assert_eq!(one("The council met.").0.unwrap_err().reason, "mail");
        assert_eq!(one(&format!("{LETTER}\r\n")).0.unwrap_err().reason, "empty");
    }
}
