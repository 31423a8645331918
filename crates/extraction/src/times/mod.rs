//! Dates, times of day, durations and recurring times, as TIMEX3.
//!
//! - `grammar` finds expressions in the words of a paragraph and says what they mean;
//! - `tense` tells whether a clause looks back or ahead;
//! - `resolve` sets the meaning against the date of the document, or leaves it open with the reason;
//! - `calendar` and `lexicon` are the world's part.

mod calendar;
mod grammar;
mod lexicon;
mod resolve;
mod scan;
mod tense;

use std::ops::Range;

use dateline_record::v1::{ArticleRecord, Time, document_time::Precision};

use crate::{
    context::{Context, evidence, span},
    quantities::words::Words,
};
use resolve::{Anchor, Mentioned, Resolved};

/// Adds the times of the article to the record.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    record.times = find(cx.text(), &stretches(cx), anchor(cx).as_ref());
}

/// The paragraphs that are analysed, as bytes of the text.
pub(crate) fn stretches(cx: &Context<'_>) -> Vec<Range<usize>> {
    let mut stretches: Vec<(usize, Range<usize>)> = Vec::new();
    for sentence in &cx.document.sentences {
        match stretches.last_mut() {
            Some((stretch, range)) if *stretch == sentence.stretch => range.end = sentence.span.end,
            _ => stretches.push((sentence.stretch, sentence.span.clone())),
        }
    }
    stretches.into_iter().map(|(_, range)| range).collect()
}

/// The date of the document: that of publication where the day is known, else a complete date in the dateline.
fn anchor(cx: &Context<'_>) -> Option<Anchor> {
    let published = cx
        .published
        .filter(|published| published.precision >= Precision::Day)
        .map(|published| Anchor { date: published.at.date(), source: "publishedAt" });
    published.or_else(|| {
        let date = cx.dateline_date()?.parse().ok()?;
        Some(Anchor { date, source: "dateline" })
    })
}

/// The times in the given stretches of a text, by position.
pub(crate) fn find(text: &str, stretches: &[Range<usize>], anchor: Option<&Anchor>) -> Vec<Time> {
    let mut finder = Finder { anchor, times: Vec::new(), sentence: 0, last: None };
    for stretch in stretches {
        finder.paragraph(&Words::new(text, stretch.clone()));
    }
    finder.times
}

struct Finder<'a> {
    anchor: Option<&'a Anchor>,
    times: Vec<Time>,
    sentence: usize,
    last: Option<Mentioned>,
}

impl Finder<'_> {
    fn paragraph(&mut self, words: &Words<'_>) {
        let mut at = 0;
        for expression in scan::expressions(words) {
            self.sentence += (at..expression.start).filter(|at| words.sentence_end(*at)).count();
            at = expression.start;
            let reach = usize::from(expression.clock.is_none());
            let sentence = self.sentence;
            let last = self.last.as_ref().filter(|last| sentence <= last.sentence + reach);
            let resolved = resolve::resolve(words, &expression, self.anchor, last);
            self.put(words.span(expression.start..expression.end), resolved);
        }
        self.sentence += 2;
    }

    fn put(&mut self, bytes: Range<usize>, resolved: Resolved) {
        let id = format!("t{}", self.times.len() + 1);
        if let Some(stretch) = resolved.stretch {
            self.last = Some(Mentioned { id: id.clone(), stretch, sentence: self.sentence });
        }
        self.times.push(Time {
            id,
            span: span(bytes),
            r#type: resolved.kind.into(),
            value: resolved.value,
            r#mod: resolved.modifier.into(),
            begin: resolved.bounds.0,
            end: resolved.bounds.1,
            anchor: resolved.anchor,
            unresolved: resolved.unresolved.into(),
            evidence: evidence("times", resolved.confidence, resolved.rule),
        });
    }
}

#[cfg(test)]
mod tests;
