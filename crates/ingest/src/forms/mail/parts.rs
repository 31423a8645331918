//! What of a message is its text.
//!
//! Parts are decoded here: the charset that a part declares, or does not, is to be told as everywhere else from its bytes,
//! and a part that is not ended as it should be is still a part.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use crate::{coding, decode, is_blank};

/// The text of a message.
pub(super) enum Body {
    /// In HTML.
    Html(String),
    /// Plain.
    Text(String),
}

/// The text of a message, if it has one, and how many parts are none of it. Of a page that was `saved`, the page alone.
pub(super) fn body(message: &Message<'_>, saved: Option<&str>) -> (Option<Body>, u64) {
    let shown = Shown::of(message);
    let leaves = message.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_))).count();
    let others = leaves.saturating_sub(shown.count) as u64;
    let found = match saved {
        Some(url) => shown.page(message, url),
        None => shown.html(message).or_else(|| shown.plain(message)),
    };
    match found {
        Some(body) => (Some(body), others),
        None => (unstructured(message), others),
    }
}

/// The parts that a reader is shown, with mark-up and without.
struct Shown<'m> {
    html: Vec<&'m MessagePart<'m>>,
    plain: Vec<&'m MessagePart<'m>>,
    count: usize,
}

impl<'m> Shown<'m> {
    fn of(message: &'m Message<'m>) -> Self {
        let parts = |ids: &[u32]| ids.iter().filter_map(|id| message.parts.get(*id as usize)).collect::<Vec<_>>();
        let (mut html, mut plain) = (parts(&message.html_body), parts(&message.text_body));
        html.retain(|part| is_of(part, "html") || is_of(part, "plain"));
        plain.retain(|part| is_of(part, "plain"));
        if html.is_empty() && plain.is_empty() {
            // Those of a message that is broken are where they are.
            let own = |part: &&MessagePart<'_>| {
                !matches!(part.body, PartType::Multipart(_) | PartType::Message(_))
                    && !part.content_disposition().is_some_and(|kind| kind.is_attachment())
            };
            html = message.parts.iter().filter(own).filter(|part| is_of(part, "html")).collect();
            plain = message.parts.iter().filter(own).filter(|part| is_of(part, "plain")).collect();
        }
        let only_plain = plain.iter().filter(|part| !html.iter().any(|other| std::ptr::eq(*other, **part))).count();
        let count = html.len() + only_plain;
        Self { html, plain, count }
    }

    /// All that is shown, where some of it has mark-up and it is not without words.
    fn html(&self, message: &Message<'_>) -> Option<Body> {
        if !self.html.iter().any(|part| is_of(part, "html")) {
            return None;
        }
        let each = self.html.iter().map(|part| {
            let text = text(message, part);
            if is_of(part, "html") { text } else { paragraphs(&text) }
        });
        let html = each.collect::<Vec<_>>().join("\n");
        (has_words(&html) || self.plain.is_empty()).then_some(Body::Html(html)).filter(|body| !body.is_blank())
    }

    fn plain(&self, message: &Message<'_>) -> Option<Body> {
        let texts: Vec<String> = self.plain.iter().map(|part| text(message, part)).collect();
        Some(Body::Text(texts.join("\n"))).filter(|body| !body.is_blank())
    }

    /// The part that is the page, not a frame in it.
    fn page(&self, message: &Message<'_>, url: &str) -> Option<Body> {
        let pages = || self.html.iter().chain(&self.plain).filter(|part| is_of(part, "html"));
        let located = pages().find(|part| part.content_location() == Some(url));
        let page = located.or_else(|| pages().next())?;
        Some(Body::Html(text(message, page))).filter(|body| !body.is_blank())
    }
}

impl Body {
    fn is_blank(&self) -> bool {
        let (Self::Html(text) | Self::Text(text)) = self;
        text.chars().all(is_blank)
    }
}

/// A message whose parts nothing divides: by the line that would, else the whole of it.
fn unstructured(message: &Message<'_>) -> Option<Body> {
    let root = message.root_part();
    if root.content_type().is_none_or(|kind| kind.ctype() != "multipart") || message.parts.len() > 1 {
        return None;
    }
    let raw = message.raw_message.get(root.offset_body as usize..).unwrap_or_default();
    let mut lines = raw.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let boundary = lines.find_map(|line| line.strip_prefix(b"--").filter(|rest| !rest.is_empty()));
    let Some(boundary) = boundary.and_then(|line| std::str::from_utf8(line).ok()).filter(|b| !b.contains('"')) else {
        return Some(Body::Text(decode::decode_text(raw, ""))).filter(|body| !body.is_blank());
    };
    let head = format!("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n");
    let bytes = [head.as_bytes(), raw].concat();
    let message = MessageParser::default().parse(&bytes).filter(|message| message.parts.len() > 1)?;
    let shown = Shown::of(&message);
    shown.html(&message).or_else(|| shown.plain(&message))
}

/// Whether a part is text of a kind, as it says; one that says nothing is plain text.
pub(super) fn is_of(part: &MessagePart<'_>, subtype: &str) -> bool {
    match part.content_type() {
        Some(kind) => kind.ctype() == "text" && kind.subtype() == Some(subtype),
        None => subtype == "plain",
    }
}

/// What a part says of its charset, as a header of HTTP would.
pub(super) fn content_type(part: &MessagePart<'_>) -> String {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    charset.map(|charset| format!("text/plain; charset={charset}")).unwrap_or_default()
}

fn text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let encoding = part.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase();
    let bytes = match encoding.as_str() {
        "base64" => coding::base64(raw),
        "quoted-printable" => coding::quoted_printable(raw),
        _ => raw.to_vec(),
    };
    decode::decode_text(&bytes, &content_type(part))
}

/// Plain text between other parts in HTML.
fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").filter(|text| !text.trim().is_empty());
    paragraphs.map(|text| format!("<p>{}</p>", htmlize::escape_text(text.trim()))).collect()
}

/// Whether HTML shows a word: some newsletters have nothing but pictures in it.
fn has_words(html: &str) -> bool {
    const HIDDEN: [&str; 4] = ["head", "style", "script", "title"];
    let lower = html.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        if !htmlize::unescape(before).chars().all(is_blank) {
            return true;
        }
        let name = tag.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let end = if HIDDEN.contains(&name) { format!("</{name}") } else { ">".to_owned() };
        rest = tag.split_once(end.as_str()).map_or("", |(_, after)| after);
        if end != ">" {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        }
    }
    !htmlize::unescape(rest).chars().all(is_blank)
}
