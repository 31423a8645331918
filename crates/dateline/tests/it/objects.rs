//! Inputs in an object store: the binary against a store on loopback.

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    sync::{Arc, Mutex},
};

use crate::{dateline, ingest::archive, server::Server, stderr, stdout};

/// Objects by their keys.
type Objects = Vec<(&'static str, Vec<u8>)>;

/// A store that speaks as S3 does.
struct Store {
    address: String,
    /// The objects that were sent, in order.
    sent: Arc<Mutex<Vec<String>>>,
}

impl Store {
    /// A store with one bucket, `news`. What is below `secret/` is for nobody; `cut/` is sent by half, never more.
    fn start(objects: Objects) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let store = Self { address: format!("http://{}", listener.local_addr().unwrap()), sent: Arc::default() };
        let (objects, sent) = (Arc::new(objects), Arc::clone(&store.sent));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let (objects, sent) = (Arc::clone(&objects), Arc::clone(&sent));
                std::thread::spawn(move || {
                    let mut request = [0; 8192];
                    let read = stream.read(&mut request).unwrap_or_default();
                    let head = String::from_utf8_lossy(&request[..read]).into_owned();
                    let target = head.split(' ').nth(1).unwrap_or_default();
                    assert!(head.to_lowercase().contains("authorization: aws4-hmac-sha256 credential=desk/"), "{head}");
                    let _ = stream.write_all(&answer(target, &objects, &sent));
                });
            }
        });
        store
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }

    /// The binary with what the environment says of this store.
    fn command(&self, home: &Path) -> Command {
        let mut command = dateline(home);
        command.env("AWS_ENDPOINT", &self.address).env("AWS_ALLOW_HTTP", "true");
        command.env("AWS_ACCESS_KEY_ID", "desk").env("AWS_SECRET_ACCESS_KEY", "a secret of nobody");
        command
    }

    fn run(&self, home: &Path, arguments: &[&str]) -> Output {
        self.command(home).args(arguments).output().unwrap()
    }
}

fn answer(target: &str, objects: &Objects, sent: &Mutex<Vec<String>>) -> Vec<u8> {
    if let Some(query) = target.strip_prefix("/news?") {
        let prefix =
            query.split('&').find_map(|pair| pair.strip_prefix("prefix=")).unwrap_or_default().replace("%2F", "/");
        return whole("200 OK", listing(objects.iter().filter(|(key, _)| key.starts_with(&prefix))).as_bytes());
    }
    let key = target.trim_start_matches("/news/").replace("%20", " ");
    let Some((key, object)) = objects.iter().find(|(name, _)| *name == key) else { return whole("404 Not Found", b"") };
    sent.lock().unwrap().push((*key).to_owned());
    match key.split('/').next() {
        Some("secret") => whole("403 Forbidden", b"<Error><Code>AccessDenied</Code></Error>"),
        Some("cut") => {
            let mut bytes = whole("200 OK", object);
            bytes.truncate(bytes.len() - object.len() / 2);
            bytes
        }
        _ => whole("200 OK", object),
    }
}

/// An answer without a tag of the object: what breaks cannot be taken up.
fn whole(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nLast-Modified: Tue, 02 Apr 2024 10:00:00 GMT\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body.to_vec()].concat()
}

fn listing<'a>(objects: impl Iterator<Item = &'a (&'static str, Vec<u8>)>) -> String {
    let contents: String = objects
        .map(|(key, object)| {
            let size = object.len();
            format!("<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>2024-04-02T10:00:00Z</LastModified></Contents>")
        })
        .collect();
    format!("<ListBucketResult>{contents}</ListBucketResult>")
}

const BRIDGE: &str = "The council of Torvald met on Tuesday and voted for a new bridge over the river.";
const MAYOR: &str = "The mayor of Ostholm resigned on Monday after a long debate in the council.";

fn page(text: &str) -> Vec<u8> {
    format!("<html><body><article><h1>News</h1><p>{text}</p></article></body></html>").into_bytes()
}

fn news() -> Objects {
    let pages =
        [("https://example.org/a", BRIDGE), ("https://example.org/b", MAYOR), ("https://example.org/c", "Cut off.")];
    vec![
        ("2024/", Vec::new()),
        ("2024/01.warc.gz", archive(&pages)),
        ("2024/02.jsonl", b"{\"id\": \"1\", \"text\": \"Police in Marvik arrested two men.\"}\n{broken\n".to_vec()),
        ("2024/03 late.html", page("A storm closed the harbour of Marvik on Sunday, the port said.")),
        ("2024/old/04.txt", b"The museum of Torvald opened a new wing on Friday.".to_vec()),
        ("cut/01.txt", BRIDGE.as_bytes().to_vec()),
        (
            "cut/02.jsonl",
            format!("{{\"text\": \"{BRIDGE}\"}}\n{}", format!("{{\"text\": \"{MAYOR}\"}}\n").repeat(2)).into_bytes(),
        ),
        ("cut/03.warc.gz", archive(&pages)),
        ("secret/a.html", page(MAYOR)),
    ]
}

#[test]
fn a_prefix_a_pattern_and_a_key_are_read_as_files_are() {
    let (home, store) = (tempfile::tempdir().unwrap(), Store::start(news()));
    let output = store.run(home.path(), &["extract", "s3://news/2024/"]);
    let (out, messages) = (stdout(&output), stderr(&output));
    assert_eq!(output.status.code(), Some(1), "{messages}");
    assert!(messages.contains("5 records, 2 failed (json 1, truncated 1)"), "{messages}");
    assert!(
        messages.contains("s3://news/2024/02.jsonl:2: ") && messages.contains("passed over: empty object 1"),
        "{messages}"
    );
    let texts: Vec<_> =
        ["bridge over", "Ostholm", "truncated", "Marvik arrested", "reason\":\"json", "harbour", "museum"].into();
    assert!(out.lines().count() == 7 && out.lines().zip(texts).all(|(line, text)| line.contains(text)), "{out}");
    let matched = store.run(home.path(), &["extract", "s3://news/20*/0[13]*"]);
    assert!(stderr(&matched).contains("3 records, 1 failed (truncated 1)"), "{}", stderr(&matched));
    let one = store.run(home.path(), &["extract", "s3://news/2024/old/04.txt"]);
    assert!(one.status.code() == Some(0) && stdout(&one).contains("museum"), "{}", stderr(&one));
}

#[test]
fn what_a_store_does_not_give_is_told_with_its_reason() {
    let (home, store) = (tempfile::tempdir().unwrap(), Store::start(news()));
    let expect = |input: &str, code: i32, told: &str| {
        let output = store.run(home.path(), &["extract", input]);
        assert_eq!(output.status.code(), Some(code), "{input}: {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{input}: {}", stderr(&output));
        assert!(!stderr(&output).contains("a secret of nobody"));
    };
    expect("s3://news/none.txt", 3, "s3://news/none.txt: there is no such object or bucket (not_found)");
    expect("s3://news/2025/", 3, "s3://news/2025/: there is no object below it (not_found)");
    expect("s3://news/2025/*.gz", 3, "(not_found)");
    expect("s3://news/secret/a.html", 4, "s3://news/secret/a.html: the store does not give it to us");
    expect("s3://news/cut/01.txt", 4, "s3://news/cut/01.txt: the transfer broke off after 40 of 80 bytes");
    let gone =
        store.command(home.path()).env("AWS_ENDPOINT", "http://127.0.0.1:1").args(["extract", "s3://news/a"]).output();
    let gone = gone.unwrap();
    assert_eq!(gone.status.code(), Some(4));
    assert!(stderr(&gone).contains("s3://news/a: no answer from the store") && stderr(&gone).contains("(unreachable)"));
}

#[test]
fn an_archive_that_breaks_off_keeps_what_came_and_says_so() {
    let (home, store) = (tempfile::tempdir().unwrap(), Store::start(news()));
    let output =
        store.run(home.path(), &["extract", "s3://news/cut/02.jsonl", "s3://news/cut/03.warc.gz", "s3://news/secret/"]);
    let messages = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{messages}");
    assert!(messages.contains("2 records, 3 failed (forbidden 1, interrupted 2)"), "{messages}");
    assert!(
        messages.contains("02.jsonl:2: the transfer broke off") && messages.contains("03.warc.gz: record at byte"),
        "{messages}"
    );
}

#[test]
fn an_ingest_from_a_store_is_accounted_for_and_goes_on_where_it_was() {
    let (home, store) = (tempfile::tempdir().unwrap(), Store::start(news()));
    let run = || {
        stdout(&store.run(
            home.path(),
            &["ingest", "s3://news/2024/", "s3://news/secret/a.html", "--to", "embedded", "--data-dir", "data"],
        ))
    };
    let (first, second) = (run(), run());
    assert!(first.starts_with("8 inputs: 5 stored, 0 duplicate, 0 rejected, 0 quarantined, 3 unreadable (forbidden 1, json 1, truncated 1)"), "{first}");
    assert!(second.contains(" 0 stored") && second.contains("5 done before, 0 still"), "{second}");
    assert_eq!(store.sent().iter().filter(|key| key.ends_with(".warc.gz")).count(), 2);
}

#[test]
fn objects_are_submitted_to_a_server() {
    let (home, store) = (tempfile::tempdir().unwrap(), Store::start(news()));
    let server = Server::start(home.path());
    let mut command = store.command(home.path());
    command.env("DATELINE_SERVER", &server.url).args(["submit", "--wait", "--format", "json", "s3://news/2024/"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("passed over: empty object 1"), "{}", stderr(&output));
    let states: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |state: &str| states.iter().filter(|one| one["state"] == state).count();
    assert_eq!((of("stored"), of("unreadable"), states.len()), (5, 2, 7), "{states:?}");
}
