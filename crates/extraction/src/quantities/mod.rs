//! Numbers with what they count or measure.
//!
//! - `words` and `number` read numbers off the plain text; times use them as well;
//! - `expression` finds a number with its unit, `bounds` what is said about its exactness;
//! - `proportions` finds ratios, fractions and ranks;
//! - `units` and `currencies` are the world's part;
//! - `counted` finds the noun phrase that is counted.

mod bounds;
mod counted;
mod currencies;
mod expression;
pub(crate) mod number;
mod proportions;
mod units;
pub(crate) mod words;

use std::ops::Range;

use dateline_record::v1::{ArticleRecord, Counted, Quantity, quantity::Kind};

use crate::{
    context::{Context, evidence, range, span},
    times,
};
use expression::{Expression, Value};
use number::decimal_string;
use words::Words;

/// Adds the quantities of the article to the record. Numbers inside its times are part of those.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    let taken: Vec<Range<usize>> = record.times.iter().map(|time| range(time.span)).collect();
    let country = cx.article.source.as_ref().map_or("", |source| source.country.as_str());
    record.quantities = find(cx.text(), &times::stretches(cx), &taken, country);
    for counted in record.quantities.iter_mut().filter_map(|quantity| quantity.counted.as_mut()) {
        let bytes = range(counted.span);
        let word = counted.text.rfind([' ', '-']).map_or(0, |space| space + 1);
        let head = bytes.start + word..bytes.end;
        counted.entity = cx.mentions.entity_at(&bytes, &head).unwrap_or_default().to_owned();
    }
}

/// The quantities in stretches of a text outside the ranges that are taken, by position. `country` is that of the
/// source as ISO 3166-1 alpha-2, empty when unknown: it decides what a bare dollar is.
pub(crate) fn find(text: &str, stretches: &[Range<usize>], taken: &[Range<usize>], country: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    for stretch in stretches {
        let words = Words::new(text, stretch.clone());
        let mut at = 0;
        while at < words.len() {
            let here = words.span(at..at + 1);
            let next = taken.partition_point(|taken| taken.end <= here.start);
            let blocked = taken.get(next).is_some_and(|taken| taken.start < here.end);
            match expression::expression(&words, at, country).filter(|found| !blocked && found.end > at) {
                Some(expression) => {
                    let bytes = words.span(expression.start..expression.end);
                    if taken.get(next).is_none_or(|taken| taken.start >= bytes.end) {
                        found.push(quantity(&words, &expression, found.len() + 1));
                    }
                    at = expression.end;
                }
                None => at += 1,
            }
        }
    }
    found
}

fn quantity(words: &Words<'_>, expression: &Expression, number: usize) -> Quantity {
    let (value, low, high) = match expression.value {
        Value::One(value) => (decimal_string(value), String::new(), String::new()),
        Value::Range(low, high) => (String::new(), decimal_string(low), decimal_string(high)),
        Value::Unknown => (String::new(), String::new(), String::new()),
    };
    let counts = expression.kind == Kind::Count;
    Quantity {
        id: format!("q{number}"),
        span: span(words.span(expression.start..expression.end)),
        kind: expression.kind.into(),
        value,
        low,
        high,
        bound: expression.bound.into(),
        unit: expression.unit.into(),
        ucum: expression.ucum.into(),
        currency: expression.currency.into(),
        counted: counts.then(|| counted_at(words, expression)).flatten(),
        event: String::new(),
        unresolved: expression.unresolved.into(),
        evidence: evidence("quantities", expression.confidence, expression.rule),
    }
}

fn counted_at(words: &Words<'_>, expression: &Expression) -> Option<Counted> {
    let found = counted::counted(words, expression.end)?;
    let text = words.text_of(found.clone()).to_owned();
    Some(Counted { text, span: span(words.span(found)), entity: String::new() })
}

#[cfg(test)]
mod tests;
