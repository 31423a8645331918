//! Entries of XML documents, each as a small tree, read one after another.
//!
//! Nothing is fetched and no entity of a document's own is expanded: an entry that needs one is refused. Elements inside
//! each other and the size of an entry are bounded. Broken nesting is closed as far as the entry goes, brackets and
//! ampersands that begin nothing are text, and a CDATA section without an end ends with its element or its entry, so that
//! one bad entry does not take the rest with it.

mod element;
mod repair;
mod section;

use std::io::BufReader;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

pub(super) use self::element::{Element, Node};
use self::repair::Repaired;
use super::{
    Entries, Item, Passed,
    input::{self, Bounded, Input, Utf8},
};
use crate::{Limits, Rejection};

/// Elements inside each other at most, outside of an entry and in it.
const MAX_DEPTH: usize = 200;

/// Elements and attributes of an entry at most.
const MAX_PARTS: usize = 200_000;

/// Attributes kept of an element.
const MAX_ATTRIBUTES: usize = 100;

/// What markup and escapes may add to the content of an entry.
const XML_OVERHEAD: usize = 2;

/// What a vocabulary makes of elements.
pub(super) trait Vocabulary: Send {
    /// Names of the elements that are read as trees; what is in others is looked at.
    const ENTRIES: &'static [&'static str];
    /// Takes the attributes of the outermost element.
    fn root(&mut self, _attributes: &[(String, String)]) {}
    /// Takes an element that is no entry nor holds one: what it says goes for the entries after it.
    fn context(&mut self, path: &[String], attributes: &[(String, String)], text: &str);
    /// What an entry is.
    fn item(&mut self, entry: Element, location: String, passed: &mut Passed) -> Option<Item>;
}

/// Where a document begins behind what a server has put before it, such as the warnings of its scripts; none where it
/// begins at once or is nothing of the kind.
pub(super) fn start_behind(head: &str) -> Option<usize> {
    /// Names with which documents or pages begin.
    const BEGUN: [&str; 9] =
        ["<rss", "<feed", "<rdf", "<urlset", "<sitemap", "<html", "<!doctype", "<body", "<![cdata["];
    let at = head.find("<?xml ").filter(|at| *at > 0)?;
    let before = head.get(..at)?.to_ascii_lowercase();
    (!before.contains("<?xml") && BEGUN.iter().all(|begun| !before.contains(begun))).then_some(at)
}

/// Bytes among which a document begins.
const HEAD: u64 = 4096;

/// The entries of a document, in a vocabulary.
pub(super) fn entries<V: Vocabulary + 'static>(input: Input, limits: &Limits, vocabulary: V) -> Box<dyn Entries> {
    let (head, mut input) = super::peek(input, HEAD);
    if let Some(at) = start_behind(&String::from_utf8_lossy(&head)).filter(|_| head.is_ascii()) {
        input.consume(at);
    }
    let limit = limits.input_bytes.saturating_mul(XML_OVERHEAD);
    let repaired = Repaired::new(Utf8::new(input), V::ENTRIES);
    let mut reader = Reader::from_reader(BufReader::new(Bounded::new(repaired, limit)));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let names = Names::default();
    let outside = Outside::default();
    Box::new(Document { reader, vocabulary, names, outside, buffer: Vec::new(), number: 0, ended: false })
}

type Source = Reader<BufReader<Bounded<Repaired<Utf8>>>>;

struct Document<V> {
    reader: Source,
    vocabulary: V,
    names: Names,
    outside: Outside,
    buffer: Vec<u8>,
    number: u64,
    ended: bool,
}

/// Where the reader is outside of entries.
#[derive(Default)]
struct Outside {
    path: Vec<String>,
    attributes: Vec<(String, String)>,
    text: String,
    /// Whether the innermost element is a leaf so far.
    leaf: bool,
    begun: bool,
}

impl<V: Vocabulary> Entries for Document<V> {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        while !self.ended {
            match self.advance() {
                Ok(None) => {}
                Ok(Some(entry)) => {
                    self.number += 1;
                    let location = format!("entry {}", self.number);
                    let item = match entry {
                        Ok(entry) => self.vocabulary.item(entry, location, passed),
                        Err(rejection) => Some(Item::rejected(location, rejection)),
                    };
                    if item.is_some() {
                        return item;
                    }
                }
                Err(rejection) => {
                    self.ended = true;
                    let location = format!("byte {}", self.reader.buffer_position());
                    return Some(Item::rejected(location, rejection));
                }
            }
        }
        None
    }
}

/// An entry, or why that one cannot be used.
type Entry = Result<Element, Rejection>;

impl<V: Vocabulary> Document<V> {
    /// Takes one step outside of entries, or an entry whole.
    fn advance(&mut self) -> Result<Option<Entry>, Rejection> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().renew();
        match self.reader.read_event_into(&mut self.buffer).map_err(|error| broken(&error))? {
            Event::Start(start) => {
                let (name, attributes, wrong) = self.names.read(&start, self.outside.path.is_empty());
                self.outside.begun = true;
                if V::ENTRIES.contains(&name.as_str()) {
                    self.outside.leaf = false;
                    return self.entry(Element::new(name, attributes), wrong).map(Some);
                }
                wrong.map_or(Ok(()), Err)?;
                if self.outside.path.is_empty() {
                    self.vocabulary.root(&attributes);
                }
                self.outside.open(name, attributes)?;
            }
            Event::End(end) => {
                let name = self.names.name(end.name().as_ref());
                self.outside.close(&name, &mut self.vocabulary);
            }
            Event::Text(text) => self.outside.add(&text.xml10_content()),
            Event::CData(text) => self.outside.add(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = self.names.resolve(&reference).unwrap_or_default();
                self.outside.add(&text);
            }
            Event::DocType(declaration) => self.names.declares |= declaration.contains("<!ENTITY"),
            Event::Eof if !self.outside.begun => return Err(Rejection::new("xml", "there is no element in it")),
            Event::Eof if self.outside.path.is_empty() => self.ended = true,
            Event::Eof => return Err(input::truncated()),
            _ => {}
        }
        Ok(None)
    }

    /// Reads an entry to its end; what is wrong with it is told when it is passed.
    fn entry(&mut self, root: Element, mut wrong: Option<Rejection>) -> Result<Entry, Rejection> {
        let root_name = root.name.clone();
        let mut open = vec![root];
        let (mut too_deep, mut parts) = (0usize, 0usize);
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(|error| broken(&error))? {
                Event::Start(_) if open.len() >= MAX_DEPTH => {
                    too_deep += 1;
                    wrong.get_or_insert_with(too_deep_rejection);
                }
                Event::Start(start) => {
                    let (name, mut attributes, unread) = self.names.read(&start, false);
                    wrong = wrong.or(unread);
                    parts += 1 + attributes.len();
                    if parts > MAX_PARTS {
                        wrong.get_or_insert_with(too_many_parts);
                        open.iter_mut().for_each(|element| element.children.clear());
                        attributes.clear();
                    }
                    open.push(Element::new(name, attributes));
                    if open.last().is_some_and(Element::is_void) {
                        let length = open.len() - 1;
                        close_to(&mut open, length);
                    }
                }
                Event::End(end) => {
                    let name = self.names.name(end.name().as_ref());
                    if name == root_name && open.iter().skip(1).all(|element| element.name != name) {
                        return Ok(wrong.map_or_else(|| Ok(close_all(open)), Err));
                    }
                    too_deep = close(&mut open, &name, too_deep);
                }
                Event::Text(text) => add(&mut open, &text.xml10_content()),
                Event::CData(text) => add(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => match self.names.resolve(&reference) {
                    Ok(text) => add(&mut open, &text),
                    Err(rejection) => wrong = wrong.or(Some(rejection)),
                },
                Event::PI(instruction) if instruction.target() == repair::LOST => {
                    wrong.get_or_insert_with(unended_section);
                }
                Event::Eof => return Err(input::truncated()),
                _ => {}
            }
        }
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.add(text);
    }
}

/// Closes the innermost element of a name with all that is still open in it; an end without a start is passed over.
fn close(open: &mut Vec<Element>, name: &str, too_deep: usize) -> usize {
    if too_deep > 0 {
        return too_deep - 1;
    }
    if let Some(at) = open.iter().skip(1).rposition(|element| element.name == name) {
        close_to(open, at + 1);
    }
    0
}

fn close_to(open: &mut Vec<Element>, length: usize) {
    while open.len() > length.max(1) {
        if let (Some(child), Some(parent)) = (open.pop(), open.last_mut()) {
            parent.children.push(Node::Element(child));
        }
    }
}

fn close_all(mut open: Vec<Element>) -> Element {
    close_to(&mut open, 1);
    open.pop().unwrap_or_default()
}

impl Outside {
    fn open(&mut self, name: String, attributes: Vec<(String, String)>) -> Result<(), Rejection> {
        if self.path.len() >= MAX_DEPTH {
            return Err(too_deep_rejection());
        }
        self.path.push(name);
        self.attributes = attributes;
        self.text.clear();
        self.leaf = true;
        Ok(())
    }

    fn close(&mut self, name: &str, vocabulary: &mut impl Vocabulary) {
        let Some(at) = self.path.iter().rposition(|open| open == name) else { return };
        if std::mem::take(&mut self.leaf) {
            vocabulary.context(&self.path, &self.attributes, self.text.trim());
        }
        self.path.truncate(at);
        self.text.clear();
    }

    /// Only short texts say something of the whole.
    fn add(&mut self, text: &str) {
        const ENOUGH: usize = 1000;
        if self.leaf && self.text.len() + text.len() < ENOUGH {
            self.text.push_str(text);
        }
    }
}

fn too_deep_rejection() -> Rejection {
    Rejection::new("too_deep", format!("over {MAX_DEPTH} elements are inside each other"))
}

fn too_many_parts() -> Rejection {
    Rejection::new("too_large", format!("the entry has over {MAX_PARTS} elements and attributes"))
}

fn unended_section() -> Rejection {
    Rejection::new("xml", "a CDATA section in it has no end, which took the rest of the entry")
}

fn broken(error: &quick_xml::Error) -> Rejection {
    match error {
        quick_xml::Error::Io(error) => input::rejection(error),
        error => Rejection::new("xml", format!("this is not XML: {error}")),
    }
}

/// A name, attributes, and what is wrong with one of these.
type Tag = (String, Vec<(String, String)>, Option<Rejection>);

/// Names as the readers know them, whatever prefixes a document has chosen.
#[derive(Default)]
struct Names {
    /// The prefix of the root: what it stands for is the document's own vocabulary, and has none here.
    root: String,
    /// Prefixes of a document by those that are used here.
    prefixes: Vec<(String, &'static str)>,
    /// Whether the document declares entities of its own.
    declares: bool,
}

/// Namespaces whose elements are looked for among those of another vocabulary, without what producers write now so and now
/// otherwise: their scheme, and the mark at their end.
const NAMESPACES: [(&str, &str); 17] = [
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/elements/1.1", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("www.w3.org/2005/atom", "atom"),
    ("www.w3.org/2007/app", "app"),
    ("purl.org/atom/app", "app"),
    ("search.yahoo.com/mrss", "media"),
    ("www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("www.google.com/schemas/sitemap-news/0.9", "news"),
    ("www.google.com/schemas/sitemap-image/1.1", "image"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("news.yandex.ru", "yandex"),
    ("turbo.yandex.ru", "turbo"),
    ("rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("wordpress.org/export/1.1", "wp"),
    ("wordpress.org/export/1.2", "wp"),
];

/// A namespace as [`NAMESPACES`] has it.
fn bare_namespace(uri: &str) -> String {
    let uri = uri.trim().to_ascii_lowercase();
    let bare = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(&uri);
    bare.trim_end_matches(['/', '#']).to_owned()
}

impl Names {
    /// The name and the attributes of an element, with what is wrong with one of them; attributes as HTML has them, without
    /// quotation marks or values, are none that is wrong.
    fn read(&mut self, start: &BytesStart<'_>, root: bool) -> Tag {
        let (mut attributes, mut wrong) = (Vec::new(), None);
        for attribute in start.html_attributes().with_checks(false).take(MAX_ATTRIBUTES) {
            let read = attribute.map_err(|error| Rejection::new("xml", format!("this is not XML: {error}")));
            let read = read.and_then(|attribute| Ok((attribute.key, self.unescape(&attribute.value)?)));
            let (key, value) = match read {
                Ok((key, value)) => (key, value),
                Err(rejection) => {
                    wrong = wrong.or(Some(rejection));
                    continue;
                }
            };
            let key: &str = key.as_ref();
            if let Some(prefix) = key.strip_prefix("xmlns:") {
                self.declare(prefix, &value);
            } else if key != "xmlns" {
                attributes.push((key.to_owned(), value));
            }
        }
        if root && let Some((prefix, _)) = start.name().as_ref().split_once(':') {
            prefix.clone_into(&mut self.root);
        }
        (self.name(start.name().as_ref()), attributes, wrong)
    }

    fn declare(&mut self, prefix: &str, namespace: &str) {
        let namespace = bare_namespace(namespace);
        if let Some((_, known)) = NAMESPACES.iter().find(|(uri, _)| *uri == namespace)
            && self.prefixes.len() < MAX_ATTRIBUTES
            && !self.prefixes.iter().any(|(declared, _)| declared == prefix)
        {
            self.prefixes.push((prefix.to_owned(), known));
        }
    }

    fn name(&self, name: &str) -> String {
        let Some((prefix, local)) = name.split_once(':') else { return name.to_owned() };
        if prefix == self.root {
            return local.to_owned();
        }
        let known = self.prefixes.iter().find(|(declared, _)| declared == prefix).map_or(prefix, |(_, known)| *known);
        if known == "xhtml" { local.to_owned() } else { format!("{known}:{local}") }
    }

    /// What a reference such as `&amp;` stands for. One that nobody has declared is text.
    fn resolve(&self, reference: &str) -> Result<String, Rejection> {
        let whole = format!("&{reference};");
        let text = htmlize::unescape(whole.as_str()).into_owned();
        if text == whole && self.declares {
            let shown: String = whole.chars().take(40).collect();
            let detail = format!("it uses {shown}, an entity of its own, and those are not expanded");
            return Err(Rejection::new("entity", detail));
        }
        Ok(text)
    }

    fn unescape(&self, value: &str) -> Result<String, Rejection> {
        let text = htmlize::unescape_attribute(value).into_owned();
        match text.split_once('&').and_then(|(_, rest)| rest.split_once(';')) {
            Some((name, _)) if self.declares && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                self.resolve(name).map(|_| text)
            }
            _ => Ok(text),
        }
    }
}
