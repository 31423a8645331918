//! Any text becomes a record whose spans lie on its characters.
#![no_main]

use std::sync::LazyLock;

use dateline_extraction::{Extractor, Options};
use dateline_record::v1::Article;
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

fuzz_target!(|text: &str| {
    let article = Article { text: text.into(), ..Article::default() };
    let record = EXTRACTOR.extract(article, &Options::default());
    let times = record.times.iter().map(|time| time.span);
    let events = record.events.iter().map(|event| event.span);
    let quotes = record.quotes.iter().map(|quote| quote.span);
    let quantities = record.quantities.iter().map(|quantity| quantity.span);
    for span in times.chain(events).chain(quotes).chain(quantities).flatten() {
        assert!(text.get(span.start as usize..span.end as usize).is_some_and(|covered| !covered.is_empty()));
    }
});
