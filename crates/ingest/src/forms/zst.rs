//! zstd around an input: frames one after another, each given out when its checksum says that it is what was packed, and before them the dictionary that the records of a web archive may
//! share ("Use of Zstandard in WARC files", a draft of the IIPC).

use std::{
    io::{self, BufRead as _, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use zstd::stream::{
    raw::{self, DParameter, InBuffer, Operation as _, OutBuffer},
    read::Decoder,
};

use super::input::{self, BUFFER, Input};
use crate::Rejection;

/// What begins a frame.
const FRAME: &[u8] = b"\x28\xb5\x2f\xfd";

/// What begins a frame that holds a dictionary.
const DICTIONARY: &[u8] = b"\x5d\x2a\x4d\x18";

/// Bytes of a dictionary at most; those of archives have about 1 MiB.
const LARGEST_DICTIONARY: u64 = 32 << 20;

/// Largest window that a frame may ask for, as the program `zstd` allows it: 128 MiB.
const WINDOW_LOG: u32 = 27;

/// Bytes unpacked to tell what a start is.
const SNIFFED: u64 = 4096;

/// Bytes that a frame may have around the item in it and still be held: the headers of a record.
const AROUND: usize = 1 << 20;

/// Bytes before the place where damage shows that may be of it: those of a block.
const DOUBTFUL: usize = 128 << 10;

/// Bytes unpacked at a time.
const STEP: usize = 64 << 10;

/// Whether an input that begins so is packed as zstd.
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(FRAME) || is_archive(head)
}

/// Whether it begins with a dictionary, as only a web archive does.
pub(super) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(DICTIONARY)
}

/// The first bytes of what is packed, as far as the start of it goes.
pub(super) fn start(head: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(decoder) = Decoder::with_buffer(head) {
        // It breaks off where the start does.
        let _ = decoder.take(SNIFFED).read_to_end(&mut bytes);
    }
    bytes
}

/// The input unpacked, of items that have so many bytes at most.
pub(super) fn open(mut input: Input, packed: Arc<AtomicU64>, item: usize) -> io::Result<Input> {
    let mut mark = Vec::new();
    (&mut input).take(DICTIONARY.len() as u64).read_to_end(&mut mark)?;
    let (dictionary, input) = if mark == DICTIONARY {
        (dictionary(&mut input)?, input)
    } else {
        (Vec::new(), Box::new(io::Cursor::new(mark).chain(input)) as Input)
    };
    let mut decoder = raw::Decoder::with_dictionary(&dictionary)?;
    decoder.set_parameter(DParameter::WindowLogMax(WINDOW_LOG))?;
    let limit = item.saturating_add(AROUND);
    let unpacking = Unpacking {
        input,
        decoder,
        packed,
        unpacked: 0,
        limit,
        held: Vec::new(),
        given: 0,
        is_inside: false,
        is_large: false,
        stopped: None,
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacking)))
}

/// The dictionary, which may be packed itself.
fn dictionary(input: &mut Input) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    if length > LARGEST_DICTIONARY {
        let detail = format!("the dictionary of the archive has over {LARGEST_DICTIONARY} bytes");
        return Err(io::Error::other(Rejection::new("zstd", detail)));
    }
    let mut bytes = Vec::new();
    if (input.take(length).read_to_end(&mut bytes)? as u64) < length {
        return Err(io::Error::other(input::truncated()));
    }
    if !bytes.starts_with(FRAME) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    Decoder::with_buffer(&*bytes)?
        .take(LARGEST_DICTIONARY)
        .read_to_end(&mut unpacked)
        .map_err(|error| damaged(&error))?;
    Ok(unpacked)
}

fn damaged(error: &io::Error) -> io::Error {
    let detail = format!("the zstd data are damaged here, and what follows cannot be read: {error}");
    io::Error::other(Rejection::new("zstd", detail))
}

/// Frames one after another. Damage and bombs end it, which is said to whoever asks again.
///
/// Only the end of a frame tells whether its bytes are what was packed, where it has a checksum. So a frame is held until then, as
/// members of gzip are; what is larger than an item may be is not held, for memory is bounded.
struct Unpacking {
    input: Input,
    decoder: raw::Decoder<'static>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    /// Bytes of a frame that are held at most.
    limit: usize,
    held: Vec<u8>,
    /// How many of those held have been given out.
    given: usize,
    /// Whether a frame has begun that has not ended.
    is_inside: bool,
    /// Whether the frame is larger than what is held, and given out as it comes.
    is_large: bool,
    stopped: Option<Rejection>,
}

/// What was unpacked last.
enum Step {
    /// More of a frame.
    Inside,
    EndOfFrame,
    EndOfInput,
}

impl Unpacking {
    fn stop(&mut self, error: &io::Error) {
        self.stopped = Some(match error.kind() {
            io::ErrorKind::UnexpectedEof => input::truncated(),
            io::ErrorKind::Other if error.get_ref().is_some_and(|inner| inner.is::<Rejection>()) => {
                input::rejection(error)
            }
            _ if error.raw_os_error().is_some() => input::rejection(error),
            _ => {
                // What was read of a frame whose checksum is wrong may be altered anywhere.
                let doubtful = if error.to_string().contains("checksum") { self.held.len() } else { DOUBTFUL };
                self.held.truncate(self.held.len().saturating_sub(doubtful));
                input::rejection(&damaged(error))
            }
        });
    }

    /// Holds the next bytes that may be given out: those of a whole frame, or the next ones of a large one.
    fn hold(&mut self) {
        self.held.clear();
        self.given = 0;
        loop {
            match self.unpack() {
                Ok(Step::Inside) => {}
                Ok(Step::EndOfFrame) => self.is_large = false,
                Ok(Step::EndOfInput) => return,
                Err(error) => return self.stop(&error),
            }
            let packed = self.packed.load(Ordering::Relaxed);
            if let Some(rejection) = input::bomb(self.unpacked, packed, "zstd") {
                self.stopped = Some(rejection);
                return;
            }
            self.is_large |= self.is_inside && self.held.len() > self.limit;
            if self.is_large || (!self.is_inside && !self.held.is_empty()) {
                return;
            }
        }
    }

    /// Unpacks the next bytes to the end of what is held.
    fn unpack(&mut self) -> io::Result<Step> {
        while let Err(error) = self.input.fill_buf() {
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        let available = self.input.fill_buf()?;
        let is_over = available.is_empty();
        if is_over && !self.is_inside {
            return Ok(Step::EndOfInput);
        }
        let before = self.held.len();
        self.held.resize(before + STEP, 0);
        let (mut from, mut to) =
            (InBuffer::around(available), OutBuffer::around(self.held.get_mut(before..).unwrap_or_default()));
        let run = self.decoder.run(&mut from, &mut to);
        let (taken, read) = (from.pos(), to.pos());
        self.held.truncate(before + read);
        let ended = run? == 0;
        if is_over && !ended && read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.input.consume(taken);
        self.unpacked += read as u64;
        self.is_inside = !ended;
        Ok(if ended { Step::EndOfFrame } else { Step::Inside })
    }
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if buffer.is_empty() || self.given < self.held.len() {
                return Ok(input::hand_out(&self.held, &mut self.given, buffer));
            }
            if let Some(rejection) = &self.stopped {
                return Err(io::Error::other(rejection.clone()));
            }
            self.hold();
            if self.held.is_empty() && self.stopped.is_none() {
                return Ok(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Content, Form, Options, detect};

    const RECORD: &str = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://paper.example/a\r\n\
                          Content-Type: text/plain\r\nContent-Length: 16\r\n\r\nThe council met.\r\n\r\n";

    /// What is read of an archive, and why the rest is not.
    fn read(bytes: Vec<u8>) -> Vec<String> {
        let form = detect(&bytes, "a.warc.zst", "").unwrap();
        assert_eq!(form, Form::Warc);
        let items = crate::forms::read(Box::new(Cursor::new(bytes)), form, &Options::default());
        let told = items.map(|item| match item.content {
            Ok(Content::Article(article)) => String::from_utf8(article.body.to_vec()).unwrap(),
            Ok(Content::Link(link)) => link.url,
            Err(rejection) => rejection.reason.to_owned(),
        });
        told.collect()
    }

    fn frame(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    fn with(dictionary: &[u8]) -> Vec<u8> {
        let packed = zstd::bulk::Compressor::with_dictionary(3, RECORD.as_bytes()).unwrap().compress(RECORD.as_bytes());
        let length = u32::try_from(dictionary.len()).unwrap().to_le_bytes();
        [DICTIONARY, &length, dictionary, &packed.unwrap()].concat()
    }

    #[test]
    fn frames_are_read_one_after_another() {
        let record = RECORD.as_bytes();
        assert_eq!(read(frame(record).repeat(3)), ["The council met."; 3]);
        // Some programs put frames between that say where the others are.
        let index = b"\x50\x2a\x4d\x18\x04\0\0\0abcd".to_vec();
        assert_eq!(read([frame(record), index, frame(record)].concat()), ["The council met."; 2]);
    }

    #[test]
    fn a_dictionary_before_them_is_used_packed_or_not() {
        assert_eq!(read(with(RECORD.as_bytes())), ["The council met."]);
        assert_eq!(read(with(&frame(RECORD.as_bytes()))), ["The council met."]);
    }

    #[test]
    fn what_breaks_off_or_is_damaged_is_said() {
        let whole = [frame(RECORD.as_bytes()), frame(RECORD.as_bytes())].concat();
        assert_eq!(read(whole[..whole.len() - 20].to_vec()), ["The council met.", "truncated"]);
        let damaged = [frame(RECORD.as_bytes()), b"no frame is this".to_vec(), frame(RECORD.as_bytes())].concat();
        assert_eq!(read(damaged), ["The council met.", "zstd"]);
        assert_eq!(read(with(b"x")[..10].to_vec()), ["truncated"]);
        assert_eq!(read([DICTIONARY, &[0xff; 4]].concat()), ["zstd"]);
        assert_eq!(read([DICTIONARY, &[9, 0, 0, 0, 1]].concat()), ["truncated"]);
    }

    /// A frame with a checksum, which is wrong.
    fn altered(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
        encoder.include_checksum(true).unwrap();
        io::Write::write_all(&mut encoder, bytes).unwrap();
        let mut frame = encoder.finish().unwrap();
        *frame.last_mut().unwrap() ^= 1;
        frame
    }

    #[test]
    fn nothing_is_used_of_a_frame_whose_checksum_is_wrong() {
        assert_eq!(read([frame(RECORD.as_bytes()), altered(RECORD.as_bytes())].concat()), ["The council met.", "zstd"]);
        assert_eq!(read([frame(RECORD.as_bytes()), altered(RECORD.repeat(3).as_bytes())].concat()).len(), 2);
    }

    #[test]
    fn what_is_larger_than_an_item_is_not_held() {
        let unpacked = |item: usize| {
            let packed = altered(&b"The council met. ".repeat(200_000));
            let counted = Arc::new(AtomicU64::new(packed.len() as u64 * 1000));
            let mut input = open(Box::new(Cursor::new(packed)), counted, item).unwrap();
            let mut bytes = Vec::new();
            (input.read_to_end(&mut bytes).unwrap_err().to_string().contains("zstd"), bytes.len())
        };
        assert_eq!(unpacked(3 << 20), (true, 0));
        assert!(unpacked(1000).1 > 1 << 20);
    }

    #[test]
    fn a_bomb_is_stopped() {
        let record = RECORD.replace("Length: 16", "Length: 300000000");
        let bomb = [frame(record.as_bytes()), frame(&vec![b'a'; 100 << 20])].concat();
        assert_eq!(read(bomb), ["bomb"]);
    }
}
