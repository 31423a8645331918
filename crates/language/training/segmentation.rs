//! Lists where our tokens and sentences differ from a treebank's, the commonest first.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::ops::Range;
use std::path::Path;

use super::corpus;
use super::scoring::{Gold, show};
use crate::segment::segment;

/// A span of the text where the two disagree, as `expected → found`, and the text around it.
struct Mismatch {
    shown: String,
    context: String,
}

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Tokens,
    Sentences,
}

/// Scores the segmentation of a part (`train`, `dev`) of the treebanks and lists its mismatches.
pub(super) fn list(data: &Path, part: &str, unit: Unit) -> io::Result<()> {
    let treebank = corpus::conllu(&data.join(format!("treebank/en_ewt-ud-{part}.conllu")))?;
    let gum = corpus::gum(&data.join("gum").join(part))?;
    for (name, examples) in [("EWT", treebank), ("GUM", gum)] {
        let gold = Gold::new(&examples);
        let document = segment(&gold.text, &gold.stretches);
        let tokens: HashSet<Range<usize>> = document.tokens.iter().map(|token| token.span.clone()).collect();
        let sentences = document.sentences.iter().map(|sentence| sentence.span.clone()).collect();
        let gold_tokens = gold.tokens.iter().map(|token| token.0.clone()).collect();
        println!("{name} {part}");
        show("tokens", &tokens, &gold_tokens);
        show("sentences", &sentences, &gold.sentences);
        match unit {
            Unit::Tokens => print(mismatches(&gold.text, &tokens, &gold_tokens)),
            Unit::Sentences => print(boundaries(&gold.text, &sentences, &gold.sentences)),
        }
    }
    Ok(())
}

/// Stretches of bytes between cuts that both make, inside which they differ.
fn mismatches(text: &str, found: &HashSet<Range<usize>>, gold: &HashSet<Range<usize>>) -> Vec<Mismatch> {
    let ends = |spans: &HashSet<Range<usize>>| spans.iter().flat_map(|s| [s.start, s.end]).collect::<BTreeSet<_>>();
    let (ours, theirs) = (ends(found), ends(gold));
    let mut out = Vec::new();
    let mut common = 0;
    for end in ours.intersection(&theirs).copied() {
        let differ = |of: &BTreeSet<usize>| end > common && of.range(common + 1..end).next().is_some();
        if differ(&ours) || differ(&theirs) {
            let pieces = |of: &BTreeSet<usize>| {
                let cuts: Vec<usize> = of.range(common..=end).copied().collect();
                cuts.windows(2).map(|w| &text[w[0]..w[1]]).collect::<Vec<_>>().join("·")
            };
            out.push(Mismatch {
                shown: format!("{} → {}", pieces(&theirs), pieces(&ours)),
                context: around(text, common, end),
            });
        }
        common = end;
    }
    out
}

/// Ends of sentences that only one of the two has.
fn boundaries(text: &str, found: &HashSet<Range<usize>>, gold: &HashSet<Range<usize>>) -> Vec<Mismatch> {
    let ends = |spans: &HashSet<Range<usize>>| spans.iter().map(|span| span.end).collect::<BTreeSet<_>>();
    let (ours, theirs) = (ends(found), ends(gold));
    let only = |end: &usize, kind: &str| Mismatch {
        shown: format!("{kind} after {}", text[..*end].rsplit(char::is_whitespace).next().unwrap_or_default()),
        context: around(text, *end, *end),
    };
    let missed = theirs.difference(&ours).map(|end| only(end, "missed"));
    missed.chain(ours.difference(&theirs).map(|end| only(end, "extra"))).collect()
}

fn around(text: &str, start: usize, end: usize) -> String {
    let before: String = text[..start].chars().rev().take(45).collect();
    let after: String = text[end..].chars().take(45).collect();
    let before: String = before.chars().rev().collect();
    format!("{before}⟦{}⟧{after}", &text[start..end]).replace('\n', "⏎")
}

fn print(mismatches: Vec<Mismatch>) {
    let mut kinds: HashMap<String, Vec<String>> = HashMap::new();
    mismatches.into_iter().for_each(|m| kinds.entry(m.shown).or_default().push(m.context));
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(shown, contexts)| (std::cmp::Reverse(contexts.len()), shown.clone()));
    for (shown, contexts) in kinds {
        println!("{}\t{shown}\t{}", contexts.len(), contexts[..contexts.len().min(2)].join("\t"));
    }
}
