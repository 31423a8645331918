//! Who stands on a page beside the authors of its article.

use rstest::rstest;

use super::{PROSE, TITLE, authors};

const DAY: &str = "<p>July 18, 2013</p>";

#[rstest]
// A label that links to what she wrote is no name.
#[case("<div class=byline><b class=author>Ana Ruiz</b> <a href=/author/ana-ruiz>Archive</a></div>", &["Ana Ruiz"])]
#[case("<div class=byline><b class=author>Ana Ruiz</b> <a href=/staff/ana-ruiz>Email</a></div>", &["Ana Ruiz"])]
#[case("<div class=byline><b class=author>Ana Ruiz</b> <a href=/author/aruiz>Biography</a></div>", &["Ana Ruiz"])]
#[case("<p><a href=/author/the-desk>Archive</a></p>", &[])]
// Whom a site tells of, where no word leads to them.
#[case("<p>Tags: <a href=/people/tom-lee>Tom Lee</a>, <a href=/people/eva-borg>Eva Borg</a></p>", &[])]
#[case("<ul><li><a href=/profile/tom-lee>Tom Lee</a><li><a href=/profile/meridian-dam>Meridian Dam</a></ul>", &[])]
#[case("<p>By Ana Ruiz</p><ul><li><a href=/people/tom-lee>Tom Lee</a></ul>", &["Ana Ruiz"])]
#[case("<p>By <a href=/people/ana-ruiz>Ana Ruiz</a> and <a href=/people/tom-lee>Tom Lee</a></p>", &["Ana Ruiz", "Tom Lee"])]
#[case("<p class=byline><a href=/people/ana-ruiz>Ana Ruiz</a></p>", &["Ana Ruiz"])]
// Columnists and cards of other articles.
#[case("<ul><li><a href=/columnists/tom-lee>Tom Lee</a> <a href=/c/1>The market hall we deserve</a></ul>", &[])]
#[case("<p>Posted by Ana Ruiz on July 18, 2013</p><div>Bloggers <a href=/author/tom-lee>Tom Lee</a></div>", &["Ana Ruiz"])]
#[case("<div>Our bloggers <a href=/author/tom-lee>Tom Lee</a></div><p>Posted by Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<div><a href=/c/1>The market hall we deserve</a><p>By Tom Lee</p></div>", &[])]
#[case("<div><a href=/c/1>The market hall we deserve</a><b class=author>Tom Lee</b></div>", &[])]
#[case("<div><a href=/mail>Send this to a friend</a><p>By Ana Ruiz</p></div>", &["Ana Ruiz"])]
// Who took pictures.
#[case("<ul><li><img src=/1.jpg><p>Boats. (AP Photo/Tom Lee)</p><p class=byline>Tom Lee &bull; Associated Press</ul>", &[])]
#[case("<div><img src=/1.jpg><b class=byline>Tom Lee / AP</b></div>", &[])]
#[case("<p class=byline>By ANA RUIZ</p><div><img src=/1.jpg><p class=byline>By TOM LEE / Photographer</p></div>", &["ANA RUIZ"])]
#[case("<div><img src=/1.jpg><p>A boat on the Brenna on Tuesday morning.</p><p>By Tom Lee</p></div>", &[])]
#[case("<div><img src=/ana.jpg alt='Ana Ruiz'><p>She writes about rivers and the people on them.</p><p>By Ana Ruiz</p></div>", &["Ana Ruiz"])]
#[case("<div><img class=avatar src=/1.jpg><b class=author>Ana Ruiz / Meridian</b></div>", &["Ana Ruiz"])]
// Where a text is from, and for whom it was written.
#[case("<div class=byline><h6>Written by</h6><h5>For the Tribune</h5></div>", &[])]
#[case("<p class=byline>By SPECIAL TO THE TRIBUNE</p>", &[])]
#[case("<p class=byline>From staff reports</p>", &[])]
#[case("<p class=byline>By Wire Services</p>", &[])]
#[case("<p class=byline>Ana Ruiz<br>For the Tribune</p>", &["Ana Ruiz"])]
#[case("<p>By The Numbers</p>", &[])]
#[case("<p>By On Behalf of</p>", &[])]
// An account of those who use a site, and who they are.
#[case("<meta name=author content='Meridian News UGC'>", &[])]
#[case("<meta name=author content='Meridian News UGC'><p class=byline>Posted by Torvald Health Department, <a>Community Contributor</a></p>", &["Torvald Health Department"])]
// Comments, and a byline that says how many there are.
#[case("<div id=comments><div>Posted by Tom Lee at 10:00</div></div>", &[])]
#[case("<div class=discussion><p>By Tom Lee</p></div>", &[])]
#[case("<div class=bylineComments><p class=bylineBody>By <a rel=author>Ana Ruiz</a></p></div>", &["Ana Ruiz"])]
fn who_stands_beside_the_authors_is_none(#[case] page: &str, #[case] expected: &[&str]) {
    assert_eq!(authors(&format!("{DAY}{page}")), expected, "{page}");
}

#[rstest]
#[case("<div><h2>At the scene</h2><div class=byline><b class=byline-name>Tom Lee</b></div><p>Tents stood on the square.</p></div>", &[])]
#[case("<aside><h3>Analysis</h3><p>By Tom Lee</p></aside>", &[])]
#[case("<div><b>Rivers of the North</b> <b class=author>Tom Lee</b></div>", &[])]
fn a_box_amid_the_text_is_by_others(#[case] page: &str, #[case] expected: &[&str]) {
    let amid = format!("{DAY}<div>{0}{0}{page}{0}{0}</div>", PROSE);
    assert_eq!(authors(&amid), expected, "{page}");
    let own = format!("{TITLE}<p>By Ana Ruiz</p><div>{0}{0}{page}{0}{0}</div>", PROSE);
    assert_eq!(authors(&own), ["Ana Ruiz"], "{page}");
}
