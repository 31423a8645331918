//! Scores quotes and claims against a folder of PolNeAR: `cargo run --release -p dateline-evaluation --example attribution -- FOLDER`.
//!
//! FOLDER holds `text/*.txt` and `attributions/*.ann`. With `--errors`, lists what was wrongly predicted.

use std::{collections::BTreeMap, fs, ops::Range, path::Path};

use dateline_evaluation::attribution::{Attribution, Counts, Scores, read_brat};
use dateline_extraction::{Extractor, Options};
use dateline_record::v1::{Article, ArticleRecord, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of PolNeAR")?;
    let verbose = std::env::args().any(|argument| argument == "--errors");
    let annotations = annotations(Path::new(&folder))?;
    let extractor = Extractor::new();
    let mut scores = Scores::default();
    for entry in sorted(&Path::new(&folder).join("text"))? {
        let text = fs::read_to_string(&entry)?;
        let name = entry.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let Some(gold) = annotations.get(&name) else { continue };
        let record = extractor.extract(Article { text: text.clone(), ..Article::default() }, &Options::default());
        let predicted = attributions(&record, &CodePoints::new(&text));
        scores.add(&predicted, gold);
        if verbose {
            show(&text, &predicted, gold);
        }
    }
    for (role, counts) in [("source", scores.source), ("cue", scores.cue), ("content", scores.content)] {
        print(role, &counts);
    }
    Ok(())
}

fn print(role: &str, counts: &Counts) {
    println!(
        "{role:8} exact P {:.3} R {:.3}  overlap P {:.3} R {:.3}  ({} predicted, {} gold)",
        counts.exact_precision(),
        counts.exact_recall(),
        counts.overlap_precision(),
        counts.overlap_recall(),
        counts.predicted,
        counts.gold
    );
}

fn sorted(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

/// Gold attributions by name of the text; a file is named after its text and its annotator.
fn annotations(folder: &Path) -> Result<BTreeMap<String, Vec<Attribution>>, Box<dyn std::error::Error>> {
    let mut found = BTreeMap::new();
    for path in sorted(&folder.join("attributions"))? {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let name = stem.rsplit_once('_').map_or(stem, |(name, _)| name);
        found.insert(name.to_owned(), read_brat(&fs::read_to_string(&path)?));
    }
    Ok(found)
}

/// Code points before each byte of a text.
struct CodePoints(Vec<usize>);

impl CodePoints {
    fn new(text: &str) -> Self {
        let mut at = vec![0; text.len() + 1];
        let mut count = 0;
        for (byte, slot) in at.iter_mut().enumerate() {
            *slot = count;
            count += usize::from(text.is_char_boundary(byte));
        }
        Self(at)
    }

    fn range(&self, span: Option<&Span>) -> Vec<Range<usize>> {
        let at = |byte: u32| self.0.get(byte as usize).copied().unwrap_or_default();
        span.map(|span| at(span.start)..at(span.end)).into_iter().collect()
    }
}

/// The attributions of a record: its quotes, and its claims with other cues. Pieces of one quotation are one.
fn attributions(record: &ArticleRecord, points: &CodePoints) -> Vec<Attribution> {
    let mut found: Vec<(String, Attribution)> = Vec::new();
    for quote in &record.quotes {
        let first = found.iter_mut().find(|(id, _)| *id == quote.part_of && !id.is_empty());
        match first {
            Some((_, attribution)) => attribution.content.extend(points.range(quote.span.as_ref())),
            None => found.push((
                quote.id.clone(),
                Attribution {
                    source: points.range(quote.speaker.as_ref().and_then(|speaker| speaker.span.as_ref())),
                    cue: points.range(quote.cue.as_ref().and_then(|cue| cue.span.as_ref())),
                    content: points.range(quote.span.as_ref()),
                },
            )),
        }
    }
    let quoted: Vec<Vec<Range<usize>>> = found.iter().map(|(_, attribution)| attribution.cue.clone()).collect();
    for claim in &record.claims {
        let cue = points.range(claim.cue.as_ref().and_then(|cue| cue.span.as_ref()));
        if !quoted.contains(&cue) {
            let source = points.range(claim.source.as_ref().and_then(|source| source.span.as_ref()));
            found.push((claim.id.clone(), Attribution { source, cue, content: points.range(claim.span.as_ref()) }));
        }
    }
    found.into_iter().map(|(_, attribution)| attribution).collect()
}

/// Lists predictions without a counterpart by cue.
fn show(text: &str, predicted: &[Attribution], gold: &[Attribution]) {
    let chars: Vec<char> = text.chars().collect();
    let words = |ranges: &[Range<usize>]| {
        let pieces: Vec<String> =
            ranges.iter().filter_map(|range| chars.get(range.clone())).map(|piece| piece.iter().collect()).collect();
        pieces.join(" … ").replace('\n', " ")
    };
    let line = |mark: char, it: &Attribution| {
        println!("{mark} [{}] <{}> {}", words(&it.source), words(&it.cue), words(&it.content))
    };
    for wrong in predicted.iter().filter(|it| {
        !gold.iter().any(|other| {
            other.cue.iter().any(|cue| it.cue.iter().any(|own| own.start < cue.end && cue.start < own.end))
        })
    }) {
        line('-', wrong);
    }
    for missed in gold.iter().filter(|it| {
        !predicted.iter().any(|other| {
            other.cue.iter().any(|cue| it.cue.iter().any(|own| own.start < cue.end && cue.start < own.end))
        })
    }) {
        line('+', missed);
    }
}
