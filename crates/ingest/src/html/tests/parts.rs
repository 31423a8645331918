//! Parts of an article that are kept apart from it, and boxes that are none of it.

use super::*;

const LONG: &str = "Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said, and \
    the water is expected to reach its highest point on Thursday, when the army will have sent soldiers with sandbags.";

/// A text of its own, as long as others.
fn part(number: usize) -> String {
    format!("{LONG} This is street {number}.")
}

fn text_of(head: &str, body: &str) -> String {
    let page = format!(
        "<html><head><title>River rises in Torvald</title>{head}</head><body><main><h1>River rises in Torvald</h1>{body}</main></body></html>"
    );
    parse(&page, "", &Limits::default()).unwrap().text
}

/// A page whose data say which class is for subscribers, with two paragraphs for all.
fn for_subscribers(data: bool, rest: &str) -> String {
    let part_of = r#"{"@type":"NewsArticle","hasPart":{"@type":"WebPageElement","cssSelector":".login-part"}}"#;
    let script = format!("<script type='application/ld+json'>{part_of}</script>");
    let open = (1..3).map(|number| format!("<div class=q><p>{}</p></div>", part(number))).collect::<String>();
    text_of(if data { &script } else { "" }, &format!("<section>{open}{rest}</section>"))
}

#[rstest::rstest]
// The page's data name what is for subscribers.
#[case(true, &format!("<div class=login-part><p>{}</p></div>", part(9)), true)]
// Without that it may be what asks readers to log in.
#[case(false, &format!("<div class=login-part><p>{}</p></div>", part(9)), false)]
#[case(true, &format!("<div class=login-part><p>{}</p><form><input></form></div>", part(9)), false)]
// What is hidden may be in a cipher.
#[case(true, &format!("<div class=login-part style='display:none'><p>{}</p></div>", part(9)), false)]
// A class that says who may read, and holds much of the page in several elements.
#[case(false, &format!("<div class='q paywall'><p>{}</p></div>", part(8)).repeat(2).replacen("street 8", "street 9", 1), true)]
#[case(false, &format!("<div class='q paywall'><p>{}</p></div>", part(9)), false)]
fn what_is_for_subscribers_is_of_the_article(#[case] data: bool, #[case] rest: &str, #[case] kept: bool) {
    assert_eq!(for_subscribers(data, rest).contains("street 9"), kept);
}

/// A release whose body is followed by sections.
fn release(sections: &str) -> String {
    let body = (1..5).map(|number| format!("<p>{}</p>", part(number))).collect::<String>();
    text_of("", &format!("<div class=news-body>{body}</div>{sections}"))
}

const QUOTES: &str = "<div class=s><h2>Citations</h2><blockquote><p>Nous demandions un quai depuis onze ans, et voilà qu’on nous donne un pont.</p></blockquote></div>";

#[rstest::rstest]
// What is said of it, and its figures.
#[case(&format!("{QUOTES}<div class=ad></div><div class=s><h2>Faits en bref</h2><ul><li>Le port de Torvald accueille 312 bateaux, qui ont pris mille tonnes de harengs.</li></ul></div>"), "de harengs.")]
// Links, and a section of another kind.
#[case(&format!("{QUOTES}<div class=s><h2>Liens</h2><ul><li><a href=/b>Le programme des ports et des quais de la vallée de Torvald, en cent pages</a></li></ul></div>"), "un pont.")]
#[case(&format!("{QUOTES}<div class=t><h2>Le ministère</h2><p>Le ministère des eaux de Torvald a été fondé en 1904, et a douze bureaux dans la vallée.</p></div>"), "un pont.")]
// Without a quotation it is what a site says of itself.
#[case(
    "<div class=s><h2>Le ministère</h2><p>Le ministère des eaux de Torvald a été fondé en 1904, et a douze bureaux dans la vallée.</p></div>",
    "This is street 4."
)]
#[case(
    "<div class=s><h2>Citations</h2><p>A. Ruiz, 1904: The floods of the Brenna, a history in four parts, third edition, Torvald.</p></div>",
    "This is street 4."
)]
fn sections_of_quotations_follow_a_body(#[case] sections: &str, #[case] end: &str) {
    let text = release(sections);
    assert!(text.ends_with(end), "{text}");
}

#[rstest::rstest]
#[case(
    "<div class=x><h4>If you have read this far</h4><p>We have no owner and no wall.</p><a href=/give>Quero colaborar</a></div>",
    ""
)]
#[case(
    "<div class=x><h3>The river each morning</h3><p>Weekdays at seven, to your post.</p><button>Tilaa uutiskirje</button></div>",
    ""
)]
// Those of whom an article tells that one may give to them, and words of a sentence.
#[case(
    "<div class=x><h3>The Brenna Fund</h3><p>It buys boats.</p><a href=https://fund.example/>Donate now</a></div>",
    "The Brenna Fund\n\nIt buys boats."
)]
#[case("<p>Readers can <a href=/give>donate</a> until Friday.</p>", "Readers can donate until Friday.")]
#[case("<div>Readers can <a href=/give>donate</a> until Friday.</div>", "Readers can donate until Friday.")]
#[case(
    "<div><p>Nobody had seen the Brenna as high as this, said the mayor of Torvald.</p><div><button>Newsletter</button></div></div>",
    "Nobody had seen the Brenna as high as this, said the mayor of Torvald."
)]
// Above a text there may be a button for all of the site.
#[case(
    "<div><button>Newsletter</button><p>Nobody had seen the Brenna as high as this, said the mayor of Torvald.</p></div>",
    "Nobody had seen the Brenna as high as this, said the mayor of Torvald."
)]
fn boxes_that_ask_are_told_by_their_button(#[case] between: &str, #[case] expected: &str) {
    assert_eq!(text_with(between), expected, "{between}");
}
