//! The transformer: features of words to vectors of words, and those to the scores of all heads.
//!
//! Rows of several windows go through the integer products together, so that weights are read once for many; attention
//! stays within a window. Each row is quantised by its own scale, so what is beside it changes nothing.

use std::borrow::Cow;
use std::ops::Range;

use super::features::Features;
use super::file::{Error, File, Linear};
use super::kernels::{self, Activations, Path, Weights};
use super::labels::Labels;

/// Rows of a window, with the two at its ends.
const POSITIONS: usize = super::windows::MOST_PIECES + 2;

/// The weights of the transformer and of the heads.
#[derive(Debug)]
pub(super) struct Network {
    path: Path,
    /// Values of a vector.
    width: usize,
    pieces: Vectors,
    /// Pieces at the ends of a window.
    ends: [u32; 2],
    positions: Vec<f32>,
    tables: Tables,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Weights,
    /// Where in a row of scores each head's are.
    pub(super) places: Places,
}

/// The vectors of word pieces, most of a model's size, which stay in the file.
#[derive(Debug)]
pub(super) struct Vectors {
    file: Cow<'static, [u8]>,
    /// Where the whole numbers are in the file, and the scale of each vector.
    place: Range<usize>,
    scales: Vec<f32>,
    width: usize,
}

/// Vectors of the features.
#[derive(Debug)]
struct Tables {
    shape: Vec<f32>,
    before: Vec<f32>,
    rule: Vec<f32>,
    list: Vec<f32>,
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values at once.
    projection: Weights,
    attention: Weights,
    attention_norm: Norm,
    inner: Weights,
    outer: Weights,
    norm: Norm,
}

/// Where in a row of scores each head's are. Those of [`Places::arcs`] on have passed through GELU.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) start: Range<usize>,
    pub(super) upos: Range<usize>,
    pub(super) xpos: Range<usize>,
    pub(super) ner: Range<usize>,
    pub(super) arc_dependent: Range<usize>,
    pub(super) arc_head: Range<usize>,
    pub(super) relation_dependent: Range<usize>,
    pub(super) relation_head: Range<usize>,
    /// Values of a row.
    pub(super) width: usize,
}

/// The scores of the words of a window, a row each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scores {
    pub(super) values: Vec<f32>,
    width: usize,
}

impl Scores {
    /// The scores of a word at a place; nothing when there is no such word.
    pub(super) fn at(&self, word: usize, place: &Range<usize>) -> &[f32] {
        let row = self.values.get(word * self.width..(word + 1) * self.width).unwrap_or_default();
        row.get(place.clone()).unwrap_or_default()
    }

    /// The scores of some words at a place, one after the other.
    pub(super) fn gather(&self, words: Range<usize>, place: &Range<usize>) -> Vec<f32> {
        words.flat_map(|word| self.at(word, place)).copied().collect()
    }
}

impl Vectors {
    /// The vectors in a file.
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, Error> {
        let file = File::new(&bytes)?;
        let (rows, width) = (file.length("embeddings.word.scale"), file.length("embeddings.norm.weight"));
        let scales = file.floats("embeddings.word.scale", &[rows])?;
        let place = file.place("embeddings.word", &[rows, width])?;
        Ok(Self { place, scales, width, file: bytes })
    }

    /// The values of a piece's vector; none when there is no such piece.
    fn of(&self, piece: u32) -> impl Iterator<Item = f32> {
        let piece = piece as usize;
        let scale = self.scales.get(piece).copied().unwrap_or(0.0);
        let table = self.file.get(self.place.clone()).unwrap_or_default();
        let values = table.get(piece * self.width..(piece + 1) * self.width).unwrap_or_default();
        values.iter().map(move |value| f32::from(value.cast_signed()) * scale)
    }
}

impl Norm {
    fn read(file: &File<'_>, name: &str, width: usize) -> Result<Self, Error> {
        let part = |part: &str| file.floats(&format!("{name}.{part}"), &[width]);
        Ok(Self { weight: part("weight")?, bias: part("bias")? })
    }

    /// Adds `residual` to the rows and normalises them.
    fn apply(&self, rows: &mut [f32], residual: &[f32], path: Path) {
        kernels::normalise(path, rows, residual, &self.weight, &self.bias);
    }
}

impl Layer {
    fn read(file: &File<'_>, number: usize, width: usize) -> Result<Self, Error> {
        let name = |part: &str| format!("layer.{number}.{part}");
        let linear = |part: &str, outputs, depth| file.linear(&name(part), outputs, depth);
        let square = |part: &str| linear(part, width, width);
        let inner = file.outputs(&name("intermediate"));
        Ok(Self {
            projection: square("query")?.join(square("key")?).join(square("value")?).pack(&name("query"))?,
            attention: square("attention_output")?.pack(&name("attention_output"))?,
            attention_norm: Norm::read(file, &name("attention_norm"), width)?,
            inner: linear("intermediate", inner, width)?.pack(&name("intermediate"))?,
            outer: linear("output", width, inner)?.pack(&name("output"))?,
            norm: Norm::read(file, &name("output_norm"), width)?,
        })
    }

    /// Writes what the attention of all rows of windows of `sizes` rows finds to `scratch.mixed`.
    fn attend(&self, rows: &[f32], sizes: &[usize], scratch: &mut Scratch, path: Path) {
        let width = self.norm.weight.len();
        product(&self.projection, rows, width, &mut scratch.quantised, &mut scratch.projected, path);
        scratch.mixed.resize(rows.len(), 0.0);
        let (mut from, mut into) = (scratch.projected.as_slice(), scratch.mixed.as_mut_slice());
        for size in sizes {
            let (window, rest) = from.split_at_checked(size * 3 * width).unwrap_or_default();
            let (out, left) = into.split_at_mut_checked(size * width).unwrap_or_default();
            kernels::attend(path, window, width, out);
            (from, into) = (rest, left);
        }
    }

    /// Puts the vectors after the layer in place of rows, of which `scratch.mixed` has what their attention found.
    fn transform(&self, rows: &mut Vec<f32>, scratch: &mut Scratch, path: Path) {
        let Scratch { quantised, mixed, attended, inner, .. } = scratch;
        let width = self.norm.weight.len();
        product(&self.attention, mixed, width, quantised, attended, path);
        self.attention_norm.apply(attended, rows, path);
        product(&self.inner, attended, width, quantised, inner, path);
        kernels::gelu(path, inner);
        product(&self.outer, inner, inner.len() * width / rows.len().max(1), quantised, rows, path);
        self.norm.apply(rows, attended, path);
    }
}

/// What a layer writes on its way, kept for the next so that the memory is cleared once.
#[derive(Default)]
struct Scratch {
    quantised: Activations,
    projected: Vec<f32>,
    mixed: Vec<f32>,
    attended: Vec<f32>,
    inner: Vec<f32>,
}

/// Writes the product with rows of `depth` values to `out`.
fn product(weights: &Weights, rows: &[f32], depth: usize, quantised: &mut Activations, out: &mut Vec<f32>, path: Path) {
    quantised.fill(rows, depth, weights.precision(), path);
    weights.product_into(quantised, path, out);
}

impl Network {
    /// The network in a file, over vectors of pieces of the same width; `ends` are the numbers of `[CLS]` and `[SEP]`.
    pub(super) fn read(
        file: &File<'_>,
        pieces: Vectors,
        ends: [u32; 2],
        labels: &Labels,
        path: Path,
    ) -> Result<Self, Error> {
        let width = file.length("embeddings.norm.weight");
        if width == 0 || !width.is_multiple_of(kernels::floats::HEAD) || width != pieces.width {
            return Err(Error::Tensor("embeddings.norm.weight".to_owned()));
        }
        let kinds = file.table("embeddings.type", 2, width)?;
        let mut positions = file.table("embeddings.position", POSITIONS, width)?;
        for row in positions.chunks_exact_mut(width) {
            row.iter_mut().zip(&kinds).for_each(|(value, kind)| *value += kind);
        }
        let table = |name: &str, rows| file.floats(&format!("features.{name}"), &[rows, width]);
        let (heads, places) = read_heads(file, labels, width)?;
        let layers: Result<Vec<Layer>, Error> =
            (0..file.layers()).map(|number| Layer::read(file, number, width)).collect();
        Ok(Self {
            path,
            width,
            pieces,
            ends,
            positions,
            tables: Tables {
                shape: table("shape", 9)?,
                before: table("before", 3)?,
                rule: table("rule", 2)?,
                list: table("list", 5)?,
            },
            norm: Norm::read(file, "embeddings.norm", width)?,
            layers: layers?,
            heads: heads.pack("head")?,
            places,
        })
    }

    /// Values of a vector.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The scores of the words of each window; a window has at most [`super::windows::MOST_PIECES`] pieces.
    pub(super) fn run(&self, windows: &[&[Features]]) -> Vec<Scores> {
        let mut rows = Vec::new();
        let sizes: Vec<usize> = windows.iter().map(|words| self.embed(words, &mut rows)).collect();
        let nothing = vec![0.0; rows.len()];
        self.norm.apply(&mut rows, &nothing, self.path);
        let first = self.transform(rows, &sizes, &first_pieces(windows, &sizes));
        let scores = self.score(&first);
        let mut rest = scores.as_slice();
        let own = |words: &&[Features]| {
            let (own, others) = rest.split_at_checked(words.len() * self.places.width).unwrap_or_default();
            rest = others;
            Scores { values: own.to_vec(), width: self.places.width }
        };
        windows.iter().map(own).collect()
    }

    /// The vectors of the rows `kept` after all layers. The last layer needs the others for attention alone.
    fn transform(&self, mut rows: Vec<f32>, sizes: &[usize], kept: &[usize]) -> Vec<f32> {
        let gather = |rows: &[f32]| kept.iter().flat_map(|row| self.row(rows, *row)).copied().collect::<Vec<_>>();
        let mut scratch = Scratch::default();
        for (number, layer) in self.layers.iter().enumerate() {
            layer.attend(&rows, sizes, &mut scratch, self.path);
            if number + 1 == self.layers.len() {
                (rows, scratch.mixed) = (gather(&rows), gather(&scratch.mixed));
            }
            layer.transform(&mut rows, &mut scratch, self.path);
        }
        rows
    }

    /// The scores of vectors, a row each.
    pub(super) fn score(&self, vectors: &[f32]) -> Vec<f32> {
        let mut scores = self
            .heads
            .product(&Activations::quantise(vectors, self.width, self.heads.precision(), self.path), self.path);
        for row in scores.chunks_exact_mut(self.places.width.max(1)) {
            kernels::gelu(self.path, row.get_mut(self.places.arc_dependent.start..).unwrap_or_default());
        }
        scores
    }

    /// Adds the rows of a window, before their normalisation; returns their number.
    fn embed(&self, words: &[Features], rows: &mut Vec<f32>) -> usize {
        let begin = rows.len();
        let [first, last] = self.ends;
        self.embed_piece(first, 0, None, rows);
        let mut position = 1;
        for word in words {
            for piece in &word.pieces {
                self.embed_piece(*piece, position, Some(word), rows);
                position += 1;
            }
        }
        self.embed_piece(last, position, None, rows);
        (rows.len() - begin) / self.width
    }

    fn embed_piece(&self, piece: u32, position: usize, word: Option<&Features>, rows: &mut Vec<f32>) {
        let begin = rows.len();
        rows.extend(self.pieces.of(piece));
        rows.resize(begin + self.width, 0.0);
        let Some(sum) = rows.get_mut(begin..) else { return };
        let mut add = |values: &[f32]| sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        add(self.row(&self.positions, position));
        let Some(word) = word else { return };
        add(self.row(&self.tables.shape, word.shape as usize));
        add(self.row(&self.tables.before, word.before as usize));
        add(self.row(&self.tables.rule, usize::from(word.rule)));
        (0..5).filter(|bit| word.list >> bit & 1 != 0).for_each(|bit| add(self.row(&self.tables.list, bit)));
    }

    fn row<'r>(&self, rows: &'r [f32], at: usize) -> &'r [f32] {
        rows.get(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }
}

/// The rows of the first pieces of all words; a window begins and ends with a row of its own.
fn first_pieces(windows: &[&[Features]], sizes: &[usize]) -> Vec<usize> {
    let (mut found, mut begin) = (Vec::new(), 0);
    for (words, size) in windows.iter().zip(sizes) {
        let mut at = begin + 1;
        for word in *words {
            found.push(at);
            at += word.pieces.len();
        }
        begin += size;
    }
    found
}

/// All heads as one layer, and where the scores of each are.
fn read_heads(file: &File<'_>, labels: &Labels, width: usize) -> Result<(Linear, Places), Error> {
    let (mut all, mut places) = (Linear::default(), Places::default());
    let mut add = |name: &str, outputs: usize, place: &mut Range<usize>| -> Result<(), Error> {
        let linear = file.linear(name, outputs, width)?;
        *place = all.scales.len()..all.scales.len() + outputs;
        all = std::mem::take(&mut all).join(linear);
        Ok(())
    };
    let [upos, xpos] = labels.counts();
    let (arc, relation) = (file.outputs("dep.arc_dep"), file.outputs("dep.rel_dep"));
    add("head.start", 1, &mut places.start)?;
    add("head.upos", upos, &mut places.upos)?;
    add("head.xpos", xpos, &mut places.xpos)?;
    add("head.ner", labels.ner.len(), &mut places.ner)?;
    add("dep.arc_dep", arc, &mut places.arc_dependent)?;
    add("dep.arc_head", arc, &mut places.arc_head)?;
    add("dep.rel_dep", relation, &mut places.relation_dependent)?;
    add("dep.rel_head", relation, &mut places.relation_head)?;
    places.width = all.scales.len();
    Ok((all, places))
}
