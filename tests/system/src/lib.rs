//! What the tests across crates share; the tests are in `tests/`.

pub mod pipeline;
pub mod python;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use serde_json::Value;

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

/// The `dateline` binary of this build.
///
/// # Panics
/// When it does not build.
#[must_use]
pub fn dateline() -> PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        let mut cargo = Command::new(env!("CARGO"));
        let messages = python::run(cargo.current_dir(repository()).args([
            "build",
            "--package",
            "dateline",
            "--message-format=json",
        ]));
        let mut executables = messages.lines().filter_map(|line| {
            serde_json::from_str::<Value>(line).ok()?.get("executable")?.as_str().map(PathBuf::from)
        });
        executables.next_back().expect("cargo names the binary that it built")
    };
    BINARY.get_or_init(build).clone()
}
