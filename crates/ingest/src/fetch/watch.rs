//! The watch: every source looked at again and again, what it shows for the first time or with a later date fetched and
//! handed on.
//!
//! An article is handed on at least once: a link is struck off only after the sink has it, so a crash may bring the last few
//! again, which later stages know as duplicates.

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
    let mut tasks = JoinSet::new();
    for source in fetcher.config().sources.clone() {
        let (fetcher, registry, sink) = (fetcher.clone(), registry.clone(), Arc::clone(&sink));
        let state = registry.load(&source)?;
        let watcher = Watcher { source, fetcher, registry, sink, shutdown: shutdown.clone(), state };
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

/// The watch of one source.
struct Watcher {
    source: SourceConfig,
    fetcher: Fetcher,
    registry: Registry,
    sink: Arc<dyn Sink>,
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
        let asked = self.fetcher.fetch(&self.source.url, &self.state.validators);
        let outcome = self.stopped(asked).await?;
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

    /// Fetches the next link and hands it on; false where there is no point in going on now.
    async fn fetch_next(&mut self) -> bool {
        let Some(link) = self.state.next_link().cloned() else { return false };
        let Some(outcome) = self.stopped(self.fetcher.fetch(&link.url, &Validators::default())).await else {
            return false;
        };
        let problem = match outcome.answer {
            Answer::Fetched(content) => match self.hand_on(content, &outcome.final_url, &link).await {
                Ok(()) => None,
                Err(problem) => {
                    self.fail(&problem);
                    return false;
                }
            },
            Answer::NotModified => None,
            // Its host is left alone: no link of it can be fetched now.
            Answer::Refused(problem) if problem.reason == "back_off" => return false,
            Answer::Refused(problem) | Answer::Failed(problem) => Some(problem),
        };
        self.settle(&link, problem.as_ref());
        true
    }

    fn settle(&mut self, link: &Link, problem: Option<&Problem>) {
        let given_up = self.state.settled(problem);
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
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::fetch::{
        Config, Exception, Items,
        tests::site::{Act, Seen, Site, answer, page},
    };

    /// Keeps what it is given, and ends the watch after so many.
    struct Kept {
        articles: Mutex<Vec<RawArticle>>,
        enough: usize,
        shutdown: CancellationToken,
        /// Offers to turn down first.
        busy: Mutex<usize>,
    }

    #[async_trait]
    impl Sink for Kept {
        async fn take(&self, article: RawArticle) -> Result<(), String> {
            let mut busy = self.busy.lock().unwrap();
            if *busy > 0 {
                *busy -= 1;
                return Err("the bus is full".into());
            }
            let mut articles = self.articles.lock().unwrap();
            articles.push(article);
            if articles.len() >= self.enough {
                self.shutdown.cancel();
            }
            Ok(())
        }
    }

    fn sink(enough: usize, busy: usize) -> Arc<Kept> {
        let (articles, shutdown) = (Mutex::default(), CancellationToken::new());
        Arc::new(Kept { articles, enough, shutdown, busy: Mutex::new(busy) })
    }

    fn source(site: &Site, path: &str, kind: SourceKind) -> SourceConfig {
        SourceConfig {
            kind,
            interval: Duration::from_millis(40),
            source: "The Example".into(),
            ..SourceConfig::feed(site.url(path))
        }
    }

    async fn run(sources: Vec<SourceConfig>, registry: &Registry, sink: &Arc<Kept>) {
        let allow_private = vec![Exception::parse("127.0.0.1").unwrap()];
        let config =
            Config { delay: Duration::ZERO, max_back_off: Duration::ZERO, allow_private, sources, ..Config::default() };
        let fetcher = Fetcher::new(config, 100_000).unwrap();
        watch(fetcher, registry.clone(), Arc::clone(sink) as Arc<dyn Sink>, sink.shutdown.clone()).await.unwrap();
    }

    fn rss(items: &str) -> Option<Act> {
        let rss = format!("<rss version=\"2.0\"><channel><title>N</title>{items}</channel></rss>");
        Some(Act::Send(answer(200, "content-type: application/rss+xml\netag: \"1\"\n", rss.as_bytes())))
    }

    fn feed_site(seen: &Seen) -> Option<Act> {
        match seen.path.as_str() {
            "/feed" if seen.head.contains("if-none-match") => Some(Act::Send(answer(304, "", b""))),
            "/feed" => rss(
                "<item><title>Two</title><link>/two</link></item><item><title>Gone</title><link>/gone</link></item>\
                            <item><title>One</title><link>/one</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>",
            ),
            "/one" | "/two" => page("Rain fell on the harbour."),
            _ => None,
        }
    }

    #[tokio::test]
    async fn what_a_feed_shows_is_fetched_once_and_accounted_for() {
        let (site, folder) = (Site::start(feed_site).await, tempfile::tempdir().unwrap());
        let (registry, feed) = (Registry::new(folder.path()), source(&site, "/feed", SourceKind::Feed));
        let first = sink(2, 0);
        run(vec![feed.clone()], &registry, &first).await;
        let articles = first.articles.lock().unwrap().clone();
        let told: Vec<_> = articles.iter().map(|raw| (raw.title.as_str(), raw.published_at.as_str())).collect();
        assert_eq!(told, [("One", "2026-03-02T10:00:00+00:00"), ("Two", "")]);
        assert_eq!((articles[0].url.as_str(), articles[0].source.as_str()), (site.url("/one").as_str(), "The Example"));
        assert!(crate::parse(&articles[0], &crate::Limits::default()).unwrap().text.contains("harbour"));
        let state = registry.load(&feed).unwrap();
        assert_eq!(state.items, Items { new: 3, changed: 0, fetched: 2, failed: 1 });
        assert_eq!((state.pending.len(), state.validators.etag.as_str()), (0, "\"1\""));
    }

    #[tokio::test]
    async fn after_a_restart_nothing_comes_twice() {
        let (site, folder) = (Site::start(feed_site).await, tempfile::tempdir().unwrap());
        let (registry, feed) = (Registry::new(folder.path()), source(&site, "/feed", SourceKind::Feed));
        run(vec![feed.clone()], &registry, &sink(2, 0)).await;
        // The page ends the watch when the feed has been looked at again.
        let again = sink(1, 0);
        let asked = Site::start(move |seen| if seen.path == "/robots.txt" { None } else { page("New.") }).await;
        let late = SourceConfig { interval: Duration::from_secs(60), ..source(&asked, "/page", SourceKind::Page) };
        let before = site.seen().iter().filter(|seen| seen.path == "/one").count();
        run(vec![feed, late], &registry, &again).await;
        let articles = again.articles.lock().unwrap().clone();
        assert_eq!(articles.iter().map(|raw| raw.url.clone()).collect::<Vec<_>>(), [asked.url("/page")]);
        assert_eq!(site.seen().iter().filter(|seen| seen.path == "/one").count(), before);
    }

    #[tokio::test]
    async fn what_has_changed_is_fetched_again_once() {
        // Requests of the page, and looks since the second.
        let counts = Mutex::new((0, 0));
        let site = Site::start(move |seen| {
            let mut counts = counts.lock().unwrap();
            let (pages, looks) = &mut *counts;
            match seen.path.as_str() {
                "/map.xml" => {
                    *looks += usize::from(*pages > 1);
                    // The one changes once, the other never; a third ends the watch when there was time for more.
                    let changed = if *pages == 0 { 2 } else { 3 };
                    let last = if *looks < 3 { "" } else { "<url><loc>/last</loc></url>" };
                    let map = format!(
                        "<urlset><url><loc>/one</loc><lastmod>2026-03-0{changed}</lastmod></url>\
                         <url><loc>/two</loc><lastmod>2026-03-01</lastmod></url>{last}</urlset>"
                    );
                    Some(Act::Send(answer(200, "content-type: text/xml\n", map.as_bytes())))
                }
                "/one" | "/two" | "/last" => {
                    *pages += usize::from(seen.path == "/one");
                    page("Rain fell on the harbour.")
                }
                _ => None,
            }
        })
        .await;
        let (folder, kept) = (tempfile::tempdir().unwrap(), sink(4, 0));
        let (registry, map) = (Registry::new(folder.path()), source(&site, "/map.xml", SourceKind::Sitemap));
        run(vec![map.clone()], &registry, &kept).await;
        let fetched = |path: &str| kept.articles.lock().unwrap().iter().filter(|raw| raw.url == site.url(path)).count();
        assert_eq!((fetched("/one"), fetched("/two"), fetched("/last")), (2, 1, 1));
        assert_eq!(registry.load(&map).unwrap().items, Items { new: 3, changed: 1, fetched: 4, failed: 0 });
    }

    #[tokio::test]
    async fn what_cannot_be_handed_on_is_offered_again() {
        let (site, folder) = (Site::start(feed_site).await, tempfile::tempdir().unwrap());
        let (registry, busy) = (Registry::new(folder.path()), sink(2, 1));
        let feed = source(&site, "/feed", SourceKind::Feed);
        run(vec![feed.clone()], &registry, &busy).await;
        let titles: Vec<_> = busy.articles.lock().unwrap().iter().map(|raw| raw.title.clone()).collect();
        assert_eq!(titles, ["One", "Two"]);
        assert_eq!(registry.load(&feed).unwrap().last_error.unwrap().reason, "handing_on");
    }

    #[tokio::test]
    async fn an_index_of_sitemaps_is_gone_through() {
        let site = Site::start(|seen| {
            let map = |inner: &str| Some(Act::Send(answer(200, "content-type: text/xml\n", inner.as_bytes())));
            match seen.path.as_str() {
                "/index.xml" => map("<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/none.xml</loc></sitemap></sitemapindex>"),
                "/a.xml" => map("<urlset><url><loc>/one</loc></url></urlset>"),
                "/one" => page("Rain."),
                _ => None,
            }
        })
        .await;
        let (folder, kept) = (tempfile::tempdir().unwrap(), sink(1, 0));
        run(vec![source(&site, "/index.xml", SourceKind::Sitemap)], &Registry::new(folder.path()), &kept).await;
        assert_eq!(kept.articles.lock().unwrap()[0].url, site.url("/one"));
    }

    #[tokio::test]
    async fn a_page_is_an_article_each_time_it_changes() {
        let asked = Mutex::new(0);
        let site = Site::start(move |seen| {
            if seen.path == "/robots.txt" {
                return None;
            }
            let mut asked = asked.lock().unwrap();
            *asked += 1;
            page(if *asked < 3 { "First." } else { "Second." })
        })
        .await;
        let (folder, kept) = (tempfile::tempdir().unwrap(), sink(2, 0));
        run(vec![source(&site, "/live", SourceKind::Page)], &Registry::new(folder.path()), &kept).await;
        let articles = kept.articles.lock().unwrap();
        assert!(
            articles[0].body.windows(6).any(|at| at == b"First.")
                && articles[1].body.windows(7).any(|at| at == b"Second.")
        );
        assert!(site.seen().len() >= 3);
    }

    #[tokio::test]
    async fn a_source_that_fails_is_said_to() {
        let site = Site::start(|seen| (seen.path == "/good").then(|| page("Rain.")).flatten()).await;
        let (folder, kept) = (tempfile::tempdir().unwrap(), sink(1, 0));
        let registry = Registry::new(folder.path());
        let (bad, good) = (source(&site, "/bad", SourceKind::Feed), source(&site, "/good", SourceKind::Page));
        registry
            .keep(&State {
                next_attempt: Timestamp::now().checked_add(Duration::from_millis(300)).ok(),
                ..State::new(&good)
            })
            .unwrap();
        run(vec![bad.clone(), good], &registry, &kept).await;
        let state = registry.load(&bad).unwrap();
        assert!(state.consecutive_failures > 0 && state.last_success.is_none());
        assert_eq!(state.last_error.unwrap().reason, "gone");
    }
}
