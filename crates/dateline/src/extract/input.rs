//! Paths to jobs, one article each, read as late as possible: a file by the thread that works on it, JSONL line by line,
//! an archive, a feed or a table entry by entry.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use dateline_ingest::{
    Limits,
    forms::{self, Form},
};
use dateline_record::v1::RawArticle;

use super::{args::InputFormat, job::Refusal};

/// What JSON may add to the content that it carries: escapes and the other fields.
const JSON_OVERHEAD: usize = 4;

/// Bytes looked at to tell what an input is.
const SNIFFED: u64 = 4096;

/// What gzip begins with.
const GZIP: &[u8] = b"\x1f\x8b";

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
    /// Read already, from an input of many.
    Raw(Box<RawArticle>),
    /// Nowhere.
    Unreadable(Refusal),
}

impl Job {
    /// Bytes of input that the job keeps in memory.
    pub(super) fn bytes_held(&self) -> usize {
        match &self.content {
            Content::File(..) => usize::try_from(self.bytes).unwrap_or(usize::MAX),
            Content::Bytes(bytes, _) | Content::Line(bytes) => bytes.len(),
            Content::Raw(raw) => raw.body.len() + raw.text.len() + raw.html.len(),
            Content::Unreadable(_) => 0,
        }
    }

    fn unreadable(origin: String, refusal: Refusal) -> Self {
        Self { origin, bytes: 0, content: Content::Unreadable(refusal) }
    }
}

/// Every job of the paths given, in order.
pub(super) struct Inputs {
    paths: VecDeque<PathBuf>,
    format: Option<InputFormat>,
    options: forms::Options,
    lines: Option<Lines>,
    entries: Option<Entries>,
    /// A job read ahead.
    ahead: Option<Job>,
    /// What was passed over since it was last asked for.
    passed: Vec<String>,
}

/// An input of many articles that is being read.
struct Entries {
    name: String,
    reader: forms::Reader,
    /// Where in the input the reader was.
    position: u64,
}

struct Lines {
    name: String,
    reader: Box<dyn BufRead + Send>,
    number: usize,
}

impl Inputs {
    /// The jobs of `paths`, whatever they are called when `format` is given.
    pub(super) fn new(paths: Vec<PathBuf>, format: Option<InputFormat>, limits: &Limits) -> Self {
        let options = forms::Options { limits: limits.clone(), ..forms::Options::default() };
        let paths = paths.into_iter().flat_map(expanded).collect();
        Self { paths, format, options, lines: None, entries: None, ahead: None, passed: Vec::new() }
    }

    /// Whether there may be more than one article. Looks into the first input where its name does not tell.
    pub(super) fn hold_many(&mut self) -> bool {
        if self.paths.len() > 1 {
            return true;
        }
        self.ahead = self.next();
        self.lines.is_some() || self.entries.is_some()
    }

    /// What the inputs that have ended held besides articles, one line each.
    pub(super) fn take_passed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.passed)
    }

    fn open(&mut self, path: PathBuf) -> Option<Job> {
        let name = if is_stdin(&path) { "standard input".to_owned() } else { path.display().to_string() };
        match self.try_open(&name, path) {
            Ok(job) => job,
            Err(error) => Some(Job::unreadable(name, refusal_of(&error))),
        }
    }

    /// One job for a file; none, and more to come, for what holds many; the files of a directory come next.
    fn try_open(&mut self, name: &str, path: PathBuf) -> io::Result<Option<Job>> {
        if is_stdin(&path) {
            return self.open_reader(name, Box::new(BufReader::with_capacity(1 << 16, io::stdin())));
        }
        let size = std::fs::metadata(&path)?;
        if size.is_dir() {
            let files = files_of(&path)?;
            if files.is_empty() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "there is no file in it"));
            }
            files.into_iter().rev().for_each(|file| self.paths.push_front(file));
            return Ok(None);
        }
        let head = head_of(&path)?;
        let format = match self.format.or_else(|| by_name(&path)) {
            None => by_content(&head, name),
            format => format,
        };
        if format.is_none_or(InputFormat::is_one) && !head.starts_with(GZIP) {
            let content = Content::File(path, content_type(format));
            return Ok(Some(Job { origin: name.to_owned(), bytes: size.len(), content }));
        }
        let file = File::open(&path)?;
        self.begin(name, format, head.starts_with(GZIP), Box::new(BufReader::with_capacity(1 << 16, file)));
        Ok(None)
    }

    fn open_reader(&mut self, name: &str, mut reader: Box<dyn BufRead + Send>) -> io::Result<Option<Job>> {
        let head = reader.fill_buf()?;
        let (gzip, found) = (head.starts_with(GZIP), by_content(head, ""));
        let format = self.format.or(found);
        if format.is_none_or(InputFormat::is_one) && !gzip {
            let bytes = read_capped(reader, self.options.limits.input_bytes)?;
            let content = Content::Bytes(bytes, content_type(format));
            return Ok(Some(Job { origin: name.to_owned(), bytes: 0, content }));
        }
        self.begin(name, format, gzip, reader);
        Ok(None)
    }

    /// Begins to read what holds many articles.
    fn begin(&mut self, name: &str, format: Option<InputFormat>, gzip: bool, reader: Box<dyn BufRead + Send>) {
        match format.map(InputFormat::form) {
            Some(Form::Jsonl) if !gzip => self.lines = Some(Lines::of(name, reader)),
            form => {
                let form = form.unwrap_or(Form::Text);
                let reader = forms::read(reader, form, &self.options);
                self.entries = Some(Entries { name: name.to_owned(), reader, position: 0 });
            }
        }
    }
}

impl Entries {
    fn next(&mut self) -> Option<Job> {
        let item = self.reader.next()?;
        let before = std::mem::replace(&mut self.position, self.reader.position());
        let origin =
            if item.location.is_empty() { self.name.clone() } else { format!("{}: {}", self.name, item.location) };
        let content = match item.content {
            Ok(forms::Content::Article(raw)) => Content::Raw(raw),
            Ok(forms::Content::Link(link)) => {
                let message = format!("only a link is here: dateline fetch {}", link.url);
                Content::Unreadable(Refusal::new("link", message))
            }
            Err(rejection) => Content::Unreadable(rejection.into()),
        };
        Some(Job { origin, bytes: self.position.saturating_sub(before), content })
    }

    /// What in the input was no article, for people.
    fn passed(&self) -> Option<String> {
        let counts: Vec<String> =
            self.reader.passed().iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        (!counts.is_empty()).then(|| format!("{}: no articles, passed over: {}", self.name, counts.join(", ")))
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
                match lines.next(self.options.limits.input_bytes.saturating_mul(JSON_OVERHEAD)) {
                    Some(job) => return Some(job),
                    None => self.lines = None,
                }
            }
            if let Some(entries) = &mut self.entries {
                if let Some(job) = entries.next() {
                    return Some(job);
                }
                self.passed.extend(entries.passed());
                self.entries = None;
            }
            let path = self.paths.pop_front()?;
            if let Some(job) = self.open(path) {
                return Some(job);
            }
        }
    }
}

impl Lines {
    fn of(name: &str, reader: Box<dyn BufRead + Send>) -> Self {
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
        io::ErrorKind::IsADirectory => ("directory", error.to_string()),
        _ => ("io", error.to_string()),
    };
    Refusal::new(reason, message)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The files that a pattern such as `news/*.html` names; what is no pattern is itself.
fn expanded(path: PathBuf) -> Vec<PathBuf> {
    let text = path.to_string_lossy();
    if !text.contains(['*', '?', '[']) || path.exists() {
        return vec![path];
    }
    let found: Vec<PathBuf> = glob::glob(&text).into_iter().flatten().filter_map(Result::ok).collect();
    // One that names nothing is told as the file that is not there.
    if found.is_empty() { vec![path] } else { found }
}

/// What a directory holds, in the order of names, hidden files left out.
fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    files.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    files.sort();
    Ok(files)
}

fn by_name(path: &Path) -> Option<InputFormat> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" | "md" => Some(InputFormat::Text),
        "html" | "htm" | "xhtml" => Some(InputFormat::Html),
        "jsonl" | "ndjson" => Some(InputFormat::Jsonl),
        _ => None,
    }
}

/// By what an input begins with; nothing where that is no form of news, which its reader will say.
fn by_content(head: &[u8], name: &str) -> Option<InputFormat> {
    if looks_like_jsonl(head) && !head.get(..head.len().min(400)).is_some_and(is_json_feed) {
        return Some(InputFormat::Jsonl);
    }
    match forms::detect(head, name, "").ok()? {
        Form::Text => None,
        form => Some(InputFormat::of(form)),
    }
}

/// Whether a JSON object says that it is a JSON Feed.
fn is_json_feed(head: &[u8]) -> bool {
    String::from_utf8_lossy(head).contains("jsonfeed.org/version")
}

fn content_type(format: Option<InputFormat>) -> &'static str {
    match format {
        Some(InputFormat::Text) => "text/plain",
        Some(InputFormat::Html) => "text/html",
        _ => "",
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
