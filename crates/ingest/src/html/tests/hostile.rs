//! Pages that are made to take time or memory.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use super::*;

/// A number in letters, as names have no digits.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn many(tag: &str, count: usize) -> String {
    format!("<html><body>{}<p>text</p></body></html>", tag.repeat(count))
}

/// How long this thread has been at work, without what other programs take of the processor; where no system tells, the time.
fn time_at_work() -> Duration {
    static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}

fn answer_within_a_second(page: &str) {
    let started = time_at_work();
    let result = parse(page, "https://example.org/a", &Limits::default());
    let took = time_at_work() - started;
    let shown: String = page.chars().take(40).collect();
    // A build without optimisation is some ten times as slow.
    let most = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });
    assert!(took < most, "{shown}: {took:?} {:?}", result.err());
}

#[test]
fn hostile_figures_boxes_and_ends_are_answered_within_a_second() {
    for page in [
        many("<figure>", 900),
        many("<figure><x><y><z>a</z></y></x></figure><input type=email>", 20_000),
        format!(
            "<article><p>{}</p>{}</article>",
            "word ".repeat(99),
            (0..20_000)
                .map(|n| format!("<h3>Related {}</h3><p>{}</p>", letters(n), "word ".repeat(20)))
                .collect::<String>()
        ),
    ] {
        answer_within_a_second(&page);
    }
}

#[test]
fn hostile_cards_quotations_and_skips_are_answered_within_a_second() {
    let card = "<div class=c><h3><a href=/b>Why the geese of Torvald stay</a></h3><p>They do.</p></div>";
    for page in [
        many(&format!("{}<p>Nobody was hurt.</p>", card.repeat(3)), 8_000),
        many(
            "<blockquote>“They have left the valley again”</blockquote><p>“They have left the valley”, she said.</p>",
            30_000,
        ),
        many("<a href=#a>Skip past the box</a><p id=a>They have left the valley.</p>", 30_000),
        many("<h3>More</h3><ul><li><a href=/b>Why the geese of Torvald stay</a></ul><p>Nobody was hurt.</p>", 20_000),
    ] {
        answer_within_a_second(&page);
    }
}

#[test]
fn hostile_times_and_questions_are_answered_within_a_second() {
    for page in [
        format!("<title>{}</title>{}", "a b c | ".repeat(240), "<h1>a b c</h1><h2>a b c d</h2>".repeat(1_000)),
        format!("<title>River</title><table><tr>{}", "<td class=date>3 March 1902</td>".repeat(60_000)),
        many(
            "<section><time datetime=2026-01-01T10:00:00Z>10:00</time><p>A sentence of the council</p></section>",
            30_000,
        ),
        many(
            &format!("{}<time datetime=2026-01-01T10:00:00Z>x</time>{}", "<div>".repeat(200), "</div>".repeat(200)),
            500,
        ),
        many(
            &format!("{}{}", "<div aria-expanded=a aria-controls=x id=x hidden>Why?".repeat(200), "</div>".repeat(200)),
            50,
        ),
    ] {
        answer_within_a_second(&page);
    }
}

#[test]
fn hostile_pages_in_scripts_without_spaces_are_answered_within_a_second() {
    for page in [
        many("<p>记者张伟 编辑李娜</p>", 20_000),
        many("<p class=author>作者：张伟、李娜 责任编辑：王芳</p>", 50_000),
        many("<i class=source>来源：</i><a>例河报</a>", 50_000),
        many("<p>© 例河网 版权所有</p>", 50_000),
        format!(
            "<title>{}</title>{}",
            "河水_上涨 - ".repeat(100),
            "<h1>河水上涨了</h1><h2>河水 上涨</h2>".repeat(20_000)
        ),
        format!("<title>河水今晨上涨_例河网</title>{}", "<b>河水今晨上涨</b>".repeat(50_000)),
        format!("<meta name=author content='{}'><p>责任编辑：张伟</p>", "张伟、李娜 ".repeat(30_000)),
        format!("<h1>河水今晨上涨</h1><p>{}</p>", "（记者张伟、".repeat(300_000)),
        format!(
            "<h1>河水今晨上涨</h1>{}",
            "<p>例社北京3月2日电（记者从气象局获悉，河水上涨了两米，学校今天起关闭）</p>".repeat(10_000)
        ),
    ] {
        answer_within_a_second(&page);
    }
}

#[test]
fn hostile_pages_are_answered_within_a_second() {
    for page in [
        many("<div>", 50_000),
        many("<div>", 1_000),
        many("<b>", 50_000),
        many("<a href=x>", 100_000),
        many("<a href=x><b><i>", 30_000),
        format!("<div {}>text</div>", "a=1 ".repeat(1_000_000)),
        format!("<div {}>text</div>", "class=\"a b c\" ".repeat(300_000)),
        format!("<div class=\"{}\">text</div>", "related-links ".repeat(300_000)),
        many("<p>", 300_000),
        many("<table><tr><td>", 30_000),
        many("<!-- ", 300_000),
        many("<div></p>", 900),
        many("<select><option>", 100_000),
        many("<script>", 100_000),
        many("</div></p></b>", 300_000),
        many("<h1>a b c d</h1>", 100_000),
        many("<div class=byline>By Ana Ruiz</div>", 50_000),
        format!("<title>{}</title>{}", "a | b - ".repeat(200_000), "<h1>a b c</h1><p>a</p>".repeat(20_000)),
        format!("<title>{}</title>{}", "a b | ".repeat(200), "<p>a b a b a b a b</p>".repeat(50_000)),
        format!("<h1>a b c d</h1>{}", "<p style='text-align:right'>Ana Ruiz</p><a href=/author/a>b</a>".repeat(50_000)),
        format!(
            "<meta name=author content='{}'><h1>a b c</h1>{}",
            "Ana Ruiz, a@b.c | ".repeat(50_000),
            "<i>Ana,</i><i>and</i>".repeat(50_000)
        ),
        format!("<script type=application/ld+json>{{\"a\":[{}]}}</script><h1>a</h1>", "1   ,   ],[".repeat(100_000)),
        many("<h3><a href=a>Of the council</a></h3><p>Words.</p><a href=a>Read more</a>", 50_000),
        many("<svg><path/>", 100_000),
        many("<meta name=author content=Ana>", 100_000),
        many("<p>Related articles</p>", 150_000),
        many(&format!("<p>{}</p><h3>Read more</h3>", "A sentence of the council. ".repeat(4)), 30_000),
        format!(
            "{}{}",
            (0..60_000)
                .map(|n| format!("<meta name=author content='Ana Ruiz{}'>", "x".repeat(n % 40) + &letters(n)))
                .collect::<String>(),
            "<p>Ana Ruiz is here.</p>".repeat(60_000)
        ),
        format!(
            "<script type=application/ld+json>[{{\"@type\":\"NewsArticle\",\"author\":[{}{{}}]}},{}{{}}]</script><p>text</p>",
            (0..60_000).map(|n| format!("{{\"@id\":\"{n}\"}},")).collect::<String>(),
            (0..60_000).map(|n| format!("{{\"@id\":\"{n}\",\"name\":\"{}\"}},", letters(n))).collect::<String>()
        ),
        "<".repeat(1_000_000),
        "</".repeat(1_000_000),
        "<a href=\"".repeat(500_000),
        "& ".repeat(1_500_000),
        "&amp".repeat(1_000_000),
        "<p>word".repeat(200_000),
        format!("<p>{}</p>", "word ".repeat(1_000_000)),
        format!("<script type=\"application/ld+json\">{}</script><p>text</p>", "[".repeat(1_000_000)),
        format!(
            "<script type=\"application/ld+json\">{}1{}</script><p>text</p>",
            "{\"@graph\":[".repeat(100),
            "]}".repeat(100)
        ),
    ] {
        answer_within_a_second(&page);
    }
}

#[test]
fn hostile_names_and_headlines_are_answered_within_a_second() {
    let named = |body: String| format!("<title>River rises here</title><h1>River rises here</h1>{body}");
    for page in [
        named(many("<p>Ana Ruiz</p>", 60_000)),
        named(many("<p><em>Ana Ruiz</em></p>", 60_000)),
        format!(
            "<title>River</title><meta property=og:title content='Town hall closed'>{}{}",
            "<h1>River</h1>".repeat(500),
            "<b>Town hall clos</b>".repeat(60_000)
        ),
        named(many("<p>Last updated: 3 March 2026 and 4 March 2026</p>", 60_000)),
        named(many("<h2>Who was it then</h2><p>Source: GNA</p>", 60_000)),
        named(many("<div class=author><a href=/author.php?id=1>Ana Ruiz</a> and</div>", 30_000)),
        named(many("<p>3 March 2026 and 4 March by x</p><img><p class=byline>x / y</p>", 30_000)),
        named(many("<p>Write to Ana Ruiz at ana@example.org</p>", 60_000)),
    ] {
        answer_within_a_second(&page);
    }
}

#[test]
fn hostile_menus_pictures_and_walls_are_answered_within_a_second() {
    let prose = "The river rose by two metres in the night, and hundreds of people left their homes in the lower town, the mayor said.";
    let selectors = "\".wall\",".repeat(5_000);
    for body in [
        many("<nav><ul><li class=current-menu-item><a href=/news/>News</a></li></ul></nav>", 20_000),
        many("<a href=/news/>News</a> » ", 60_000),
        many("<div class=breadcrumb><a href=/>Home</a><a href=/news/>News</a></div>", 30_000),
        many("<a href=/><img alt='The Valley News' src=logo.png></a>", 60_000),
        many("<img src=a.jpg width=400 height=300><p>text</p>", 60_000),
        many(&format!("<div class=paywall><p>{prose}</p></div>"), 8_000),
        many(&format!("<h2>Quotes</h2><blockquote>{prose}</blockquote>"), 8_000),
        many(&format!("<div><p>{prose}</p><a href=/give><button>Donate</button></a></div>"), 8_000),
        many(&format!("<p><strong>{prose}</strong></p>"), 8_000),
        many("<p>© 2020-2026 The Valley News | Contact | Terms</p>", 30_000),
        many("<p>#river #flood #valley</p><p>Photo: Ana Ruiz</p>", 30_000),
        format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"hasPart\":[{{\"cssSelector\":[{selectors}\".x\"]}}]}}</script>{}",
            many(&format!("<div class='wall x'><p>{prose}</p></div>"), 8_000)
        ),
    ] {
        answer_within_a_second(&format!(
            "<title>River rises here | The Valley News</title><h1>River rises here</h1>{body}"
        ));
    }
}
