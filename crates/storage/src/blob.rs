//! Records as they lie in the store: protobuf, compressed.

use std::cell::RefCell;

use bytes::Bytes;
use dateline_record::v1::ArticleRecord;
use prost::Message;
use zstd::bulk::{Compressor, Decompressor};

use crate::{Error, Kind};

const LEVEL: i32 = 1;
/// A record larger than this is damaged: gRPC and the bus have lower limits.
const LARGEST: usize = 1 << 30;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

/// Encodes and compresses a record.
pub(crate) fn pack(record: &ArticleRecord) -> Result<Vec<u8>, Error> {
    let encoded = record.encode_to_vec();
    let failed = |error: std::io::Error| Error::new(Kind::Internal, format!("cannot compress the record: {error}"));
    COMPRESSOR.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = Some(Compressor::new(LEVEL).map_err(failed)?);
        }
        slot.as_mut().map_or_else(|| Ok(Vec::new()), |compressor| compressor.compress(&encoded).map_err(failed))
    })
}

/// The encoded record.
fn unpack_encoded(packed: &[u8]) -> Result<Bytes, Error> {
    let damaged = |error: &str| {
        Error::new(Kind::Internal, format!("a stored record is damaged ({error}): extract its article again"))
    };
    let size = Decompressor::<'static>::upper_bound(packed).filter(|size| *size <= LARGEST);
    let size = size.ok_or_else(|| damaged("no size"))?;
    zstd::bulk::decompress(packed, size).map(Bytes::from).map_err(|error| damaged(&error.to_string()))
}

/// The record.
pub(crate) fn unpack(packed: &[u8]) -> Result<ArticleRecord, Error> {
    ArticleRecord::decode(unpack_encoded(packed)?).map_err(|error| {
        Error::new(Kind::Internal, format!("a stored record is damaged ({error}): extract its article again"))
    })
}
