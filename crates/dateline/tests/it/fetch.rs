//! `dateline fetch` and `dateline sources`.

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::Path,
};

use crate::{dateline, stderr, stdout};

const PAGE: &str = "<html><head><title>River rises</title></head><body><article><h1>River rises</h1>\
    <p>The river rose by two metres in Torvald on Tuesday, the mayor said.</p></article></body></html>";

/// Serves the page at every address but robots.txt, which is not there; returns the address.
fn server() -> String {
    serve("text/html", PAGE)
}

/// The same for any body.
fn serve(media: &'static str, page: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or_default();
            let robots = request[..read].starts_with(b"GET /robots.txt");
            let (status, body) = if robots { ("404 Not Found", "") } else { ("200 OK", page) };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    address
}

fn allow_loopback(home: &Path) {
    std::fs::write(home.join("dateline.toml"), "[fetch]\nallow_private = [\"127.0.0.1\"]\ndelay = \"0s\"\n").unwrap();
}

#[test]
fn a_page_is_fetched_only_where_that_is_allowed() {
    let (home, address) = (tempfile::tempdir().unwrap(), server());
    let url = format!("{address}/river");
    let refused = dateline(home.path()).args(["fetch", &url]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    assert!(stderr(&refused).contains("(private_address)"), "{}", stderr(&refused));
    allow_loopback(home.path());
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
fn a_url_is_an_input_as_a_file_is() {
    let (home, address) = (tempfile::tempdir().unwrap(), server());
    let url = format!("{address}/river?utm_source=mail");
    let refused = dateline(home.path()).args(["extract", &url]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    assert!(stderr(&refused).contains("(private_address)"), "{}", stderr(&refused));
    allow_loopback(home.path());
    let read = dateline(home.path()).args(["extract", &url]).output().unwrap();
    assert_eq!(read.status.code(), Some(0), "{}", stderr(&read));
    let record: serde_json::Value = serde_json::from_str(&stdout(&read)).unwrap();
    assert_eq!((&record["article"]["title"], &record["article"]["url"]), (&"River rises".into(), &url.as_str().into()));
    assert!(record["article"]["retrievedAt"].is_object() || record["article"]["retrievedAt"].is_string(), "{record}");
    // The same page is the same submission, whenever it is fetched.
    let ingest = || stdout(&dateline(home.path()).args(["ingest", &url, "--data-dir", "data"]).output().unwrap());
    let (first, second) = (ingest(), ingest());
    assert!(first.starts_with("1 inputs: 1 stored"), "{first}");
    assert!(second.contains(" 0 stored") && second.contains("1 done before"), "{second}");
}

#[test]
fn a_feed_at_a_url_is_read_entry_by_entry() {
    let feed = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
        <item><title>River rises</title><link>/river</link><content:encoded>&lt;p&gt;The river rose by two metres in Torvald \
        on Tuesday, the mayor said.&lt;/p&gt;</content:encoded></item><item><title>More</title><link>/more</link></item>\
        </channel></rss>";
    let (home, address) = (tempfile::tempdir().unwrap(), serve("application/rss+xml", feed));
    allow_loopback(home.path());
    let read = dateline(home.path()).args(["extract", &format!("{address}/feed.xml")]).output().unwrap();
    let (out, messages) = (stdout(&read), stderr(&read));
    assert_eq!(read.status.code(), Some(1), "{messages}");
    let record: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(record["article"]["url"], format!("{address}/river"));
    assert!(
        messages.contains(&format!("feed.xml: entry 2: only a link is here: dateline fetch {address}/more (link)")),
        "{messages}"
    );
}

#[test]
fn an_archive_at_a_url_is_read_as_it_comes() {
    let line = "{\"text\": \"The council of Torvald met on Tuesday and voted for a new bridge over the river.\"}\n";
    let lines: &'static str = line.repeat(200).leak();
    let (home, address) = (tempfile::tempdir().unwrap(), serve("application/octet-stream", lines));
    let config = "[ingest]\ninput_bytes = 1000\n[fetch]\nallow_private = [\"127.0.0.1\"]\ndelay = \"0s\"\n";
    std::fs::write(home.path().join("dateline.toml"), config).unwrap();
    let read = dateline(home.path()).args(["extract", &format!("{address}/lines.jsonl?part=1")]).output().unwrap();
    assert_eq!((read.status.code(), stdout(&read).lines().count()), (Some(0), 200), "{}", stderr(&read));
    let held = dateline(home.path()).args(["extract", &format!("{address}/lines")]).output().unwrap();
    assert!(held.status.code() == Some(3) && stderr(&held).contains("(too_large)"), "{}", stderr(&held));
}

#[test]
fn a_server_that_cannot_be_reached_has_an_exit_code_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    allow_loopback(home.path());
    std::fs::write(home.path().join("a.txt"), "The council met on Monday.").unwrap();
    for (inputs, code) in [
        (&["http://127.0.0.1:1/a"][..], 4),
        (&["http://127.0.0.1:1/a", "a.txt"], 1),
        (&["http://127.0.0.1:1/a", "b.txt"], 3),
    ] {
        let output = dateline(home.path()).arg("extract").args(inputs).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
        assert!(stderr(&output).contains("http://127.0.0.1:1/a: "), "{}", stderr(&output));
    }
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
