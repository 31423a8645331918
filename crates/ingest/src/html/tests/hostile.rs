//! Pages that are made to take time or memory.

use super::*;

/// A number in letters, as names have no digits.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn many(tag: &str, count: usize) -> String {
    format!("<html><body>{}<p>text</p></body></html>", tag.repeat(count))
}

fn answer_within_a_second(page: &str) {
    let started = std::time::Instant::now();
    let result = parse(page, "https://example.org/a", &Limits::default());
    let shown: String = page.chars().take(40).collect();
    // A build without optimisation is some ten times as slow.
    let most = if cfg!(debug_assertions) { 10_000 } else { 1_000 };
    assert!(started.elapsed().as_millis() < most, "{shown}: {:?} {:?}", started.elapsed(), result.err());
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
