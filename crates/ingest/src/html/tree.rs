//! A page as a tree, built in one pass: nodes in the order of the page, so that what an element holds is the stretch of
//! nodes after it.
//!
//! The standard's rules that matter to text are followed: implied end tags, scopes of tables, formatting closed out of
//! order. Nothing is moved (a stray paragraph in a table stays there), which keeps the cost linear for every page.

use std::borrow::Cow;

use super::{
    tags::Tag,
    tokens::{self, Token, Tokens},
};
use crate::Rejection;

/// Index of a node.
pub(crate) type Id = usize;

/// An element or a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'p> {
    pub(crate) tag: Tag,
    pub(crate) parent: Id,
    /// The node after the last that this one holds.
    pub(crate) end: Id,
    /// The text, or the attributes as written.
    source: &'p str,
}

/// The nodes of a page; the first is a root that is no element of the page.
#[derive(Debug)]
pub(crate) struct Tree<'p> {
    nodes: Vec<Node<'p>>,
}

/// What a tree may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caps {
    /// Elements inside each other at most.
    pub(crate) depth: usize,
    /// Elements at most: a page of news has a few thousand.
    pub(crate) elements: usize,
}

impl<'p> Tree<'p> {
    /// Builds the tree of a page.
    ///
    /// # Errors
    /// `too_deep` or `too_large`, with what to do.
    pub(crate) fn parse(page: &'p str, caps: Caps) -> Result<Self, Rejection> {
        let mut builder = Builder::new(caps);
        for token in Tokens::new(page) {
            builder.take(token)?;
        }
        Ok(builder.finish())
    }

    /// Whether there is no page around the elements.
    pub(crate) fn is_fragment(&self) -> bool {
        !self.nodes.iter().any(|node| matches!(node.tag, Tag::Html | Tag::Head | Tag::Body | Tag::Nav | Tag::Main))
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn get(&self, id: Id) -> Node<'p> {
        self.nodes.get(id).copied().unwrap_or(Node { tag: Tag::Other, parent: 0, end: id + 1, source: "" })
    }

    pub(crate) fn tag(&self, id: Id) -> Tag {
        self.get(id).tag
    }

    /// The characters of a text node, references not resolved; empty for an element.
    pub(crate) fn raw_text(&self, id: Id) -> &'p str {
        let node = self.get(id);
        if node.tag == Tag::Text { node.source } else { "" }
    }

    /// The attributes of an element, references not resolved.
    pub(crate) fn attributes(&self, id: Id) -> impl Iterator<Item = (&'p str, &'p str)> + use<'p> {
        let node = self.get(id);
        tokens::attributes(if node.tag == Tag::Text { "" } else { node.source })
    }

    /// The value of an attribute; empty for one without value.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'p, str>> {
        let source = self.get(id).source;
        // Most elements that are asked have none.
        if source.is_empty() {
            return None;
        }
        self.attributes(id).find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| resolved_attribute(value))
    }

    /// All that an element holds, itself left out.
    pub(crate) fn inside(&self, id: Id) -> std::ops::Range<Id> {
        id + 1..self.get(id).end
    }

    /// The elements around a node, innermost first, the root left out.
    pub(crate) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(self.get(id).parent), |id| Some(self.get(*id).parent)).take_while(|id| *id != 0)
    }

    /// The text of an element, white space made one space, scripts and styles left out.
    pub(crate) fn text(&self, id: Id) -> String {
        let mut text = String::new();
        let mut at = id;
        while at < self.get(id).end {
            match self.tag(at) {
                Tag::Script | Tag::Style | Tag::Template | Tag::Noscript if at != id => {
                    at = self.get(at).end;
                    continue;
                }
                Tag::Text => append_words(&mut text, &resolved(self.raw_text(at))),
                tag if !tag.is_inline() => text.push(' '),
                _ => {}
            }
            at += 1;
        }
        crate::folded(&text)
    }
}

fn append_words(text: &mut String, more: &str) {
    text.push_str(more);
}

/// A text with its character references resolved.
pub(crate) fn resolved(text: &str) -> Cow<'_, str> {
    htmlize::unescape(text)
}

fn resolved_attribute(value: &str) -> Cow<'_, str> {
    htmlize::unescape_attribute(value)
}

struct Builder<'p> {
    nodes: Vec<Node<'p>>,
    /// Elements that are open, the root first.
    open: Vec<Id>,
    /// How many of each matter are open, so that most questions need no search.
    paragraphs: usize,
    foreign: usize,
    caps: Caps,
}

impl<'p> Builder<'p> {
    fn new(caps: Caps) -> Self {
        let root = Node { tag: Tag::Other, parent: 0, end: 0, source: "" };
        Self { nodes: vec![root], open: vec![0], paragraphs: 0, foreign: 0, caps }
    }

    fn take(&mut self, token: Token<'p>) -> Result<(), Rejection> {
        match token {
            Token::Text(text) => self.text(text),
            Token::Start { name, attributes } => return self.start(Tag::of(name), attributes),
            Token::End { name } => self.end(Tag::of(name)),
        }
        Ok(())
    }

    fn text(&mut self, text: &'p str) {
        if !text.trim_ascii().is_empty() {
            self.leave_head();
        }
        self.push(Tag::Text, text);
    }

    fn start(&mut self, tag: Tag, attributes: &'p str) -> Result<(), Rejection> {
        if !tag.is_head() {
            self.leave_head();
        }
        if tag.ends_paragraph() {
            self.end_paragraph();
        }
        if let Some((ended, until)) = tag.implied_end() {
            self.imply_end(ended, until);
        }
        // A second body or html tag adds nothing to the tree.
        if matches!(tag, Tag::Html | Tag::Body) && self.open.iter().any(|id| self.tag(*id) == tag) {
            return Ok(());
        }
        let id = self.push(tag, attributes);
        let closed = tag.is_void() || (self.foreign > 0 && attributes.ends_with('/'));
        if !closed {
            self.open.push(id);
            self.paragraphs += usize::from(tag == Tag::P);
            self.foreign += usize::from(matches!(tag, Tag::Svg | Tag::Math));
        }
        self.check()
    }

    fn check(&self) -> Result<(), Rejection> {
        if self.open.len() > self.caps.depth + 1 {
            let detail = format!("the page nests more than {} elements: raise ingest.html_depth", self.caps.depth);
            return Err(Rejection::new("too_deep", detail));
        }
        if self.nodes.len() > self.caps.elements {
            let detail = format!("the page has more than {} elements: no page of news has", self.caps.elements);
            return Err(Rejection::new("too_large", detail));
        }
        Ok(())
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Br => {
                self.push(Tag::Br, "");
            }
            // What comes after `</body>` belongs to it, as browsers have it.
            Tag::Body | Tag::Html => {}
            Tag::P => self.end_paragraph(),
            _ if tag.is_formatting() => self.end_formatting(tag),
            _ => {
                if let Some(at) = self.find(tag) {
                    self.close_to(at);
                }
            }
        }
    }

    /// The open element of this name, not looking out of a table's cell.
    fn find(&self, tag: Tag) -> Option<usize> {
        for (at, id) in self.open.iter().enumerate().skip(1).rev() {
            let own = self.tag(*id);
            if own == tag || (tag.is_heading() && own.is_heading()) {
                return Some(at);
            }
            if own.is_scope() && !matches!(tag, Tag::Table | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot) {
                return None;
            }
        }
        None
    }

    /// Formatting ends where its tag says, what it holds goes on.
    fn end_formatting(&mut self, tag: Tag) {
        let Some(at) = self.find(tag) else { return };
        let holds_block = self.open.iter().skip(at + 1).any(|id| !self.tag(*id).is_inline());
        if holds_block {
            // Its stretch must end with what holds it: closing it here would close the block too.
            self.open.remove(at);
        } else {
            self.close_to(at);
        }
    }

    fn end_paragraph(&mut self) {
        if self.paragraphs > 0
            && let Some(at) = self.find(Tag::P)
        {
            self.close_to(at);
        }
    }

    fn imply_end(&mut self, ended: &[Tag], until: &[Tag]) {
        for (at, id) in self.open.iter().enumerate().skip(1).rev() {
            let tag = self.tag(*id);
            if ended.contains(&tag) {
                if tag == Tag::A {
                    self.end_formatting(tag)
                } else {
                    self.close_to(at)
                }
                return;
            }
            if until.contains(&tag) || tag.is_scope() {
                return;
            }
        }
    }

    fn leave_head(&mut self) {
        if self.open.len() <= 3
            && let Some(at) = self.open.iter().rposition(|id| self.tag(*id) == Tag::Head)
            && at + 1 == self.open.len()
        {
            self.close_to(at);
        }
    }

    /// Closes the open element at this place and all that it holds.
    fn close_to(&mut self, at: usize) {
        let end = self.nodes.len();
        for id in self.open.drain(at..).rev() {
            if let Some(node) = self.nodes.get_mut(id) {
                node.end = end;
                self.paragraphs -= usize::from(node.tag == Tag::P);
                self.foreign -= usize::from(matches!(node.tag, Tag::Svg | Tag::Math));
            }
        }
    }

    fn tag(&self, id: Id) -> Tag {
        self.nodes.get(id).map_or(Tag::Other, |node| node.tag)
    }

    fn push(&mut self, tag: Tag, source: &'p str) -> Id {
        let id = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or_default();
        self.nodes.push(Node { tag, parent, end: id + 1, source });
        id
    }

    fn finish(mut self) -> Tree<'p> {
        self.close_to(0);
        // Formatting that was closed out of order ends with what holds it.
        let mut nodes = self.nodes;
        for id in (1..nodes.len()).rev() {
            let Some(node) = nodes.get(id).copied() else { continue };
            if let Some(parent) = nodes.get_mut(node.parent)
                && parent.end < node.end
            {
                parent.end = node.end;
            }
        }
        Tree { nodes }
    }
}
