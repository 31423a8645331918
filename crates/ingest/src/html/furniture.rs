//! What stands around an article, told by markup: menus, related links, sharing, comments, advertisements.

use super::{
    tags::Tag,
    tree::{Id, Tree},
};

/// Words of a class or id that name furniture.
const WORDS: &[&str] = &[
    "ad", "adblock", "addthis", "addtoany", "ads", "adsense", "advert", "advertisement", "advertising", "affiliate",
    "alsoread", "articlemeta", "authorbio", "authorbox", "banner", "bio", "biography", "bookmark", "breadcrumb",
    "breadcrumbs", "byline", "bylines", "caption", "captions", "carousel", "comment", "commentlist", "comments",
    "consent", "contributors", "cookie", "cookies", "copyright", "credit", "credits", "cta", "dialog", "discover",
    "discuss", "discussion", "disqus", "dropdown", "feedback", "follow", "footer", "gallery", "gdpr", "hashtags",
    "hidden", "infobox", "inbox", "jump", "jumplinks", "login", "masthead", "menu", "metadata", "mobilenav", "modal",
    "morefrom", "moreon", "mostread", "nav", "navbar", "navigation", "newsletter", "newsletters", "noprint",
    "offscreen", "outbrain", "overlay", "pager", "pagination", "partner", "partners", "paywall", "photocredit",
    "playlist", "popular", "popup", "postmeta", "print", "printonly", "promo", "promobox", "promos", "promoted",
    "promotion", "rating", "ratings", "readmore", "readnext", "recirc", "recommend", "recommendation",
    "recommendations", "recommended", "register", "related", "relatedposts", "screenreader", "share", "sharebar",
    "sharedaddy", "sharing", "sidebar", "signup", "skip", "slideshow", "social", "sponsor", "sponsored", "subnav",
    "subscribe", "subscription", "taboola", "tagcloud", "taglist", "tags",
];

/// More of them.
const MORE_WORDS: &[&str] = &[
    "teaser", "teasers", "timestamp", "toolbar", "tooltip", "topics", "trending", "upnext", "utility", "video-info",
    "visuallyhidden", "watermark", "whatsapp", "widget", "yarpp", "zergnet", "revcontent", "srtitle", "seealso", "toc",
    "nocontent", "noscript", "livefyre", "viafoura",
];

/// Names of several words.
const PHRASES: &[&str] = &[
    "about-author", "about-the-author", "also-like", "article-date", "article-meta", "author-info", "author-box",
    "author-card", "author-details", "entry-meta", "get-updates", "image-source", "in-this-article", "latest-news",
    "more-from", "more-in", "more-like", "more-news", "more-on", "more-stories", "most-read", "next-article",
    "next-post", "post-date", "post-info", "post-meta", "post-nav", "prev-next", "read-also", "read-more", "read-next",
    "see-also", "sr-only", "table-of-contents",
];

/// Names of page builders, which call every part of a page a widget or a block.
const BUILDERS: [&str; 8] = ["elementor", "et_pb", "et-", "wp-block", "vc_", "fl-", "fusion", "so-widget"];

/// What of a page is furniture.
pub(super) struct Furniture {
    /// Characters of prose before each node.
    prose: Vec<u32>,
}

impl Furniture {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut prose = Vec::with_capacity(tree.len() + 1);
        let mut sum = 0u32;
        let mut skip_to = 0;
        for id in 0..tree.len() {
            prose.push(sum);
            let node = tree.get(id);
            if id < skip_to {
                continue;
            }
            match node.tag {
                Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Head | Tag::A | Tag::Svg => {
                    skip_to = node.end;
                }
                Tag::Text => {
                    let length = tree.raw_text(id).trim_ascii().len();
                    sum += if length >= 60 { length as u32 } else { 0 };
                }
                _ => {}
            }
        }
        prose.push(sum);
        Self { prose }
    }

    /// Share of the page's prose that an element holds.
    fn share(&self, tree: &Tree<'_>, id: Id) -> f64 {
        let at = |id: Id| f64::from(self.prose.get(id).copied().unwrap_or_default());
        (at(tree.get(id).end) - at(id)) / at(tree.len()).max(1.0)
    }

    /// Whether a node and all that it holds are no part of the article.
    pub(super) fn is(&self, tree: &Tree<'_>, id: Id) -> bool {
        let tag = tree.tag(id);
        match tag {
            Tag::Text | Tag::Html | Tag::Body | Tag::Br => false,
            Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Head | Tag::Nav | Tag::Button | Tag::Select
            | Tag::Textarea | Tag::Iframe | Tag::Svg | Tag::Math | Tag::Canvas | Tag::Object | Tag::Video | Tag::Audio
            | Tag::Menu | Tag::Search | Tag::Input | Tag::Dialog | Tag::Title => true,
            Tag::Figcaption | Tag::Caption => true,
            Tag::Footer | Tag::Aside | Tag::Form => self.share(tree, id) < 0.4,
            _ => self.is_named(tree, id, tag),
        }
    }

    fn is_named(&self, tree: &Tree<'_>, id: Id, tag: Tag) -> bool {
        let named = tree.attributes(id).any(|(name, value)| says_furniture(tag, name, value));
        named && self.share(tree, id) < 0.4
    }
}

fn says_furniture(tag: Tag, name: &str, value: &str) -> bool {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if is("class") {
        value.split_ascii_whitespace().any(|class| names_furniture(class))
    } else if is("id") {
        names_furniture(value.trim_ascii())
    } else if is("hidden") {
        true
    } else if is("style") {
        let value: String = value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        value.contains("display:none") || value.contains("visibility:hidden")
    } else if is("aria-hidden") {
        value.eq_ignore_ascii_case("true") && tag != Tag::Span
    } else if is("role") {
        ["navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu", "menubar", "alert", "alertdialog", "toolbar", "tooltip"]
            .iter()
            .any(|role| value.eq_ignore_ascii_case(role))
    } else {
        false
    }
}

/// Whether a class or id names furniture: `related-links`, `shareBar`, but not `has-sidebar`.
fn names_furniture(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    if BUILDERS.iter().any(|builder| lower.starts_with(builder)) {
        return false;
    }
    let words = words_of(name);
    let negated = words.iter().any(|word| matches!(word.as_str(), "has" | "with" | "no" | "without" | "is" | "not"));
    if negated {
        return false;
    }
    let joined = words.join("-");
    words.iter().any(|word| WORDS.contains(&word.as_str()) || MORE_WORDS.contains(&word.as_str()))
        || PHRASES.iter().any(|phrase| contains_phrase(&joined, phrase))
}

fn contains_phrase(joined: &str, phrase: &str) -> bool {
    joined.match_indices(phrase).any(|(at, _)| {
        let before = joined.get(..at).is_none_or(|head| head.is_empty() || head.ends_with('-'));
        let after = joined.get(at + phrase.len()..).is_none_or(|tail| tail.is_empty() || tail.starts_with('-'));
        before && after
    })
}

/// `articleBody--main_text2` to `article`, `body`, `main`, `text2`.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars().take(120) {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower_before) {
            words.push(String::new());
        }
        lower_before = c.is_ascii_lowercase();
        if c.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_words() {
        for name in ["related-links", "shareBar share", "c-article__newsletter", "sidebar", "more-from-section"] {
            assert!(name.split(' ').all(names_furniture), "{name}");
        }
        for name in ["has-sidebar", "article-body", "gradient", "elementor-widget-text", "shadow", "content"] {
            assert!(!names_furniture(name), "{name}");
        }
    }
}
