//! What a page declares, and what it shows in place of it or beside it.

use rstest::rstest;

use super::{PROSE, TITLE, authors};

/// A page whose text parts what stands above it from what stands below it.
fn below_text(head: &str, below: &str) -> String {
    format!("{head}{TITLE}<p>July 18, 2013</p><div>{}</div>{below}", PROSE.repeat(250))
}

const CARDS: &str = "<ul><li><a href=/c/1>The market hall we deserve</a> <b class=byline>By Tom Lee</b></ul>";

#[rstest]
#[case("Brenna Valley Times", "<b class=byline>By Ana Ruiz</b>", &["Ana Ruiz"])]
#[case("Brenna Valley Times", "<div class=byline> <b class=byline>By Ana Ruiz</b> </div>", &["Ana Ruiz"])]
#[case("Brenna Valley Times", "<p class=author>By Ana Ruiz and Tom Lee</p>", &["Ana Ruiz", "Tom Lee"])]
#[case("Center for Rivers and Lakes", "<i class=byline>By Ana Ruiz</i>", &["Ana Ruiz"])]
#[case("Meridian News", "<i class=byline>By Ana Ruiz</i>", &["Ana Ruiz"])]
#[case("Reuters", "<i class=byline>By Ana Ruiz</i>", &["Ana Ruiz"])]
// No lead, or of others.
#[case("Brenna Valley Times", "<b class=byline>Ana Ruiz</b>", &["Brenna Valley Times"])]
#[case("Brenna Valley Times", CARDS, &["Brenna Valley Times"])]
#[case("Brenna Valley Times", "<div class=comments><b class=author>By Ana Ruiz</b></div>", &["Brenna Valley Times"])]
#[case("Brenna Valley Times", "<b class=byline>By Ana Ruiz</b><hr><b class=byline>By Tom Lee</b>", &["Brenna Valley Times"])]
#[case("Brenna Valley Times", "<blockquote><b class=author>By Tom Lee</b></blockquote>", &["Brenna Valley Times"])]
// A person is declared.
#[case("Eva Borg", "<p>Eva Borg</p><b class=byline>By Ana Ruiz</b>", &["Eva Borg"])]
fn an_outlet_stands_for_whom_a_byline_below_the_text_names(
    #[case] declared: &str,
    #[case] below: &str,
    #[case] expected: &[&str],
) {
    let head = format!("<html lang=en><meta name=author content='{declared}'>");
    let shown = format!("{below}<p>Brenna Valley Times, Center for Rivers and Lakes</p>");
    assert_eq!(authors(&below_text(&head, &shown)), expected, "{below}");
}

#[rstest]
#[case(
    "<div class=article_categories><a href=/a>Tom Lee</a>, <a href=/b>Ana Ruiz</a>, <a href=/c>Brenna Hornets</a></div>"
)]
#[case("<p><a href=/tag/tom-lee>Tom Lee</a>, <a href=/tag/ana-ruiz>Ana Ruiz</a></p>")]
#[case("<p><a rel='category tag' href=/x>Tom Lee</a>, <a rel='category tag' href=/y>Ana Ruiz</a></p>")]
#[case("<p class=post-tags>Tom Lee, Ana Ruiz</p>")]
#[case("<div><a href=/c/1>The market hall we deserve</a><p>Ana Ruiz and Tom Lee</p></div>")]
fn what_an_article_is_filed_under_names_no_second_author(#[case] page: &str) {
    let page = format!("<meta name=author content='Ana Ruiz'>{TITLE}{page}<p class=byline>By Ana Ruiz</p>");
    assert_eq!(authors(&page), ["Ana Ruiz"]);
}

#[test]
fn a_list_beside_what_an_article_is_filed_under_names_its_authors() {
    let filed = "<div class=categories><a href=/tag/eva-borg>Eva Borg</a></div>";
    let page = format!("<meta name=author content='Ana Ruiz'>{TITLE}{filed}<p>Ana Ruiz, Tom Lee</p>");
    assert_eq!(authors(&page), ["Ana Ruiz", "Tom Lee"]);
}

#[rstest]
#[case("<p>by <a rel=author href=/contributors/ana-ruiz>Ana Ruiz</a></p>", "<b property='dc:author'>Tom Lee</b>", &["Ana Ruiz"])]
#[case("<p class=byline>Ana Ruiz</p>", "<b itemprop=author>Tom Lee</b>", &["Ana Ruiz"])]
#[case("", "<b itemprop=author>Ana Ruiz</b>", &["Ana Ruiz"])]
#[case("", "<div><a href=/c/1>The market hall we deserve</a> <b itemprop=author>Tom Lee</b></div>", &[])]
fn a_byline_near_the_headline_goes_before_properties_far_from_it(
    #[case] near: &str,
    #[case] far: &str,
    #[case] expected: &[&str],
) {
    let page = format!("{TITLE}{near}<div>{}</div>{far}", PROSE.repeat(250));
    assert_eq!(authors(&page), expected);
}

#[rstest]
#[case("<meta name=authors content='Ana Ruiz, Tom Lee'>", &["Ana Ruiz", "Tom Lee"])]
#[case("<meta property='og:author' content='Ana Ruiz'>", &["Ana Ruiz"])]
#[case("<meta name='DC.Creator.PersonalName' content='Ana Ruiz'>", &["Ana Ruiz"])]
#[case("<meta name=authors content=admin>", &[])]
#[case("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ana Ruiz'>", &["Ana Ruiz"])]
#[case("<html lang=es><meta name=twitter:label1 content='Escrito por'><meta name=twitter:data1 content='Ana Ruiz'>", &["Ana Ruiz"])]
#[case("<html lang=de><meta name=twitter:label1 content='Verfasst von'><meta name=twitter:data1 content='Ana Ruiz'>", &["Ana Ruiz"])]
#[case("<meta name=twitter:label1 content='Est. reading time'><meta name=twitter:data1 content='3 minutes'>", &[])]
#[case("<meta name=twitter:label2 content='Tags'><meta name=twitter:data2 content='Tom Lee'>", &[])]
#[case("<b id=lblAuthorName>Ana Ruiz</b>", &["Ana Ruiz"])]
#[case("<a id=ctl00_main_Author href=/x>Ana Ruiz</a>", &["Ana Ruiz"])]
#[case("<div id=more-from-author>Ana Ruiz</div>", &[])]
#[case("<div id=author-photo>Ana Ruiz</div>", &[])]
fn fields_of_other_software_name_authors(#[case] page: &str, #[case] expected: &[&str]) {
    assert_eq!(authors(page), expected);
}
