//! Floors under the scores of the built-in models, measured from raw text where the treebanks are at hand.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use dateline_language::{Analyzer, Tier};

/// Words of a sentence: form, universal tag, head from 1, whether a space follows.
type Rows = Vec<(String, String, usize, bool)>;

#[test]
fn tokens_tags_and_heads_stay_above_their_floors() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/treebank/en_ewt-ud-dev.conllu");
    let Ok(treebank) = fs::read_to_string(&path) else {
        println!("SKIPPED: no treebank at {}", path.display());
        return;
    };
    for (tier, least) in [(Tier::Accurate, [0.99, 0.96, 0.88]), (Tier::Fast, [0.99, 0.95, 0.85])] {
        let scores = scores(&treebank, tier);
        assert!(
            scores.iter().zip(least).all(|(score, least)| *score > least),
            "{tier:?}: tokens, UPOS, UAS {scores:?}"
        );
    }
}

/// F1 of tokens, tags and heads, each sentence analysed by itself as raw text.
fn scores(treebank: &str, tier: Tier) -> [f64; 3] {
    let analyzer = Analyzer::built_in(tier);
    let [mut tokens, mut tags, mut heads] = [[0; 3]; 3];
    for sentence in treebank.split("\n\n").map(rows).filter(|rows| !rows.is_empty()) {
        let (text, spans) = lay_out(&sentence);
        let whole = 0..text.len();
        let document = analyzer.analyze(&text, std::slice::from_ref(&whole));
        let span = |i: usize| document.tokens[i].span.clone();
        let found = document.tokens.iter().map(|t| t.span.clone()).collect();
        count(&mut tokens, &found, &spans.iter().cloned().collect());
        let found = document.tokens.iter().map(|t| (t.span.clone(), t.upos.to_owned())).collect();
        let gold = sentence.iter().zip(&spans).map(|(row, span)| (span.clone(), row.1.clone())).collect();
        count(&mut tags, &found, &gold);
        let found =
            document.tokens.iter().enumerate().map(|(i, t)| (span(i), (t.head != i).then(|| span(t.head)))).collect();
        let gold = sentence
            .iter()
            .zip(&spans)
            .map(|(row, own)| (own.clone(), row.2.checked_sub(1).map(|h| spans[h].clone())))
            .collect();
        count(&mut heads, &found, &gold);
    }
    [tokens, tags, heads].map(f1)
}

fn rows(sentence: &str) -> Rows {
    let fields =
        sentence.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let mut glued = 0;
    let mut rows = Vec::new();
    for fields in fields.filter(|fields| fields.len() == 10 && !fields[0].contains('.')) {
        let tight = usize::from(fields[9].contains("SpaceAfter=No"));
        if let Some((first, last)) = fields[0].split_once('-') {
            glued = last.parse::<usize>().unwrap() - first.parse::<usize>().unwrap() + tight;
            continue;
        }
        rows.push((fields[1].to_owned(), fields[3].to_owned(), fields[6].parse().unwrap(), glued == 0 && tight == 0));
        glued = glued.saturating_sub(1);
    }
    rows
}

fn lay_out(rows: &Rows) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for (form, _, _, space) in rows {
        spans.push(text.len()..text.len() + form.len());
        text.push_str(form);
        text.push_str(if *space { " " } else { "" });
    }
    (text, spans)
}

fn count<T: std::hash::Hash + Eq>(counts: &mut [usize; 3], found: &HashSet<T>, gold: &HashSet<T>) {
    let add = [found.len(), gold.len(), found.intersection(gold).count()];
    counts.iter_mut().zip(add).for_each(|(count, add)| *count += add);
}

fn f1([found, gold, both]: [usize; 3]) -> f64 {
    2.0 * both as f64 / (found + gold) as f64
}
