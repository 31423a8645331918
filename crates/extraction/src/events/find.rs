//! Finds events: the cue tables matched against the trees.

use std::collections::HashSet;

use super::{
    codes::Code,
    patterns::{self, Coded, Condition, NounPattern, VerbPattern},
    roles::Reader,
};
use crate::syntax::is_relation;

/// An event in terms of tokens.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The word that tells it.
    pub(crate) trigger: usize,
    /// Its dictionary form, with a particle where that decides.
    pub(crate) lemma: String,
    /// The verb that carries a noun trigger; the trigger itself for a verb.
    pub(crate) verb: usize,
    /// The code.
    pub(crate) code: &'static Code,
    /// Heads of those who did it.
    pub(crate) actors: Vec<usize>,
    /// Heads of those to whom.
    pub(crate) recipients: Vec<usize>,
    /// Whether a noun tells it.
    pub(crate) nominal: bool,
}

/// Verbs that carry a noun: `held talks`, `launched an attack`.
const LIGHT: [&str; 26] = [
    "hold", "launch", "carry", "stage", "conduct", "make", "pay", "mount", "begin", "start", "open", "continue",
    "resume", "reach", "sign", "announce", "issue", "lead", "attend", "host", "join", "place", "have", "plan", "order",
    "claim",
];

/// The events of a document, by position of the trigger.
pub(crate) fn find(reader: &Reader<'_, '_>) -> Vec<Found> {
    let tokens = reader.cx.document.tokens.len();
    let sports = sports(reader);
    let mut used = HashSet::new();
    let mut found: Vec<Found> = (0..tokens).filter_map(|token| verb(reader, token, sports, &mut used)).collect();
    found.extend((0..tokens).filter(|token| !used.contains(token)).filter_map(|token| noun(reader, token, sports)));
    found.sort_by_key(|event| event.trigger);
    found
}

/// Whether the text is about sports: several different words of the field.
fn sports(reader: &Reader<'_, '_>) -> bool {
    let words: HashSet<&str> = reader
        .cx
        .document
        .tokens
        .iter()
        .map(|token| token.lemma.as_str())
        .filter(|lemma| patterns::in_class(lemma, "sports"))
        .collect();
    words.len() > 3
}

fn about_sports(reader: &Reader<'_, '_>, token: usize) -> bool {
    let words =
        reader.syntax.sentence(token).filter(|token| patterns::in_class(&reader.syntax.lemma(*token), "sports"));
    words.count() > 1
}

fn verb(reader: &Reader<'_, '_>, token: usize, sports: bool, used: &mut HashSet<usize>) -> Option<Found> {
    let syntax = reader.syntax;
    if !syntax.xpos(token).starts_with("VB") || syntax.upos(token) == "AUX" || syntax.sentence(token).len() < 3 {
        return None;
    }
    let lemma = syntax.lemma(token);
    let pattern = patterns::verb(&lemma).iter().find(|pattern| holds(reader, token, pattern))?;
    if pattern.flags.has("sport") && (sports || about_sports(reader, token)) {
        return None;
    }
    let actor = reader.actor(token).filter(|actor| reader.is_a(*actor, "actor") || reader.is_armed(*actor));
    let heads: Vec<usize> = pattern.recipient.iter().flat_map(|slot| reader.slot(token, slot)).collect();
    let recipients: Vec<usize> =
        heads.into_iter().filter(|head| Some(*head) != actor && takes_part(reader, *head)).take(1).collect();
    if actor.is_none() && (!pattern.flags.has("alone") || !can_strike(reader, token))
        || recipients.is_empty() && (pattern.flags.has("need") || actor.is_none())
    {
        return None;
    }
    let (actors, recipients) = parties(reader, pattern.flags.has("reciprocal"), actor, recipients)?;
    used.insert(token);
    used.extend(consumed(reader, token, pattern));
    let lemma = pattern.particle.as_ref().map_or(lemma.clone(), |particle| format!("{lemma} {particle}"));
    let code = coded(reader, &pattern.code, actor);
    Some(Found { trigger: token, lemma, verb: token, code, actors, recipients, nominal: false })
}

/// Without an actor a verb tells an event in the passive, or when its subject is a blow: `a bomb killed three people`.
fn can_strike(reader: &Reader<'_, '_>, verb: usize) -> bool {
    let illness = |subject: usize| reader.syntax.children(subject).any(|child| reader.syntax.lemma(child) == "heart");
    reader.is_passive(verb)
        || reader.actor(verb).is_some_and(|subject| reader.is_a(subject, "blow") && !illness(subject))
}

/// Somebody, some place or something that things are done to: not an empty `it`.
fn takes_part(reader: &Reader<'_, '_>, head: usize) -> bool {
    let classes = ["actor", "place", "people", "forces", "number", "territory", "building", "passage"];
    classes.iter().any(|class| reader.is_a(head, class))
}

/// On equal footing at least two must take part: both are actors.
fn parties(
    reader: &Reader<'_, '_>,
    reciprocal: bool,
    actor: Option<usize>,
    recipients: Vec<usize>,
) -> Option<(Vec<usize>, Vec<usize>)> {
    let actors: Vec<usize> = actor.into_iter().collect();
    if !reciprocal {
        return Some((actors, recipients));
    }
    let several =
        actors.iter().any(|actor| reader.joined(*actor).len() > 1 || reader.syntax.xpos(*actor).ends_with('S'));
    (several || !recipients.is_empty()).then_some((actors, recipients))
}

fn coded(reader: &Reader<'_, '_>, code: &Coded, actor: Option<usize>) -> &'static Code {
    code.forces.filter(|_| actor.is_some_and(|actor| reader.is_armed(actor))).unwrap_or(code.plain)
}

/// Nouns that a line asked for: the verb has told their event.
fn consumed(reader: &Reader<'_, '_>, token: usize, pattern: &VerbPattern) -> Vec<usize> {
    let slots = pattern.conditions.iter().filter_map(|condition| match condition {
        Condition::Filled(slot, classes) if !classes.is_empty() => Some(slot.as_str()),
        _ => None,
    });
    slots.flat_map(|slot| reader.slot(token, slot)).collect()
}

fn holds(reader: &Reader<'_, '_>, token: usize, pattern: &VerbPattern) -> bool {
    pattern.particle.as_deref().is_none_or(|particle| has_particle(reader, token, particle))
        && pattern.conditions.iter().all(|condition| fulfilled(reader, token, condition))
}

fn has_particle(reader: &Reader<'_, '_>, token: usize, particle: &str) -> bool {
    let syntax = reader.syntax;
    let beside = syntax.children(token).any(|child| {
        syntax.lower(child) == particle
            && is_relation(syntax.relation(child), &["compound", "advmod", "xcomp", "mark", "case"])
    });
    beside || reader.oblique(token, particle).is_some()
}

fn fulfilled(reader: &Reader<'_, '_>, token: usize, condition: &Condition) -> bool {
    match condition {
        Condition::Filled(slot, classes) => {
            reader.slot(token, slot).iter().any(|head| any_joined(reader, *head, classes))
        }
        Condition::Empty(slot, classes) => {
            !reader.slot(token, slot).iter().any(|head| any_joined(reader, *head, classes))
        }
        Condition::Infinitive(verbs) => infinitive(reader, token).is_some_and(|verb| among(reader, verb, verbs)),
        Condition::Clause(verbs) => {
            reader.syntax.child(token, &["ccomp"]).is_some_and(|verb| among(reader, verb, verbs))
        }
    }
}

fn any_joined(reader: &Reader<'_, '_>, head: usize, classes: &[String]) -> bool {
    reader.joined(head).into_iter().any(|head| reader.is_any(head, classes))
}

fn among(reader: &Reader<'_, '_>, verb: usize, verbs: &[String]) -> bool {
    verbs.is_empty() || verbs.contains(&reader.syntax.lemma(verb))
}

/// The infinitive that a verb governs, directly or through its object.
fn infinitive(reader: &Reader<'_, '_>, token: usize) -> Option<usize> {
    let syntax = reader.syntax;
    let is_infinitive = |child: &usize| {
        *child > token
            && syntax.xpos(*child) == "VB"
            && syntax.children(*child).any(|to| to < *child && syntax.lower(to) == "to")
    };
    let own = syntax
        .children(token)
        .filter(|child| is_relation(syntax.relation(*child), &["xcomp", "ccomp", "advcl"]))
        .find(is_infinitive);
    own.or_else(|| {
        let called_on = reader.oblique(token, "on").or_else(|| syntax.child(token, &["obj"]))?;
        syntax.children(called_on).filter(|child| is_relation(syntax.relation(*child), &["acl"])).find(is_infinitive)
    })
}

fn noun(reader: &Reader<'_, '_>, token: usize, sports: bool) -> Option<Found> {
    let syntax = reader.syntax;
    if syntax.upos(token) != "NOUN" || is_relation(syntax.relation(token), &["compound", "flat"]) {
        return None;
    }
    let lemma = syntax.lemma(token);
    let pattern = patterns::noun(&lemma).iter().find(|pattern| suits(reader, token, pattern))?;
    if pattern.flags.has("sport") && (sports || about_sports(reader, token)) {
        return None;
    }
    let carrier = carrier(reader, token);
    let actor = pattern
        .actor
        .iter()
        .find_map(|slot| noun_slot(reader, token, carrier, slot))
        .filter(|actor| reader.is_a(*actor, "actor") || reader.is_armed(*actor));
    let recipient = pattern.recipient.iter().find_map(|slot| noun_slot(reader, token, carrier, slot));
    let recipients: Vec<usize> =
        recipient.into_iter().filter(|head| Some(*head) != actor && takes_part(reader, *head)).collect();
    let enough = match (pattern.flags.has("both"), actor) {
        (true, Some(actor)) => {
            !recipients.is_empty()
                || reader.joined(actor).len() > 1
                || carrier.is_some() && syntax.xpos(actor).ends_with('S')
        }
        (true, None) => false,
        (false, Some(_)) => !recipients.is_empty() || carrier.is_some(),
        (false, None) => !recipients.is_empty(),
    };
    if !enough {
        return None;
    }
    let code = coded(reader, &pattern.code, actor);
    Some(Found {
        trigger: token,
        lemma,
        verb: carrier.unwrap_or(token),
        code,
        actors: actor.into_iter().collect(),
        recipients,
        nominal: true,
    })
}

fn suits(reader: &Reader<'_, '_>, token: usize, pattern: &NounPattern) -> bool {
    let before: Vec<String> =
        reader.syntax.children(token).filter(|child| *child < token).map(|child| reader.syntax.lemma(child)).collect();
    let modified = pattern.modifier.is_empty() || before.iter().any(|word| pattern.modifier.contains(word));
    let number = !pattern.flags.has("plural") || reader.syntax.xpos(token).ends_with('S');
    modified && number && !before.iter().any(|word| pattern.amidst.contains(word))
}

/// The light verb whose object a noun is.
fn carrier(reader: &Reader<'_, '_>, token: usize) -> Option<usize> {
    let syntax = reader.syntax;
    let object = is_relation(syntax.relation(token), &["obj"]) || syntax.relation(token) == "nsubj:pass";
    syntax.head(token).filter(|up| object && syntax.upos(*up) == "VERB" && LIGHT.contains(&syntax.lemma(*up).as_str()))
}

/// What fills a slot of a noun.
fn noun_slot(reader: &Reader<'_, '_>, token: usize, carrier: Option<usize>, slot: &str) -> Option<usize> {
    let syntax = reader.syntax;
    match slot {
        "poss" => syntax.child(token, &["nmod:poss"]),
        "mod" => syntax.children(token).find(|child| {
            *child < token
                && is_relation(syntax.relation(*child), &["amod", "compound"])
                && reader.is_a(*child, "actor")
        }),
        "subj" => carrier.and_then(|verb| reader.actor(verb)),
        preposition => {
            reader.oblique(token, preposition).or_else(|| carrier.and_then(|verb| reader.oblique(verb, preposition)))
        }
    }
}
