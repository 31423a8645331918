//! A small model of made-up weights.

use std::collections::{BTreeMap, HashMap};

use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};

pub(super) const VOCABULARY: &str =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\nharbour\nof\nlagos\nis\nshut\nsaid\nmaria\nlo\n##pez\nriver\n.";
pub(super) const WIDTH: usize = 64;
pub(super) const INNER: usize = 96;
pub(super) const LAYERS: usize = 2;
const ARC: usize = 12;
const RELATION: usize = 6;

/// A tensor: whole numbers, or `f32` values.
#[derive(Debug, Clone)]
pub(super) enum Tensor {
    Bytes(Vec<usize>, Vec<i8>),
    Floats(Vec<usize>, Vec<f32>),
}

pub(super) type Tensors = BTreeMap<String, Tensor>;

/// The file of the model.
pub(super) fn bytes() -> Vec<u8> {
    write(tensors(), labels())
}

pub(super) fn write(tensors: Tensors, labels: HashMap<String, String>) -> Vec<u8> {
    let parts: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = tensors
        .into_iter()
        .map(|(name, tensor)| match tensor {
            Tensor::Bytes(shape, values) => (name, Dtype::I8, shape, values.into_iter().map(|v| v as u8).collect()),
            Tensor::Floats(shape, values) => {
                (name, Dtype::F32, shape, values.into_iter().flat_map(f32::to_le_bytes).collect())
            }
        })
        .collect();
    let views = parts.iter().map(|(name, dtype, shape, data)| {
        (name, TensorView::new(*dtype, shape.clone(), data).expect("shape and data agree"))
    });
    serialize(views, Some(labels)).expect("names are distinct")
}

pub(super) fn labels() -> HashMap<String, String> {
    let lists = [
        ("upos", r#"["NOUN","VERB","PROPN","X"]"#),
        ("xpos", r#"["NN","VBD","NNP"]"#),
        ("ner", r#"["O","B-PER","I-PER","B-ORG","I-ORG","B-LOC","I-LOC","B-OTH","I-OTH"]"#),
        ("deprel", r#"["nsubj","obj","root","punct"]"#),
    ];
    lists.map(|(name, list)| (name.to_owned(), list.to_owned())).into()
}

/// Weights that repeat from run to run.
struct Maker {
    state: u64,
    tensors: Tensors,
}

impl Maker {
    /// A number within -1 and 1.
    fn next(&mut self) -> f32 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }

    fn floats(&mut self, name: &str, shape: &[usize], middle: f32, spread: f32) {
        let values = (0..shape.iter().product()).map(|_| middle + spread * self.next()).collect();
        self.tensors.insert(name.to_owned(), Tensor::Floats(shape.to_vec(), values));
    }

    /// A quantised matrix, with values of about `size`.
    fn bytes(&mut self, name: &str, rows: usize, columns: usize, size: f32) {
        let values = (0..rows * columns).map(|_| (127.0 * self.next()) as i8).collect();
        self.tensors.insert(name.to_owned(), Tensor::Bytes(vec![rows, columns], values));
        self.floats(&format!("{name}.scale"), &[rows], size / 64.0, size / 256.0);
    }

    fn linear(&mut self, name: &str, outputs: usize, depth: usize) {
        self.bytes(&format!("{name}.weight"), outputs, depth, 1.0 / (depth as f32).sqrt());
        self.floats(&format!("{name}.bias"), &[outputs], 0.0, 0.3);
    }

    fn norm(&mut self, name: &str) {
        self.floats(&format!("{name}.weight"), &[WIDTH], 1.0, 0.3);
        self.floats(&format!("{name}.bias"), &[WIDTH], 0.0, 0.3);
    }
}

pub(super) fn tensors() -> Tensors {
    let mut maker = Maker { state: 5, tensors: Tensors::new() };
    maker.bytes("embeddings.word", VOCABULARY.lines().count(), WIDTH, 0.1);
    maker.bytes("embeddings.position", 128, WIDTH, 0.05);
    maker.bytes("embeddings.type", 2, WIDTH, 0.05);
    maker.norm("embeddings.norm");
    for (name, rows) in [("shape", 9), ("before", 3), ("rule", 2), ("list", 5)] {
        maker.floats(&format!("features.{name}"), &[rows, WIDTH], 0.0, 0.05);
    }
    for layer in 0..LAYERS {
        for part in ["query", "key", "value", "attention_output"] {
            maker.linear(&format!("layer.{layer}.{part}"), WIDTH, WIDTH);
        }
        maker.linear(&format!("layer.{layer}.intermediate"), INNER, WIDTH);
        maker.linear(&format!("layer.{layer}.output"), WIDTH, INNER);
        maker.norm(&format!("layer.{layer}.attention_norm"));
        maker.norm(&format!("layer.{layer}.output_norm"));
    }
    for (name, outputs) in [("start", 1), ("upos", 4), ("xpos", 3), ("ner", 9)] {
        maker.linear(&format!("head.{name}"), outputs, WIDTH);
    }
    for (name, outputs) in [("arc_dep", ARC), ("arc_head", ARC), ("rel_dep", RELATION), ("rel_head", RELATION)] {
        maker.linear(&format!("dep.{name}"), outputs, WIDTH);
    }
    maker.linear("dep.arc", ARC, ARC + 1);
    maker.linear("dep.rel", 4 * (RELATION + 1), RELATION + 1);
    maker.floats("dep.root", &[WIDTH], 0.0, 1.0);
    maker.tensors
}
