//! An input that may be gzip: one member, many, or none.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

/// First bytes of a gzip member: the mark and the only method there is.
const GZIP: &[u8] = b"\x1f\x8b\x08";

/// Bytes of inflated data held at once.
const CHUNK: usize = 64 << 10;

/// The bytes of an input, inflated where it is gzip.
pub(super) struct Inflated<R: BufRead> {
    source: Source<R>,
    chunk: Box<[u8]>,
    filled: std::ops::Range<usize>,
}

enum Source<R: BufRead> {
    /// Nothing read yet, or between two members.
    Start(Counted<R>),
    Plain(Counted<R>),
    Gzip(Box<GzDecoder<Counted<R>>>),
    Taken,
}

impl<R: BufRead> Inflated<R> {
    pub(super) fn new(input: R) -> Self {
        let counted = Counted::new(input);
        Self { source: Source::Start(counted), chunk: vec![0; CHUNK].into_boxed_slice(), filled: 0..0 }
    }

    /// Bytes of the input as it is that have been read.
    pub(super) fn position(&self) -> u64 {
        match &self.source {
            Source::Start(input) | Source::Plain(input) => input.position - self.plain_ahead(),
            Source::Gzip(decoder) => decoder.get_ref().position,
            Source::Taken => 0,
        }
    }

    /// Bytes of plain input that are in the chunk.
    const fn plain_ahead(&self) -> u64 {
        match self.source {
            Source::Plain(_) => (self.filled.end - self.filled.start) as u64,
            _ => 0,
        }
    }

    /// After damage: goes to the next member, or in plain input to the next place of `mark` at the start of a line.
    /// Returns whether there is one.
    pub(super) fn resynchronise(&mut self, mark: &[u8]) -> io::Result<bool> {
        match std::mem::replace(&mut self.source, Source::Taken) {
            Source::Gzip(decoder) => {
                self.filled = 0..0;
                let mut input = decoder.into_inner();
                let found = input.rewind_to(GZIP) || seek(&mut input, GZIP)?;
                self.source = Source::Start(input);
                Ok(found)
            }
            other => {
                self.source = other;
                // Past the mark of the record that is damaged.
                let skipped = self.fill_buf()?.len().min(1);
                self.consume(skipped);
                seek(self, mark)
            }
        }
    }

    /// Fills the chunk with the next bytes; empty at the end.
    fn refill(&mut self) -> io::Result<()> {
        loop {
            match &mut self.source {
                Source::Start(input) => {
                    let head = input.fill_buf()?;
                    let gzip =
                        head.first() == GZIP.first() && head.get(1).is_none_or(|second| Some(second) == GZIP.get(1));
                    let Source::Start(mut input) = std::mem::replace(&mut self.source, Source::Taken) else {
                        return Ok(());
                    };
                    input.begin_member();
                    self.source =
                        if gzip { Source::Gzip(Box::new(GzDecoder::new(input))) } else { Source::Plain(input) };
                }
                Source::Plain(input) => {
                    let read = input.read(&mut self.chunk)?;
                    self.filled = 0..read;
                    return Ok(());
                }
                Source::Gzip(decoder) => {
                    let read = decoder.read(&mut self.chunk)?;
                    self.filled = 0..read;
                    if read > 0 || decoder.get_mut().fill_buf()?.is_empty() {
                        return Ok(());
                    }
                    // The member has ended and something follows.
                    let Source::Gzip(decoder) = std::mem::replace(&mut self.source, Source::Taken) else {
                        return Ok(());
                    };
                    self.source = Source::Start(decoder.into_inner());
                }
                Source::Taken => return Ok(()),
            }
        }
    }
}

impl<R: BufRead> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), available.get(..length)) {
            to.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Inflated<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.filled.is_empty() {
            self.refill()?;
        }
        Ok(self.chunk.get(self.filled.clone()).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.filled.start = (self.filled.start + amount).min(self.filled.end);
    }
}

/// Goes to the next place of a mark; returns whether there is one.
fn seek(input: &mut impl BufRead, mark: &[u8]) -> io::Result<bool> {
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(false);
        }
        if let Some(at) = memmem::find(available, mark) {
            input.consume(at);
            return Ok(true);
        }
        // What could be the start of a mark at the end is given up with the rest: it is one record in many thousands.
        let length = available.len();
        input.consume(length);
    }
}

/// Counts what is read, and keeps what was read of a member: damage in it is often noticed only in the next one.
struct Counted<R> {
    input: R,
    position: u64,
    /// What was read since the member began, up to a limit.
    history: Vec<u8>,
    /// What is to be read again, and how much of it has been.
    again: Vec<u8>,
    read_again: usize,
}

/// Bytes of a member that are kept; a page is far smaller.
const MAX_HISTORY: usize = 4 << 20;

impl<R: BufRead> Counted<R> {
    const fn new(input: R) -> Self {
        Self { input, position: 0, history: Vec::new(), again: Vec::new(), read_again: 0 }
    }

    /// Forgets the member before.
    fn begin_member(&mut self) {
        self.history.clear();
    }

    /// Goes back to a mark after the member's own, when one was read over.
    fn rewind_to(&mut self, mark: &[u8]) -> bool {
        let own = mark.len();
        let Some(at) = self.history.get(own..).and_then(|rest| memmem::find(rest, mark)) else { return false };
        let mut again = self.history.split_off(own + at);
        self.position -= again.len() as u64;
        again.extend_from_slice(self.again.get(self.read_again..).unwrap_or_default());
        (self.again, self.read_again) = (again, 0);
        true
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), available.get(..length)) {
            to.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.again.get(self.read_again..) {
            Some(again) if !again.is_empty() => Ok(again),
            _ => self.input.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.position += amount as u64;
        let again = self.again.get(self.read_again..).unwrap_or_default();
        let kept = self.history.len() + amount <= MAX_HISTORY;
        if again.is_empty() {
            // Copied before it is given up: what `fill_buf` gives is still there.
            if kept && let Ok(available) = self.input.fill_buf() {
                self.history.extend_from_slice(available.get(..amount).unwrap_or_default());
            }
            self.input.consume(amount);
        } else {
            if kept {
                self.history.extend_from_slice(again.get(..amount).unwrap_or_default());
            }
            self.read_again += amount;
        }
    }
}
