//! `dateline up`: drains on SIGTERM, loses nothing to SIGKILL.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::dateline;

/// A server of its own, killed at the end.
struct Server {
    child: Child,
    url: String,
    /// Kept open: a server whose stderr is closed could not log.
    _stderr: BufReader<ChildStderr>,
}

impl Server {
    fn start(home: &Path) -> Self {
        let mut command = dateline(home);
        command.args(["up", "--data-dir", "data", "--listen", "127.0.0.1:0", "--log", "error"]);
        command.env("DATELINE__BUS__LEASE", "1s");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("API") {
            line.clear();
            assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "the server ended before it listened");
        }
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        Self { child, url, _stderr: stderr }
    }

    fn client(&self, home: &Path, arguments: &[&str]) -> Command {
        let mut command = dateline(home);
        command.args(arguments).env("DATELINE_SERVER", &self.url);
        command
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    fn accounting(&self, home: &Path) -> Value {
        let output = self.client(home, &["stats", "--format", "json"]).output().unwrap();
        let stats: Value = serde_json::from_slice(&output.stdout).unwrap();
        stats["accounting"].clone()
    }

    /// The account once `received` submissions are in it and none is on its way any more. What a killed process had taken
    /// comes back when its lease ends, and is in no count until then.
    fn settled(&self, home: &Path, received: u64) -> Value {
        let start = Instant::now();
        loop {
            let accounting = self.accounting(home);
            let on_its_way = count(&accounting, "inFlight") + count(&accounting, "waiting");
            if count(&accounting, "received") >= received && on_its_way == 0 {
                return accounting;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "still on its way: {accounting}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone where the test ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write_articles(home: &Path, count: usize) {
    let line = |number| {
        format!("{{\"id\": \"{number}\", \"text\": \"Report {number}: the council met on Monday in Valletta.\"}}\n")
    };
    std::fs::write(home.join("batch.jsonl"), (0..count).map(line).collect::<String>()).unwrap();
}

fn count(accounting: &Value, name: &str) -> u64 {
    accounting.get(name).and_then(Value::as_str).map_or(0, |count| count.parse().unwrap())
}

#[test]
fn a_submission_is_stored_found_and_drained() {
    let home = tempfile::tempdir().unwrap();
    write_articles(home.path(), 3);
    let mut server = Server::start(home.path());
    let submitted = server.client(home.path(), &["submit", "batch.jsonl", "--wait"]).status().unwrap();
    assert!(submitted.success());
    let again = server.client(home.path(), &["submit", "batch.jsonl", "--wait"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&again.stdout).matches("\"duplicate\"").count(), 3);
    let accounting = server.accounting(home.path());
    assert_eq!((count(&accounting, "stored"), count(&accounting, "duplicate")), (3, 3), "{accounting}");
    assert_eq!(accounting["balanced"], true);
    server.signal("-TERM");
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_file_over_the_configured_limit_is_refused_here_and_the_others_submitted() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("small.txt"), "The council met.").unwrap();
    std::fs::write(home.path().join("large.txt"), "The council met on Monday. ".repeat(4)).unwrap();
    let server = Server::start(home.path());
    let mut submit = server.client(home.path(), &["submit", "large.txt", "small.txt", "--wait"]);
    let output = submit.env("DATELINE__INGEST__INPUT_BYTES", "64").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let ended: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&ended[0]["input"], &ended[0]["state"]), (&"large.txt".into(), &"unreadable".into()), "{text}");
    assert!(ended[0]["reason"].as_str().unwrap().contains("ingest.input_bytes"), "{text}");
    assert_eq!((&ended[1]["input"], &ended[1]["state"]), (&"small.txt".into(), &"stored".into()), "{text}");
}

#[test]
fn a_kill_in_mid_stream_loses_nothing_and_stores_nothing_twice() {
    const ARTICLES: usize = 120;
    let home = tempfile::tempdir().unwrap();
    write_articles(home.path(), ARTICLES);
    let mut server = Server::start(home.path());
    // Every submission is acknowledged when this returns; the stages are still at work on them.
    assert!(server.client(home.path(), &["submit", "batch.jsonl"]).stdout(Stdio::null()).status().unwrap().success());
    server.child.kill().unwrap();
    server.child.wait().unwrap();

    let server = Server::start(home.path());
    // Of each article one submission is stored and the other a duplicate, whichever comes first.
    let again = server.client(home.path(), &["submit", "batch.jsonl", "--wait"]).output().unwrap();
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    let accounting = server.settled(home.path(), 2 * ARTICLES as u64);
    let (stored, duplicate) = (count(&accounting, "stored"), count(&accounting, "duplicate"));
    assert_eq!((stored, duplicate), (ARTICLES as u64, ARTICLES as u64), "{accounting}");
    assert_eq!((count(&accounting, "received"), &accounting["balanced"]), (2 * ARTICLES as u64, &true.into()));
}

#[test]
fn a_server_that_is_not_there_is_said_with_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let output = dateline(home.path()).args(["stats", "--server", "http://127.0.0.1:1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("dateline up"));
}
