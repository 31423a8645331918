//! The same inputs as raw articles, for a server to work on.

use std::path::PathBuf;

use dateline_ingest::{Limits, json};
use dateline_record::v1::RawArticle;

use super::{
    Given, InputFormat,
    input::{Content, Inputs, read_file},
    job::Refusal,
};

/// Every article of some paths, in order, with where it comes from; or the reason and detail why it cannot be read.
pub(crate) struct Submissions {
    inputs: Inputs,
    limits: Limits,
    given: Given,
    /// Bytes of input that what was given so far stood for.
    read: u64,
}

impl Submissions {
    /// The articles of `paths`, none larger than the limits of this machine's configuration; the server has its own.
    pub(crate) fn new(paths: Vec<PathBuf>, format: Option<InputFormat>, given: Given, limits: Limits) -> Self {
        Self { inputs: Inputs::new(paths, format, &limits), limits, given, read: 0 }
    }

    /// Bytes of input read so far.
    pub(crate) const fn bytes_read(&self) -> u64 {
        self.read
    }

    /// What the inputs that have ended held besides articles, one line each.
    pub(crate) fn take_passed(&mut self) -> Vec<String> {
        self.inputs.take_passed()
    }

    fn read(&self, content: Content) -> Result<RawArticle, (String, String)> {
        let raw = |body: Vec<u8>, content_type: &str| RawArticle {
            body: body.into(),
            content_type: content_type.into(),
            ..Default::default()
        };
        let mut article = match content {
            Content::Unreadable(refusal) => return Err((refusal.reason, refusal.message)),
            Content::Line(line) => json::parse(&line).map_err(|bad| (bad.reason.to_owned(), bad.detail))?.raw,
            Content::Raw(article) => *article,
            Content::Bytes(bytes, content_type) => raw(bytes, content_type),
            Content::File(path, content_type) => {
                let bytes =
                    read_file(&path, self.limits.input_bytes).map_err(|refusal| (refusal.reason, refusal.message))?;
                raw(bytes, content_type)
            }
        };
        self.given.fill(&mut article);
        let size = article.body.len() + article.text.len() + article.html.len();
        if size > self.limits.input_bytes {
            let refusal = Refusal::too_large("it", self.limits.input_bytes);
            return Err((refusal.reason, refusal.message));
        }
        Ok(article)
    }
}

impl Iterator for Submissions {
    type Item = (String, Result<RawArticle, (String, String)>);

    fn next(&mut self) -> Option<Self::Item> {
        let job = self.inputs.next()?;
        self.read += job.bytes;
        let read = self.read(job.content);
        Some((job.origin, read))
    }
}
