//! Any bytes become an article or are refused, the same way twice.
#![no_main]

use dateline_ingest::{Limits, parse};
use dateline_record::v1::RawArticle;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let raw = RawArticle { body: bytes.to_vec().into(), url: "https://paper.example/a".into(), ..RawArticle::default() };
    let once = parse(&raw, &Limits::default());
    assert_eq!(once, parse(&raw, &Limits::default()));
    if let Ok(article) = once {
        assert!(!article.text.trim().is_empty());
    }
});
