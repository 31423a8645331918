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
use dateline_evaluation::wire::{DEVELOPMENT, HELD_OUT, Kind, Wire};
use dateline_ingest::duplicates::{Index, Signature};
use serde_json::Value;

#[derive(Debug, Default)]
struct Counts {
    copies: u64,
    found: u64,
    /// Copies linked to another article.
    misled: u64,
    /// Articles that are no copies, and how many of them were linked: stories, same subject, reports.
    others: [u64; 3],
    merged: [u64; 3],
}

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
    let (index, counts, took) = run(&wire, articles);
    print(&counts, articles, took, resident_bytes()?.saturating_sub(before));
    drop(index);
    Ok(())
}

fn run(wire: &Wire, articles: u64) -> (Index, Counts, Duration) {
    let (mut index, mut counts, mut took) = (Index::default(), Counts::default(), Duration::ZERO);
    for number in 0..articles {
        let dispatch = wire.dispatch(number);
        let started = Instant::now();
        let signature = Signature::of(&dispatch.text);
        let original =
            signature.and_then(|signature| index.insert(&number.to_string(), number as i64, signature).original);
        took += started.elapsed();
        let linked = original.map(|link| link.id);
        let other = match dispatch.kind {
            Kind::Copy(original) => {
                counts.copies += 1;
                match linked {
                    Some(id) if id == original.to_string() => counts.found += 1,
                    Some(_) => counts.misled += 1,
                    None => {}
                }
                continue;
            }
            Kind::Story => 0,
            Kind::SameSubject => 1,
            Kind::Report => 2,
        };
        counts.others[other] += 1;
        counts.merged[other] += u64::from(linked.is_some());
    }
    (index, counts, took)
}

fn print(counts: &Counts, articles: u64, took: Duration, bytes: u64) {
    let merged: u64 = counts.merged.iter().sum();
    let precision = counts.found as f64 / (counts.found + counts.misled + merged).max(1) as f64;
    let recall = counts.found as f64 / counts.copies.max(1) as f64;
    println!(
        "copies: precision {precision:.4} recall {recall:.4} F1 {:.4} of {}",
        2.0 * precision * recall / (precision + recall),
        counts.copies
    );
    for (name, at) in [("stories", 0), ("same subject", 1), ("reports", 2)] {
        let share = 100.0 * counts.merged[at] as f64 / counts.others[at].max(1) as f64;
        println!("{name:13} merged {} of {}: {share:.3} %", counts.merged[at], counts.others[at]);
    }
    println!("{:.0} articles/s, {} bytes an article", articles as f64 / took.as_secs_f64(), bytes / articles.max(1));
}

fn resident_bytes() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
}
