//! Archives of the shapes that recorders write, whole and damaged.
#![expect(clippy::string_slice, reason = "the samples are ASCII")]

mod shapes;

use std::io::{Cursor, Write as _};

use crate::forms::{Content, Form, Item, Options, Reader, read};

const PAGE: &str = "<html><p>The council met on Monday.</p></html>";

fn record(kind: &str, uri: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-04-02T15:30:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    record.extend_from_slice(body);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn answer(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 {status}\r\n{fields}\r\n").into_bytes();
    answer.extend_from_slice(body);
    record("response", "https://paper.example/a", "application/http; msgtype=response", &answer)
}

fn page() -> Vec<u8> {
    answer("200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn reader(bytes: Vec<u8>) -> Reader {
    read(Box::new(Cursor::new(bytes)), Form::Warc, &Options::default())
}

fn told(items: &[Item]) -> Vec<String> {
    let tell = |item: &Item| match &item.content {
        Ok(Content::Article(article)) => String::from_utf8_lossy(&article.body).into_owned(),
        Ok(Content::Link(link)) => link.url.clone(),
        Err(rejection) => rejection.reason.to_owned(),
    };
    items.iter().map(tell).collect()
}

fn items(bytes: Vec<u8>) -> Vec<String> {
    told(&reader(bytes).collect::<Vec<_>>())
}

#[test]
fn pages_are_read_and_the_rest_is_counted() {
    let archive = [
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record("request", "https://paper.example/a", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        page(),
        answer("404 Not Found", "Content-Type: text/html\r\n", b"no"),
        answer("200 OK", "Content-Type: image/png\r\n", b"\x89PNG"),
        record("response", "dns:paper.example", "text/dns", b"x"),
        record("conversion", "https://paper.example/b", "text/plain", b"The council met."),
    ];
    for bytes in [archive.concat(), gzip(&archive.concat()), archive.iter().flat_map(|r| gzip(r)).collect()] {
        let mut reader = reader(bytes);
        let items: Vec<Item> = reader.by_ref().collect();
        assert_eq!(told(&items), [PAGE, "The council met."]);
        let Ok(Content::Article(article)) = &items[0].content else { panic!("an article") };
        assert_eq!((article.url.as_str(), article.content_type.as_str()), ("https://paper.example/a", "text/html"));
        assert_eq!(article.retrieved_at, "2024-04-02T15:30:00Z");
        assert_eq!(items[0].location, format!("record at byte {}", archive[0].len() + archive[1].len()));
        assert_eq!(reader.passed().values().sum::<u64>(), 5);
        assert_eq!(reader.passed().get("status other than 200"), Some(&1));
    }
}

#[test]
fn codings_are_undone() {
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 5, 20).write_all(PAGE.as_bytes()).unwrap();
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    deflate.write_all(PAGE.as_bytes()).unwrap();
    let deflate = deflate.finish().unwrap();
    let chunked = format!("5;x=y\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", &PAGE[..5], PAGE.len() - 5, &PAGE[5..]);
    for (fields, body) in [
        ("Content-Encoding: gzip\r\n", gzip(PAGE.as_bytes())),
        ("Content-Encoding: gzip\r\n", PAGE.as_bytes().to_vec()),
        ("", gzip(PAGE.as_bytes())),
        ("Content-Encoding: br\r\n", brotli),
        ("Content-Encoding: br\r\n", PAGE.as_bytes().to_vec()),
        ("Content-Encoding: deflate\r\n", deflate),
        ("Transfer-Encoding: chunked\r\n", chunked.into_bytes()),
        ("Transfer-Encoding: chunked\r\n", PAGE.as_bytes().to_vec()),
    ] {
        let fields = format!("Content-Type: text/html\r\n{fields}");
        assert_eq!(items(answer("200 OK", &fields, &body)), [PAGE], "{fields}");
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bomb = gzip(&vec![b'a'; 20 << 20]);
    let fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
    assert_eq!(items([answer("200 OK", fields, &bomb), page()].concat()), ["too_large", PAGE]);
    let broken = &gzip(PAGE.as_bytes())[..20];
    assert_eq!(items([answer("200 OK", fields, broken), page()].concat()), ["content_encoding", PAGE]);
}

#[test]
fn an_archive_that_breaks_off_is_said_and_what_is_before_is_read() {
    let whole = [page(), page()].concat();
    for cut in [10, 60, 200] {
        let bytes = whole[..whole.len() - cut].to_vec();
        assert_eq!(items(bytes.clone()), [PAGE, "truncated"], "{cut}");
        assert_eq!(items(gzip(&bytes)), [PAGE, "truncated"], "{cut}");
    }
    let members = [gzip(&page()), gzip(&page())].concat();
    assert_eq!(items(members[..members.len() - 30].to_vec()), [PAGE, "truncated"]);
}

#[test]
fn damage_is_said_and_what_is_after_is_read() {
    let lying = |length: &str| {
        let record = String::from_utf8(page()).unwrap();
        let start = record.find("Content-Length: ").unwrap() + 16;
        let end = start + record[start..].find('\r').unwrap();
        format!("{}{length}{}", &record[..start], &record[end..]).into_bytes()
    };
    for length in ["many", "-1", "", "10", "99999999999999999999999"] {
        assert_eq!(items([page(), lying(length), page()].concat()), [PAGE, "warc", PAGE], "{length}");
    }
    assert_eq!(items([page(), lying("18446744073709551615")].concat()), [PAGE, "truncated"]);
    assert_eq!(items([b"noise\nnoise".to_vec(), b"\r\n".to_vec(), page()].concat()), ["warc", PAGE]);
    assert_eq!(items([page(), b"noise".to_vec()].concat()), [PAGE, "warc"]);
}

/// A record that claims so many bytes beyond its own.
fn greedy(record: &[u8], beyond: usize) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let (start, body) = (text.find("Content-Length: ").unwrap() + 16, text.find("\r\n\r\n").unwrap() + 4);
    let length = text.len() - body - 4 + beyond;
    let end = start + text[start..].find('\r').unwrap();
    format!("{}{length}{}", &text[..start], &text[end..]).into_bytes()
}

#[test]
fn a_record_that_claims_too_much_takes_no_other_with_it() {
    let request = record("request", "https://paper.example/a", "application/http", b"GET / HTTP/1.1\r\n\r\n");
    let ends = |bytes: &[Vec<u8>]| items(bytes.concat());
    for beyond in [30, 200, page().len() + 40, 5_000, 100 << 20] {
        assert_eq!(ends(&[greedy(&page(), beyond), page(), page()]), ["warc", PAGE, PAGE], "{beyond}");
        assert_eq!(ends(&[greedy(&request, beyond), page(), page()]), ["warc", PAGE, PAGE], "{beyond}");
        let packed = items(gzip(&[greedy(&page(), beyond), page(), page()].concat()));
        assert_eq!(packed, ["warc", PAGE, PAGE], "{beyond}");
    }
    let located: Vec<Item> = reader([greedy(&page(), 30), page()].concat()).collect();
    assert_eq!(located[1].location, format!("record at byte {}", greedy(&page(), 30).len()));
    // A page that tells how archives are written is one.
    let manual = "The format:\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\nis how it begins.";
    let manual = record("conversion", "https://paper.example/m", "text/plain", manual.as_bytes());
    let read = ends(&[manual, page()]);
    assert!(read.len() == 2 && read[0].contains("is how") && read[1] == PAGE, "{read:?}");
}

#[test]
fn records_that_all_claim_everything_cost_no_squares() {
    let greedy = greedy(&page(), 8 << 20);
    let count = (4 << 20) / greedy.len();
    let begun = std::time::Instant::now();
    let told = items(greedy.repeat(count));
    assert!(told.iter().all(|reason| reason == "warc" || reason == "truncated"), "{}", told.len());
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}

#[test]
fn a_member_that_breaks_off_does_not_take_the_next_one_with_it() {
    let whole = gzip(&page());
    for cut in [30, 60, whole.len() - 12] {
        let members = [whole.clone(), whole[..cut].to_vec(), whole.clone(), whole.clone()];
        let read = items(members.concat());
        assert_eq!(read.iter().filter(|item| *item == PAGE).count(), 3, "{cut}: {read:?}");
        assert!(read.contains(&"gzip".to_owned()) || read.contains(&"warc".to_owned()), "{cut}: {read:?}");
    }
}

#[test]
fn many_damaged_members_take_the_time_of_what_they_are() {
    let started = std::time::Instant::now();
    let member = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xff\xff\xff".repeat(100_000);
    assert_eq!(items(member), ["gzip", "gzip"]);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_damaged_member_does_not_take_the_next_ones_with_it() {
    let mut members = [gzip(&page()), gzip(&page()), gzip(&page())];
    members[1][12..60].fill(0xff);
    assert_eq!(items(members.concat()), [PAGE, "gzip", PAGE]);
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let mut options = Options::default();
    options.limits.input_bytes = 1000;
    let large = answer("200 OK", "Content-Type: text/html\r\n", &vec![b'a'; 200_000]);
    let bytes = Cursor::new([large, page()].concat());
    assert_eq!(told(&read(Box::new(bytes), Form::Warc, &options).collect::<Vec<_>>()), ["too_large", PAGE]);
}
