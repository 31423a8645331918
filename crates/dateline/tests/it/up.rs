//! `dateline up`: drains on SIGTERM, loses nothing to SIGKILL.

use std::{path::Path, process::Stdio};

use serde_json::Value;

use crate::{
    dateline,
    server::{Server, count},
};

fn write_articles(home: &Path, count: usize) {
    let line = |number| {
        format!("{{\"id\": \"{number}\", \"text\": \"Report {number}: the council met on Monday in Valletta.\"}}\n")
    };
    std::fs::write(home.join("batch.jsonl"), (0..count).map(line).collect::<String>()).unwrap();
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
