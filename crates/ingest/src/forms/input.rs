//! Bytes on their way to a reader: counted, unpacked, bounded, and turned to UTF-8.

use std::{
    io::{self, BufRead, Cursor, ErrorKind, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use encoding_rs::{CoderResult, Decoder, Encoding};

use super::{gunzip, zst};
use crate::{Rejection, decode};

/// An input after gzip or zstd is undone.
pub(super) type Input = Box<dyn BufRead + Send>;

/// Bytes that tell how an input is packed.
const MARK: u64 = 4;

/// Bytes between a reader and what unpacks.
pub(super) const BUFFER: usize = 256 << 10;

/// Bytes unpacked before their ratio to those packed is looked at.
const BOMB_FLOOR: u64 = 64 << 20;

/// Bytes unpacked from one byte at most: news packs 3 to 10 times, repetitive markup 100 times, a bomb 1,000 times.
const BOMB_RATIO: u64 = 400;

/// The input counted and unpacked, of items that have so many bytes at most; none where it is empty.
pub(super) fn open(input: Input, position: &Arc<AtomicU64>, item: usize) -> io::Result<Option<Input>> {
    let mut input = Counted { inner: input, position: position.clone() };
    let mut head = Vec::new();
    (&mut input).take(MARK).read_to_end(&mut head)?;
    let (gzip, zstd, empty) = (gunzip::is_packed(&head), zst::is_packed(&head), head.is_empty());
    let input: Input = Box::new(Cursor::new(head).chain(input));
    Ok(match () {
        () if empty => None,
        () if gzip => Some(gunzip::open(input, position.clone(), item)),
        () if zstd => Some(zst::open(input, position.clone(), item)?),
        () => Some(input),
    })
}

/// Why an input cannot be read on.
pub(super) fn rejection(error: &io::Error) -> Rejection {
    if let Some(rejection) = error.get_ref().and_then(|inner| inner.downcast_ref::<Rejection>()) {
        return rejection.clone();
    }
    match error.kind() {
        ErrorKind::UnexpectedEof => truncated(),
        _ => Rejection::new("io", format!("the input cannot be read on: {error}")),
    }
}

/// The input breaks off.
pub(super) fn truncated() -> Rejection {
    Rejection::new("truncated", "the input breaks off here: get the rest of it")
}

/// All of an input up to a limit.
pub(super) fn read_all(input: &mut Input, limit: usize) -> Result<Vec<u8>, Rejection> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| rejection(&error))?;
    if bytes.len() > limit { Err(super::too_large("the input", limit)) } else { Ok(bytes) }
}

/// Fails once, where there is an error, and has no bytes.
pub(super) struct Failing(pub(super) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts what is taken.
struct Counted {
    inner: Input,
    position: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.position.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.position.fetch_add(amount as u64, Ordering::Relaxed);
    }
}

/// Why what unpacks to so many bytes is not read on, where it is a bomb.
pub(super) fn bomb(unpacked: u64, packed: u64, what: &str) -> Option<Rejection> {
    let is_bomb = unpacked > BOMB_FLOOR && unpacked / BOMB_RATIO > packed;
    let detail = || format!("the {what} data unpack to over {BOMB_RATIO} times their size: no news does");
    is_bomb.then(|| Rejection::new("bomb", detail()))
}

/// Fails when more is read than one item may hold. [`Bounded::renew`] begins the next item.
pub(super) struct Bounded<R> {
    inner: R,
    limit: usize,
    left: usize,
}

impl<R> Bounded<R> {
    pub(super) fn new(inner: R, limit: usize) -> Self {
        Self { inner, limit, left: limit }
    }

    pub(super) fn renew(&mut self) {
        self.left = self.limit;
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other(super::too_large("one entry", self.limit)));
        }
        let room = buffer.len().min(self.left);
        let read = self.inner.read(buffer.get_mut(..room).unwrap_or_default())?;
        self.left -= read;
        Ok(read)
    }
}

/// Bytes of any charset as UTF-8. The charset is decided where the first byte beyond ASCII stands, from there on and
/// from what the head declares, so that a long head in ASCII tells nothing wrong.
pub(super) struct Utf8 {
    input: Input,
    /// The first bytes, for the charset that they declare.
    head: Vec<u8>,
    raw: Vec<u8>,
    decoder: Option<Decoder>,
    text: Vec<u8>,
    taken: usize,
    ended: bool,
}

/// Bytes of the head that may declare a charset.
const HEAD: usize = 1024;

/// Bytes decoded at a time.
const CHUNK: usize = 32 << 10;

impl Utf8 {
    pub(super) fn new(input: Input) -> Self {
        let (head, raw, text) = (Vec::new(), Vec::new(), Vec::new());
        Self { input, head, raw, decoder: None, text, taken: 0, ended: false }
    }

    /// Decodes the next chunk.
    fn advance(&mut self) -> io::Result<()> {
        let wanted = CHUNK.saturating_sub(self.raw.len()) as u64;
        let read = (&mut self.input).take(wanted).read_to_end(&mut self.raw)?;
        self.ended = read == 0 && wanted > 0;
        self.text.clear();
        self.taken = 0;
        if self.decoder.is_none() {
            let plain = self.plain();
            self.text.extend(self.raw.drain(..plain));
            let room = HEAD.saturating_sub(self.head.len()).min(self.text.len());
            self.head.extend(self.text.get(..room).unwrap_or_default());
            if plain > 0 || self.raw.is_empty() {
                return Ok(());
            }
            self.decide();
        }
        self.decode();
        Ok(())
    }

    /// Bytes at the start that are the same in every charset that is expected.
    fn plain(&self) -> usize {
        let wide = self.head.is_empty() && self.raw.iter().take(4).any(|byte| *byte == 0);
        if wide { 0 } else { Encoding::iso_2022_jp_ascii_valid_up_to(&self.raw) }
    }

    fn decide(&mut self) {
        let hint = String::from_utf8_lossy(&self.head);
        let hint = if hint.starts_with("<?xml") { hint.split("?>").next().unwrap_or_default() } else { "" };
        self.decoder = Some(decode::choose(&self.raw, hint).new_decoder_with_bom_removal());
    }

    fn decode(&mut self) {
        let Some(decoder) = &mut self.decoder else { return };
        self.text.resize(decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(CHUNK * 4), 0);
        let (result, read, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        self.raw.drain(..read);
        self.text.truncate(written);
    }
}

impl Read for Utf8 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.ended {
            self.advance()?;
        }
        Ok(hand_out(&self.text, &mut self.taken, buffer))
    }
}

/// Copies what fits of the text that is not yet taken; returns how many bytes, which are then.
pub(super) fn hand_out(text: &[u8], taken: &mut usize, buffer: &mut [u8]) -> usize {
    let rest = text.get(*taken..).unwrap_or_default();
    let read = rest.len().min(buffer.len());
    if let (Some(to), Some(from)) = (buffer.get_mut(..read), rest.get(..read)) {
        to.copy_from_slice(from);
    }
    *taken += read;
    read
}
