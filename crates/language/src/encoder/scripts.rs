//! Lemmas as edits of words: a case, characters cut from the end, an ending added.

/// An edit, written `case|cut|ending`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Script {
    case: Case,
    cut: usize,
    ending: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    AsIs,
    /// A capital, then small letters.
    Title,
}

impl Script {
    /// Reads an edit; `None` when it is malformed.
    pub(super) fn parse(script: &str) -> Option<Self> {
        let mut fields = script.splitn(3, '|');
        let case = match fields.next()? {
            "l" => Case::Lower,
            "f" => Case::AsIs,
            "t" => Case::Title,
            _ => return None,
        };
        Some(Self { case, cut: fields.next()?.parse().ok()?, ending: fields.next()?.to_owned() })
    }

    /// The lemma of a word; `None` where the edit does not fit, so that no lemma is made up.
    ///
    /// Edits that replace a word as a whole fit words of their length alone, and `_`, the lemma of a part of a word in
    /// treebanks, none.
    pub(super) fn apply(&self, word: &str) -> Option<String> {
        let mut base = match self.case {
            Case::Lower => word.to_lowercase(),
            Case::AsIs => word.to_owned(),
            Case::Title => title(word),
        };
        let length = base.chars().count();
        let replaces = self.case == Case::Title && !self.ending.is_empty();
        if self.cut > length || replaces && self.cut < length || self.ending.ends_with('_') {
            return None;
        }
        let end = base.char_indices().nth(length - self.cut).map_or(base.len(), |(at, _)| at);
        base.truncate(end);
        base.push_str(&self.ending);
        (!base.is_empty()).then_some(base)
    }
}

fn title(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("l|0|", "Rivers", Some("rivers"))]
    #[case("l|1|", "Rivers", Some("river"))]
    #[case("l|3|y", "cities", Some("city"))]
    #[case("f|0|", "McKay", Some("McKay"))]
    #[case("t|0|", "LAGOS", Some("Lagos"))]
    #[case("t|3|be", "was", Some("be"))]
    #[case("t|3|be", "harbours", None)]
    #[case("l|9|", "river", None)]
    #[case("l|5|", "river", None)]
    #[case("t|3|_", "out", None)]
    #[case("l|1|e", "naïvé", Some("naïve"))]
    fn edits_are_applied_as_worked_by_hand(#[case] script: &str, #[case] word: &str, #[case] lemma: Option<&str>) {
        assert_eq!(Script::parse(script).expect("well-formed").apply(word).as_deref(), lemma);
    }

    #[rstest::rstest]
    #[case("")]
    #[case("x|1|y")]
    #[case("l|one|y")]
    #[case("l|1")]
    fn malformed_edits_are_refused(#[case] script: &str) {
        assert!(Script::parse(script).is_none());
    }
}
