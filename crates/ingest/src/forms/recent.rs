//! An input that remembers the bytes it gave last, and takes them back.

use std::io::{self, BufRead, Read};

use super::{input::Input, rewind::Rewind};

/// Bytes remembered at least, of those that were given since the last [`Recent::forget`].
const REMEMBERED: usize = 64 << 10;

/// Remembers what was taken of it.
pub(super) struct Recent {
    input: Rewind,
    taken: Vec<u8>,
}

impl Recent {
    pub(super) fn new(input: Input) -> Self {
        Self { input: Rewind::new(input), taken: Vec::new() }
    }

    /// What was taken last.
    pub(super) fn taken(&self) -> &[u8] {
        &self.taken
    }

    /// Begins anew.
    pub(super) fn forget(&mut self) {
        self.taken.clear();
    }

    /// Gives the last of what was taken once more, from a place in it on, and begins anew.
    pub(super) fn rewind(&mut self, at: usize) {
        let again = self.taken.split_off(at.min(self.taken.len()));
        self.input.give_back(again);
        self.forget();
    }
}

impl BufRead for Recent {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if self.taken.len() > 2 * REMEMBERED {
            self.taken.drain(..self.taken.len() - REMEMBERED);
        }
        // It was filled before it is consumed.
        if let Ok(filled) = self.input.fill_buf() {
            self.taken.extend_from_slice(filled.get(..amount).unwrap_or_default());
        }
        self.input.consume(amount);
    }
}

impl Read for Recent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}
