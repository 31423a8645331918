//! What of a message is its text.
//!
//! Parts are decoded here: the charset that a part declares, or does not, is to be told as everywhere else from its bytes,
//! and a part that is not ended as it should be is still a part.

use mail_parser::{ContentType, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::{
    foot,
    forwarded::{self, Passed},
    lines::{self, Line},
    plain, warning,
};
use crate::{coding, decode, is_blank};

/// The text of a message.
pub(super) enum Body {
    /// In HTML.
    Html(String),
    /// Plain.
    Text(String),
}

/// The text of a message, if it has one, and how many parts are none of it.
pub(super) fn body(message: &Message<'_>) -> (Option<Body>, usize) {
    let shown = Shown::of(message);
    let others = leaves(message).saturating_sub(shown.count);
    let found = shown.html(message).or_else(|| shown.plain(message)).or_else(|| unstructured(message));
    (found, others)
}

/// Parts that are not there to hold others.
pub(super) fn leaves(message: &Message<'_>) -> usize {
    message.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_))).count()
}

/// Whether there is something to read in a message, or in one that it holds.
pub(super) fn has_body(message: &Message<'_>) -> bool {
    message.parts.iter().any(|part| match &part.body {
        PartType::Message(_) => true,
        PartType::Text(text) | PartType::Html(text) => !text.chars().all(is_blank),
        _ => false,
    })
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
}

impl Body {
    fn is_blank(&self) -> bool {
        let (Self::Html(text) | Self::Text(text)) = self;
        text.chars().all(is_blank)
    }

    /// What is said of a message that is passed on inside this one, of which the text is left.
    pub(super) fn take_passed_on(&mut self) -> Option<Passed> {
        let passed = match self {
            Self::Html(html) => forwarded::in_html(html),
            Self::Text(text) => forwarded::in_text(text),
        }?;
        let rest = match self {
            Self::Html(html) => Self::Html(html.get(passed.start..)?.to_owned()),
            Self::Text(text) => Self::Text(unquoted(text.get(passed.start..)?)),
        };
        (!rest.is_blank()).then(|| {
            *self = rest;
            passed
        })
    }

    /// Takes off what a mail server warns of over it; whether it did.
    pub(super) fn cut_warning(&mut self) -> bool {
        let found = match self {
            Self::Html(html) => warning::find(lines::of_html(html)),
            Self::Text(text) => warning::find(lines::of_text(text)),
        };
        let Some(found) = found else { return false };
        match self {
            Self::Html(html) => {
                let tags = warning::tags(html.get(found.clone()).unwrap_or_default());
                html.replace_range(found, &tags);
            }
            Self::Text(text) => text.replace_range(found, ""),
        }
        true
    }

    /// Cuts off the signature below plain text, and what a newsletter says of itself at its foot; whether there was any.
    pub(super) fn cut_foot(&mut self) -> bool {
        let (signed, lines): (bool, Vec<Line>) = match self {
            Self::Text(text) => {
                let (length, signed) = plain::without_foot(text);
                text.truncate(length);
                (signed, lines::of_text(text).collect())
            }
            Self::Html(html) => (false, lines::of_html(html).collect()),
        };
        let end = foot::begins(&lines);
        let (Self::Html(text) | Self::Text(text)) = self;
        text.truncate(end.unwrap_or(text.len()));
        signed || end.is_some()
    }
}

/// A text whose every line is quoted, without the marks.
fn unquoted(text: &str) -> String {
    if text.lines().any(|line| !line.starts_with('>') && !line.trim().is_empty()) {
        return text.to_owned();
    }
    let lines =
        text.lines().map(|line| line.strip_prefix('>').map_or(line, |line| line.strip_prefix(' ').unwrap_or(line)));
    lines.collect::<Vec<_>>().join("\n")
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

/// The text of a part, as it is to be read.
pub(super) fn text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let encoding = part.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase();
    let bytes = match encoding.as_str() {
        "base64" => coding::base64(raw),
        "quoted-printable" => coding::quoted_printable(raw),
        _ => raw.to_vec(),
    };
    let text = decode::decode_text(&bytes, &content_type(part));
    match part.content_type().filter(|_| is_of(part, "plain")) {
        Some(kind) if says(kind, "format", "flowed") => plain::unflowed(&text, says(kind, "delsp", "yes")),
        _ => text,
    }
}

fn says(kind: &ContentType<'_>, attribute: &str, value: &str) -> bool {
    kind.attribute(attribute).is_some_and(|said| said.eq_ignore_ascii_case(value))
}

/// Plain text between other parts in HTML.
fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").filter(|text| !text.trim().is_empty());
    paragraphs.map(|text| format!("<p>{}</p>", htmlize::escape_text(text.trim()))).collect()
}

/// Whether HTML shows a word: some newsletters have nothing but pictures in it.
fn has_words(html: &str) -> bool {
    lines::of_html(html).any(|line| !line.text.chars().all(is_blank))
}
