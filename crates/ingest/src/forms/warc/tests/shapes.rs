//! What recorders differ in: how they write headers, what they keep of their own, and pages of which they have a part.

use super::{PAGE, answer, gzip, items, page, reader, record, told};
use crate::forms::{Content, Item};

/// The body of the page without its end.
const HALF: &str = "<html><p>The council met on";

fn passed(bytes: Vec<u8>) -> Vec<(&'static str, u64)> {
    let mut reader = reader(bytes);
    assert_eq!(reader.by_ref().count(), 0);
    reader.passed().clone().into_iter().collect()
}

#[test]
fn a_field_goes_on_in_lines_that_are_indented() {
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
    let length = body.len().to_string();
    let (first, second) = length.split_at(1);
    let header = format!(
        "WARC/1.0\r\nWARC-Type:response\r\nwarc-target-uri:\r\n  <https://paper.example/a>\r\nWARC-Date: \r\n\t2024-04-02T15:30:00Z\r\n\
         X-Note: one\r\n  WARC-Type: two\r\nContent-Type: application/http;\r\n\tmsgtype=response\r\nContent-Length: {first}{second}\r\n\r\n"
    );
    let items: Vec<Item> = reader([header.into_bytes(), body.into_bytes(), b"\r\n\r\n".to_vec()].concat()).collect();
    assert_eq!(told(&items), [PAGE]);
    let Ok(Content::Article(article)) = &items[0].content else { panic!("an article") };
    assert_eq!(
        (article.url.as_str(), article.retrieved_at.as_str()),
        ("https://paper.example/a", "2024-04-02T15:30:00Z")
    );
}

#[test]
fn a_line_too_long_to_be_one_hides_no_field_and_makes_none() {
    let long = format!("WARC/1.0\r\nX-Large: {}", "Content-Length: 5\r".repeat(100_000));
    let bytes = String::from_utf8(page()).unwrap().replace("WARC/1.0", &long).into_bytes();
    assert_eq!(items([bytes, page()].concat()), [PAGE, PAGE]);
}

#[test]
fn what_recorders_keep_of_their_own_is_no_page() {
    for uri in
        ["metadata://gnu.org/software/wget/warc/wget.log", "urn:X-recorder:log", "urn:text:https://paper.example/a"]
    {
        let log = record("resource", uri, "text/plain", b"Saving to: index.html");
        assert_eq!(passed(log), [("resource that is no page of the web", 1)], "{uri}");
    }
    for (uri, media) in [("file:///home/a.txt", "text/plain"), ("urn:page:1", "text/html"), ("", "text/plain")] {
        let read = items(record("resource", uri, media, PAGE.as_bytes()));
        assert_eq!(read, [PAGE], "{uri}");
    }
}

#[test]
fn a_scheme_is_told_in_any_case_and_may_be_missing_of_what_came_by_http() {
    for uri in ["HTTPS://PAPER.example/a", "paper.example/a", ""] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
        let bytes = record("response", uri, "application/http; msgtype=response", answer.as_bytes());
        assert_eq!(items(bytes), [PAGE], "{uri}");
    }
}

#[test]
fn an_address_that_is_none_of_the_web_is_left_out() {
    let items: Vec<Item> = reader(record("resource", "file:///home/a.html", "text/html", PAGE.as_bytes())).collect();
    assert!(matches!(&items[0].content, Ok(Content::Article(article)) if article.url.is_empty()));
}

#[test]
fn what_sites_have_for_programs_is_no_page() {
    for path in ["robots.txt", ".well-known/security.txt"] {
        let rules = record("resource", &format!("https://paper.example/{path}"), "text/plain", b"User-agent: *");
        assert_eq!(passed(rules), [("robots.txt or the like", 1)], "{path}");
    }
    let page = record("resource", "https://paper.example/news/robots.txt", "text/plain", PAGE.as_bytes());
    assert_eq!(items(page), [PAGE]);
}

#[test]
fn a_part_of_a_page_is_not_the_page() {
    let cut = |body: &str| {
        let bytes = String::from_utf8(answer("200 OK", "Content-Type: text/html\r\n", body.as_bytes())).unwrap();
        bytes.replace("WARC-Date", "WARC-Truncated: length\r\nWARC-Date").into_bytes()
    };
    assert_eq!(items([cut(HALF), page()].concat()), ["truncated", PAGE]);
    // What is missing may be none of it: recorders cut where a page with all its scripts is too long.
    assert_eq!(items(cut(PAGE)), [PAGE]);
    let segment =
        String::from_utf8(record("resource", "https://paper.example/a", "text/html", HALF.as_bytes())).unwrap();
    let segment = segment.replace("WARC-Date", "WARC-Segment-Number: 1\r\nWARC-Date").into_bytes();
    assert_eq!(passed(segment), [("segmented record: a part of a page", 1)]);
}

#[test]
fn an_answer_that_broke_off_is_not_the_page() {
    let chunked = |body: &str, claims: usize, end: &str| {
        let body = format!("{:x}\r\n{body}\r\n{claims:x}\r\n{end}", body.len());
        items(answer("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", body.as_bytes()))
    };
    assert_eq!(chunked(HALF, 0, "\r\n"), [HALF]);
    assert_eq!(chunked(HALF, 500, " Monday"), ["truncated"]);
    assert_eq!(chunked(PAGE, 500, ""), [PAGE]);
    let plain = |length: usize| {
        let fields = format!("Content-Type: text/html\r\nContent-Length: {length}\r\n");
        items(answer("200 OK", &fields, HALF.as_bytes()))
    };
    assert_eq!((plain(HALF.len()), plain(5)), (vec![HALF.to_owned()], vec![HALF.to_owned()]));
    assert_eq!(plain(HALF.len() + 1), ["truncated"]);
    // The length is of what was packed.
    let fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 9000\r\n";
    assert_eq!(items(answer("200 OK", fields, HALF.as_bytes())), [HALF]);
}

#[test]
fn headers_of_answers_may_be_long_and_come_after_others() {
    let cookies = "Set-Cookie: a=b; Path=/; HttpOnly\r\n".repeat(5_000);
    let fields = format!("{cookies}Content-Type: text/html\r\nContent-Type:\r\n");
    assert_eq!(items(answer("200 OK", &fields, PAGE.as_bytes())), [PAGE]);
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html, text/html; charset=utf-8\r\n\r\n{PAGE}");
    assert_eq!(items(answer("100 Continue", "", body.as_bytes())), [PAGE]);
    assert_eq!(items(answer("203 Of a proxy", "Content-Type: text/html\r\n", PAGE.as_bytes())), [PAGE]);
    let endless = "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000);
    assert_eq!(items(answer("100 Continue", "", endless.as_bytes())), ["http"]);
}

#[test]
fn codings_in_two_fields_are_one_on_another() {
    let fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n";
    assert_eq!(items(answer("200 OK", fields, &gzip(&gzip(PAGE.as_bytes())))), [PAGE]);
    let fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
    assert_eq!(items(answer("200 OK", fields, &gzip(&gzip(PAGE.as_bytes())))), [PAGE]);
}

#[test]
fn archives_of_old_are_gone_on_with_after_damage_too() {
    let old = |record: Vec<u8>| String::from_utf8(record).unwrap().replace("WARC/1.0", "WARC/0.17").into_bytes();
    let greedy = old(super::greedy(&page(), 300));
    assert_eq!(items([greedy, old(page()), old(page())].concat()), ["warc", PAGE, PAGE]);
}

#[test]
fn zeros_between_members_are_no_damage() {
    let zeros = vec![0; 10_000];
    assert_eq!(items([gzip(&page()), zeros.clone(), gzip(&page()), zeros].concat()), [PAGE, PAGE]);
}
