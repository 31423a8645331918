//! The way from what is asked for to the page: redirects of all kinds, cookies, and what stands in the way.

use super::*;

const ARTICLE: &str = "<!doctype html><html><head><title>River rises</title></head><body><article><h1>River rises</h1><p>The river \
    rose by two metres in Torvald on Tuesday, the mayor said, and people who live beside it left their homes for the school \
    on the hill.</p><p>It is to fall again on Thursday, when the rain in the hills is over, said the service for the weather, \
    which had warned of it on Sunday evening.</p><p>Lorries may not cross the bridge until an engineer has looked at its piers, \
    and buses end on its northern side.</p></article></body></html>";

fn html(headers: &str, page: &str) -> Option<Act> {
    sent(&format!("content-type: text/html\n{headers}"), page.as_bytes())
}

fn loads(content: &str) -> Option<Act> {
    html("", &format!("<html><head><meta http-equiv='Refresh' content=\"{content}\"></head><p>One moment.</p></html>"))
}

/// Where a URL of a site led, or why nowhere.
async fn arrived(fetcher: &Fetcher, site: &Site, path: &str) -> Result<String, &'static str> {
    let outcome = fetcher.fetch(&site.url(path), &Validators::default()).await;
    match outcome.problem() {
        Some(problem) => Err(problem.reason),
        None => Ok(outcome.final_url.replace(&site.url(""), "")),
    }
}

#[tokio::test]
async fn a_page_without_an_article_that_loads_another_is_a_redirect() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => sent("", b"User-agent: *\nDisallow: /closed"),
        "/meta" => loads("0; url='/article'"),
        "/late" => loads("5,article"),
        "/later" => loads("6;/article"),
        "/header" => html("refresh: 1;url=/article\n", ""),
        "/noscript" => html(
            "",
            &ARTICLE.replace("</head>", "<noscript><meta http-equiv=refresh content='0;/x'></noscript></head>"),
        ),
        "/reload" => loads("1"),
        "/commented" => html("", "<html><!-- <meta http-equiv=refresh content='0;/x'> --><p>Home.</p></html>"),
        "/loop" => loads("0;/pool"),
        "/pool" => to("/loop"),
        "/private" => loads("0;http://10.0.0.1/"),
        "/file" => loads("0;file:///etc/passwd"),
        "/script" => loads("0;javascript:alert(1)"),
        "/forbidden" => loads("0;/closed/a"),
        "/article" => html("refresh: 0;url=/x\n", ARTICLE),
        endless => loads(&format!("0;{endless}x")),
    })
    .await;
    let fetcher = fetcher(config());
    for (path, expected) in [
        ("/meta", Ok("/article")),
        ("/late", Ok("/article")),
        ("/later", Ok("/later")),
        ("/header", Ok("/article")),
        ("/noscript", Ok("/noscript")),
        ("/reload", Ok("/reload")),
        ("/commented", Ok("/commented")),
        ("/loop", Err("redirect_loop")),
        ("/private", Err("private_address")),
        ("/file", Err("scheme")),
        ("/script", Err("scheme")),
        ("/forbidden", Err("robots")),
        ("/endless", Err("redirects")),
    ] {
        assert_eq!(arrived(&fetcher, &site, path).await, expected.map(str::to_owned), "{path}");
    }
}

#[tokio::test]
async fn cookies_are_sent_along_the_way_and_forgotten_after_it() {
    let set = |target: &str, cookie: &str| to(target).map(|act| act.with(&format!("set-cookie: {cookie}\n")));
    let calls = AtomicUsize::new(0);
    let site = Site::start(move |seen| {
        let has = |cookie: &str| seen.head.lines().any(|line| line.starts_with("cookie: ") && line.contains(cookie));
        match seen.path.as_str() {
            "/robots.txt" => None,
            "/same" if has("a=1") => page("Here."),
            "/same" => set("/same", "a=1; path=/"),
            "/round" if has("b=2") => page("Here."),
            "/round" => to("/gate"),
            "/gate" => set("/round", "b=2; path=/; max-age=60"),
            "/reload" if has("c=3") => page("Here."),
            "/reload" => html("refresh: 0\nset-cookie: c=3\n", "<p>One moment.</p>"),
            "/never" => set("/never", "d=4"),
            _ => set("/grows", &format!("e={}", calls.fetch_add(1, Ordering::SeqCst))),
        }
    })
    .await;
    let fetcher = fetcher(config());
    for path in ["/same", "/round", "/reload"] {
        for _ in 0..2 {
            assert_eq!(arrived(&fetcher, &site, path).await, Ok(path.to_owned()));
        }
    }
    assert_eq!(site.seen().iter().filter(|seen| seen.path == "/same" && !seen.head.contains("cookie")).count(), 2);
    assert_eq!(arrived(&fetcher, &site, "/never").await, Err("redirect_loop"));
    assert_eq!(arrived(&fetcher, &site, "/grows").await, Err("redirects"));
}

#[tokio::test]
async fn another_host_gets_no_cookie() {
    let other = Site::start(|seen| if seen.path == "/robots.txt" { None } else { page("Here.") }).await;
    let target = other.url("/a").replace("127.0.0.1", "localhost");
    let site =
        Site::start(move |_| to(&target).map(|act| act.with("set-cookie: a=1; path=/; domain=localhost\n"))).await;
    let allow_private = vec![Exception::parse("127.0.0.1").unwrap(), Exception::parse("localhost").unwrap()];
    let fetcher = fetcher(Config { allow_private, robots: false, ..config() });
    assert!(arrived(&fetcher, &site, "/").await.is_ok());
    assert!(other.seen().iter().all(|seen| !seen.head.contains("cookie")) && other.seen().len() == 1);
}

#[tokio::test]
async fn a_move_for_good_is_told_where_all_of_the_way_is_one() {
    let moves = |status: u16, target: &str| Some(Act::Send(answer(status, &format!("location: {target}\n"), b"")));
    let site = Site::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => None,
        "/old" => moves(301, "/older"),
        "/older" => moves(308, "/new"),
        "/for-now" => moves(302, "/new"),
        "/part" => moves(301, "/for-now"),
        _ => page("Here."),
    })
    .await;
    let fetcher = fetcher(config());
    for (path, moved_to) in
        [("/old", site.url("/new")), ("/for-now", String::new()), ("/part", String::new()), ("/new", String::new())]
    {
        let outcome = fetcher.fetch(&site.url(path), &Validators::default()).await;
        assert_eq!((outcome.final_url, outcome.moved_to), (site.url("/new"), moved_to), "{path}");
    }
}

#[tokio::test]
async fn what_stands_in_the_way_is_told() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/robots.txt" => None,
        "/old" => to("/"),
        "/missing" => to("/404.html"),
        "/paid" => to("/user/login?back=/paid"),
        "/feed" => to("/index.xml"),
        "/index.xml" => sent("content-type: application/rss+xml\n", b"<rss version=\"2.0\"/>"),
        "/guarded" => html("cf-mitigated: challenge\n", ARTICLE),
        "/waf" => Some(Act::Send(answer(202, "x-amzn-waf-action: challenge\n", b"<p>x</p>"))),
        _ => html("", ARTICLE),
    })
    .await;
    let fetcher = fetcher(impatient());
    for (path, expected) in [
        ("/", Ok("/")),
        ("/old", Err("not_found")),
        ("/missing", Err("not_found")),
        ("/paid", Err("forbidden")),
        ("/feed", Ok("/index.xml")),
        ("/guarded", Err("challenge")),
        ("/waf", Err("challenge")),
    ] {
        assert_eq!(arrived(&fetcher, &site, path).await, expected.map(str::to_owned), "{path}");
    }
}

#[tokio::test]
async fn what_breaks_off_is_no_page() {
    let chunked = |rest: &str| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n";
        Some(Act::Send(format!("{head}{:x}\r\n{ARTICLE}\r\n{rest}", ARTICLE.len()).into_bytes()))
    };
    assert_eq!(reason_of(move |_| chunked("0\r\n\r\n")).await, "");
    for rest in ["", "0\r\n", "40\r\n<p>Half", "zz\r\n"] {
        assert_eq!(reason_of(move |_| chunked(rest)).await, "truncated", "{rest}");
    }
    let two = |_: &Seen| html("content-length: 5\n", ARTICLE);
    assert!(["protocol", "truncated"].contains(&reason_of(two).await));
    let zipped = crate::coding::tests::packed(crate::coding::Coding::Gzip, ARTICLE.as_bytes());
    let cut = move |_: &Seen| sent("content-encoding: gzip\n", &zipped[..zipped.len() - 12]);
    assert_eq!(reason_of(cut).await, "content_encoding");
    // A length that is too short cannot be told by the bytes, but by the page.
    let short = answer(200, "content-type: text/html\n", ARTICLE.as_bytes()).replace_length(ARTICLE.len() - 200);
    let site =
        Site::start(move |seen| if seen.path == "/robots.txt" { None } else { Some(Act::Send(short.clone())) }).await;
    let Answer::Fetched(content) = fetch(&site.url("/a")).await.answer else { panic!() };
    let article = crate::parse(&content.into_article(&site.url("/a")), &crate::Limits::default()).unwrap();
    assert_eq!(article.flags, [i32::from(dateline_record::v1::article::Flag::Truncated)]);
}

#[tokio::test]
async fn a_short_quiet_is_waited_for_in_both_forms() {
    for form in ["seconds", "date"] {
        let asked = AtomicUsize::new(0);
        let site = Site::start(move |seen| match seen.path.as_str() {
            "/robots.txt" => None,
            _ if asked.fetch_add(1, Ordering::SeqCst) > 0 => page("Here."),
            _ => {
                // A date is to the second: two of them are at least one.
                let until = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(2);
                let date = until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                let value = if form == "date" { date } else { "1".to_owned() };
                Some(Act::Send(answer(503, &format!("retry-after: {value}\n"), b"")))
            }
        })
        .await;
        let polite = fetcher(config());
        assert_eq!(arrived(&polite, &site, "/a").await, Err("busy"));
        assert_eq!(arrived(&polite, &site, "/b").await, Ok("/b".to_owned()));
        let at: Vec<_> = site.seen().into_iter().map(|seen| seen.at).collect();
        assert!(at[1] - at[0] >= Duration::from_millis(900), "{form}");
    }
}

#[tokio::test]
async fn a_name_is_refused_by_its_addresses_however_it_is_written() {
    let site = Site::start(|_| page("secret")).await;
    let port = site.address.port();
    for (host, address) in [
        ("localhost", "127.0.0.1"),
        ("LOCALHOST.", "127.0.0.1"),
        ("app.localhost", "::1"),
        ("\u{ff4c}ocalhost", "127.0.0.1"),
        ("b\u{fc}cher.test", "::ffff:127.0.0.1"),
        ("metadata.test", "169.254.169.254"),
        ("nat64.test", "64:ff9b::7f00:1"),
        ("carrier.test", "100.64.0.1"),
        ("nowhere.test", "0.0.0.0"),
        ("many.test", "10.0.0.1 fd00::1 fe80::1"),
    ] {
        let lookup = Arc::new(Rebinding(AtomicUsize::new(0), Box::leak(Box::new([address]))));
        let strict = Config { allow_private: Vec::new(), ..config() };
        let fetcher = Fetcher::with_lookup(strict, LIMIT, lookup as Arc<dyn Lookup>).unwrap();
        let outcome = fetcher.fetch(&format!("http://{host}:{port}/a"), &Validators::default()).await;
        assert_eq!(outcome.problem().map(|problem| problem.reason), Some("private_address"), "{host}");
    }
    assert!(site.all_seen().is_empty());
}

#[tokio::test]
async fn the_first_part_of_a_large_or_foreign_robots_file_is_obeyed() {
    let rules = format!("User-agent: *\nDisallow: /closed\n{}", "# filler\n".repeat(200_000));
    let zipped = crate::coding::tests::packed(crate::coding::Coding::Gzip, rules.as_bytes());
    let elsewhere = Site::start(move |_| sent("", b"User-agent: *\nDisallow: /closed\n")).await;
    let there = elsewhere.url("/robots.txt");
    let bodies: Vec<Box<dyn Fn() -> Option<Act> + Send + Sync>> = vec![
        Box::new(move || sent("", rules.as_bytes())),
        Box::new(move || sent("content-encoding: gzip\n", &zipped)),
        Box::new(move || to(&there)),
    ];
    for robots in bodies {
        let site = Site::start(move |seen| if seen.path == "/robots.txt" { robots() } else { page("Here.") }).await;
        let fetcher = fetcher(config());
        assert_eq!(arrived(&fetcher, &site, "/closed").await, Err("robots"));
        assert_eq!(arrived(&fetcher, &site, "/open").await, Ok("/open".to_owned()));
    }
}
