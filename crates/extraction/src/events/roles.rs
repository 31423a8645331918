//! Who takes part: the slots of verbs and nouns, the classes of what fills them, and participants for the record.

use std::ops::Range;

use dateline_record::v1::{ArticleRecord, Entity, Participant, entity::Kind};

use super::patterns;
use crate::{
    context::{Context, span},
    reference::mention,
    syntax::{Syntax, is_relation},
};

/// The article as the cue tables see it.
pub(crate) struct Reader<'r, 'd> {
    pub(crate) cx: &'r Context<'d>,
    pub(crate) syntax: &'r Syntax<'r>,
    pub(crate) entities: &'r [Entity],
}

impl<'r, 'd> Reader<'r, 'd> {
    /// A reader of an article whose entities are found.
    pub(crate) fn new(cx: &'r Context<'d>, syntax: &'r Syntax<'r>, record: &'r ArticleRecord) -> Self {
        Self { cx, syntax, entities: &record.entities }
    }

    /// Heads of what fills a slot of a verb: `obj`, `iobj`, `ccomp` (the subject of the clause) or a preposition.
    pub(crate) fn slot(&self, verb: usize, slot: &str) -> Vec<usize> {
        match slot {
            "obj" => self.object(verb).into_iter().collect(),
            "iobj" => self.syntax.child(verb, &["iobj"]).into_iter().collect(),
            "ccomp" => self
                .syntax
                .child(verb, &["ccomp"])
                .and_then(|clause| self.syntax.own_subject(clause))
                .into_iter()
                .collect(),
            "actor" => self.actor(verb).into_iter().collect(),
            preposition => {
                let object = self.object(verb);
                let own = self.oblique(verb, preposition);
                own.or_else(|| {
                    object.filter(|object| *object > verb).and_then(|object| self.oblique(object, preposition))
                })
                .into_iter()
                .collect()
            }
        }
    }

    /// The nominal that hangs on a word by a preposition.
    pub(crate) fn oblique(&self, word: usize, preposition: &str) -> Option<usize> {
        self.syntax.children(word).find(|child| {
            is_relation(self.syntax.relation(*child), &["obl", "nmod"])
                && self.syntax.case(*child).as_deref() == Some(preposition)
        })
    }

    /// What the verb is done to, in the active and in the passive.
    fn object(&self, verb: usize) -> Option<usize> {
        let syntax = self.syntax;
        if self.is_passive(verb) {
            let described =
                syntax.head(verb).filter(|head| *head < verb && is_relation(syntax.relation(verb), &["acl"]));
            return syntax
                .child(verb, &["nsubj:pass"])
                .or_else(|| described.filter(|_| syntax.xpos(verb) == "VBN"))
                .or_else(|| syntax.subject(verb));
        }
        syntax.child(verb, &["obj"])
    }

    /// Who does it: the subject, or the agent of the passive.
    pub(crate) fn actor(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.oblique(verb, "by");
        }
        self.syntax.subject(verb)
    }

    /// In the passive, with or without an auxiliary: `troops killed by rebels`.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        let bare = self.syntax.xpos(verb) == "VBN" && is_relation(self.syntax.relation(verb), &["acl"]);
        self.syntax.is_passive(verb) || bare && self.syntax.own_subject(verb).is_none()
    }

    fn entity(&self, head: usize) -> Option<&Entity> {
        self.entities.get(mention(self.cx, self.syntax, head)?.index)
    }

    /// The noun meant by `all of the prisoners`, `dozens of people`; the head itself otherwise.
    pub(crate) fn meant(&self, head: usize) -> usize {
        let partitive = patterns::in_class(&self.syntax.lemma(head), "partitive") || self.syntax.upos(head) == "NUM";
        self.oblique(head, "of").filter(|_| partitive).unwrap_or(head)
    }

    /// Whether a nominal belongs to one of the classes.
    pub(crate) fn is_any(&self, head: usize, classes: &[String]) -> bool {
        classes.is_empty() || classes.iter().any(|class| self.is_a(head, class))
    }

    /// Whether a nominal, or one it is joined to, belongs to a class.
    pub(crate) fn is_a(&self, head: usize, class: &str) -> bool {
        let head = self.meant(head);
        let lemma = self.syntax.lemma(head);
        let kind = self.entity(head).map(Entity::kind);
        let person = || patterns::in_class(&lemma, "people") || patterns::in_class(&lemma, "forces");
        match class {
            "actor" => {
                matches!(kind, Some(Kind::Person | Kind::Organization | Kind::Gpe | Kind::Group))
                    || self.is_personal(head)
                    || kind.is_none() && person()
            }
            "person" => kind == Some(Kind::Person) || self.is_personal(head) || person(),
            "people" => matches!(kind, Some(Kind::Person | Kind::Group)) || self.is_personal(head) || person(),
            "gpe" => kind == Some(Kind::Gpe),
            "place" => matches!(kind, Some(Kind::Gpe | Kind::Location | Kind::Facility)),
            "number" => self.syntax.upos(head) == "NUM",
            class => patterns::in_class(&lemma, class) || self.has_modifier(head, class),
        }
    }

    /// `peace deal`, `arms shipment`: a compound says what the head leaves open.
    fn has_modifier(&self, head: usize, class: &str) -> bool {
        matches!(class, "aid" | "arms" | "truce" | "martial")
            && self.syntax.children(head).any(|child| {
                is_relation(self.syntax.relation(child), &["compound"])
                    && patterns::in_class(&self.syntax.lemma(child), class)
            })
    }

    fn is_personal(&self, head: usize) -> bool {
        matches!(
            self.syntax.lower(head).as_str(),
            "he" | "him" | "she" | "her" | "they" | "them" | "who" | "himself" | "themselves"
        )
    }

    /// Whether a nominal is an armed one.
    pub(crate) fn is_armed(&self, head: usize) -> bool {
        let military = self.entity(self.meant(head)).and_then(|entity| entity.actor.as_ref());
        self.is_a(head, "forces")
            || military.is_some_and(|actor| {
                actor.sectors.iter().any(|sector| matches!(sector.as_str(), "MIL" | "REB" | "UAF"))
            })
    }

    /// A nominal with those it is joined to by `and`.
    pub(crate) fn joined(&self, head: usize) -> Vec<usize> {
        let joined = self.syntax.children(head).filter(|child| {
            self.syntax.relation(*child) == "conj"
                && matches!(self.syntax.upos(*child), "NOUN" | "PROPN" | "PRON" | "NUM")
        });
        std::iter::once(head).chain(joined).collect()
    }

    /// A participant for the record.
    pub(crate) fn participant(&self, head: usize) -> Option<Participant> {
        let bytes = self.syntax.bytes(self.named(head))?;
        let meant = self.meant(head);
        let entity = mention(self.cx, self.syntax, meant).and_then(|found| self.entities.get(found.index));
        let actor = entity.and_then(|entity| entity.actor.as_ref()).map(|actor| actor.code.clone()).unwrap_or_default();
        Some(match entity {
            Some(entity) => {
                Participant { entity: entity.id.clone(), span: span(bytes), actor, unresolved: String::new() }
            }
            None => Participant { span: span(bytes), unresolved: self.reason(head).into(), ..Participant::default() },
        })
    }

    /// The phrase of a nominal without the place and time that parsers like to hang on it.
    fn named(&self, head: usize) -> Range<usize> {
        let phrase = self.syntax.phrase(head, false);
        let circumstance = self.syntax.children(head).filter(|child| *child > head).find(|child| {
            let case = self.syntax.case(*child);
            case.is_some_and(|case| {
                matches!(
                    case.as_str(),
                    "in" | "at" | "near" | "on" | "during" | "after" | "before" | "outside" | "inside"
                )
            })
        });
        let end = circumstance.map_or(phrase.end, |child| self.syntax.extent(child).start.clamp(head + 1, phrase.end));
        self.syntax.trimmed(phrase.start..end)
    }

    fn reason(&self, head: usize) -> &'static str {
        if self.syntax.upos(head) == "PRON" { "antecedent not found" } else { "not named" }
    }

    /// Participants of several nominals, each with those it is joined to.
    pub(crate) fn participants(&self, heads: &[usize]) -> Vec<Participant> {
        heads.iter().flat_map(|head| self.joined(*head)).filter_map(|head| self.participant(head)).collect()
    }
}
