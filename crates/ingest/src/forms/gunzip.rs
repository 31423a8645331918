//! gzip around an input: members one after another, each given out when its checksum says that it is what was packed.

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::GzDecoder;

use super::{
    input::{self, BUFFER, Input},
    recent::Recent,
};
use crate::Rejection;

/// What begins a member of gzip: its mark and the one method there is.
const MEMBER: &[u8] = b"\x1f\x8b\x08";

/// Members that are damaged at most: what has more is no archive.
const MOST_DAMAGED: u64 = 10_000;

/// Bytes that a member may have around the item in it and still be held: the headers of a record.
const AROUND: usize = 1 << 20;

/// Bytes before the place where damage shows that may be of it: what is altered unpacks to something else for a while before
/// it unpacks to nothing.
const DOUBTFUL: usize = 64 << 10;

/// Bytes unpacked at a time.
const STEP: usize = 64 << 10;

/// Whether an input that begins so is packed as gzip.
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(MEMBER)
}

/// The input unpacked, of items that have so many bytes at most.
pub(super) fn open(input: Input, packed: Arc<AtomicU64>, item: usize) -> Input {
    Box::new(BufReader::with_capacity(BUFFER, Gunzip::new(input, packed, item.saturating_add(AROUND))))
}

/// Members of gzip one after another. After a damaged one it goes on with the next that begins, so that a reader which
/// can find its place again may read on; after a bomb or where the input breaks off there is no more, and that is said
/// to whoever asks again.
///
/// Only the end of a member tells whether its bytes are what was packed. So a member is held until then: one whose checksum is
/// wrong gives nothing. What is larger than an item may be is not held, for memory is bounded: of that the damage is told behind
/// what was given out.
struct Gunzip {
    decoder: Option<GzDecoder<Recent>>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    damaged: u64,
    stopped: Option<(ErrorKind, Rejection)>,
    /// Bytes of a member that are held at most.
    limit: usize,
    held: Vec<u8>,
    /// How many of those held have been given out.
    given: usize,
    /// Whether the member is larger than what is held, and given out as it comes.
    large: bool,
    /// What is told when all that is held has been given out.
    then: Option<io::Error>,
}

impl Gunzip {
    fn new(input: Input, packed: Arc<AtomicU64>, limit: usize) -> Self {
        let decoder = Some(GzDecoder::new(Recent::new(input)));
        let (unpacked, damaged, stopped, then) = (0, 0, None, None);
        Self { decoder, packed, unpacked, damaged, stopped, limit, held: Vec::new(), given: 0, large: false, then }
    }

    /// Whether another member follows. Zeros before it fill the blocks of a tape or a disk.
    fn next_member(&mut self) -> io::Result<bool> {
        self.large = false;
        let Some(decoder) = self.decoder.take() else { return Ok(false) };
        let mut input = decoder.into_inner();
        let more = loop {
            let available = input.fill_buf()?;
            match available.iter().take_while(|byte| **byte == 0).count() {
                0 => break !available.is_empty(),
                zeros => input.consume(zeros),
            }
        };
        input.forget();
        self.decoder = more.then(|| GzDecoder::new(input));
        Ok(more)
    }

    fn check_ratio(&mut self, read: usize) -> io::Result<usize> {
        self.unpacked += read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        match input::bomb(self.unpacked, packed, "gzip") {
            Some(rejection) => Err(self.stop(ErrorKind::Other, rejection)),
            None => Ok(read),
        }
    }

    fn stop(&mut self, kind: ErrorKind, rejection: Rejection) -> io::Error {
        self.decoder = None;
        self.stopped = Some((kind, rejection.clone()));
        io::Error::new(kind, rejection)
    }

    fn recover(&mut self, error: &io::Error) -> io::Error {
        if error.kind() == ErrorKind::UnexpectedEof || !is_damage(error) {
            return self.stop(error.kind(), input::rejection(error));
        }
        let detail = match (is_of_checksum(error), self.large) {
            (true, false) => {
                "the gzip data are damaged: their checksum is wrong, and nothing of them is used".to_owned()
            }
            (true, true) => "the gzip data that end here are damaged: their checksum is wrong, and what was read of \
                             them may be altered"
                .to_owned(),
            (false, _) => format!("the gzip data are damaged: {error}"),
        };
        self.large = false;
        self.damaged += 1;
        if self.damaged > MOST_DAMAGED {
            return self.stop(ErrorKind::Other, Rejection::new("gzip", format!("{detail}, over {MOST_DAMAGED} times")));
        }
        if let Some(decoder) = self.decoder.take() {
            let mut input = decoder.into_inner();
            // One that breaks off has taken the start of the next for its own.
            input.rewind(1);
            let next = find_member(&mut input).ok().flatten();
            self.decoder = next.map(|at| {
                input.rewind(at);
                GzDecoder::new(input)
            });
        }
        io::Error::new(ErrorKind::InvalidData, Rejection::new("gzip", detail))
    }

    /// Unpacks the next bytes to the end of what is held; none where the input ends or a member does.
    fn unpack(&mut self) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return Ok(0) };
        let before = self.held.len();
        self.held.resize(before + STEP, 0);
        let read = loop {
            match decoder.read(self.held.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.held.truncate(before + read.as_ref().copied().unwrap_or_default());
        read
    }

    /// Holds the next bytes that may be given out: those of a whole member, or the next ones of a large one.
    fn hold(&mut self) {
        self.held.clear();
        self.given = 0;
        let told = loop {
            match self.unpack() {
                Ok(0) => break self.next_member().err().map(|error| self.recover(&error)),
                Ok(read) => {
                    if let Err(error) = self.check_ratio(read) {
                        break Some(error);
                    }
                }
                Err(error) => {
                    self.held.truncate(self.held.len().saturating_sub(self.doubtful(&error)));
                    break Some(self.recover(&error));
                }
            }
            self.large |= self.held.len() > self.limit;
            if self.large {
                break None;
            }
        };
        self.then = told;
    }

    /// How many of the bytes that are held may not be what was packed.
    fn doubtful(&self, error: &io::Error) -> usize {
        match () {
            () if !is_damage(error) => 0,
            () if is_of_checksum(error) => self.held.len(),
            () => DOUBTFUL,
        }
    }
}

impl Read for Gunzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if buffer.is_empty() || self.given < self.held.len() {
                return Ok(input::hand_out(&self.held, &mut self.given, buffer));
            }
            if let Some(error) = self.then.take() {
                return Err(error);
            }
            if let Some((kind, rejection)) = &self.stopped {
                return Err(io::Error::new(*kind, rejection.clone()));
            }
            if self.decoder.is_none() {
                return Ok(0);
            }
            self.hold();
        }
    }
}

/// Whether an error is of the bytes, which unpacking tells, rather than of getting them.
fn is_damage(error: &io::Error) -> bool {
    let of_bytes = matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput);
    of_bytes && error.raw_os_error().is_none() && !error.get_ref().is_some_and(|inner| inner.is::<Rejection>())
}

/// Whether a member unpacked well to what was not packed. What unpacks says so in words alone.
fn is_of_checksum(error: &io::Error) -> bool {
    is_damage(error) && error.to_string().contains("checksum")
}

/// Takes what is before the next mark of a member, and the mark; where that is in what was taken last.
fn find_member(input: &mut Recent) -> io::Result<Option<usize>> {
    let mut matched = 0;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(None);
        }
        let mut taken = 0;
        for byte in available {
            taken += 1;
            matched = match MEMBER.get(matched) {
                Some(expected) if expected == byte => matched + 1,
                _ => usize::from(MEMBER.first() == Some(byte)),
            };
            if matched == MEMBER.len() {
                break;
            }
        }
        input.consume(taken);
        if matched == MEMBER.len() {
            return Ok(Some(input.taken().len() - MEMBER.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use super::*;
    use crate::forms::{Content, Form, Options, read};

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// With the checksum of another text.
    fn altered(text: &[u8]) -> Vec<u8> {
        let mut member = pack(text);
        let at = member.len() - 6;
        member[at] ^= 0x20;
        member
    }

    fn record(text: &str) -> Vec<u8> {
        let head =
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://paper.example/a\r\nContent-Type: text/plain";
        format!("{head}\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n", text.len()).into_bytes()
    }

    fn line(text: &str) -> Vec<u8> {
        format!("{{\"text\":\"{text}\"}}\n").into_bytes()
    }

    fn items(bytes: Vec<u8>, form: Form, item: usize) -> Vec<String> {
        let mut options = Options::default();
        options.limits.input_bytes = item;
        let items = read(Box::new(Cursor::new(bytes)), form, &options).map(|item| match item.content {
            Ok(Content::Article(article)) if article.body.is_empty() => article.text,
            Ok(Content::Article(article)) => String::from_utf8_lossy(&article.body).into_owned(),
            Ok(Content::Link(link)) => link.url,
            Err(rejection) => rejection.to_string(),
        });
        items.map(|told| told.chars().take(40).collect()).collect()
    }

    const WRONG: &str = "the gzip data are damaged: their checksu";

    #[test]
    fn what_its_checksum_belies_is_refused_and_the_rest_is_read() {
        for (form, shape) in [(Form::Warc, record as fn(&str) -> Vec<u8>), (Form::Jsonl, line)] {
            let members = |which: &str| {
                let member = |c| if c == 'x' { altered(&shape("Altered.")) } else { pack(&shape("Whole.")) };
                items(which.chars().flat_map(member).collect(), form, 1 << 24)
            };
            assert_eq!(members("oxo"), ["Whole.", WRONG, "Whole."], "{form:?}");
            assert_eq!(members("x"), [WRONG], "{form:?}");
            assert_eq!(members("ox"), ["Whole.", WRONG], "{form:?}");
            assert_eq!(members("xo"), [WRONG, "Whole."], "{form:?}");
            let many = [shape("One."), shape("Two.")].concat();
            assert_eq!(
                items([altered(&many), pack(&many)].concat(), form, 1 << 24),
                [WRONG, "One.", "Two."],
                "{form:?}"
            );
        }
        for form in [Form::Text, Form::Html] {
            assert_eq!(items(altered(b"The council met."), form, 1 << 24), [WRONG]);
        }
    }

    #[test]
    fn what_is_too_large_to_be_held_is_read_and_its_damage_told() {
        let count = 40_000;
        let lines: Vec<u8> = (0..count).flat_map(|number| line(&format!("The council met {number} times."))).collect();
        let told = items([altered(&lines), pack(&line("Whole."))].concat(), Form::Jsonl, 1000);
        assert_eq!(told.len(), count + 2);
        assert_eq!(
            &told[count - 1..],
            ["The council met 39999 times.", "the gzip data that end here are damaged:", "Whole."]
        );
        let packed = pack(&lines);
        let mut reader = Gunzip::new(Box::new(Cursor::new(packed.clone())), Arc::new(AtomicU64::new(0)), 1000);
        let mut unpacked = Vec::new();
        reader.read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == lines && reader.held.capacity() <= 2 * STEP, "{}", reader.held.capacity());
    }

    #[test]
    fn what_is_unpacked_just_before_damage_shows_is_not_used() {
        let lines: Vec<u8> = (0..20_000).flat_map(|number| line(&format!("The council met {number} times."))).collect();
        let mut packed = pack(&lines);
        let middle = packed.len() / 2;
        packed[middle..middle + 40].fill(0xff);
        let told = items([packed, pack(&line("Whole."))].concat(), Form::Jsonl, 1 << 24);
        let (last, read) = told.split_last().unwrap();
        assert_eq!(last, "Whole.");
        let (damage, read) = read.split_last().unwrap();
        assert!(damage.starts_with("the gzip data are damaged"), "{damage}");
        assert!(read.len() > 5_000 && read.len() < 10_000, "{}", read.len());
        assert!(read.iter().enumerate().all(|(at, text)| *text == format!("The council met {at} times.")));
    }

    #[test]
    fn a_member_without_its_end_is_read_as_far_as_it_goes() {
        let lines = [line("One."), line("Two.")].concat();
        let packed = pack(&lines);
        let cut = packed[..packed.len() - 5].to_vec();
        assert_eq!(items(cut, Form::Jsonl, 1 << 24), ["One.", "Two.", "the input breaks off here: get the rest "]);
    }

    #[test]
    fn many_small_members_take_the_time_of_their_bytes() {
        let started = std::time::Instant::now();
        assert_eq!(items(pack(&line("One.")).repeat(100_000), Form::Jsonl, 1 << 24).len(), 100_000);
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }
}
