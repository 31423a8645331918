//! Readers of the field's formats. Each takes the text of one file and says in which line it is broken.
//!
//! - [`conllu`]: treebanks as Universal Dependencies writes them, with GUM's entities in `MISC`;
//! - [`iob2`]: names in columns: CoNLL-2003, Universal NER, Wikigold, WNUT;
//! - [`timeml`]: articles with TIMEX3, as TempEval-3 distributes them;
//! - [`brat`]: attributions in standoff, as PolNeAR writes them;
//! - [`lgl`]: toponyms with coordinates, in the XML of the Local-Global Lexicon;
//! - [`plover`]: coded events, as PLOVER's gold standard records hold them;
//! - [`muc4`]: incidents with their parties, as MUC-4's templates hold them;
//! - [`re3d`]: entities of documents on security, as re3d holds them;
//! - [`factuality`]: how certain events are, as the University of Washington's sets rate them;
//! - [`recognizers`]: numbers and units, as the cases of Recognizers-Text hold them;
//! - [`quantulum`]: quantities in sentences, as the cases of quantulum hold them.

pub mod brat;
pub mod conllu;
pub mod detokenize;
pub mod factuality;
pub mod iob2;
pub mod lgl;
pub mod muc4;
pub mod plover;
pub mod quantulum;
pub mod re3d;
pub mod recognizers;
pub mod timeml;
mod xml;

use thiserror::Error;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {message}")]
pub struct Error {
    /// Line, from 1.
    pub line: usize,
    /// What was found, and what would be right.
    pub message: String,
}

impl Error {
    /// An error in a line, counted from 1.
    #[must_use]
    pub fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// The text of a file, without a byte order mark.
///
/// # Errors
/// When it is not UTF-8; names the line of the first wrong byte.
pub fn utf8(bytes: &[u8]) -> Result<&str, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        Error::new(line_of(good), format!("byte {} is not UTF-8", error.valid_up_to()))
    })
}

/// The line on which what follows `before` stands.
fn line_of(before: &[u8]) -> usize {
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// Reads JSON, saying in which line it is broken.
fn json<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::new(error.line().max(1), error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_utf8_is_named_by_its_line() {
        assert_eq!(utf8(b"\xef\xbb\xbfa\nb"), Ok("a\nb"));
        assert_eq!(utf8(b"a\nb\xff"), Err(Error::new(2, "byte 3 is not UTF-8")));
    }
}
