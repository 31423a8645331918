//! What sites put between the paragraphs of an article, above and below them, in the words of many languages.

use super::*;

#[rstest::rstest]
// Lists of other articles, without a label.
#[case(
    "<div><ul><li><a href=/b>Mobile banks leave three islands</a></li><li><a href=/c>Why the geese of Torvald stay</a></li></ul></div>",
    ""
)]
#[case("<ul class=x><li><a href=/b>Ba làng bị cô lập vì lũ</a></li></ul>", "")]
#[case("<p><a href=/b>Why the geese of Torvald stay</a></p><p><a href=/c>Who owns the geese of Torvald</a></p>", "")]
// Entries of a list of the article's own: numbered, with prices, or short.
#[case("<ol><li><p><a href=/b>Why the geese stay, by Mara Holt</a></p></li></ol>", "Why the geese stay, by Mara Holt")]
#[case("<ul><li><a href=/b>Two geese and a boat for $20</a></li></ul>", "Two geese and a boat for $20")]
#[case("<ul><li><a href=/b>Mara Holt</a></li></ul>", "Mara Holt")]
// Labels, whose links are told by their class or not.
#[case("<p>Baca juga: <a class=baca-juga href=/b>Angsa tinggal di lembah</a></p>", "")]
#[case("<p class=also-read><b>यह भी पढ़ें: <a href=/b>नदी का पानी बढ़ा</a></b></p>", "")]
#[case("<div><h4>Us pot interessar</h4><ul><li><a href=/b>Les oques</a></li></ul></div>", "")]
#[case("<div><h4>தொடர்புடைய செய்திகள்</h4><ul><li><a href=/b>ஆறு</a></li></ul></div>", "")]
#[case("<p>Tekst se nastavlja ispod oglasa</p>", "")]
#[case("<p>Haberin Devamı</p>", "")]
#[case("<p>Ακολουθήστε μας στο Google News</p>", "")]
#[case("<p>Everything on the river, each Monday. <a href=/n>Sign up here</a>.</p>", "")]
// What comes next in a report on a match, and what on a site.
#[case("<h2>Up next</h2><p>Torvald rows at home on Saturday.</p>", "Up next\n\nTorvald rows at home on Saturday.")]
#[case("<div><h2>Up next</h2><h3><a href=/b>Why the geese stay</a></h3></div>", "")]
// A heading amid the text, whose class tells who may read it.
#[case("<h3 class=paywall>‘Let it rise’</h3><p>So they did.</p>", "‘Let it rise’\n\nSo they did.")]
#[case("<p>Our app brings you the river. Sign up for our weekly <a href=/n>geese newsletter</a> today.</p>", "")]
#[case(
    "<p>Die Welt am Morgen: Melden Sie sich für unseren <a href=/n>Newsletter</a> an, und wir schreiben Ihnen jeden Tag vor sieben Uhr.</p>",
    ""
)]
#[case(
    "<p>Der <a href=/n>Newsletter</a> des Tals hat nach elf Jahren tausend Abonnenten.</p>",
    "Der Newsletter des Tals hat nach elf Jahren tausend Abonnenten."
)]
#[case("<p>FOTO 2</p>", "")]
#[case("<p>請繼續往下閱讀...</p>", "")]
#[case("<p>Donate now</p>", "")]
// An author's name in any case, alone or with where they wrote.
#[case("<p>ANA RUIZ, Torvald</p>", "")]
#[case("<p>Ana Ruiz saw the water rise from the old bridge.</p>", "Ana Ruiz saw the water rise from the old bridge.")]
// What begins as requests do, and reports.
#[case("<p>Copyright law in Torvald is to change.</p>", "Copyright law in Torvald is to change.")]
#[case("<p>Podijelili su nagrade u dvorani.</p>", "Podijelili su nagrade u dvorani.")]
#[case("<p>- ማስታወቂያ -</p>", "")]
#[case("<div>ਇਹ ਖ਼ਬਰ ਵੀ ਪੜ੍ਹੋ : <a href=/b>ਹੰਸ</a></div>", "")]
#[case("<div><h4>People are also reading…</h4><ul><li><a href=/b>Geese</a></li></ul></div>", "")]
#[case("<p>►<a href=/b>Why the geese of Torvald stay</a></p>", "")]
#[case("<p><a href=/b.mp3>Hear the mayor of Torvald</a> (01:12)</p>", "")]
#[case("<p><a href=/t/a>#Brenna</a><a href=/t/b>#geese</a></p>", "")]
#[case("<p><a href=/print>Print</a> | <a href=/send>Send to a friend</a> | Views: 318</p>", "")]
#[case("<p>Просмотров: 318</p>", "")]
#[case("<p>(By Ana Bell and Tom Lee)</p>", "")]
#[case("<p>Was this helpful?</p>", "")]
#[case("<p>Article content</p>", "")]
#[case(
    "<p>You can save this article by registering for free <a href=/r>here</a>. Or <a href=/s>sign-in</a> if you have an account.</p>",
    ""
)]
// Credits, sources and subjects after their labels, and a question after the name of a paper.
#[case("<p>Fotó: Kiss Anna</p>", "")]
#[case("<p>Джерело: Торвальд-інформ</p>", "")]
#[case("<p>Mots-clés : oies, rivière</p>", "")]
#[case("<p>Courier: Mayor, will you stay?</p>", "Courier: Mayor, will you stay?")]
// Calls to a channel, and reports that begin so.
#[case(
    "<p>Receba as notícias da manhã pelo WhatsApp todos os dias antes das sete horas da manhã: <a href=/w>clique e entre</a></p>",
    ""
)]
#[case("<p>हमारे व्हाट्सएप चैनल से जुड़ें</p>", "")]
#[case("<p>Clique aqui para ver a lista de ruas fechadas.</p>", "Clique aqui para ver a lista de ruas fechadas.")]
#[case(
    "<p>For more on the valley and its geese, day by day and all through the year, follow The Example on Twitter at @example</p>",
    ""
)]
#[case("<p>For more than ten years nobody saw it so high.</p>", "For more than ten years nobody saw it so high.")]
#[case("<div class=disclaimer><p>Discover our geese, said the shop.</p></div>", "")]
// A picture's credit and buttons to share, by their classes.
#[case("<p class=credito>Aton</p>", "")]
#[case("<div class=compartilhe><a href=#>WhatsApp</a><a href=#>Copiar link</a><span>Ouça</span></div>", "")]
#[case("<dl class='spip_document_9 spip_documents'><dt>La vieille gare</dt><dd>Photo A. R.</dd></dl>", "")]
// Marks in words that nobody sees.
#[case("<p>The dike\u{ad}reeve came.</p>", "The dikereeve came.")]
fn pointers_between_paragraphs_are_told_from_the_text(#[case] between: &str, #[case] expected: &str) {
    assert_eq!(text_with(between), expected, "{between}");
}

/// The text of a page with something above its paragraphs and something below.
fn text_of(above: &str, body: &str, below: &str) -> String {
    let head = "<title>River rises in Torvald</title><meta name=author content='Ana Ruiz'>\
        <meta property=article:published_time content=2024-05-02T06:00:00Z>";
    let page =
        format!("<html>{head}<body><main><h1>River rises in Torvald</h1>{above}{body}{below}</main></body></html>");
    parse(&page, "", &Limits::default()).unwrap().text
}

const LONG: &str = "Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said, and \
    the water is expected to reach its highest point on Thursday, when the army will have sent soldiers with sandbags to the lower and the upper town and to all streets.";

#[test]
fn a_short_name_inside_a_word_is_no_author() {
    let page = format!(
        "<html><title>River rises in Torvald</title><meta name=author content=AP><body><main><h1>River rises in Torvald</h1><p>{LONG}</p><h2>Cape Torvald</h2><p>{LONG} Again.</p><p>AP, Torvald</p></main></body></html>"
    );
    let text = parse(&page, "", &Limits::default()).unwrap().text;
    assert!(text.contains("Cape Torvald") && !text.contains("AP, Torvald"), "{text}");
}

#[test]
fn entries_headed_by_their_author_are_read_to_the_last() {
    let entry = |hour: usize| format!("<div><div>Ana Ruiz</div><p>At {hour} {LONG}</p></div>");
    let text = text_of("", &(10..20).map(entry).collect::<String>(), "");
    assert!(text.contains("At 19 Hundreds") && !text.contains("Ana Ruiz"), "{text}");
}

#[test]
fn days_near_the_top_are_no_text() {
    // The day of what is reported is another.
    let body = format!(
        "<p>{LONG}</p><p>Tuesday, 30.04.2024, towards 16.20</p><p>On 2 May 2024 the river stood at 4.21 metres</p>"
    );
    let dated = "<div>02 May 2024 06:00AM (Updated: 02 May 2024 02:47PM)</div>\
        <div>Mara HOLT/TORVALD (Brenna) Written on 02 May 2024 07:00 and last changed by the desk on 03 May 2024 11:22</div>";
    let dated = dated.to_owned()
        + "<div>On Thursday, 2 May 2024, as told by Ana Ruiz for all of the valley, from its mouth to its springs</div>";
    let text =
        text_of("<p>Nobody had seen the Brenna as high as this, said the mayor of Torvald.</p>", &(dated + &body), "");
    assert!(
        !text.contains("Updated")
            && !text.contains("HOLT")
            && !text.contains("springs")
            && text.contains("stood at 4.21 metres")
            && text.contains("towards 16.20"),
        "{text}"
    );
}

#[rstest::rstest]
// One time between paragraphs may be said of something; above each of many entries it is not.
#[case(1, true)]
#[case(4, false)]
fn times_above_entries_are_no_text(#[case] entries: usize, #[case] kept: bool) {
    let body: String = (0..entries).map(|hour| format!("<p>1{hour}:30</p><p>{LONG} {hour}.</p>")).collect();
    assert_eq!(text_of("", &format!("<p>{LONG}</p>{body}"), "").contains("10:30"), kept);
}

#[rstest::rstest]
#[case(
    "<p>© 2024 The Example. All rights reserved. This material may not be published, broadcast, rewritten or sent on to anybody in any form.</p>"
)]
#[case(
    "<p>The views expressed in this article are the author’s own and do not necessarily reflect those of the paper.</p>"
)]
#[case(
    "<p>https://example.org/doc/6683115 © 1991–2024 The Example of Torvald, which keeps all rights in this text and in its pictures.</p>"
)]
#[case("<p>Published in The Example, May 12th, 2024</p>")]
#[case("<p>Riproduzione riservata © Copyright Esempio</p>")]
#[case("<p>2006-2011 © The Example - some rights kept, said the valley’s lawyer</p>")]
#[case("<p>Materiał chroniony prawem autorskim - zasady w <a href=/r>regulaminie</a>.</p>")]
#[case("<h2>2 Messages</h2><p>I have lived here for years, and the river has never been as high as this week.</p>")]
#[case("<div><a href=/t/a>river</a><a href=/t/b>geese</a><a href=/t/c>cost of living</a></div>")]
#[case(
    "<div><a href=/2>What the geese did next in the valley</a></div><div>1|<a href=/2>2</a> <a href=/2>次のページへ</a></div>"
)]
#[case("<p>WATCH TOP VIDEOS FROM TORVALD TV</p><ul><li><a href=/v>Why the geese stay, and who pays</a></li></ul>")]
#[case(
    "<h3>Support The Example’s journalism</h3><p>Would you think of giving us something each month, so that everybody can read us for nothing?</p>"
)]
#[case(
    "<h2>Reageer op dit artikel</h2><p>Hier kun je met anderen praten over het nieuws van vandaag in de vallei.</p>"
)]
#[case(
    "<div class=diskuse><p>I have lived here for years, and the river has never been as high as this week.</p></div>"
)]
fn what_stands_below_an_article_is_no_text(#[case] below: &str) {
    let body = format!("<p>{LONG}</p><p>{}</p>", LONG.replace("Hundreds", "Thousands"));
    assert!(text_of("", &body, below).ends_with("all streets."), "{below}");
}

/// A box with a label that ends articles elsewhere stands between two parts of the body.
#[rstest::rstest]
// Each part in an element of the same class, two paragraphs after the box.
#[case(
    "<div class=part>",
    "<p>And the schools of the lower town stay closed until the end of the week, the council of Torvald said.</p>",
    true
)]
// One long paragraph in the element that held those before.
#[case("", "", true)]
// In classes that a builder of pages gives to everything, as to the words on the site below the article.
#[case(
    "<div class=et_pb_text>",
    "<p>And the schools of the lower town stay closed until the end of the week, the council of Torvald said.</p>",
    false
)]
fn a_body_goes_on_after_a_box(#[case] part: &str, #[case] more: &str, #[case] kept: bool) {
    let end = if part.is_empty() { "" } else { "</div>" };
    let card = "<section><div><h5>Related</h5><p>More streets of Torvald get a wall of sand before the winter comes</p></div></section>";
    let last = LONG.replace("Hundreds", "Dozens");
    let first: String =
        ["Hundreds", "Thousands", "Scores"].map(|many| format!("<p>{}</p>", LONG.replace("Hundreds", many))).concat();
    let body = format!("{part}{first}{end}{card}{part}<p>{last}</p>{more}{end}");
    assert_eq!(text_of("", &body, "").contains(&last), kept);
}

#[rstest::rstest]
// What the page is described by.
#[case(
    "<p>She made whales out of umbrellas. Now she asks for silence</p>",
    "She made whales out of umbrellas. Now she asks for silence"
)]
// What a description breaks off from.
#[case(
    "<p>All that is left of the summer in the lower town of Torvald</p><p>She made whales out of umbrellas. Now she asks for silence, and the council listens</p>",
    "She made whales out of umbrellas. Now she asks for silence, and the council listens"
)]
// What its element is called, after other lines.
#[case(
    "<div>By Ana Ruiz</div><div class=article-subheadline>What the dike of Torvald cost, and who would not pay for it</div>",
    "What the dike of Torvald cost, and who would not pay for it"
)]
// Points in a list just below the headline.
#[case(
    "<ul><li>The dike of Torvald cost four million crowns in all</li><li>Nobody has paid for it, and nobody will before spring</li></ul>",
    "The dike of Torvald cost four million crowns in all Nobody has paid for it, and nobody will before spring"
)]
// No text: who wrote it and when, or a name.
#[case("<div>Published 2 May 2024 at 10:15 by the desk for the valley</div>", "")]
#[case("<div>Ana Ruiz</div>", "")]
fn the_standfirst_is_what_readers_are_shown(#[case] below: &str, #[case] expected: &str) {
    let described = "<meta name=description content='She made whales out of umbrellas. Now she asks for silence'>";
    let described = if below.contains("whales") { described } else { "" };
    let body = format!("<div class=article-body><p>{LONG}</p><p>{}</p></div>", LONG.replace("Hundreds", "Thousands"));
    let page = format!(
        "<html><title>River rises in Torvald</title>{described}<body><header><h1>River rises in Torvald</h1>{below}</header>{body}</body></html>"
    );
    assert_eq!(parse(&page, "", &Limits::default()).unwrap().subtitle, expected, "{below}");
}

#[test]
fn a_headline_with_its_kicker_is_no_text() {
    let page = format!(
        "<html><title>The river rises over its dikes</title><body><article><h1><span>Torvald</span> The river rises over its dikes</h1><p>{LONG}</p><p>{}</p></article>",
        LONG.replace("Hundreds", "Thousands")
    );
    let article = parse(&page, "", &Limits::default()).unwrap();
    assert!(article.text.starts_with("Hundreds"), "{}", article.text);
}

// Set off from the text that it opens, whose body holds the headline too.
#[rstest::rstest]
#[case::bold(
    "<p><b>What the dike of Torvald cost was hidden from those who would have to pay for it.</b></p>",
    "What the dike"
)]
#[case::by_its_name(
    "<div class=lead><div><p>What the dike of Torvald cost, and who did not pay.</p></div></div>",
    "What the dike"
)]
#[case::figures(
    "<p class=subhead>Torvald owes 11,600,000 crowns to nineteen farmers since the harvest, and 90 more for it</p>",
    "Torvald owes"
)]
#[case::as_a_heading(
    "<h4>What the dike of Torvald cost in all, and who in the valley would not pay for any of it when he was asked to</h4>",
    "What the dike"
)]
// What opens an interview, and headings of the text.
#[case::question("<p><b>When did you see the dike of Torvald for the first time?</b></p>", "")]
#[case::all_bold(
    "<p><b>What the dike of Torvald cost, and who did not pay</b></p><p><b>And so on, to the end of the river in the sea</b></p><p><b>And on</b></p>",
    ""
)]
#[case::heading("<p>LONG</p><h2 class=subhead>What the dike of Torvald cost in all</h2>", "")]
#[case::one_of_many(
    "<h2 class=subhead>What the dike of Torvald cost in all</h2><p>LONG</p><h2 class=subhead>And who paid</h2>",
    ""
)]
#[case::of_a_picture(
    "<div><img src=a.jpg><p class=description>The dike of Torvald, seen from the hill in the south</p></div>",
    ""
)]
fn the_standfirst_is_set_off_in_the_body(#[case] opening: &str, #[case] expected: &str) {
    let rest: String =
        ["Thousands", "Dozens", "Scores"].map(|many| format!("<p>{}</p>", LONG.replace("Hundreds", many))).concat();
    let body = format!("<article><h1>River rises in Torvald</h1>{}{rest}</article>", opening.replace("LONG", LONG));
    let page = format!("<html><title>River rises in Torvald</title><body>{body}</body></html>");
    let found = parse(&page, "", &Limits::default()).unwrap().subtitle;
    assert!(found.starts_with(expected) && found.is_empty() == expected.is_empty(), "{found}");
}

// What describes a page is a standfirst where readers are shown it, and where it is no paragraph like those after it.
#[rstest::rstest]
#[case::nowhere("<p>And so it has begun.</p>", "")]
#[case::first_paragraph("<p>Torvald owes 11,600,000 crowns.</p>", "")]
#[case::heading("<h2>Torvald owes 11,600,000 crowns.</h2>", "Torvald owes 11,600,000 crowns.")]
#[case::half_a_sentence("<div>Torvald owes 11,600,000 crowns</div>", "Torvald owes 11,600,000 crowns")]
fn a_description_is_shown(#[case] opening: &str, #[case] expected: &str) {
    let description = opening.split(['<', '>']).nth(2).unwrap().replace("And so", "The river");
    let head = format!("<title>River rises in Torvald</title><meta name=description content='{description}'>");
    let rest: String = ["Hundreds", "Thousands"].map(|many| LONG.replace("Hundreds", many)).concat();
    let body =
        format!("<article><h2>River rises in Torvald</h2>{opening}<p>{LONG}</p><p>{rest}</p><h2>More</h2></article>");
    let page = format!("<html>{head}<body>{body}</body></html>");
    assert_eq!(parse(&page, "", &Limits::default()).unwrap().subtitle, expected);
}

#[rstest::rstest]
#[case::short("<p>Also sand.</p>", "Also sand.", "Also sand.")]
#[case::with_a_label(
    "<p><b>Summary:</b> Torvald has a wall of sand.</p>",
    "Torvald has a wall of sand.",
    "Torvald has a wall of sand."
)]
#[case::before_the_first_paragraph(
    "<h2 class=dek>A dike that is made of the sand of the valley</h2><p class=intro>Torvald has had a wall of sand since the harvest.</p>",
    "Torvald has had a wall of sand since the harvest.",
    "A dike that is made of the sand of the valley"
)]
#[case::of_a_picture(
    "<div class=photo11>Torvald has a wall of sand since the harvest.</div>",
    "Torvald has a wall of sand since the harvest.",
    ""
)]
#[case::another_headline("<h1>Torvald will have its wall of sand before the winter</h1>", "", "")]
fn what_describes_a_page_is_below_the_headline(#[case] below: &str, #[case] description: &str, #[case] expected: &str) {
    let head = format!("<title>River rises in Torvald</title><meta name=description content='{description}'>");
    let body = format!("<div class=article-body><p>{LONG}</p><p>{}</p></div>", LONG.replace("Hundreds", "Thousands"));
    let page = format!("<html>{head}<body><header><h1>River rises in Torvald</h1>{below}</header>{body}</body></html>");
    assert_eq!(parse(&page, "", &Limits::default()).unwrap().subtitle, expected);
}

#[test]
fn a_line_that_counts_comments_ends_nothing() {
    let more = LONG.replace("Hundreds", "Dozens");
    let body = format!("<p>{LONG}</p><p>{}</p><p>5 messages</p><p>{more}</p>", LONG.replace("Hundreds", "Thousands"));
    assert!(text_of("", &body, "").ends_with(&more));
}
