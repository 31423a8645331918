//! An input that takes back what was read of it.

use std::io::{self, BufRead, Cursor, Read};

use crate::forms::input::Input;

/// What was given back, then the input.
pub(super) struct Rewind {
    again: Cursor<Vec<u8>>,
    input: Input,
}

impl Rewind {
    pub(super) fn new(input: Input) -> Self {
        Self { again: Cursor::default(), input }
    }

    /// Has bytes read again, before all others.
    pub(super) fn give_back(&mut self, mut bytes: Vec<u8>) {
        let at = usize::try_from(self.again.position()).unwrap_or(usize::MAX);
        // Nothing is copied where they are still here.
        if let Some(before) = at.checked_sub(bytes.len())
            && self.again.get_ref().get(before..at) == Some(&bytes)
        {
            self.again.set_position(before as u64);
            return;
        }
        bytes.extend_from_slice(self.again.get_ref().get(at..).unwrap_or_default());
        self.again = Cursor::new(bytes);
    }

    fn current(&mut self) -> io::Result<&mut dyn BufRead> {
        Ok(if self.again.fill_buf()?.is_empty() { &mut self.input } else { &mut self.again })
    }
}

impl Read for Rewind {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.current()?.read(buffer)
    }
}

impl BufRead for Rewind {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.current()?.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        match self.current() {
            Ok(current) => current.consume(amount),
            // What was read again is in memory and cannot fail.
            Err(_) => self.input.consume(amount),
        }
    }
}
