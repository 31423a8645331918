//! Names in the head of an article, and below its text, without a word that leads to them.

use rstest::rstest;

use super::{PROSE, authors};

#[rstest]
#[case("<p>Meridian News | Ana Ruiz | Thursday, July 18, 2013</p>", &["Ana Ruiz"])]
#[case("<p>Ana Ruiz | July 18, 2013</p>", &["Ana Ruiz"])]
#[case("<p><b>ANA RUIZ</b> | July 18, 2013</p>", &["ANA RUIZ"])]
#[case("<p>Ana Ruiz &middot; July 18, 2013</p>", &["Ana Ruiz"])]
#[case("<p>Ana Ruiz, Reuters | July 18, 2013</p>", &["Ana Ruiz"])]
#[case("<p>Ana Ruiz and Tom Lee, The Tribune | July 18, 2013</p>", &["Ana Ruiz", "Tom Lee"])]
#[case("<div>Ana Ruiz</div><div>Staff Writer</div><div>July 18, 2013</div>", &["Ana Ruiz"])]
#[case("<p><b>Ana Ruiz</b><br>Reuters</p>", &["Ana Ruiz"])]
#[case("<p>ANA RUIZ | Torvald | 18 July 2013</p>", &["ANA RUIZ"])]
#[case("<p><label>She answers comments</label>Ana Ruiz<i>Ana Ruiz</i>, ET Bureau <b>|</b> Jul 18, 2013</p>", &["Ana Ruiz"])]
#[case("<meta name=description content='Ana RuizTORVALD - The river'><p>July 18, 2013</p><p>Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<script>var tracker = {authors: 'Ana Ruiz'}</script><p>Ana Ruiz</p><p>July 18, 2013</p>", &["Ana Ruiz"])]
#[case("<p><img src=//x/avatar/1> <a href=/users/anaruiz>Ana Ruiz</a></p>", &["Ana Ruiz"])]
// Places, sections and columns; a name of which the text tells; a link to a section.
#[case("<p>Torvald, July 18, 2013</p>", &[])]
#[case("<p>Local News | July 18, 2013</p>", &[])]
#[case("<p>Real Estate | July 18, 2013</p>", &[])]
#[case("<p>La Nota Loca</p><p>July 18, 2013</p>", &[])]
#[case("<h2>Cautionary Tale</h2><p>July 18, 2013</p>", &[])]
#[case("<p>July 18, 2013 | Products Liability</p>", &[])]
#[case("<p><a href=/green-living>Green Living</a> | July 18, 2013</p>", &[])]
#[case("<p>Tom Lee | July 18, 2013</p><p>The mayor, Tom Lee, who has led the town for eleven years, said so.</p>", &[])]
#[case("<p>River Rises | July 18, 2013</p>", &[])]
// Accounts.
#[case("<p>Posted by rivrat on July 18, 2013</p>", &["rivrat"])]
#[case("<b class='author vcard'><a class='url fn n' href=/author/rivrat>rivrat</a></b>", &["rivrat"])]
#[case("<ul><li>July 18, 2013<li><img src='//x/avatar/1'> <a href=/rivrat>rivrat</a></ul>", &["rivrat"])]
#[case("<p>Posted by admin on July 18, 2013</p>", &[])]
#[case("<p>By commenting on this you agree</p>", &[])]
#[case("<p>Posted in News on July 18, 2013</p>", &[])]
fn a_head_names_authors_beside_dates_and_employers(#[case] head: &str, #[case] expected: &[&str]) {
    let page = format!("{head}{0}{0}", PROSE);
    assert_eq!(authors(&page), expected, "{head}");
}

#[rstest]
#[case("<p>Write to Ana Ruiz at ana.ruiz@meridian-news.example</p>", &["Ana Ruiz"])]
#[case("<p><em>Contact Ana Ruiz at aruiz@meridian-news.example.</em></p>", &["Ana Ruiz"])]
#[case("<p>Ana Ruiz can be reached at aruiz@meridian-news.example.</p>", &["Ana Ruiz"])]
#[case("<p>Ana Ruiz: 555-0100; aruiz@meridian-news.example</p>", &["Ana Ruiz"])]
#[case("<p>Write to Ana Ruiz at ana@meridian-news.example and Tom Lee at tom@meridian-news.example</p>", &["Ana Ruiz", "Tom Lee"])]
#[case("<p>To contact the reporters on this story: Ana Ruiz in Torvald at aruiz@meridian-news.example; Tom Lee in Brenna at tlee@meridian-news.example</p><p>To contact the editor responsible for this story: Eva Borg at eborg@meridian-news.example</p>", &["Ana Ruiz", "Tom Lee"])]
#[case("<p><em>Ana Ruiz writes about rivers for Meridian News.</em></p>", &["Ana Ruiz"])]
#[case("<p>-- Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<p>By Ana Ruiz, AP Sports Writer</p>", &["Ana Ruiz"])]
// Whom readers may ask for more, and the editor.
#[case("<p>Contact Tom Lee at tlee@torvald.example.</p>", &[])]
#[case("<p>Media contact: Tom Lee, tlee@torvald.example</p>", &[])]
#[case("<p>To contact the editor responsible for this story: Tom Lee at tlee@meridian-news.example</p>", &[])]
#[case("<p>Contact the news desk at news@meridian-news.example.</p>", &[])]
#[case("<p><i>Tom Lee is the mayor of Torvald.</i></p>", &[])]
fn the_end_of_a_text_names_its_reporters(#[case] end: &str, #[case] expected: &[&str]) {
    let page = format!("<p>July 18, 2013</p><div>{0}{0}{0}{end}</div>", PROSE);
    assert_eq!(authors(&page), expected, "{end}");
}
