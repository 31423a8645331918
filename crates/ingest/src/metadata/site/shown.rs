//! The name of a site as its page shows it: in its title, on what leads to the home page, and in the lines of copyright.

use std::borrow::Cow;

use dateline_record::fingerprint::is_dense;

use super::{bare, clean, letters};
use crate::{
    html::{tags::Tag, tree::Id},
    metadata::{
        homes::{is_called_home, leads_home},
        page::Page,
        titles::parts,
    },
};

/// What a title ends with where its domain says nothing, as of sites that have names in other scripts: the name of a
/// medium, or of whom the page says that it belongs to. Sections stand before it, addresses and mottos after it.
pub(super) fn owner_in_title(page: &Page<'_, '_>) -> Option<String> {
    let title = page.title.as_deref().filter(|title| title.len() <= MOST_BYTES)?;
    let tails: Vec<&str> =
        parts(title).skip(1).filter(|part| (2..=MOST_OF_NAME).contains(&part.chars().count())).collect();
    let last = || tails.iter().rev().take(MOST_TAILS);
    let owner = || {
        let owners = if tails.is_empty() { String::new() } else { owners(page) };
        // Some leave out the article or write an `and` as a mark.
        let is_long = |name: &str, least: usize| name.chars().count() >= least;
        let is_owner = |tail: &str| {
            let (whole, joined) = (letters(tail), letters(&tail.replace(" and ", " ")));
            let without = bare(&whole);
            is_long(&whole, LEAST_OF_NAME) && [&whole, &joined].iter().any(|name| owners.contains(name.as_str()))
                || is_long(without, LEAST_WITHOUT) && owners.contains(without)
        };
        last().find(|tail| is_owner(tail))
    };
    // Some software fills in the author's field with the site's name, to which a title adds the channel's.
    let author =
        page.first_meta(&["author"]).filter(|author| author.chars().all(is_dense) && author.chars().count() >= 2);
    let channel = || last().find(|tail| author.as_deref().is_some_and(|author| tail.starts_with(author)));
    last().find(|tail| is_medium(tail)).or_else(channel).or_else(owner).and_then(|name| clean(name))
}

/// What the pictures that lead to the home page are called.
pub(super) fn logos(page: &Page<'_, '_>, url: &str) -> Vec<String> {
    let tree = page.tree;
    let link = |id: Id| tree.ancestors(id).take(4).find(|id| tree.tag(*id) == Tag::A);
    let leads_home = |id: &&Id| link(**id).is_some_and(|link| leads_home(page, link, url));
    let alts = page.images.iter().take(MOST_LOGOS).filter(leads_home).filter_map(|id| tree.attribute(*id, "alt"));
    names(alts)
}

/// What the page calls its home page: by its logos, and in the links to it.
pub(super) fn homes(page: &Page<'_, '_>, url: &str, logos: &[String]) -> Vec<String> {
    let tree = page.tree;
    let links = (1..tree.len()).filter(|id| tree.tag(*id) == Tag::A).take(MOST_LINKS);
    // Where the address is unknown, the home page of any site may be another's.
    let may_be = |id: Id| !url.is_empty() || tree.attribute(id, "href").is_some_and(|href| !href.contains("//"));
    let links: Vec<Id> = links.filter(|id| may_be(*id) && leads_home(page, *id, url)).take(MOST_LOGOS).collect();
    let titles = links.iter().filter_map(|id| tree.attribute(*id, "title"));
    let texts = links.iter().filter(|id| tree.inside(**id).len() <= MOST_OF_LINK).map(|id| tree.text(*id).into());
    logos.iter().cloned().chain(names(titles.chain(texts))).collect()
}

/// What the first pictures of a page are called.
pub(super) fn pictures(page: &Page<'_, '_>) -> Vec<String> {
    names(page.images.iter().take(MOST_LOGOS).filter_map(|id| page.tree.attribute(*id, "alt")))
}

/// Of texts those that may be names, and not what links to all home pages say.
fn names<'p>(texts: impl Iterator<Item = Cow<'p, str>>) -> Vec<String> {
    let is_name = |text: &String| !text.is_empty() && text.chars().count() <= MOST_OF_LOGO && !is_called_home(text);
    texts.filter_map(|text| clean(&text)).map(without_logo).filter(is_name).collect()
}

/// What a logo is called, without that it is one: `The Example logo`.
fn without_logo(name: String) -> String {
    const LOGOS: [&str; 5] = ["logo", "логотип", "λογότυπο", "شعار", "لوگو"];
    let is_logo = |word: &&str| LOGOS.contains(&word.to_lowercase().as_str());
    let name = without_home(&name);
    if !name.split(' ').any(|word| is_logo(&word)) {
        return name.to_owned();
    }
    name.split(' ').filter(|word| !is_logo(word)).collect::<Vec<_>>().join(" ")
}

/// `The Example` of `The Example-Home`.
fn without_home(name: &str) -> &str {
    let split = name.rsplit_once(['-', '–', '|', ':']);
    split
        .filter(|(own, end)| !own.trim().is_empty() && is_called_home(end.trim()))
        .map_or(name, |(own, _)| own.trim_end())
}

/// A name with the article that stands before it in the lines of copyright.
pub(super) fn with_article(page: &Page<'_, '_>, name: &str) -> Option<String> {
    let whole = format!("The {name}");
    copyright_lines(page).any(|line| line.contains(&whole)).then_some(whole)
}

/// The part of the page's title that a logo is called too; as that where the title is in capitals.
pub(super) fn logo_in_title(page: &Page<'_, '_>, logos: &[String]) -> Option<String> {
    let title = page.title.as_deref().filter(|title| title.len() <= MOST_BYTES)?;
    let named: Vec<(String, &str)> = parts(title).map(|part| (letters(part), part)).collect();
    logos.iter().find_map(|logo| {
        let own = letters(logo);
        let (_, part) = named.iter().find(|(part, _)| *part == own && !own.is_empty())?;
        let is_shouted = !part.chars().any(char::is_lowercase) && logo.chars().any(char::is_lowercase);
        Some(if is_shouted { logo.clone() } else { (*part).to_owned() })
    })
}

/// The last part of the page's title, of several words, with which goes on what the home page is called:
/// `The Example All the news`.
pub(super) fn home_begins_with_part(page: &Page<'_, '_>, homes: &[String]) -> Option<String> {
    let title = page.title.as_deref().filter(|title| title.len() <= MOST_BYTES)?;
    let begins = |part: &&str| part.contains(' ') && homes.iter().any(|home| home.starts_with(*part));
    parts(title).skip(1).filter(begins).last().map(str::to_owned)
}

/// Whether the page's title begins with a name, as those of blogs do: `The Example: River rises`.
pub(super) fn begins_title(page: &Page<'_, '_>, name: &str) -> bool {
    let head = page.title.as_deref().and_then(|title| title.split_once(": ")).map(|(head, _)| head);
    head.is_some_and(|head| letters(head) == letters(name))
}

/// What the home page is called, or the first words of that, where the lines of copyright say the same.
pub(super) fn home_of_owner(page: &Page<'_, '_>, homes: &[String]) -> Option<String> {
    let is_long = |name: &str| letters(name).chars().count() >= LEAST_OF_NAME;
    if !homes.iter().any(|name| is_long(name)) {
        return None;
    }
    let owners = owners(page);
    let is_owner = |name: &str| is_long(name) && owners.contains(&letters(name));
    // A logo goes on to say what the site is: `Dala Tany, the paper of the steppe`.
    let begins = |name: &String| {
        let spaces = name.match_indices(' ').skip(1).map(|(at, _)| at).collect::<Vec<_>>();
        spaces
            .into_iter()
            .rev()
            .filter_map(|at| name.get(..at))
            .map(|begin| begin.trim_end_matches(|c: char| !c.is_alphanumeric()))
            .find(|begin| begin.contains(' ') && is_owner(begin))
            .map(str::to_owned)
    };
    homes.iter().find(|name| is_owner(name)).cloned().or_else(|| homes.iter().find_map(begins))
}

/// The name in a line of copyright for which something speaks: `© 1999-2001 The Example. All rights reserved.`.
pub(super) fn owner(page: &Page<'_, '_>, is_own: impl Fn(&str) -> bool) -> Option<String> {
    let splits = |c: char| c.is_numeric() || "©ⓒ|.,;:/()·•–—".contains(c);
    let lines = copyright_lines(page).filter_map(clean).collect::<Vec<_>>();
    let names = lines.iter().flat_map(|line| line.split(splits)).map(|name| name.trim_matches(['-', ' ']));
    let mut names = names.map(|name| name.strip_prefix("Copyright").unwrap_or(name).trim());
    names.find(|name| name.chars().count() <= MOST_OF_NAME && is_own(name)).map(str::to_owned)
}

/// Pictures among which the one that leads home is looked for, at most.
const MOST_LOGOS: usize = 10;

/// Links among which those that lead home are looked for, at most.
const MOST_LINKS: usize = 200;

/// Nodes in a link that is a name, at most.
const MOST_OF_LINK: usize = 20;

/// Characters of what the home page is called, at most.
const MOST_OF_LOGO: usize = 60;

/// Bytes of a title at most, in which a site is named.
const MOST_BYTES: usize = 2_000;

/// Characters of a site's name at most.
const MOST_OF_NAME: usize = 30;

/// Parts at the end of a title among which the site is named.
const MOST_TAILS: usize = 3;

/// Whether a text in a script without spaces is called what media are.
pub(in crate::metadata) fn is_medium(text: &str) -> bool {
    text.chars().any(is_dense) && MEDIA.iter().any(|end| text.ends_with(end))
}

/// Ends of the names of media in scripts without spaces.
const MEDIA: &[&str] = &[
    "早报",
    "早報",
    "晨报",
    "晨報",
    "青年报",
    "导报",
    "導報",
    "快报",
    "快報",
    "电视台",
    "电台",
    "广播网",
    "电子报",
    "電子報",
    "電子版",
    "デジタル",
    "放送",
    "テレビ局",
    "데일리",
    "타임스",
    "타임즈",
    "투데이",
    "미디어",
    "저널",
    "닷컴",
    "网",
    "網",
    "网站",
    "網站",
    "官网",
    "官網",
    "新闻",
    "新聞",
    "日报",
    "日報",
    "晚报",
    "晚報",
    "商报",
    "商報",
    "时报",
    "時報",
    "周刊",
    "传媒",
    "傳媒",
    "卫视",
    "電視台",
    "通讯社",
    "通訊社",
    "ニュース",
    "オンライン",
    "通信",
    "テレビ",
    "신문",
    "일보",
    "뉴스",
    "방송",
];

/// The letters of the lines that say to whom the page belongs.
fn owners(page: &Page<'_, '_>) -> String {
    copyright_lines(page).map(|line| letters(&line.replace("&amp;", " "))).collect::<Vec<_>>().join(" ")
}

fn copyright_lines<'p>(page: &Page<'_, 'p>) -> impl Iterator<Item = &'p str> {
    const MARKS: [&str; 11] = [
        "©",
        "ⓒ",
        "&copy;",
        "&#169;",
        "copyright",
        "Copyright",
        "ll rights reserved",
        "版权所有",
        "版權所有",
        "저작권자",
        "無断転載",
    ];
    let tree = page.tree;
    let lines = (1..tree.len()).map(|id| tree.raw_text(id));
    let lines = lines.filter(|line| line.len() <= MOST_OF_MARK && MARKS.iter().any(|mark| line.contains(mark)));
    lines.take(MOST_MARKS)
}

/// Lines that tell of copyright, at most.
const MOST_MARKS: usize = 20;

/// Bytes of a line that tells of copyright, at most.
const MOST_OF_MARK: usize = 400;

/// Letters of a name that is looked for in such lines, at least: shorter ones stand in other words.
const LEAST_OF_NAME: usize = 4;

/// Letters of one without its article, at least.
const LEAST_WITHOUT: usize = 8;

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{
        html::tree::{Caps, Tree},
        metadata::{json_ld::JsonLd, page::Page, site::Site},
    };

    const LOGO: &str = "<a href=/><img src=/l.gif alt='Brenna Bote'></a>";

    #[rstest]
    #[case::of_the_domain(
        "<meta property=og:site_name content=brennabote><a href=/><img src=/l.gif alt='Brenna Bote - all the news'></a>",
        "Brenna Bote"
    )]
    #[case::of_another_file(
        "<title>VALLEY LARK - the daily</title><a href=/default.asp><img src=/l.gif alt='Valley Lark'></a>",
        "Valley Lark"
    )]
    #[case::a_logo("<a href=/><img src=/l.gif alt='Brenna Bote logo'></a>", "Brenna Bote")]
    #[case::in_a_link("<h1><a href=/index.php title='Brenna Bote'></a></h1>", "Brenna Bote")]
    #[case::of_the_owner("<p>&copy; 1999-2026 Brenna Bote. All rights reserved.</p>", "Brenna Bote")]
    #[case::spelled(
        "<meta property=og:site_name content=Brennabote.org><a href=/><img src=/l.gif alt=Bote></a>",
        "Brennabote.org"
    )]
    #[case::in_other_letters(
        "<meta property=og:site_name content=Brennabote.org><a href=/>Бренна</a><p>© Бренна ООО</p>",
        "Бренна"
    )]
    #[case::begins(
        "<a href=/><img src=/l.gif alt='The Valley Lark, a weekly paper'></a><p>© 2026 «The Valley Lark» Ltd</p>",
        "The Valley Lark"
    )]
    #[case::of_a_blog("<title>The Lark: River rises</title><h1><a href=/>The Lark</a></h1>", "The Lark")]
    #[case::no_link("<img src=/b.gif alt='The Valley Lark'><p>© 2026 The Valley Lark</p>", "The Valley Lark")]
    // A part of the site, and names for which nothing speaks.
    #[case::of_a_part("<a href=https://pets.brennabote.org/><img src=/l.gif alt='Brenna Bote'></a>", "")]
    #[case::unknown("<a href=/><img src=/l.gif alt='The Valley Lark'></a>", "")]
    #[case::of_others("<p>&copy; 2026 Torvald Holdings. All rights reserved.</p>", "")]
    fn the_page_shows_what_its_site_is_called(#[case] page: &str, #[case] expected: &str) {
        assert_eq!(name(page, None, "https://www.brennabote.org/a/1"), expected);
    }

    #[test]
    fn the_publisher_goes_before_a_logo_and_a_word() {
        let word = "<meta property=og:site_name content=brennabote>";
        let read = |publisher: &str| name(&format!("{word}{LOGO}"), Some(publisher), "https://brennabote.org/a");
        assert_eq!(read("The Brenna Bote"), "The Brenna Bote");
        assert_eq!(read("brennabote"), "Brenna Bote");
    }

    #[test]
    fn the_publisher_tells_a_name_from_a_motto() {
        let read = |publisher: &str| {
            let page = "<meta property=og:site_name content='Brenna - Torvald'>";
            name(page, Some(publisher), "https://brenna.org/a")
        };
        assert_eq!(read("Brenna Torvald"), "Brenna Torvald");
        assert_eq!(read("Brenna - Torvald"), "Brenna");
    }

    #[test]
    fn a_copy_in_an_archive_is_of_its_site() {
        let url = "https://web.archive.org/web/20011116084412/http://www.brennabote.org/a.html";
        assert_eq!(name("<title>River rises - Brenna Bote</title>", None, url), "Brenna Bote");
    }

    fn name(page: &str, publisher: Option<&str>, url: &str) -> String {
        let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
        let ld = JsonLd { publisher: publisher.map(str::to_owned), ..JsonLd::default() };
        Site::read(&Page::read(&tree), &ld, url).name
    }
}
