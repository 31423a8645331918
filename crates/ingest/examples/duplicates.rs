//! Near-duplicate detection on a wire of made-up articles whose copies are known, and its speed and memory.
//!
//! `duplicates TEXTS.jsonl [--articles N] [--development]`: TEXTS.jsonl gives the language (lines with `text`); a million
//! articles unless told, with the held-out settings unless told.

#![expect(clippy::indexing_slicing, reason = "a wrong index is a defect of the tool, which may stop")]

use std::{
    fs,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use dateline_evaluation::wire::{DEVELOPMENT, HELD_OUT, Score, Wire};
use dateline_ingest::duplicates::{Index, Signature};
use serde_json::Value;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().context("duplicates TEXTS.jsonl")?;
    let articles = arguments.iter().position(|given| given == "--articles").and_then(|at| arguments.get(at + 1));
    let articles: u64 = articles.map_or(Ok(1_000_000), |given| given.parse())?;
    let settings = if arguments.iter().any(|given| given == "--development") { DEVELOPMENT } else { HELD_OUT };
    let lines = fs::read_to_string(file)?;
    let texts = lines
        .lines()
        .map(|line| Ok(serde_json::from_str::<Value>(line)?["text"].as_str().unwrap_or_default().to_owned()));
    let texts = texts.collect::<Result<Vec<String>>>()?;
    let wire = Wire::new(texts.iter().map(String::as_str), settings);
    let before = resident_bytes()?;
    let (index, score, took) = run(&wire, articles);
    let bytes = resident_bytes()?.saturating_sub(before);
    println!("{score}");
    println!("{:.0} articles/s, {} bytes an article", articles as f64 / took.as_secs_f64(), bytes / articles.max(1));
    drop(index);
    Ok(())
}

fn run(wire: &Wire, articles: u64) -> (Index, Score, Duration) {
    let (mut index, mut score, mut took) = (Index::default(), Score::default(), Duration::ZERO);
    for number in 0..articles {
        let dispatch = wire.dispatch(number);
        let started = Instant::now();
        let signature = Signature::of(&dispatch.text);
        let original =
            signature.and_then(|signature| index.insert(&number.to_string(), number as i64, signature).original);
        took += started.elapsed();
        score.count(dispatch.kind, original.and_then(|link| link.id.parse().ok()));
    }
    (index, score, took)
}

fn resident_bytes() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
}
