//! Messages (`.eml`), mailboxes of them (mbox), and pages saved as messages (MHTML): one article a message.

mod digest;
mod foot;
mod forwarded;
mod lines;
mod mailbox;
mod parts;
mod plain;
mod reading;
mod saved;
mod stories;
mod subject;
mod tags;
mod warning;

use std::collections::VecDeque;

use dateline_record::v1::{RawArticle, document_time::Origin};
use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use self::{forwarded::Passed as PassedOn, mailbox::Mailbox, parts::Body, saved::Page, stories::Story};
use super::{
    Entries, Item, Options, Passed,
    dates::first_date,
    input::{self, Input},
    too_large, whole,
};
use crate::{Limits, Rejection, bylines, decode, times};

/// What base64 and pictures may add to the text of a message.
const MAIL_OVERHEAD: usize = 4;

/// Messages inside each other that are read.
const FORWARDED: usize = 3;

/// The articles of each message, which is read as a whole.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let limit = options.limits.input_bytes.saturating_mul(MAIL_OVERHEAD);
    match Mailbox::new(input, limit) {
        Ok(mailbox) => Box::new(Mail { mailbox, options: options.clone(), limit, waiting: VecDeque::new() }),
        Err(error) => whole::refused(input::rejection(&error)),
    }
}

struct Mail {
    mailbox: Mailbox,
    options: Options,
    limit: usize,
    /// What else the message holds that was read last.
    waiting: VecDeque<Item>,
}

impl Entries for Mail {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        if let Some(item) = self.waiting.pop_front() {
            return Some(item);
        }
        let read = self.mailbox.next()?;
        let location = self.mailbox.location();
        let found = match read {
            Ok(Some(bytes)) => self.articles(&bytes, passed),
            Ok(None) => vec![Err(too_large("the message", self.limit))],
            Err(error) => vec![Err(input::rejection(&error))],
        };
        let items = found.into_iter().enumerate().map(|(at, content)| {
            let location = within(&location, at);
            match content {
                Ok(article) => Item::article(location, article),
                Err(rejection) => Item::rejected(location, rejection),
            }
        });
        self.waiting.extend(items);
        self.waiting.pop_front()
    }
}

/// Where an article of a message is: the first is where the message is.
fn within(message: &str, at: usize) -> String {
    match (message, at) {
        (_, 0) => message.to_owned(),
        ("", _) => format!("article {}", at + 1),
        _ => format!("{message}, article {}", at + 1),
    }
}

impl Mail {
    fn articles(&self, bytes: &[u8], passed: &mut Passed) -> Vec<Result<RawArticle, Rejection>> {
        let message = MessageParser::default().parse(bytes).filter(|message| message.headers().len() > 1);
        if bytes.trim_ascii().is_empty() {
            return vec![Err(Rejection::new("empty", "there is no message in it"))];
        }
        let Some(message) = message else {
            return vec![Err(Rejection::new("mail", "this is no message: it has no header fields"))];
        };
        let mut found =
            Found { given: &self.options.source, limits: &self.options.limits, passed, articles: Vec::new() };
        found.add(&message, FORWARDED);
        if found.articles.is_empty() {
            return vec![Err(Rejection::new("empty", "the message has no part in HTML or text"))];
        }
        found.articles
    }
}

/// What a digest has beside its messages, as it is counted.
const AROUND: &str = "text around the messages of a digest";

/// What a newsletter of several stories has beside them, as it is counted.
const AROUND_STORIES: &str = "text around the stories of a newsletter";

/// What is found in a message.
struct Found<'f> {
    /// Name or domain of the outlet where the message does not tell.
    given: &'f str,
    limits: &'f Limits,
    passed: &'f mut Passed,
    articles: Vec<Result<RawArticle, Rejection>>,
}

impl Found<'_> {
    /// The article of a message, then those of the messages attached to it. Of a digest only these: what stands around
    /// them lists them.
    fn add(&mut self, message: &Message<'_>, depth: usize) {
        let page = saved::page(message);
        let (body, others) = match &page {
            Some(_) => (None, parts::leaves(message).saturating_sub(1)),
            None => parts::body(message),
        };
        let is_report = is_multipart(message.root_part(), "report");
        let attached = message.parts.iter().filter_map(|part| match &part.body {
            PartType::Message(message) if depth > 0 && page.is_none() && !is_report => Some(message),
            _ => None,
        });
        let attached: Vec<_> = attached.filter(|message| parts::has_body(message)).collect();
        let is_digest = !attached.is_empty() && message.parts.iter().any(|part| is_multipart(part, "digest"));
        self.pass("attachment or further part of a message", others.saturating_sub(attached.len()));
        match (page, body) {
            (Some(page), _) => self.articles.push(Ok(saved_page(message, page, self.given))),
            (None, Some(_)) if is_digest => self.pass(AROUND, 1),
            (None, Some(Body::Text(text))) if depth > 0 && digest::is(&text) => {
                self.pass(AROUND, 1);
                let parser = MessageParser::default();
                for message in digest::messages(&text) {
                    parser.parse(message.as_bytes()).iter().for_each(|message| self.add(message, 0));
                }
            }
            (None, Some(body)) => {
                let articles = self.letter(message, body);
                self.articles.extend(articles.into_iter().map(Ok));
            }
            (None, None) => {}
        }
        attached.into_iter().for_each(|message| self.add(message, depth.saturating_sub(1)));
    }

    fn pass(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.passed.entry(what).or_default() += count as u64;
        }
    }

    /// A message with its text, or its stories; one that somebody passes on inside her own is told by what is written above
    /// it.
    fn letter(&mut self, message: &Message<'_>, mut body: Body) -> Vec<RawArticle> {
        let list = message.header_raw("List-Id").unwrap_or_default();
        let subject = subject(message);
        let (title, marked) = subject::bare(&subject, list);
        let passed_on = Some(&mut body).filter(|_| marked).and_then(Body::take_passed_on);
        if passed_on.is_some() {
            self.pass("note of who passes a message on", 1);
        }
        if body.cut_warning() {
            self.pass("warning of a mail server", 1);
        }
        if body.cut_foot() {
            self.pass("signature or foot of a message", 1);
        }
        let stories = match passed_on {
            Some(_) => Vec::new(),
            None => stories::of(&body, &[&source(message, ""), list]),
        };
        if !stories.is_empty() {
            self.pass(AROUND_STORIES, 1);
            let is_html = matches!(body, Body::Html(_));
            let numbered = stories.into_iter().zip(1..);
            return numbered.map(|(story, number)| self.story(message, story, number, is_html)).collect();
        }
        let heading = match &body {
            Body::Html(html) => subject::as_heading(title, html).to_owned(),
            Body::Text(_) => title.to_owned(),
        };
        let article = RawArticle {
            id: message.message_id().unwrap_or_default().to_owned(),
            url: address(message),
            ..self.written(body)
        };
        let article = match passed_on {
            Some(passed_on) => of_other(article, &passed_on, &heading, self.given),
            None => RawArticle { title: heading, ..self.sent(message, article) },
        };
        vec![article]
    }

    /// A story of a newsletter, which is found again by its number in that. The page of the newsletter is not its own.
    fn story(&self, message: &Message<'_>, story: Story, number: usize, is_html: bool) -> RawArticle {
        let id = message.message_id().map(|id| format!("{id}#story-{number}"));
        let body = if is_html { Body::Html(story.body) } else { Body::Text(story.body) };
        let written = self.written(body);
        let article = RawArticle {
            id: id.unwrap_or_default(),
            title: story.headline,
            url: story.page.unwrap_or_default(),
            bylines: if story.authors.is_empty() { written.bylines } else { story.authors },
            ..written
        };
        self.sent(message, article)
    }

    fn sent(&self, message: &Message<'_>, article: RawArticle) -> RawArticle {
        RawArticle { source: source(message, self.given), published_at: date(message), ..article }
    }

    fn written(&self, body: Body) -> RawArticle {
        match body {
            Body::Html(html) => {
                let (html, bylines) = reading::readable(html, self.limits);
                RawArticle { bylines, html, ..RawArticle::default() }
            }
            Body::Text(text) => RawArticle { text, ..RawArticle::default() },
        }
    }
}

/// An article that is passed on: who passes it on is not its source, nor is it of the day on which that is done.
fn of_other(article: RawArticle, passed_on: &PassedOn, title: &str, given: &str) -> RawArticle {
    let own = subject::bare(&passed_on.subject, "").0;
    let name = passed_on.from.split(['<', '[', '(']).next().unwrap_or_default().trim_matches(['"', '\'', ' ']);
    let source = if name.is_empty() || name.contains('@') { given } else { name };
    let known = times::read(&passed_on.date, Origin::Given).is_some();
    RawArticle {
        title: if own.is_empty() { title } else { own }.to_owned(),
        source: source.to_owned(),
        published_at: if known { passed_on.date.clone() } else { String::new() },
        ..article
    }
}

fn is_multipart(part: &mail_parser::MessagePart<'_>, subtype: &str) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some(subtype))
}

/// A saved page tells when it was saved, by a browser that names itself as the sender. It calls it what the page is
/// called, of which the page knows better what is the site's name.
fn saved_page(message: &Message<'_>, page: Page, given: &str) -> RawArticle {
    let titled = page.html.to_ascii_lowercase().contains("<title");
    RawArticle {
        url: page.url,
        retrieved_at: date(message),
        title: if titled { String::new() } else { subject(message) },
        source: given.to_owned(),
        html: page.html,
        ..RawArticle::default()
    }
}

/// As it is written, since a zone without an offset leaves the moment open.
fn date(message: &Message<'_>) -> String {
    let written = message.header_raw("Date").unwrap_or_default().trim().to_owned();
    let read = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    first_date([Some(written), read].into_iter().flatten())
}

/// The headline, in the charset of the message where it is written in bytes that are not escaped.
fn subject(message: &Message<'_>) -> String {
    let header = message.headers().iter().find(|header| header.name == mail_parser::HeaderName::Subject);
    let bytes =
        header.and_then(|header| message.raw_message.get(header.offset_start as usize..header.offset_end as usize));
    let Some(bytes) = bytes else { return message.subject().unwrap_or_default().trim().to_owned() };
    subject::decoded(&decode::decode_text(bytes, &parts::content_type(message.root_part())))
}

/// Who sent it, by name, else by domain: the publication where an author sends from one.
fn source(message: &Message<'_>, given: &str) -> String {
    let sender = message.from().and_then(mail_parser::Address::first);
    let name = sender.and_then(|sender| sender.name()).map(str::trim).filter(|name| !name.is_empty());
    let name = name.map(|name| match name.split_once(" from ") {
        Some((author, paper)) if bylines::is_person(author) && !paper.trim().is_empty() => paper.trim(),
        _ => name,
    });
    let domain = || sender.and_then(|sender| sender.address()?.rsplit_once('@')).map(|(_, domain)| domain);
    name.or_else(domain).unwrap_or(given).to_owned()
}

/// Where the message is on the web: where it says so, or where its list has a page that its text names, too.
fn address(message: &Message<'_>) -> String {
    let of = |name: &'static str| {
        let value = message.header_raw(name)?.trim().strip_prefix('<')?.strip_suffix('>')?;
        (value.starts_with("http") && !value.contains(['<', '>', ' ', ','])).then(|| value.to_owned())
    };
    let named = |url: &String| {
        let text = message.body_text(0).unwrap_or_default();
        text.split_whitespace().any(|word| word == url)
    };
    of("Archived-At").or_else(|| of("List-Post").filter(named)).unwrap_or_default()
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
        assert_eq!((article.published_at.as_str(), passed), ("Tue, 02 Apr 2024 23:30:00 +0200", 1));
    }

    #[test]
    fn each_story_of_a_newsletter_is_an_article() {
        let prose =
            "<p>The council met and agreed to mend the wall of the harbour before the winter comes.</p>".repeat(6);
        let story = |title: &str, author: &str| format!("<hr><h2>{title}</h2><p>By {author}</p>{prose}");
        let stories = story("Wall to be mended", "Ana Ruiz") + &story("Ferry runs late again", "Tom Lee");
        let message = format!("{LETTER}Content-Type: text/html\r\n\r\n<p>Hello</p>{stories}\r\n");
        let mut reader = read(Box::new(Cursor::new(message)), Form::Mail, &Options::default());
        let told: Vec<String> = reader
            .by_ref()
            .map(|item| match item.content {
                Ok(Content::Article(raw)) => {
                    format!("{}|{}|{}|{:?}|{}", item.location, raw.id, raw.title, raw.bylines, raw.source)
                }
                other => format!("{other:?}"),
            })
            .collect();
        let expected = [
            "|1@paper.example#story-1|Wall to be mended|[\"Ana Ruiz\"]|The Example",
            "article 2|1@paper.example#story-2|Ferry runs late again|[\"Tom Lee\"]|The Example",
        ];
        assert_eq!(told, expected);
        assert_eq!(reader.passed().get(AROUND_STORIES), Some(&1));
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
        assert_eq!(article.retrieved_at, "Tue, 2 Apr 2024 23:30:00 -0000");
    }

    #[test]
    fn the_charset_is_told_from_the_bytes() {
        let tell = |head: &str, body: &str, charset: &'static encoding_rs::Encoding| {
            let head = LETTER.replace("=?utf-8?q?Caf=C3=A9_talks?=", "Café") + head + "\r\n\r\n";
            let bytes = charset.encode(&(head + body)).0.into_owned();
            let mut reader = read(Box::new(Cursor::new(bytes)), Form::Mail, &Options::default());
            let Some(Item { content: Ok(Content::Article(article)), .. }) = reader.next() else { panic!("an article") };
            (article.title, article.html + &article.text)
        };
        let (french, russian) =
            ("Déjà le café était fermé à Paris, dit-il.", "<p>Министр заявил, что меры приняты.</p>");
        let latin = encoding_rs::WINDOWS_1252;
        assert_eq!(tell("Content-Type: text/plain", french, latin), ("Café".into(), french.into()));
        assert_eq!(tell("Content-Type: text/plain; charset=us-ascii", french, encoding_rs::UTF_8).1, french);
        assert_eq!(
            tell("Content-Type: text/html; charset=windows-1251", russian, encoding_rs::WINDOWS_1251).1,
            russian
        );
        let declared = format!("<meta charset=windows-1251>{russian}");
        assert_eq!(tell("Content-Type: text/html", &declared, encoding_rs::WINDOWS_1251).1, declared);
    }

    #[test]
    fn a_message_that_is_broken_keeps_its_text() {
        let html = "<p>Talks resumed.</p>";
        for (kind, body) in [
            ("multipart/alternative; boundary=b", "--b\r\nContent-Type: text/html\r\n\r\n<p>Talks resumed.</p>"),
            ("multipart/alternative", "--b\r\nContent-Type: text/html\r\n\r\n<p>Talks resumed.</p>\r\n--b--"),
            ("text/html", "<p>Talks resumed.</p>"),
            ("text/html\r\nContent-Transfer-Encoding: base64", "PHA+VGFsa3Mg\r\ncmVzdW1lZC48L3A+\r\n!!"),
        ] {
            let article = one(&format!("{LETTER}Content-Type: {kind}\r\n\r\n{body}")).0.unwrap();
            assert_eq!(article.html.trim(), html, "{kind}");
        }
        let plain = one(&format!("{LETTER}Content-Type: multipart/mixed; boundary=z\r\n\r\nTalks resumed.")).0.unwrap();
        assert_eq!(plain.text, "Talks resumed.");
    }

    #[test]
    fn all_that_is_shown_is_the_text() {
        let parts = |kinds: &[(&str, &str)]| {
            let parts: String =
                kinds.iter().map(|(kind, body)| format!("--b\r\nContent-Type: {kind}\r\n\r\n{body}\r\n")).collect();
            let (article, passed) =
                one(&format!("{LETTER}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--"));
            article.map(|article| (article.html.replace(['\r', '\n'], ""), article.text, passed)).unwrap()
        };
        let both = parts(&[("text/html", "<p>One.</p>"), ("image/png", "x"), ("text/html", "<p>Two.</p>")]);
        assert_eq!(both, ("<p>One.</p><p>Two.</p>".into(), String::new(), 1));
        let mixed = parts(&[("text/plain", "One & only."), ("text/html", "<p>Two.</p>")]);
        assert_eq!(mixed.0, "<p>One &amp; only.</p><p>Two.</p>");
        // A picture in place of the text leaves the text without mark-up.
        let picture = "--c\r\nContent-Type: text/plain\r\n\r\nTalks.\r\n--c\r\nContent-Type: text/html\r\n\r\n\
            <style>p {}</style><img src=x>&nbsp;\r\n--c--";
        let shown = parts(&[("multipart/alternative; boundary=c", picture)]);
        assert_eq!((shown.0.as_str(), shown.1.trim()), ("", "Talks."));
    }

    #[test]
    fn a_zone_without_an_offset_leaves_the_moment_open() {
        let dated = |date: &str| {
            let letter = LETTER.replace("Tue, 02 Apr 2024 23:30:00 +0200", date);
            let article = one(&format!("{letter}\r\nTalks resumed.")).0.unwrap();
            crate::parse(&article, &crate::Limits::default()).map(|article| article.published_at.unwrap().value)
        };
        assert_eq!(dated("Tue, 02 Apr 2024 23:30:00 CEST").unwrap(), "2024-04-02T00:00:00Z");
        assert_eq!(dated("Tue, 02 Apr 2024 23:30:00 -0700 (PDT)").unwrap(), "2024-04-02T23:30:00-07:00");
        assert_eq!(dated("Thu, 1 Jan 1970 00:00:00 +0000").unwrap_err().reason, "date");
    }

    #[test]
    fn a_forwarded_message_is_the_article_where_nothing_else_is() {
        let inner = format!("{LETTER}\r\nTalks resumed.").replace("Caf=C3=A9", "Inner");
        let article = one(&format!("{LETTER}Content-Type: message/rfc822\r\n\r\n{inner}")).0.unwrap();
        assert_eq!((article.title.as_str(), article.text.trim()), ("Inner talks", "Talks resumed."));
    }

    #[test]
    fn every_message_of_a_mailbox_is_an_article() {
        let from = "From - Tue Apr  2 23:30:00 2024\n";
        let message = |text: &str| format!("{from}{}\n{text}\n\n", LETTER.replace("\r\n", "\n"));
        let mailbox = [
            message("Talks resumed.\n\nFrom here on nobody spoke.\n>From the start"),
            message(&"x".repeat(5000)),
            message("It rained."),
        ];
        let mut options = Options::default();
        options.limits.input_bytes = 1000;
        let mut reader = read(Box::new(Cursor::new(mailbox.concat())), Form::Mail, &options);
        let items: Vec<Item> = reader.by_ref().collect();
        let told = |item: &Item| match &item.content {
            Ok(Content::Article(article)) => article.text.trim().to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(items.len(), 3, "{items:?}");
        assert_eq!(told(&items[0]), "Talks resumed.\n\nFrom here on nobody spoke.\nFrom the start");
        assert_eq!(items[1].content.as_ref().unwrap_err().reason, "too_large");
        assert_eq!((items[2].location.as_str(), told(&items[2]).as_str()), ("message 3", "It rained."));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        assert_eq!(one("The council met.").0.unwrap_err().reason, "mail");
        assert_eq!(one(&format!("{LETTER}\r\n")).0.unwrap_err().reason, "empty");
    }
}
