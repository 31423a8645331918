//! The same inputs as raw articles, for a server to work on.

use std::path::PathBuf;

use dateline_ingest::{
    Limits,
    json::{self, Names},
};
use dateline_record::{ids::submission_id, v1::RawArticle};
use prost::Message as _;
use tokio::sync::mpsc;

use super::{
    Reading,
    args::Given,
    input::{Content, Inputs, read_file},
    job::Refusal,
};
use crate::config::Config;

/// Inputs read ahead.
const READ_AHEAD: usize = 256;

/// What came of reading a part of the inputs.
pub(crate) enum Read {
    /// An article.
    Article(Submission),
    /// What became no article.
    Unreadable {
        /// Where it comes from.
        origin: String,
        /// Machine-readable.
        reason: String,
        /// For a person.
        detail: String,
    },
    /// What was passed over, in words.
    Passed(String),
}

/// An article that was read.
pub(crate) struct Submission {
    /// Where it comes from.
    pub(crate) origin: String,
    /// The article.
    pub(crate) article: Box<RawArticle>,
    /// What it is known by: its content, whenever it was fetched, so that the same page is the same submission.
    pub(crate) id: String,
    /// Bytes of the inputs that have been read with it.
    pub(crate) read: u64,
}

/// Every article of some paths, in order.
pub(crate) struct Submissions {
    inputs: Inputs,
    limits: Limits,
    given: Given,
    names: Names,
    /// Bytes of input that what was given so far stood for.
    read: u64,
}

impl Submissions {
    /// The articles of `paths`, none larger than the limits of this machine's configuration; a server has its own.
    ///
    /// # Errors
    /// Wrong usage or configuration, before anything is read.
    pub(crate) fn new(paths: &[PathBuf], reading: &Reading, config: &Config) -> anyhow::Result<Self> {
        let inputs = Inputs::new(paths, reading, config)?;
        Ok(Self {
            inputs,
            limits: config.ingest.clone(),
            given: reading.given.clone(),
            names: reading.names(),
            read: 0,
        })
    }

    /// Bytes of all inputs; none where that is not known before they are read.
    pub(crate) const fn size(&self) -> Option<u64> {
        self.inputs.size()
    }

    /// Reads on a thread of its own, which may wait for files and servers; as far ahead as the receiver lets it.
    pub(crate) fn in_background(mut self) -> mpsc::Receiver<Read> {
        let (sender, receiver) = mpsc::channel(READ_AHEAD);
        std::thread::spawn(move || {
            loop {
                let next = self.next();
                let passed = self.inputs.take_passed().into_iter().map(Read::Passed);
                let ended = next.is_none();
                for read in passed.chain(next) {
                    // Nobody listens any more: what reads has ended.
                    if sender.blocking_send(read).is_err() {
                        return;
                    }
                }
                if ended {
                    return;
                }
            }
        });
        receiver
    }

    fn next(&mut self) -> Option<Read> {
        let job = self.inputs.next()?;
        self.read += job.bytes;
        let origin = job.origin;
        Some(match self.article(job.content) {
            Ok((article, id)) => Read::Article(Submission { origin, article: Box::new(article), id, read: self.read }),
            Err(Refusal { reason, message }) => Read::Unreadable { origin, reason, detail: message },
        })
    }

    fn article(&self, content: Content) -> Result<(RawArticle, String), Refusal> {
        let raw = |body: Vec<u8>, content_type: &str| RawArticle {
            body: body.into(),
            content_type: content_type.into(),
            ..Default::default()
        };
        let mut fetched_at = None;
        let mut article = match content {
            Content::Unreadable(refusal) => return Err(refusal),
            Content::Line(line) => json::parse_named(&line, &self.names)?.raw,
            Content::Raw(article) => *article,
            Content::Page(article, retrieved_at) => {
                fetched_at = Some(retrieved_at);
                *article
            }
            Content::Bytes(bytes, content_type) => raw(bytes, content_type),
            Content::File(path, content_type) => raw(read_file(&path, self.limits.input_bytes)?, content_type),
        };
        self.given.fill(&mut article);
        let size = article.body.len() + article.text.len() + article.html.len();
        if size > self.limits.input_bytes {
            return Err(Refusal::too_large("it", self.limits.input_bytes));
        }
        let id = submission_id(&article.encode_to_vec());
        if let Some(fetched_at) = fetched_at {
            article.retrieved_at = fetched_at;
        }
        Ok((article, id))
    }
}
