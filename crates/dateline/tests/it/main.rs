//! The built binary, as people run it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod bad_input;
mod configuration;
mod eval;
mod extract;
mod fetch;
mod ingest;
mod objects;
mod operators;
mod server;
mod signals;
mod up;

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// The binary, away from any configuration of the user's.
fn dateline(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.env_clear().env("HOME", home).current_dir(home).stdin(Stdio::null());
    command
}

/// Runs `dateline extract` on `input` from a pipe.
fn extract_piped(input: &[u8], arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = dateline(home.path());
    command.arg("extract").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The binary may refuse before it has read everything: then the pipe breaks, and the exit code tells.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
