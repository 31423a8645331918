//! Words a second of our segmentation into sentences and tokens, beside the bounds of Unicode's UAX #29, on one core.
//!
//! `cargo run --release -p dateline-language --example segmentation -- FILE` with any text; paragraphs are divided by blank
//! lines. Each way is run five times and the fastest counts.

use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

use unicode_segmentation::UnicodeSegmentation;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| std::io::Error::other("usage: segmentation FILE"))?;
    let text = std::fs::read_to_string(path)?;
    let stretches = paragraphs(&text);
    let words = text.split_whitespace().count();
    println!("{words} words in {} paragraphs", stretches.len());
    report("ours: sentences and tokens", words, || {
        black_box(dateline_language::segment(&text, &stretches));
    });
    report("Unicode: sentences", words, || {
        black_box(text.unicode_sentences().count());
    });
    report("Unicode: sentences and words", words, || {
        black_box(text.unicode_sentences().count() + text.split_word_bounds().count());
    });
    Ok(())
}

fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut stretches = Vec::new();
    for part in text.split_inclusive("\n\n") {
        stretches.push(start..start + part.len());
        start += part.len();
    }
    stretches
}

fn report(name: &str, words: usize, mut run: impl FnMut()) {
    let mut time = || {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    let fastest = (0..5).map(|_| time()).fold(f64::INFINITY, f64::min);
    println!("{name}: {:.2} million words a second", words as f64 / fastest / 1e6);
}
