//! The search language: words, `"phrases"`, `AND` `OR` `NOT` `-`, parentheses, prefixes `word*`, and the fields `source:`
//! `language:` `entity:` `event:` `speaker:` `title:` `after:` `before:`. Parsed once for every store.
//!
//! Words side by side must all hold. `AND` binds more than `OR`. `after:` and `before:` bound the whole query, so they
//! stand beside it, not inside `OR` or `NOT`. A query of negations alone means everything else.

mod parse;
mod render;

use dateline_record::v1::ArticleFilter;

use crate::{
    Error, Kind,
    names::{Wanted, tag},
    time,
};

pub(crate) use parse::parse;
pub(crate) use render::{fts5, ranking, tsquery};

/// What an article must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// Words in a row.
    Phrase(Phrase),
    /// A tag of the index.
    Tag(String),
    /// All of these; none: everything.
    And(Vec<Expr>),
    /// One of these at least.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
}

/// Words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Folded as the index has them; never empty.
    pub(crate) words: Vec<String>,
    /// The last word is the beginning of one.
    pub(crate) prefix: bool,
    /// In the title only.
    pub(crate) title: bool,
}

/// Which articles are meant: an expression, a half-open range of places, and whether copies are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Find {
    pub(crate) expr: Expr,
    /// Lowest place.
    pub(crate) from: i64,
    /// First place beyond; nothing can stand at the last.
    pub(crate) below: i64,
    /// Not those that are copies of others.
    pub(crate) originals_only: bool,
}

impl Find {
    /// Everything in the store.
    pub(crate) fn all() -> Self {
        Self { expr: Expr::And(Vec::new()), from: i64::MIN, below: i64::MAX, originals_only: false }
    }

    /// What a filter names.
    pub(crate) fn of(filter: &ArticleFilter) -> Self {
        let mut find = Self::all();
        find.require("source", &filter.source);
        find.require("language", &filter.language);
        find.require("entity", &filter.entity);
        find.require("event", &filter.event_type);
        find.require("speaker", &filter.speaker);
        find.published(filter.published_after.as_ref(), filter.published_before.as_ref());
        find.originals_only = filter.originals_only;
        find
    }

    /// Narrows to a value of a field, unless it is empty.
    pub(crate) fn require(&mut self, field: &str, value: &str) {
        if let Some(wanted) = Wanted::new(value) {
            self.and(named(field, &wanted));
        }
    }

    /// Narrows to records published in a half-open interval.
    pub(crate) fn published(
        &mut self,
        after: Option<&pbjson_types::Timestamp>,
        before: Option<&pbjson_types::Timestamp>,
    ) {
        if let Some(after) = after {
            self.after(after.seconds);
        }
        if let Some(before) = before {
            self.before(before.seconds + i64::from(before.nanos > 0));
        }
    }

    pub(crate) fn and(&mut self, expr: Expr) {
        match &mut self.expr {
            Expr::And(parts) => parts.push(expr),
            other => *other = Expr::And(vec![other.clone(), expr]),
        }
    }

    fn after(&mut self, second: i64) {
        self.from = self.from.max(time::lowest_place(second));
    }

    fn before(&mut self, second: i64) {
        self.below = self.below.min(time::lowest_place(second));
        self.from = self.from.max(time::FIRST_DATED);
    }

    /// True when no expression narrows it.
    pub(crate) fn is_unfiltered(&self) -> bool {
        matches!(&self.expr, Expr::And(parts) if parts.is_empty())
    }

    /// The phrases that a match may show, in the order of the query.
    pub(crate) fn phrases(&self) -> Vec<&Phrase> {
        let mut phrases = Vec::new();
        self.expr.collect_phrases(&mut phrases);
        phrases
    }
}

impl Expr {
    /// What a word index without positions can answer: all that this matches, and perhaps more.
    pub(crate) fn without_order(&self) -> Self {
        let word = |(index, word): (usize, &String), phrase: &Phrase| {
            let prefix = phrase.prefix && index + 1 == phrase.words.len();
            Self::Phrase(Phrase { words: vec![word.clone()], prefix, title: false })
        };
        match self {
            Self::Phrase(phrase) if phrase.title || phrase.words.len() > 1 => {
                Self::And(phrase.words.iter().enumerate().map(|each| word(each, phrase)).collect())
            }
            Self::And(parts) => Self::And(parts.iter().map(Self::without_order).collect()),
            Self::Or(parts) => Self::Or(parts.iter().map(Self::without_order).collect()),
            // Less is excluded by more words in a row: what is not known of the index excludes nothing.
            Self::Not(inner) if inner.without_order() != **inner => Self::And(Vec::new()),
            Self::Phrase(_) | Self::Tag(_) | Self::Not(_) => self.clone(),
        }
    }

    fn collect_phrases<'e>(&'e self, phrases: &mut Vec<&'e Phrase>) {
        match self {
            Self::Phrase(phrase) => phrases.push(phrase),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.collect_phrases(phrases)),
            Self::Tag(_) | Self::Not(_) => {}
        }
    }
}

/// The tags that a value of a field may stand for: it as given, and it as a name.
pub(crate) fn named(field: &str, wanted: &Wanted) -> Expr {
    let mut forms = vec![&wanted.raw, &wanted.lower, &wanted.slug];
    forms.dedup();
    let tags = forms.into_iter().filter(|form| !form.is_empty()).map(|form| Expr::Tag(tag(field, form))).collect();
    Expr::Or(tags)
}

fn invalid(message: String) -> Error {
    Error::new(Kind::Invalid, message)
}

#[cfg(test)]
mod tests;
