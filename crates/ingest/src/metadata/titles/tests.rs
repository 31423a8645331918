use rstest::rstest;

use crate::html::{tree::Caps, tree::Tree};

use super::*;

#[rstest]
// A headline twice, and what the page is called for its readers where social networks are told otherwise.
#[case("<title>River rises again</title><h1>River rises again River rises again</h1>", "River rises again")]
#[case("<title>Duran Duran</title><h1>Duran Duran</h1>", "Duran Duran")]
#[case(
    "<title>River rises in Torvald - The Example</title><meta property=og:title content='Hundreds flee the lower town'><div class=x>River rises in Torvald</div><a href=/b>Hundreds flee the lower town</a>",
    "River rises in Torvald"
)]
// A kicker and a byline in the heading.
#[case(
    "<title>River rises in Torvald</title><h1><span>Floods</span> River rises in Torvald <small>by Ana</small></h1>",
    "River rises in Torvald"
)]
#[case(
    "<title>River rises in Torvald</title><h1><b>Floods</b>: <i>River rises in Torvald</i></h1>",
    "River rises in Torvald"
)]
#[case(
    "<title>川の水位が上昇 町は避難へ（写真＝例河）：例河新聞</title><h1><b>川の水位が上昇 町は避難へ</b> <i>編集委員 山田太郎</i></h1>",
    "川の水位が上昇 町は避難へ"
)]
// A kicker in an element of its own, which titles have before a colon; one that is shown with it.
#[case(
    "<title>Floods: River rises in Torvald - The Example</title><h2><span>Floods</span> <span>River rises in Torvald</span></h2>",
    "River rises in Torvald"
)]
#[case(
    "<title>Hochwasser: Der Fluss steigt wieder</title><h1><i>Hochwasser</i> <b>Der Fluss steigt wieder</b></h1>",
    "Der Fluss steigt wieder"
)]
#[case(
    "<title>Floods: River rises in Torvald</title><h1><i>Floods:</i> <b>River rises in Torvald</b></h1>",
    "Floods: River rises in Torvald"
)]
// A kicker by its class, whatever titles say.
#[case(
    "<title>The lake: River rises again in Torvald</title><h1><i class=x__overline>A lake over the town</i><b> - </b><b>River rises again in Torvald</b></h1>",
    "River rises again in Torvald"
)]
// A mark that sections alone have behind them.
#[case(
    "<title>Leader ⟩ River rises in Torvald</title><h1>Leader ⟩ River rises in Torvald</h1>",
    "River rises in Torvald"
)]
// One that is headed by the name of the site, as its home page is, or is so called for the page alone.
#[case(
    "<title>VALLEY NEWS: River rises again in Torvald</title><h1>VALLEY NEWS</h1><h3>River rises again in Torvald</h3>",
    "River rises again in Torvald"
)]
#[case(
    "<title>News of the valley</title><meta property=og:title content='River rises in Torvald'><h1>News of the valley</h1><b>River rises in Torvald</b>",
    "River rises in Torvald"
)]
#[case("<title>Torvald river rises</title><div itemprop=headline>Vatnið í ánni hækkar</div>", "Vatnið í ánni hækkar")]
#[case(
    "<title>Old brickyard in Torvald to close</title><meta property=og:title content='Where will 84 families go?'><h1>Old brickyard in Torvald to close</h1>",
    "Old brickyard in Torvald to close"
)]
// For search engines a headline ends otherwise.
#[case(
    "<title>Why the river rises in Torvald? We explain</title><h2>Why the river rises in Torvald and nobody can stop the water</h2>",
    "Why the river rises in Torvald and nobody can stop the water"
)]
#[case("<title>The river rises in Torvald</title><h2>The river is quiet in winter</h2>", "The river rises in Torvald")]
// What a text is stands in brackets behind its title, and is not shown.
#[case(
    "<title>Rzeka w Torvaldzie wzbiera [FELIETON]</title><h2>Rzeka w Torvaldzie wzbiera</h2>",
    "Rzeka w Torvaldzie wzbiera"
)]
#[case(
    "<title>Ex - Река поднялась в Торвальде (версия для печати)</title><h2>Река поднялась в Торвальде</h2>",
    "Река поднялась в Торвальде"
)]
// A section behind a bar, as opinion is called or as the page declares it.
#[case("<title>River rises | Opinion</title><h1>River rises in the valley | Opinion</h1>", "River rises in the valley")]
#[case("<title>El río sube en Torvald | Opinión</title>", "El río sube en Torvald")]
#[case(
    "<meta property=article:section content=Local><title>River rises in Torvald | Local</title>",
    "River rises in Torvald"
)]
#[case("<title>River rises in Torvald | Ana Ruiz</title>", "River rises in Torvald | Ana Ruiz")]
// Where a word may be broken is not seen.
#[case("<title>River rises in Torvald</title><h1>Ri&shy;ver ri&#8203;ses in Torvald</h1>", "River rises in Torvald")]
// A heading says the whole of what titles were cut to.
#[case(
    "<title>Mayor, 72, is told to close the bridge | The Example</title><h2>Mayor, 72, is told to close the bridge he spent years on</h2>",
    "Mayor, 72, is told to close the bridge he spent years on"
)]
#[case(
    "<meta property=og:title content='How four towns of the valley learned'><title>How four towns of the valley learned to live with floods</title>",
    "How four towns of the valley learned to live with floods"
)]
// A paragraph, and the name of a section, where titles agree on a headline.
#[case(
    "<meta property=og:title content='The 10 best bridges of Torvald'><title>The 10 best bridges of Torvald | The Example | The Example</title><h1>Learn which bridges of Torvald are open to all. Our guide tells you what each of them costs, who built it and when, and where to stand if you would like to see the sun set over the river.</h1>",
    "The 10 best bridges of Torvald"
)]
#[case(
    "<meta property=og:title content='River rises in Torvald'><title>River rises in Torvald</title><meta name=twitter:title content='The flood report, A, and more'><h1>A Flood Report</h1>",
    "River rises in Torvald"
)]
// The logo is an `h1` too.
#[case(
    "<title>River rises in Torvald</title><h1>The Example</h1><h1>River rises in Torvald</h1>",
    "River rises in Torvald"
)]
// Metadata cuts the headline.
#[case(
    "<meta property=og:title content='River rises in…'><title>River rises in Torvald | The Example</title>",
    "River rises in Torvald"
)]
// Scripts without spaces: a headline in other words, and one that is the title's beginning.
#[case("<title>內閣總辭 | 政治</title><h1>內閣宣布總辭</h1>", "內閣宣布總辭")]
#[case("<title>รัฐบาลลาออก</title><h1>รัฐบาลลาออกหลังลงมติ</h1>", "รัฐบาลลาออกหลังลงมติ")]
// The site's name is not that of its domain.
#[case(
    "<title>River rises in Torvald | Valley Courier</title><h2>River rises in Torvald</h2>",
    "River rises in Torvald"
)]
#[case(
    "<title>River rises in Torvald - Valley Courier</title><div class=t>River rises in Torvald</div>",
    "River rises in Torvald"
)]
#[case(
    "<title>강물이 밤새 불어났다 < 사회 < 기사본문 - 예보데일리</title><h3>강물이 밤새 불어났다</h3>",
    "강물이 밤새 불어났다"
)]
// Titles that all pages of a site have.
#[case(
    "<title>例河县政府网站</title><td>例河县召开河水防汛工作会议</td><td>发布时间：2026-03-02</td>",
    "例河县召开河水防汛工作会议"
)]
#[case(
    "<title>新闻动态--例河学会官网</title><h5>例河学会在山谷召开年会</h5><b>发布时间：2026-03-02</b>",
    "例河学会在山谷召开年会"
)]
#[case(
    "<title>例省山河大坝今晨开闸放水</title><b>例河县召开河水防汛工作会议</b><b>发布时间：2026-03-02</b>",
    "例省山河大坝今晨开闸放水"
)]
#[case(
    "<title>例河日报｜河边新闻</title><a href='/'><img alt=例河日报></a><b>例河县召开河水防汛工作会议</b><i>2026/3/2 月曜日</i>",
    "例河县召开河水防汛工作会议"
)]
// The site's name in the only `h1`.
#[case(
    "<title>River rises in Torvald - Valley Courier</title><h1>Valley Courier</h1>",
    "River rises in Torvald - Valley Courier"
)]
#[case(
    "<title>Valley Courier | River rises in Torvald</title><h1>River rises in Torvald</h1>",
    "River rises in Torvald"
)]
#[case("<title>河水今晨上涨 @ 例河的家 :: 例河邦</title><h1>例河邦</h1><h2>河水今晨上涨</h2>", "河水今晨上涨")]
// The heading that leads home is the site's name; what a separator sets apart is longer than the headline.
#[case("<title>River rises in Torvald - Brenna</title><h1><a href=/>Brenna</a></h1>", "River rises in Torvald")]
#[case(
    "<title>River rises in Torvald | Weather | All the news of the Brenna valley</title><h1><a href=https://b.example/>The Brenna valley</a></h1><h2>River rises in Torvald</h2>",
    "River rises in Torvald"
)]
#[case(
    "<title>River rises in Torvald — notes on the Brenna</title><h1><a href=../index.html>notes on the Brenna</a></h1><h1>River rises in Torvald<a href=#a>¶</a></h1>",
    "River rises in Torvald"
)]
#[case("<title>河水上涨学校停课_要闻_布伦纳报</title><div>河水上涨学校停课</div>", "河水上涨学校停课")]
#[case(
    "<title>River rises in Torvald @ Ana Ruiz :: Brenna Blogs ::</title><h1>Brenna Blogs</h1><h2>River rises in Torvald</h2>",
    "River rises in Torvald"
)]
// A card of another article.
#[case(
    "<title>River rises in Torvald</title><h1><a href='https://other.example/b'>Why the geese stay in the valley</a></h1>",
    "River rises in Torvald"
)]
// Scripts without spaces set the site apart with other marks, and none.
#[case("<title>河水今晨上涨_国内_例河网</title>", "河水今晨上涨")]
#[case("<title>河水今晨上涨--国内--例河之声</title><b>河水今晨上涨</b>", "河水今晨上涨")]
#[case(
    "<title>例省山河大坝今晨开闸放水 例河区_例河网</title><b>例省山河大坝今晨开闸放水</b>",
    "例省山河大坝今晨开闸放水"
)]
#[case("<title>河水上涨 大坝今晨开闸放水</title><a>首页</a><b>河水上涨</b>", "河水上涨 大坝今晨开闸放水")]
#[case("<title>河水今晨上涨 - 例河门户网站</title><h1>例河网站</h1>", "河水今晨上涨")]
// The name of the site leads home; old blogs put the title at its end, and the site in marks of its own.
#[case(
    "<title>Valley Notes » Archive » River rises in Torvald</title><h1><a href='/'>Valley Notes</a></h1><h2>River rises in Torvald</h2>",
    "River rises in Torvald"
)]
#[case(
    "<title>River rises in Torvald | Notes | Ana Ruiz</title><h1><a href='https://www.theexample.org/'>Hello, I am Ana</a></h1><h2>River rises in Torvald</h2>",
    "River rises in Torvald"
)]
#[case(
    "<title>“River rises in Torvald” « the valley blog</title><h1>the <a href='/index.html'>valley</a> blog</h1><h3>“River rises in Torvald”</h3>",
    "“River rises in Torvald”"
)]
#[case(
    "<title>River rises - Manual</title><h1>River rises in Torvald<a href='#river'>¶</a></h1>",
    "River rises in Torvald"
)]
// The site is known by its domain alone.
#[case("<title>River rises in Torvald - The Example</title>", "River rises in Torvald")]
fn the_headline_is_what_readers_see(#[case] head: &str, #[case] expected: &str) {
    let tree = Tree::parse(head, Caps { depth: 100, elements: 100 }).unwrap();
    let page = Page::read(&tree);
    let site = Site::read(&page, &JsonLd::default(), "https://www.theexample.org/a");
    assert_eq!(read(&page, &JsonLd::default(), &site, "https://www.theexample.org/a").text, expected);
}

#[test]
fn a_headline_below_the_first_level_is_found() {
    let tree = Tree::parse(
        "<title>River rises in Torvald</title><h2>News</h2><h2>River rises in Torvald</h2>",
        Caps { depth: 9, elements: 99 },
    )
    .unwrap();
    let page = Page::read(&tree);
    let site = Site::read(&page, &JsonLd::default(), "");
    assert_eq!(read(&page, &JsonLd::default(), &site, "").heading, page.lower_headings.get(1).copied());
}

/// Pages that software gives the title of a view, of the paper or of nothing.
#[rstest]
#[case(
    "<title>Valley News: Einzelansicht</title><h3>Verse of the day</h3><p>Short.</p>{} ",
    "River rises again in Torvald"
)]
#[case("<title>Torvald river</title>{}", "Torvald river")]
fn the_headline_of_a_page_that_is_called_as_all_are(#[case] page: &str, #[case] expected: &str) {
    let prose = "The river rose by two metres in the night, and hundreds of people left their homes in the lower town, the mayor said on Tuesday.";
    let article = format!("<h2>River rises again in Torvald</h2>{}", format!("<p>{prose}</p>").repeat(5));
    let html = page.replace("{}", &article);
    let tree = Tree::parse(&html, Caps { depth: 9, elements: 99 }).unwrap();
    let page = Page::read(&tree);
    let site = Site::read(&page, &JsonLd::default(), "");
    assert_eq!(read(&page, &JsonLd::default(), &site, "").text, expected);
}

#[rstest]
#[case("<b id=font_title>섬마을 보건소장이 배를 내리다</b><p id=font_subtitle>소장 정년퇴임, 아이 마흔일곱 명</p>")]
#[case("<b>섬마을 보건소장이 배를 내리다</b>")]
fn the_headline_stands_above_the_day(#[case] lines: &str) {
    let html = format!("<title>例報首頁</title>{lines}<p>2026년 3월 2일 10:21:33</p>");
    let tree = Tree::parse(&html, Caps { depth: 9, elements: 99 }).unwrap();
    let page = Page::read(&tree);
    let site = Site::read(&page, &JsonLd::default(), "");
    assert_eq!(read(&page, &JsonLd::default(), &site, "").text, "섬마을 보건소장이 배를 내리다");
}

#[test]
fn the_headline_stands_above_the_day_that_is_labelled() {
    let html =
        "<title>首頁</title><b>Ο καπετάνιος έφυγε χθες</b><p>Ημερομηνία δημοσίευσης: 16/10/2026 - Αναγνώσεις: 7</p>";
    let tree = Tree::parse(html, Caps { depth: 9, elements: 99 }).unwrap();
    let page = Page::read(&tree);
    let site = Site::read(&page, &JsonLd::default(), "");
    assert_eq!(read(&page, &JsonLd::default(), &site, "").text, "Ο καπετάνιος έφυγε χθες");
}
