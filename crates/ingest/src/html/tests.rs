use dateline_record::v1::{article::Flag, document_time::Precision, paragraph::Kind};

use super::*;

const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head><title>River rises in Torvald | The Example</title>
<meta property="og:site_name" content="The Example"><meta property="og:title" content="River rises in Torvald | The Example">
<meta name="description" content="Hundreds leave their homes."><link rel="canonical" href="/news/river?utm_source=x">
<meta property="og:image" content="/img/river.jpg">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":"NewsArticle",
"author":[{"@type":"Person","name":"Ana Ruiz"},{"@type":"Person","name":"Tom Lee"}],"publisher":{"name":"The Example"},
"datePublished":"2024-04-02T23:30:00-05:00","dateModified":"2024-04-03T08:00:00Z","articleSection":"Opinion",
"isAccessibleForFree":"False","keywords":"floods, rivers"}]}</script></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<article><h1>River rises in Torvald</h1>
<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor&rsquo;s office said.</p>
<p>The water is expected to reach its highest point on Thursday, and the army has sent forty soldiers to help with sandbags.</p>
<p>Schools will stay closed until the end of the week, according to the council, which met twice on Tuesday to discuss it.</p>
<h2>What comes next</h2><ul><li>The bridge stays closed to lorries and buses until further notice is given.</li></ul>
<blockquote>We have not seen this since I was a child, said a farmer whose fields were under water by noon.</blockquote>
<figure><img src="a.jpg"><figcaption>The old bridge on Tuesday.</figcaption></figure></article>
<footer>Copyright The Example</footer></body></html>"#;

fn article() -> Article {
    parse(PAGE, "https://www.example.org/2024/04/02/river", &Limits::default()).unwrap()
}

#[test]
fn the_main_text_is_laid_out_in_paragraphs() {
    let article = article();
    let kinds: Vec<Kind> = article.paragraphs.iter().map(|paragraph| paragraph.kind()).collect();
    assert_eq!(kinds[..4], [Kind::Lead, Kind::Body, Kind::Body, Kind::Heading]);
    for kind in [Kind::ListItem, Kind::BlockQuote] {
        assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
    }
    assert!(article.text.starts_with("Hundreds of people left"));
    assert!(article.text.contains("mayor’s office"));
    assert!(!article.text.contains("Home") && !article.text.contains("Copyright"));
    for paragraph in &article.paragraphs {
        let span = paragraph.span.unwrap();
        let text = article.text.get(span.start as usize..span.end as usize).unwrap();
        assert!(!text.is_empty() && text == text.trim());
    }
}

#[rstest::rstest]
#[case(
    "The river rose by < 2 metres.\\n\\nSchools & shops stay closed.",
    "The river rose by < 2 metres.\n\nSchools & shops stay closed."
)]
#[case("<p>The river <b>rose</b>.<\\/p><p>Schools stay closed.<\\/p>", "The river rose.\n\nSchools stay closed.")]
fn the_text_of_a_page_made_by_scripts_is_that_of_its_data(#[case] body: &str, #[case] expected: &str) {
    let data = format!(r#"{{"@type":"NewsArticle","headline":"River rises","articleBody":"{body}"}}"#);
    let page = format!(
        "<html><head><script type='application/ld+json'>{data}</script></head><body><div id=root></div></body></html>"
    );
    assert_eq!(parse(&page, "", &Limits::default()).unwrap().text, expected);
}

#[rstest::rstest]
#[case(
    "<div class=wall><h1>Before you read</h1><p>We value your privacy. We and our 812 partners store and/or access information on a device.</p><p>You can change your mind at any time.</p><button>Accept</button></div>",
    true
)]
#[case("<p>Wir verwenden Cookies und brauchen dafür Ihre Zustimmung.</p>", true)]
#[case(
    "<h1>Court fines the Courier</h1><p>“We value your privacy” is what readers saw, the court found on Monday, when the paper had already told its partners.</p><p>The judges spoke of a banner that nobody could refuse, and ordered the paper to pay 40,000 crowns to the county of Torvald.</p><p>The paper said that it would appeal, and that its banner had been the same as that of every other paper in the country.</p>",
    false
)]
fn a_page_that_asks_for_consent_is_no_article(#[case] body: &str, #[case] is_wall: bool) {
    let read = parse(&format!("<html><body>{body}</body></html>"), "", &Limits::default());
    assert_eq!(read.is_err_and(|rejection| rejection.reason == "no_text"), is_wall);
}

/// The text of an article with something between its third paragraph and the last two.
fn text_with(between: &str) -> String {
    let before = [
        "Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said.",
        "The water is expected to reach its highest point on Thursday, and the army has sent soldiers with sandbags.",
        "Schools will stay closed until the end of the week, according to the council, which met twice on Tuesday.",
    ];
    let after = [
        "Nobody was hurt, and the old bridge will be open again for everybody on Friday at noon.",
        "The geese have left the valley, as they do each year, and they will be back before the summer.",
    ];
    let of = |texts: &[&str]| texts.iter().map(|text| format!("<p>{text}</p>")).collect::<String>();
    let head = "<meta name=author content='Ana Ruiz'><title>River rises</title><h1>River rises in Torvald</h1>";
    let page = format!("<html><body>{head}<article>{}{between}{}</article></body></html>", of(&before), of(&after));
    let text = parse(&page, "", &Limits::default()).unwrap().text;
    let kept = text.strip_prefix(&before.join("\n\n")).and_then(|rest| rest.strip_suffix(&after.join("\n\n")));
    kept.unwrap_or(&text).trim().to_owned()
}

#[rstest::rstest]
// What a figure says without a paragraph, a table or a list of its own is its caption.
#[case("<figure><img src=a.jpg><div class=label>Foto: Ana Ruiz</div></figure>", "")]
#[case("<figure><table><tr><td>Tuesday</td><td>2 m</td></tr></table></figure>", "Tuesday 2 m")]
// Readers' comments, in the words of their languages.
#[case("<ol class=comentarios><li>Nobody told us anything at all, and the water came at night.</li></ol>", "")]
// A box to sign up in, whatever it is called.
#[case(
    "<div class=q1><h4>The valley in your post</h4><div>By Ana Ruiz · Thousands of readers</div><form><input type=email></form></div>",
    ""
)]
// The id of a heading is made of its words.
#[case(
    "<h2 id=social-media>Social media</h2><p>Two dams were built in the valley, one of which has never been used since.</p>",
    "Social media\n\nTwo dams were built in the valley, one of which has never been used since."
)]
// No element of HTML.
#[case(
    "<p>The water reached <my-place id=7>Old Torvald</my-place> by noon.</p>",
    "The water reached Old Torvald by noon."
)]
#[case(
    "<my-box><my-part>The water reached Old Torvald.</my-part><my-part>It was noon.</my-part></my-box>",
    "The water reached Old Torvald.\n\nIt was noon."
)]
// A box amid the text with links to others.
#[case("<div><h3>More like this</h3><h4><a href=/b>Why the geese stay</a></h4></div>", "")]
// What an author recommends, and what a site does.
#[case(
    "<h2>Further reading</h2><ul><li><a href=/b>Borg’s book</a> on the geese has a chapter on floods.</li></ul>",
    "Further reading\n\nBorg’s book on the geese has a chapter on floods."
)]
#[case("<div><h2>Further reading</h2><h3><a href=/b>Why the geese stay</a></h3></div>", "")]
// What sets parts of a text apart.
#[case("<p>* * *</p>", "")]
#[case("<p>-18:25</p><p>0:00</p>", "")]
#[case("<p>17:05</p>", "17:05")]
#[case("<p>You have 1 article left to read this month before you need to register.</p>", "")]
// Bylines, and what begins as one does.
#[case("<p>By Ana Ruiz and Tom Lee in Torvald</p>", "")]
#[case("<p>From the council on the waters of the Brenna:</p>", "From the council on the waters of the Brenna:")]
fn what_stands_between_paragraphs_is_told_from_them(#[case] between: &str, #[case] expected: &str) {
    assert_eq!(text_with(between), expected, "{between}");
}

#[test]
fn a_tool_that_asks_for_consent_may_be_most_of_a_page() {
    let asking = "<p>With your consent we keep small files on your device, for what you read and when you read it.</p>";
    let page = format!(
        "<html><body><h1>River rises</h1><div>{ASIDE}</div><div class=iubenda-cs-box>{}</div>",
        asking.repeat(8)
    );
    assert_eq!(
        parse(&page, "", &Limits::default()).unwrap().text,
        "The river rose in the night by two metres, and the valley is closed."
    );
}

const ASIDE: &str = "<p>The river rose in the night by two metres, and the valley is closed.</p>";

#[test]
fn a_standfirst_that_comes_again_is_shown_once() {
    let standfirst = "Hundreds of people left their homes on Tuesday as the river rose by two metres, the mayor said.";
    let prose = "<p>The water is expected to reach its highest point on Thursday, and the army has sent soldiers.</p>";
    let page = format!(
        "<html><title>River rises</title><body><h1>River rises</h1><p>{standfirst}</p><div class=article-body><p>{standfirst}</p>{}</div>",
        (0..6).map(|n| prose.replace("Thursday", &format!("Thursday {n}"))).collect::<String>()
    );
    assert_eq!(parse(&page, "", &Limits::default()).unwrap().text.matches(standfirst).count(), 1);
}

#[test]
fn two_line_breaks_are_a_paragraph() {
    let text = "The council met for two hours on Monday evening, and nobody left before the vote was taken.";
    let page = format!("<html><body><article><p>{text}<br><br>{text}<br>{text}</p></article></body></html>");
    let article = parse(&page, "", &Limits::default()).unwrap();
    assert_eq!(article.text, format!("{text}\n\n{text} {text}"));
}

#[test]
fn metadata_comes_from_the_best_source() {
    let article = article();
    assert_eq!(article.title, "River rises in Torvald");
    assert_eq!(article.bylines, ["Ana Ruiz", "Tom Lee"]);
    let published = article.published_at.unwrap();
    assert_eq!((published.value.as_str(), published.precision()), ("2024-04-02T23:30:00-05:00", Precision::Second));
    assert_eq!(article.modified_at.unwrap().value, "2024-04-03T08:00:00Z");
    assert_eq!(article.canonical_url, "https://www.example.org/news/river");
    assert_eq!(article.lead_image, "https://www.example.org/img/river.jpg");
    assert_eq!(article.keywords, ["floods", "rivers"]);
    assert_eq!(article.flags, [i32::from(Flag::Paywalled), i32::from(Flag::Opinion)]);
}

#[test]
fn a_date_in_the_url_is_the_last_resort() {
    let page = "<html><body><article><p>A short report on the weather in the mountains, without any date at all.</p></article></body></html>";
    let article = parse(page, "https://example.org/2023/11/05/weather", &Limits::default()).unwrap();
    let published = article.published_at.unwrap();
    assert_eq!((published.value.as_str(), published.precision()), ("2023-11-05T00:00:00Z", Precision::Day));
}

#[test]
fn a_page_without_text_is_refused() {
    for page in ["<html><body><script>render()</script></body></html>", "<html></html>", "<div></div>"] {
        assert_eq!(parse(page, "", &Limits::default()).unwrap_err().reason, "no_text", "{page}");
    }
}

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
