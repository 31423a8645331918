//! What is done in `f32` between the integer products.
//!
//! Every function is plain code whose operations and their order are fixed: sums run over [`LANES`] partial sums that are
//! added in order, nothing is fused, and `exp` and `erf` are polynomials of our own. So the compiler may make vectors of
//! any width of it, and all give the same bits.

use super::Precision;

/// Partial sums of a reduction.
const LANES: usize = 16;
/// Dimensions of an attention head.
pub(crate) const HEAD: usize = 32;
/// Most rows of a window.
pub(crate) const MOST_ROWS: usize = 128;
/// Added by LayerNorm to the variance.
const EPSILON: f32 = 1e-12;
/// Adding this rounds to a whole number, halves to even, and leaves it in the low bits.
const ROUNDER: f32 = 12_582_912.0;

/// `e` to the power of `x`, within 2 units in the last place; `x` is held within -87 and 88.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = if x > -87.0 { x } else { -87.0 };
    let x = if x < 88.0 { x } else { 88.0 };
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let r = (x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let p = 8.333_452e-3 + r * 1.393_05e-3;
    let p = 0.166_666_65 + r * (4.166_579_6e-2 + r * p);
    let p = 1.0 + r * (1.0 + r * (0.5 + r * p));
    p * f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3F80_0000))
}

/// `x` times the normal distribution's function of `x`; Abramowitz and Stegun 7.1.26, within 2e-7 × `x`.
#[inline(always)]
fn gelu_of(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let p = 1.421_413_8 + t * (-1.453_152 + t * 1.061_405_4);
    let p = t * (0.254_829_6 + t * (-0.284_496_72 + t * p));
    let tail = 0.5 * p * exp(-z * z);
    x * if x < 0.0 { tail } else { 1.0 - tail }
}

/// Replaces values by their GELU.
#[inline(always)]
pub(super) fn gelu(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = gelu_of(*value));
}

/// The sum of `terms` of pairs of values.
#[inline(always)]
fn sum_of(a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (left, right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = left.remainder().iter().zip(right.remainder());
    for (a, b) in left.zip(right) {
        lanes.iter_mut().zip(a).zip(b).for_each(|((lane, a), b)| *lane += term(*a, *b));
    }
    rest.for_each(|(a, b)| lanes[0] += term(*a, *b));
    lanes.into_iter().fold(0.0, |sum, lane| sum + lane)
}

/// The inner products of a row with each of `rows`, which are as long as it.
#[inline(always)]
pub(super) fn dots(row: &[f32], rows: &[f32], out: &mut [f32]) {
    for (out, other) in out.iter_mut().zip(rows.chunks_exact(row.len().max(1))) {
        *out = sum_of(row, other, |a, b| a * b);
    }
}

/// Adds `residual` to the rows and normalises each, as LayerNorm does.
#[inline(always)]
pub(super) fn normalise(rows: &mut [f32], residual: &[f32], weight: &[f32], bias: &[f32]) {
    let width = weight.len().max(1);
    for (row, residual) in rows.chunks_exact_mut(width).zip(residual.chunks_exact(width)) {
        row.iter_mut().zip(residual).for_each(|(value, more)| *value += more);
        let mean = sum_of(row, row, |value, _| value) / width as f32;
        let variance = sum_of(row, row, |value, _| (value - mean) * (value - mean)) / width as f32;
        let scale = 1.0 / (variance + EPSILON).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            *value = (*value - mean) * scale * weight + bias;
        }
    }
}

/// Quantises a row to the precision's steps of its largest value, halves to even, its zero added; returns the scale of a step.
#[inline(always)]
pub(super) fn quantise_row(row: &[f32], precision: Precision, out: &mut [u8]) -> f32 {
    let larger = |top: f32, value: f32| if value.abs() > top { value.abs() } else { top };
    let mut lanes = [1e-12_f32; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder();
    chunks.for_each(|chunk| lanes.iter_mut().zip(chunk).for_each(|(top, value)| *top = larger(*top, *value)));
    let largest = lanes.into_iter().chain(rest.iter().copied()).fold(0.0, larger);
    let steps = f32::from(precision.steps());
    let inverse = steps / largest;
    for (out, value) in out.iter_mut().zip(row) {
        *out = ((value * inverse + ROUNDER).to_bits() as u8).wrapping_add(precision.zero());
    }
    largest / steps
}

/// Attention of one window: `projected` has a row of queries, keys and values for each piece, `width` values each; the
/// rows of `out` have `width` values. Windows of more than [`MOST_ROWS`] rows are cut off there.
///
/// `R` queries meet `W` keys, then `W` values of a key's, at a time: their sums should fit the registers.
#[inline(always)]
pub(super) fn attend<const R: usize, const W: usize>(projected: &[f32], width: usize, out: &mut [f32]) {
    let mut head = Head { keys: [[0.0; MOST_ROWS]; HEAD], values: [[0.0; HEAD]; MOST_ROWS], rows: 0 };
    for first in (0..width).step_by(HEAD) {
        head.fill(projected, width, first);
        let rows = projected.chunks(R * 3 * width).zip(out.chunks_mut(R * width));
        for (projected, out) in rows {
            if projected.len() == R * 3 * width {
                head.attend::<R, W>(projected, width, first, out);
                continue;
            }
            for (projected, out) in projected.chunks_exact(3 * width).zip(out.chunks_exact_mut(width)) {
                head.attend::<1, W>(projected, width, first, out);
            }
        }
    }
}

/// The keys, transposed, and the values of one head.
struct Head {
    keys: [[f32; MOST_ROWS]; HEAD],
    values: [[f32; HEAD]; MOST_ROWS],
    rows: usize,
}

impl Head {
    #[inline(always)]
    fn fill(&mut self, projected: &[f32], width: usize, first: usize) {
        self.rows = 0;
        for (row, values) in projected.chunks_exact(3 * width).zip(&mut self.values) {
            let part = |skip: usize| row.get(skip * width + first..skip * width + first + HEAD).unwrap_or_default();
            for (keys, key) in self.keys.iter_mut().zip(part(1)) {
                keys.iter_mut().skip(self.rows).take(1).for_each(|slot| *slot = *key);
            }
            values.iter_mut().zip(part(2)).for_each(|(value, from)| *value = *from);
            self.rows += 1;
        }
    }

    /// Attention of `R` queries.
    #[inline(always)]
    fn attend<const R: usize, const W: usize>(&self, projected: &[f32], width: usize, first: usize, out: &mut [f32]) {
        let mut queries = [[0.0; HEAD]; R];
        for (query, row) in queries.iter_mut().zip(projected.chunks_exact(3 * width)) {
            query.iter_mut().zip(row.iter().skip(first)).for_each(|(value, from)| *value = *from);
        }
        let mut weights = self.scores::<R, W>(&queries);
        // No closure: one that is not inlined is compiled without the path's instructions.
        let mut sums = [0.0; R];
        for (sum, row) in sums.iter_mut().zip(&mut weights) {
            *sum = soften(row, self.rows);
        }
        let mixed = self.mix::<R, W>(&weights);
        for ((row, mixed), sum) in out.chunks_exact_mut(width).zip(mixed).zip(sums) {
            let inverse = 1.0 / sum;
            row.iter_mut().skip(first).zip(mixed).for_each(|(value, mixed)| *value = mixed * inverse);
        }
    }

    /// Inner products of queries and keys, divided by the root of their length.
    #[inline(always)]
    fn scores<const R: usize, const W: usize>(&self, queries: &[[f32; HEAD]; R]) -> [[f32; MOST_ROWS]; R] {
        const SCALE: f32 = 0.176_776_7;
        let mut scores = [[0.0; MOST_ROWS]; R];
        for block in (0..self.rows).step_by(W) {
            let mut sums = [[0.0_f32; W]; R];
            for (d, keys) in self.keys.iter().enumerate() {
                let Some(keys) = keys.get(block..block + W) else { continue };
                for (sums, query) in sums.iter_mut().zip(queries) {
                    let Some(value) = query.get(d) else { continue };
                    sums.iter_mut().zip(keys).for_each(|(sum, key)| *sum += value * key);
                }
            }
            for (row, sums) in scores.iter_mut().zip(sums) {
                let Some(row) = row.get_mut(block..block + W) else { continue };
                row.iter_mut().zip(sums).for_each(|(score, sum)| *score = sum * SCALE);
            }
        }
        scores
    }

    /// Sums of the values by their weights.
    #[inline(always)]
    fn mix<const R: usize, const W: usize>(&self, weights: &[[f32; MOST_ROWS]; R]) -> [[f32; HEAD]; R] {
        let mut mixed = [[0.0_f32; HEAD]; R];
        for first in (0..HEAD).step_by(W) {
            let mut sums = [[0.0_f32; W]; R];
            for (at, values) in self.values.iter().enumerate().take(self.rows) {
                let Some(values) = values.get(first..first + W) else { continue };
                for (sums, weights) in sums.iter_mut().zip(weights) {
                    let Some(weight) = weights.get(at) else { continue };
                    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
                }
            }
            for (mixed, sums) in mixed.iter_mut().zip(sums) {
                mixed.iter_mut().skip(first).zip(sums).for_each(|(to, sum)| *to = sum);
            }
        }
        mixed
    }
}

/// Replaces the first `count` scores by the exponents of what they lack to the largest; returns their sum.
#[inline(always)]
fn soften(scores: &mut [f32; MOST_ROWS], count: usize) -> f32 {
    let scores = scores.get_mut(..count).unwrap_or_default();
    let largest = scores.iter().fold(f32::MIN, |top, score| if *score > top { *score } else { top });
    scores.iter_mut().for_each(|score| *score = exp(*score - largest));
    sum_of(scores, scores, |score, _| score)
}
