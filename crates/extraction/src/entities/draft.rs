//! An entity in the making.

use std::ops::Range;

use dateline_record::v1::{Actor, Links, Place, Role, entity::Kind, mention::Form};

/// A mention found in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// Bytes of the head word.
    pub(super) head: Range<usize>,
    /// Its tokens; empty for the place of the dateline, which is not analysed.
    pub(super) tokens: Range<usize>,
    /// How the entity is mentioned.
    pub(super) form: Form,
    /// What the name by itself seems to name.
    pub(super) kind: Kind,
    /// The characters, with single spaces.
    pub(super) text: String,
    /// How sure the mention is, in [0, 1].
    pub(super) confidence: f64,
}

/// An entity with its mentions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    /// The fullest name.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: Kind,
    /// Its mentions; by position at the end only.
    pub(super) mentions: Vec<Found>,
    /// Its offices.
    pub(super) roles: Vec<Held>,
    /// Who it can be referred to by.
    pub(super) gender: Gender,
    /// Ids in public registers.
    pub(super) links: Option<Links>,
    /// Where it is.
    pub(super) place: Option<Place>,
    /// Its actor code.
    pub(super) actor: Option<Actor>,
    /// Which rule gave the actor code.
    pub(super) actor_rule: &'static str,
    /// How central it is.
    pub(super) salience: f64,
}

/// An office with the entity that it is held in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    /// The office.
    pub(super) role: Role,
    /// Index of the organisation or state among the drafts.
    pub(super) organization: Option<usize>,
    /// What says so.
    pub(super) rule: &'static str,
}

/// Which pronouns can refer to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Gender {
    /// Nothing tells.
    #[default]
    Unknown,
    /// `he`.
    He,
    /// `she`.
    She,
}

impl Gender {
    /// Whether one and the same person can be both.
    pub(super) fn fits(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }
}

impl Draft {
    /// The mention that comes first in the text.
    pub(super) fn first(&self) -> Option<&Found> {
        self.mentions.iter().min_by_key(|found| (found.span.start, found.span.end))
    }

    /// Its mentions by name.
    pub(super) fn names(&self) -> impl Iterator<Item = &Found> {
        self.mentions.iter().filter(|found| found.form == Form::Name)
    }

    /// How sure the entity is: the mean of its names.
    pub(super) fn confidence(&self) -> f64 {
        let (sum, count) = self.names().fold((0.0, 0), |(sum, count), found| (sum + found.confidence, count + 1));
        let mean = if count == 0 { 0.0 } else { sum / f64::from(count) };
        (mean * 100.0).round() / 100.0
    }

    /// What decided about it.
    pub(super) fn rule(&self) -> String {
        let rules = std::iter::once("name").chain(self.roles.first().map(|held| held.rule)).chain(self.actor_rule());
        rules.collect::<Vec<_>>().join("; ")
    }

    fn actor_rule(&self) -> Option<&'static str> {
        self.actor.as_ref().map(|_| self.actor_rule).filter(|rule| !rule.is_empty())
    }
}
