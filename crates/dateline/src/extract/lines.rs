//! JSONL as lines, which the threads that work on them parse.

use std::io::{BufRead, Read as _};

use super::{
    input::{Content, Job},
    job::Refusal,
};

/// An input of JSONL that is being read.
pub(super) struct Lines {
    name: String,
    reader: Box<dyn BufRead + Send>,
    number: usize,
    /// Whether there was a line that is not blank.
    found: bool,
    ended: bool,
}

impl Lines {
    /// The lines of what is called `name`.
    pub(super) fn of(name: &str, reader: Box<dyn BufRead + Send>) -> Self {
        Self { name: name.to_owned(), reader, number: 0, found: false, ended: false }
    }

    /// The next line that is not blank, of at most `limit` bytes.
    pub(super) fn next(&mut self, limit: usize) -> Option<Job> {
        while !self.ended {
            self.number += 1;
            let origin = format!("{}:{}", self.name, self.number);
            let mut line = Vec::new();
            let read = (&mut self.reader).take(limit as u64 + 1).read_until(b'\n', &mut line);
            let content = match read {
                Err(error) => self.broken(error),
                Ok(0) if self.found => return None,
                Ok(0) => {
                    self.ended = true;
                    Content::Unreadable(Refusal::new("empty", "there is no line in it that is not blank"))
                }
                Ok(_) if line.len() > limit && !line.ends_with(b"\n") => self.skip_rest(limit),
                Ok(_) if line.trim_ascii().is_empty() => continue,
                Ok(_) => Content::Line(std::mem::take(&mut line)),
            };
            self.found = true;
            let bytes = match &content {
                Content::Line(line) => line.len() as u64,
                _ => limit as u64,
            };
            return Some(Job { origin, bytes, content });
        }
        None
    }

    /// A line over the limit is passed over without being kept.
    fn skip_rest(&mut self, limit: usize) -> Content {
        match self.reader.skip_until(b'\n') {
            Ok(_) => Content::Unreadable(Refusal::too_large("the line", limit)),
            Err(error) => self.broken(error),
        }
    }

    /// Behind what cannot be read there is no more.
    fn broken(&mut self, error: std::io::Error) -> Content {
        self.ended = true;
        Content::Unreadable(Refusal::from(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: impl BufRead + Send + 'static, limit: usize) -> Vec<(String, bool)> {
        let mut lines = Lines::of("a", Box::new(text));
        std::iter::from_fn(|| lines.next(limit))
            .map(|job| (job.origin, matches!(job.content, Content::Line(_))))
            .collect()
    }

    #[test]
    fn lines_are_numbered_as_in_the_file_and_blank_ones_skipped() {
        assert_eq!(lines(&b"{}\n\n{}"[..], 100), [("a:1".to_owned(), true), ("a:3".to_owned(), true)]);
    }

    #[test]
    fn a_line_over_the_limit_is_refused_and_the_next_one_read() {
        assert_eq!(lines(&b"0123456789\n{}\n"[..], 9), [("a:1".to_owned(), false), ("a:2".to_owned(), true)]);
        assert_eq!(lines(&b"012345678\n{}\n"[..], 9), [("a:1".to_owned(), true), ("a:2".to_owned(), true)]);
    }

    #[test]
    fn nothing_but_blank_lines_is_told() {
        assert_eq!(lines(&b"\n \n"[..], 100), [("a:3".to_owned(), false)]);
    }

    #[test]
    fn an_input_that_breaks_is_told_once() {
        struct Broken;
        impl std::io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("gone"))
            }
        }
        let input = std::io::BufReader::new((&b"{}\n{\"te"[..]).chain(Broken));
        assert_eq!(lines(input, 100), [("a:1".to_owned(), true), ("a:2".to_owned(), false)]);
    }
}
