//! The lexicon of words that introduce quotes and claims.

use std::{collections::HashMap, sync::LazyLock};

use dateline_record::v1::claim::{Certainty, Polarity};

/// What a cue introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Quotations and reported clauses.
    Speech,
    /// Quotations only.
    Quoting,
    /// A few quoted words: `called it “a disgrace”`.
    Describe,
    /// What somebody holds to be so.
    Thought,
    /// What a study, a poll or a document tells.
    Show,
}

/// A word that introduces what somebody says, thinks or shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CueWord {
    /// What it introduces.
    pub(crate) class: Class,
    /// How sure the source is made out to be.
    pub(crate) certainty: Certainty,
    /// Whether the content is asserted or denied.
    pub(crate) polarity: Polarity,
    /// Also with an infinitive: `claimed to have won`.
    pub(crate) infinitive: bool,
    /// Also with a gerund: `denied stealing`.
    pub(crate) gerund: bool,
}

static CUES: LazyLock<HashMap<String, CueWord>> =
    LazyLock::new(|| include_str!("cues.txt").lines().filter_map(read).collect());

/// The cue with this lemma.
pub(crate) fn cue(lemma: &str) -> Option<&'static CueWord> {
    CUES.get(lemma)
}

/// The cue with this lemma, if it can introduce a quotation.
pub(crate) fn quoting(lemma: &str) -> Option<&'static CueWord> {
    cue(lemma).filter(|cue| matches!(cue.class, Class::Speech | Class::Quoting))
}

/// A line of the lexicon; a hyphen joins the words of a cue.
fn read(line: &str) -> Option<(String, CueWord)> {
    let mut fields = line.split('#').next()?.split_whitespace();
    let lemma = fields.next()?.replace('-', " ");
    let class = match fields.next()? {
        "speech" => Class::Speech,
        "quoting" => Class::Quoting,
        "describe" => Class::Describe,
        "thought" => Class::Thought,
        _ => Class::Show,
    };
    let certainty = Certainty::from_str_name(&fields.next()?.to_uppercase())?;
    let polarity = if fields.next()? == "-" { Polarity::Negative } else { Polarity::Positive };
    let flags: Vec<_> = fields.collect();
    let cue =
        CueWord { class, certainty, polarity, infinitive: flags.contains(&"inf"), gerund: flags.contains(&"ing") };
    Some((lemma, cue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_is_read() {
        let lines: Vec<_> =
            include_str!("cues.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        for line in lines {
            assert!(read(line).is_some(), "cannot read '{line}'");
        }
        assert_eq!(cue("deny").map(|cue| cue.polarity), Some(Polarity::Negative));
        assert!(cue("eat").is_none() && quoting("believe").is_none());
    }
}
