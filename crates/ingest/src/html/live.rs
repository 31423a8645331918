//! The posts of a live blog, each with its own heading and time.
//!
//! A page announces them in JSON-LD, or shows them: elements of one kind side by side, each with a time and prose, or
//! headings with a time each, whose prose follows.

mod announced;

use std::{collections::HashMap, ops::Range};

use dateline_record::v1::{
    Article, DocumentTime, LiveEntry, Span,
    article::Flag,
    document_time::{Origin, Precision},
    paragraph::Kind,
};
use jiff::{SignedDuration, Timestamp};

use super::{
    blocks::Block,
    cleaning, phrases,
    tags::Tag,
    tree::{Id, Tree},
};
use crate::times;

/// A post, as a stretch of the blocks of the article.
#[derive(Debug, PartialEq)]
pub(super) struct Post {
    blocks: Range<usize>,
    headline: String,
    posted_at: Option<DocumentTime>,
}

/// Posts that make a live blog of a page that does not say that it is one, and of a page that does.
const LEAST: usize = 4;
const LEAST_OF_LIVE: usize = 2;

/// Times looked at, at most; the longest live blogs have some hundreds.
const MOST_TIMES: usize = 2_000;

/// Elements between a time and what holds all posts, at most.
const MOST_LEVELS: usize = 16;

/// Posts further apart are a list of articles, unless the page says that it is a live blog.
const LONGEST: SignedDuration = SignedDuration::from_hours(72);

/// The posts among the blocks of an article; none where it is no live blog.
pub(super) fn posts(tree: &Tree<'_>, blocks: &[Block], is_live: bool) -> Vec<Post> {
    let announced = announced::posts(tree, blocks);
    if announced.len() >= LEAST_OF_LIVE {
        return announced;
    }
    let posts = shown(tree, blocks);
    let least = if is_live { LEAST_OF_LIVE } else { LEAST };
    if posts.len() >= least && (is_live || are_of_one_story(&posts)) { posts } else { Vec::new() }
}

/// Puts the posts into an article whose paragraphs are the blocks.
pub(super) fn fill(article: &mut Article, posts: Vec<Post>) {
    let live = i32::from(Flag::LiveBlog);
    if !posts.is_empty() && !article.flags.contains(&live) {
        article.flags.push(live);
    }
    let spans: Vec<Span> = article.paragraphs.iter().filter_map(|paragraph| paragraph.span).collect();
    for post in posts {
        let inside = spans.get(post.blocks).unwrap_or_default();
        if let (Some(first), Some(last)) = (inside.first(), inside.last()) {
            let span = Some(Span { start: first.start, end: last.end });
            article.live_entries.push(LiveEntry { span, headline: post.headline, posted_at: post.posted_at });
        }
    }
}

/// A time in the page: a moment, or a time of day alone.
struct Mark {
    id: Id,
    posted_at: Option<DocumentTime>,
}

/// Posts that the page's structure shows.
fn shown(tree: &Tree<'_>, blocks: &[Block]) -> Vec<Post> {
    let marks = marks(tree);
    let Some((parent, starts)) = repeated(tree, &marks) else { return Vec::new() };
    let at = |id: Id| blocks.partition_point(|block| block.first < id);
    let mut posts = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied().unwrap_or(tree.get(parent).end);
        let own = at(*start)..at(tree.get(*start).end);
        // What holds a heading and a time alone is followed by its prose.
        let range = if has_prose(blocks, &own) { own } else { at(*start)..at(next) };
        if has_prose(blocks, &range) {
            let mark = marks.iter().find(|mark| mark.id >= *start);
            posts.push(post(blocks, range, mark.and_then(|mark| mark.posted_at.clone())));
        }
    }
    posts
}

fn post(blocks: &[Block], range: Range<usize>, posted_at: Option<DocumentTime>) -> Post {
    let inside = blocks.get(range.clone()).unwrap_or_default();
    let heading = inside.iter().take(3).find(|block| block.kind == Kind::Heading);
    let headline = heading.map(|block| without_clock(&block.text).to_owned()).unwrap_or_default();
    Post { blocks: range, headline, posted_at }
}

fn has_prose(blocks: &[Block], range: &Range<usize>) -> bool {
    blocks.get(range.clone()).unwrap_or_default().iter().any(cleaning::is_prose)
}

/// Every time of the page that is exact to the minute, or a time of day.
fn marks(tree: &Tree<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut id = 1;
    while id < tree.len() && marks.len() < MOST_TIMES {
        let node = tree.get(id);
        let (mark, next) = match node.tag {
            Tag::Time => (time_of(tree, id), node.end),
            Tag::Text => {
                (phrases::is_time_of_day(tree.raw_text(id).trim()).then_some(Mark { id, posted_at: None }), id + 1)
            }
            Tag::Head | Tag::Nav | Tag::Script | Tag::Style | Tag::Template => (None, node.end),
            _ => (None, id + 1),
        };
        marks.extend(mark);
        id = next;
    }
    marks
}

fn time_of(tree: &Tree<'_>, id: Id) -> Option<Mark> {
    let given = tree.attribute(id, "datetime").and_then(|value| times::parse(&value, Origin::Metadata));
    let posted_at = given.filter(|time| matches!(time.precision(), Precision::Minute | Precision::Second));
    let is_time = posted_at.is_some() || phrases::is_time_of_day(tree.text(id).trim());
    is_time.then_some(Mark { id, posted_at })
}

/// The element most of whose parts have a time each, and those parts, all of one name.
fn repeated(tree: &Tree<'_>, marks: &[Mark]) -> Option<(Id, Vec<Id>)> {
    let mut parts: HashMap<Id, Vec<Id>> = HashMap::new();
    for mark in marks {
        let mut part = mark.id;
        for parent in tree.ancestors(mark.id).take(MOST_LEVELS) {
            let parts = parts.entry(parent).or_default();
            if parts.last() == Some(&part) {
                // What is around this part has it already too.
                break;
            }
            parts.push(part);
            part = parent;
        }
    }
    let alike = parts.into_iter().map(|(parent, parts)| (parent, of_one_name(tree, parts)));
    // Of equals the outermost, which comes first in the page.
    alike.max_by_key(|(parent, parts)| (parts.len(), std::cmp::Reverse(*parent)))
}

/// Those elements that have the name that most of them have.
fn of_one_name(tree: &Tree<'_>, parts: Vec<Id>) -> Vec<Id> {
    let count = |tag: Tag| parts.iter().filter(|part| tree.tag(**part) == tag).count();
    let mut names: Vec<Tag> = Vec::new();
    for part in &parts {
        if !names.contains(&tree.tag(*part)) {
            names.push(tree.tag(*part));
        }
    }
    // Of equals the first.
    let most = names.into_iter().rev().max_by_key(|tag| count(*tag));
    parts.into_iter().filter(|part| Some(tree.tag(*part)) == most).collect()
}

fn are_of_one_story(posts: &[Post]) -> bool {
    let moments = posts.iter().filter_map(|post| post.posted_at.as_ref()?.value.parse::<Timestamp>().ok());
    let (first, last) = (moments.clone().min(), moments.max());
    first.zip(last).is_none_or(|(first, last)| last.duration_since(first) <= LONGEST)
}

/// A text without the time of day that it begins with: `17:05 Talks to resume` to `Talks to resume`.
fn without_clock(text: &str) -> &str {
    let Some((first, rest)) = text.split_once(' ') else { return text };
    let rest = rest.trim_start_matches(['-', '–', '—', '|', ':', ' ']);
    if phrases::is_time_of_day(first) && !rest.is_empty() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_without_the_time_before_it() {
        assert_eq!(without_clock("17:05 – Talks to resume"), "Talks to resume");
        assert_eq!(without_clock("27 ships at anchor"), "27 ships at anchor");
    }
}
