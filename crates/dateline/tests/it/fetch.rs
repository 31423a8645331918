//! `dateline fetch` and `dateline sources`.

use std::{
    io::{Read, Write},
    net::TcpListener,
};

use crate::{dateline, stderr, stdout};

const PAGE: &str = "<html><head><title>River rises</title></head><body><article><h1>River rises</h1>\
    <p>The river rose by two metres in Torvald on Tuesday, the mayor said.</p></article></body></html>";

/// Serves the page at every address but robots.txt, which is not there; returns the address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or_default();
            let robots = request[..read].starts_with(b"GET /robots.txt");
            let (status, body) = if robots { ("404 Not Found", "") } else { ("200 OK", PAGE) };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    address
}

#[test]
fn a_page_is_fetched_only_where_that_is_allowed() {
    let (home, address) = (tempfile::tempdir().unwrap(), server());
    let url = format!("{address}/river");
    let refused = dateline(home.path()).args(["fetch", &url]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    assert!(stderr(&refused).contains("(private_address)"), "{}", stderr(&refused));
    std::fs::write(home.path().join("dateline.toml"), "[fetch]\nallow_private = [\"127.0.0.1\"]\ndelay = \"0s\"\n")
        .unwrap();
    let fetched = dateline(home.path()).args(["fetch", &url, "--format", "jsonl"]).output().unwrap();
    assert_eq!(fetched.status.code(), Some(0), "{}", stderr(&fetched));
    let record: serde_json::Value = serde_json::from_str(&stdout(&fetched)).unwrap();
    assert_eq!((&record["article"]["title"], &record["article"]["url"]), (&"River rises".into(), &url.as_str().into()));
    let raw = dateline(home.path()).args(["fetch", "--raw", &url]).output().unwrap();
    let raw: serde_json::Value = serde_json::from_str(&stdout(&raw)).unwrap();
    assert!(raw["retrievedAt"].is_string() && raw["body"].is_string());
}

#[test]
fn sources_are_shown_before_they_were_ever_looked_at() {
    let home = tempfile::tempdir().unwrap();
    let config = "[fetch]\nsources = [{ url = \"https://news.example/feed.xml\" }]\n";
    std::fs::write(home.path().join("dateline.toml"), config).unwrap();
    let shown = dateline(home.path()).args(["sources", "--format", "json"]).output().unwrap();
    let source: serde_json::Value = serde_json::from_str(&stdout(&shown)).unwrap();
    assert_eq!((&source["url"], &source["status"]), (&"https://news.example/feed.xml".into(), &"never".into()));
}

#[test]
fn that_no_source_is_configured_is_said() {
    let home = tempfile::tempdir().unwrap();
    let shown = dateline(home.path()).args(["sources"]).output().unwrap();
    assert_eq!((shown.status.code(), stdout(&shown).as_str()), (Some(0), ""));
    assert!(stderr(&shown).contains("no source is configured"), "{}", stderr(&shown));
}

#[test]
fn a_second_watch_of_one_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sources");
    let config =
        format!("[fetch]\nstate_dir = {folder:?}\nsources = [{{ url = \"https://news.example/feed.xml\" }}]\n");
    std::fs::write(home.path().join("dateline.toml"), config).unwrap();
    let held = dateline_ingest::fetch::Registry::new(&folder).hold().unwrap();
    let second = dateline(home.path()).args(["worker", "fetch"]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("another process watches them"), "{}", stderr(&second));
    drop(held);
}
