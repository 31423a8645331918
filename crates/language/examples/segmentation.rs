//! Words a second of our segmentation into sentences and tokens, beside the bounds of Unicode's UAX #29, on one core.
//!
//! `cargo run --release -p dateline-language --example segmentation -- FILE` with any text; paragraphs are divided by blank
//! lines. Each paragraph is run twenty times and its fastest time counts, so that other work on the machine does not.

use std::hint::black_box;
use std::time::Instant;

use unicode_segmentation::UnicodeSegmentation;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| std::io::Error::other("usage: segmentation FILE"))?;
    let text = std::fs::read_to_string(path)?;
    let paragraphs: Vec<&str> = text.split_inclusive("\n\n").collect();
    println!("{} words in {} paragraphs", text.split_whitespace().count(), paragraphs.len());
    report("ours: sentences and tokens", &paragraphs, |text| {
        let whole = 0..text.len();
        dateline_language::segment(text, std::slice::from_ref(&whole)).tokens.len()
    });
    report("Unicode: sentences", &paragraphs, |text| text.unicode_sentences().count());
    report("Unicode: sentences and words", &paragraphs, |text| {
        text.unicode_sentences().count() + text.split_word_bounds().count()
    });
    Ok(())
}

fn report(name: &str, paragraphs: &[&str], run: impl Fn(&str) -> usize) {
    let time = |text: &str| {
        let start = Instant::now();
        black_box(run(black_box(text)));
        start.elapsed().as_secs_f64()
    };
    let fastest = |text: &str| (0..20).map(|_| time(text)).fold(f64::INFINITY, f64::min);
    let seconds: f64 = paragraphs.iter().map(|text| fastest(text)).sum();
    let words: usize = paragraphs.iter().map(|text| text.split_whitespace().count()).sum();
    println!("{name}: {:.2} million words a second", words as f64 / seconds / 1e6);
}
