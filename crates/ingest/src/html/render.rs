//! A DOM to paragraphs of clean text.

use dateline_record::v1::{Article, Paragraph as RecordParagraph, Span, paragraph::Kind};
use dom_query::{Document, NodeRef};

/// A paragraph of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    text: String,
    kind: Kind,
}

/// Elements that are no part of the text.
const SKIPPED: [&str; 16] = [
    "script", "style", "noscript", "template", "head", "nav", "footer", "form", "button", "select", "textarea",
    "iframe", "svg", "math", "canvas", "object",
];

/// Elements inside a paragraph; every other starts a new one.
const INLINE: [&str; 42] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "td", "th", "nobr",
];

/// The paragraphs of a document, in order.
pub(super) fn paragraphs(document: &Document) -> Vec<Paragraph> {
    let mut renderer = Renderer::default();
    let root = document.root();
    let mut node = root;
    loop {
        let entered = renderer.enter(&node);
        if entered && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        // Up until there is a next sibling; no recursion, so that no page can use up the stack.
        loop {
            renderer.leave(&node);
            if node.id == root.id {
                renderer.flush();
                return renderer.paragraphs;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                renderer.flush();
                return renderer.paragraphs;
            };
            node = parent;
        }
    }
}

#[derive(Default)]
struct Renderer {
    paragraphs: Vec<Paragraph>,
    line: String,
    /// Kinds of the elements that are open, innermost last.
    open: Vec<Kind>,
    breaks: usize,
}

impl Renderer {
    /// Returns whether to go inside.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.text(&node.text());
            return false;
        }
        let Some(name) = node.node_name() else { return !node.is_comment() };
        if SKIPPED.contains(&&*name) {
            return false;
        }
        match &*name {
            "br" => self.line_break(),
            "td" | "th" => self.line.push(' '),
            _ if !INLINE.contains(&&*name) => self.flush(),
            _ => {}
        }
        if let Some(kind) = kind_of(&name) {
            self.open.push(kind);
        }
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.node_name() else { return };
        if SKIPPED.contains(&&*name) {
            return;
        }
        if !INLINE.contains(&&*name) && &*name != "br" {
            self.flush();
        }
        if kind_of(&name).is_some() {
            self.open.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        self.line.push_str(text);
    }

    /// One break is a space, two are a paragraph.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 { self.flush() } else { self.line.push(' ') }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.line).split_whitespace().collect::<Vec<_>>().join(" ");
        self.breaks = 0;
        if !text.is_empty() {
            let kind = self.open.last().copied().unwrap_or(Kind::Body);
            self.paragraphs.push(Paragraph { text, kind });
        }
    }
}

fn kind_of(name: &str) -> Option<Kind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Heading),
        "li" | "dd" | "dt" => Some(Kind::ListItem),
        "blockquote" => Some(Kind::BlockQuote),
        "figcaption" | "caption" => Some(Kind::Caption),
        _ => None,
    }
}

/// Lays paragraphs out as the article's text. A headline repeated above the text is left out: it is `title`.
pub(super) fn fill(article: &mut Article, paragraphs: Vec<Paragraph>) {
    let mut lead_seen = false;
    for paragraph in paragraphs {
        let first = article.text.is_empty();
        if first && paragraph.kind == Kind::Heading && same_words(&paragraph.text, &article.title) {
            continue;
        }
        if !first {
            article.text.push_str("\n\n");
        }
        let start = article.text.len() as u32;
        article.text.push_str(&paragraph.text);
        let kind = if paragraph.kind == Kind::Body && !lead_seen { Kind::Lead } else { paragraph.kind };
        lead_seen |= kind == Kind::Lead;
        let span = Some(Span { start, end: article.text.len() as u32 });
        article.paragraphs.push(RecordParagraph { span, kind: kind.into() });
    }
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<String>()
    };
    !other.is_empty() && words(one) == words(other)
}
