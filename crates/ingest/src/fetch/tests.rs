//! Fetching against a server on loopback, which behaves as servers do and as none should.

use std::{
    io::Write as _,
    net::IpAddr,
    sync::atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use futures::TryStreamExt as _;
use tokio::time::Instant;

use super::*;
use crate::stream::tests::drained;
use site::{Act, Seen, Site, answer, content, object, page};

pub(crate) mod site;
mod ways;

const LIMIT: usize = 100_000;

fn config() -> Config {
    Config {
        delay: Duration::ZERO,
        timeout: Duration::from_secs(5),
        stall_timeout: Duration::from_millis(300),
        max_back_off: Duration::from_secs(60),
        allow_private: vec![Exception::parse("127.0.0.1").unwrap()],
        ..Config::default()
    }
}

/// Leaves nobody alone for long.
fn impatient() -> Config {
    Config { max_back_off: Duration::from_millis(10), ..config() }
}

fn fetcher(config: Config) -> Fetcher {
    Fetcher::new(config, LIMIT).unwrap()
}

async fn fetch(url: &str) -> Outcome {
    fetcher(config()).fetch(url, &Validators::default()).await
}

/// The reason why a URL of a site is not fetched.
async fn reason_of(act: impl Fn(&Seen) -> Option<Act> + Send + Sync + 'static) -> &'static str {
    let site = Site::start(move |seen| if seen.path == "/robots.txt" { None } else { act(seen) }).await;
    let outcome = fetch(&site.url("/a")).await;
    outcome.problem().map_or("", |problem| problem.reason)
}

fn body(outcome: &Outcome) -> &[u8] {
    match &outcome.answer {
        Answer::Fetched(content) => &content.body,
        other => panic!("not fetched: {other:?}"),
    }
}

fn sent(headers: &str, body: &[u8]) -> Option<Act> {
    Some(Act::Send(answer(200, headers, body)))
}

fn to(target: &str) -> Option<Act> {
    Some(Act::Send(answer(302, &format!("location: {target}\n"), b"")))
}

#[tokio::test]
async fn a_page_is_fetched_with_all_that_ingest_needs() {
    let site = Site::start(|seen| (seen.path == "/a?b=c").then(|| page("Rain fell.")).flatten()).await;
    let url = site.url("/a?b=c#part");
    let outcome = fetch(&url).await;
    assert_eq!((outcome.url.as_str(), outcome.status), (url.as_str(), Some(200)));
    assert_eq!(outcome.final_url, site.url("/a?b=c"));
    let Answer::Fetched(content) = outcome.answer else { panic!() };
    let raw = content.into_article(&outcome.final_url);
    assert_eq!(raw.content_type, "text/html");
    assert!(crate::parse(&raw, &crate::Limits::default()).unwrap().text.contains("Rain fell."));
    let seen = site.all_seen();
    assert_eq!(seen.iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), ["/robots.txt", "/a?b=c"]);
    assert!(seen.iter().all(|seen| seen.head.contains("user-agent: dateline/")));
}

#[tokio::test]
async fn loopback_is_refused_unless_it_is_named() {
    let site = Site::start(|_| page("secret")).await;
    let strict = fetcher(Config { allow_private: Vec::new(), ..config() });
    for url in [site.url("/"), site.url("/").replace("127.0.0.1", "localhost")] {
        let outcome = strict.fetch(&url, &Validators::default()).await;
        assert_eq!(outcome.problem().unwrap().reason, "private_address", "{url}");
        assert!(matches!(outcome.answer, Answer::Refused(_)));
    }
    assert!(site.all_seen().is_empty());
}

#[tokio::test]
async fn an_archive_is_read_as_it_comes_under_the_same_rules() {
    let large = vec![b'x'; LIMIT * 20];
    let site = Site::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => sent("", b"User-agent: *\nDisallow: /closed"),
        "/large" => sent("content-type: application/warc\n", &large),
        "/moved" => to("/large"),
        "/cut" => {
            let mut bytes = answer(200, "", &large);
            bytes.truncate(LIMIT * 10);
            Some(Act::Send(bytes))
        }
        "/stalled" => Some(Act::Hang(answer(200, "", &large)[..LIMIT].to_vec())),
        "/packed" => sent("content-encoding: br\n", b"abc"),
        "/private" => to("http://10.0.0.1/"),
        _ => Some(Act::Send(answer(404, "", b""))),
    })
    .await;
    let fetcher = fetcher(impatient());
    let read = async |path: &str| {
        let transfer = fetcher.open(&site.url(path)).await.map_err(|problem| problem.reason)?;
        let bytes = transfer.chunks.try_fold(0, async |sum, chunk| Ok(sum + chunk.len())).await;
        bytes.map(|bytes| (transfer.final_url, bytes)).map_err(|rejection| rejection.reason)
    };
    assert_eq!(read("/moved").await, Ok((site.url("/large"), LIMIT * 20)));
    assert!(site.seen().iter().all(|seen| seen.head.contains("accept-encoding: identity")));
    for (path, reason) in [
        ("/cut", "interrupted"),
        ("/stalled", "stalled"),
        ("/packed", "content_encoding"),
        ("/closed", "robots"),
        ("/private", "private_address"),
        ("/none", "not_found"),
    ] {
        assert_eq!(read(path).await, Err(reason), "{path}");
    }
}

/// What is read of a URL of a site, and why that ended before its end.
async fn transferred(site: &Site, path: &str) -> (Vec<u8>, Option<crate::Rejection>) {
    drained(fetcher(impatient()).open(&site.url(path)).await.unwrap().chunks).await
}

const DATED: &str = "date: Tue, 02 Apr 2024 11:00:00 GMT\n";

#[tokio::test]
async fn an_archive_that_breaks_off_is_taken_up_where_it_was() {
    for etag in ["\"1\"", ""] {
        let site = Site::start(move |seen| match seen.path.as_str() {
            "/robots.txt" => None,
            "/moved" => to("/a"),
            _ => object(seen, &content(5_000_000), etag, 2_000_000).map(|act| act.with(DATED)),
        })
        .await;
        assert_eq!(transferred(&site, "/moved").await, (content(5_000_000), None), "{etag}");
        let asked: Vec<_> = site.seen().into_iter().filter(|seen| seen.path == "/a").map(|seen| seen.head).collect();
        assert_eq!(asked.len(), 3);
        let version = if etag.is_empty() { "tue, 02 apr 2024 10:00:00 gmt" } else { etag };
        for (head, range) in asked.iter().skip(1).zip(["bytes=2000000-", "bytes=4000000-"]) {
            assert!(head.contains(&format!("range: {range}\r\n")), "{head}");
            assert!(head.contains(&format!("if-range: {version}\r\n")), "{head}");
        }
    }
}

#[tokio::test]
async fn an_archive_is_asked_for_again_while_its_server_is_busy_and_before_its_first_byte() {
    let asked = AtomicUsize::new(0);
    let site = Site::start(move |seen| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => None,
        1 => object(seen, &content(1000), "\"1\"", 0),
        2 => object(seen, &content(1000), "\"1\"", 300),
        3 => Some(Act::Send(answer(503, "", b""))),
        _ => object(seen, &content(1000), "\"1\"", 1000),
    })
    .await;
    assert_eq!(transferred(&site, "/a").await, (content(1000), None));
    assert_eq!(site.seen().len(), 4);
}

#[tokio::test]
async fn an_archive_that_breaks_off_and_cannot_be_taken_up_is_no_end() {
    let part = |seen: &Seen, etag: &str| object(seen, &content(5_000_000), etag, 2_000_000);
    let ranged = |seen: &Seen| seen.head.contains("range: bytes=");
    let site = Site::start(move |seen| match (seen.path.as_str(), ranged(seen)) {
        ("/robots.txt", _) => None,
        ("/changed", true) => sent("etag: \"2\"\n", &content(5_000_000)),
        ("/other", true) => part(seen, "\"2\""),
        ("/whole", true) => sent("etag: \"1\"\n", &content(5_000_000)),
        ("/gone", true) => Some(Act::Send(answer(404, "", b""))),
        ("/broken", true) => Some(Act::Send(answer(500, "", b""))),
        ("/stuck", _) => object(seen, &content(5_000_000), "\"1\"", 1000),
        ("/weak", _) => part(seen, "W/\"1\""),
        ("/never", _) => part(seen, "\"1\"").map(|act| act.with("accept-ranges: none\n")),
        ("/undated", _) => part(seen, ""),
        _ => part(seen, "\"1\""),
    })
    .await;
    for (path, read, reason, requests) in [
        ("/changed", 2_000_000, "changed", 2),
        ("/other", 2_000_000, "changed", 2),
        ("/whole", 2_000_000, "interrupted", 2),
        ("/gone", 2_000_000, "interrupted", 2),
        ("/broken", 2_000_000, "interrupted", 4),
        ("/stuck", 4000, "interrupted", 4),
        ("/weak", 2_000_000, "interrupted", 1),
        ("/never", 2_000_000, "interrupted", 1),
        ("/undated", 2_000_000, "interrupted", 1),
    ] {
        let (bytes, rejection) = transferred(&site, path).await;
        assert_eq!((bytes.len(), rejection.map(|rejection| rejection.reason)), (read, Some(reason)), "{path}");
        assert_eq!(site.seen().iter().filter(|seen| seen.path == path).count(), requests, "{path}");
    }
}

#[tokio::test]
async fn redirects_are_followed_and_bounded() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/first" => to("/second"),
        "/second" => to("third?x#y"),
        "/third?x" => page("Here."),
        "/loop" => to("/pool"),
        "/pool" => to("/loop"),
        "/nowhere" => Some(Act::Send(answer(301, "", b""))),
        "/bad" => to("http://[broken"),
        "/private" => to("http://10.0.0.1/"),
        "/meta" => to("http://169.254.169.254/latest"),
        "/file" => to("file:///etc/passwd"),
        "/robots.txt" => None,
        endless => to(&format!("{endless}x")),
    })
    .await;
    let fetcher = fetcher(config());
    let outcome = fetcher.fetch(&site.url("/first"), &Validators::default()).await;
    assert!(body(&outcome).starts_with(b"<html>"));
    assert_eq!(outcome.final_url, site.url("/third?x"));
    let cases = [
        ("/loop", "redirect_loop"),
        ("/endless", "redirects"),
        ("/nowhere", "redirect"),
        ("/bad", "redirect"),
        ("/private", "private_address"),
        ("/meta", "private_address"),
        ("/file", "scheme"),
    ];
    for (path, reason) in cases {
        let outcome = fetcher.fetch(&site.url(path), &Validators::default()).await;
        assert_eq!(outcome.problem().map(|problem| problem.reason), Some(reason), "{path}");
    }
}

#[tokio::test]
async fn slow_servers_end() {
    let started = Instant::now();
    let head = || answer(200, "", b"").replace_length(1000);
    assert_eq!(reason_of(move |_| Some(Act::Hang(head()))).await, "stalled");
    let short = || fetcher(Config { timeout: Duration::from_millis(400), robots: false, ..config() });
    // A byte now and then: never silent for long, never done.
    let site = Site::start(move |_| Some(Act::Repeat(head(), b"a".to_vec(), Duration::from_millis(20)))).await;
    let outcome = short().fetch(&site.url("/"), &Validators::default()).await;
    assert_eq!(outcome.problem().unwrap().reason, "timeout");
    let site =
        Site::start(|_| Some(Act::Repeat(b"HTTP/1.1 200".to_vec(), b"O".to_vec(), Duration::from_millis(20)))).await;
    let outcome = short().fetch(&site.url("/"), &Validators::default()).await;
    assert!(["timeout", "protocol"].contains(&outcome.problem().unwrap().reason));
    let site = Site::start(|_| Some(Act::Hang(Vec::new()))).await;
    let outcome = short().fetch(&site.url("/"), &Validators::default()).await;
    assert_eq!(outcome.problem().unwrap().reason, "timeout");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn bombs_are_cut() {
    let zeros = vec![b' '; 50 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&zeros).unwrap();
    let gzip = gzip.finish().unwrap();
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 1 << 16, 5, 22).write_all(&zeros).unwrap();
    assert!(gzip.len() < LIMIT && brotli.len() < LIMIT);
    assert_eq!(reason_of(move |_| sent("content-encoding: gzip\n", &gzip)).await, "too_large");
    assert_eq!(reason_of(move |_| sent("content-encoding: br\n", &brotli)).await, "too_large");
    assert_eq!(reason_of(|_| sent("content-encoding: br, br, br\n", b"abc")).await, "content_encoding");
    assert_eq!(reason_of(|_| sent("content-encoding: rot13\n", b"abc")).await, "content_encoding");
}

#[tokio::test]
async fn large_and_endless_bodies_are_refused() {
    let large = |_: &Seen| sent("content-type: text/html\n", &vec![b'a'; LIMIT + 1]);
    assert_eq!(reason_of(large).await, "too_large");
    let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let endless = move |_: &Seen| Some(Act::Repeat(head.clone(), vec![b'a'; 10_000], Duration::ZERO));
    assert_eq!(reason_of(endless).await, "too_large");
    let huge = |_: &Seen| Some(Act::Hang(answer(200, "", b"").replace_length(1 << 40)));
    assert_eq!(reason_of(huge).await, "too_large");
}

#[tokio::test]
async fn lies_about_length_and_type_are_told() {
    let cut = |_: &Seen| Some(Act::Send(answer(200, "content-type: text/html\n", b"<p>Half").replace_length(500)));
    assert_eq!(reason_of(cut).await, "truncated");
    assert_eq!(reason_of(|_| sent("content-type: text/html\n", b"%PDF-1.7\nx")).await, "content_type");
    assert_eq!(reason_of(|_| sent("content-type: text/html\n", b"\x89PNG\r\n")).await, "content_type");
    assert_eq!(reason_of(|_| sent("content-type: image/png\n", b"\x89PNG\r\n")).await, "content_type");
    assert_eq!(reason_of(|_| sent("content-type: text/html\n", b"")).await, "empty");
    assert_eq!(reason_of(|_| Some(Act::Send(b"no HTTP at all\r\n\r\n".to_vec()))).await, "protocol");
    // Bytes beyond the length are no part of the body.
    let long = answer(200, "content-type: text/plain\n", b"Whole text and more").replace_length(10);
    let site = Site::start(move |_| Some(Act::Send(long.clone()))).await;
    let unbound = fetcher(Config { robots: false, ..config() });
    assert_eq!(body(&unbound.fetch(&site.url("/"), &Validators::default()).await), b"Whole text");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => None,
        _ if seen.head.contains("if-none-match: \"7\"") => Some(Act::Send(answer(304, "", b""))),
        _ => sent("etag: \"7\"\nlast-modified: Mon, 02 Mar 2026 10:00:00 GMT\n", b"Text."),
    })
    .await;
    let fetcher = fetcher(config());
    let first = fetcher.fetch(&site.url("/a"), &Validators::default()).await;
    let Answer::Fetched(content) = first.answer else { panic!() };
    assert_eq!(content.validators.last_modified, "Mon, 02 Mar 2026 10:00:00 GMT");
    let again = fetcher.fetch(&site.url("/a"), &content.validators).await;
    assert_eq!((again.answer, again.status), (Answer::NotModified, Some(304)));
    let unasked = reason_of(|_| Some(Act::Send(answer(304, "", b"")))).await;
    assert_eq!(unasked, "status");
}

#[tokio::test]
async fn statuses_have_reasons() {
    for (status, reason) in
        [(404, "not_found"), (410, "gone"), (403, "forbidden"), (503, "busy"), (500, "server_error"), (418, "status")]
    {
        assert_eq!(reason_of(move |_| Some(Act::Send(answer(status, "", b"x")))).await, reason);
    }
}

#[tokio::test]
async fn robots_are_obeyed_and_asked_for_once() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => sent("", b"User-agent: dateline\nDisallow: /private\nAllow: /private/open$\n"),
        _ => page("Text."),
    })
    .await;
    let polite = fetcher(config());
    for (path, reason) in [("/a", None), ("/private/x", Some("robots")), ("/private/open", None)] {
        let outcome = polite.fetch(&site.url(path), &Validators::default()).await;
        assert_eq!(outcome.problem().map(|problem| problem.reason), reason, "{path}");
    }
    let paths: Vec<_> = site.all_seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/robots.txt", "/a", "/private/open"]);
}

#[tokio::test]
async fn where_robots_cannot_be_told_nothing_is_fetched() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => Some(Act::Send(answer(500, "", b""))),
        _ => page("Text."),
    })
    .await;
    let outcome = fetch(&site.url("/a")).await;
    assert_eq!(outcome.problem().unwrap().reason, "robots_unreachable");
    assert!(outcome.problem().unwrap().may_pass());
    assert!(site.seen().is_empty());
}

#[tokio::test]
async fn a_host_has_one_request_at_a_time_with_the_pause_that_it_asks_for() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => sent("", b"User-agent: *\nCrawl-delay: 0.2\n"),
        _ => page("Text."),
    })
    .await;
    let polite = fetcher(config());
    let (a, b, c, none) = (site.url("/a"), site.url("/b"), site.url("/c"), Validators::default());
    tokio::join!(polite.fetch(&a, &none), polite.fetch(&b, &none), polite.fetch(&c, &none));
    let at: Vec<_> = site.seen().into_iter().map(|seen| seen.at).collect();
    assert_eq!(at.len(), 3);
    assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_millis(190)));
}

#[tokio::test]
async fn a_host_that_asks_for_quiet_gets_it() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => None,
        _ => Some(Act::Send(answer(429, "retry-after: 3600\n", b""))),
    })
    .await;
    let polite = fetcher(config());
    let mut reasons = Vec::new();
    for path in ["/a", "/b"] {
        let outcome = polite.fetch(&site.url(path), &Validators::default()).await;
        let problem = outcome.problem().unwrap();
        assert!(problem.may_pass());
        reasons.push(problem.reason);
    }
    assert_eq!(reasons, ["busy", "back_off"]);
    assert_eq!(site.seen().len(), 1);
}

/// Answers differently each time.
struct Rebinding(AtomicUsize, &'static [&'static str]);

#[async_trait]
impl Lookup for Rebinding {
    async fn addresses(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        let at = self.0.fetch_add(1, Ordering::Relaxed);
        let Some(found) = self.1.get(at) else { return Err(std::io::Error::other("no such name")) };
        Ok(found.split(' ').map(|address| address.parse().unwrap()).collect())
    }
}

async fn rebound(answers: &'static [&'static str], site: &Site) -> (Outcome, usize) {
    let lookup = Arc::new(Rebinding(AtomicUsize::new(0), answers));
    let fetcher = Fetcher::with_lookup(config(), LIMIT, Arc::clone(&lookup) as Arc<dyn Lookup>).unwrap();
    let outcome = fetcher.fetch(&format!("http://news.test:{}/a", site.address.port()), &Validators::default()).await;
    (outcome, lookup.0.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_name_is_checked_for_each_connection_and_connected_to_as_checked() {
    let site = Site::start(|seen| if seen.path == "/robots.txt" { None } else { page("Text.") }).await;
    // One lookup a connection: what was checked is what was connected to.
    let (outcome, lookups) = rebound(&["127.0.0.1", "127.0.0.1"], &site).await;
    assert!(matches!(outcome.answer, Answer::Fetched(_)));
    assert_eq!(lookups, 2);
    // The name moves to an address that is not allowed after the first connection.
    let (outcome, _) = rebound(&["127.0.0.1", "127.0.0.2"], &site).await;
    assert_eq!(outcome.problem().unwrap().reason, "private_address");
    // Of several addresses only the allowed ones are tried.
    let (outcome, _) = rebound(&["10.0.0.1 127.0.0.1", "::1 127.0.0.1"], &site).await;
    assert!(matches!(outcome.answer, Answer::Fetched(_)));
    let (outcome, _) = rebound(&[], &site).await;
    assert_eq!(outcome.problem().unwrap().reason, "dns");
}

#[tokio::test]
async fn nobody_there_is_told() {
    let site = Site::start(|_| None).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let free = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(fetch(&format!("http://{free}/")).await.problem().unwrap().reason, "connect");
    let outcome = fetch(&site.url("/").replace("http:", "https:")).await;
    assert_eq!(outcome.problem().unwrap().reason, "tls", "{outcome:?}");
    assert_eq!(fetch("no url").await.problem().unwrap().reason, "url");
}

/// Answers that lie.
trait ReplaceLength {
    fn replace_length(self, length: usize) -> Vec<u8>;
}

impl ReplaceLength for Vec<u8> {
    fn replace_length(self, length: usize) -> Vec<u8> {
        let text = String::from_utf8(self).unwrap();
        let (before, after) = text.split_once("content-length: ").unwrap();
        let (_, after) = after.split_once("\r\n").unwrap();
        format!("{before}content-length: {length}\r\n{after}").into_bytes()
    }
}
