//! The little of XML that the field's formats need.

/// The value of an attribute of a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = tag.get(from..)?.find(name) {
        let begins = tag.get(..from + at).is_some_and(|before| before.ends_with(char::is_whitespace));
        let rest = tag.get(from + at + name.len()..)?.trim_start();
        if let Some(value) = rest.strip_prefix('=').map(str::trim_start).filter(|_| begins) {
            let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
            return value.get(1..)?.split_once(mark).map(|(value, _)| unescape(value));
        }
        from += at + name.len();
    }
    None
}

/// Text with its entities resolved; what is no entity stays.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        let (c, after) = entity.unwrap_or(('&', after));
        plain.push(c);
        rest = after;
    }
    plain + rest
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "amp" => Some('&'),
        entity => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_attributes_are_read() {
        assert_eq!(unescape("a &amp;lt; &#8217;&#x41; & &nope; b"), "a &lt; ’A & &nope; b");
        assert_eq!(attribute("TIMEX3 altvalue=\"1\" value = 'a&amp;b'", "value").as_deref(), Some("a&b"));
        assert_eq!(attribute("TIMEX3 value", "value"), None);
    }
}
