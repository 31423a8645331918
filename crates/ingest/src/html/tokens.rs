//! A page to tags and text, without a copy and in one pass.
//!
//! Follows the tokenizer of the HTML standard in what tells tags from text: comments, quoted values, elements whose
//! content is no markup. Attributes stay one stretch of the page that is looked into only where it is asked for, so that
//! a tag with a million of them costs no more than its length. Character references are left as they are.

use memchr::{memchr, memchr2, memchr3, memmem};

/// A piece of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'p> {
    /// Characters between tags, references not resolved.
    Text(&'p str),
    /// `<name attributes>`.
    Start { name: &'p str, attributes: &'p str },
    /// `</name>`.
    End { name: &'p str },
}

/// The tokens of a page, in order.
#[derive(Debug)]
pub(super) struct Tokens<'p> {
    page: &'p str,
    at: usize,
    /// The element that is open whose content is no markup.
    raw: Option<&'static str>,
}

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"];

impl<'p> Tokens<'p> {
    pub(super) const fn new(page: &'p str) -> Self {
        Self { page, at: 0, raw: None }
    }

    fn rest(&self) -> &'p str {
        self.page.get(self.at..).unwrap_or_default()
    }

    /// The text up to the end tag of an element whose content is no markup.
    fn raw_text(&mut self, name: &str) -> Option<Token<'p>> {
        let rest = self.rest();
        let end = end_of_raw(rest.as_bytes(), name);
        self.at += end;
        rest.get(..end).filter(|text| !text.is_empty()).map(Token::Text)
    }

    /// What begins with `<`; `None` where it is passed over, such as a comment.
    fn markup(&mut self) -> Option<Token<'p>> {
        let rest = self.rest();
        let inside = rest.get(1..).unwrap_or_default();
        match inside.as_bytes().first() {
            Some(b'!' | b'?') => {
                self.at += 1 + end_of_declaration(inside);
                None
            }
            Some(b'/') => Some(self.end_tag(inside)),
            _ => Some(self.start_tag(inside)),
        }
    }

    fn end_tag(&mut self, inside: &'p str) -> Token<'p> {
        let end = memchr(b'>', inside.as_bytes()).map_or(inside.len(), |at| at + 1);
        self.at += 1 + end;
        Token::End { name: name_of(inside.get(1..).unwrap_or_default()) }
    }

    fn start_tag(&mut self, inside: &'p str) -> Token<'p> {
        let name = name_of(inside);
        let after = inside.get(name.len()..).unwrap_or_default();
        let end = end_of_tag(after);
        self.at += 1 + name.len() + (end + 1).min(after.len());
        self.raw = RAW.into_iter().find(|raw| raw.eq_ignore_ascii_case(name));
        Token::Start { name, attributes: after.get(..end).unwrap_or_default() }
    }
}

impl<'p> Iterator for Tokens<'p> {
    type Item = Token<'p>;

    fn next(&mut self) -> Option<Token<'p>> {
        if let Some(name) = self.raw.take()
            && let Some(text) = self.raw_text(name)
        {
            return Some(text);
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let text = next_markup(rest.as_bytes());
            if text > 0 {
                self.at += text;
                return rest.get(..text).map(Token::Text);
            }
            if let Some(token) = self.markup() {
                return Some(token);
            }
        }
    }
}

/// Where the next `<` is that begins markup; the length where none does.
fn next_markup(rest: &[u8]) -> usize {
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| memchr(b'<', rest)) {
        let at = from + found;
        let next = rest.get(at + 1).copied().unwrap_or_default();
        let begins = next.is_ascii_alphabetic()
            || matches!(next, b'!' | b'?')
            || (next == b'/' && rest.get(at + 2).is_some_and(u8::is_ascii_alphabetic));
        if begins {
            return at;
        }
        from = at + 1;
    }
    rest.len()
}

fn name_of(tag: &str) -> &str {
    let end =
        tag.bytes().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')).unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

/// Where the attributes of a tag end; a `>` inside a quoted value does not end them.
fn end_of_tag(after: &str) -> usize {
    let bytes = after.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr3(b'>', b'"', b'\'', rest)) {
        let here = at + found;
        match bytes.get(here) {
            Some(b'>') | None => return here,
            Some(quote) if follows_equals(bytes, here) => {
                let value = bytes.get(here + 1..).unwrap_or_default();
                let Some(length) = memchr(*quote, value) else { return unclosed(bytes, here) };
                at = here + length + 2;
            }
            Some(_) => at = here + 1,
        }
    }
    bytes.len()
}

/// A quote that is never closed would swallow the rest of the page: the tag ends at the next `>` instead.
fn unclosed(bytes: &[u8], from: usize) -> usize {
    bytes.get(from..).and_then(|rest| memchr(b'>', rest)).map_or(bytes.len(), |at| from + at)
}

fn follows_equals(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take(64).find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=')
}

/// The length of a comment, a doctype, CDATA or a processing instruction, `!` or `?` being its first character.
fn end_of_declaration(inside: &str) -> usize {
    let bytes = inside.as_bytes();
    let until = |mark: &[u8], from: usize| {
        bytes.get(from..).and_then(|rest| memmem::find(rest, mark)).map(|at| from + at + mark.len())
    };
    if inside.starts_with("!--") {
        // `<!-->` is a whole comment; one that is never closed ends at its first `>`, for it is more often torn than long.
        if inside.starts_with("!-->") {
            return 4;
        }
        return until(b"-->", 3).or_else(|| until(b">", 3)).unwrap_or(bytes.len());
    }
    if inside.starts_with("![CDATA[") {
        return until(b"]]>", 8).unwrap_or(bytes.len());
    }
    until(b">", 0).unwrap_or(bytes.len())
}

/// Where the end tag of a raw element begins; the length where there is none.
fn end_of_raw(rest: &[u8], name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| memmem::find(rest, b"</")) {
        let at = from + found;
        let tag = rest.get(at + 2..).unwrap_or_default();
        let ends = tag.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
            && !tag.get(name.len()).is_some_and(u8::is_ascii_alphanumeric);
        if ends {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

/// Attributes looked at in one tag at most.
const MAX_ATTRIBUTES: usize = 200;

/// The attributes of a start tag, names as written, values without quotes, references not resolved.
pub(super) fn attributes(stretch: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = stretch;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.bytes().skip(1).position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/'));
        let (name, after) = rest.split_at_checked(end.map_or(rest.len(), |end| end + 1))?;
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let (value, after) = value_of(value.trim_ascii_start());
        rest = after;
        Some((name, value))
    })
    .take(MAX_ATTRIBUTES)
}

fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = memchr3(b' ', b'\n', b'\t', text.as_bytes()).unwrap_or(text.len());
    let end = memchr2(b'\r', 0x0c, text.as_bytes()).map_or(end, |other| end.min(other));
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str) -> Vec<String> {
        Tokens::new(page)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Start { name, attributes: "" } => format!("<{name}>"),
                Token::Start { name, attributes } => format!("<{name}|{attributes}>"),
                Token::End { name } => format!("</{name}>"),
            })
            .collect()
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        assert_eq!(shown("a<p class=x>b<br/>c</p >"), ["a", "<p| class=x>", "b", "<br|/>", "c", "</p>"]);
        assert_eq!(shown("1 < 2 <3 </ 4"), ["1 < 2 <3 </ 4"]);
        assert_eq!(shown("<img alt=\"a > b\" src='x'>d"), ["<img| alt=\"a > b\" src='x'>", "d"]);
        assert_eq!(shown("<!doctype html><!-- <p> -->x<!-->y<![CDATA[ z ]]><?xml a?>"), ["x", "y"]);
        assert_eq!(shown("<script>if (a</b) '<p>'</script>x"), ["<script>", "if (a</b) '<p>'", "</script>", "x"]);
        assert_eq!(shown("<title>a <b> c</TITLE>"), ["<title>", "a <b> c", "</TITLE>"]);
    }

    #[test]
    fn torn_markup_ends() {
        assert_eq!(shown("<!-- a > b <p>"), [" b ", "<p>"]);
        assert_eq!(shown("<a href=\"x>y</a>"), ["<a| href=\"x>", "y", "</a>"]);
        for page in ["<", "</", "<div", "<div a=\"", "<!--", "<script>", "<é>", "<p\u{0}>", "</p", "<!", "<?"] {
            assert!(Tokens::new(page).count() < 3, "{page}");
        }
    }

    #[test]
    fn attributes_are_read_as_browsers_do() {
        let all = |stretch| attributes(stretch).collect::<Vec<_>>();
        assert_eq!(
            all(" class=\"a b\" id = 'c' hidden data-x=1 /"),
            [("class", "a b"), ("id", "c"), ("hidden", ""), ("data-x", "1")]
        );
        assert_eq!(all("a=\"unclosed"), [("a", "unclosed")]);
        assert_eq!(all("=x ==y"), [("=x", "=y")]);
        assert_eq!(attributes(&"a=1 ".repeat(1_000_000)).count(), MAX_ATTRIBUTES);
    }
}
