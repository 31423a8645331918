//! The shape of a page, told without building it: parsers take quadratic time, or the stack, on some shapes.

/// What a page would cost to build.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Elements inside each other at most, as far as tags tell.
    pub(super) depth: usize,
    /// Start tags.
    pub(super) elements: usize,
    /// Attributes of all start tags.
    pub(super) attributes: usize,
}

/// Elements that hold nothing, or that end without an end tag.
const NOT_NESTING: [&str; 30] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option",
    "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "html", "body",
];

/// Elements whose content is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Measures a page in one pass over its bytes.
pub(super) fn measure(page: &str) -> Shape {
    let (mut shape, mut depth, mut at) = (Shape::default(), 0usize, 0usize);
    while let Some(found) = page.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found + 1;
        let Some(rest) = page.get(start..) else { break };
        if let Some(comment) = rest.strip_prefix("!--") {
            at = start + 3 + comment.find("-->").unwrap_or(comment.len());
            continue;
        }
        let (closing, tag) = rest.strip_prefix('/').map_or((false, rest), |tag| (true, tag));
        let name = name_of(tag);
        if name.is_empty() {
            at = start;
            continue;
        }
        let end = end_of_tag(tag);
        let inside = tag.get(name.len()..end).unwrap_or_default();
        at = start + usize::from(closing) + end.max(1);
        if closing {
            depth = depth.saturating_sub(usize::from(nests(name)));
        } else {
            shape.elements += 1;
            shape.attributes +=
                inside.bytes().filter(|byte| *byte == b'=').count().max(inside.split_ascii_whitespace().count());
            depth += usize::from(nests(name) && !inside.ends_with('/'));
            shape.depth = shape.depth.max(depth);
            at = skip_raw(page, name, at);
        }
    }
    shape
}

fn name_of(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'-').unwrap_or(tag.len());
    tag.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or_default()
}

/// Where a tag ends; a `>` inside a quoted value does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    let mut previous = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if previous == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            previous = byte;
        }
    }
    tag.len()
}

fn nests(name: &str) -> bool {
    !NOT_NESTING.iter().any(|other| other.eq_ignore_ascii_case(name))
}

fn skip_raw(page: &str, name: &str, at: usize) -> usize {
    let Some(raw) = RAW.iter().find(|raw| raw.eq_ignore_ascii_case(name)) else { return at };
    let mut from = at;
    while let Some(found) = page.get(from..).and_then(|rest| rest.find("</")) {
        let tag = page.get(from + found + 2..).unwrap_or_default();
        if tag.get(..raw.len()).is_some_and(|head| head.eq_ignore_ascii_case(raw)) {
            return from + found;
        }
        from += found + 2;
    }
    page.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(page: &str) -> usize {
        measure(page).depth
    }

    #[test]
    fn nesting_is_counted_as_a_parser_would() {
        assert_eq!(depth("<div><div></div><span></span></div>"), 2);
        assert_eq!(depth("<p>a<p>b<p>c<br><img src='x>y'><li>d"), 0);
        assert_eq!(depth(&"<div>".repeat(50_000)), 50_000);
        assert_eq!(depth("<script>if (a < b) '<div><div>'</script><div>"), 1);
        assert_eq!(depth("<!-- <div><div><div> --><i>a</i>"), 1);
        assert_eq!(depth("a < b and <3"), 0);
    }

    #[test]
    fn attributes_are_counted() {
        let page = format!("<div {}>", "a=1 ".repeat(1000));
        assert!(measure(&page).attributes >= 1000);
    }

    #[test]
    fn a_torn_page_ends() {
        for page in ["<", "</", "<div", "<div a=\"", "<!--", "<script>", "<é>", "<div\u{0}>"] {
            measure(page);
        }
    }
}
