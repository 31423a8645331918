//! Python environments for tests, made once under the target folder from pinned requirements.

use std::{
    collections::hash_map::DefaultHasher,
    fs::{self, File},
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// Runs a command and returns what it printed on standard output.
///
/// # Panics
/// When it cannot be started or fails; the message carries what it printed.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} could not be started: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} failed with {}:\n{out}\n{err}", output.status);
    out.into_owned()
}

/// The interpreter of an environment that has the packages of a requirements file. Made once for each content of the
/// file; tests that ask at the same time wait for each other.
///
/// # Panics
/// When Python 3 is missing or a package cannot be installed.
#[must_use]
pub fn environment(name: &str, requirements: &Path) -> PathBuf {
    let wanted = fs::read_to_string(requirements).unwrap_or_else(|error| panic!("{}: {error}", requirements.display()));
    let mut hash = DefaultHasher::new();
    wanted.hash(&mut hash);
    let folder = crate::tools().join(format!("{name}-{:016x}", hash.finish()));
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let lock = File::create(folder.join("lock")).expect("the target folder can be written");
    lock.lock().expect("the file system has locks");
    let python = folder.join("venv/bin/python");
    let done = folder.join("done");
    if !done.exists() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder.join("venv")));
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements));
        fs::write(done, "").expect("the target folder can be written");
    }
    python
}
