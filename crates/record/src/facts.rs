//! Which kinds of fact a caller wants to see in a record.

use crate::v1::ArticleRecord;

/// The kinds of fact that can be asked for, by field of [`ArticleRecord`].
pub const KINDS: [&str; 10] =
    ["entities", "times", "quantities", "quotes", "claims", "events", "topics", "tone", "summary", "keyphrases"];

/// Clears every kind of fact that is not in `kinds`; keeps all when `kinds` is empty.
pub fn retain_kinds(record: &mut ArticleRecord, kinds: &[String]) {
    if kinds.is_empty() {
        return;
    }
    for kind in KINDS.iter().filter(|kind| !kinds.iter().any(|wanted| wanted == *kind)) {
        clear(record, kind);
    }
}

fn clear(record: &mut ArticleRecord, kind: &str) {
    match kind {
        "entities" => record.entities.clear(),
        "times" => record.times.clear(),
        "quantities" => record.quantities.clear(),
        "quotes" => record.quotes.clear(),
        "claims" => record.claims.clear(),
        "events" => record.events.clear(),
        "topics" => record.topics.clear(),
        "tone" => record.tone = None,
        "summary" => record.summary = None,
        "keyphrases" => record.keyphrases.clear(),
        _ => {}
    }
}

/// The first of `kinds` that is not a kind of fact.
#[must_use]
pub fn unknown_kind(kinds: &[String]) -> Option<&str> {
    kinds.iter().map(String::as_str).find(|kind| !KINDS.contains(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::{Event, Quote};

    #[test]
    fn only_the_kinds_asked_for_are_kept() {
        let full =
            ArticleRecord { events: vec![Event::default()], quotes: vec![Quote::default()], ..Default::default() };
        let mut record = full.clone();
        retain_kinds(&mut record, &["events".into()]);
        assert_eq!((record.events.len(), record.quotes.len()), (1, 0));
        let mut record = full;
        retain_kinds(&mut record, &[]);
        assert_eq!((record.events.len(), record.quotes.len()), (1, 1));
    }

    #[test]
    fn an_unknown_kind_is_named() {
        assert_eq!(unknown_kind(&["events".into(), "rumours".into()]), Some("rumours"));
    }
}
