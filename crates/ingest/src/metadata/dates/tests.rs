use rstest::rstest;

use crate::html::tree::{Caps, Tree};

use super::*;

fn day(page: &str, url: &str) -> Option<String> {
    let page = format!("<html lang=en-GB><h1>River rises in Torvald</h1>{page}");
    let tree = Tree::parse(&page, Caps { depth: 100, elements: 9_000 }).unwrap();
    let page = Page::read(&tree);
    let (published, _) = read(&page, &JsonLd::default(), url, page.headings.first().copied());
    published.and_then(|time| time.value.get(..10).map(str::to_owned))
}

#[rstest]
#[case("/2026/world/valley/03/04/river.html", Some("2026-03-04"))]
#[case("/2026/mar/04/river", Some("2026-03-04"))]
#[case("/2026/03/04/river", Some("2026-03-04"))]
#[case("/2026/world/river/4", None)]
fn an_address_has_a_day(#[case] path: &str, #[case] expected: Option<&str>) {
    assert_eq!(day("", &format!("https://example.org{path}")).as_deref(), expected);
}

#[rstest]
// What a text tells of is not when it appeared.
#[case("<li>The act was signed into law on 14 August 1935</li>", "", None)]
#[case("<p>By Ana Ruiz in Valletta, 4 March 2026</p>", "", Some("2026-03-04"))]
#[case("<p>Valletta, 14 August 1935</p>", "/2026/03/04/river", Some("2026-03-04"))]
#[case("<p>Valletta, 5 March 2026</p>", "/2026/03/04/river", Some("2026-03-05"))]
#[case("<p>Published 9 May 2026</p>", "/2026/03/04/river", Some("2026-05-09"))]
#[case("<p>5 March 2026</p><p>4 March 2026</p>", "/2026/03/04/river", Some("2026-03-04"))]
// What leads to all that was published on a day.
#[case("<p>By Ana Ruiz <a href=/2026/03/04/>4 Mar 2026 at 14:27 ET</a></p>", "", Some("2026-03-04"))]
#[case("<li><a>Four houses of Torvald were sold on 4 March 2026</a></li>", "", None)]
#[case("<time data-published='2026-03-04 09:13:00Z'>4 hours ago</time>", "", Some("2026-03-04"))]
#[case("<meta itemprop=datePublished value='2026-03-04 07:34:00.0'>", "", Some("2026-03-04"))]
#[case("<time data-timestamp=1772618400000>4 hours ago</time>", "", Some("2026-03-04"))]
// What software may have taken from the last change, and readers are not shown.
#[case("<meta name=dc.date.issued content=2026-03-05>", "/2026/03/04/river", Some("2026-03-04"))]
#[case("<meta name=dc.date.issued content=2026-03-05><p>5 March 2026</p>", "/2026/03/04/river", Some("2026-03-05"))]
#[case("<meta name=dc.date.issued content=2026-03-04>", "/2026/03/05/river", Some("2026-03-04"))]
// Those of other things on the page.
#[case(
    "<p>Published 4 March 2026<meta itemprop=datePublished content=2025-01-01><meta itemprop=datePublished content=2025-01-02><meta itemprop=datePublished content=2025-01-03>",
    "",
    Some("2026-03-04")
)]
// Beside the author's name, far from the headline; two articles have a day each.
#[case(
    &format!("{}<div>By <a rel=author>Ana Ruiz</a> Mar. 4, 2026 5:16 pm</div>", "<p>Ad</p>".repeat(200)),
    "",
    Some("2026-03-04")
)]
#[case(
    &format!("{}<p><a rel=author>Ana Ruiz</a> 4 March 2026<p><a rel=author>Tom Lee</a> 9 May 2025", "<p>Ad</p>".repeat(200)),
    "",
    None
)]
// The title, and the dateline.
#[case("<title>River rises - 04.03.2026 - The Example</title>", "", Some("2026-03-04"))]
#[case(
    "<p>VALLETTA, March 4, 2026 -- The Brenna rose by two metres in the night, the ministry said, and four roads were closed.</p>",
    "",
    Some("2026-03-04")
)]
fn the_day_of_an_article_is_told(#[case] page: &str, #[case] path: &str, #[case] expected: Option<&str>) {
    assert_eq!(day(page, &format!("https://example.org{path}")).as_deref(), expected, "{page}");
}

#[test]
fn a_day_of_a_draft_gives_way_to_the_one_that_readers_are_shown() {
    let day = |shown: &str| {
        let page =
            format!("<meta property=article:published_time content=2026-03-04><h1>River rises</h1><p>{shown}</p>");
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 100 }).unwrap();
        let (page, ld) = (Page::read(&tree), JsonLd { published: Some("2025-08-14".into()), ..JsonLd::default() });
        read(&page, &ld, "", page.headings.first().copied()).0.unwrap().value.get(..10).map(str::to_owned)
    };
    assert_eq!(day("4 March 2026").as_deref(), Some("2026-03-04"));
    assert_eq!(day("Published 14 August 2025, updated 4 March 2026").as_deref(), Some("2025-08-14"));
    assert_eq!(day("").as_deref(), Some("2025-08-14"));
}

#[test]
fn a_day_of_publication_goes_before_that_of_the_making_of_a_page() {
    let day = |page: &str| {
        let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
        let ld = JsonLd { created: Some("2026-03-06".into()), ..JsonLd::default() };
        read(&Page::read(&tree), &ld, "", None).0.unwrap().value.get(..10).map(str::to_owned)
    };
    assert_eq!(day("<p><time itemprop=datePublished datetime=2026-03-04>").as_deref(), Some("2026-03-04"));
    assert_eq!(day("<meta name=date content=2026-03-09>").as_deref(), Some("2026-03-06"));
}

#[test]
fn a_day_that_is_said_further_on_is_the_only_one() {
    let text = "<p>The Brenna rose.</p>".repeat(200);
    let far = |end: &str| day(&format!("{text}{end}"), "https://example.org/a");
    assert_eq!(far("<p>Created: 4 March 2026</p>").as_deref(), Some("2026-03-04"));
    assert_eq!(far("<p>Posted 4 March 2026</p><p>Posted 9 May 2026</p>"), None);
}

#[rstest]
#[case("https://example.org/2024/apr/02/river", Some("2024-04-02"))]
#[case("https://example.org/20240402/river", Some("2024-04-02"))]
#[case("https://example.org/a/2024-04-02-river", Some("2024-04-02"))]
#[case("https://example.org/a/20240402-1234-meridian", Some("2024-04-02"))]
#[case("https://example.org/a?id=20240402-1234-meridian", Some("2024-04-02"))]
#[case("https://example.org/a?id=20240402123", None)]
#[case("https://example.org/a/20249902-1234", None)]
fn a_day_in_the_address(#[case] url: &str, #[case] expected: Option<&str>) {
    let found = addresses::day_in(url).map(|time| time.value);
    assert_eq!(found.as_deref().and_then(|value| value.get(..10)), expected, "{url}");
}

#[rstest]
// The day of a card is its article's, in a link as in a list.
#[case("<a href=/b><h3>Bridge closed in the upper valley</h3><time>1 March 2026</time></a>", None)]
#[case("<ul><li><a href=/b>Bridge closed in the upper valley</a> <time>1 March 2026</time></ul>", None)]
// What is later than the last change is today, at the top of the page.
#[case("<p class=date>8 March 2026</p><h1>River rises in Torvald</h1><p>Updated: 7 March 2026</p>", Some("2026-03-07"))]
// A day that is marked as that of the change, beside one of the issue.
#[case(
    "<meta name=dcterms.issued content=2026-03-04><time property=dateModified>5 March 2026</time>",
    Some("2026-03-04")
)]
// Digits without marks, as software writes them.
#[case("<meta name=pubdate content=20260304111547>", Some("2026-03-04"))]
#[case("<p>Channel 4 | 3 of 12</p>", None)]
fn the_day_is_that_of_the_article(#[case] page: &str, #[case] expected: Option<&str>) {
    assert_eq!(day(page, "https://example.org/a").as_deref(), expected, "{page}");
}

#[test]
fn a_change_may_be_told_below_the_text() {
    let text = "<p>The Brenna rose.</p>".repeat(200);
    let changed = |end: &str| {
        let page = format!("<html lang=es><h1>Brenna</h1>{text}{end}");
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 9_000 }).unwrap();
        let page = Page::read(&tree);
        let (_, modified) = read(&page, &JsonLd::default(), "", page.headings.first().copied());
        modified.and_then(|time| time.value.get(..10).map(str::to_owned))
    };
    assert_eq!(changed("<p>Última actualización: 8 de junio de 2026</p>").as_deref(), Some("2026-06-08"));
    assert_eq!(changed("<p>Actualizado el 8 de junio de 2026</p><p>Actualizado el 9 de junio de 2026</p>"), None);
}

#[test]
fn without_a_headline_the_day_of_publication_goes_before_the_first() {
    let page = "<html lang=en><p class=date>5 March 2026</p><p>Published: 4 March 2026</p>";
    let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
    let found = read(&Page::read(&tree), &JsonLd::default(), "", None).0.map(|time| time.value);
    assert_eq!(found.as_deref().and_then(|value| value.get(..10)), Some("2026-03-04"));
}

#[rstest]
#[case("Feb. 23, 2026 --", Some("2026-02-23"))]
#[case("Monday, Feb. 23, 2026 (Meridian News) —", Some("2026-02-23"))]
#[case("On Feb. 23, 2026 — the day of the vote —", None)]
fn a_text_may_begin_with_its_date(#[case] head: &str, #[case] expected: Option<&str>) {
    let rest = "the river rose by two metres, and hundreds of people left their homes in the lower town of Torvald, the mayor said.";
    let page = format!("<html lang=en><h1>Brenna</h1><p>{head} {rest}</p></html>");
    let tree = Tree::parse(&page, Caps { depth: 100, elements: 100 }).unwrap();
    let page = Page::read(&tree);
    let found = read(&page, &JsonLd::default(), "", page.headings.first().copied()).0.map(|time| time.value);
    assert_eq!(found.as_deref().and_then(|value| value.get(..10)), expected);
}

#[rstest]
#[case("<time itemprop=datePublished datetime=2026-03-02></time>", "2026-03-02")]
#[case("<meta name=date content=2026-03-02>", "2026-03-03")]
fn when_it_was_saved_dates_an_article_only_where_nothing_says_when_it_appeared(
    #[case] page: &str,
    #[case] expected: &str,
) {
    let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
    let ld = JsonLd::read(&[r#"{"@type":"NewsArticle","dateCreated":"2026-03-03"}"#]);
    let found = read(&Page::read(&tree), &ld, "", None).0.map(|time| time.value).unwrap_or_default();
    assert!(found.starts_with(expected), "{found}");
}

#[test]
fn a_row_of_facts_does_not_date_an_article() {
    let of = |cell: &str| {
        let page = format!("<h1>Brenna</h1><table><tr>{cell}<td>3 March 1902</td></tr></table>");
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 100 }).unwrap();
        let page = Page::read(&tree);
        read(&page, &JsonLd::default(), "", page.headings.first().copied()).0.map(|time| time.value)
    };
    assert_eq!(of("<th>Founded</th>"), None);
    assert_eq!(of("<th>Founded</th><td class=published>3 March 1902</td>"), None);
    assert!(of("<td>Torvald</td>").is_some_and(|value| value.starts_with("1902-03-03")));
}

#[rstest]
#[case("<p>The river rose.</p><td>发布时间：2026-03-02 10:00 来源：例河报</td>", Some("2026-03-02T00:00:00Z"))]
// Cards of other articles have days of their own; what nothing is said of may be any day.
#[case("<p>Published: 2 March 2026</p><p>Published: 3 March 2026</p>", None)]
#[case("<p>The river rose.</p><td>2026-03-02 10:00</td>", None)]
fn the_only_day_that_is_labelled_is_taken(#[case] page: &str, #[case] expected: Option<&str>) {
    let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
    let (published, _) = read(&Page::read(&tree), &JsonLd::default(), "", None);
    assert_eq!(published.map(|time| time.value).as_deref(), expected);
}

#[rstest]
// What stands by itself below the headline.
#[case(
    "<p>March 4, 2026</p><div><p>The Brenna rose by two metres.</p></div>",
    "Jun 24, 2026",
    "Jun 24, 2026",
    "2026-03-04"
)]
#[case(
    "<time datetime='3/4/2026 12:00:00 AM'>Wed, 4 Mar 2026</time>",
    "2026-06-24T10:00:00Z",
    "2026-06-24T10:00:00Z",
    "2026-03-04"
)]
#[case("<p>March 4, 2026</p>", "2026-06-24T10:00:00Z", "2026-06-24T09:59:00Z", "2026-03-04")]
#[case("<p>Published <span>4 March 2026</span></p>", "2026-06-24T10:00:00Z", "2026-06-24T10:00:00Z", "2026-03-04")]
#[case(
    "<meta property=article:published_time content=2026-03-04>",
    "2026-06-24T10:00:00Z",
    "2026-06-24T10:00:00Z",
    "2026-03-04"
)]
// A later change is told: then the publication is what is called so.
#[case("<p>March 4, 2026</p>", "2026-06-24T10:00:00Z", "2026-06-25T10:00:00Z", "2026-06-24")]
// What happened on a day, the next day of another time zone, a change.
#[case("<p>She died in Torvald on 4 March 2026.</p>", "2026-06-24T10:00:00Z", "2026-06-24T10:00:00Z", "2026-06-24")]
#[case("<figcaption>The Brenna on 4 March 2026</figcaption>", "2026-06-24", "2026-06-24", "2026-06-24")]
#[case("<p>23 June 2026</p>", "2026-06-24T02:00:00Z", "2026-06-24T02:00:00Z", "2026-06-24")]
#[case("<p>Updated</p><p>4 March 2026</p>", "2026-06-24", "2026-06-24", "2026-06-24")]
#[case("<li><a href=/b>The dam of Torvald opens</a><p>4 March 2026</p>", "2026-06-24", "2026-06-24", "2026-06-24")]
fn a_day_of_publication_that_is_the_one_of_the_last_change_gives_way(
    #[case] page: &str,
    #[case] published: &str,
    #[case] modified: &str,
    #[case] expected: &str,
) {
    let html = format!("<html lang=en-GB><h1>River rises in Torvald</h1>{page}");
    let tree = Tree::parse(&html, Caps { depth: 100, elements: 100 }).unwrap();
    let ld = JsonLd { published: Some(published.to_owned()), modified: Some(modified.to_owned()), ..JsonLd::default() };
    let page = Page::read(&tree);
    let (published, _) = read(&page, &ld, "", page.headings.first().copied());
    assert_eq!(published.unwrap().value.get(..10), Some(expected), "{html}");
}

#[test]
fn a_label_in_an_element_of_its_own_tells_of_a_day_further_on() {
    let text = "<p>The Brenna rose.</p>".repeat(200);
    let dated = format!("{text}<h4>Published</h4> <div class=single-post-date>July 8, 2026</div>");
    assert_eq!(day(&dated, "https://example.org/a").as_deref(), Some("2026-07-08"));
}

#[rstest]
#[case("es", "4 de marzo de 2026", true)]
#[case("fr", "Mercredi 4 mars 2026 à 9 h 30", true)]
#[case("zh", "2026年3月4日", true)]
#[case("en", "Torvald on Wednesday 4 March 2026", false)]
#[case("en", "Wednesday, 4.3.2026, towards 16.20", false)]
#[case("en", "Wednesday", false)]
fn a_day_stands_by_itself(#[case] language: &str, #[case] text: &str, #[case] expected: bool) {
    assert_eq!(is_bare(text, language), expected, "{text}");
}

#[rstest]
#[case("2026-03-04T16:20:00+03:00", "2026-03-04T16:20:00+03:00")]
// Another day, or no zone either.
#[case("2026-03-09T16:20:00+03:00", "2026-03-04T00:00:00Z")]
#[case("2026-03-04T16:20:00", "2026-03-04T00:00:00Z")]
fn a_source_that_names_the_zone_tells_the_moment_of_a_day(#[case] meta: &str, #[case] expected: &str) {
    let html = format!(
        "<meta property=article:published_time content={meta}><meta property=article:modified_time content={meta}>"
    );
    let tree = Tree::parse(&html, Caps { depth: 100, elements: 100 }).unwrap();
    let local = Some("2026-03-04 16:20:00".to_owned());
    let ld = JsonLd { published: local.clone(), modified: local, ..JsonLd::default() };
    let (published, modified) = read(&Page::read(&tree), &ld, "", None);
    assert_eq!(published.unwrap().value, expected);
    assert_eq!(modified.unwrap().value, expected);
}

#[test]
fn what_stands_beside_a_headline_dates_it_before_what_stands_far_below() {
    let text = "<p>The Brenna rose.</p>".repeat(60);
    let day = |before: &str, after: &str| {
        let html = format!("<html lang=en-GB>{before}<h1>River rises in Torvald</h1>{text}{after}");
        let tree = Tree::parse(&html, Caps { depth: 100, elements: 9_000 }).unwrap();
        let page = Page::read(&tree);
        let (published, _) = read(&page, &JsonLd::default(), "", page.headings.first().copied());
        published.and_then(|time| time.value.get(..10).map(str::to_owned)).unwrap()
    };
    let far = "<ul><li><a href=/b>Dam opens</a> <time>9 May 2025</time></ul>";
    assert_eq!(day("<div class=date>4 March 2026</div>", far), "2026-03-04");
    assert_eq!(day("<p>4 March 2026, 10:00</p>", "<p>9 May 2025</p>"), "2026-03-04");
    assert_eq!(day("", far), "2025-05-09");
    let spread = format!("<div class=date>4 March 2026</div>{}", "<b>Example</b>".repeat(20));
    assert_eq!(day(&spread, far), "2025-05-09");
    assert_eq!(day(&spread, "<li><a href=/b>The dam of Torvald opens</a> <time>9 May 2025</time>"), "2026-03-04");
}

/// Software writes months before days for any language.
#[rstest]
#[case("2026-03-04T10:00:00", "4/3/2026 10:00:00 AM", "", "2026-03-04")]
#[case("2026-03-04T10:00:00", "3/4/2026 10:00:00 AM", "", "2026-03-04")]
#[case("", "3/4/2026 10:00:00 AM", "/2026/03/04/river", "2026-03-04")]
#[case("", "3/4/2026 10:00:00 AM", "", "2026-04-03")]
fn a_day_in_numbers_is_read_as_the_surer_one_has_it(
    #[case] data: &str,
    #[case] meta: &str,
    #[case] path: &str,
    #[case] expected: &str,
) {
    let page = format!("<html lang=ar><meta property=article:published_time content='{meta}'><h1>River rises</h1>");
    let tree = Tree::parse(&page, Caps { depth: 100, elements: 100 }).unwrap();
    let given = (!data.is_empty()).then(|| data.to_owned());
    let ld = JsonLd { published: given.clone(), modified: given, ..JsonLd::default() };
    let (published, _) = read(&Page::read(&tree), &ld, &format!("https://example.org{path}"), None);
    assert_eq!(published.unwrap().value.get(..10), Some(expected), "{data} {meta} {path}");
}

#[test]
fn days_of_comments_and_of_cards_are_not_the_articles() {
    let comment =
        "<div class=x-comment><span class=x-comment-date>17 September 2023</span><p>Can I use dried figs?</p></div>";
    assert_eq!(day(comment, "https://example.org/a"), None);
    let declared = |card: &str| {
        let page = format!("<html lang=ja><h1>River rises in Torvald</h1><p>The Brenna rose.</p>{card}");
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 100 }).unwrap();
        let given = Some("2024-02-12T21:07:00+09:00".to_owned());
        let ld = JsonLd { published: given.clone(), modified: given, ..JsonLd::default() };
        let page = Page::read(&tree);
        let (published, _) = read(&page, &ld, "", page.headings.first().copied());
        published.unwrap().value.get(..10).map(str::to_owned)
    };
    // Its headline ends in the word for what has been published.
    let card =
        "<ul><li><a href=/b><p>例河合唱団が夏の歌の動画を公開</p><p class=card_date>2023年8月29日</p></a></li></ul>";
    assert_eq!(declared(card).as_deref(), Some("2024-02-12"));
    assert_eq!(declared("<p><a href=/b>2023年8月29日</a></p>").as_deref(), Some("2024-02-12"));
    // When what is reported happened.
    assert_eq!(declared("<p>Tuesday, 30.01.2024, towards 16.20</p>").as_deref(), Some("2024-02-12"));
}

/// The days on which a page was published and changed, as `YYYY-MM-DD`; empty where one is not told.
fn days_of(page: &str) -> (String, String) {
    let page = format!("<html lang=en><h1>River rises in Torvald</h1>{page}");
    let tree = Tree::parse(&page, Caps { depth: 100, elements: 9_000 }).unwrap();
    let page = Page::read(&tree);
    let (published, modified) = read(&page, &JsonLd::default(), "", page.headings.first().copied());
    let day = |time: Option<DocumentTime>| time.and_then(|time| Some(time.value.get(..10)?.to_owned()));
    (day(published).unwrap_or_default(), day(modified).unwrap_or_default())
}

#[rstest]
// What classes alone call a change is none on the day of the publication, or where words call it the publication.
#[case("<span class=updated title=x>Published: March 3, 2026 3:00 a.m.</span>", "2026-03-03", "")]
#[case("<time class='meta__time updated' datetime=2026-03-03T12:34:00-04:00>Tuesday</time>", "2026-03-03", "")]
#[case("<p>Published: March 3, 2026</p><span class=updated>March 3, 2026</span>", "2026-03-03", "")]
#[case("<p>Published: March 3, 2026</p><span class=updated>March 5, 2026</span>", "2026-03-03", "2026-03-05")]
#[case("<p>Published: March 3, 2026</p><p>Updated: March 3, 2026</p>", "2026-03-03", "2026-03-03")]
// Before the publication nothing of it was changed.
#[case("<p>Published: March 3, 2026</p><p>Privacy policy (updated May 24, 2020)</p>", "2026-03-03", "")]
#[case(
    "<meta property=article:published_time content=2026-03-03T08:29:25Z><meta property=article:modified_time content=2026-03-01T08:19:59Z>",
    "2026-03-03",
    ""
)]
#[case("<time class=updated itemprop=dateModified datetime=2026-03-03T12:34:00Z>", "2026-03-03", "2026-03-03")]
#[case(
    "<p>on March 3, 2026 at 2:47 PM, updated <span class=updated>March 3, 2026 at 3:53 PM</span></p>",
    "2026-03-03",
    "2026-03-03"
)]
#[case(
    "<meta property=article:published_time content=2026-03-03T08:29:25Z><meta property=article:modified_time content=2026-03-03T08:29:25Z>",
    "2026-03-03",
    "2026-03-03"
)]
fn a_change_is_told_apart_from_the_publication(#[case] page: &str, #[case] published: &str, #[case] modified: &str) {
    assert_eq!(days_of(page), (published.to_owned(), modified.to_owned()), "{page}");
}

#[rstest]
#[case("<table><tr><td>Published:&nbsp;</td><td>03.14.26, 22:47 / <a href=/b>Torvald</a></td></table>", "2026-03-14")]
#[case("<table><tr><th>Published</th><td>March 14, 2026</td></table>", "2026-03-14")]
#[case("<dl><dt>Date Released:</dt><dd>Tuesday March 14, 2026</dd></dl>", "2026-03-14")]
#[case("<p><b>Posted:</b> March 14, 2026</p>", "2026-03-14")]
#[case("<p><span class=label>Published:</span> <span><i>March 14, 2026</i></span></p>", "2026-03-14")]
// Of something else: a fact, a comment, a word that is no label, a number that may be of two days.
#[case("<table><tr><th>Founded</th><td>March 14, 2026</td></table>", "")]
#[case("<div class=comment><b>Posted:</b> <i>March 14, 2026</i></div>", "")]
#[case("<p><b>Posted to the wall by Ana:</b> March 14, 2026</p>", "")]
#[case("<table><tr><td>Published:</td><td>05.04.13, 22:47</td></table>", "")]
fn a_label_reaches_the_next_cell(#[case] cell: &str, #[case] expected: &str) {
    let far = format!("{}{cell}", "<p>The Brenna rose.</p>".repeat(200));
    assert_eq!(days_of(&far).0, expected, "{cell}");
    if !expected.is_empty() {
        assert_eq!(days_of(cell).0, expected, "{cell}");
    }
}

#[rstest]
#[case("<meta name=w-published-date content=2026-03-03T06:03:43.274Z>", "2026-03-03")]
#[case("<meta name=w-video-published-date content=2026-03-03T06:03:43.274Z>", "")]
#[case("<meta name=unpublished-date content=2026-03-03>", "")]
#[case("<meta name=a-published-date content=2026-03-03><meta name=b-published-date content=2026-03-04>", "")]
fn a_site_may_put_its_own_name_before_that_of_a_meta_tag(#[case] meta: &str, #[case] expected: &str) {
    assert_eq!(days_of(meta).0, expected, "{meta}");
}
