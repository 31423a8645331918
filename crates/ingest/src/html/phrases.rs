//! Lines that are no part of any article, told by their words.

/// Lines that begin what comes after an article.
const ENDS: &[&str] = &[
    "about author",
    "about the author",
    "about the authors",
    "about the writer",
    "add a comment",
    "add comment",
    "also on",
    "also read",
    "article sources",
    "comments",
    "discover more",
    "explore more",
    "follow us",
    "further reading",
    "get the newsletter",
    "join the conversation",
    "keep reading",
    "latest articles",
    "latest news",
    "latest posts",
    "latest stories",
    "leave a comment",
    "leave a reply",
    "lesen sie auch",
    "lire aussi",
    "mais lidas",
    "more from",
    "more in",
    "more like this",
    "more news",
    "more on this story",
    "more on this topic",
    "more stories",
    "more to explore",
    "most popular",
    "most read",
    "newsletter",
    "next article",
    "next post",
    "next story",
    "noticias relacionadas",
    "leia mais",
    "leia também",
    "lea también",
    "te puede interesar",
    "veja também",
    "other articles",
    "other stories",
    "our latest",
    "past articles",
    "popular articles",
    "popular posts",
    "post a comment",
    "post navigation",
    "previous post",
    "previous article",
    "read also",
    "read more",
    "read more from",
    "read next",
    "recent articles",
    "recent news",
    "recent posts",
    "recent stories",
    "recommended",
    "recommended articles",
    "recommended for you",
    "recommended reading",
    "recommended stories",
    "related",
    "related article",
    "related articles",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related posts",
    "related reading",
    "related resources",
    "related stories",
    "related topics",
    "related video",
    "related videos",
    "see also",
    "share this",
    "share this article",
    "share this post",
    "share this story",
    "sign up for our newsletter",
    "similar articles",
    "similar posts",
    "stay connected",
    "stay informed",
    "stay up to date",
    "subscribe",
    "subscribe to our newsletter",
    "tags",
    "topics",
    "top stories",
    "trending",
    "trending now",
    "up next",
    "view comments",
    "want more",
    "want to learn more",
    "what to read next",
    "you may also be interested in",
    "you may also like",
    "you might also enjoy",
    "you might also like",
    "you might like",
    "ähnliche artikel",
    "mehr zum thema",
    "auch interessant",
    "articles similaires",
    "artículos relacionados",
    "à lire aussi",
    "leggi anche",
    "lees ook",
    "lees meer",
    "läs också",
    "relacionadas",
    "関連記事",
    "相关阅读",
    "相关新闻",
    "인기기사",
    "관련기사",
];

/// Beginnings of short lines that point elsewhere or ask for something.
const STARTS: &[&str] = &[
    "advertisement",
    "also on ",
    "also read",
    "also see:",
    "article continues",
    "click here",
    "click to",
    "continue reading",
    "continue below",
    "copyright ",
    "©",
    "download our app",
    "download the app",
    "email address",
    "enter your email",
    "fact-checked by",
    "fact checked by",
    "file photo",
    "filed under",
    "follow us",
    "follow me on",
    "follow @",
    "for more news",
    "for more information, visit",
    "for more stories",
    "get our",
    "get the latest",
    "get breaking news",
    "have a tip",
    "image:",
    "image credit",
    "image source",
    "images:",
    "in case you missed",
    "join our",
    "join us on",
    "last updated",
    "last modified",
    "lees ook",
    "leggi anche",
    "lesen sie auch",
    "lea también",
    "leia também",
    "like us on",
    "lire aussi",
    "listen to this article",
    "listen to article",
    "loading",
    "more:",
    "more from:",
    "more on this",
    "must read",
    "must-read",
    "need space?",
    "newsletter:",
    "originally published",
    "our newsletter",
    "photo by",
    "photo credit",
    "photo:",
    "photos:",
    "photograph:",
    "picture:",
    "please enable javascript",
    "please share",
    "posted in",
    "print this",
    "read also",
    "read full",
    "read more",
    "read next",
    "read the full",
    "read:",
    "recommended:",
    "related:",
    "related article",
    "related stor",
    "related topics",
    "scroll to",
    "see also",
    "see more:",
    "share on",
    "share this",
    "share:",
    "sign in to",
    "sign up",
    "skip to",
    "skip advert",
    "source:",
    "sources:",
    "sponsored",
    "stay up to date",
    "stay updated",
    "story continues",
    "subscribe",
    "support our",
    "tags:",
    "tagged",
    "text size",
    "the views expressed",
    "this article was originally published",
    "this story was originally published",
    "to read more",
    "topics:",
    "video:",
    "view comments",
    "view gallery",
    "watch now",
    "watch:",
    "watch more",
    "we use cookies",
    "write to ",
    "contact us at",
    "email the author",
    "email us at",
    "reach the reporter",
    "got a tip",
    "got a story",
    "want more stories",
    "your email",
    "thank you for signing up",
    "thanks for signing up",
    "thank you for subscribing",
    "thanks for subscribing",
    "oops! something went wrong",
    "thank you! your submission",
    "by subscribing",
    "by signing up",
    "all rights reserved",
    "terms of use",
    "privacy policy",
    "atenção: comentários",
];

/// Whole lines that are buttons, labels and counters.
const WHOLE: &[&str] = &[
    "ad",
    "ads",
    "advertisement",
    "advertising",
    "back to top",
    "bookmark",
    "buy now",
    "close",
    "comments",
    "copy link",
    "email",
    "expand",
    "facebook",
    "instagram",
    "learn more",
    "like",
    "linkedin",
    "listen",
    "loading",
    "menu",
    "more",
    "next",
    "next page",
    "order reprints",
    "pinterest",
    "play",
    "previous",
    "print",
    "print article",
    "read",
    "read more",
    "reddit",
    "reply",
    "save",
    "search",
    "see all",
    "share",
    "share this",
    "show more",
    "show less",
    "shares",
    "sponsored",
    "submit",
    "subscribe",
    "text size",
    "tweet",
    "twitter",
    "view all",
    "view image in fullscreen",
    "view more",
    "watch",
    "whatsapp",
    "x",
    "youtube",
    "telegram",
    "table of contents",
    "jump to section",
    "key points",
    "in this article",
    "on this page",
    "contents",
    "top",
    "getty images",
    "afp",
    "reuters",
    "ap",
    "ap photo",
    "video player is loading",
    "autoplay",
    "toggle",
    "facebook twitter",
    "share tweet",
    "print this page",
    "email this page",
    "sign up",
    "log in",
    "login",
    "register",
];

/// Where readers are asked to share.
const NETWORKS: &[&str] = &[
    "facebook", "twitter", "whatsapp", "google", "linkedin", "pinterest", "reddit", "telegram", "email", "print", "share", "tweet", "copy",
    "link", "messenger", "tumblr", "flipboard", "pocket", "instagram", "youtube", "threads", "bluesky", "x", "sms", "viber", "vk", "line", "mail",
];

/// Words of a line that may be told to be furniture by how it begins.
const MAX_WORDS: usize = 45;

/// Whether a line begins what comes after an article.
pub(super) fn ends_article(text: &str) -> bool {
    if text.len() > 70 {
        return false;
    }
    let line = plain(text);
    ENDS.iter().any(|end| line == *end)
        || (line.split(' ').count() <= 7
            && [
                "more from ",
                "more in ",
                "more on ",
                "about the author",
                "related ",
                "you may also ",
                "you might also ",
                "recommended ",
                "latest from ",
                "read more from ",
                "more great ",
                "latest posts by",
            ]
            .iter()
            .any(|start| line.starts_with(start)))
}

/// Whether a line is furniture wherever it stands.
pub(super) fn is_furniture(text: &str, link_density: f64) -> bool {
    if text.len() > 400 {
        return false;
    }
    let line = plain(text);
    let words = line.split(' ').count();
    if words <= 8 && words > 1 && line.split(' ').all(|word| NETWORKS.contains(&word)) {
        return true;
    }
    if words <= 6 && (WHOLE.contains(&line.as_str()) || is_counter(&line)) {
        return true;
    }
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    let starts = STARTS.iter().any(|start| lower.starts_with(start));
    starts && (words <= 14 || (words <= MAX_WORDS && (link_density > 0.2 || asks(&lower))))
}

/// Whether a line asks for a mail address or a visit.
fn asks(lower: &str) -> bool {
    [
        "newsletter",
        "inbox",
        "subscri",
        "sign up",
        "follow us",
        "twitter",
        "facebook",
        "@",
        "our app",
        "free trial",
        "podcast",
        "download",
        "updates",
        "email",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// `Image 1 of 5`, `1/4`, `3 min read`, `12 comments`, `5 shares`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    match words.as_slice() {
        [kind, count, "of", ..] => {
            number(count) && ["image", "photo", "slide", "page", "picture", "video"].contains(kind)
        }
        [count, "of", all] => number(count) && number(all),
        [count, "min" | "mins" | "minute" | "minutes", rest @ ..] => number(count) && rest.len() <= 2,
        [count, "comments" | "comment" | "shares" | "views" | "likes" | "share"] => number(count),
        _ => false,
    }
}

/// Whether a line names authors and times and says nothing.
pub(super) fn is_byline(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let lower = text.to_lowercase();
    let starts = [
        "by ",
        "by: ",
        "published ",
        "published:",
        "posted ",
        "posted:",
        "updated ",
        "updated:",
        "last updated",
        "written by",
        "reviewed by",
        "medically reviewed",
        "author:",
        "date:",
        "from ",
        "story by",
        "publicado",
        "von ",
        "par ",
    ];
    let short = text.split_whitespace().count() <= 18;
    short && starts.iter().any(|start| lower.starts_with(start)) && !text.trim_end().ends_with(['.', '!', '?'])
}

/// In lower case, with letters, digits and single spaces alone.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        } else if (c.is_whitespace() || matches!(c, '-' | '/' | '|')) && !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    plain.trim_end().to_owned()
}
