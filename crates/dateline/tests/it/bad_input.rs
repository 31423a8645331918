//! Bad input gets a clear error or a documented result, and never stops the rest.

use dateline_record::v1::ArticleRecord;

use crate::{dateline, extract_piped, stderr, stdout};

fn refused(input: &[u8], arguments: &[&str], reason: &str) {
    let output = extract_piped(input, arguments);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.contains(&format!("({reason})")), "expected {reason}: {message}");
    assert!(!message.contains("panicked"), "{message}");
}

fn record(input: &[u8], arguments: &[&str]) -> ArticleRecord {
    let output = extract_piped(input, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_cannot_be_an_article_is_refused_with_its_reason() {
    refused(b"", &["-"], "empty");
    refused(b" \n\t\n", &["-"], "empty");
    refused(b"\x7fELF\x02\x01\x01\0\0\0\0\0", &["-"], "binary");
    refused(b"A report with a NUL \0 byte in it.", &["-"], "binary");
    refused(&vec![b'x'; 50 << 20], &["-"], "too_large");
    refused("One.\n\n".repeat(100_000).as_bytes(), &["-"], "too_many_paragraphs");
}

#[test]
fn a_pdf_named_html_is_seen_for_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("page.html"), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj").unwrap();
    let output = dateline(home.path()).args(["extract", "page.html"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("(pdf)"), "{}", stderr(&output));
}

#[test]
fn a_wrong_charset_and_invalid_utf8_are_read_as_what_they_are() {
    let page = b"<html><head><meta charset=utf-8></head><body><article><p>Le pr\xe9sident a inaugur\xe9 le march\xe9 de la ville mardi matin, devant une foule nombreuse et joyeuse.</p></article></body></html>";
    let text = record(page, &["-", "--input-format", "html"]).article.unwrap().text;
    assert!(text.contains("président"), "{text}");
    let mut text = "The mayor opened the café, the museum and the théâtre. ".repeat(20).into_bytes();
    text.push(0xff);
    assert!(record(&text, &["-"]).article.unwrap().text.contains("théâtre"));
}

#[test]
fn a_missing_date_stays_missing_and_a_wrong_one_is_refused() {
    assert_eq!(record(b"The council met on Monday.", &["-"]).article.unwrap().published_at, None);
    let output = extract_piped(b"The council met.", &["-", "--published", "next Tuesday"]);
    assert_eq!(output.status.code(), Some(2));
    let future = record(b"The council met on Monday.", &["-", "--published", "2190-01-01"]);
    assert!(future.article.unwrap().published_at.unwrap().value.starts_with("2190-01-01"));
}

#[test]
fn the_same_article_twice_is_the_same_record_twice() {
    let line = r#"{"id": "a", "text": "The council met on Monday."}"#;
    let text = stdout(&extract_piped(format!("{line}\n{line}\n").as_bytes(), &["-"]));
    let records: Vec<_> = text.lines().collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0], records[1]);
}

#[test]
fn a_line_of_50_megabytes_does_not_stop_the_next() {
    let mut input = br#"{"id": "big", "text": ""#.to_vec();
    input.resize(50 << 20, b'x');
    input.extend_from_slice(b"\"}\n{\"id\": \"small\", \"text\": \"The council met.\"}\n");
    let output = extract_piped(&input, &["-"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["externalId"], &lines[0]["error"]["reason"]), (&"big".into(), &"too_large".into()));
    assert_eq!((&lines[0]["input"], &lines[1]["article"]["externalId"]), (&"standard input:1".into(), &"small".into()));
}

#[test]
fn a_broken_line_is_named_by_its_number_and_byte() {
    let input = b"{\"text\": \"The council met.\"}\n{\"text\": \"The\n";
    let output = extract_piped(input, &["-"]);
    assert_eq!(output.status.code(), Some(1));
    let message = stderr(&output);
    assert!(
        message.contains("standard input:2: this is not JSON: EOF while parsing a string at byte 13 (json)"),
        "{message}"
    );
}
