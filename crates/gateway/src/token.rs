//! Resume tokens of watches: where in the store's log a client stands, down to the fact.

use data_encoding::BASE64URL_NOPAD;
use prost::Message;

use crate::failure::Failure;

/// Version of the token's form; a token of another is refused.
const VERSION: u32 = 1;

/// A place in the log. Everything up to `after` is done, and `done` facts of the record at `record`, which follows it.
#[derive(Clone, PartialEq, Eq, Message)]
pub(crate) struct Place {
    #[prost(uint32, tag = "1")]
    version: u32,
    /// Position of the last record done; none before the first.
    #[prost(string, optional, tag = "2")]
    pub(crate) after: Option<String>,
    /// Position of the record in progress; empty between records. When the record at this position is gone, so is its claim
    /// on `done`: what follows is sent whole.
    #[prost(string, tag = "3")]
    pub(crate) record: String,
    /// Facts of the record in progress that are done, in the record's own order, whatever the filter.
    #[prost(uint64, tag = "4")]
    pub(crate) done: u64,
}

impl Place {
    /// Between records.
    pub(crate) fn following(position: Option<String>) -> Self {
        Self { version: VERSION, after: position, record: String::new(), done: 0 }
    }

    /// Inside the record at `record`.
    pub(crate) fn inside(&self, record: &str, done: usize) -> Self {
        Self { record: record.into(), done: done as u64, ..self.clone() }
    }

    /// How many facts of the record at a position are done.
    pub(crate) fn done_of(&self, record: &str) -> usize {
        if self.record == record { self.done as usize } else { 0 }
    }

    /// The token. Its last four bytes are a checksum, so that a damaged one is refused instead of misread.
    pub(crate) fn token(&self) -> String {
        let mut bytes = self.encode_to_vec();
        bytes.extend(checksum(&bytes).to_be_bytes());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// The place that a token stands for.
    pub(crate) fn read(token: &str) -> Result<Self, Failure> {
        Self::decode_token(token).ok_or_else(|| {
            Failure::invalid(
                "resume_token",
                "is damaged or of another version: pass on the last token received, unchanged",
            )
        })
    }

    fn decode_token(token: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        let place = Self::decode(body).ok()?;
        (checksum(body).to_be_bytes() == *sum && place.version == VERSION).then_some(place)
    }
}

/// FNV-1a. Guards against damage, not against forgery: a place is no secret and gives no rights.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_brings_its_place_back() {
        for place in [
            Place::following(None),
            Place::following(Some("7".into())),
            Place::following(Some(String::new())).inside("8", 3),
        ] {
            assert_eq!(Place::read(&place.token()).unwrap(), place);
        }
    }

    #[test]
    fn a_damaged_token_is_refused() {
        let token = Place::following(Some("17".into())).token();
        let flipped = token.replacen(|c: char| c != 'A', "A", 1);
        for damaged in [
            "",
            "x",
            "not a token",
            token.get(1..).unwrap(),
            token.get(..token.len() - 1).unwrap(),
            &flipped,
            &format!("{token}AAAA"),
        ] {
            assert!(Place::read(damaged).is_err(), "{damaged}");
        }
    }

    #[test]
    fn facts_done_count_for_their_own_record_only() {
        let place = Place::following(None).inside("8", 3);
        assert_eq!((place.done_of("8"), place.done_of("9")), (3, 0));
    }
}
