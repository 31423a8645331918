//! Pages from the web: polite to those who serve them, safe for those who fetch, and accountable: every fetch ends in one
//! [`Outcome`].
//!
//! - [`config`]: the settings;
//! - [`robots`]: what a site allows; [`hosts`]: pauses, quiet after errors, one connection a host;
//! - [`address`], [`dns`]: what may be connected to;
//! - [`client`], [`body`]: one request and its answer, within bounds; [`transfer`]: one that is read as it comes;
//! - [`redirects`]: where an answer sends on to; [`cookies`]: what is sent along on that way;
//! - [`sources`], [`seen`], [`registry`]: what is known of each source; [`links`]: what it shows; [`watch`]: all of them, for ever.
//!
//! Here the clock is read: fetching is not parsing.

mod address;
mod body;
mod client;
mod config;
mod cookies;
mod dns;
mod headers;
mod hosts;
mod links;
mod redirects;
mod registry;
mod robots;
mod seen;
mod sources;
mod transfer;
mod watch;

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use dateline_record::v1::RawArticle;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use url::Url;

pub use address::Exception;
use client::{Bounds, Reply, Take, Web};
pub use config::{Config, SourceConfig, SourceKind};
use cookies::Jar;
pub use dns::{Lookup, System};
pub use headers::Validators;
use headers::{http_date, is_challenge, retry_after};
use hosts::{Host, Hosts};
pub use links::Link;
pub use registry::Registry;
pub use robots::Robots;
pub use seen::Seen;
pub use sources::{Failure, GivenUp, Items, State, Status, TakenUp};
pub use transfer::Transfer;
pub use watch::{Sink, watch};

/// The name in the user agent and in robots.txt.
pub const PRODUCT: &str = "Dateline";

/// How one fetch ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What was asked for.
    pub url: String,
    /// Where that led, after redirects.
    pub final_url: String,
    /// Where it has moved for good, as far as all redirects on the way say so; empty where it has not.
    pub moved_to: String,
    /// The last status that a server gave.
    pub status: Option<u16>,
    /// What came of it.
    pub answer: Answer,
}

/// What came of a fetch.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The content.
    Fetched(Content),
    /// What was asked with [`Validators`] is still as it was.
    NotModified,
    /// It may not be fetched, or not be taken: by the rules of the site, of safety or of size.
    Refused(Problem),
    /// It could not be fetched.
    Failed(Problem),
}

/// What a server sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The bytes, unpacked.
    pub body: Bytes,
    /// The media type that the server gives; empty when it gives none.
    pub content_type: String,
    /// When it came.
    pub retrieved_at: Timestamp,
    /// To ask later whether there is newer.
    pub validators: Validators,
}

/// Why there is no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Machine-readable.
    ///
    /// Refused: `url`, `scheme`, `private_address`, `robots`, `back_off`, `too_large`, `content_type`,
    /// `content_encoding`. Failed: `dns`, `connect`, `tls`, `protocol`, `timeout`, `stalled`, `truncated`, `empty`,
    /// `content_encoding`, `robots_unreachable`, `redirect`, `redirect_loop`, `redirects`, `not_found`, `gone`, `forbidden`,
    /// `challenge`, `busy`, `server_error`, `status`.
    pub reason: &'static str,
    /// One sentence for a person.
    pub detail: String,
    /// Whether it may not rather than cannot be.
    refused: bool,
}

impl Problem {
    pub(crate) fn refused(reason: &'static str, detail: String) -> Self {
        Self { reason, detail, refused: true }
    }

    pub(crate) fn failed(reason: &'static str, detail: String) -> Self {
        Self { reason, detail, refused: false }
    }

    /// Whether it may work at another time: what failed on the way, and what waits for its host.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self.reason {
            "back_off" => true,
            "gone" | "forbidden" | "status" | "empty" | "redirect" | "redirect_loop" | "redirects" => false,
            _ => !self.refused,
        }
    }
}

/// Fetches pages. Cheap to clone; clones share what they know of hosts.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    config: Config,
    web: Web,
    hosts: Hosts,
    limit: usize,
    /// A permit a request.
    permits: Semaphore,
}

/// Where a fetch is.
struct Way {
    url: Url,
    /// Where it has moved for good; none once a redirect did not say so.
    moved: Option<Url>,
    status: Option<u16>,
    left: Duration,
    /// Headers that say what is asked for of what is there.
    conditions: Vec<(&'static str, String)>,
    cookies: Jar,
    take: Take,
}

impl Way {
    fn new(mut url: Url, left: Duration, conditions: Vec<(&'static str, String)>, take: Take) -> Self {
        url.set_fragment(None);
        Self { moved: Some(url.clone()), url, status: None, left, conditions, cookies: Jar::default(), take }
    }

    /// What the next request asks for: the same in the same state leads to the same answer.
    fn asks(&self, url: &Url) -> (Url, String) {
        (url.clone(), self.cookies.header(url))
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        let cookies = Some(self.cookies.header(&self.url)).filter(|cookies| !cookies.is_empty());
        self.conditions.iter().cloned().chain(cookies.map(|cookies| ("cookie", cookies))).collect()
    }

    fn go_to(&mut self, target: Url) {
        let moves = matches!(self.status, Some(301 | 308));
        self.moved = self.moved.take().filter(|_| moves).map(|_| target.clone());
        self.url = target;
    }
}

impl Fetcher {
    /// A fetcher of bodies of at most `limit` bytes, with the lookup of the operating system.
    ///
    /// # Errors
    /// A sentence, when the configuration cannot work.
    pub fn new(config: Config, limit: usize) -> Result<Self, String> {
        Self::with_lookup(config, limit, Arc::new(System))
    }

    /// A fetcher that looks names up by `lookup`.
    ///
    /// # Errors
    /// A sentence, when the configuration cannot work.
    pub fn with_lookup(config: Config, limit: usize, lookup: Arc<dyn Lookup>) -> Result<Self, String> {
        let (web, permits) = (Web::new(&config, lookup)?, Semaphore::new(config.concurrency.clamp(1, 1024)));
        Ok(Self(Arc::new(Inner { config, web, hosts: Hosts::default(), limit, permits })))
    }

    /// How it fetches.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Fetches a URL, waiting for its host's turn first. Answers with [`Answer::NotModified`] only where `validators` are
    /// given. Never retries: a later call does.
    pub async fn fetch(&self, url: &str, validators: &Validators) -> Outcome {
        let outcome = Box::pin(self.0.fetch(url, validators)).await;
        count(&outcome);
        outcome
    }

    /// Opens a URL as [`Fetcher::fetch`] does, for content that is read as it comes: nothing bounds its size, and only that
    /// it must not stand still its time. Where it breaks off it is taken up again, if the server allows for that.
    ///
    /// # Errors
    /// Why there is no content.
    pub async fn open(&self, url: &str) -> Result<Transfer, Problem> {
        Box::pin(Transfer::open(&self.0, url)).await
    }
}

impl Inner {
    async fn fetch(&self, given: &str, validators: &Validators) -> Outcome {
        let url = match parsed(given) {
            Ok(url) => url,
            Err(problem) => return ended(given, None, Err(problem)),
        };
        let conditions = validators.conditions();
        let conditional = !conditions.is_empty();
        let mut way = Way::new(url, self.config.timeout, conditions, Take::Whole);
        let asked = way.url.clone();
        let result = self.follow(&mut way).await.and_then(|reply| answer(reply, conditional));
        let result = result.and_then(|answer| match &answer {
            Answer::Fetched(content) => redirects::check_arrival(&asked, &way.url, content).map(|()| answer),
            _ => Ok(answer),
        });
        way.moved.take_if(|moved| *moved == asked);
        ended(given, Some(way), result)
    }

    /// The answer at the end of the way.
    async fn follow(&self, way: &mut Way) -> Result<Reply, Problem> {
        let mut seen = HashSet::from([way.asks(&way.url)]);
        loop {
            let here = way.asks(&way.url);
            let reply = self.hop(way).await?;
            way.status = Some(reply.status);
            way.cookies.take(&way.url, &reply.headers);
            let target = match redirects::location(&way.url, &reply)? {
                Some(target) => target,
                None => match redirects::refresh(&way.url, &reply).await {
                    // A page that loads itself again is as it is.
                    Some(target) if way.asks(&target) != here => target,
                    _ => return Ok(reply),
                },
            };
            way.go_to(target);
            let next = way.asks(&way.url);
            if seen.contains(&next) {
                return Err(Problem::failed("redirect_loop", "it redirects to where it was before".to_owned()));
            }
            if seen.len() > self.config.max_redirects {
                let detail = format!("it redirects more than {} times", self.config.max_redirects);
                return Err(Problem::failed("redirects", detail));
            }
            seen.insert(next);
        }
    }

    /// One request, when its host's turn has come and its robots.txt allows it.
    async fn hop(&self, way: &mut Way) -> Result<Reply, Problem> {
        client::check(&way.url, &self.config.allow_private)?;
        let host = self.hosts.get(way.url.host_str().unwrap_or_default());
        let mut host = host.lock().await;
        let quiet = host.quiet_for();
        if quiet > self.config.timeout {
            let quiet = humantime::format_duration(Duration::from_secs(quiet.as_secs()));
            let detail = format!("the host is left alone for another {quiet}, after errors or because it asked for it");
            return Err(Problem::refused("back_off", detail));
        }
        host.wait().await;
        // Never closed; without a permit the request is merely not counted.
        let _permit = self.permits.acquire().await.ok();
        self.check_robots(&mut host, &way.url).await?;
        let started = Instant::now();
        let bounds = Bounds { bytes: self.limit, time: way.left, stall: self.config.stall_timeout, take: way.take };
        let result = self.web.get(&way.url, &way.headers(), bounds).await;
        way.left = way.left.saturating_sub(started.elapsed());
        self.settle(&mut host, &way.url, &result);
        result
    }

    /// What a request means for the next one to its host.
    fn settle(&self, host: &mut Host, url: &Url, result: &Result<Reply, Problem>) {
        host.used(&self.config, &origin(url));
        match result {
            Ok(reply) if matches!(reply.status, 429 | 500..) || is_challenge(&reply.headers) => {
                host.failed(retry_after(&reply.headers), &self.config)
            }
            Err(problem) if !problem.refused => host.failed(None, &self.config),
            _ => host.succeeded(),
        }
    }

    async fn check_robots(&self, host: &mut Host, url: &Url) -> Result<(), Problem> {
        if !self.config.robots {
            return Ok(());
        }
        let origin = origin(url);
        if host.fresh_robots(&origin).is_none() {
            self.renew_robots(host, url, &origin).await?;
        }
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        if host.fresh_robots(&origin).is_some_and(|robots| !robots.allows(path)) {
            return Err(Problem::refused("robots", format!("robots.txt of {origin} does not allow it")));
        }
        Ok(())
    }

    /// Without one, nothing is allowed; the host is left alone before it is asked again.
    async fn renew_robots(&self, host: &mut Host, url: &Url, origin: &str) -> Result<(), Problem> {
        match self.robots(url).await {
            Ok(robots) => host.keep_robots(origin, robots),
            // No request was made.
            Err(problem) if problem.reason == "private_address" => return Err(problem),
            Err(problem) => {
                host.failed(None, &self.config);
                host.miss_robots(origin);
                if host.fresh_robots(origin).is_none() {
                    return Err(Problem::failed(problem.reason, format!("robots.txt: {}", problem.detail)));
                }
            }
        }
        Ok(())
    }

    /// The robots.txt of the origin of a URL: all is allowed where there is none, and an error where it cannot be told.
    async fn robots(&self, url: &Url) -> Result<Robots, Problem> {
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        let Config { timeout: time, stall_timeout: stall, .. } = self.config;
        for _ in 0..=self.config.max_redirects {
            let bounds = Bounds { bytes: robots::MAX_BYTES, time, stall, take: Take::Cut };
            let reply = self.web.get(&at, &[], bounds).await?;
            match redirects::location(&at, &reply)? {
                Some(target) => at = target,
                None => return judged(&reply),
            }
        }
        Ok(Robots::allow_all())
    }
}

fn parsed(url: &str) -> Result<Url, Problem> {
    Url::parse(url).map_err(|error| Problem::refused("url", format!("this is no URL: {error}")))
}

fn judged(reply: &Reply) -> Result<Robots, Problem> {
    match reply.status {
        200..=299 => Ok(Robots::parse(&reply.body, PRODUCT)),
        429 | 500.. => {
            let detail = format!("it answers with status {}, so nothing is allowed for now", reply.status);
            Err(Problem::failed("robots_unreachable", detail))
        }
        _ => Ok(Robots::allow_all()),
    }
}

fn ended(url: &str, way: Option<Way>, result: Result<Answer, Problem>) -> Outcome {
    let answer = result
        .unwrap_or_else(|problem| if problem.refused { Answer::Refused(problem) } else { Answer::Failed(problem) });
    let status = way.as_ref().and_then(|way| way.status);
    let (final_url, moved) = way.map(|way| (way.url, way.moved)).unzip();
    let text = |url: Option<Url>| url.map(String::from).unwrap_or_default();
    Outcome { url: url.to_owned(), final_url: text(final_url), moved_to: text(moved.flatten()), status, answer }
}

fn answer(reply: Reply, conditional: bool) -> Result<Answer, Problem> {
    let Reply { status, headers, body, .. } = reply;
    let failed = |reason, what: &str| Err(Problem::failed(reason, format!("the server answers {status}: {what}")));
    match status {
        _ if is_challenge(&headers) => failed("challenge", "it asks for proof that a person reads"),
        // A part was not asked for, and is no page.
        206 => failed("status", "that is a part of a page"),
        200..=299 => {
            let content_type = body::text(&headers, "content-type").to_owned();
            body::check(&body, &content_type)?;
            let (retrieved_at, validators) = (now(), Validators::of(&headers));
            Ok(Answer::Fetched(Content { body: body.into(), content_type, retrieved_at, validators }))
        }
        304 if conditional => Ok(Answer::NotModified),
        304 => failed("status", "it is as it was, though that was not asked"),
        404 => failed("not_found", "there is no such page"),
        410 => failed("gone", "there is no such page any more"),
        401 | 402 | 403 | 407 | 451 => failed("forbidden", "it does not give it to us"),
        429 | 503 => failed("busy", "it asks to be left alone for a time"),
        500.. => failed("server_error", "it has a problem of its own"),
        _ => failed("status", "that is no page"),
    }
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The time, to the second: nobody fetches to the microsecond.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default()
}

fn count(outcome: &Outcome) {
    let (name, reason) = match &outcome.answer {
        Answer::Fetched(_) => ("fetched", ""),
        Answer::NotModified => ("not_modified", ""),
        Answer::Refused(problem) => ("refused", problem.reason),
        Answer::Failed(problem) => ("failed", problem.reason),
    };
    metrics::counter!("dateline_fetch_requests_total", "outcome" => name, "reason" => reason).increment(1);
}

impl Outcome {
    /// Why there is no content, when it was refused or failed.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match &self.answer {
            Answer::Refused(problem) | Answer::Failed(problem) => Some(problem),
            Answer::Fetched(_) | Answer::NotModified => None,
        }
    }
}

impl Content {
    /// The content as an article from `url`, as ingest takes it.
    #[must_use]
    pub fn into_article(self, url: &str) -> RawArticle {
        RawArticle {
            body: self.body.to_vec().into(),
            content_type: self.content_type,
            url: url.to_owned(),
            retrieved_at: self.retrieved_at.to_string(),
            ..RawArticle::default()
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
