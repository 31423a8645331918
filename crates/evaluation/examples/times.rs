//! Scores the times of the extraction against a folder of TimeML articles.
//!
//! `cargo run -p dateline-evaluation --example times -- FOLDER [--errors]`

use std::{env, fs, path::Path};

use dateline_evaluation::timeml::{Counts, TimemlDocument, Timex, pairs, read, score};
use dateline_extraction::{Extractor, Options};
use dateline_record::v1::{Article, DocumentTime};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let folder = arguments.first().map(String::as_str).unwrap_or(".");
    let mut paths: Vec<_> = fs::read_dir(Path::new(folder))?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut total = Counts::default();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "tml")) {
        if let Some(document) = read(&fs::read_to_string(path)?) {
            let found = extract(&document);
            if errors {
                show(&document, &found);
            }
            total.add(score(&document.times, &found));
        }
    }
    let figure = |hits| 100.0 * total.f1(hits);
    println!("times {} found {}", total.reference, total.system);
    println!("strict F1 {:.1}  relaxed F1 {:.1}", figure(total.strict), figure(total.relaxed));
    println!("type F1 {:.1}  value F1 {:.1}", figure(total.kind), figure(total.value));
    println!("value accuracy {:.1}", 100.0 * total.value as f64 / total.relaxed.max(1) as f64);
    Ok(())
}

fn extract(document: &TimemlDocument) -> Vec<Timex> {
    let published = document.creation.clone().map(|value| DocumentTime { value, ..DocumentTime::default() });
    let article = Article { text: document.text.clone(), published_at: published, ..Article::default() };
    let record = Extractor::new().extract(article, &Options::default());
    let timex = |time: dateline_record::v1::Time| {
        let span = time.span.unwrap_or_default();
        Timex {
            span: span.start as usize..span.end as usize,
            kind: time.r#type().as_str_name().into(),
            value: time.value,
        }
    };
    record.times.into_iter().map(timex).collect()
}

fn show(document: &TimemlDocument, found: &[Timex]) {
    let paired = pairs(&document.times, found);
    let creation = document.creation.as_deref().unwrap_or_default();
    let around = |span: &std::ops::Range<usize>| {
        let from = document.text.floor_char_boundary(span.start.saturating_sub(50));
        let to = document.text.ceil_char_boundary((span.end + 40).min(document.text.len()));
        let piece = |from: usize, to: usize| document.text.get(from..to).unwrap_or_default().replace('\n', " ");
        format!("{}[{}]{}", piece(from, span.start), piece(span.start, span.end), piece(span.end, to))
    };
    for gold in document.times.iter().filter(|gold| !paired.iter().any(|pair| pair.0 == *gold)) {
        println!("MISS {creation} {} {} | {}", gold.kind, gold.value, around(&gold.span));
    }
    for extra in found.iter().filter(|extra| !paired.iter().any(|pair| pair.1 == *extra)) {
        println!("EXTRA {creation} {} {} | {}", extra.kind, extra.value, around(&extra.span));
    }
    for (gold, other) in paired.iter().filter(|(gold, other)| gold.value != other.value || gold.span != other.span) {
        let what = if gold.value == other.value { "SPAN" } else { "VALUE" };
        println!(
            "{what} {creation} gold {} got {} {:?} | {}",
            gold.value,
            other.value,
            document.text.get(other.span.clone()).unwrap_or_default(),
            around(&gold.span)
        );
    }
}
