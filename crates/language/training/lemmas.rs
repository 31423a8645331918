//! Learns the lemmatizer's table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::corpus::Example;
use crate::labels::XPOS;
use crate::lemmatizer::{LONGEST_ENDING, Lemmatizer};

type Counts<K> = BTreeMap<K, BTreeMap<String, usize>>;

/// The lemmatizer's file: endings, then the words that the endings get wrong.
pub(super) fn learn(examples: &[Example]) -> String {
    let mut lemmas: Counts<(&'static str, String, &str)> = BTreeMap::new();
    for word in examples.iter().flat_map(|example| &example.words) {
        let form = word.form.replace(['’', 'ʼ'], "'");
        let plain =
            !form.is_empty() && form != "_" && word.lemma != "_" && !word.lemma.contains(' ') && !form.contains(' ');
        if let Some(xpos) = XPOS.iter().find(|x| **x == word.xpos).filter(|_| plain) {
            let lemma = if word.upos == "PROPN" { word.lemma.to_lowercase() } else { word.lemma.clone() };
            *lemmas.entry((xpos, form.to_lowercase(), word.upos.as_str())).or_default().entry(lemma).or_default() += 1;
        }
    }
    let mut endings: Counts<(&str, String)> = BTreeMap::new();
    for ((xpos, form, _), found) in &lemmas {
        let Some((lemma, _)) = found.iter().max_by_key(|(_, count)| **count).filter(|_| form.is_ascii()) else {
            continue;
        };
        let shared = form.bytes().zip(lemma.bytes()).take_while(|(a, b)| a == b).count();
        let rule =
            format!("{} {}", form.len() - shared, lemma.get(shared..).filter(|added| !added.is_empty()).unwrap_or("_"));
        for length in form.len() - shared..=LONGEST_ENDING.min(form.len().saturating_sub(2)) {
            let ending = form[form.len() - length..].to_owned();
            *endings.entry((xpos, ending)).or_default().entry(rule.clone()).or_default() += 1;
        }
    }
    let mut out = String::new();
    for ((xpos, ending), rules) in &endings {
        let Some((rule, count)) = rules.iter().max_by_key(|(_, count)| **count) else { continue };
        if *count >= 2 {
            let _ = writeln!(out, "- {xpos} {} {rule}", if ending.is_empty() { "_" } else { ending });
        }
    }
    add_exceptions(&lemmas, out)
}

fn add_exceptions(lemmas: &Counts<(&'static str, String, &str)>, rules: String) -> String {
    let read = Lemmatizer::new(Box::leak(rules.clone().into_boxed_str()));
    let mut out = rules;
    for ((xpos, form, upos), found) in lemmas {
        let Some((lemma, count)) = found.iter().max_by_key(|(_, count)| **count) else { continue };
        // A proper noun keeps its capitals, so only its ending may change.
        if *upos != "PROPN" && read.lemma(form, upos, xpos) != *lemma && (*count > 1 || form.len() < 12) {
            let _ = writeln!(out, "= {xpos} {form} {lemma}");
        }
    }
    out
}
