//! What stands in fields that may be marked up: the text between tags, and the characters that references stand for.

/// The text that a field in HTML shows.
pub(crate) fn shown(html: &str) -> String {
    resolved(&strip_tags(html))
}

/// A text with its character references resolved.
pub(super) fn resolved(text: &str) -> String {
    htmlize::unescape(text).into_owned()
}

/// A text without its tags.
pub(super) fn strip_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            text.push('<');
            rest = tag;
            continue;
        }
        // Where this one does not end none after it does.
        let Some((_, after)) = tag.split_once('>') else { return text + "<" + tag };
        rest = after;
    }
    text + rest
}
