//! Bytes that arrive by themselves as something to read from: a chunk in memory at a time.

use std::io::{self, BufRead, Read};

use bytes::{Buf as _, Bytes};
use futures::{StreamExt as _, stream::BoxStream};
use tokio::runtime::Handle;

use crate::Rejection;

/// Chunks of an input in their order, or why there are no more.
pub type Chunks = BoxStream<'static, Result<Bytes, Rejection>>;

/// How often a transfer is taken up again without progress: one that hardly moves ends.
const STUCK: u32 = 3;

/// Bytes that are progress.
const PROGRESS: u64 = 1 << 20;

/// How far a transfer is.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    position: u64,
    resumed_at: u64,
    /// Times it was taken up again without progress.
    stuck: u32,
}

impl Progress {
    /// Bytes that came.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// So many more came.
    pub(crate) fn moved(&mut self, bytes: usize) {
        self.position += bytes as u64;
    }

    /// Whether it may be taken up again once more, which counts as done.
    pub(crate) fn take_up(&mut self) -> bool {
        if self.position - self.resumed_at >= PROGRESS {
            self.stuck = 0;
        }
        let may = self.stuck < STUCK;
        if may {
            self.stuck += 1;
            self.resumed_at = self.position;
        }
        may
    }
}

/// Reads chunks on a thread that may wait for them: none that a runtime runs its tasks on.
///
/// A stream that fails is never taken for one that ends: the failure, a [`Rejection`] in an [`io::Error`], is given to
/// whoever reads on.
pub struct Blocking {
    runtime: Handle,
    chunks: Chunks,
    chunk: Bytes,
    failed: Option<Rejection>,
}

impl Blocking {
    /// Reads `chunks`, which `runtime` gets.
    #[must_use]
    pub fn new(runtime: Handle, chunks: Chunks) -> Self {
        Self { runtime, chunks, chunk: Bytes::new(), failed: None }
    }
}

impl BufRead for Blocking {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.chunk.is_empty() && self.failed.is_none() {
            match self.runtime.block_on(self.chunks.next()) {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(rejection)) => self.failed = Some(rejection),
                None => break,
            }
        }
        match &self.failed {
            Some(rejection) if self.chunk.is_empty() => Err(io::Error::other(rejection.clone())),
            _ => Ok(&self.chunk),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.chunk.advance(amount.min(self.chunk.len()));
    }
}

impl Read for Blocking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl std::fmt::Debug for Blocking {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Blocking").field("buffered", &self.chunk.len()).field("failed", &self.failed).finish()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use futures::StreamExt as _;

    use super::*;

    /// All bytes of a stream up to its end, or up to why it ended before that.
    pub(crate) async fn drained(mut chunks: Chunks) -> (Vec<u8>, Option<Rejection>) {
        let mut bytes = Vec::new();
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(chunk) => bytes.extend_from_slice(&chunk),
                Err(rejection) => return (bytes, Some(rejection)),
            }
        }
        (bytes, None)
    }
}
