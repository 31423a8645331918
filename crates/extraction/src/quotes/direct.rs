//! Decides which quotation marks enclose what somebody said, and finds the cue and the speaker.
//!
//! Words between marks are a quotation when a cue introduces or follows them, when they go on with one, or when they
//! stand as sentences of their own. Scare quotes, titles, slogans and nicknames have none of these.

use std::ops::Range;

use super::{
    cues::{self, Class},
    marks::Quotation,
    reports::{self, Report},
};
use crate::syntax::Syntax;

/// What a stretch between marks turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken {
    /// The verb, when there is one.
    pub(crate) cue: Option<usize>,
    /// Head word of the speaker.
    pub(crate) speaker: Option<usize>,
    /// Index of the quotation that this one goes on with.
    pub(crate) continues: Option<usize>,
    /// Word for word as a whole, or in part.
    pub(crate) whole: bool,
    /// The pattern that fired.
    pub(crate) rule: &'static str,
    /// Probability that it is a quotation with this speaker.
    pub(crate) confidence: f64,
}

/// What the decision looks at.
pub(crate) struct Reader<'s, 'd> {
    pub(crate) syntax: &'s Syntax<'d>,
    pub(crate) quotations: &'s [Quotation],
    pub(crate) paragraphs: &'s [Range<usize>],
    pub(crate) reports: &'s [Report],
}

/// Tokens between a quotation and its cue at most.
const REACH: usize = 16;

impl Reader<'_, '_> {
    /// Decides on every quotation, in order.
    pub(crate) fn decide(&self) -> Vec<Option<Spoken>> {
        let mut decided: Vec<Option<Spoken>> = Vec::new();
        for index in 0..self.quotations.len() {
            let found = self.one(index, &decided);
            decided.push(found);
        }
        self.fill_backwards(&mut decided);
        decided
    }

    fn one(&self, index: usize, decided: &[Option<Spoken>]) -> Option<Spoken> {
        let quotation = self.quotations.get(index)?;
        let words = self.words(quotation);
        if let Some(found) = self.cue_after(quotation).filter(|_| words > 0) {
            return Some(found);
        }
        if let Some(found) = self.cue_before(quotation, words) {
            return Some(self.joined(index, decided, found));
        }
        if let Some(previous) = quotation.continues
            && let Some(Some(before)) = decided.get(previous)
        {
            return Some(Spoken {
                continues: Some(previous),
                cue: None,
                rule: "goes on over paragraphs",
                ..before.clone()
            });
        }
        if self.stands_alone(quotation, words) {
            return Some(self.inherited(index, decided));
        }
        None
    }

    fn text(&self) -> &str {
        self.syntax.document().text
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text().get(range).unwrap_or_default()
    }

    fn words(&self, quotation: &Quotation) -> usize {
        self.slice(quotation.content.clone())
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .count()
    }

    fn tokens(&self, quotation: &Quotation) -> Range<usize> {
        self.syntax.document().tokens_in(quotation.content.clone())
    }

    fn paragraph(&self, quotation: &Quotation) -> Range<usize> {
        self.paragraphs.get(quotation.paragraph).cloned().unwrap_or_default()
    }

    /// Text of the paragraph before and after a quotation.
    fn around(&self, quotation: &Quotation) -> (&str, &str) {
        let paragraph = self.paragraph(quotation);
        (self.slice(paragraph.start..quotation.span.start), self.slice(quotation.span.end..paragraph.end))
    }

    /// `“…,” she said`, `“…?” asked the judge`.
    fn cue_after(&self, quotation: &Quotation) -> Option<Spoken> {
        let content = self.slice(quotation.content.clone());
        let (_, after) = self.around(quotation);
        let comma = content.ends_with(',') || after.starts_with(',');
        let lively = content.ends_with(['!', '?', '—', '–', '…']);
        let plain = after.starts_with(' ') && !content.ends_with(['.', ';', ':']);
        if !(comma || lively || plain) {
            return None;
        }
        let first = self.syntax.document().tokens_in(quotation.span.end..self.paragraph(quotation).end).start;
        let (verb, speaker) = self.clause_after(first)?;
        if self.announces(verb, quotation) {
            return None;
        }
        let words = self.words(quotation);
        if !comma
            && !lively
            && (words < 4 || self.tokens(quotation).all(|token| !self.syntax.xpos(token).starts_with("VB")))
        {
            return None;
        }
        let confidence = if comma { 0.95 } else { 0.85 };
        Some(Spoken {
            cue: Some(verb),
            speaker: Some(speaker),
            continues: None,
            whole: true,
            rule: "cue after",
            confidence,
        })
    }

    /// Whether the cue ends in a colon and so belongs to the quotation that follows.
    fn announces(&self, verb: usize, quotation: &Quotation) -> bool {
        let after = self.quotations.partition_point(|next| next.span.start < quotation.span.end);
        let next = self.quotations.get(after).filter(|next| next.paragraph == quotation.paragraph);
        let from = self.syntax.token(verb).map_or(0, |token| token.span.end);
        next.is_some_and(|next| {
            self.slice(from..next.span.start).trim_end().ends_with(':')
                && !self.slice(quotation.content.clone()).ends_with(',')
        })
    }

    /// The verb and the speaker of a cue that starts at a token: `the minister told reporters`, `said Ana Silva`.
    fn clause_after(&self, first: usize) -> Option<(usize, usize)> {
        let syntax = self.syntax;
        let start = if syntax.upos(first) == "PUNCT" { first + 1 } else { first };
        let mut commas = 0;
        for token in start..start + REACH {
            let word = syntax.document().word(token);
            commas += usize::from(word == ",");
            if word.is_empty() || matches!(word, "." | "?" | "!" | ";" | "“" | "\"" | ":") {
                return None;
            }
            if !is_verb(syntax, token) {
                continue;
            }
            let finite = syntax.xpos(token) != "VBG" && !matches!(syntax.xpos(token), "VB");
            if finite
                && cues::quoting(&reports::lemma(syntax, token)).is_some()
                && commas % 2 == 0
                && !syntax.is_passive(token)
                && !syntax.is_negated(token)
            {
                let speaker = self.speaker_near(token, start)?;
                return Some((token, speaker));
            }
            if is_finite(syntax, token) && commas % 2 == 0 {
                return None;
            }
        }
        None
    }

    /// The subject of a cue that starts at `start`: between there and the verb, or right after the verb.
    fn speaker_near(&self, verb: usize, start: usize) -> Option<usize> {
        let syntax = self.syntax;
        if let Some(subject) = syntax.own_subject(verb).filter(|subject| *subject >= start && *subject < verb + REACH) {
            return Some(subject);
        }
        let before = (start..verb).rev().find(|token| is_nominal(syntax, *token));
        before.map(|token| head_within(syntax, token, start..verb)).or_else(|| {
            let after = (verb + 1..verb + 4).find(|token| is_nominal(syntax, *token))?;
            let end = (after..verb + REACH).find(|token| syntax.upos(*token) == "PUNCT").unwrap_or(after + 1);
            Some(head_within(syntax, after, verb + 1..end))
        })
    }

    /// `She said: “…”`, `she told Reuters, “…”`, `she said “…”`.
    fn cue_before(&self, quotation: &Quotation, words: usize) -> Option<Spoken> {
        let (before, _) = self.around(quotation);
        let before = before.trim_end();
        let colon = before.ends_with(':');
        let comma = before.ends_with(',');
        let first = self.tokens(quotation).start;
        let from = self.syntax.document().tokens_in(self.paragraph(quotation).start..quotation.span.start).start;
        let verb = self.verb_before(first, from.max(first.saturating_sub(REACH)))?;
        let direct = if colon || comma {
            words > 0
        } else {
            self.is_governed(verb, first) && words > 2 && self.has_verb(quotation)
        };
        if !direct {
            return None;
        }
        let speaker =
            self.syntax.subject(verb).filter(|speaker| *speaker < first).or_else(|| self.nominal_before(verb, from))?;
        let confidence = if colon {
            0.93
        } else if comma {
            0.92
        } else {
            0.8
        };
        Some(Spoken {
            cue: Some(verb),
            speaker: Some(speaker),
            continues: None,
            whole: true,
            rule: "cue before",
            confidence,
        })
    }

    fn has_verb(&self, quotation: &Quotation) -> bool {
        self.tokens(quotation).any(|token| is_finite(self.syntax, token))
    }

    /// The cue verb between `from` and the quotation that starts at `first`.
    fn verb_before(&self, first: usize, from: usize) -> Option<usize> {
        let syntax = self.syntax;
        for token in (from..first).rev() {
            if matches!(syntax.document().word(token), "." | "?" | "!" | ";" | "”") {
                return None;
            }
            if is_verb(syntax, token) {
                let cue = cues::quoting(&reports::lemma(syntax, token)).is_some();
                let made = !syntax.is_negated(token) && !syntax.is_passive(token) && reports::is_made(syntax, token);
                if cue && made {
                    return Some(token);
                }
                if is_finite(syntax, token) {
                    return None;
                }
            }
        }
        None
    }

    /// Whether nothing but the verb's own object or `that` stands between the verb and the quotation.
    fn is_governed(&self, verb: usize, first: usize) -> bool {
        let mark = |token: usize| self.syntax.upos(token) == "PUNCT";
        let between: Vec<_> = (verb + 1..first).filter(|token| !mark(*token)).collect();
        match between.as_slice() {
            [] => true,
            [one] => {
                self.syntax.lower(*one) == "that" || is_nominal(self.syntax, *one) && self.syntax.lemma(verb) == "tell"
            }
            _ => false,
        }
    }

    fn nominal_before(&self, verb: usize, from: usize) -> Option<usize> {
        let token = (from..verb).rev().take(4).find(|token| is_nominal(self.syntax, *token))?;
        Some(head_within(self.syntax, token, from..verb))
    }

    /// Joins a quotation to the one before it when they share the cue: `“A,” she said, “b.”`
    fn joined(&self, index: usize, decided: &[Option<Spoken>], mut found: Spoken) -> Spoken {
        let previous = index.checked_sub(1).and_then(|previous| Some((previous, decided.get(previous)?.as_ref()?)));
        if let Some((previous, before)) = previous
            && before.cue == found.cue
            && before.rule == "cue after"
        {
            found = Spoken { continues: Some(previous), rule: "cue in the middle", ..before.clone() };
        }
        found
    }

    /// Sentences of their own: nothing but finished sentences before, and an end of its own.
    fn stands_alone(&self, quotation: &Quotation, words: usize) -> bool {
        let (before, after) = self.around(quotation);
        let before = before.trim_end();
        let content = self.slice(quotation.content.clone());
        let starts = before.is_empty() || before.ends_with(['.', '?', '!', '”', '"', '’', ':']);
        let capital = content.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let ends = content.ends_with(['.', '?', '!', '…', '—']) || after.starts_with('.') || quotation.runs_on;
        words > 2 && starts && capital && ends && (words > 6 || self.has_verb(quotation))
    }

    /// A quotation without a cue of its own: the speaker goes on only where the text runs on.
    fn inherited(&self, index: usize, decided: &[Option<Spoken>]) -> Spoken {
        let unknown = Spoken {
            cue: None,
            speaker: None,
            continues: None,
            whole: true,
            rule: "sentence between marks",
            confidence: 0.75,
        };
        let Some(quotation) = self.quotations.get(index) else { return unknown };
        let previous =
            index.checked_sub(1).and_then(|at| Some((at, self.quotations.get(at)?, decided.get(at)?.as_ref()?)));
        if let Some((at, last, before)) = previous {
            if last.paragraph == quotation.paragraph
                && self.only_cue_between(last, quotation)
                && before.speaker.is_some()
            {
                return Spoken {
                    cue: None,
                    continues: Some(at),
                    rule: "goes on after the cue",
                    confidence: 0.9,
                    ..before.clone()
                };
            }
            if last.paragraph + 1 == quotation.paragraph && self.runs_on(last, quotation) && before.speaker.is_some() {
                return Spoken {
                    cue: None,
                    continues: None,
                    rule: "run of quotations",
                    confidence: 0.6,
                    ..before.clone()
                };
            }
        }
        match self.report_before(quotation) {
            Some(source) => Spoken { speaker: Some(source), rule: "report before", confidence: 0.6, ..unknown },
            None => unknown,
        }
    }

    /// Whether one sentence at most, the cue of the first, stands between two quotations of a paragraph.
    fn only_cue_between(&self, last: &Quotation, next: &Quotation) -> bool {
        let between = self.slice(last.span.end..next.span.start);
        between.len() < 160 && between.trim().trim_end_matches(['.', ',', ':']).matches(['.', '?', '!']).count() == 0
    }

    /// Whether the paragraph before is a quotation with its cue, and this one a quotation and nothing else.
    fn runs_on(&self, last: &Quotation, next: &Quotation) -> bool {
        let (before, after) = self.around(next);
        let alone = before.trim().is_empty() && after.trim().trim_matches('.').is_empty();
        let paragraph = self.paragraph(last);
        let from = self.quotations.partition_point(|quotation| quotation.paragraph < last.paragraph);
        let own = self.quotations.iter().skip(from).take_while(|quotation| quotation.paragraph == last.paragraph);
        let quoted: usize = own.map(|quotation| quotation.span.len()).sum();
        alone && quoted * 2 > paragraph.len()
    }

    /// The source of a report that ends the sentence just before the quotation.
    fn report_before(&self, quotation: &Quotation) -> Option<usize> {
        let paragraph = self.paragraph(quotation);
        let first = self.syntax.document().tokens_in(quotation.span.clone()).start;
        let last = first
            .checked_sub(1)
            .filter(|token| self.syntax.token(*token).is_some_and(|token| token.span.start >= paragraph.start))?;
        let sentence = self.syntax.sentence(last);
        let after = self.reports.partition_point(|report| report.cue.start < sentence.end);
        let report = self.reports.get(after.checked_sub(1)?).filter(|report| sentence.contains(&report.cue.start))?;
        report.source.filter(|_| report.class == Class::Speech && report.rule != "hearsay")
    }

    /// Hands the speaker of the last piece of a quotation over paragraphs to the pieces before it.
    fn fill_backwards(&self, decided: &mut [Option<Spoken>]) {
        for index in (0..decided.len()).rev() {
            let Some(previous) = self.quotations.get(index).and_then(|quotation| quotation.continues) else { continue };
            let Some(Some(last)) = decided.get(index).cloned() else { continue };
            let Some(slot) = decided.get_mut(previous) else { continue };
            if slot.as_ref().is_none_or(|before| before.speaker.is_none()) {
                *slot = Some(Spoken { cue: None, continues: None, rule: "goes on over paragraphs", ..last.clone() });
            }
            if let Some(Some(here)) = decided.get_mut(index) {
                here.continues = Some(previous);
            }
        }
    }
}

fn is_verb(syntax: &Syntax<'_>, token: usize) -> bool {
    syntax.xpos(token).starts_with("VB")
}

fn is_finite(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD")
}

fn is_nominal(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.upos(token), "NOUN" | "PROPN" | "PRON")
}

/// The head of the nominal that a token belongs to, as long as it stays within a range.
fn head_within(syntax: &Syntax<'_>, token: usize, range: Range<usize>) -> usize {
    let mut at = token;
    for _ in 0..8 {
        match syntax.head(at) {
            Some(up) if range.contains(&up) && is_nominal(syntax, up) => at = up,
            _ => break,
        }
    }
    at
}
