//! The network by its definition, in `f64` and without quantised activations.

use super::super::features::Features;
use super::super::network::Places;
use super::model::{LAYERS, Tensor, Tensors, WIDTH};
use crate::encoder::arcs::Arc;

type Rows = Vec<Vec<f64>>;

/// A tensor as rows of its values.
fn rows(tensors: &Tensors, name: &str) -> Rows {
    let width = |shape: &[usize]| shape[shape.len() - 1];
    match &tensors[name] {
        Tensor::Floats(shape, values) => {
            values.chunks(width(shape)).map(|row| row.iter().map(|v| f64::from(*v)).collect()).collect()
        }
        Tensor::Bytes(shape, values) => {
            let scales = rows(tensors, &format!("{name}.scale")).concat();
            let scaled = values.chunks(width(shape)).zip(scales);
            scaled.map(|(row, scale)| row.iter().map(|v| f64::from(*v) * scale).collect()).collect()
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn linear(tensors: &Tensors, name: &str, inputs: &Rows) -> Rows {
    let (weights, biases) = (rows(tensors, &format!("{name}.weight")), rows(tensors, &format!("{name}.bias")).concat());
    let output =
        |input: &Vec<f64>| weights.iter().zip(&biases).map(|(weight, bias)| dot(weight, input) + bias).collect();
    inputs.iter().map(output).collect()
}

fn norm(tensors: &Tensors, name: &str, inputs: &mut Rows) {
    let part = |part: &str| rows(tensors, &format!("{name}.{part}")).concat();
    let (weight, bias) = (part("weight"), part("bias"));
    for row in inputs {
        let mean = row.iter().sum::<f64>() / WIDTH as f64;
        let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / WIDTH as f64;
        for (at, value) in row.iter_mut().enumerate() {
            *value = (*value - mean) / (variance + 1e-12).sqrt() * weight[at] + bias[at];
        }
    }
}

/// The sum of Maclaurin's series of the error function.
fn erf(x: f64) -> f64 {
    let mut term = x;
    let mut sum = x;
    for n in 1..200 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    if x.abs() > 5.0 { x.signum() } else { sum * std::f64::consts::FRAC_2_SQRT_PI }
}

fn gelu(x: f64) -> f64 {
    0.5 * x * (1.0 + erf(x * std::f64::consts::FRAC_1_SQRT_2))
}

fn add(a: &mut Rows, b: &Rows) {
    a.iter_mut().zip(b).for_each(|(a, b)| a.iter_mut().zip(b).for_each(|(a, b)| *a += b));
}

fn attention(tensors: &Tensors, layer: usize, x: &Rows) -> Rows {
    let [query, key, value] =
        ["query", "key", "value"].map(|part| linear(tensors, &format!("layer.{layer}.{part}"), x));
    let mut mixed = vec![vec![0.0; WIDTH]; x.len()];
    for head in (0..WIDTH).step_by(32) {
        let part = head..head + 32;
        for (at, row) in mixed.iter_mut().enumerate() {
            let score = |key: &Vec<f64>| (dot(&query[at][part.clone()], &key[part.clone()]) / 32_f64.sqrt()).exp();
            let weights: Vec<f64> = key.iter().map(score).collect();
            let sum: f64 = weights.iter().sum();
            for d in part.clone() {
                row[d] = weights.iter().zip(&value).map(|(weight, value)| weight * value[d]).sum::<f64>() / sum;
            }
        }
    }
    linear(tensors, &format!("layer.{layer}.attention_output"), &mixed)
}

fn embed(tensors: &Tensors, words: &[Features]) -> Rows {
    let table = |name: &str| rows(tensors, name);
    let (pieces, positions, kinds) = (table("embeddings.word"), table("embeddings.position"), table("embeddings.type"));
    let inner = words.iter().flat_map(|word| word.pieces.iter().map(move |piece| (*piece as usize, Some(word))));
    let all = std::iter::once((2, None)).chain(inner).chain([(3, None)]);
    let vector = |(position, (piece, word)): (usize, (usize, Option<&Features>))| {
        let mut parts = vec![pieces[piece].clone(), positions[position].clone(), kinds[0].clone()];
        if let Some(word) = word {
            parts.push(table("features.shape")[word.shape as usize].clone());
            parts.push(table("features.before")[word.before as usize].clone());
            parts.push(table("features.rule")[usize::from(word.rule)].clone());
            parts.extend((0..5).filter(|bit| word.list >> bit & 1 == 1).map(|bit| table("features.list")[bit].clone()));
        }
        (0..WIDTH).map(|d| parts.iter().map(|part| part[d]).sum()).collect()
    };
    all.enumerate().map(vector).collect()
}

/// The scores of all heads for each word, in the order of the encoder's rows.
pub(super) fn scores(tensors: &Tensors, words: &[Features]) -> Rows {
    let mut x = embed(tensors, words);
    norm(tensors, "embeddings.norm", &mut x);
    for layer in 0..LAYERS {
        let mut attended = attention(tensors, layer, &x);
        add(&mut attended, &x);
        norm(tensors, &format!("layer.{layer}.attention_norm"), &mut attended);
        let mut inner = linear(tensors, &format!("layer.{layer}.intermediate"), &attended);
        inner.iter_mut().flatten().for_each(|value| *value = gelu(*value));
        x = linear(tensors, &format!("layer.{layer}.output"), &inner);
        add(&mut x, &attended);
        norm(tensors, &format!("layer.{layer}.output_norm"), &mut x);
    }
    let firsts = words.iter().scan(1, |at, word| Some(std::mem::replace(at, *at + word.pieces.len())));
    let first: Rows = firsts.map(|at| x[at].clone()).collect();
    heads(tensors, &first)
}

fn heads(tensors: &Tensors, words: &Rows) -> Rows {
    let mut scores = vec![Vec::new(); words.len()];
    for name in ["start", "upos", "xpos", "ner"] {
        let found = linear(tensors, &format!("head.{name}"), words);
        scores.iter_mut().zip(found).for_each(|(row, found)| row.extend(found));
    }
    for name in ["arc_dep", "arc_head", "rel_dep", "rel_head"] {
        let found = linear(tensors, &format!("dep.{name}"), words);
        scores.iter_mut().zip(found).for_each(|(row, found)| row.extend(found.into_iter().map(gelu)));
    }
    scores
}

/// What the arcs lack to the best tree and the best relations, as a part of the mean score; `words` are rows of scores.
pub(super) fn lost_by(tensors: &Tensors, places: &Places, words: &Rows, arcs: &[Arc]) -> f64 {
    let root = heads(tensors, &rows(tensors, "dep.root"));
    let one = |row: &[f64]| [row, &[1.0]].concat();
    let all: Vec<&Vec<f64>> = words.iter().chain(&root).collect();
    let arc = |word: usize, head: usize| {
        let input = vec![one(&words[word][places.arc_dependent.clone()])];
        dot(&linear(tensors, "dep.arc", &input)[0], &all[head][places.arc_head.clone()])
    };
    let relation = |word: usize, head: usize, label: usize| {
        let input = vec![one(&all[head][places.relation_head.clone()])];
        let dependent = one(&words[word][places.relation_dependent.clone()]);
        let products = linear(tensors, "dep.rel", &input).concat();
        dot(&products[label * dependent.len()..][..dependent.len()], &dependent)
    };
    let head = |word: usize| if arcs[word].head == word { words.len() } else { arcs[word].head };
    let scores: Vec<f32> =
        (0..words.len()).flat_map(|w| (0..=words.len()).map(move |h| (w, h))).map(|(w, h)| arc(w, h) as f32).collect();
    let total = |heads: &[usize]| heads.iter().enumerate().map(|(word, head)| arc(word, *head)).sum::<f64>();
    let best = super::super::tree::best_tree(&scores, words.len());
    let mut lost = total(&best) - total(&(0..words.len()).map(head).collect::<Vec<_>>());
    let labels = ["nsubj", "obj", "root", "punct"];
    for (word, found) in arcs.iter().enumerate().filter(|(word, arc)| arc.head != *word) {
        let others = [0, 1, 3].map(|label| relation(word, found.head, label));
        let own = labels.iter().position(|label| *label == found.deprel).expect("a label of the model");
        lost += others.into_iter().fold(f64::MIN, f64::max) - relation(word, found.head, own);
    }
    lost / (scores.iter().map(|score| f64::from(score.abs())).sum::<f64>() / scores.len() as f64)
}
