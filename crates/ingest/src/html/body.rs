//! Elements that sites name as the body of an article.

use super::{
    tags::Tag,
    tree::{Id, Tree},
};

/// How sure a name is that an element holds the article, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// By the standard's own mark, or a name that says it in so many words.
    Body,
    /// `<article>`.
    Article,
    /// `<main>`, or a name such as `main-content`.
    Main,
}

/// Names of the body of an article, without what separates their words.
const BODY: &[&str] = &[
    "articlebody",
    "articlebodycontent",
    "articlebodytext",
    "articlecontent",
    "articletext",
    "articlemaincontent",
    "articledetail",
    "articlewrapcontent",
    "blogcontent",
    "blogpostbody",
    "blogpostcontent",
    "blogbody",
    "bodycopy",
    "bodytext",
    "contentbody",
    "entrybody",
    "entrycontent",
    "entrytext",
    "mainarticle",
    "newsbody",
    "newscontent",
    "newsdetail",
    "newstext",
    "pagecontentbody",
    "postbody",
    "postcontent",
    "postentry",
    "postarticle",
    "posttext",
    "postfulltext",
    "singlecontent",
    "singlepostcontent",
    "storybody",
    "storycontent",
    "storytext",
    "textcontent",
    "tdpostcontent",
    "themepostcontent",
    "widgetthemepostcontent",
    "richtextcontent",
    "fieldnamebody",
    "caaspostcontent",
    "caasbody",
    "contentarticle",
    "noticiacontent",
    "artikelbody",
    "blogrichtext",
    "blogpostrichtext",
    "postrichtext",
    "articlerichtext",
    "hscoswrapperpostbody",
    "hscoswrapper_namepostbody",
];

const MAIN: &[&str] = &["maincontent", "pagecontent", "primarycontent", "sitecontent", "contentmain", "content"];

/// What an element claims to be.
pub(super) fn claim(tree: &Tree<'_>, id: Id) -> Option<Claim> {
    match tree.tag(id) {
        Tag::Article => named(tree, id).or(Some(Claim::Article)),
        Tag::Main => named(tree, id).or(Some(Claim::Main)),
        Tag::Div | Tag::Section | Tag::Td | Tag::Span => named(tree, id),
        _ => None,
    }
}

fn named(tree: &Tree<'_>, id: Id) -> Option<Claim> {
    tree.attributes(id)
        .filter_map(|(name, value)| match name {
            "itemprop" if value.eq_ignore_ascii_case("articleBody") => Some(Claim::Body),
            "class" | "id" | "data-testid" | "data-component" => {
                value.split_ascii_whitespace().filter_map(by_name).min()
            }
            "role" if value.eq_ignore_ascii_case("main") => Some(Claim::Main),
            _ => None,
        })
        .min()
}

fn by_name(name: &str) -> Option<Claim> {
    if !(7..60).contains(&name.len()) {
        return None;
    }
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    if BODY.iter().any(|body| letters == *body || (letters.len() <= body.len() + 12 && letters.ends_with(body))) {
        Some(Claim::Body)
    } else if MAIN.contains(&letters.as_str()) {
        Some(Claim::Main)
    } else {
        None
    }
}
