//! `dateline ingest`.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use crate::{dateline, stderr, stdout};

/// A WARC file of pages, a gzip member each, the last one cut off.
pub(crate) fn archive(pages: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (url, text) in pages {
        let body = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><h1>News</h1><p>{text}</p></article></body></html>"
        );
        let mut member = GzEncoder::new(Vec::new(), Compression::fast());
        write!(
            member,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-04-02T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
        .unwrap();
        bytes.extend(member.finish().unwrap());
    }
    bytes.truncate(bytes.len() - 30);
    bytes
}

#[test]
fn every_input_is_accounted_for_and_a_second_run_sends_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("archive");
    std::fs::create_dir(&folder).unwrap();
    let text = "The council of Torvald met on Tuesday and voted for a new bridge over the river.";
    let pages = [
        ("https://example.org/a", text),
        ("https://m.example.org/a?utm_source=mail", text),
        ("https://example.org/b", "The mayor of Ostholm resigned on Monday after a long debate in the council."),
        ("https://example.org/c", "Cut off."),
    ];
    std::fs::write(folder.join("pages.warc.gz"), archive(&pages)).unwrap();
    std::fs::write(
        folder.join("lines.jsonl"),
        "{\"id\": \"1\", \"text\": \"Police in Marvik arrested two men.\"}\n{broken\n",
    )
    .unwrap();
    std::fs::write(folder.join("report.html"), b"%PDF-1.4 no page").unwrap();
    let run = || dateline(home.path()).args(["ingest", "archive", "--data-dir", "data"]).output().unwrap();
    let first = run();
    assert_eq!(first.status.code(), Some(1), "{}", stderr(&first));
    let account = stdout(&first);
    assert!(
        account.starts_with("7 inputs: 3 stored, 1 duplicate, 1 rejected, 0 quarantined, 2 unreadable"),
        "{account}"
    );
    assert!(account.contains("json 1") && account.contains("pdf 1") && account.contains("truncated 1"), "{account}");
    assert!(stderr(&first).contains("archive/report.html: this is a PDF"), "{}", stderr(&first));
    let second = stdout(&run());
    assert!(second.contains(" 0 stored, 0 duplicate"), "{second}");
    assert!(second.contains("5 done before (of them 1 rejected), 0 still"), "{second}");
    // What was rejected before did not go well now.
    let again = dateline(home.path()).args(["ingest", "archive/report.html", "--data-dir", "data"]).output().unwrap();
    assert_eq!(again.status.code(), Some(3), "{}", stdout(&again));
}

#[test]
fn rows_of_one_number_in_two_tables_are_two_articles_and_the_same_row_is_one() {
    let home = tempfile::tempdir().unwrap();
    let row = "Fishermen near Ostholm found a boat without papers on Friday.";
    let tables = [("a.csv", "The council of Torvald voted on Tuesday."), ("b.csv", "A museum in Marvik opens in May.")];
    for (name, first) in tables {
        std::fs::write(home.path().join(name), format!("id,text\n1,{first}\n2,{row}\n")).unwrap();
    }
    let output = dateline(home.path()).args(["ingest", "a.csv", "b.csv", "--data-dir", "data"]).output().unwrap();
    let account = stdout(&output);
    assert!(account.starts_with("4 inputs: 3 stored, 0 duplicate, 0 rejected"), "{account}");
    assert!(account.contains("1 done before, 0 still"), "{account}");
}

#[test]
fn a_broker_without_its_ledger_is_refused() {
    let home = tempfile::tempdir().unwrap();
    for to in ["amqp://127.0.0.1:1/", "https://example.org/"] {
        let output = dateline(home.path()).args(["ingest", "a.txt", "--to", to]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    }
}
