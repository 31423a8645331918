//! Annotates texts and prints tokens in columns, or the speed:
//! `cargo run --release -p dateline-language --example encode -- accurate|fast [speed] < TEXTS`, a text a line.

use std::io::Read;
use std::time::Instant;

use dateline_language::{Analyzer, Document, NameKind, Tier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tier = match arguments.first().map(String::as_str) {
        Some("accurate") => Tier::Accurate,
        Some("fast") => Tier::Fast,
        _ => return Err("name a tier: accurate or fast".into()),
    };
    let begun = Instant::now();
    let analyzer = Analyzer::built_in(tier);
    let loaded = begun.elapsed();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let begun = Instant::now();
    let mut words = 0;
    for line in text.lines() {
        let whole = 0..line.len();
        let document = analyzer.analyze(line, std::slice::from_ref(&whole));
        words += document.tokens.len();
        if arguments.len() == 1 {
            print(&document);
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    eprintln!("loaded in {loaded:?}; {words} words in {seconds:.2} s: {:.0} words a second", words as f64 / seconds);
    Ok(())
}

fn print(document: &Document<'_>) {
    let mut kinds: Vec<Option<NameKind>> = vec![None; document.tokens.len()];
    for name in &document.names {
        kinds.iter_mut().take(name.tokens.end).skip(name.tokens.start).for_each(|kind| *kind = Some(name.kind));
    }
    for sentence in &document.sentences {
        for (at, kind) in sentence.tokens.clone().zip(kinds.iter().skip(sentence.tokens.start)) {
            let Some(token) = document.tokens.get(at) else { continue };
            let head = if token.head == at { 0 } else { token.head + 1 - sentence.tokens.start };
            let name = kind.map_or("-".to_owned(), |kind| format!("{kind:?}"));
            let columns = [document.word(at), &token.lemma, token.upos, token.xpos, token.deprel, &name];
            println!("{}\t{head}\t{}", at + 1 - sentence.tokens.start, columns.join("\t"));
        }
        println!();
    }
}
