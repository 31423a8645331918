mod apart;
mod boxes;
mod declared;
mod head;
mod layouts;

use rstest::rstest;

use crate::html::tree::{Caps, Tree};

use super::*;

const TITLE: &str = "<title>River rises in Torvald</title><h1>River rises in Torvald</h1>";

const PROSE: &str = "<p>The river rose by two metres in the night, and hundreds of people left their homes in the lower town, the mayor said on Tuesday.</p>";

fn authors(page: &str) -> Vec<String> {
    let page = if page.contains("<h1>") { page.to_owned() } else { format!("{TITLE}{page}") };
    let tree = Tree::parse(&page, Caps { depth: 100, elements: 2_000 }).unwrap();
    let page = Page::read(&tree);
    let url = "https://www.meridian-news.example/a";
    let site = Site::read(&page, &JsonLd::default(), url);
    read(&page, &JsonLd::default(), &site, page.headings.first().copied())
}

#[test]
fn tables_are_sorted() {
    assert!(links::AUTHOR_PARTS.is_sorted());
}

#[rstest]
// The page declares the first of several.
#[case("<meta name=author content='Ana Ruiz'><p>By Ana Ruiz, Tom Lee and Eva Borg</p>", &["Ana Ruiz", "Tom Lee", "Eva Borg"])]
#[case("<meta name=author content='ANA RUIZ'><a>Ana Ruiz</a><i>,</i> <a>Tom Lee</a>", &["Ana Ruiz", "Tom Lee"])]
// Who reviewed or photographed is no author.
#[case("<meta name=author content='Ana Ruiz'><p>By <b>Ana Ruiz</b></p><p>Reviewed by <b>Tom Lee</b></p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Ana Ruiz'><p>Ana Ruiz, Meridian Staff</p>", &["Ana Ruiz"])]
#[case("<b itemprop=author>Torvald Developers</b><p>Posted by Ana Ruiz, Engineer</p>", &["Ana Ruiz"])]
#[case("<b itemprop=author>Torvald Developers</b>", &["Torvald Developers"])]
// A field that must be filled names the site.
#[case("<meta name=author content='Meridian News'><p>By Ana Ruiz</p>", &["Ana Ruiz"])]
// Who is shown nowhere entered the text.
#[case("<meta name=author content='Tom Lee'><p>By: Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Tom Lee'><p>By Ana Ruiz</p><p>Tom Lee is an editor.</p>", &["Tom Lee"])]
#[case("<meta name=author content='J&uuml;rgen M&uuml;ller'><p>Photos by Ana Ruiz</p><p>J&uuml;rgen M&uuml;ller</p>", &["Jürgen Müller"])]
// What a stand-in is beside is not its own link.
#[case(
    "<meta name=author content='Meridian News'><a rel=author>Meridian News</a> <p><a href='https://theconversation.com/profiles/ana-ruiz-1'>Ana Ruiz</a>, <em>Torvald University</em></p>",
    &["Ana Ruiz"]
)]
// Below the text: what else she wrote, and her life.
#[case("<p>Ana Ruiz</p><a><span>All articles by Ana Ruiz</span></a>", &["Ana Ruiz"])]
#[case("<div class=blog_author-text><div>Ana Ruiz</div><p>Ana Ruiz writes about rivers, and has written about them for twenty years from Torvald, Valletta and the villages of the upper Brenna, where she was born and went to school before she came to us.</p></div>", &["Ana Ruiz"])]
#[case("<div class=author-box><div>We write about rivers</div><p>For twenty years we have written about them from Torvald, Valletta and the villages of the upper Brenna, where the first of us was born and went to school before she came to the city and to what was a paper then.</p></div>", &[])]
#[case("<div class=publish-date-author>Dec. 19, 2025 &middot; Ana Ruiz on behalf of the council</div>", &["Ana Ruiz"])]
#[case("<div class=author-info>rmb8090 | We remember the best of it!</div>", &[])]
// Employers.
#[case("<meta name=author content='Ana Ruiz and Tom Lee, Associated Press'>", &["Ana Ruiz", "Tom Lee"])]
#[case("<meta name=author content='Ana Ruiz, Meridian News'>", &["Ana Ruiz"])]
#[case("<p class=byline>Ana Ruiz, Director of Research</p>", &["Ana Ruiz"])]
#[case("<p>By Ana Ruiz and Reuters</p>", &["Ana Ruiz", "Reuters"])]
// Agencies.
#[case("<p>The Associated Press</p><p>The Brenna rose.</p>", &["The Associated Press"])]
#[case("<p>- Publicado por: Ana Ruiz - Categoria: Rio</p>", &["Ana Ruiz"])]
// Who took a picture, also of a kind of its own.
#[case("<figure><small itemprop=author>Tom Lee</small></figure><p>By Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<i itemtype=https://schema.org/ImageObject><meta itemprop=author content='Tom Lee'></i><b itemprop=author>Ana Ruiz</b>", &["Ana Ruiz"])]
// Who made what is in the pictures is declared beside who wrote.
#[case(
    "<meta name=sailthru.author content='Ana Ruiz,Tom Lee,Eva Borg for Example Hair'><p class=byline>Ana Ruiz</p>",
    &["Ana Ruiz"]
)]
// A list of authors, each with her life; whose a picture is.
#[case(
    &format!("<ul><li><b class=author>By Ana Ruiz</b>{0}<li><b class=author>Tom Lee</b>{0}</ul>", "<p>She writes.</p>".repeat(9)),
    &["Ana Ruiz", "Tom Lee"]
)]
#[case("<meta name=author content='The Associated Press'><div class='pic caption'><p>By Tom Lee</p></div>", &["The Associated Press"])]
#[case("<meta name=author content='Associated Press'><p class=caption>Tom Lee/Associated Press -</p>", &["Associated Press"])]
// The next article on the page, a card of another, and all who write today.
#[case(
    &format!("<b itemprop=author>Ana Ruiz</b>{}<b itemprop=author>Tom Lee</b>", "<p>The river rose.</p>".repeat(40)),
    &["Ana Ruiz"]
)]
#[case(
    "<div><p>by Ana Ruiz / 3 March 2026</p></div><div><a href=/b>The mysteries of the lower valley</a> <a href=/author/tom-lee>Tom Lee</a></div>",
    &["Ana Ruiz"]
)]
#[case(&format!("<ul>{}</ul>", "<li><a href=/author/ana>Ana Ruiz</a><li><a href=/author/tom>Tom Lee</a>".repeat(5)), &[])]
// Elements of their own, and named for tests alone.
#[case("<b class=x-author>Ana Ruiz</b> <b class=x-author>Tom Lee</b><i>Torvald</i>", &["Ana Ruiz", "Tom Lee"])]
#[case("<div class=q1 data-testid=byline-names><b>Ana Ruiz</b><i>Political editor</i></div>", &["Ana Ruiz"])]
#[case("<p>By <i>political reporter</i> <a href=/x>Ana Ruiz</a></p>", &["Ana Ruiz"])]
// Links in running text lead to whom it tells of; an author's box may stand below the text.
#[case("<p class=authors>By Ana Ruiz</p><p>The mayor, <a href=/people/tom-lee>Tom Lee</a>, who has led the town of Torvald for eleven years, said on Tuesday that the army had sent forty soldiers to help with sandbags, and that schools would stay closed until the end of the week.</p>", &["Ana Ruiz"])]
#[case(&(format!("{}<p>Story: <a href=/author/ana-ruiz>Ana Ruiz</a></p>", "<p>The Brenna rose.</p>".repeat(300))), &["Ana Ruiz"])]
#[case("<p id=byline>[山田太郎，Brenna]</p>", &["山田太郎"])]
// The desk stands for whom readers are shown.
#[case("<meta name=author content='Redacción'><p class=autor>Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Redacción'>", &["Redacción"])]
// Nor is who publishes the site anybody who wrote.
#[case("<meta name=author content='AWM Meridian News Sp. z o.o.'>", &[])]
#[case("<meta name=author content='Ana Ruiz Ltd'>", &["Ana Ruiz Ltd"])]
#[case(&(format!("<meta name=author content='Valley Desk'>{}<p>By Ana Ruiz</p>", "<p>The Brenna rose.</p>".repeat(300))), &["Ana Ruiz"])]
#[case("<meta name=author content='House of Meridian News'><p class=autor>Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<meta name=author content='The Meridian News Team'><p class=autor>Ana Ruiz</p>", &["Ana Ruiz"])]
// Who comments, what one may choose, and an account elsewhere are no authors.
#[case("<article class=comments-open><h1>River rises in Torvald</h1><a href=/author/ana-ruiz>Ana Ruiz</a></article><div class=CommentBox><a href=/profile/7>Tom Lee</a></div>", &["Ana Ruiz"])]
#[case("<div id=myCommentControl1><a href=/profile/7>Tom Lee</a></div>", &[])]
#[case("<select><option>By Tom Lee</option></select>", &[])]
#[case("<a href='https://social.example.net/profile/river'>Waterside</a>", &[])]
// As Korean texts end.
#[case("<p>강물이 불었다.</p><p>김민수 기자 minsu@example.com</p>", &["김민수"])]
// A signature at the right.
#[case("<p>The Brenna rose.</p><p style='text-align: right'><b>Ana Ruiz</b></p>", &["Ana Ruiz"])]
#[case("<p>河水今晨上涨。</p><p style='text-align: right'>欢迎发表意见</p>", &[])]
#[case("<p>By Ana Ruiz, TV Meridian</p>", &["Ana Ruiz"])]
#[case("<p>The Brenna rose.</p><p class='note text-right'><b>Ana Ruiz,</b><br><i>Brenna Weekly</i></p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Meridian News'><p>The Brenna rose.</p><p align=right>Ana Ruiz</p>", &["Ana Ruiz"])]
// A dateline in type of its own.
#[case("<p><b>ST. JOSEPH, Brenna (AP)</b> — The river rose by two metres in the night.</p>", &[])]
// A signature with an office, in brackets; not a reader's.
#[case("<p>La Brenna monte.</p><p><b>Ana Ruiz<br>Correspondante à Torvald<br>Meridian</b></p>", &["Ana Ruiz"])]
#[case("<p>The Brenna rose.</p><p><b>Ana Ruiz</b><br>Mayor of Torvald</p>", &[])]
#[case(&(format!("{}<ul class=forum><li><em>by Tom Lee</em></ul>", "<p>The Brenna rose.</p>".repeat(300))), &[])]
#[case("<meta name=language content=ja><p>水位が二メートル上がった。【山田太郎】</p>", &["山田太郎"])]
#[case("<meta name=language content=zh><p>河水今晨上涨。</p><p>[張偉]</p>", &["張偉"])]
#[case("<meta name=language content=ja><p>水位が二メートル上がった。【関連記事】</p>", &[])]
// The publisher beside the author, in the box of both; an organisation called after the site.
#[case("<meta name=author content='Meridian News'><div class=signature><b class=editor>Meridian News</b> <b class=auteur>Ana Ruiz.</b></div>", &["Ana Ruiz"])]
#[case("<meta name=author content='Meridian News'><b class=author-name>Meridian News</b> <b class=author-title>Water platform</b>", &["Meridian News"])]
#[case("<meta name=author content='अनीता शर्मा'><p class=x>अनीता शर्मा, नदी समाचार, घाटी</p>", &["अनीता शर्मा"])]
// Names in what follows the lead, in elements of their own.
#[case("<p>Written by</p><b>Ana Ruiz</b><i>,</i><b>Tom Lee</b>", &["Ana Ruiz", "Tom Lee"])]
#[case("<p>The Brenna rose.</p><ol><li><a href=https://other.example/people/tom-lee>Tom Lee</a></li></ol>", &[])]
// Not authors: a page about the staff, the fields of a form, a comment.
#[case("<a href=/about/staff/>Our Writers</a>", &[])]
#[case("<p class=comment-form-author>Name *</p><p class=comment-author>Tom Lee</p>", &[])]
// Editors in charge, the source and the site are no authors; a medium stands for its reporter.
#[case("<meta name=author content=张伟><p>责任编辑：张伟</p>", &[])]
#[case("<meta name=author content=例河网><p>来源：<a>例河网</a></p>", &[])]
#[case("<meta name=author content=例河报><p class=source>例河报</p><p>例河报讯（记者 张伟）河水昨日上涨，例省气象局说，大坝今晨开闸放水，沿河的居民已经转移。</p>", &["张伟"])]
#[case("<meta name=language content=zh><p class=author>张伟 李娜 责任编辑：王芳</p>", &["张伟", "李娜"])]
#[case("<meta name=citation_author content='Ruiz, Ana'><meta name=citation_author content='Lee, Tom'>", &["Ana Ruiz", "Tom Lee"])]
#[case("<meta name=dc.creator content='Ruiz, A.'><meta name=dc.creator content='Boer, Tom de'>", &["A. Ruiz", "Tom de Boer"])]
#[case("<meta name=dc.creator content='Ana Ruiz, Tom Lee'>", &["Ana Ruiz", "Tom Lee"])]
#[case("<meta property='schema:author dc:creator' content='Ana Ruiz'>", &["Ana Ruiz"])]
// A label is no name, nor is who translated an author.
#[case("<div class=author>Written By <a>Meridian Admin</a></div><p>The Brenna rose.</p><p><b>Words and photographs by Ana Ruiz</b></p>", &["Ana Ruiz"])]
#[case("<b>Written by</b> <a href=/author/ana-ruiz>Ana Ruiz</a> <b>Translated by</b> <a href=/author/tom-lee>Tom Lee</a> and <a href=/author/eva-borg>Eva Borg</a>", &["Ana Ruiz"])]
#[case("<html lang=es><b>Por</b> <a href=/autor/ana-ruiz>Ana Ruiz</a> <b>Traducido por:</b> <a href=/autor/tom-lee>Tom Lee</a>", &["Ana Ruiz"])]
#[case("<div class=byline>Translated by <b>Tom Lee</b></div><div class=byline>By <b>Ana Ruiz</b></div>", &["Ana Ruiz"])]
// Her medium and where she is follow a linked author; who is joined to her is one too.
#[case("<meta name=author content='Ana Ruiz'><p><a href=/x>Ana Ruiz</a><i>, Il Meridiano</i><i>, Alta Valle</i></p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Ana Ruiz'><p>By <a href=/x>Ana Ruiz</a> and Tom Lee</p>", &["Ana Ruiz", "Tom Lee"])]
#[case("<meta name=author content='Ana Ruiz'><p>By <a href=/x>Ana Ruiz</a> and <a href=/y>Tom Lee</a>, Il Meridiano</p>", &["Ana Ruiz"])]
// The line below the text names them all.
#[case(&(format!("<meta name=author content='Ana Ruiz'>{}<p>By Ana Ruiz and Tom Lee</p>", "<p>The Brenna rose.</p>".repeat(300))), &["Ana Ruiz", "Tom Lee"])]
#[case(&(format!("<meta name=language content=zh><meta name=author content=张伟>{}<li>作者：<a href=/1>张伟</a> <a href=/2>李娜</a></li>", "<p>河水昨日上涨。</p>".repeat(300))), &["张伟", "李娜"])]
#[case(&(format!("<meta name=author content='Ana Ruiz'>{}<p>By <a href=/x>Ana Ruiz</a>, Il Meridiano</p>", "<p>The Brenna rose.</p>".repeat(300))), &["Ana Ruiz"])]
// Initials, accounts and the site in other letters stand for the name that is shown.
#[case("<meta name=author content='A. R. P.'><div class=author-name><a href=/author/ana>Ana Ruiz Pose</a></div>", &["Ana Ruiz Pose"])]
#[case("<meta name=author content='A. R. P.'><div class=author-name>Tom Lee</div>", &["A. R. P."])]
#[case("<meta name=author content='Ado'><p>A tornado came.</p><p>By</p><b>Ana Ruiz</b>", &["Ana Ruiz"])]
#[case("<meta name=author content='मध्याह्न'><b class=author-name>अनीता शर्मा</b>", &["अनीता शर्मा"])]
#[case("<meta name=author content='Waterside'><b class=author-name>Waterside</b> <b class=author-name>Ana Ruiz</b>", &["Waterside"])]
// Desks that are called after their paper.
#[case("<meta name=author content=\"Rédaction L'Éveil\"><p class=auteur>Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Redakcja Doliny'><p class=autor>Ana Ruiz</p>", &["Ana Ruiz"])]
// The reporter's name in bold type, and where she writes from.
#[case("<meta name=author content='Meridian News'><p><strong>Gülcan EROĞLU</strong><br><strong>Ordu</strong></p>", &["Gülcan EROĞLU"])]
#[case("<p><strong>Yukarı Tepe</strong><br><strong>Ordu</strong></p>", &[])]
// Whom the text's end or the standfirst names beside the site or an office.
#[case("<title>River rises - Meridian News</title><h1>River rises</h1><p>The Brenna rose.</p><p><em>Ana Ruiz for Meridian News</em></p>", &["Ana Ruiz"])]
#[case("<title>Fluss steigt - Meridian News</title><h1>Fluss steigt</h1><p><i>Ana Ruiz für Meridian News</i></p>", &["Ana Ruiz"])]
#[case("<p><em>Ana Ruiz for Mayor</em></p>", &[])]
#[case("<p><b>Our rivers correspondent, ANA RUIZ, on a night of sandbags</b></p>", &["ANA RUIZ"])]
#[case("<p><b>The mayor of the town, ANA RUIZ, on a night of sandbags</b></p>", &[])]
#[case("<p><b>OUR RIVERS CORRESPONDENT, ANA RUIZ, ON A NIGHT OF SANDBAGS</b></p>", &[])]
// Strokes part the persons of an Arabic line, or a person from her paper.
#[case("<p class=byline><b>الوادي – أحمد حسن | هالة المقدم | ريم عودة</b></p>", &["أحمد حسن", "هالة المقدم", "ريم عودة"])]
#[case("<p class=byline>أحمد حسن | صحيفة الوادي</p>", &["أحمد حسن"])]
#[case("<p class=byline>أحمد حسن | الوادي | أخبار</p>", &["أحمد حسن"])]
// A group of companies, and who entered the text, stand for whom an element names; a desk adds nobody.
#[case("<meta name=author content='Grupa Torvald'><p>Autor: <a href=/a>Ana Ruiz</a></p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Web Intern'><b class=byline>Ana Ruiz and Tom Lee</b>", &["Ana Ruiz", "Tom Lee"])]
#[case("<meta name=author content='Tom Lee'><b class=byline>Ana Ruiz</b><footer>Owned by Tom Lee</footer>", &["Ana Ruiz"])]
#[case("<html lang=nl><p class=author>Door Ana Ruiz en de redactie</p>", &["Ana Ruiz"])]
#[case("<html lang=is><meta name=author content=Ritstjórn><p class=author>Eftir Ana Ruiz</p>", &["Ana Ruiz"])]
// What she is, in an element of its own; the word for `by` of a page that tells no language.
#[case("<div class=byline><b class=name>ANA RUIZ</b><i class=job-title>Сэтгүүлч</i></div>", &["ANA RUIZ"])]
#[case("<table><td class=autor_data>de <strong>Dorina RUIZ</strong></table>", &["Dorina RUIZ"])]
// Lists of what somebody wrote, made by a script; an account is none.
#[case("<a href='/search/author.asp?aid=7'>Ana Ruiz</a>", &["Ana Ruiz"])]
#[case("<a href='/profile.php?id=7'>Tom Lee</a>", &[])]
// Those that a conjunction joins to a link.
#[case("<html lang=lb><div class=byline>vun <a href=/authors/ana>Ana Ruiz</a> a <i>Tom Lee</i></div>", &["Ana Ruiz", "Tom Lee"])]
// Initials are names where they have points, degrees are none.
#[case("<b class=author>B.Li.</b>", &["B.Li."])]
#[case("<html lang=fr><b class=author>E.V., avec T.Q.</b>", &["E.V.", "T.Q."])]
#[case("<b class=author>Ph.D.</b>", &[])]
// Who is quoted wrote nothing.
#[case("<blockquote>Let it rise.<p class=author>Tom Lee</p></blockquote>", &[])]
#[case("<blockquote><b>Author:</b> Tom Lee</blockquote>", &[])]
#[case("<b class=quote-author>Tom Lee</b>", &[])]
// Lines that end a text: in brackets, in italics alone, and no box.
#[case("<p>The Brenna rose.</p><p>(By Ana Ruiz and Tom Lee)</p>", &["Ana Ruiz", "Tom Lee"])]
#[case(&format!("{}<p><em>Ana Ruiz</em></p><p><em>She teaches at Torvald.</em></p>", PROSE.repeat(3)), &["Ana Ruiz"])]
#[case(&format!("{}<p><em>Ana Ruiz</em></p>{PROSE}", PROSE.repeat(3)), &[])]
#[case(&format!("<p><em>Ana Ruiz</em></p>{}", PROSE.repeat(3)), &[])]
#[case("<div><h2>Tom Lee</h2><p>Administrator</p></div>", &[])]
// The reporter beside her paper or place in bold type, between bars behind the place, or before it.
#[case("<title>River rises - Meridian News</title><h1>River rises</h1><p><b>Ana Ruiz | Meridian News</b></p>", &["Ana Ruiz"])]
#[case("<html lang=es><p><strong>Ana Ruiz / Torvald</strong></p><p>El río subió.</p>", &["Ana Ruiz"])]
#[case("<html lang=es><p><strong>Ana Ruiz / Torvald</strong> y su río</p>", &[])]
#[case("<html lang=en><p><strong>Ana Ruiz / Torvald</strong></p>", &[])]
#[case(&PROSE.replace("<p>", "<p><b>Torvald, Brenna | ANA RUIZ |</b> "), &["ANA RUIZ"])]
#[case("<p>Home | Ana Ruiz | Contact</p>", &[])]
// A second author in an element of her own, whom the page does not declare.
#[case("<meta name=author content='Ana Ruiz'><ul><li class=author><a>Ana Ruiz</a><li class=author><a>Tom Lee</a></ul>", &["Ana Ruiz", "Tom Lee"])]
// Whom an agency's reports are by; who took pictures; companies; days; a script without capitals.
#[case("<meta name=author content=DHA><p>Su yükseldi.</p><p>Haber-Kamera: Ana RUIZ/TORVALD, (DHA)</p>", &["Ana RUIZ"])]
#[case("<html lang=fr><p class=auteurs><b>Ana Ruiz</b> et Tom Lee (photographies)</p>", &["Ana Ruiz"])]
#[case("<meta name=author content='Torvald Cold Chain, Inc.'>", &["Torvald Cold Chain Inc"])]
#[case("<p class=byline>By Ana Ruiz, Corporate Affairs Director</p>", &["Ana Ruiz"])]
#[case("<p class=byline><b>Wednesday, 15 May 2024, 2:41 pm</b></p><p>Press Release: <a>Torvald Council</a></p>", &["Torvald Council"])]
#[case("<html lang=ka><meta name=author content='Nino Ruidze'><b class=author>ნინო რუიძე</b>", &["ნინო რუიძე"])]
#[case("<meta name=author content='الأحساء: أحمد حسن'>", &["أحمد حسن"])]
#[case("<p class=author>Newsroom</p>", &["Newsroom"])]
#[case("<meta name=author content='A. R. P.'><p>The Brenna rose.</p>", &["A. R. P."])]
// A name that ends the text alone; a call to do something.
#[case(&format!("{}<p>Ana Ruiz</p>", PROSE.repeat(3)), &["Ana Ruiz"])]
#[case(&format!("{}<p><a href=/x>Learn More</a></p>", PROSE.repeat(3)), &[])]
#[case(&format!("{}<p>BOOK A VISIT</p>", PROSE.repeat(3)), &[])]
// Where nobody is named: a source, a correspondent, a press office.
#[case("<p>Source: GNA</p><p>The Brenna rose.</p>", &["GNA"])]
#[case("<figure><figcaption>Source: GNA</figcaption></figure>", &[])]
#[case("<p>Source: Shutterstock</p>", &[])]
#[case("<p><i>Staff Correspondent</i></p>", &["Staff Correspondent"])]
#[case("<p>The correspondent of the valley</p>", &[])]
#[case("<p>Вода поднялась.</p><p><i>Пресс-служба района</i></p>", &["Пресс-служба района"])]
#[case("<p>Пресс-служба района сообщила, что вода поднялась.</p>", &[])]
fn authors_are_whom_readers_are_shown(#[case] page: &str, #[case] expected: &[&str]) {
    assert_eq!(authors(page), expected, "{page}");
}

#[rstest]
#[case("Meridian Sport", "<p class=author>Ana Ruiz</p>", "Ana Ruiz")]
#[case("例河スポーツ", "<meta name=language content=ja><p>水位が上がった。【山田太郎】</p>", "山田太郎")]
#[case("Tom Lee", "<p class=author>Ana Ruiz</p><p>Tom Lee</p>", "Tom Lee")]
#[case("Lumen X", "<p>by Ana Ruiz, <a>Torvald University</a></p><p>reviewed as Lumen X does</p>", "Ana Ruiz")]
#[case("Brenna Radio", "<b itemprop=author>Ana Ruiz</b><blockquote><b>Author:</b> Tom Lee</blockquote>", "Ana Ruiz")]
fn an_organisation_stands_for_whom_readers_are_shown(#[case] name: &str, #[case] page: &str, #[case] expected: &str) {
    let html = format!("{TITLE}{page}");
    let tree = Tree::parse(&html, Caps { depth: 100, elements: 2_000 }).unwrap();
    let page = Page::read(&tree);
    let ld = JsonLd { authors: vec![name.to_owned()], organisations: true, ..JsonLd::default() };
    let site = Site::read(&page, &ld, "https://www.meridian.example/a");
    assert_eq!(read(&page, &ld, &site, page.headings.first().copied()), [expected]);
}

#[test]
fn whom_only_data_name_as_publisher_wrote_nothing() {
    let of = |page: &str| {
        let html = format!("<meta property=og:site_name content='Torvald Waters'>{TITLE}{page}");
        let tree = Tree::parse(&html, Caps { depth: 100, elements: 100 }).unwrap();
        let page = Page::read(&tree);
        let name = "Brenna River Board".to_owned();
        let publisher = Some(name.clone());
        let ld = JsonLd { authors: vec![name], organisations: true, publisher, ..JsonLd::default() };
        let site = Site::read(&page, &JsonLd::default(), "https://www.torvald-waters.example/a");
        read(&page, &ld, &site, page.headings.first().copied())
    };
    assert!(of("<p>The board said so.</p>").is_empty());
    assert_eq!(of("<p>Brenna River Board</p>"), ["Brenna River Board"]);
}
