//! Properties of analysis on any text, and floors under the scores of the models.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a failure here is a failed test"
)]

mod names;
mod properties;
mod scores;
mod segmentation;
