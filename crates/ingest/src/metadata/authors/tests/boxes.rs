//! Authors whom labels far from the headline lead to, and those of scripts.

use rstest::rstest;

use super::{PROSE, TITLE, authors};

#[rstest]
#[case("<div>Written by</div><div>Ana Ruiz</div><div>Hi! I write about rivers.</div>", &["Ana Ruiz"])]
#[case("<h3>About the Author</h3><p>Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<h4>About the Author</h4><img src=/a.jpg><dl><dt>Name:</dt><dd>Ana Ruiz</dd></dl>", &["Ana Ruiz"])]
#[case("<h3>About the author</h3><p><b>Ana Ruiz</b> is a reporter in Torvald.</p>", &["Ana Ruiz"])]
#[case("<h3>About the author</h3><p>Ana Ruiz is a reporter in Torvald.</p>", &["Ana Ruiz"])]
#[case("<h3>Über die Autorin</h3><p>Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<h3>About the Author</h3><p>We write about rivers.</p>", &[])]
#[case("<h3>About the Author</h3><p>Meridian News</p>", &[])]
#[case("<div>Written by</div><div>The market hall we deserve</div><div>Ana Ruiz</div>", &[])]
#[case("<div>Written by</div><p>Ana Ruiz</p><hr><div>Written by</div><p>Tom Lee</p>", &[])]
#[case("<div class=comments><div>Written by</div><p>Tom Lee</p></div>", &[])]
fn a_label_below_the_text_leads_to_its_author(#[case] below: &str, #[case] expected: &[&str]) {
    let page = format!("{TITLE}<div>{}</div><div>{below}</div>", PROSE.repeat(250));
    assert_eq!(authors(&page), expected, "{below}");
}

#[rstest]
#[case("dataLayer.push({'pagePostAuthor': 'Ana Ruiz'})", &["Ana Ruiz"])]
#[case(r#"var page = {"title": "x", "authors": ["Ana Ruiz"]};"#, &["Ana Ruiz"])]
#[case("_sf_async_config.authors = 'By Ana Ruiz';", &["Ana Ruiz"])]
// Not shown, of the site, of others, no person.
#[case("dataLayer.push({'author': 'Eva Borg'})", &[])]
#[case("dataLayer.push({'author': 'Meridian News'})", &[])]
#[case("var cards = [{author: 'Ana Ruiz'}, {author: 'Tom Lee'}]", &[])]
#[case("dataLayer.push({'author': 'admin'})", &[])]
#[case("var coauthor = 'Ana Ruiz'; var author = ", &[])]
fn a_script_names_an_author_whom_readers_are_shown(#[case] script: &str, #[case] expected: &[&str]) {
    let life = "<p>Ana Ruiz came late, said Tom Lee.</p>";
    let page = format!("{TITLE}<script>{script}</script>{PROSE}{PROSE}{life}");
    assert_eq!(authors(&page), expected, "{script}");
}

#[test]
fn scripts_of_many_keys_are_read_in_bounded_time() {
    let page =
        format!("{TITLE}<script>{}</script>{}", "author:'".repeat(2_400), "<script>author='A B'</script>".repeat(500));
    assert_eq!(authors(&page), [] as [String; 0]);
}
