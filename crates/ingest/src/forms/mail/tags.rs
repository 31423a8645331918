//! The tags in the HTML of a message, as far as they can be told without reading it as a page.

/// Elements whose text no reader is shown.
pub(super) const HIDDEN: [&str; 4] = ["head", "style", "script", "title"];

/// A tag with what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'h> {
    /// With its brackets, of which the last may be missing; empty for what stands before the first tag.
    pub(super) tag: &'h str,
    /// What stands between it and the next.
    pub(super) text: &'h str,
}

impl<'h> Piece<'h> {
    /// What the tag is called: `p` of `<p class=a>` and of `</p>`.
    pub(super) fn name(&self) -> &'h str {
        let inside = self.tag.trim_start_matches(['<', '/']);
        inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
    }

    /// Whether it is called as one of some names, whatever its case.
    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name().eq_ignore_ascii_case(name))
    }

    /// Whether it is an end tag.
    pub(super) fn is_end(&self) -> bool {
        self.tag.starts_with("</")
    }
}

/// HTML cut before each of its tags; put together again it is what was given.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let next = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at_checked(next)?;
        rest = after;
        let end = match piece.starts_with('<') {
            true => piece.find('>').map_or(piece.len(), |at| at + 1),
            false => 0,
        };
        piece.split_at_checked(end).map(|(tag, text)| Piece { tag, text })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_before_its_tags() {
        let html = "a<P class=b>One > two</p><<br/>é<b";
        let told: Vec<(&str, &str, &str)> = pieces(html).map(|piece| (piece.name(), piece.tag, piece.text)).collect();
        let expected = [
            ("", "", "a"),
            ("P", "<P class=b>", "One > two"),
            ("p", "</p>", ""),
            ("", "<", ""),
            ("br", "<br/>", "é"),
            ("b", "<b", ""),
        ];
        assert_eq!(told, expected);
        assert_eq!(told.iter().map(|(_, tag, text)| [*tag, *text].concat()).collect::<String>(), html);
        assert_eq!(pieces("").count(), 0);
    }

    #[test]
    fn many_tags_cost_little() {
        assert_eq!(pieces(&"<".repeat(400_000)).count(), 400_000);
    }
}
