//! Finds what is reported without quotation marks: a cue, who is behind it, and the content it introduces.
//!
//! Quotes and claims both build on it. A report that is denied, hypothetical or still to come is none.

use std::ops::Range;

use dateline_record::v1::claim::{Certainty, Polarity};

use super::cues::{self, Class, CueWord};
use crate::syntax::{Syntax, is_relation};

/// A reported content with its cue and source. All ranges are of tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    /// The cue.
    pub(crate) cue: Range<usize>,
    /// Its dictionary form.
    pub(crate) lemma: String,
    /// What the cue introduces.
    pub(crate) class: Class,
    /// Head word of the source; `None` when the text names none.
    pub(crate) source: Option<usize>,
    /// Head word of who it was said to.
    pub(crate) addressee: Option<usize>,
    /// The content, or its first piece.
    pub(crate) content: Range<usize>,
    /// The second piece, where the cue stands in the middle.
    pub(crate) rest: Option<Range<usize>>,
    /// How sure the source is made out to be.
    pub(crate) certainty: Certainty,
    /// Whether the content is asserted or denied.
    pub(crate) polarity: Polarity,
    /// The pattern that fired.
    pub(crate) rule: &'static str,
    /// Probability that source and content are right.
    pub(crate) confidence: f64,
}

/// The reports of a document, by position of the cue.
pub(crate) fn find(syntax: &Syntax<'_>) -> Vec<Report> {
    let count = syntax.document().tokens.len();
    let mut found: Vec<_> = (0..count).filter_map(|token| at(syntax, token)).collect();
    found.retain(|report| report.content.len() > 1 && tells(syntax, report));
    found
}

/// Whether the content says something: it has a verb, and does not open with the preposition of a mere circumstance.
fn tells(syntax: &Syntax<'_>, report: &Report) -> bool {
    let verbal = |token: usize| matches!(syntax.upos(token), "VERB" | "AUX");
    let cut = syntax.upos(report.content.start) == "AUX" && report.rule != "clause";
    !cut && report.content.clone().any(verbal) && report.source.is_none_or(|source| !report.content.contains(&source))
}

fn at(syntax: &Syntax<'_>, token: usize) -> Option<Report> {
    if syntax.lower(token) == "according" {
        return according(syntax, token);
    }
    if !syntax.xpos(token).starts_with("VB") {
        return None;
    }
    let lemma = lemma(syntax, token);
    let word = cues::cue(&lemma).filter(|word| matches!(word.class, Class::Speech | Class::Thought | Class::Show));
    if let Some(report) = hearsay(syntax, token, &lemma, word) {
        return Some(report);
    }
    let word = word.filter(|_| !syntax.is_passive(token) && is_made(syntax, token))?;
    active(syntax, token, lemma, word)
}

/// `point out` is one cue; otherwise the lemma.
pub(crate) fn lemma(syntax: &Syntax<'_>, verb: usize) -> String {
    let particle = syntax.child(verb, &["compound:prt"]).map(|particle| syntax.lower(particle));
    match (syntax.lemma(verb), particle) {
        (lemma, Some(particle)) if lemma == "point" => format!("{lemma} {particle}"),
        (lemma, _) => lemma,
    }
}

/// Whether the utterance was made: not `did not say`, `may say`, `to say`, `if he says`.
pub(crate) fn is_made(syntax: &Syntax<'_>, verb: usize) -> bool {
    if syntax.modal(verb).is_some() {
        return false;
    }
    let asks =
        syntax.sentence(verb).end.checked_sub(1).is_some_and(|last| syntax.document().word(last).starts_with('?'));
    let supposed = syntax.children(verb).any(|child| {
        is_relation(syntax.relation(child), &["mark"])
            && matches!(syntax.lower(child).as_str(), "if" | "whether" | "unless")
    });
    if asks && syntax.relation(verb) == "root" || supposed {
        return false;
    }
    let bare = syntax.xpos(verb) == "VB";
    !bare || is_infinitive_of_going_on(syntax, verb) || syntax.children(verb).any(|child| syntax.lemma(child) == "do")
}

/// `went on to say`, `continued to insist`.
fn is_infinitive_of_going_on(syntax: &Syntax<'_>, verb: usize) -> bool {
    syntax.head(verb).is_some_and(|up| {
        matches!(syntax.lemma(up).as_str(), "go" | "continue") && syntax.modal(up).is_none() && syntax.xpos(up) != "VB"
    })
}

fn active(syntax: &Syntax<'_>, verb: usize, lemma: String, word: &CueWord) -> Option<Report> {
    let negated = syntax.is_negated(verb);
    if negated && word.class != Class::Thought {
        return None;
    }
    let source = syntax.subject(verb).filter(|source| can_speak(syntax, *source, &lemma, word.class))?;
    let (content, rest, rule, confidence) = content(syntax, verb, source, word)?;
    let asked = opens_with(syntax, &content, &["whether", "if"]);
    let polarity = if negated { Polarity::Negative } else { word.polarity };
    let certainty = if asked { Certainty::Unknown } else { softened(syntax, &content, word.certainty) };
    let content = without_that(syntax, content);
    let addressee = addressee(syntax, verb, &lemma);
    Some(Report {
        cue: verb..verb + 1,
        lemma,
        class: word.class,
        source: Some(source),
        addressee,
        content,
        rest,
        certainty,
        polarity,
        rule,
        confidence,
    })
}

/// Not `this suggests`, `it shows`: nobody vouches.
fn can_speak(syntax: &Syntax<'_>, source: usize, lemma: &str, class: Class) -> bool {
    let word = syntax.lower(source);
    let weak = class == Class::Show || matches!(lemma, "suggest" | "imply" | "indicate" | "reveal" | "hint");
    let empty = matches!(word.as_str(), "it" | "this" | "that" | "these" | "those" | "there" | "what" | "which");
    let generic = matches!(word.as_str(), "nobody" | "no-one" | "none" | "nothing");
    let person = matches!(syntax.upos(source), "PRON" | "PROPN");
    !(weak && empty
        || generic
        || matches!(word.as_str(), "there" | "what" | "this" | "that")
        || class == Class::Show && lemma == "find" && person)
}

type Found = (Range<usize>, Option<Range<usize>>, &'static str, f64);

/// The content of an active cue, how it was found and how sure that is.
fn content(syntax: &Syntax<'_>, verb: usize, source: usize, word: &CueWord) -> Option<Found> {
    if let Some(clause) = clause(syntax, verb, word) {
        let extent = beside(syntax, clause, verb, source);
        let sure =
            if syntax.child(clause, &["mark"]).is_some_and(|mark| syntax.lower(mark) == "that") { 0.9 } else { 0.82 };
        return (!is_embedded_question(syntax, &extent)).then_some((extent, None, "clause", sure));
    }
    if let Some(content) = after_that(syntax, verb) {
        return Some((content, None, "that", 0.75));
    }
    if word.class == Class::Show || !matches!(word.class, Class::Speech | Class::Thought) {
        return None;
    }
    inserted(syntax, verb, source)
}

/// The verb of the clause that a cue governs.
fn clause(syntax: &Syntax<'_>, verb: usize, word: &CueWord) -> Option<usize> {
    if let Some(clause) = syntax.children(verb).find(|child| syntax.relation(*child) == "ccomp") {
        return Some(clause);
    }
    syntax.children(verb).find(|child| {
        syntax.relation(*child) == "xcomp"
            && *child > verb
            && (word.infinitive && is_infinitive(syntax, *child) || word.gerund && syntax.xpos(*child) == "VBG")
    })
}

/// What follows `that` right after the cue, where the tree does not show it as a clause of the cue.
fn after_that(syntax: &Syntax<'_>, verb: usize) -> Option<Range<usize>> {
    let sentence = syntax.sentence(verb);
    let content = syntax.trimmed((verb + 2).min(sentence.end)..sentence.end);
    let finite = content.clone().any(|token| matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD"));
    (syntax.lower(verb + 1) == "that" && syntax.upos(verb + 1) == "SCONJ" && finite).then_some(content)
}

fn is_infinitive(syntax: &Syntax<'_>, verb: usize) -> bool {
    syntax.children(verb).any(|child| child < verb && syntax.lower(child) == "to")
}

/// The extent of a clause as far as it lies on its own side of cue and source.
fn beside(syntax: &Syntax<'_>, clause: usize, verb: usize, source: usize) -> Range<usize> {
    let extent = syntax.extent(clause);
    let (from, to) = if clause > verb {
        (extent.start.max(verb + 1), extent.end)
    } else {
        let edge = if source > clause { syntax.extent(source).start.min(verb) } else { verb };
        (extent.start, extent.end.min(edge.max(extent.start)))
    };
    syntax.trimmed(from..to)
}

fn is_embedded_question(syntax: &Syntax<'_>, content: &Range<usize>) -> bool {
    opens_with(syntax, content, &["what", "how", "why", "who", "when", "where", "which"])
}

fn opens_with(syntax: &Syntax<'_>, content: &Range<usize>, words: &[&str]) -> bool {
    words.contains(&syntax.lower(content.start).as_str())
}

/// A cue set off in or after what it reports: `Talks failed, the minister said.`
fn inserted(syntax: &Syntax<'_>, verb: usize, source: usize) -> Option<Found> {
    let own = syntax.own_subject(verb).is_some_and(|own| own == source);
    let object = syntax
        .children(verb)
        .any(|child| is_relation(syntax.relation(child), &["obj"]) && child > verb && !is_person_like(syntax, child));
    let sentence = syntax.trimmed(syntax.sentence(verb));
    let cue = syntax.extent(verb);
    if !own
        || object
        || !is_relation(syntax.relation(verb), &["parataxis", "discourse"]) && syntax.relation(verb) != "root"
    {
        return None;
    }
    let content = syntax
        .children(verb)
        .find(|child| is_relation(syntax.relation(*child), &["parataxis"]) && syntax.own_subject(*child).is_some());
    if let Some(clause) = content {
        let extent = beside(syntax, clause, verb, source);
        return (extent.len() > 2).then_some((extent, None, "clause set off", 0.7));
    }
    if syntax.relation(verb) == "root" {
        return None;
    }
    let before = syntax.trimmed(sentence.start..cue.start.max(sentence.start));
    let after = syntax.trimmed(cue.end.min(sentence.end)..sentence.end);
    let set_off = before.is_empty()
        || syntax.document().word(cue.start.saturating_sub(1)) == ","
        || syntax.document().word(cue.start) == ",";
    if !set_off {
        return None;
    }
    match (before.len() > 2, after.len() > 2) {
        (true, false) => Some((before, None, "cue at the end", 0.85)),
        (true, true) => Some((before, Some(after), "cue in the middle", 0.75)),
        _ => None,
    }
}

fn is_person_like(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.upos(token), "PROPN" | "PRON")
        || syntax.lemma(token).ends_with("er")
        || syntax.lemma(token) == "journalist"
}

fn without_that(syntax: &Syntax<'_>, content: Range<usize>) -> Range<usize> {
    let mark = syntax.lower(content.start) == "that"
        && (syntax.relation(content.start) == "mark" || syntax.upos(content.start) == "SCONJ");
    if mark { syntax.trimmed(content.start + 1..content.end) } else { content }
}

/// `may`, `might` and `could` in what is reported make it a possibility; `likely` and `probably` a probability.
fn softened(syntax: &Syntax<'_>, content: &Range<usize>, certainty: Certainty) -> Certainty {
    let opening = content.start..content.end.min(content.start + 12);
    let mut hedge = certainty;
    for token in opening {
        let word = syntax.lower(token);
        let modal = syntax.xpos(token) == "MD" && matches!(word.as_str(), "may" | "might" | "could");
        if modal || matches!(word.as_str(), "perhaps" | "possibly") {
            return Certainty::Possible;
        }
        if matches!(word.as_str(), "likely" | "probably" | "presumably") && certainty == Certainty::Certain {
            hedge = Certainty::Probable;
        }
    }
    hedge
}

/// Who it was said to: `told Reuters`, `said to reporters`.
pub(crate) fn addressee(syntax: &Syntax<'_>, verb: usize, lemma: &str) -> Option<usize> {
    let relations: &[&str] = match lemma {
        "tell" | "promise" | "warn" | "ask" | "urge" => &["obj", "iobj"],
        _ => &["iobj"],
    };
    let object = syntax
        .children(verb)
        .find(|child| is_relation(syntax.relation(*child), relations) && is_nominal(syntax, *child));
    object.or_else(|| {
        syntax.children(verb).find(|child| {
            is_relation(syntax.relation(*child), &["obl"])
                && syntax.case(*child).as_deref() == Some("to")
                && is_nominal(syntax, *child)
        })
    })
}

fn is_nominal(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.upos(token), "NOUN" | "PROPN" | "PRON")
}

/// `according to officials`: the rest of the sentence is what they say.
fn according(syntax: &Syntax<'_>, token: usize) -> Option<Report> {
    if syntax.lower(token + 1) != "to" {
        return None;
    }
    let sentence = syntax.trimmed(syntax.sentence(token));
    let source = governed(syntax, token)?;
    let phrase = token..syntax.extent(source).end.max(token + 3).min(sentence.end);
    let before = syntax.trimmed(sentence.start..token);
    let after = syntax.trimmed(phrase.end..sentence.end);
    let (content, rest) = match (before.len() > 2, after.len() > 2) {
        (true, true) => (before, Some(after)),
        (true, false) => (before, None),
        (false, true) => (after, None),
        _ => return None,
    };
    let certainty = softened(syntax, &content, Certainty::Certain);
    Some(Report {
        cue: token..token + 2,
        lemma: "according to".into(),
        class: Class::Show,
        source: Some(source),
        addressee: None,
        content,
        rest,
        certainty,
        polarity: Polarity::Positive,
        rule: "according to",
        confidence: 0.88,
    })
}

/// Tokens from `according` to the noun that it governs at most.
const GOVERNED: usize = 8;

/// The noun that `according to` governs.
fn governed(syntax: &Syntax<'_>, token: usize) -> Option<usize> {
    let head = syntax.head(token).filter(|head| *head > token + 1 && is_nominal(syntax, *head));
    let by_to = syntax.head(token + 1).filter(|head| *head > token + 1 && is_nominal(syntax, *head));
    let child = syntax.child(token, &["obl", "nmod"]).filter(|child| is_nominal(syntax, *child));
    let next =
        || (token + 2..(token + GOVERNED).min(syntax.sentence(token).end)).find(|next| is_nominal(syntax, *next));
    head.or(by_to).or(child).or_else(next)
}

/// What is passed on without saying who vouches for it: `is believed to be alive`, `it is said that`.
fn hearsay(syntax: &Syntax<'_>, verb: usize, lemma: &str, word: Option<&CueWord>) -> Option<Report> {
    let certainty = match lemma {
        "believe" | "think" | "understand" | "expect" | "estimate" | "say" | "report" | "presume" | "assume"
        | "consider" => Certainty::Probable,
        "allege" | "suspect" | "fear" | "rumor" | "rumour" | "claim" => Certainty::Possible,
        "tell" => Certainty::Certain,
        _ => return None,
    };
    if syntax.xpos(verb) != "VBN" && !syntax.is_passive(verb) || syntax.is_negated(verb) || syntax.modal(verb).is_some()
    {
        return None;
    }
    let agent = syntax
        .children(verb)
        .find(|child| is_relation(syntax.relation(*child), &["obl"]) && syntax.case(*child).as_deref() == Some("by"));
    let content = passive_content(syntax, verb, lemma)?;
    Some(Report {
        cue: verb..verb + 1,
        lemma: lemma.into(),
        class: word.map_or(Class::Thought, |word| word.class),
        source: agent,
        addressee: None,
        content: without_that(syntax, content),
        rest: None,
        certainty,
        polarity: Polarity::Positive,
        rule: "hearsay",
        confidence: 0.85,
    })
}

fn passive_content(syntax: &Syntax<'_>, verb: usize, lemma: &str) -> Option<Range<usize>> {
    let passive = syntax.is_passive(verb);
    if let Some(clause) = syntax.children(verb).find(|child| *child > verb && syntax.relation(*child) == "ccomp") {
        return passive
            .then(|| beside(syntax, clause, verb, verb))
            .filter(|extent| !is_embedded_question(syntax, extent));
    }
    let infinitive = syntax
        .children(verb)
        .find(|child| *child > verb && syntax.relation(*child) == "xcomp" && is_infinitive(syntax, *child))?;
    if lemma == "tell" {
        return None;
    }
    let subject = syntax
        .own_subject(verb)
        .or_else(|| syntax.head(verb).filter(|head| *head < verb && is_relation(syntax.relation(verb), &["acl"])))?;
    let start = syntax.phrase(subject, true).start.min(verb);
    Some(syntax.trimmed(start..syntax.extent(infinitive).end.max(verb + 1)))
}
