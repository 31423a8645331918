use dateline_record::v1::{article::Flag, document_time::Precision, paragraph::Kind};

use super::*;

mod between;
mod boxes;
mod hostile;
mod parts;

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
fn the_text_of_a_chinese_page_is_its_sentences() {
    let page = "<html><title>河水今晨上涨_国内_例河网</title><body><h1>河水今晨上涨</h1><p>来源：例河报</p><p>原标题：例省河水上涨</p>\
        <p>今天早上，</p><p>例河的水位上升了两米，例省气象局昨天说，大坝将在中午以前开闸放水，沿河的居民已经转移到学校。</p>\
        <p>沿河的学校和商店从今天起关闭，直到水位下降为止，军队派出了四十名士兵帮助居民搬运沙袋，桥梁禁止货车通行。</p>\
        <p>例河报记者 张伟</p><p>（责任编辑：李娜）</p><p>扫一扫关注例河网</p><p><a href=/2>【1】</a><a href=/3>【2】</a></p><p>1204</p><h3>推荐阅读</h3><p>例河的鹅为什么留在山谷里过冬</p>";
    let article = parse(page, "", &Limits::default()).unwrap();
    assert_eq!(article.bylines, ["张伟"]);
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    let starts: Vec<String> = paragraphs.iter().map(|text| text.chars().take(4).collect()).collect();
    assert_eq!(starts, ["今天早上", "例河的水", "沿河的学"], "{}", article.text);
}

#[test]
fn two_line_breaks_are_a_paragraph() {
    let text = "The council met for two hours on Monday evening, and nobody left before the vote was taken.";
    let page = format!("<html><body><article><p>{text}<br><br>{text}<br>{text}</p></article></body></html>");
    let article = parse(&page, "", &Limits::default()).unwrap();
    assert_eq!(article.text, format!("{text}\n\n{text} {text}"));
}

#[test]
fn links_that_are_words_of_a_sentence_stay() {
    let text = "The <a class=popup href=#>Brenna</a> rose by two metres on Monday, the council of <a class=popup>Torvald</a>, which met twice, called it a <a class=popup>flood.</a> <a class=popup>Share</a>";
    let head = "<h2><a class=toc-backref href=#t1>What comes next</a><a href=#next>¶</a></h2><p>Schools stay closed until the end of the week, the council said.</p>";
    let page = format!("<html><body><article><p>{text}</p>{head}</article></body></html>");
    let article = parse(&page, "", &Limits::default()).unwrap();
    let expected = "The Brenna rose by two metres on Monday, the council of Torvald, which met twice, called it a flood.\n\nWhat comes next\n\nSchools";
    assert!(article.text.starts_with(expected), "{}", article.text);
}

#[rstest::rstest]
#[case(
    "<figure><img src=a.jpg><span>Image</span><p>The old bridge on Tuesday, when the water was at its highest, as seen from the mill.</p></figure>"
)]
#[case("<a href=/geese><div><h3>Why the geese stay</h3><div>Aug. 18, 2016</div></div></a>")]
#[case("<p><a href=/geese>← Geese stay</a></p>")]
fn pictures_and_cards_between_paragraphs_are_left_out(#[case] between: &str) {
    let one = "The water is expected to reach its highest point on Thursday, and the army has sent forty soldiers.";
    let other = "Schools will stay closed until the end of the week, according to the council, which met twice.";
    let page = format!("<html><body><article><p>{one}</p>{between}<p>{other}</p></article></body></html>");
    assert_eq!(parse(&page, "", &Limits::default()).unwrap().text, format!("{one}\n\n{other}"));
}

#[rstest::rstest]
#[case(8, true)]
#[case(1, false)]
fn a_standfirst_may_be_set_as_a_heading(#[case] paragraphs: usize, #[case] kept: bool) {
    let standfirst = "The Brenna has risen by two metres since Monday, and Torvald has nowhere to put its water.";
    let text = |number: usize| {
        format!(
            "<p>The army sent forty soldiers to street {number}, where the water was at the windows of the houses, and where nobody had slept since Monday.</p>"
        )
    };
    let body: String = (0..paragraphs).map(text).collect();
    let head = format!("<header><h1>River rises in Torvald</h1><h2>{standfirst}</h2></header>");
    let page = format!("<html><title>River rises in Torvald</title><body>{head}<div>{body}</div></body></html>");
    let article = parse(&page, "", &Limits::default()).unwrap();
    assert_eq!(article.text.starts_with(standfirst), kept, "{}", article.text);
    assert_ne!(article.paragraphs[0].kind(), Kind::Heading);
}

#[rstest::rstest]
#[case(16, false)]
#[case(1, true)]
fn a_gallery_inside_an_article_is_no_part_of_it(#[case] paragraphs: usize, #[case] kept: bool) {
    let text = |number: usize| {
        format!(
            "<p>The army sent forty soldiers to street {number}, where the water was at the windows of the houses.</p>"
        )
    };
    let slide = |number: usize| {
        format!(
            "<li><h2><b>{number}/6</b> Street {number}</h2><p>A boat in street {number}, where the houses had been left by noon on Tuesday.</p></li>"
        )
    };
    let article: String = (0..paragraphs).map(text).collect();
    let slides: String = (1..=6).map(slide).collect();
    let end = "The water will fall on Friday, said the council, and the schools will open again on Monday.";
    let page = format!("<html><body><article>{article}<ul>{slides}</ul><p>{end}</p></article></body></html>");
    let text = parse(&page, "", &Limits::default()).unwrap().text;
    assert_eq!((text.contains("A boat in street 6"), text.contains("A boat in street 1,")), (kept, kept), "{text}");
    assert!(text.ends_with("open again on Monday."), "{text}");
}

#[rstest::rstest]
#[case(
    "<figure><blockquote>We have not seen this since I was a child, said a farmer of the valley.</blockquote></figure>",
    "a farmer"
)]
#[case("<figure><table><tr><td>Torvald</td><td>2 metres</td></tr></table></figure>", "2 metres")]
#[case("<a name=top><p>We have not seen this since I was a child, said a farmer of the valley.</p>", "a farmer")]
fn figures_of_other_things_and_marks_of_places_stay(#[case] between: &str, #[case] said: &str) {
    let text = "<p>Schools will stay closed until the end of the week, according to the council, which met twice.</p>";
    let page = format!("<html><body><article>{text}{between}</article></body></html>");
    assert!(parse(&page, "", &Limits::default()).unwrap().text.contains(said));
}

#[test]
fn paragraphs_beside_a_table_are_of_the_article() {
    let row = "<tr><td>1904</td><td>The river rose by three metres, and the bridge of Torvald fell on a Sunday evening in March.</td></tr>";
    let links =
        "<li><a href=/a>Floods of the Brenna, a history in four parts</a> 1931</li><li>Torvald, 1931, page 12.</li>"
            .repeat(40);
    let page = format!(
        "<html><body><main><p>This is a list of the floods of the Brenna, as the parish of Torvald wrote them down.</p><table>{}</table><ol>{links}</ol></main></body></html>",
        row.to_owned() + &row.replace("1904", "1931").replace("three", "four")
    );
    let article = parse(&page, "", &Limits::default()).unwrap();
    assert!(article.text.starts_with("This is a list of the floods"), "{}", article.text);
    assert!(article.text.contains("four metres"), "{}", article.text);
}

#[test]
fn a_list_of_long_cards_is_no_part_of_the_article() {
    let body = "<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor’s office said.</p><p>The water is expected to reach its highest point on Thursday, and the army has sent forty soldiers to help with sandbags, which came too late for the lower town.</p>".to_owned();
    let card = |name: &str| {
        format!(
            "<li><div><h3><a href=/{name}>Geese stay in the valley of {name}</a></h3><p>{}</p></div></li>",
            format!("Nobody in {name} could say why the geese had stayed for the winter, and the council asked a professor. ").repeat(4)
        )
    };
    let cards: String = ["Aru", "Berg", "Colm", "Dahl", "Esk", "Fenn"].map(card).concat();
    let page = format!("<html><body><div><div><h1>River rises</h1>{body}</div><ul>{cards}</ul></div></body></html>");
    let article = parse(&page, "", &Limits::default()).unwrap();
    assert!(article.text.contains("Hundreds of people") && !article.text.contains("geese"), "{}", article.text);
}

#[test]
fn metadata_comes_from_the_best_source() {
    let article = article();
    assert_eq!(article.title, "River rises in Torvald");
    assert_eq!(article.bylines, ["Ana Ruiz", "Tom Lee"]);
    let published = article.published_at.unwrap();
    assert_eq!((published.value.as_str(), published.precision()), ("2024-04-02T23:30:00-05:00", Precision::Second));
    assert_eq!(article.modified_at.unwrap().value, "2024-04-03T03:00:00-05:00");
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

/// The page with another class for each paragraph, and something around all of them.
fn with_paragraphs(class: &str, around: &str) -> Result<Article, Rejection> {
    let page = PAGE.replace("<p>", &format!("<p class='{class}'>"));
    let page = page.replace("</h1>", &format!("</h1><div {around}>")).replace("<h2>", "</div><h2>");
    parse(&page, "https://www.example.org/2024/04/02/river", &Limits::default())
}

#[rstest::rstest]
#[case::that_say_who_may_read_them("paywall", "")]
#[case::hidden_until_a_script_has_asked_who_reads("", "id='articleBody' style='display: none'")]
fn paragraphs_that_are_the_article_stay(#[case] class: &str, #[case] around: &str) {
    let text = with_paragraphs(class, around).unwrap().text;
    assert!(text.starts_with("Hundreds of people") && text.contains("Schools will stay closed"), "{text}");
}

#[test]
fn paragraphs_of_comments_are_no_article_however_many() {
    let comments: String = (0..30)
        .map(|number| format!("<div><span>#{number}</span><p class=commentText>I have lived in Torvald for {number} years and the river has never been as high as it was this week, not once.</p></div>"))
        .collect();
    let page = PAGE.replace("</article>", &format!("</article><div class=all>{comments}</div>"));
    let text = parse(&page, "https://www.example.org/2024/04/02/river", &Limits::default()).unwrap().text;
    assert!(text.starts_with("Hundreds of people") && !text.contains("I have lived"), "{text}");
}

#[rstest::rstest]
#[case("REKLAMA")]
#[case("Hirdetés")]
#[case("Anzeige")]
#[case("Реклама")]
fn labels_of_advertisements_are_no_text(#[case] label: &str) {
    let page = PAGE.replace("<h2>", &format!("<p>{label}</p><h2>"));
    let text = parse(&page, "https://www.example.org/2024/04/02/river", &Limits::default()).unwrap().text;
    assert!(text.contains("Schools will stay") && !text.contains(label), "{text}");
}
