//! A small tree of elements.

use crate::{folded, forms::layout};

/// An element with what is in it.
#[derive(Debug, Clone, Default)]
pub(in crate::forms) struct Element {
    /// As the readers know it: `content:encoded`, or a local name in the document's own vocabulary.
    pub(in crate::forms) name: String,
    pub(in crate::forms) attributes: Vec<(String, String)>,
    pub(in crate::forms) children: Vec<Node>,
}

/// What is in an element.
#[derive(Debug, Clone)]
pub(in crate::forms) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn new(name: String, attributes: Vec<(String, String)>) -> Self {
        Self { name, attributes, children: Vec::new() }
    }

    pub(super) fn add(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }

    /// Elements directly in it.
    pub(in crate::forms) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Elements of a name directly in it.
    pub(in crate::forms) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of a name directly in it.
    pub(in crate::forms) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element of a name anywhere in it, itself included.
    pub(in crate::forms) fn find(&self, name: &str) -> Option<&Self> {
        self.descendants().into_iter().find(|element| element.name == name)
    }

    /// Itself and every element in it, in the order of the document.
    pub(in crate::forms) fn descendants(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            found.push(element);
            let start = open.len();
            open.extend(element.elements());
            open.get_mut(start..).unwrap_or_default().reverse();
        }
        found
    }

    pub(in crate::forms) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The text of the first of some elements that has any.
    pub(in crate::forms) fn text_of(&self, names: &[&str]) -> String {
        names
            .iter()
            .filter_map(|name| self.child(name))
            .map(Self::text)
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// All text in it, with white space folded.
    pub(in crate::forms) fn text(&self) -> String {
        folded(&self.raw_text())
    }

    /// The texts directly in it and in its elements, a space between them.
    pub(in crate::forms) fn spaced_text(&self) -> String {
        let texts = self.children.iter().map(|node| match node {
            Node::Text(text) => folded(text),
            Node::Element(element) => element.text(),
        });
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// All text in it, as it stands.
    pub(in crate::forms) fn raw_text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    /// Depth is bounded where the tree is built.
    fn collect_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.collect_text(text),
            }
        }
    }

    /// What is in it as HTML, without the names of other vocabularies.
    pub(in crate::forms) fn inner_html(&self) -> String {
        let mut html = String::new();
        self.collect_html(&mut html);
        html
    }

    fn collect_html(&self, html: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => html.push_str(&htmlize::escape_text(text.as_str())),
                Node::Element(element) => element.write_html(html),
            }
        }
    }

    fn write_html(&self, html: &mut String) {
        const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "source", "col"];
        let name = self.name.rsplit(':').next().unwrap_or_default();
        let safe = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if !safe {
            return self.collect_html(html);
        }
        html.push('<');
        html.push_str(name);
        for (key, value) in self.attributes.iter().filter(|(key, _)| key.bytes().all(|b| b.is_ascii_alphanumeric())) {
            html.push(' ');
            html.push_str(key);
            html.push_str("=\"");
            html.push_str(&htmlize::escape_attribute(value.as_str()));
            html.push('"');
        }
        html.push('>');
        // What nobody has closed holds what follows it.
        self.collect_html(html);
        if VOID.contains(&name) {
            return;
        }
        html.push_str("</");
        html.push_str(name);
        html.push('>');
    }
}

impl Element {
    /// Whether it is one of HTML's that hold nothing and that pages do not close, by its name and what it has.
    pub(in crate::forms) fn is_void(&self) -> bool {
        match self.name.rsplit(':').next().unwrap_or_default() {
            "br" | "hr" | "wbr" => true,
            "img" => !self.attribute("src").is_empty(),
            _ => false,
        }
    }

    /// The text directly in it, with white space folded.
    pub(in crate::forms) fn own_text(&self) -> String {
        let own = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        own.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// Its paragraphs, list items and headings as text, a blank line between them; without pictures and their captions, and
    /// without what stands in a header of its own.
    pub(in crate::forms) fn paragraphs(&self) -> String {
        let mut paragraphs = vec![String::new()];
        self.collect_paragraphs(&mut paragraphs);
        paragraphs.iter().flat_map(|text| layout::paragraphs(text)).collect::<Vec<_>>().join("\n\n")
    }

    fn collect_paragraphs(&self, paragraphs: &mut Vec<String>) {
        const BLOCKS: [&str; 27] = [
            "p",
            "block",
            "div",
            "section",
            "article",
            "hl1",
            "hl2",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "li",
            "dt",
            "dd",
            "bq",
            "blockquote",
            "credit",
            "fn",
            "ul",
            "ol",
            "dl",
            "table",
            "tr",
            "note",
            "hr",
        ];
        const LEFT_OUT: [&str; 6] = ["media", "figure", "script", "style", "head", "header"];
        for node in &self.children {
            let Node::Element(element) = node else {
                node.text().into_iter().for_each(|text| add(paragraphs, text));
                continue;
            };
            match element.name.as_str() {
                name if LEFT_OUT.contains(&name) => {}
                "pre" => {
                    let text = element.raw_text().replace("\r\n", "\n");
                    paragraphs.extend(text.split("\n\n").map(str::to_owned));
                    paragraphs.push(String::new());
                }
                "br" => add(paragraphs, layout::BREAK),
                name if BLOCKS.contains(&name) => {
                    paragraphs.push(String::new());
                    element.collect_paragraphs(paragraphs);
                    paragraphs.push(String::new());
                }
                name => {
                    element.collect_paragraphs(paragraphs);
                    add(paragraphs, if matches!(name, "td" | "th") { " " } else { "" });
                }
            }
        }
    }
}

/// Adds a text to the last paragraph.
fn add(paragraphs: &mut [String], text: &str) {
    if let Some(last) = paragraphs.last_mut() {
        last.push_str(text);
    }
}

impl Node {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Element(_) => None,
        }
    }
}
