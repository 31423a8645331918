//! Whether an article is opinion, by what its page says of it.

mod words;

use std::borrow::Cow;

use url::{Url, form_urlencoded};

use super::{
    json_ld::JsonLd,
    page::Page,
    sections::Sections,
    titles::{self, Title},
};
use crate::html::tree::Id;
use words::{IN_NAMES, OF_READERS, OPINION, OTHERS};

/// Whether the page says that its article is opinion: by its data, its sections, its address, a line above the headline
/// or what is set apart in its title.
pub(super) fn is(page: &Page<'_, '_>, ld: &JsonLd, sections: &Sections, title: &Title, url: &str) -> bool {
    let (title, heading) = (title.text.as_str(), title.heading);
    let said = page.first_meta(&["article:opinion", "og:article:opinion"]);
    let mut named = std::iter::once(&sections.own).chain(&sections.others);
    ld.is("OpinionNewsArticle")
        || said.is_some_and(|said| said.eq_ignore_ascii_case("true"))
        || named.any(|name| is_section(name))
        || is_in_address(url)
        || is_slug(url, title)
        || sections.above.iter().any(|line| is_label(line))
        || sections
            .linked
            .iter()
            .any(|line| is_short(&line.name) && is_section(&line.name) && !is_of_readers(&line.name))
        || is_genre(page, ld)
        || is_classed(page, heading)
        || is_labelled(title)
        || page.title.as_deref().filter(|title| title.len() <= MOST_OF_TITLE).is_some_and(is_labelled)
}

/// Bytes of the page's title at most, in which it may say so.
const MOST_OF_TITLE: usize = 2_000;

/// Whether a name is what opinion is called, and nothing else.
pub(super) fn is_called(name: &str) -> bool {
    OPINION.binary_search(&name.trim().to_lowercase().as_str()).is_ok()
}

/// Whether a section is one of opinion, by its name or a word of it.
fn is_section(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = || name.split(|c: char| !c.is_alphanumeric() && c != '-' && !is_mark(c));
    is_called(&name)
        || (words().any(|word| IN_NAMES.binary_search(&word).is_ok())
            && !words().any(|word| OTHERS.binary_search(&word).is_ok()))
}

/// Whether a character belongs to a letter before it, as vowels do in the scripts of India.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}')
}

/// Whether a folder of an address is one of opinion; what comes last is the article's own.
fn is_in_address(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let folders: Vec<&str> = url.path_segments().map(Iterator::collect).unwrap_or_default();
    let Some((_, folders)) = folders.split_last() else { return false };
    is_host(&url) || folders.iter().any(|folder| is_section(&decoded(folder).replace('_', " ")) || is_of_words(folder))
}

/// Whether a part of a site that has an address of its own is one of opinion: `opinion.example.org`.
fn is_host(url: &Url) -> bool {
    let first = url.host_str().and_then(|host| host.split_once('.')).filter(|(_, rest)| rest.contains('.'));
    first.is_some_and(|(first, _)| is_sure(first))
}

/// Whether a word is of opinion alone: software calls all that is no advertisement editorial.
fn is_sure(word: &str) -> bool {
    IN_NAMES.binary_search(&word).is_ok() && !word.contains("editor") && !word.contains("éditor")
}

/// Whether the last part of an address begins with what the headline does not: `opinion-the-river`.
fn is_slug(url: &str, title: &str) -> bool {
    const LABELS: [&str; 5] = ["opinion", "op-ed", "opinion-column", "commentary", "letter-to-the-editor"];
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let slug = path.rsplit('/').next().unwrap_or_default();
    let after = LABELS.iter().find_map(|label| Some((label, slug.strip_prefix(label)?.strip_prefix('-')?)));
    after.is_some_and(|(label, rest)| {
        let is_in_title = || super::letters(title).starts_with(&super::letters(label));
        rest.contains('-') && !rest.split('-').any(|word| OTHERS.binary_search(&word).is_ok()) && !is_in_title()
    })
}

/// Whether the kind of text that the page says it is of is opinion.
fn is_genre(page: &Page<'_, '_>, ld: &JsonLd) -> bool {
    const METAS: [&str; 10] = [
        "article:genre",
        "article:type",
        "article-type",
        "article_type",
        "articletype",
        "content-genre",
        "dc.type",
        "genre",
        "news_genre",
        "prism.genre",
    ];
    let given = METAS.iter().flat_map(|name| page.all_metas(name));
    given.chain(ld.genres.iter().cloned()).any(|genre| {
        let genre = genre.to_lowercase();
        // News codes are addresses: `http://cv.iptc.org/newscodes/genre/Opinion`.
        genre.rsplit(['/', ':']).next().is_some_and(|last| is_sure(last.trim()))
    })
}

/// Elements around the headline that may say in which categories the post is, at most.
const MOST_AROUND: usize = 12;

/// Whether the element of the article is classed by a category of opinion, as software does: `post-7 category-opinion`.
fn is_classed(page: &Page<'_, '_>, heading: Option<Id>) -> bool {
    let around = heading.into_iter().flat_map(|heading| page.tree.ancestors(heading)).take(MOST_AROUND);
    around.filter_map(|id| page.tree.attribute(id, "class")).filter(|class| class.contains("category-")).any(|class| {
        let is_post = class.split_ascii_whitespace().any(|name| name == "hentry" || name == "type-post");
        let mut categories = class.split_ascii_whitespace().filter_map(|name| name.strip_prefix("category-"));
        is_post && categories.any(|category| is_section(&category.replace('-', " ")))
    })
}

/// Whether a line is no longer than the name of a section.
fn is_short(line: &str) -> bool {
    const MOST_WORDS: usize = 5;
    line.split_whitespace().count() <= MOST_WORDS
}

/// Whether words of a folder are of opinion: `opinion-columnists`.
fn is_of_words(folder: &str) -> bool {
    folder.contains('-') && is_section(&folder.replace('-', " "))
}

fn decoded(folder: &str) -> Cow<'_, str> {
    if !folder.contains('%') {
        return folder.into();
    }
    form_urlencoded::parse(folder.as_bytes()).next().map_or(folder.into(), |(name, _)| name)
}

/// Whether a line above a headline says that it is opinion.
fn is_label(line: &str) -> bool {
    is_called(line) && !is_of_readers(line)
}

fn is_of_readers(line: &str) -> bool {
    OF_READERS.binary_search(&line.trim().to_lowercase().as_str()).is_ok()
}

/// Whether a title is set off as opinion: `Opinion: The river`, `[Column] The river`, `The river | Opinion`.
fn is_labelled(title: &str) -> bool {
    let before = title.split_once([':', '：', '|', '｜']).is_some_and(|(label, _)| is_called(label));
    let brackets = [('[', ']'), ('【', '】'), ('［', '］')];
    let in_brackets = brackets.iter().any(|(open, close)| {
        title
            .trim_start()
            .strip_prefix(*open)
            .and_then(|rest| rest.split_once(*close))
            .is_some_and(|(label, _)| is_called(label))
    });
    before || in_brackets || titles::parts(title).skip(1).any(is_called)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{Limits, html};

    #[test]
    fn lists_are_sorted() {
        assert!(OPINION.is_sorted() && IN_NAMES.is_sorted() && OF_READERS.is_sorted() && OTHERS.is_sorted());
    }

    #[rstest]
    #[case("Opinion", true)]
    #[case("Editorial & Opinion", true)]
    #[case("TB Opinyon", true)]
    #[case("مقالات الرأي في الأدب", true)]
    #[case("Opinion polls", false)]
    #[case("Letters to the Editor", true)]
    #[case("Gastbeitrag", true)]
    #[case("Editorial guidelines", false)]
    #[case("News", false)]
    fn a_section_is_of_opinion_by_its_words(#[case] name: &str, #[case] expected: bool) {
        assert_eq!(is_section(name), expected);
    }

    #[rstest]
    #[case("https://example.org/opinion/river", true)]
    #[case("https://example.org/en/english_editorials/1.html", true)]
    #[case("https://example.org/news-opinion/river", true)]
    #[case("https://example.org/%E7%A4%BE%E8%AA%AC/1", true)]
    #[case("https://example.org/guest-essay/river", true)]
    #[case("https://opinion.example.org/1/river", true)]
    #[case("https://example.org/news/opinion", false)]
    // What is no advertisement.
    #[case("https://editorial.example.org/1/river", false)]
    #[case("https://opinion.org/1/river", false)]
    fn a_folder_is_of_opinion(#[case] url: &str, #[case] expected: bool) {
        assert_eq!(is_in_address(url), expected);
    }

    #[rstest]
    #[case("Opinion: The river and us", true)]
    #[case("[Column] The river and us", true)]
    #[case("【社説】川と私たち", true)]
    #[case("The river and us | Kommentar | Example", true)]
    #[case("The river: an opinion", false)]
    #[case("Opinion polls: the river leads", false)]
    fn a_title_is_set_off_as_opinion(#[case] title: &str, #[case] expected: bool) {
        assert_eq!(is_labelled(title), expected);
    }

    #[rstest]
    #[case("https://example.org/2026/opinion-the-river-and-us", "The river and us", true)]
    #[case("https://example.org/2026/op-ed-the-river-and-us/", "The river and us", true)]
    #[case("https://example.org/2026/opinion-divided-over-river", "Opinion divided over river", false)]
    #[case("https://example.org/2026/opinion-polls-and-the-river", "River leads", false)]
    #[case("https://example.org/2026/opinion-1", "River rises", false)]
    fn the_last_part_of_an_address_may_say_so(#[case] url: &str, #[case] title: &str, #[case] expected: bool) {
        assert_eq!(is_slug(url, title), expected);
    }

    #[rstest]
    #[case("<meta property=article:opinion content=true>", "", true)]
    #[case("<meta name=genre content=Opinion>", "", true)]
    #[case("<meta name=genre content=editorial>", "", false)]
    #[case("<meta name=gazette-section content=opinion>", "", true)]
    #[case(
        r#"<script type=application/ld+json>{"@type":"NewsArticle","genre":"http://cv.iptc.org/newscodes/genre/Opinion"}</script>"#,
        "",
        true
    )]
    #[case("", "<ul><li><a href=/river-opinions>Valley Opinions &amp; more</a></ul>", true)]
    #[case("", "<p>Read our <a href=/rules>editorial rules</a></p>", false)]
    #[case("", "<p><a href=/rules>Editorial policy</a></p>", false)]
    #[case("", "<p>in <a rel='category tag' href=/c/1>Opinion</a></p>", true)]
    #[case("", "<p class=kicker>Kommentar</p>", true)]
    #[case("<meta property=article:section content=Valley><meta property=article:section content=Opinion>", "", true)]
    // What readers say.
    #[case("", "<p>Kommentare</p>", false)]
    #[case("", "<p>Valley</p>", false)]
    fn a_page_says_that_it_is_opinion(#[case] head: &str, #[case] above: &str, #[case] expected: bool) {
        let text =
            "<p>Hundreds of people left their homes on Tuesday as the river rose by two metres, the mayor said.</p>";
        let page = format!(
            "<html><title>River rises</title>{head}<body><div>{above}<h1>River rises</h1></div>{text}</body></html>"
        );
        let article = html::parse(&page, "https://example.org/a/1", &Limits::default()).unwrap();
        assert_eq!(article.flags.contains(&dateline_record::v1::article::Flag::Opinion.into()), expected);
    }

    #[rstest]
    #[case("post-7 type-post category-opinion", true)]
    #[case("post-7 type-post category-valley", false)]
    #[case("layout category-opinion", false)]
    fn a_post_is_classed_by_its_categories(#[case] class: &str, #[case] expected: bool) {
        let text =
            "<p>Hundreds of people left their homes on Tuesday as the river rose by two metres, the mayor said.</p>";
        let page = format!(
            "<html><title>River rises</title><body><article class='{class}'><h1>River rises</h1>{text}</article></body></html>"
        );
        let article = html::parse(&page, "https://example.org/a/1", &Limits::default()).unwrap();
        assert_eq!(article.flags.contains(&dateline_record::v1::article::Flag::Opinion.into()), expected);
    }
}
