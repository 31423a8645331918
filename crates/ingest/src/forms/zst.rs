//! zstd around an input: frames one after another, and before them the dictionary that the records of a web archive may
//! share ("Use of Zstandard in WARC files", a draft of the IIPC).

use std::{
    io::{self, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use zstd::stream::read::Decoder;

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

/// The input unpacked.
pub(super) fn open(mut input: Input, packed: Arc<AtomicU64>) -> io::Result<Input> {
    let mut mark = Vec::new();
    (&mut input).take(DICTIONARY.len() as u64).read_to_end(&mut mark)?;
    let (dictionary, input) = if mark == DICTIONARY {
        (dictionary(&mut input)?, input)
    } else {
        (Vec::new(), Box::new(io::Cursor::new(mark).chain(input)) as Input)
    };
    let mut decoder = Decoder::with_dictionary(input, &dictionary)?;
    decoder.window_log_max(WINDOW_LOG)?;
    let unpacking = Unpacking { decoder, packed, unpacked: 0, stopped: None };
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
struct Unpacking {
    decoder: Decoder<'static, Input>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    stopped: Option<Rejection>,
}

impl Unpacking {
    fn stop(&mut self, error: &io::Error) -> io::Error {
        let rejection = match error.kind() {
            io::ErrorKind::UnexpectedEof => input::truncated(),
            io::ErrorKind::Other if error.get_ref().is_some_and(|inner| inner.is::<Rejection>()) => {
                input::rejection(error)
            }
            _ if error.raw_os_error().is_some() => input::rejection(error),
            _ => input::rejection(&damaged(error)),
        };
        self.stopped = Some(rejection.clone());
        io::Error::other(rejection)
    }
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(rejection) = &self.stopped {
            return Err(io::Error::other(rejection.clone()));
        }
        let read = match self.decoder.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            read => read.map_err(|error| self.stop(&error))?,
        };
        self.unpacked += read as u64;
        match input::bomb(self.unpacked, self.packed.load(Ordering::Relaxed), "zstd") {
            Some(rejection) => Err(self.stop(&io::Error::other(rejection))),
            None => Ok(read),
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

    #[test]
    fn a_bomb_is_stopped() {
        let record = RECORD.replace("Length: 16", "Length: 300000000");
        let bomb = [frame(record.as_bytes()), frame(&vec![b'a'; 100 << 20])].concat();
        assert_eq!(read(bomb), ["bomb"]);
    }
}
