//! Watching sources of a server on loopback.

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
        "/feed" => {
            rss("<item><title>Two</title><link>/two</link></item><item><title>Gone</title><link>/gone</link></item>\
                        <item><title>One</title><link>/one</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>")
        }
        "/one" | "/two" => page("Rain fell on the harbour."),
        "/gone" => Some(Act::Send(answer(410, "", b""))),
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
    assert_eq!(told, [("Two", ""), ("One", "2026-03-02T10:00:00+00:00")]);
    assert_eq!((articles[1].url.as_str(), articles[1].source.as_str()), (site.url("/one").as_str(), "The Example"));
    assert!(crate::parse(&articles[0], &crate::Limits::default()).unwrap().text.contains("harbour"));
    let state = registry.load(&feed).unwrap();
    assert_eq!(state.items, Items { new: 3, fetched: 2, failed: 1, ..Items::default() });
    assert_eq!((state.pending.len(), state.validators.etag.as_str()), (0, "\"1\""));
    let given_up: Vec<_> = state.given_up.iter().map(|item| (item.url.clone(), item.failure.reason.as_str())).collect();
    assert_eq!(given_up, [(site.url("/gone"), "gone")]);
}

#[tokio::test]
async fn what_feeds_of_an_outlet_share_is_fetched_once() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/feed/a" => rss("<item><title>Both</title><link>/both</link></item><item><title>A</title><link>/a</link></item>"),
        "/feed/b" => {
            rss("<item><title>B</title><link>/b</link></item><item><title>Both</title><link>/both?utm_source=b</link></item>")
        }
        "/a" | "/b" | "/both" | "/both?utm_source=b" => page("Rain fell on the harbour."),
        _ => None,
    })
    .await;
    let (folder, kept) = (tempfile::tempdir().unwrap(), sink(100, 0));
    let registry = Registry::new(folder.path());
    let feeds = ["/feed/a", "/feed/b"].map(|path| source(&site, path, SourceKind::Feed));
    let (shutdown, known, of) = (kept.shutdown.clone(), registry.clone(), feeds.clone());
    let waiting = tokio::spawn(async move {
        for _ in 0..500 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let items = of.clone().map(|feed| known.load(&feed).unwrap().items);
            if items.iter().map(|items| items.fetched + items.shared).sum::<u64>() >= 4 {
                break;
            }
        }
        shutdown.cancel();
    });
    run(feeds.to_vec(), &registry, &kept).await;
    waiting.await.unwrap();
    assert_eq!(site.seen().iter().filter(|seen| seen.path.starts_with("/both")).count(), 1);
    assert_eq!(kept.articles.lock().unwrap().len(), 3);
    let [a, b] = feeds.map(|feed| registry.load(&feed).unwrap().items);
    assert_eq!((a.new, a.fetched + a.shared, b.new, b.fetched + b.shared, a.shared + b.shared), (2, 2, 2, 2, 1));
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
    assert_eq!(registry.load(&map).unwrap().items, Items { new: 3, changed: 1, fetched: 4, ..Items::default() });
}

#[tokio::test]
async fn what_cannot_be_handed_on_is_offered_again() {
    let (site, folder) = (Site::start(feed_site).await, tempfile::tempdir().unwrap());
    let (registry, busy) = (Registry::new(folder.path()), sink(2, 1));
    let feed = source(&site, "/feed", SourceKind::Feed);
    run(vec![feed.clone()], &registry, &busy).await;
    let titles: Vec<_> = busy.articles.lock().unwrap().iter().map(|raw| raw.title.clone()).collect();
    assert_eq!(titles, ["Two", "One"]);
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
        articles[0].body.windows(6).any(|at| at == b"First.") && articles[1].body.windows(7).any(|at| at == b"Second.")
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
    assert_eq!(state.last_error.unwrap().reason, "not_found");
}

#[tokio::test]
async fn a_page_that_comes_after_its_link_is_tried_again_and_a_move_is_told() {
    let asked = Mutex::new(0);
    let site = Site::start(move |seen| match seen.path.as_str() {
        "/old" => Some(Act::Send(answer(301, "location: /feed\n", b""))),
        "/feed" => rss("<item><title>Late</title><link>/late</link></item>"),
        "/late" => {
            let mut asked = asked.lock().unwrap();
            *asked += 1;
            if *asked < 3 { None } else { page("Rain fell on the harbour.") }
        }
        _ => None,
    })
    .await;
    let (folder, kept) = (tempfile::tempdir().unwrap(), sink(1, 0));
    let (registry, feed) = (Registry::new(folder.path()), source(&site, "/old", SourceKind::Feed));
    run(vec![feed.clone()], &registry, &kept).await;
    assert_eq!(kept.articles.lock().unwrap()[0].title, "Late");
    let state = registry.load(&feed).unwrap();
    assert_eq!(state.moved_to, site.url("/feed"));
    assert_eq!(state.items, Items { new: 1, fetched: 1, ..Items::default() });
}

#[tokio::test]
async fn a_link_whose_host_is_left_alone_holds_up_no_other() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/two" => page("Rain fell on the harbour."),
        _ => None,
    })
    .await;
    let (busy, two) =
        (Site::start(|_| Some(Act::Send(answer(503, "retry-after: 900\n", b"")))).await, site.url("/two"));
    let first = busy.url("/one").replace("127.0.0.1", "localhost");
    let (folder, kept) = (tempfile::tempdir().unwrap(), sink(1, 0));
    let (registry, feed) = (Registry::new(folder.path()), source(&site, "/feed", SourceKind::Feed));
    let link = |url: &str| Link { url: url.to_owned(), ..Link::default() };
    let pending = [link(&first), link(&first), link(&two)].into();
    let late = Timestamp::now().checked_add(Duration::from_secs(60)).ok();
    let allow_private = ["127.0.0.1", "localhost"].map(|host| Exception::parse(host).unwrap()).to_vec();
    let config = Config { delay: Duration::ZERO, robots: false, allow_private, ..Config::default() };
    let mut watcher = Watcher {
        fetcher: Fetcher::new(config, 100_000).unwrap(),
        sink: Arc::clone(&kept) as Arc<dyn Sink>,
        shared: Arc::default(),
        shutdown: kept.shutdown.clone(),
        state: State { pending, next_attempt: late, ..State::new(&feed) },
        source: feed.clone(),
        registry: registry.clone(),
    };
    watcher.drain().await.unwrap();
    assert_eq!(kept.articles.lock().unwrap()[0].url, two);
    // One was tried, the other passed over: both wait.
    let tries: Vec<_> = registry.load(&feed).unwrap().pending.into_iter().map(|link| (link.url, link.tries)).collect();
    assert_eq!(tries, [(first.clone(), 1), (first, 0)]);
    assert_eq!(busy.all_seen().len(), 1);
}
