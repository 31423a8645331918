//! Page tokens: opaque, and bound to the query that they were made for.

use data_encoding::BASE64URL_NOPAD;
use prost::Message;
use sha2::{Digest, Sha256};

use crate::{Error, Kind};

/// What a page token carries.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Token {
    /// Hash of the query that it belongs to.
    #[prost(fixed64, tag = "1")]
    query: u64,
    /// Where the page begins; what the numbers mean is the list's own matter.
    #[prost(sint64, repeated, tag = "2")]
    pub(crate) numbers: Vec<i64>,
    /// As `numbers`, for lists that are ordered by text.
    #[prost(string, tag = "3")]
    pub(crate) text: String,
    /// Ranks of what is still to come of a search.
    #[prost(float, repeated, tag = "4")]
    pub(crate) scores: Vec<f32>,
}

/// Names a query: a list's name and the parts that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QueryId(u64);

impl QueryId {
    pub(crate) fn new(list: &str, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in std::iter::once(&list.as_bytes()).chain(parts) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(first_eight(&hash.finalize()))
    }

    pub(crate) fn token(self, numbers: Vec<i64>, text: String, scores: Vec<f32>) -> String {
        BASE64URL_NOPAD.encode(&Token { query: self.0, numbers, text, scores }.encode_to_vec())
    }

    /// The token of a page; `None` for the first.
    pub(crate) fn read(self, token: &str) -> Result<Option<Token>, Error> {
        if token.is_empty() {
            return Ok(None);
        }
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok();
        let token = bytes.and_then(|bytes| Token::decode(bytes.as_slice()).ok());
        match token {
            Some(token) if token.query == self.0 => Ok(Some(token)),
            Some(_) => Err(invalid("the page token belongs to another query: leave it out to start at the first page")),
            None => Err(invalid("the page token is damaged: pass next_page_token of the page before unchanged")),
        }
    }
}

fn invalid(message: &str) -> Error {
    Error::new(Kind::Invalid, message)
}

pub(crate) fn first_eight(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_for_its_own_query_only() {
        let query = QueryId::new("list", &[b"a"]);
        let token = query.token(vec![-5, i64::MIN], "key".into(), vec![0.5]);
        let read = query.read(&token).unwrap().unwrap();
        assert_eq!((read.numbers, read.text, read.scores), (vec![-5, i64::MIN], "key".into(), vec![0.5]));
        assert_eq!(QueryId::new("list", &[b"b"]).read(&token).unwrap_err().kind, Kind::Invalid);
        assert_eq!(QueryId::new("facts", &[b"a"]).read(&token).unwrap_err().kind, Kind::Invalid);
        assert_eq!(query.read("%%%").unwrap_err().kind, Kind::Invalid);
        assert!(query.read("").unwrap().is_none());
    }
}
