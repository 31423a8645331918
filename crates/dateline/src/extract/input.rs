//! Paths to jobs, one article each, read as late as possible: a file by the thread that works on it, JSONL line by line.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use dateline_ingest::Limits;

use super::{args::InputFormat, job::Refusal};

/// What JSON may add to the content that it carries: escapes and the other fields.
const JSON_OVERHEAD: usize = 4;

/// Bytes looked at to tell JSONL from text.
const SNIFFED: u64 = 512;

/// One article to extract, or the reason why it cannot be read.
#[derive(Debug)]
pub(super) struct Job {
    /// Where it comes from, for messages: `news/a.html`, `batch.jsonl:7`.
    pub(super) origin: String,
    /// Bytes of input that this job stands for, for the progress bar.
    pub(super) bytes: u64,
    /// What to do.
    pub(super) content: Content,
}

/// Where the content of a job is.
#[derive(Debug)]
pub(super) enum Content {
    /// In a file, not yet read.
    File(PathBuf, &'static str),
    /// Here, with its content type.
    Bytes(Vec<u8>, &'static str),
    /// A line of JSONL.
    Line(Vec<u8>),
    /// Nowhere.
    Unreadable(Refusal),
}

impl Job {
    /// Bytes of input that the job keeps in memory.
    pub(super) fn bytes_held(&self) -> usize {
        match &self.content {
            Content::File(..) => usize::try_from(self.bytes).unwrap_or(usize::MAX),
            Content::Bytes(bytes, _) | Content::Line(bytes) => bytes.len(),
            Content::Unreadable(_) => 0,
        }
    }

    fn unreadable(origin: String, refusal: Refusal) -> Self {
        Self { origin, bytes: 0, content: Content::Unreadable(refusal) }
    }
}

/// Every job of the paths given, in order.
pub(super) struct Inputs {
    paths: std::vec::IntoIter<PathBuf>,
    format: Option<InputFormat>,
    limits: Limits,
    lines: Option<Lines>,
    /// A job read ahead.
    ahead: Option<Job>,
}

struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: usize,
}

impl Inputs {
    /// The jobs of `paths`, whatever they are called when `format` is given.
    pub(super) fn new(paths: Vec<PathBuf>, format: Option<InputFormat>, limits: &Limits) -> Self {
        Self { paths: paths.into_iter(), format, limits: limits.clone(), lines: None, ahead: None }
    }

    /// Whether there may be more than one article. Looks into the first input where its name does not tell.
    pub(super) fn hold_many(&mut self) -> bool {
        if self.paths.len() > 1 {
            return true;
        }
        self.ahead = self.next();
        self.lines.is_some()
    }

    fn open(&mut self, path: PathBuf) -> Option<Job> {
        let name = if is_stdin(&path) { "standard input".to_owned() } else { path.display().to_string() };
        match self.try_open(&name, path) {
            Ok(job) => job,
            Err(error) => Some(Job::unreadable(name, refusal_of(&error))),
        }
    }

    /// One job for a file; none, and lines to come, for JSONL.
    fn try_open(&mut self, name: &str, path: PathBuf) -> io::Result<Option<Job>> {
        if is_stdin(&path) {
            return self.open_stdin(name);
        }
        let size = std::fs::metadata(&path)?;
        if size.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("give its files: {}/*", path.display())));
        }
        let format = match self.format.or_else(|| by_name(&path)) {
            None if looks_like_jsonl(&head_of(&path)?) => Some(InputFormat::Jsonl),
            format => format,
        };
        if format == Some(InputFormat::Jsonl) {
            self.lines = Some(Lines::of(name, Box::new(BufReader::with_capacity(1 << 16, File::open(&path)?))));
            return Ok(None);
        }
        let content = Content::File(path, content_type(format));
        Ok(Some(Job { origin: name.to_owned(), bytes: size.len(), content }))
    }

    fn open_stdin(&mut self, name: &str) -> io::Result<Option<Job>> {
        let mut reader = BufReader::with_capacity(1 << 16, io::stdin());
        let jsonl = match self.format {
            Some(format) => format == InputFormat::Jsonl,
            None => looks_like_jsonl(reader.fill_buf()?),
        };
        if jsonl {
            self.lines = Some(Lines::of(name, Box::new(reader)));
            return Ok(None);
        }
        let bytes = read_capped(reader, self.limits.input_bytes)?;
        let content = Content::Bytes(bytes, content_type(self.format));
        Ok(Some(Job { origin: name.to_owned(), bytes: 0, content }))
    }
}

impl Iterator for Inputs {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        if let Some(job) = self.ahead.take() {
            return Some(job);
        }
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next(self.limits.input_bytes.saturating_mul(JSON_OVERHEAD)) {
                    Some(job) => return Some(job),
                    None => self.lines = None,
                }
            }
            let path = self.paths.next()?;
            if let Some(job) = self.open(path) {
                return Some(job);
            }
        }
    }
}

impl Lines {
    fn of(name: &str, reader: Box<dyn BufRead>) -> Self {
        Self { name: name.to_owned(), reader, number: 0 }
    }

    /// The next line that is not blank.
    fn next(&mut self, limit: usize) -> Option<Job> {
        loop {
            self.number += 1;
            let origin = format!("{}:{}", self.name, self.number);
            let mut line = Vec::new();
            let read = (&mut self.reader).take(limit as u64 + 1).read_until(b'\n', &mut line);
            let content = match read {
                Err(error) => Content::Unreadable(refusal_of(&error)),
                Ok(0) => return None,
                Ok(_) if line.len() > limit && !line.ends_with(b"\n") => self.skip_rest(limit),
                Ok(_) if line.trim_ascii().is_empty() => continue,
                Ok(_) => Content::Line(std::mem::take(&mut line)),
            };
            let bytes = match &content {
                Content::Line(line) => line.len() as u64,
                _ => limit as u64,
            };
            return Some(Job { origin, bytes, content });
        }
    }

    /// A line over the limit is passed over without being kept.
    fn skip_rest(&mut self, limit: usize) -> Content {
        match self.reader.skip_until(b'\n') {
            Ok(_) => Content::Unreadable(Refusal::too_large("the line", limit)),
            Err(error) => Content::Unreadable(refusal_of(&error)),
        }
    }
}

/// The bytes of a file, at most one more than the limit: enough to tell that it is too large.
pub(super) fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Refusal> {
    File::open(path).and_then(|file| read_capped(file, limit)).map_err(|error| refusal_of(&error))
}

fn read_capped(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn refusal_of(error: &io::Error) -> Refusal {
    let (reason, message) = match error.kind() {
        io::ErrorKind::NotFound => ("not_found", "there is no such file".to_owned()),
        io::ErrorKind::PermissionDenied => ("permission", "this file may not be read".to_owned()),
        io::ErrorKind::IsADirectory => ("directory", format!("this is a directory: {error}")),
        _ => ("io", error.to_string()),
    };
    Refusal::new(reason, message)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn by_name(path: &Path) -> Option<InputFormat> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" | "md" => Some(InputFormat::Text),
        "html" | "htm" | "xhtml" => Some(InputFormat::Html),
        "jsonl" | "ndjson" => Some(InputFormat::Jsonl),
        _ => None,
    }
}

fn content_type(format: Option<InputFormat>) -> &'static str {
    match format {
        Some(InputFormat::Text) => "text/plain",
        Some(InputFormat::Html) => "text/html",
        Some(InputFormat::Jsonl) | None => "",
    }
}

fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(SNIFFED).read_to_end(&mut head)?;
    Ok(head)
}

/// `{` and then the first key of an object, or its end; after a byte order mark or not.
fn looks_like_jsonl(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let rest = head.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    rest.is_some_and(|rest| rest.starts_with(b"\"") || rest.starts_with(b"}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &'static str, limit: usize) -> Vec<(String, bool)> {
        let mut lines = Lines::of("a", Box::new(text.as_bytes()));
        std::iter::from_fn(|| lines.next(limit))
            .map(|job| (job.origin, matches!(job.content, Content::Line(_))))
            .collect()
    }

    #[test]
    fn lines_are_numbered_as_in_the_file_and_blank_ones_skipped() {
        assert_eq!(lines("{}\n\n{}", 100), [("a:1".to_owned(), true), ("a:3".to_owned(), true)]);
    }

    #[test]
    fn a_line_over_the_limit_is_refused_and_the_next_one_read() {
        assert_eq!(lines("0123456789\n{}\n", 9), [("a:1".to_owned(), false), ("a:2".to_owned(), true)]);
        assert_eq!(lines("012345678\n{}\n", 9), [("a:1".to_owned(), true), ("a:2".to_owned(), true)]);
    }

    #[test]
    fn jsonl_is_told_from_text_by_its_start() {
        assert!(looks_like_jsonl(b" {\"text\": 1}"));
        assert!(looks_like_jsonl(b"\xef\xbb\xbf{\"text\": 1}"));
        assert!(!looks_like_jsonl(b"{Editor's note} The council"));
    }
}
