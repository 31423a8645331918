//! The watch: every source looked at again and again, what it shows for the first time or with a later date fetched and
//! handed on.
//!
//! An article is handed on at least once: a link is struck off only after the sink has it, so a crash may bring the last few
//! again, which later stages know as duplicates.

mod shared;

use std::{io, sync::Arc, time::Duration};

use async_trait::async_trait;
use dateline_record::{ids, v1::RawArticle};
use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{
    Answer, Content, Fetcher, Link, Problem, Registry, SourceConfig, SourceKind, State, Status, Validators,
    links::links_of, now,
};

use shared::{Claim, Shared};

/// Links after which what is known of a source is kept.
const KEEP_EVERY: usize = 10;

/// Sitemaps of an index looked at each time, those changed last.
const NESTED: usize = 10;

/// Where articles go.
#[async_trait]
pub trait Sink: Send + Sync + 'static {
    /// Takes an article; returns once it is safe.
    ///
    /// # Errors
    /// A sentence, when it cannot be taken now: it is fetched and offered again later.
    async fn take(&self, article: RawArticle) -> Result<(), String>;
}

/// Watches every source of the fetcher's configuration until `shutdown`.
///
/// # Errors
/// When what is known of a source cannot be read or kept.
pub async fn watch(
    fetcher: Fetcher,
    registry: Registry,
    sink: Arc<dyn Sink>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    if fetcher.config().sources.is_empty() {
        tracing::warn!("no source is configured: nothing is watched");
    }
    let (mut tasks, shared) = (JoinSet::new(), Arc::<Shared>::default());
    for source in fetcher.config().sources.clone() {
        let (fetcher, registry, sink) = (fetcher.clone(), registry.clone(), Arc::clone(&sink));
        let state = registry.load(&source)?;
        let (shared, shutdown) = (Arc::clone(&shared), shutdown.clone());
        let watcher = Watcher { source, fetcher, registry, sink, shared, shutdown, state };
        tasks.spawn(watcher.run());
    }
    let mut result = Ok(());
    while let Some(ended) = tasks.join_next().await {
        let ended = ended.unwrap_or_else(|panic| Err(io::Error::other(panic)));
        if ended.is_err() {
            shutdown.cancel();
        }
        result = result.and(ended);
    }
    shutdown.cancelled().await;
    result
}

/// What came of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fetched {
    HandedOn,
    /// It did not come, or is for another time.
    Not,
    /// Nor would others now.
    NoMore,
}

/// The watch of one source.
struct Watcher {
    source: SourceConfig,
    fetcher: Fetcher,
    registry: Registry,
    sink: Arc<dyn Sink>,
    shared: Arc<Shared>,
    shutdown: CancellationToken,
    state: State,
}

impl Watcher {
    async fn run(mut self) -> io::Result<()> {
        loop {
            self.show();
            let pause = self.until_due();
            if self.stopped(tokio::time::sleep(pause)).await.is_none() {
                return Ok(());
            }
            let looked = self.look().await;
            if looked.is_some() {
                self.keep().await?;
                self.show();
                self.drain().await?;
            }
        }
    }

    /// What comes of something, unless the watch ends first.
    async fn stopped<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        self.shutdown.run_until_cancelled(future).await
    }

    fn until_due(&self) -> Duration {
        let due = self.state.next_attempt.map(|due| due.duration_since(Timestamp::now()));
        due.and_then(|pause| pause.try_into().ok()).unwrap_or_default()
    }

    /// Asks the source what is new.
    async fn look(&mut self) -> Option<()> {
        let validators = self.state.asked_with();
        let asked = self.fetcher.fetch(&self.source.url, &validators);
        let outcome = self.stopped(asked).await?;
        if outcome.problem().is_none() {
            self.note_move(&outcome.moved_to);
        }
        let looked = match outcome.answer {
            Answer::NotModified => {
                self.state.succeeded(now(), self.source.interval, Vec::new());
                Ok(())
            }
            Answer::Fetched(content) if self.source.kind == SourceKind::Page => {
                self.look_at_page(content, &outcome.final_url).await
            }
            Answer::Fetched(content) => self.look_at_list(content, outcome.final_url).await?,
            Answer::Refused(problem) if problem.reason == "back_off" => {
                tracing::debug!(source = self.source.url, detail = problem.detail, "a source waits for its host");
                self.state.postponed(now(), self.source.interval, &problem);
                Ok(())
            }
            Answer::Refused(problem) | Answer::Failed(problem) => Err(problem),
        };
        if let Err(problem) = looked {
            self.fail(&problem);
        }
        Some(())
    }

    /// A feed is followed to where it has moved; that its address should be changed is for a person.
    fn note_move(&mut self, moved_to: &str) {
        if !moved_to.is_empty() && self.state.moved_to != moved_to {
            tracing::warn!(source = self.source.url, moved_to, "a source has moved for good: change its address");
        }
        moved_to.clone_into(&mut self.state.moved_to);
    }

    fn fail(&mut self, problem: &Problem) {
        tracing::warn!(source = self.source.url, reason = problem.reason, detail = problem.detail, "a source fails");
        self.state.failed(now(), self.source.interval, problem, self.fetcher.config());
    }

    /// A page is an article each time that it has changed.
    async fn look_at_page(&mut self, content: Content, url: &str) -> Result<(), Problem> {
        let (id, validators) = (ids::submission_id(&content.body), content.validators.clone());
        if !self.state.seen.contains(&id) {
            self.hand_on(content, url, &Link::default()).await?;
            self.count("new", 1);
            self.count("fetched", 1);
        }
        self.state.shown(now(), self.source.interval, id);
        self.state.validators = validators;
        Ok(())
    }

    /// Takes up the links of a feed, of a sitemap or of those that an index names.
    async fn look_at_list(&mut self, content: Content, url: String) -> Option<Result<(), Problem>> {
        let (links, nested) = match self.read(&content, url).await {
            Ok(shown) => shown,
            Err(problem) => return Some(Err(problem)),
        };
        let mut all = links;
        for sitemap in nested.iter().take(NESTED) {
            let outcome = self.stopped(self.fetcher.fetch(sitemap, &Validators::default())).await?;
            let read = match outcome.answer {
                Answer::Fetched(content) => self.read(&content, outcome.final_url).await.map(|(links, _)| links),
                Answer::NotModified => Ok(Vec::new()),
                Answer::Refused(problem) | Answer::Failed(problem) => Err(problem),
            };
            match read {
                Ok(links) => all.extend(links),
                Err(Problem { reason, detail, .. }) => {
                    tracing::warn!(source = self.source.url, sitemap, reason, detail, "a sitemap of an index fails");
                }
            }
        }
        let taken = self.state.succeeded(now(), self.source.interval, all);
        self.count("new", taken.new as u64);
        self.count("changed", taken.changed as u64);
        if self.state.left > 0 {
            let (waiting, left) = (self.state.pending.len(), self.state.left);
            tracing::info!(
                source = self.source.url,
                waiting,
                left,
                "a source shows more than can wait: the newest first"
            );
        }
        // An index is the same while its sitemaps change.
        self.state.validators = if nested.is_empty() { content.validators } else { Validators::default() };
        Some(Ok(()))
    }

    async fn read(&self, content: &Content, url: String) -> Result<(Vec<Link>, Vec<String>), Problem> {
        let (kind, body) = (self.source.kind, content.body.clone());
        let reading = tokio::task::spawn_blocking(move || links_of(kind, body, &url));
        let shown = reading.await.unwrap_or_else(|_| Err(Problem::failed("format", "reading it failed".to_owned())));
        shown.map(|shown| (shown.links, shown.sitemaps))
    }

    /// Fetches what waits, each link once, until the source is due again.
    async fn drain(&mut self) -> io::Result<()> {
        for done in 1..=self.state.pending.len() {
            if self.shutdown.is_cancelled() || self.until_due().is_zero() || !self.fetch_next().await {
                break;
            }
            if done % KEEP_EVERY == 0 {
                self.keep().await?;
            }
        }
        self.keep().await
    }

    /// Has the next link fetched and handed on, unless another source just had; false where there is no point in going on
    /// now.
    async fn fetch_next(&mut self) -> bool {
        let Some(link) = self.state.next_link().cloned() else { return false };
        // What has changed for this source is fetched, whoever has fetched it before.
        let claim = match link.changed {
            true => Claim::Granted,
            false => self.shared.claim(&self.source.url, &self.source.source, &link.url, link.dated(), now()),
        };
        match claim {
            Claim::HandedOn => {
                self.state.had_by_another();
                self.count("shared", 1);
                true
            }
            Claim::Underway => {
                self.state.pass_over();
                true
            }
            Claim::Granted => {
                let handed_on = self.fetch_link(&link).await;
                let at = (handed_on == Fetched::HandedOn).then(now);
                self.shared.settle(&self.source.url, &self.source.source, &link.url, at);
                handed_on != Fetched::NoMore
            }
        }
    }

    /// Fetches the next link and hands it on.
    async fn fetch_link(&mut self, link: &Link) -> Fetched {
        let Some(outcome) = self.stopped(self.fetcher.fetch(&link.url, &Validators::default())).await else {
            return Fetched::NoMore;
        };
        let problem = match outcome.answer {
            Answer::Fetched(content) => match self.hand_on(content, &outcome.final_url, link).await {
                Ok(()) => None,
                Err(problem) => {
                    self.fail(&problem);
                    return Fetched::NoMore;
                }
            },
            Answer::NotModified => None,
            Answer::Refused(problem) if problem.reason == "back_off" => {
                self.state.pass_over();
                return Fetched::Not;
            }
            Answer::Refused(problem) | Answer::Failed(problem) => Some(problem),
        };
        self.settle(link, problem.as_ref());
        if problem.is_none() { Fetched::HandedOn } else { Fetched::Not }
    }

    fn settle(&mut self, link: &Link, problem: Option<&Problem>) {
        let given_up = self.state.settled(now(), problem);
        match problem {
            None => self.count("fetched", 1),
            Some(Problem { reason, detail, .. }) if given_up => {
                tracing::warn!(source = self.source.url, url = link.url, reason, detail, "a link is given up");
                self.count("failed", 1);
            }
            Some(_) => {}
        }
    }

    async fn hand_on(&self, content: Content, url: &str, link: &Link) -> Result<(), Problem> {
        let article = RawArticle {
            title: link.title.clone(),
            published_at: link.published_at.clone(),
            source: self.source.source.clone(),
            ..content.into_article(url)
        };
        let taken = self.sink.take(article).await;
        taken.map_err(|error| Problem::failed("handing_on", format!("the article cannot be handed on: {error}")))
    }

    async fn keep(&self) -> io::Result<()> {
        let (registry, state) = (self.registry.clone(), self.state.clone());
        tokio::task::spawn_blocking(move || registry.keep(&state))
            .await
            .unwrap_or_else(|error| Err(io::Error::other(error)))
    }

    fn count(&self, result: &'static str, count: u64) {
        let source = self.source.url.clone();
        metrics::counter!("dateline_source_items_total", "source" => source, "result" => result).increment(count);
    }

    /// Shows in metrics how the source does.
    fn show(&self) {
        let SourceConfig { url, interval, expected, .. } = &self.source;
        let status = self.state.status(Timestamp::now(), *interval, *expected, self.fetcher.config());
        let late = matches!(status, Status::Late | Status::Dead);
        metrics::gauge!("dateline_source_late", "source" => url.clone()).set(f64::from(u8::from(late)));
        if let Some(success) = self.state.last_success {
            metrics::gauge!("dateline_source_last_success_timestamp_seconds", "source" => url.clone())
                .set(success.as_second() as f64);
        }
    }
}

#[cfg(test)]
mod tests;
