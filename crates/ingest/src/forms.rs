//! The forms in which news arrives: archives, feeds, agency formats, tables, mail; one reader each.
//!
//! A reader gives [`Item`]s in order, keeps one of them in memory, and drops nothing in silence: what is no article is
//! counted by why ([`Passed`]), what is broken is an item that says so.

mod gzip;
mod http;
pub mod warc;

use std::collections::BTreeMap;

use dateline_record::v1::RawArticle;

use crate::Rejection;

/// One thing found in an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Where in the input: `byte 1234`, `line 7`, `entry 3`.
    pub location: String,
    /// What it is, or why it cannot be read.
    pub content: Result<Content, Rejection>,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// An article.
    Article(Box<RawArticle>),
    /// Where an article is.
    Link(Link),
}

/// An article, or a list of articles, that is somewhere else. What is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// The id that its list gives it.
    pub id: String,
    /// When it was published, in RFC 3339.
    pub published_at: String,
    /// When it was changed, in RFC 3339.
    pub modified_at: String,
    /// What the list says of it.
    pub summary: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Whether it is a list itself, such as a sitemap in an index of sitemaps.
    pub is_list: bool,
}

/// How much of an input was no article, by why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed(BTreeMap<&'static str, u64>);

impl Passed {
    /// Counts one more.
    pub fn count(&mut self, reason: &'static str) {
        *self.0.entry(reason).or_default() += 1;
    }

    /// Reasons with their counts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        self.0.iter().map(|(reason, count)| (*reason, *count))
    }
}
