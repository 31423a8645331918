//! A job to its record or failure, rendered for the output.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dateline_extraction::{Extractor, Options};
use dateline_ingest::{
    Limits, Rejection,
    json::{self, Names},
};
use dateline_record::{
    convert_spans, facts,
    v1::{ArticleRecord, OffsetEncoding, RawArticle},
};
use serde_json::json;

use super::{
    args::{Args, Format, Given},
    input::{Content, Job, read_file},
};
use crate::{
    config::Config,
    view::{self, View},
};

/// Why an input gave no record.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    /// Machine-readable.
    pub(super) reason: String,
    /// For a person.
    pub(super) message: String,
}

impl Refusal {
    /// A refusal.
    pub(super) fn new(reason: impl Into<String>, message: impl Into<String>) -> Self {
        Self { reason: reason.into(), message: message.into() }
    }

    /// `what` has more than `limit` bytes.
    pub(super) fn too_large(what: &str, limit: usize) -> Self {
        Self::new("too_large", format!("{what} has more than {limit} bytes: split it, or raise ingest.input_bytes"))
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::new(rejection.reason, rejection.detail)
    }
}

/// What came of a job.
#[derive(Debug)]
pub(super) struct Done {
    /// Where it comes from.
    pub(super) origin: String,
    /// Bytes of input that it stood for.
    pub(super) bytes: u64,
    /// What to print; empty when there is nothing.
    pub(super) rendered: String,
    /// Words of the article, or why there is none.
    pub(super) result: Result<u64, Refusal>,
    /// Fields of the input that were ignored.
    pub(super) unknown: Vec<String>,
}

/// Everything needed to perform jobs, on any thread.
pub(super) struct Work {
    extractor: Extractor,
    limits: Limits,
    options: Options,
    offsets: OffsetEncoding,
    kinds: Vec<String>,
    given: Given,
    names: Names,
    view: View,
}

/// What is known of a job before its record is made.
#[derive(Default)]
struct Known {
    external_id: String,
    from_line: bool,
    unknown: Vec<String>,
}

impl Work {
    /// Work as the arguments ask for, for an output that shows records in `view`.
    pub(super) fn new(args: &Args, view: View, config: &Config) -> Self {
        Self {
            extractor: Extractor::with_tier(config.extraction.tier),
            limits: config.ingest.clone(),
            options: Options { sentences: args.sentences, ..Options::default() },
            offsets: args.offsets.into(),
            kinds: args.kinds.clone(),
            given: args.reading.given.clone(),
            names: args.reading.names(),
            view,
        }
    }

    /// Makes the record of a job and renders it. Never panics: a defect costs one article.
    pub(super) fn perform(&self, job: Job) -> Done {
        let Job { origin, bytes, content } = job;
        let mut known = Known::default();
        let made =
            catch_unwind(AssertUnwindSafe(|| self.record(content, &mut known).and_then(|record| self.render(record))))
                .unwrap_or_else(|_| Err(Refusal::new("defect", "extraction failed on it: please report this article")));
        let (rendered, result) = match made {
            Ok((rendered, words)) => (rendered, Ok(words)),
            Err(refusal) => (self.render_refusal(&origin, &known, &refusal), Err(refusal)),
        };
        Done { origin, bytes, rendered, result, unknown: known.unknown }
    }

    fn record(&self, content: Content, known: &mut Known) -> Result<ArticleRecord, Refusal> {
        let mut raw = self.raw(content, known)?;
        self.given.fill(&mut raw);
        let (article, noted) = dateline_ingest::parse_noting(&raw, &self.limits)?;
        drop(raw);
        let mut record = self.extractor.extract(article, &self.options);
        record.diagnostics.splice(..0, noted);
        facts::retain_kinds(&mut record, &self.kinds);
        Ok(record)
    }

    fn raw(&self, content: Content, known: &mut Known) -> Result<RawArticle, Refusal> {
        let (bytes, content_type) = match content {
            Content::Unreadable(refusal) => return Err(refusal),
            Content::Line(line) => return read_line(&line, &self.names, known),
            Content::Raw(raw) => {
                known.external_id.clone_from(&raw.id);
                return Ok(*raw);
            }
            Content::Page(raw, retrieved_at) => return Ok(RawArticle { retrieved_at, ..*raw }),
            Content::File(path, content_type) => (read_file(&path, self.limits.input_bytes)?, content_type),
            Content::Bytes(bytes, content_type) => (bytes, content_type),
        };
        if bytes.len() > self.limits.input_bytes {
            return Err(Refusal::too_large("it", self.limits.input_bytes));
        }
        Ok(RawArticle { body: bytes.into(), content_type: content_type.to_owned(), ..RawArticle::default() })
    }

    fn render(&self, mut record: ArticleRecord) -> Result<(String, u64), Refusal> {
        let words = record.article.as_ref().map_or(0, |article| u64::from(article.word_count));
        let rendered = match self.view.format {
            Format::Text => view::text::render(&record, self.view.text),
            Format::Html => view::html::article(&record),
            Format::Json | Format::Jsonl => {
                convert_spans(&mut record, self.offsets).map_err(|error| Refusal::new("defect", error.to_string()))?;
                to_json(&record, self.view.format).map_err(|error| Refusal::new("defect", error.to_string()))?
            }
        };
        Ok((rendered, words))
    }

    /// A line in the place of the record; nothing where people read, who find failures on stderr.
    fn render_refusal(&self, origin: &str, known: &Known, refusal: &Refusal) -> String {
        if !matches!(self.view.format, Format::Json | Format::Jsonl) || !(self.view.many || known.from_line) {
            return String::new();
        }
        let told = json!({ "reason": refusal.reason, "message": refusal.message });
        json!({ "externalId": known.external_id, "input": origin, "error": told }).to_string()
    }
}

fn read_line(line: &[u8], names: &Names, known: &mut Known) -> Result<RawArticle, Refusal> {
    known.from_line = true;
    match json::parse_named(line, names) {
        Ok(parsed) => {
            known.external_id.clone_from(&parsed.raw.id);
            known.unknown = parsed.unknown;
            Ok(parsed.raw)
        }
        Err(rejection) => {
            known.external_id = json::external_id(line);
            Err(rejection.into())
        }
    }
}

fn to_json(record: &ArticleRecord, format: Format) -> serde_json::Result<String> {
    if format == Format::Json { serde_json::to_string_pretty(record) } else { serde_json::to_string(record) }
}
