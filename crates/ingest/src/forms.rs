//! The forms in which news arrives, read one item after another in constant memory.
//!
//! An input is told by its first bytes ([`detect`]) and read ([`read`]) into articles, links to articles, and
//! rejections. Nothing is dropped in silence: what yields no [`Item`] is counted by reason in [`Reader::passed`].
//! What an item may hold is bounded by [`Limits`]; what is larger is rejected without being kept, and reading goes on
//! where the form allows it.

mod aside;
mod dates;
mod detect;
mod export;
mod feed;
mod gunzip;
mod input;
mod json_feed;
mod json_values;
mod layout;
mod lines;
mod lists;
mod mail;
mod markup;
pub(crate) mod names;
mod newsml;
mod ninjs;
mod nitf;
mod recent;
mod rewind;
mod sitemap;
mod table;
mod warc;
mod whole;
mod wire;
mod xml;
mod zst;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read as _},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use dateline_record::v1::RawArticle;

pub(crate) use self::{dates::not_before, lists::list, markup::shown, wire::withdrawn};
pub use self::{detect::detect, lines::is_lines};
use crate::{Limits, Rejection, coding::GZIP};

/// A form in which news arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Plain text: one article.
    Text,
    /// A page: one article.
    Html,
    /// One JSON object a line, or an array of them.
    Jsonl,
    /// A table with a header, separated by commas, semicolons, tabs or bars.
    Csv,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap with or without news, or an index of sitemaps.
    Sitemap,
    /// NewsML-G2.
    NewsMl,
    /// NITF.
    Nitf,
    /// ninjs: one object, several, or an array of them.
    Ninjs,
    /// A web archive.
    Warc,
    /// A message (`.eml`), or a page saved as one (MHTML).
    Mail,
    /// Texts as a database of newspapers exports them, one after another.
    Export,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Html,
        Self::Jsonl,
        Self::Csv,
        Self::Feed,
        Self::Sitemap,
        Self::NewsMl,
        Self::Nitf,
        Self::Ninjs,
        Self::Warc,
        Self::Mail,
        Self::Export,
    ];

    /// The form of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// Its name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::NewsMl => "newsml",
            Self::Nitf => "nitf",
            Self::Ninjs => "ninjs",
            Self::Warc => "warc",
            Self::Mail => "mail",
            Self::Export => "export",
        }
    }

    /// Whether an input of it is one article.
    #[must_use]
    pub const fn is_one(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }
}

/// How an input is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What an item may hold.
    pub limits: Limits,
    /// Columns of a table by the field of a raw article that they hold, before the names that are known; the case and
    /// the punctuation of a column's name do not matter. A table that has none of those given for a field is refused.
    pub columns: BTreeMap<String, Field>,
    /// Name or domain of the outlet where the input does not tell.
    pub source: String,
    /// Where the input is from, for the links in it that are relative; empty where that is not known.
    pub base: String,
    /// Whether an entry of a feed that has a link is that link, though its whole text be there.
    pub links_only: bool,
}

/// A field of a raw article that a column of a table may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The producer's id.
    Id,
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Where it was published.
    Url,
    /// Headline.
    Title,
    /// Name or domain of the outlet.
    Source,
    /// BCP 47 tag.
    Language,
    /// When it was published.
    PublishedAt,
    /// When it was retrieved.
    RetrievedAt,
    /// Authors, separated by semicolons or bars.
    Bylines,
    /// Keywords, separated by semicolons, bars or commas.
    Keywords,
    /// When it was last changed.
    ModifiedAt,
    /// Section of the publication.
    Section,
    /// Standfirst.
    Subtitle,
    /// URL of the main image.
    LeadImage,
}

impl Field {
    /// The name of every field, as in JSONL.
    pub const NAMES: [&str; 15] = [
        "id",
        "text",
        "html",
        "url",
        "title",
        "source",
        "language",
        "publishedAt",
        "retrievedAt",
        "bylines",
        "keywords",
        "modifiedAt",
        "section",
        "subtitle",
        "leadImage",
    ];

    /// The field that a name stands for, as a header of a table has it; its case and punctuation do not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        names::known(name)
    }

    /// Whether an article without it, or with a wrong one, is as good as any.
    pub(crate) const fn is_aside(self) -> bool {
        matches!(self, Self::ModifiedAt | Self::Section | Self::Subtitle | Self::LeadImage)
    }
}

/// One article, link or rejection of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Where in the input, for people: `record at byte 1234`, `line 7`, `entry 3`; bytes are those of the input after
    /// gzip is undone. Empty where the input is one item.
    pub location: String,
    /// What is there, or why it cannot be used.
    pub content: Result<Content, Rejection>,
}

/// What an item is.
#[expect(clippy::large_enum_variant, reason = "one item is held at a time")]
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// An article, with its text.
    Article(Box<RawArticle>),
    /// Where an article, or a list of them, is to be had.
    Link(Link),
}

/// A link with what is said of what it leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// What it leads to.
    pub target: Target,
    /// Where, absolute.
    pub url: String,
    /// The producer's own id.
    pub id: String,
    /// Headline.
    pub title: String,
    /// A summary, in HTML or plain text as it is given.
    pub summary: String,
    /// Name of the outlet.
    pub source: String,
    /// BCP 47 tag.
    pub language: String,
    /// As [`RawArticle::published_at`].
    pub published_at: String,
    /// As [`RawArticle::published_at`].
    pub modified_at: String,
    /// Authors.
    pub bylines: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Where the picture is that leads it.
    pub image: String,
    /// The section that it stands in.
    pub section: String,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Target {
    /// An article.
    #[default]
    Article,
    /// A sitemap.
    Sitemap,
}

/// What yielded no item, counted by reason.
pub type Passed = BTreeMap<&'static str, u64>;

/// A form being read.
trait Entries: Send {
    /// The next item, or none where the input ends.
    fn next(&mut self, passed: &mut Passed) -> Option<Item>;
}

/// The items of one input, in their order.
pub struct Reader {
    entries: Box<dyn Entries>,
    /// Whether anything was found, or passed over.
    found: bool,
    passed: Passed,
    position: Arc<AtomicU64>,
}

impl Reader {
    /// What yielded no item so far, by reason.
    #[must_use]
    pub fn passed(&self) -> &Passed {
        &self.passed
    }

    /// Bytes of the input taken so far, as they come (compressed ones where they are); up to a buffer ahead of the
    /// last item.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Relaxed)
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let item = self.entries.next(&mut self.passed);
        if item.is_some() || self.found || !self.passed.is_empty() {
            self.found = true;
            return item;
        }
        self.found = true;
        Some(Item::rejected("", Rejection::new("empty", "there is no entry in the input, or nothing but white space")))
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Reader").field("passed", &self.passed).field("position", &self.position).finish()
    }
}

/// Whether an input that begins so is packed, as gzip or zstd, which [`read`] undoes.
#[must_use]
pub fn is_packed(head: &[u8]) -> bool {
    head.starts_with(GZIP) || zst::is_packed(head)
}

/// Everything in one input; gzip or zstd around it is undone.
#[must_use]
pub fn read(input: Box<dyn BufRead + Send>, form: Form, options: &Options) -> Reader {
    let position = Arc::new(AtomicU64::new(0));
    let entries = match input::open(input, &position, options.limits.input_bytes) {
        Ok(Some(input)) => entries(input, form, options),
        Ok(None) => whole::refused(Rejection::new("empty", "the input has no bytes")),
        Err(error) => whole::refused(input::rejection(&error)),
    };
    Reader { entries, found: false, passed: Passed::new(), position }
}

fn entries(input: input::Input, form: Form, options: &Options) -> Box<dyn Entries> {
    match form {
        Form::Text => whole::text(input, "", options),
        Form::Html => whole::text(input, "text/html", options),
        Form::Jsonl => lines::entries(input, options),
        Form::Csv => table::entries(input, options),
        Form::Feed => feed::entries(input, options),
        Form::Sitemap => sitemap::entries(input, options),
        Form::NewsMl => newsml::entries(input, options),
        Form::Nitf => nitf::entries(input, options),
        Form::Ninjs => ninjs::entries(input, options),
        Form::Warc => warc::entries(input, options),
        Form::Mail => mail::entries(input, options),
        Form::Export => export::entries(input, options),
    }
}

impl Item {
    fn rejected(location: impl Into<String>, rejection: Rejection) -> Self {
        Self { location: location.into(), content: Err(rejection) }
    }

    fn article(location: impl Into<String>, article: RawArticle) -> Self {
        Self { location: location.into(), content: Ok(Content::Article(Box::new(article))) }
    }
}

/// Entries that are all read at once.
impl Entries for std::vec::IntoIter<Item> {
    fn next(&mut self, _: &mut Passed) -> Option<Item> {
        Iterator::next(self)
    }
}

/// The start of an input, which stays in it. Where it cannot be read so far, that is told to whoever reads on to there: what is
/// before it is not lost.
fn peek(mut input: input::Input, bytes: u64) -> (Vec<u8>, input::Input) {
    let mut head = Vec::new();
    let failed = (&mut input).take(bytes).read_to_end(&mut head).err();
    let rest = std::io::Cursor::new(head.clone()).chain(BufReader::new(input::Failing(failed)).chain(input));
    (head, Box::new(rest))
}

fn too_large(what: &str, limit: usize) -> Rejection {
    let detail = format!("{what} has over {limit} bytes: raise ingest.input_bytes or split it");
    Rejection::new("too_large", detail)
}

/// Takes the name of the source off the end of the headline, where services put it.
pub(crate) fn without_source(article: &mut RawArticle) {
    if let Some(title) = before_source(&article.title, &article.source).map(str::to_owned) {
        article.title = title;
    }
}

/// What a headline is before the name of its source: `Talks resume - The Example`.
fn before_source<'t>(title: &'t str, source: &str) -> Option<&'t str> {
    const MARKS: [&str; 4] = [" - ", " | ", " – ", " — "];
    let source = Some(source.trim()).filter(|source| !source.is_empty())?;
    let before = title.trim().strip_suffix(source)?;
    let bare = MARKS.iter().find_map(|mark| before.strip_suffix(mark)).map(str::trim);
    bare.filter(|title| !title.is_empty())
}
