//! Places to jobs, one article each, read as late as possible: a file by the thread that works on it, JSONL line by line,
//! an archive, a feed or a table entry by entry.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
};

use dateline_ingest::{
    Rejection,
    forms::{self, Form},
    objects::{Address, Object},
};
use dateline_record::v1::RawArticle;

use super::{
    args::Reading,
    job::Refusal,
    lines::Lines,
    place::{Folders, Place},
    remote::{Listing, Remote},
};
use crate::{config::Config, exit::usage};

/// What JSON may add to the content that it carries: escapes and the other fields.
const JSON_OVERHEAD: usize = 4;

/// Bytes looked at to tell what an input is.
const SNIFFED: usize = 4096;

/// Bytes read of a file at a time.
const BUFFER: usize = 1 << 16;

/// Bytes looked at of one whose packing lets nothing be seen of it before so many are there.
const SNIFFED_PACKED: usize = 192 << 10;

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
    /// A page as its server has it, without the time at which it was fetched, and that time.
    Page(Box<RawArticle>, String),
    /// Nowhere.
    Unreadable(Refusal),
}

impl Job {
    /// Bytes of input that the job keeps in memory.
    pub(super) fn bytes_held(&self) -> usize {
        match &self.content {
            Content::File(..) => usize::try_from(self.bytes).unwrap_or(usize::MAX),
            Content::Bytes(bytes, _) | Content::Line(bytes) => bytes.len(),
            Content::Raw(raw) | Content::Page(raw, _) => raw.body.len() + raw.text.len() + raw.html.len(),
            Content::Unreadable(_) => 0,
        }
    }

    fn unreadable(origin: impl Into<String>, refusal: impl Into<Refusal>) -> Self {
        Self { origin: origin.into(), bytes: 0, content: Content::Unreadable(refusal.into()) }
    }
}

/// Every job of the paths given, in order.
pub(super) struct Inputs {
    places: VecDeque<Place>,
    format: Option<Form>,
    options: forms::Options,
    remote: Remote,
    folders: Folders,
    size: Option<u64>,
    listing: Option<Listing>,
    lines: Option<Lines>,
    entries: Option<Entries>,
    /// A job read ahead.
    ahead: Option<Job>,
    /// What was passed over since it was last asked for.
    passed: Vec<String>,
}

/// What is known of an input before it is read.
pub(super) struct About {
    /// What it is called.
    name: String,
    /// Where on the web it was found; empty where it was not.
    url: String,
    /// The media type that a server gives it.
    content_type: String,
    /// When it was fetched.
    retrieved_at: String,
}

impl About {
    fn named(name: String) -> Self {
        Self { name, url: String::new(), content_type: String::new(), retrieved_at: String::new() }
    }

    /// What a server gave for `asked`, at `url`.
    pub(super) fn page(asked: &str, url: String, content_type: String, retrieved_at: jiff::Timestamp) -> Self {
        Self { name: asked.to_owned(), url, content_type, retrieved_at: retrieved_at.to_string() }
    }
}

/// An input of many articles that is being read.
struct Entries {
    name: String,
    reader: forms::Reader,
    /// Where in the input the reader was.
    position: u64,
}

impl Inputs {
    /// The jobs of `paths`.
    ///
    /// # Errors
    /// Wrong usage or configuration, before anything is done.
    pub(super) fn new(paths: &[PathBuf], reading: &Reading, config: &Config) -> anyhow::Result<Self> {
        let places: Vec<Vec<Place>> = paths.iter().map(|path| Place::of(path)).collect::<anyhow::Result<_>>()?;
        let places = places.concat();
        let columns = reading.names();
        if columns.len() < reading.columns.len() {
            return Err(usage("a column holds one field: --column names one twice"));
        }
        let options = forms::Options { limits: config.ingest.clone(), columns, ..forms::Options::default() };
        Ok(Self {
            remote: Remote::new(&places, config)?,
            size: places.iter().map(Place::size).sum(),
            places: places.into(),
            folders: Folders::default(),
            format: reading.input_format,
            options,
            listing: None,
            lines: None,
            entries: None,
            ahead: None,
            passed: Vec::new(),
        })
    }

    /// Bytes of all of them; none where that is not known before they are read.
    pub(super) const fn size(&self) -> Option<u64> {
        self.size
    }

    /// Whether there may be more than one article. Looks into the first input where its name does not tell.
    pub(super) fn hold_many(&mut self) -> bool {
        if self.places.len() > 1 {
            return true;
        }
        self.ahead = self.next();
        self.lines.is_some() || self.entries.is_some() || self.listing.is_some() || !self.places.is_empty()
    }

    /// What the inputs that have ended held besides articles, one line each.
    pub(super) fn take_passed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.passed)
    }

    /// One job for what is one article, or cannot be read; none, and more to come, for what holds many.
    fn open(&mut self, place: Place) -> Option<Job> {
        let (name, opened) = match place {
            Place::Stdin => {
                let about = About::named("standard input".to_owned());
                let stdin = BufReader::with_capacity(BUFFER, io::stdin());
                (about.name.clone(), self.open_reader(&about, Box::new(stdin)))
            }
            Place::File(path) => (path.display().to_string(), self.open_file(path)),
            Place::Found(path) => (path.display().to_string(), self.open_found(path)),
            Place::Objects(address) => (address.to_string(), self.open_objects(address)),
            Place::Page(url) => {
                let opened = self.open_page(&url);
                (url, opened)
            }
        };
        opened.unwrap_or_else(|refusal| Some(Job::unreadable(name, refusal)))
    }

    /// The files of a directory come next.
    fn open_file(&mut self, path: PathBuf) -> Result<Option<Job>, Refusal> {
        let (name, about) = (path.display().to_string(), std::fs::metadata(&path)?);
        if about.is_dir() {
            return match self.open_folder(&path)? {
                0 => Err(Refusal::new("directory", "there is no file in it")),
                _ => Ok(None),
            };
        }
        if !about.is_file() {
            // A pipe gives its bytes once.
            let reader = BufReader::with_capacity(BUFFER, File::open(&path)?);
            return self.open_reader(&About::named(name), Box::new(reader));
        }
        let mut head = Vec::new();
        sniff(&mut File::open(&path)?, &mut head)?;
        let form = self.form(&head, &name, "")?;
        if form.is_one() && !forms::is_packed(&head) {
            let content = Content::File(path, self.content_type(form));
            return Ok(Some(Job { origin: name, bytes: about.len(), content }));
        }
        let file = BufReader::with_capacity(BUFFER, File::open(&path)?);
        self.begin(&name, form, &head, Box::new(file), "");
        Ok(None)
    }

    /// What a folder holds may be anything; a pipe or a device in it would be waited for without end.
    fn open_found(&mut self, path: PathBuf) -> Result<Option<Job>, Refusal> {
        let about = std::fs::metadata(&path)?;
        if about.is_dir() {
            return self.open_folder(&path).map(|_| None);
        }
        if !about.is_file() {
            let message = "this is a pipe, a socket or a device: it is read only where it is named itself";
            return Err(Refusal::new("special_file", message));
        }
        self.open_file(path)
    }

    /// How many files a folder has, which come next.
    fn open_folder(&mut self, path: &Path) -> Result<usize, Refusal> {
        let Some(files) = self.folders.list(path)? else {
            self.passed.push(format!("{}: a link to a folder that is read already", path.display()));
            return Ok(0);
        };
        let count = files.len();
        files.into_iter().rev().for_each(|file| self.places.push_front(Place::Found(file)));
        Ok(count)
    }

    /// Opens what is read once, from its start to its end.
    fn open_reader(&mut self, about: &About, mut reader: Box<dyn BufRead + Send>) -> Result<Option<Job>, Refusal> {
        let mut head = Vec::new();
        let read = sniff(&mut reader, &mut head);
        // One that breaks so early is told to whoever reads on: what came before is not lost.
        if head.is_empty() {
            read?;
        }
        let told_by = if about.url.is_empty() { &about.name } else { &about.url };
        let form = self.form(&head, told_by, &about.content_type)?;
        let reader: Box<dyn BufRead + Send> = Box::new(Cursor::new(head.clone()).chain(reader));
        if form.is_one() && !forms::is_packed(&head) {
            let bytes = read_capped(reader, self.options.limits.input_bytes)?;
            let (origin, read) = (about.name.clone(), bytes.len() as u64);
            return Ok(Some(Job { origin, bytes: read, content: self.one(about, bytes, form) }));
        }
        self.begin(&about.name, form, &head, reader, &about.url);
        Ok(None)
    }

    /// An article, from a page with what its server says of it.
    fn one(&self, about: &About, bytes: Vec<u8>, form: Form) -> Content {
        if about.url.is_empty() {
            return Content::Bytes(bytes, self.content_type(form));
        }
        let given = self.format.map(|_| self.content_type(form).to_owned());
        let content_type = given.unwrap_or_else(|| about.content_type.clone());
        let article = RawArticle { body: bytes.into(), content_type, url: about.url.clone(), ..RawArticle::default() };
        Content::Page(Box::new(article), about.retrieved_at.clone())
    }

    /// What is hidden was not read, which is told once.
    fn tell_hidden(&mut self) {
        match self.folders.take_hidden() {
            0 => {}
            1 => self
                .passed
                .push("a file or folder that is hidden was left out: name it itself to have it read".to_owned()),
            hidden => self
                .passed
                .push(format!("{hidden} hidden files and folders were left out: name them to have them read")),
        }
    }

    /// The objects of an address that names many come next.
    fn open_objects(&mut self, address: Address) -> Result<Option<Job>, Refusal> {
        if address.is_many() {
            self.listing = Some(self.remote.list(address)?);
            return Ok(None);
        }
        let object = self.remote.get(&address)?;
        self.open_object(object)
    }

    fn open_object(&mut self, object: Object) -> Result<Option<Job>, Refusal> {
        let about = About::named(object.name.clone());
        let reader = self.remote.reader(object)?;
        self.open_reader(&about, Box::new(reader))
    }

    /// An archive is read as it comes, where it is called or said to be one; anything else is held.
    fn open_page(&mut self, url: &str) -> Result<Option<Job>, Refusal> {
        let form = self.format.or_else(|| forms::detect(b"", url, "").ok());
        let archive = matches!(form, Some(Form::Warc | Form::Jsonl | Form::Csv));
        let (about, reader) = if archive { self.remote.stream(url)? } else { self.remote.fetch(url)? };
        self.open_reader(&about, reader)
    }

    /// What an input is: as was said, else as it shows. What is empty or no text is one article, which is refused as it is
    /// parsed: by the ledger where it is submitted.
    fn form(&self, head: &[u8], name: &str, content_type: &str) -> Result<Form, Rejection> {
        match self.format {
            Some(form) => Ok(form),
            None if head.is_empty() => Ok(Form::Text),
            None => match forms::detect(head, name, content_type) {
                Err(Rejection { reason: "pdf" | "binary", .. }) => Ok(Form::Text),
                told => told,
            },
        }
    }

    /// Begins to read what holds many articles.
    fn begin(&mut self, name: &str, form: Form, head: &[u8], reader: Box<dyn BufRead + Send>, base: &str) {
        if form == Form::Jsonl && forms::is_lines(head) {
            self.lines = Some(Lines::of(name, reader));
            return;
        }
        base.clone_into(&mut self.options.base);
        let reader = forms::read(reader, form, &self.options);
        self.entries = Some(Entries { name: name.to_owned(), reader, position: 0 });
    }

    /// What was said of it, or the markup that was found; without either the article tells as it is parsed.
    fn content_type(&self, form: Form) -> &'static str {
        match form {
            Form::Html => "text/html",
            Form::Text if self.format.is_some() => "text/plain",
            _ => "",
        }
    }

    /// The next job of what is being read; none where that has ended.
    fn read_on(&mut self) -> Option<Job> {
        if let Some(lines) = &mut self.lines {
            match lines.next(self.options.limits.input_bytes.saturating_mul(JSON_OVERHEAD)) {
                Some(job) => return Some(job),
                None => self.lines = None,
            }
        }
        if let Some(entries) = &mut self.entries {
            match entries.next() {
                Some(job) => return Some(job),
                None => self.passed.extend(entries.passed()),
            }
            self.entries = None;
        }
        None
    }

    /// Opens the next object of a listing: its job, or none, and more to come.
    fn list_on(&mut self, mut listing: Listing) -> Option<Job> {
        let next = self.remote.next(&mut listing);
        let opened = match next {
            None => return self.end_of(&listing),
            Some(Ok(object)) => {
                let name = object.name.clone();
                self.open_object(object).map_err(|refusal| (name, refusal))
            }
            Some(Err((name, rejection))) => Err((name, rejection.into())),
        };
        self.listing = Some(listing);
        opened.unwrap_or_else(|(name, refusal)| Some(Job::unreadable(name, refusal)))
    }

    /// A listing that found nothing is no input; what looks like a pattern may yet be the key of one object.
    fn end_of(&mut self, listing: &Listing) -> Option<Job> {
        let address = &listing.address;
        if listing.empty > 0 {
            self.passed.push(format!("{address}: no articles, passed over: empty object {}", listing.empty));
        }
        if listing.found > 0 {
            return None;
        }
        let opened = if address.is_pattern() {
            self.remote.get(address).and_then(|object| self.open_object(object))
        } else {
            Err(Refusal::new("not_found", "there is no object below it"))
        };
        opened.unwrap_or_else(|refusal| Some(Job::unreadable(address.to_string(), refusal)))
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
            if let Some(job) = self.read_on() {
                return Some(job);
            }
            let job = match self.listing.take() {
                Some(listing) => self.list_on(listing),
                None => match self.places.pop_front() {
                    Some(place) => self.open(place),
                    None => {
                        self.tell_hidden();
                        return None;
                    }
                },
            };
            if job.is_some() {
                return job;
            }
        }
    }
}

/// Takes the start of an input, enough to tell what it is.
fn sniff(reader: &mut impl Read, head: &mut Vec<u8>) -> io::Result<()> {
    reader.by_ref().take(SNIFFED as u64).read_to_end(head)?;
    if forms::is_packed(head) {
        reader.by_ref().take((SNIFFED_PACKED - SNIFFED) as u64).read_to_end(head)?;
    }
    Ok(())
}

/// The bytes of a file, at most one more than the limit: enough to tell that it is too large.
pub(super) fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Refusal> {
    Ok(File::open(path).and_then(|file| read_capped(file, limit))?)
}

fn read_capped(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        if let Some(rejection) = error.get_ref().and_then(|inner| inner.downcast_ref::<Rejection>()) {
            return rejection.clone().into();
        }
        match error.kind() {
            io::ErrorKind::NotFound => Self::new("not_found", "there is no such file"),
            io::ErrorKind::PermissionDenied => Self::new("permission", "this file may not be read"),
            _ => Self::new("io", error.to_string()),
        }
    }
}
