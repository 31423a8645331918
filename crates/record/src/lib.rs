//! The record of an article: generated protobuf types, their JSON, and helpers on them. No I/O.
//!
//! - [`v1`]: every message of `proto/dateline/v1`, with serde's traits following proto3's JSON mapping;
//! - [`offsets`]: spans in UTF-8, UTF-16 and UTF-32;
//! - [`ids`]: content-derived ids of articles, revisions and entities;
//! - [`facts`]: which facts a caller wants to see;
//! - [`filter`]: whether a fact is meant by a filter, and why;
//! - [`fingerprint`]: signatures of texts, to tell near-duplicates;
//! - [`FILE_DESCRIPTOR_SET`]: for reflection.

pub mod facts;
pub mod filter;
pub mod fingerprint;
pub mod ids;
pub mod offsets;

pub use offsets::{SpanError, convert_spans};

/// Version `v1` of the contract, generated from `proto/dateline/v1`.
#[allow(missing_docs, clippy::all, unreachable_pub, reason = "generated code")]
#[allow(
    clippy::allow_attributes_without_reason,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "generated code"
)]
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/dateline.v1.rs"));
    include!(concat!(env!("OUT_DIR"), "/dateline.v1.serde.rs"));
}

/// The encoded `FileDescriptorSet` of the contract, for gRPC reflection and dynamic clients.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dateline.v1.bin"));
