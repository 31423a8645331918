//! Where the pages of widespread software name their authors.

use rstest::rstest;

use super::{PROSE, TITLE, authors};

#[rstest]
// Tables.
#[case("en", "<table><tr><td><font size=2>By <b>Ana Ruiz</b><br>Staff Writer</font></td></tr></table>", &["Ana Ruiz"])]
#[case("en", "<table><tr><td class=contentheading>River rises in Torvald</td></tr><tr><td class=createby><span class=small>Written by Ana Ruiz</span></td></tr></table>", &["Ana Ruiz"])]
#[case("en", "<center><font color=gray>Thursday, July 18, 2013<br>By ANA RUIZ<br>THE MERIDIAN NEWS</font></center>", &["ANA RUIZ"])]
#[case("en", "<p><b>By Ana Ruiz</b><br>ana@meridian-news.example</p>", &["Ana Ruiz"])]
#[case("en", "<span id=ctl00_Main_lblAuthor>Ana Ruiz</span> <span id=ctl00_Main_lblDate>7/18/2013</span>", &["Ana Ruiz"])]
#[case("en", "<div><a href=/a1 id=lblHeadline>River rises in Torvald</a><br><a id=lblAuthorByline href='/Staff.aspx?id=1'>Ana Ruiz</a> <a href=/b>(Blog)</a> - July 18, 2013</div>", &["Ana Ruiz"])]
// WordPress.
#[case("en", "<div class=entry-meta><span class=posted-on>Posted on <a href=/2013/07/18><time datetime=2013-07-18>July 18, 2013</time></a></span><span class=byline> by <span class='author vcard'><a class='url fn n' href=/author/ana>Ana Ruiz</a></span></span></div>", &["Ana Ruiz"])]
#[case("en", "<p class=post-info>July 18, 2013 By <span class='author vcard'>Ana Ruiz</span> <a href=#r>Leave a Comment</a></p>", &["Ana Ruiz"])]
#[case("en", "<p class=postmetadata>Posted by Ana Ruiz in <a rel='category tag' href=/category/news>News</a> on July 18th, 2013</p>", &["Ana Ruiz"])]
#[case("en", "<div class=td-post-author-name><div class=td-author-by>By</div> <a href=/author/ana>Ana Ruiz</a><div class=td-author-line> - </div></div>", &["Ana Ruiz"])]
#[case("en", "<div class='jeg_meta_author'><img class=avatar src=/a.jpg><span class=meta_text>by</span> <a href=/author/ana>Ana Ruiz</a></div>", &["Ana Ruiz"])]
// Drupal, Joomla, Blogger.
#[case("en", "<div class=submitted>Submitted by Ana Ruiz on Thu, 07/18/2013 - 10:20</div>", &["Ana Ruiz"])]
#[case("en", "<div class='field field-name-field-author'><div class=field-label>Author:&nbsp;</div><div class=field-items><div class=field-item>Ana Ruiz</div></div></div>", &["Ana Ruiz"])]
#[case("en", "<dl class=article-info><dt>Details</dt><dd class=createdby>Written by Ana Ruiz</dd><dd class=published>Published: 18 July 2013</dd></dl>", &["Ana Ruiz"])]
#[case("en", "<div class=post-footer><span class='post-author vcard'>Posted by <span class=fn><a href='https://www.blogger.com/profile/1'>Ana Ruiz</a></span></span> <span class=post-timestamp>at 10:20 AM</span></div>", &["Ana Ruiz"])]
// Ghost, Medium, Substack, Arc, Chorus.
#[case("en", "<ul class=author-list><li class=author-list-item><a class=author-avatar href=/author/ana/><img src=/a.jpg alt='Ana Ruiz'></a></li></ul><h4 class=author-name><a href=/author/ana/>Ana Ruiz</a></h4>", &["Ana Ruiz"])]
#[case("en", "<div><a data-testid=authorName href='/@ana'>Ana Ruiz</a></div><span data-testid=storyReadTime>4 min read</span>", &["Ana Ruiz"])]
#[case("en", "<div class='byline-wrapper'><div class=pencraft><a href='https://substack.com/@ana'>Ana Ruiz</a></div><div class=pencraft>Jul 18, 2023</div></div>", &["Ana Ruiz"])]
#[case("en", "<div data-qa=author-name class='wpds-c-abc'>By <a href=/people/ana-ruiz/>Ana Ruiz</a> and <a href=/people/tom-lee/>Tom Lee</a></div>", &["Ana Ruiz", "Tom Lee"])]
#[case("en", "<div class=c-byline><span class=c-byline__item>By <a href=/authors/ana><span class=c-byline__author-name>Ana Ruiz</span></a> <a href='https://twitter.com/ana'>@ana</a></span> <time>Jul 18, 2013, 10:20am EDT</time></div>", &["Ana Ruiz"])]
// Other languages.
#[case("es", "<div class=firma><span class=autor>ANA RUIZ</span> <span class=ciudad>Torvald</span></div>", &["ANA RUIZ"])]
#[case("es", "<p class=firma>Ana Ruiz | Torvald</p>", &["Ana Ruiz"])]
#[case("es", "<div class=redactor>POR ANA RUIZ @ana_ruiz</div>", &["ANA RUIZ"])]
#[case("pt", "<p class=content-publication-data__from>Por Ana Ruiz e Tom Lee, G9 — Torvald</p>", &["Ana Ruiz", "Tom Lee"])]
#[case("pt", "<div class=c-news__author>ANA RUIZ<br>DE TORVALD</div>", &["ANA RUIZ"])]
#[case("fr", "<span class=meta__author>Par <a class=article__author-link href=/signataires/ana/>Ana Ruiz</a></span>", &["Ana Ruiz"])]
#[case("fr", "<p>Publié le 18 juillet 2013 à 10h20 par Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("de", "<div class=artikel-autor>Von Ana Ruiz, Torvald</div>", &["Ana Ruiz"])]
#[case("de", "<p>18.07.2013, 10:20 Uhr | von Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("de", "<p>Verfasst von Ana Ruiz am 18. Juli 2013</p>", &["Ana Ruiz"])]
#[case("it", "<div class=firma>di <em>Ana Ruiz</em></div>", &["Ana Ruiz"])]
#[case("it", "<p>dal nostro inviato ANA RUIZ</p>", &["ANA RUIZ"])]
#[case("pl", "<div class=article-author>Ana Ruiz, Tom Lee</div>", &["Ana Ruiz", "Tom Lee"])]
#[case("pl", "<p>Opublikowane przez Ana Ruiz</p>", &["Ana Ruiz"])]
#[case("ru", "<div class=article__author>Анна Иванова</div>", &["Анна Иванова"])]
#[case("ru", "<p>18 июля 2013, 10:20 | Автор: Анна Иванова</p>", &["Анна Иванова"])]
#[case("tr", "<div class=yazar-adi><a href=/yazar/ayse>Ayşe Demir</a></div>", &["Ayşe Demir"])]
#[case("tr", "<p>Haber: Ayşe Demir</p>", &["Ayşe Demir"])]
#[case("ar", "<div class=article-author>كتب: أحمد حسن</div>", &["أحمد حسن"])]
#[case("hi", "<p>लेखक: अनीता शर्मा</p>", &["अनीता शर्मा"])]
#[case("hi", "<p>Edited By: Tom Lee</p><p>Written By : अनीता शर्मा</p>", &["अनीता शर्मा"])]
#[case("id", "<div class=reporter>Reporter: <a href=/r/ana>Ana Ruiz</a></div>", &["Ana Ruiz"])]
#[case("id", "<div class=read__author>Penulis: Ana Ruiz | Editor: Tom Lee</div>", &["Ana Ruiz"])]
#[case("id", "<div class=detail__author>Ana Ruiz - <span>meridianNews</span></div>", &["Ana Ruiz"])]
#[case("ja", "<p class=author>文・山田太郎</p>", &["山田太郎"])]
#[case("ja", "<p>執筆者：山田太郎</p>", &["山田太郎"])]
#[case("ko", "<span class=byline>김민수 기자 minsu@meridian-news.example</span>", &["김민수"])]
#[case("ko", "<p>입력 2013.07.18. 10:20 | 김민수 기자</p>", &["김민수"])]
#[case("zh", "<p>2013-07-18 10:20　来源：例河报　作者：张伟</p>", &["张伟"])]
#[case("zh", "<p>記者 王小明／台北報導</p>", &["王小明"])]
// The site behind the name.
#[case("en", "<meta property=og:site_name content='The Meridian News'><p class=byline>By Ana Ruiz The Meridian News</p>", &["Ana Ruiz"])]
#[case("en", "<meta property=og:site_name content='The Meridian News'><p class=byline>By Ana Ruiz<br>The Meridian News</p>", &["Ana Ruiz"])]
#[case("en", "<meta property=og:site_name content='Torvald'><p class=byline>By Ana Ruiz Torvald</p>", &["Ana Ruiz Torvald"])]
#[case("en", "<p class=byline>By Ana Ruiz<br>Meridian News Staff Writer</p>", &["Ana Ruiz"])]
#[case("en", "<p class=byline>By Ana Ruiz Of the Meridian News Staff</p>", &["Ana Ruiz"])]
fn software_names_authors_where_it_does(#[case] language: &str, #[case] byline: &str, #[case] expected: &[&str]) {
    let page = format!("<html lang={language}>{TITLE}{byline}<div>{}</div>", PROSE.repeat(5));
    assert_eq!(authors(&page), expected, "{byline}");
}
