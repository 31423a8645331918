//! Boxes, cards and lists of other articles, told from those of the article by how they are built and where they lead.

use super::*;

const LONG: &str = "Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said, and \
    the water is expected to reach its highest point on Thursday, when the army will have sent soldiers with sandbags to all streets.";

const AFTER: &str =
    "The geese have left the valley, as they do each year, and they will be back before the summer comes.";

/// The text of a page at an address between its first paragraphs and the last, which are cut off.
fn text_with(between: &str) -> String {
    let before = [LONG.to_owned(), LONG.replace("Hundreds", "Thousands"), LONG.replace("Hundreds", "Dozens")];
    let body: String = before.iter().map(|text| format!("<p>{text}</p>")).collect();
    let text = text_of("", &format!("{body}{between}<p>{AFTER}</p>"));
    let kept = text.strip_prefix(&before.join("\n\n")).and_then(|rest| rest.strip_suffix(AFTER));
    kept.unwrap_or(&text).trim().to_owned()
}

/// The text of a page with something above what its body says.
fn text_of(above: &str, body: &str) -> String {
    let page = format!(
        "<html><title>River rises in Torvald</title><meta property=article:published_time content=2024-05-02T06:00:00Z>\
        <body><main><h1>River rises in Torvald</h1>{above}<div class=text>{body}</div></main></body></html>"
    );
    parse(&page, "https://www.example.org/river", &Limits::default()).unwrap().text
}

#[rstest::rstest]
// A box that a link leads past, on pages of several kinds, and one that leads past the text itself.
#[case(
    "<div class=f><a href=#on>Continue reading the main story</a><h2>At the bridge</h2><p>I saw the water rise.</p></div><p id=on></p>",
    ""
)]
#[case(
    "<a href=#on>skip past newsletter promotion</a><div><p>Each day the river, by post.</p></div><p id=on role=note>after newsletter promotion</p>",
    ""
)]
#[case(
    "<a href=#on>Omitir Más leídas y continuar leyendo</a><div><p>El río crece en el valle.</p></div><p tabindex=-1 id=on>Final de Más leídas</p>",
    ""
)]
#[case(
    "<div><a href=#on>Skip advertisement and continue reading</a></div><p>Schools will stay closed until the end of the week, according to the council, which met twice on Tuesday.</p><p id=on></p>",
    "Schools will stay closed until the end of the week, according to the council, which met twice on Tuesday."
)]
// A list of the site's in a box of its own with a heading; of short names, too. Among the paragraphs it is the article's.
#[case(
    "<div class=more><h3>The flood</h3><ul><li><a href=/a>The old bridge</a></li><li><a href=/b>Who is the mayor?</a></li></ul></div>",
    ""
)]
#[case(
    "<h3>The winners</h3><ul><li><a href=/a>The Old Bridge</a></li><li><a href=/b>Mara Holt</a></li><li><a href=/c>Geese</a></li></ul>",
    "The winners\n\nThe Old Bridge\n\nMara Holt\n\nGeese"
)]
#[case(
    "<div class=more><h3>The winners</h3><ul><li><a href=https://holt.example>Mara Holt</a></li><li><a href=https://lee.example>Tom Lee</a></li></ul></div>",
    "The winners\n\nMara Holt\n\nTom Lee"
)]
// Links with labels, and what is said of a link.
#[case("<p>PHOTOS: <a href=/p>The river through the years</a></p>", "")]
#[case("<p><b>More:</b> <a href=/p>The river in May</a> | <b>Teams:</b> <a href=/q>Who rows where</a></p>", "")]
#[case(
    "<p>MAYOR: We read <a href=/p>the report on the river</a>, and then we left.</p>",
    "MAYOR: We read the report on the river, and then we left."
)]
// Cards in boxes of one class. With long texts they are a list of the article's own.
#[case(
    "<div class=s><p><a href=/w>The world</a></p><div class=c><h2><a href=/a>Why the geese of Torvald stay</a></h2><p>They like it.</p></div>\
    <div class=c><h2><a href=/b>Who owns the old bridge</a></h2><p>Nobody knows.</p></div><div class=c><h2><a href=/d>The mayor's new boat</a></h2><p>It is red.</p></div></div>",
    ""
)]
#[case(
    "<div class=s><div class=c><p>May 3, 2024</p><a href=/a>Why the geese of Torvald stay</a><p>They like it.</p></div>\
    <div class=c><p>May 2, 2024</p><a href=/b>Who owns the old bridge</a><p>Nobody knows.</p></div><div class=c><p>May 1, 2024</p><a href=/d>The mayor and his boat</a><p>It is red.</p></div></div>",
    ""
)]
// A sentence set off that the text says, too, with whose it is; and one that it does not say.
#[case("<div class=q>“the water is expected to reach its highest point” – the mayor</div>", "")]
#[case(
    "<div class=q><blockquote>the army will have sent soldiers with sandbags</blockquote><p>- the mayor</p></div>",
    ""
)]
#[case(
    "<blockquote>Nobody slept in the lower town that night, and nobody will.</blockquote>",
    "Nobody slept in the lower town that night, and nobody will."
)]
#[case(
    "<p>“the water is expected to reach its highest point” Will it?</p>",
    "“the water is expected to reach its highest point” Will it?"
)]
#[case("<p><a>View larger</a></p>", "")]
#[case("<p>By signing up you agree to our <a href=/t>Terms of Use</a> and <a href=/p>Privacy Policy</a>.</p>", "")]
fn boxes_amid_the_text_are_told_from_it(#[case] between: &str, #[case] expected: &str) {
    assert_eq!(text_with(between), expected, "{between}");
}

#[rstest::rstest]
// Lists of the site's that nothing follows, with a label, in a box of their own, or with headlines.
#[case(
    "<p><b>More about lost towns:</b></p><ul><li><a href=/a>How a boat found one</a></li><li><a href=https://news.example.org/b>Seven tales of towns</a></li></ul>",
    ""
)]
#[case(
    "</div><div class=x><ul><li><a href=/a>How a boat found one</a></li><li><a href=/b>Seven tales of towns</a></li></ul>",
    ""
)]
#[case(
    "<ul><li><a href=/a>15 pictures of geese in the valley</a></li><li><a href=/b>The biggest questions about the old bridge</a></li></ul>",
    ""
)]
// Names and titles; what a sentence announces; what leads elsewhere; what is said of each.
#[case(
    "<ul><li><a href=/a>Secretary for Water Ana Ruiz</a></li><li><a href=/b>Secretary for Geese Tom Lee</a></li></ul>",
    "Secretary for Water Ana Ruiz\n\nSecretary for Geese Tom Lee"
)]
#[case(
    "<p>The council of Torvald has put three of its papers on the flood on the net this week:</p><ul><li><a href=/a>What the river did in the night of Tuesday</a></li><li><a href=/b>What the council did about it afterwards</a></li></ul>",
    "The council of Torvald has put three of its papers on the flood on the net this week:\n\nWhat the river did in the night of Tuesday\n\nWhat the council did about it afterwards"
)]
#[case(
    "<ul><li><a href=https://a.example/a>15 pictures of geese in the valley</a></li><li><a href=https://b.example/b>The biggest questions about the old bridge</a></li></ul>",
    "15 pictures of geese in the valley\n\nThe biggest questions about the old bridge"
)]
// How long a recording is, what readers may write, what mail they may have.
#[case("<p>4:10</p>", "")]
#[case("<div class=v><span>0:12 / 3:07</span></div>", "")]
#[case(
    "<div>We reserve the right to remove comments that break our <a href=/r>rules</a>. Please flag what you think does, and we will look at it as soon as we can, by day and by night.</div>",
    ""
)]
#[case("<p>Start your day with our <a href=/n>daily newsletter</a>. It is fresh. <a href=/n>Get it.</a></p>", "")]
#[case(
    "<p>The <a href=/n>newsletter</a> of the town was the first to tell of it.</p>",
    "The newsletter of the town was the first to tell of it."
)]
fn what_ends_a_page_is_told_from_the_text(#[case] below: &str, #[case] expected: &str) {
    let second = LONG.replace("Hundreds", "Thousands");
    let body = format!("<p>{LONG}</p><p>{second}</p><p>{AFTER}</p>");
    let text = text_of("", &format!("{body}{below}"));
    assert_eq!(text.rsplit_once(AFTER).unwrap().1.trim(), expected, "{below}");
}

#[rstest::rstest]
#[case("<ul><li><a href=/>example.org</a>, <time>Thursday 2 May 2024 18.55 BST</time></li></ul>", true)]
#[case("<p>by Mara Holt at May 2, 2024 12:12 pm. Updated at May 2, 2024 12:21 pm.</p>", true)]
#[case("<p>Editor's choice Main subject: Rivers / Floods Article date: 02 May 2024 - 0:00 PDT</p>", true)]
#[case("<ul><li>Article by: MARA HOLT EXAMPLE PRESS</li><li>Updated: May 2, 2024 - 12:24 AM</li></ul>", true)]
// Another day is what is reported.
#[case(
    "<p>The flood of 11 March 1902 in the words of those who saw it from the old bridge in the lower town and lived to tell of it</p>",
    false
)]
fn lines_that_date_a_text_are_none_of_it(#[case] above: &str, #[case] left_out: bool) {
    let body = format!("<p>{LONG}</p><p>{AFTER}</p>");
    assert_eq!(text_of(above, &body).starts_with("Hundreds"), left_out, "{above}");
}
