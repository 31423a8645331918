//! Scores events against PLOVER's gold standard records: `cargo run --release -p dateline-evaluation --example events -- FILE`.
//!
//! With `--errors`, lists the sentences without an event of the gold type.

use std::fs;

use dateline_evaluation::events::{Coded, Scores, read_plover};
use dateline_extraction::{Extractor, Options};
use dateline_record::v1::{Article, ArticleRecord, Participant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("name a file of gold standard records")?;
    let verbose = std::env::args().any(|argument| argument == "--errors");
    let extractor = Extractor::new();
    let mut scores = Scores::default();
    for sentence in read_plover(&fs::read_to_string(file)?)? {
        let article = Article { text: sentence.text.clone(), ..Article::default() };
        let predicted = coded(&extractor.extract(article, &Options::default()));
        scores.add(&predicted, &sentence.event);
        if verbose && !predicted.iter().any(|event| event.kind == sentence.event.kind) {
            println!("{}\n  gold  {:?}\n  found {predicted:?}", sentence.text, sentence.event);
        }
    }
    println!("{scores:#?}");
    Ok(())
}

fn coded(record: &ArticleRecord) -> Vec<Coded> {
    let text = record.article.as_ref().map_or("", |article| article.text.as_str());
    let texts = |parties: &[Participant]| {
        let spans = parties.iter().filter_map(|party| party.span);
        spans.filter_map(|span| text.get(span.start as usize..span.end as usize)).map(Into::into).collect()
    };
    let events = record.events.iter();
    let event = events.map(|event| Coded {
        kind: event.plover.as_ref().map(|plover| plover.r#type.clone()).unwrap_or_default(),
        actors: texts(&event.actors),
        recipients: texts(&event.recipients),
    });
    event.collect()
}
