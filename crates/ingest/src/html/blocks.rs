//! A tree to blocks: stretches of text that stand by themselves, with what tells text from furniture.

use std::{borrow::Cow, collections::HashMap};

use dateline_record::{fingerprint::is_dense, v1::paragraph::Kind};

use super::{
    furniture,
    tags::Tag,
    tree::{Id, Tree, resolved},
};

/// A paragraph, heading, list item or other stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    /// White space made one space.
    pub(crate) text: String,
    pub(crate) kind: Kind,
    /// The first text of it in the tree.
    pub(crate) first: Id,
    /// The element that it stands in.
    pub(crate) holder: Id,
    /// What that stands in; the same where it holds other blocks, too.
    pub(crate) around: Id,
    /// What a list stands in, for its items; for others the same as `around`.
    pub(crate) within: Id,
    /// The first element of the class that this one is of, or this one where it has none: bodies are split into several.
    pub(crate) kin: Id,
    /// Characters, and those of them in links; a character of a script without spaces counts as three.
    pub(crate) chars: usize,
    pub(crate) linked: usize,
    /// Links in it.
    pub(crate) links: usize,
    /// Characters in links to places in the page.
    pub(crate) inner: usize,
    /// Characters in links to other sites.
    pub(crate) abroad: usize,
    /// Characters in bold.
    pub(crate) bold: usize,
    /// Level of a heading.
    pub(crate) level: u8,
    /// The link around the element that it stands in; 0 where there is none.
    pub(crate) inside_link: Id,
    /// Whether it stands in an item of a numbered list.
    pub(crate) numbered: bool,
}

impl Block {
    /// Share of the text that is in links.
    pub(crate) fn link_density(&self) -> f64 {
        self.linked as f64 / self.chars.max(1) as f64
    }

    /// Whether most of a block is links to other pages.
    pub(super) fn leads_away(&self) -> bool {
        self.linked.saturating_sub(self.inner) * 2 > self.chars
    }

    /// Whether a block is nothing but links to other pages of the same site.
    pub(super) fn leads_to_own(&self) -> bool {
        (self.linked.saturating_sub(self.inner + self.abroad)) * 10 > self.chars * 9
    }

    /// Whether a block is little else than a link to a place in the page.
    pub(super) fn leads_inside(&self) -> bool {
        self.inner * 10 > self.chars * 7
    }
}

/// The blocks of a page that are not furniture by their markup, in order. `site` is the registrable part of its host, or empty.
pub(crate) fn read(tree: &Tree<'_>, site: &str) -> Vec<Block> {
    let furniture = furniture::Furniture::of(tree);
    let mut reader = Reader::new(tree, site);
    let mut id = 1;
    while id < tree.len() {
        id = if furniture.is(tree, id) { reader.skip(id) } else { reader.enter(id) };
    }
    reader.leave_before(tree.len());
    reader.flush();
    reader.blocks
}

/// Elements that are none of HTML's in each other, at most, in a paragraph.
const MOST_LEVELS: usize = 3;

struct Reader<'t, 'p> {
    tree: &'t Tree<'p>,
    site: &'t str,
    blocks: Vec<Block>,
    line: String,
    first: Id,
    linked: usize,
    links: usize,
    inner: usize,
    abroad: usize,
    bold: usize,
    breaks: usize,
    /// Elements that are open and start a block, with their ends.
    open: Vec<(Id, Id)>,
    /// Kinds of the elements that are open and have one, with their ends.
    kinds: Vec<(Kind, Id)>,
    level: u8,
    link: Id,
    link_end: Id,
    inner_end: Id,
    abroad_end: Id,
    bold_end: Id,
    /// The first element around a block of each class.
    kin: HashMap<String, Id>,
}

impl<'t, 'p> Reader<'t, 'p> {
    fn new(tree: &'t Tree<'p>, site: &'t str) -> Self {
        Self {
            tree,
            site,
            blocks: Vec::new(),
            line: String::new(),
            first: 0,
            linked: 0,
            links: 0,
            inner: 0,
            abroad: 0,
            bold: 0,
            breaks: 0,
            open: Vec::new(),
            kinds: Vec::new(),
            level: 0,
            link: 0,
            link_end: 0,
            inner_end: 0,
            abroad_end: 0,
            bold_end: 0,
            kin: HashMap::new(),
        }
    }

    /// Goes past an element and what it holds.
    fn skip(&mut self, id: Id) -> Id {
        self.leave_before(id);
        if !self.is_inline(id) {
            self.flush();
        }
        self.tree.get(id).end
    }

    /// Goes into an element, or takes a text.
    fn enter(&mut self, id: Id) -> Id {
        self.leave_before(id);
        let node = self.tree.get(id);
        match node.tag {
            Tag::Text => self.text(id),
            Tag::Br => self.line_break(),
            Tag::Td | Tag::Th => self.line.push(' '),
            Tag::A => self.link(id),
            Tag::B | Tag::Strong => self.bold_end = node.end,
            tag if !self.is_inline(id) => {
                self.flush();
                self.open.push((id, node.end));
                if let Some(kind) = kind_of(tag) {
                    self.kinds.push((kind, node.end));
                }
                if let Some(level) = level_of(tag) {
                    self.level = level;
                }
            }
            _ => {}
        }
        id + 1
    }

    /// Whether an element stands inside a paragraph, as all do in one that are no elements of HTML: `<person>`.
    fn is_inline(&self, id: Id) -> bool {
        let tag = self.tree.tag(id);
        let mut around = self.tree.ancestors(id).take(MOST_LEVELS).map(|id| self.tree.tag(id));
        tag.is_inline()
            || (tag == Tag::Other
                && around.find(|tag| *tag != Tag::Other).is_some_and(|tag| tag == Tag::P || tag.is_heading()))
    }

    fn link(&mut self, id: Id) {
        // Only the mark of a place: many are never closed.
        let mut names = self.tree.attributes(id).map(|(name, _)| name.to_ascii_lowercase());
        if names.all(|name| name == "name" || name == "id") {
            return;
        }
        (self.link, self.link_end) = (id, self.tree.get(id).end);
        self.links += 1;
        let href = self.tree.attribute(id, "href").unwrap_or_default();
        if href.starts_with('#') {
            self.inner_end = self.link_end;
        } else if is_of_other_site(&href, self.site) {
            self.abroad_end = self.link_end;
        }
    }

    /// Leaves the elements that end before a node.
    fn leave_before(&mut self, id: Id) {
        while self.open.last().is_some_and(|(_, end)| *end <= id) {
            self.flush();
            self.open.pop();
        }
        while self.kinds.last().is_some_and(|(_, end)| *end <= id) {
            self.kinds.pop();
        }
    }

    fn text(&mut self, id: Id) {
        let raw = self.tree.raw_text(id);
        if raw.trim_ascii().is_empty() {
            self.line.push(' ');
            return;
        }
        self.breaks = 0;
        if self.line.trim_ascii().is_empty() {
            self.first = id;
        }
        let text = without_hyphens(resolved(raw));
        // The sign by which a heading links to itself, or a note to where it is made.
        if id < self.inner_end && !text.contains(char::is_alphanumeric) {
            return;
        }
        let chars = weight(&text);
        self.linked += if id < self.link_end { chars } else { 0 };
        self.inner += if id < self.inner_end { chars } else { 0 };
        self.abroad += if id < self.abroad_end { chars } else { 0 };
        self.bold += if id < self.bold_end { chars } else { 0 };
        self.line.push_str(&text);
    }

    /// One break is a space, two are a paragraph.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 { self.flush() } else { self.line.push(' ') }
    }

    fn flush(&mut self) {
        let text = squeezed(&self.line);
        self.line.clear();
        let counts = [&mut self.linked, &mut self.links, &mut self.inner, &mut self.abroad, &mut self.bold];
        let [linked, links, inner, abroad, bold] = counts.map(std::mem::take);
        self.breaks = 0;
        if text.is_empty() {
            return;
        }
        let kind = self.kinds.last().map_or(Kind::Body, |(kind, _)| *kind);
        let holder = self.open.last().map_or(0, |(id, _)| *id);
        let level = if kind == Kind::Heading { self.level } else { 0 };
        let chars = weight(&text);
        let around = if self.is_box(holder) { holder } else { self.tree.get(holder).parent };
        let class = self.tree.attribute(around, "class");
        let class = class.filter(|class| !class.trim_ascii().is_empty() && !furniture::names_builder(class));
        let kin = class.map_or(around, |class| *self.kin.entry(class.into_owned()).or_insert(around));
        let inside_link = if (self.link + 1..self.link_end).contains(&holder) { self.link } else { 0 };
        let first = self.first;
        let list =
            || self.tree.ancestors(first).map(|id| self.tree.tag(id)).find(|tag| matches!(tag, Tag::Ol | Tag::Ul));
        let around_list = || self.tree.ancestors(holder).find(|id| matches!(self.tree.tag(*id), Tag::Ol | Tag::Ul));
        let within = if kind == Kind::ListItem {
            around_list().map_or(around, |list| self.tree.get(list).parent)
        } else {
            around
        };
        let numbered = kind == Kind::ListItem && list() == Some(Tag::Ol);
        let block = Block {
            text,
            kind,
            first,
            holder,
            around,
            within,
            kin,
            chars,
            linked,
            links,
            inner,
            abroad,
            bold,
            level,
            inside_link,
            numbered,
        };
        self.blocks.push(block);
    }

    /// Whether the text of an element is followed by other elements in it that hold texts of their own: it stands among these.
    fn is_box(&self, holder: Id) -> bool {
        let end = self.tree.get(holder).end.min(self.first + MOST_AFTER);
        let is_block = |tag: Tag| !tag.is_inline() && !matches!(tag, Tag::Text | Tag::Br);
        matches!(self.tree.tag(holder), Tag::Div | Tag::Section)
            && (self.first..end).any(|id| is_block(self.tree.tag(id)))
    }
}

/// Whether an address is another site's, which is called by the registrable part of its host: without a host it is this one's.
fn is_of_other_site(href: &str, site: &str) -> bool {
    let href = href.trim_ascii_start();
    let rest =
        href.split_once("//").filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:")).map(|(_, rest)| rest);
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let own = host.len().checked_sub(site.len()).and_then(|at| host.split_at_checked(at));
    site.is_empty()
        || !own
            .is_some_and(|(before, own)| own.eq_ignore_ascii_case(site) && (before.is_empty() || before.ends_with('.')))
}

/// Nodes after a text in an element that are looked at for others in it.
const MOST_AFTER: usize = 12;

/// Without the marks where a word may be broken and where it may not, which nobody sees.
fn without_hyphens(text: Cow<'_, str>) -> Cow<'_, str> {
    const MARKS: [char; 3] = ['\u{ad}', '\u{2060}', '\u{feff}'];
    if text.is_ascii() || !text.contains(MARKS) { text } else { text.replace(MARKS, "").into() }
}

/// With white space made one space, and none at the ends.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// Characters that are not space; one of a script without spaces says as much as three others.
fn weight(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    }
    text.chars().map(|c| if c.is_whitespace() { 0 } else { 1 + 2 * usize::from(is_dense(c)) }).sum()
}

const fn kind_of(tag: Tag) -> Option<Kind> {
    match tag {
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Some(Kind::Heading),
        Tag::Li | Tag::Dd | Tag::Dt => Some(Kind::ListItem),
        Tag::Blockquote => Some(Kind::BlockQuote),
        Tag::Figcaption | Tag::Caption => Some(Kind::Caption),
        _ => None,
    }
}

const fn level_of(tag: Tag) -> Option<u8> {
    Some(match tag {
        Tag::H1 => 1,
        Tag::H2 => 2,
        Tag::H3 => 3,
        Tag::H4 => 4,
        Tag::H5 => 5,
        Tag::H6 => 6,
        _ => return None,
    })
}
