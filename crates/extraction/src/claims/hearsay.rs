//! Claims that the text passes on without saying who vouches: `reportedly`, `allegedly`, `an estimated`.

use dateline_record::v1::{
    Claim,
    claim::{Certainty, Polarity},
};

use super::{Build, Draft, UNNAMED};
use crate::{reference::nobody, syntax::is_relation};

/// The claims of a document that an adverb or an adjective marks.
pub(super) fn find(build: &Build<'_, '_>) -> Vec<Claim> {
    let count = build.syntax.document().tokens.len();
    (0..count).filter_map(|token| adverb(build, token).or_else(|| estimated(build, token))).collect()
}

fn certainty(word: &str) -> Option<Certainty> {
    match word {
        "reportedly" => Some(Certainty::Probable),
        "allegedly" | "purportedly" | "supposedly" => Some(Certainty::Possible),
        _ => None,
    }
}

/// `The army is reportedly preparing to leave`: the clause of the adverb.
fn adverb(build: &Build<'_, '_>, token: usize) -> Option<Claim> {
    let syntax = build.syntax;
    let word = syntax.lower(token);
    let certainty = certainty(&word)?;
    let head = syntax.head(token)?;
    let sentence = syntax.sentence(token);
    let extent = syntax.extent(head);
    let clause = extent.start.max(sentence.start)..extent.end.min(sentence.end);
    let content = syntax.trimmed(clause);
    (content.len() > 2 && content.contains(&token)).then_some(())?;
    let draft = Draft {
        content,
        cue: token..token + 1,
        lemma: word,
        certainty,
        polarity: Polarity::Positive,
        rule: "hearsay adverb",
        confidence: 0.8,
    };
    build.claim(draft, nobody(UNNAMED), None)
}

/// `an estimated 40,000 people`: somebody estimated, the text does not say who.
fn estimated(build: &Build<'_, '_>, token: usize) -> Option<Claim> {
    let syntax = build.syntax;
    let number = (token + 1..token + 3).any(|next| syntax.upos(next) == "NUM" || syntax.document().word(next) == "$");
    if syntax.lower(token) != "estimated"
        || !number
        || syntax.xpos(token) == "VBD"
        || is_relation(syntax.relation(token), &["root"])
    {
        return None;
    }
    let nominal = (token + 1..token + 8)
        .find(|next| matches!(syntax.upos(*next), "NOUN" | "PROPN" | "SYM") && syntax.extent(*next).start <= token)?;
    let content = syntax.phrase(nominal, false);
    let content = content.start.min(token)..content.end.max(token + 2);
    let draft = Draft {
        content,
        cue: token..token + 1,
        lemma: "estimate".into(),
        certainty: Certainty::Probable,
        polarity: Polarity::Positive,
        rule: "estimated",
        confidence: 0.85,
    };
    build.claim(draft, nobody(UNNAMED), None)
}
