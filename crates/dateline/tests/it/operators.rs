//! What an operator does at a terminal: watch, and work on what is in quarantine.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Output, Stdio},
};

use dateline_messaging::{Message, Route};
use dateline_record::v1::{Lane, RawArticle};
use serde_json::Value;

use crate::{
    server::{Server, count},
    stderr, stdout,
};

/// A `dateline watch`, ended with the test.
struct Watch {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Watch {
    fn start(server: &Server, home: &Path, arguments: &[&str]) -> Self {
        let mut command = server.client(home, &["watch", "--format", "json"]);
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    /// The next answer that carries a fact.
    fn fact(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.stdout.read_line(&mut line).unwrap(), 0, "the watch ended");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer.get("quote").is_some() {
                return answer;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Already gone where the server ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn submit(server: &Server, home: &Path, name: &str, text: &str) {
    std::fs::write(home.join(name), text).unwrap();
    let output = server.client(home, &["submit", "--wait", name]).output().unwrap();
    assert!(
        output.status.success() && stdout(&output).contains("\"stored\""),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
}

#[test]
fn a_watch_shows_each_fact_once_and_goes_on_after_its_token() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path());
    let quote = |words: &str| format!("\"{words},\" Mayor Ada Vella said on Monday.");
    submit(&server, home.path(), "first.txt", &quote("We are ready for the winter"));
    let mut watch = Watch::start(&server, home.path(), &["--from-beginning", "--kinds", "quotes"]);
    let first = watch.fact();
    assert!(first.to_string().contains("ready for the winter"), "{first}");
    submit(&server, home.path(), "second.txt", &quote("We will rebuild the old bridge"));
    let second = watch.fact();
    assert!(second.to_string().contains("rebuild the old bridge"), "{second}");
    drop(watch);

    let token = first["resumeToken"].as_str().unwrap();
    let mut resumed = Watch::start(&server, home.path(), &["--resume", token, "--kinds", "quotes"]);
    let next = resumed.fact();
    assert!(next.to_string().contains("rebuild the old bridge"), "{next}");
    // A server that drains ends its watches.
    server.signal("-TERM");
    assert_eq!(resumed.child.wait().unwrap().code(), Some(4));
}

#[test]
fn facts_are_found_by_outlet_and_publication() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path());
    let line = r#"{"text": "\"We are ready,\" Mayor Ada Vella said on Monday.", "source": "news.example", "publishedAt": "2026-03-03"}"#;
    submit(&server, home.path(), "article.jsonl", line);
    let found = |arguments: &[&str]| {
        let output = server.client(home.path(), &["quotes", "--format", "json"]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output).lines().count()
    };
    assert_eq!(found(&["--source", "news.example", "--language", "en"]), 1);
    assert_eq!(found(&["--after", "2026-03-03", "--before", "2026-03-04T00:00:00Z"]), 1);
    assert_eq!((found(&["--after", "2026-03-04"]), found(&["--source", "other.example"])), (0, 0));
}

#[test]
fn a_watch_that_cannot_be_says_why() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path());
    for arguments in [["--kinds", "rumours"], ["--resume", "no-such-token"]] {
        let output = server.client(home.path(), &["watch"]).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(!stderr(&output).is_empty());
    }
}

/// Runs `dateline quarantine`.
fn quarantine(server: &Server, home: &Path, arguments: &[&str]) -> Output {
    server.client(home, &["quarantine", "--format", "json"]).args(arguments).output().unwrap()
}

fn listed(server: &Server, home: &Path) -> Vec<Value> {
    let output = quarantine(server, home, &["list"]);
    stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Puts messages on the embedded bus that no client would.
fn publish_unreadable(home: &Path) {
    let url = format!("embedded:{}", home.join("data/bus.db").display());
    let bus = dateline_messaging::open(&dateline_messaging::Config { url, ..Default::default() }).unwrap();
    let message = |id: &str| {
        Message::protobuf(
            Route::Submitted(Lane::Live),
            id.to_owned(),
            &RawArticle { text: "The council met.".into(), ..Default::default() },
        )
    };
    let unknown = Message { schema: "dateline.v9.RawArticle".into(), ..message("of-tomorrow") };
    let cut = Message { body: message("").body.slice(..9), ..message("cut-off") };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        bus.publish(vec![unknown, cut]).await.unwrap();
        bus.close().await;
    });
}

#[test]
fn what_is_in_quarantine_is_listed_shown_and_dropped() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path());
    publish_unreadable(home.path());
    let accounting = server.settled(home.path(), 2);
    assert_eq!((count(&accounting, "quarantined"), &accounting["balanced"]), (2, &true.into()), "{accounting}");

    let messages = listed(&server, home.path());
    let of = |reason: &str| messages.iter().find(|message| message["reason"] == reason).unwrap();
    assert_eq!(
        (&of("schema")["submissionId"], &of("decode")["submissionId"]),
        (&"of-tomorrow".into(), &"cut-off".into())
    );
    let id = of("decode")["id"].as_str().unwrap();
    let shown: Value = serde_json::from_slice(&quarantine(&server, home.path(), &["show", id]).stdout).unwrap();
    assert!(!shown["body"].as_str().unwrap().is_empty(), "{shown}");

    let none = quarantine(&server, home.path(), &["drop"]);
    assert_eq!(none.status.code(), Some(2), "{}", stderr(&none));
    let dropped = quarantine(&server, home.path(), &["drop", "--reason", "schema"]);
    assert_eq!((dropped.status.code(), stdout(&dropped).as_str()), (Some(0), "1 dropped\n"));
    let again = quarantine(&server, home.path(), &["drop", "--reason", "schema"]);
    assert_eq!((again.status.code(), stdout(&again).as_str()), (Some(3), "0 dropped\n"));
    assert_eq!(listed(&server, home.path()).len(), 1);
    let accounting = server.accounting(home.path());
    assert_eq!(
        (count(&accounting, "quarantined"), &accounting["balanced"]),
        (2, &true.into()),
        "what is dropped stays accounted for"
    );
}

#[test]
fn what_failed_for_a_setting_is_replayed_once_the_setting_is_right() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("article.txt"), "Mayor Ada Vella opened the old bridge on Monday. ".repeat(10))
        .unwrap();
    let mut server = Server::start_with(home.path(), &[("DATELINE__BUS__MESSAGE_LIMIT", "1200")]);
    let output = server.client(home.path(), &["submit", "--wait", "article.txt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("unpublishable") && stdout(&output).contains("bus.message_limit"),
        "{}",
        stdout(&output)
    );
    server.signal("-TERM");
    server.child.wait().unwrap();

    let server = Server::start(home.path());
    let id = listed(&server, home.path())[0]["id"].as_str().unwrap().to_owned();
    let replayed = quarantine(&server, home.path(), &["replay", &id]);
    assert_eq!(
        (replayed.status.code(), stdout(&replayed).as_str()),
        (Some(0), "1 sent back\n"),
        "{}",
        stderr(&replayed)
    );
    let accounting = server.until(home.path(), |accounting| count(accounting, "stored") == 1);
    assert_eq!((count(&accounting, "quarantined"), &accounting["balanced"]), (0, &true.into()), "{accounting}");
    assert!(listed(&server, home.path()).is_empty());
}
