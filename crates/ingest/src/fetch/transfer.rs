//! Content that is read as it comes, however much it is, and taken up again where a connection broke.
//!
//! It is gone on with only in the same state: the range is asked for with `If-Range`, and the server has to say which one it
//! sends. What cannot be told to be the same ends where it broke, which is told.

use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Response, StatusCode, header::HeaderMap};
use url::Url;

use super::{Inner, Problem, Way, answer, body, client::Take, http_date, now, parsed};
use crate::{
    Rejection,
    stream::{Chunks, Progress},
};

/// Content that is read as it comes, however much it is.
pub struct Transfer {
    /// Where it is, after redirects.
    pub final_url: String,
    /// The media type that the server gives; empty when it gives none.
    pub content_type: String,
    /// When it began to come.
    pub retrieved_at: Timestamp,
    /// The bytes as they are sent, gzip not undone.
    pub chunks: Chunks,
}

impl Transfer {
    /// Opens a URL.
    pub(super) async fn open(fetcher: &Arc<Inner>, given: &str) -> Result<Self, Problem> {
        let asked = parsed(given)?;
        let (response, at) = fetcher.coming(asked.clone(), Vec::new()).await?;
        let (final_url, content_type) = (at.to_string(), body::text(response.headers(), "content-type").to_owned());
        let coming = Coming {
            fetcher: Arc::clone(fetcher),
            asked,
            at,
            state: State::of(response.headers()),
            response,
            progress: Progress::default(),
        };
        let chunks = futures::stream::try_unfold(coming, async |mut coming| {
            Ok(coming.next().await?.map(|chunk| (chunk, coming)))
        });
        Ok(Self { final_url, content_type, retrieved_at: now(), chunks: chunks.boxed() })
    }
}

/// A body on its way.
struct Coming {
    fetcher: Arc<Inner>,
    /// What was asked for, and is again: where it led may hold for a time only.
    asked: Url,
    /// Where that led.
    at: Url,
    state: State,
    response: Response,
    progress: Progress,
}

impl Coming {
    async fn next(&mut self) -> Result<Option<Bytes>, Rejection> {
        loop {
            let stall = self.fetcher.config.stall_timeout;
            match body::next(&mut self.response, stall, self.progress.position()).await {
                Ok(Some(chunk)) if chunk.is_empty() => {}
                Ok(Some(chunk)) => {
                    self.progress.moved(chunk.len());
                    return Ok(Some(chunk));
                }
                Ok(None) if self.state.size.is_none_or(|size| self.progress.position() >= size) => return Ok(None),
                Ok(None) => self.resume(body::cut(self.progress.position())).await?,
                Err(problem) => self.resume(problem).await?,
            }
        }
    }

    /// Goes on where it broke, once the host has had its quiet.
    async fn resume(&mut self, broken: Problem) -> Result<(), Rejection> {
        self.fetcher.broke(&self.at).await;
        let mut cause = "it hardly moved after it was taken up again".to_owned();
        while self.progress.take_up() {
            match Box::pin(self.ask()).await {
                Ok(()) => return Ok(()),
                Err(problem) if problem.reason == "changed" => return Err(Rejection::new("changed", problem.detail)),
                Err(problem) => {
                    let last = !problem.may_pass() || matches!(problem.reason, "back_off" | "not_found");
                    cause = problem.detail;
                    if last {
                        break;
                    }
                }
            }
        }
        // As of an object: an archive that is cut off is another thing.
        let reason = if broken.reason == "truncated" { "interrupted" } else { broken.reason };
        Err(Rejection::new(reason, format!("{}; it cannot be taken up again: {cause}", broken.detail)))
    }

    /// Asks for the rest, or for the whole where nothing of it has come yet.
    async fn ask(&mut self) -> Result<(), Problem> {
        let position = self.progress.position();
        let conditions = if position == 0 { Vec::new() } else { self.state.rest(position)? };
        let (response, at) = self.fetcher.coming(self.asked.clone(), conditions).await?;
        if position == 0 {
            self.state = State::of(response.headers());
        } else {
            self.state.check(position, response.status(), response.headers())?;
        }
        (self.response, self.at) = (response, at);
        Ok(())
    }
}

impl Inner {
    /// The head of what comes from a URL, and where that led.
    async fn coming(&self, url: Url, conditions: Vec<(&'static str, String)>) -> Result<(Response, Url), Problem> {
        let mut way = Way::new(url, self.config.timeout, conditions, Take::Later);
        let mut reply = self.follow(&mut way).await?;
        let Some(response) = reply.coming.take() else {
            let nothing = || Err(Problem::failed("empty", "the server sent no content".to_owned()));
            return answer(reply, false).and_then(|_| nothing());
        };
        body::check_coming(response.headers())?;
        Ok((response, way.url))
    }

    /// A host broke off: it is left alone for a time, as after other errors.
    async fn broke(&self, at: &Url) {
        let host = self.hosts.get(at.host_str().unwrap_or_default());
        host.lock().await.failed(None, &self.config);
    }
}

/// What a server says of the state of a file.
#[derive(Debug, PartialEq)]
struct State {
    /// A strong `ETag`, or `Last-Modified` where that is as good; none where the state cannot be told, or no part asked for.
    version: Option<String>,
    /// Bytes as they are sent.
    size: Option<u64>,
    coding: String,
}

impl State {
    fn of(headers: &HeaderMap) -> Self {
        let parts = !body::text(headers, "accept-ranges").trim().eq_ignore_ascii_case("none");
        Self {
            version: version(headers).filter(|_| parts),
            size: body::text(headers, "content-length").parse().ok(),
            coding: body::text(headers, "content-encoding").to_owned(),
        }
    }

    /// What asks for the rest of a file as long as it is in this state.
    fn rest(&self, position: u64) -> Result<Vec<(&'static str, String)>, Problem> {
        let Some(version) = &self.version else {
            let detail = "the server does not tell one state of it from another, or gives no parts".to_owned();
            return Err(Problem::refused("parts", detail));
        };
        Ok(vec![("range", format!("bytes={position}-")), ("if-range", version.clone())])
    }

    fn is_another(&self, headers: &HeaderMap) -> bool {
        let Some(version) = &self.version else { return false };
        let told = body::text(headers, if version.contains('"') { "etag" } else { "last-modified" }).trim();
        !told.is_empty() && told != version
    }

    /// Whether an answer is the rest that was asked for.
    fn check(&mut self, position: u64, status: StatusCode, headers: &HeaderMap) -> Result<(), Problem> {
        if self.is_another(headers) {
            return Err(Problem::refused("changed", "it was changed while it was read: read it again".to_owned()));
        }
        let range = content_range(body::text(headers, "content-range"));
        let coding = body::text(headers, "content-encoding");
        match range.filter(|_| status == StatusCode::PARTIAL_CONTENT && coding == self.coding) {
            Some((start, size)) if start == position && size.is_none_or(|size| self.size.is_none_or(|s| s == size)) => {
                self.size = self.size.or(size);
                Ok(())
            }
            _ => Err(Problem::refused("parts", format!("the server answers {status}, and not with the rest"))),
        }
    }
}

/// The first byte of a part, and the bytes of the whole where they are told: `bytes 5-9/10`.
fn content_range(value: &str) -> Option<(u64, Option<u64>)> {
    let (range, size) = value.trim().strip_prefix("bytes ")?.split_once('/')?;
    Some((range.split_once('-')?.0.trim().parse().ok()?, size.trim().parse().ok()))
}

/// What tells two states of a file apart: its `ETag`, if that is strong; where there is none when it was changed, unless it
/// was sent within the same second (RFC 9110, 8.8.2.2 and 13.1.5).
fn version(headers: &HeaderMap) -> Option<String> {
    let (etag, modified) = (body::text(headers, "etag").trim(), body::text(headers, "last-modified").trim());
    if !etag.is_empty() {
        return (!etag.starts_with("W/")).then(|| etag.to_owned());
    }
    let (changed, sent) = (http_date(modified)?, http_date(body::text(headers, "date"))?);
    (sent.duration_since(changed) >= SignedDuration::from_secs(1)).then(|| modified.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn headers(lines: &str) -> HeaderMap {
        let pairs = lines.lines().filter_map(|line| line.split_once(": "));
        pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    const MODIFIED: &str = "last-modified: Tue, 02 Apr 2024 10:00:00 GMT\n";

    #[rstest]
    #[case("etag: \"a\"\n", "", Some("\"a\""))]
    #[case("etag: W/\"a\"\n", "date: Tue, 02 Apr 2024 10:00:05 GMT", None)]
    #[case("", "date: Tue, 02 Apr 2024 10:00:01 GMT", Some("Tue, 02 Apr 2024 10:00:00 GMT"))]
    #[case("", "date: Tue, 02 Apr 2024 10:00:00 GMT", None)]
    #[case("", "", None)]
    fn only_what_is_sure_to_tell_states_apart_does(
        #[case] etag: &str,
        #[case] date: &str,
        #[case] expected: Option<&str>,
    ) {
        let found = version(&headers(&format!("{etag}{MODIFIED}{date}")));
        assert_eq!(found.as_deref(), expected);
        let none = State::of(&headers(&format!("{etag}{MODIFIED}{date}\naccept-ranges: none")));
        assert_eq!(none.version, None);
    }

    #[rstest]
    #[case("bytes 5-9/10", Some((5, Some(10))))]
    #[case("bytes 5-9/*", Some((5, None)))]
    #[case("bytes */10", None)]
    #[case("items 5-9/10", None)]
    #[case("", None)]
    fn a_part_says_where_it_begins(#[case] value: &str, #[case] expected: Option<(u64, Option<u64>)>) {
        assert_eq!(content_range(value), expected);
    }

    #[rstest]
    #[case(206, "content-range: bytes 5-9/10", None)]
    #[case(206, "content-range: bytes 5-9/*\netag: \"a\"", None)]
    #[case(206, "content-range: bytes 5-9/10\nlast-modified: Tue, 02 Apr 2024 10:00:00 GMT", None)]
    #[case(206, "content-range: bytes 4-9/10", Some("parts"))]
    #[case(206, "content-range: bytes 5-10/11", Some("parts"))]
    #[case(206, "content-range: bytes 5-9/10\netag: \"b\"", Some("changed"))]
    #[case(206, "content-range: bytes 5-9/10\ncontent-encoding: gzip", Some("parts"))]
    #[case(206, "content-type: multipart/byteranges; boundary=x", Some("parts"))]
    #[case(200, "etag: \"a\"\ncontent-range: bytes 5-9/10", Some("parts"))]
    #[case(200, "etag: \"b\"", Some("changed"))]
    fn only_the_rest_of_the_same_file_is_gone_on_with(
        #[case] status: u16,
        #[case] lines: &str,
        #[case] expected: Option<&str>,
    ) {
        let mut state = State { version: Some("\"a\"".to_owned()), size: Some(10), coding: String::new() };
        let checked = state.check(5, StatusCode::from_u16(status).unwrap(), &headers(lines));
        assert_eq!(checked.map_err(|problem| problem.reason).err(), expected);
    }
}
