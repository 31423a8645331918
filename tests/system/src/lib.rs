//! What the tests across crates share; the tests are in `tests/`.

pub mod python;

use std::path::{Path, PathBuf};

/// The root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap_or_else(|error| panic!("no repository: {error}"))
}

/// A folder for what tests install, kept between runs.
#[must_use]
pub fn tools() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from).join("test-tools")
}
