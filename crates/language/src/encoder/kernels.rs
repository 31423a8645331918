//! Products of quantised matrices, and what is done between them: the one module with `unsafe`, which is used for nothing
//! but loads and stores of vectors within slices, and calls of what [`Path::is_supported`] has vouched for.
//!
//! Activations are kept as `u8` with their precision's zero added; every path sums `u8 × i8` exactly in `i32` and takes off
//! as much × the sum of the weights, so all give the same bits. The scaling to `f32` is one function that all share; it has no fused operation.
#![expect(unsafe_code, reason = "vector loads and calls behind run-time dispatch; bounds are asserted before them")]

pub(crate) mod floats;

/// Columns of a panel.
const WIDTH: usize = 64;
/// Values of the inner dimension that one instruction sums.
const DEPTH: usize = 4;
/// The inner dimension is filled up to a multiple of it, so that steps come in pairs.
const PADDING: usize = 2 * DEPTH;
/// Bytes of one step of a panel.
const STEP: usize = WIDTH * DEPTH;
/// Rows of a tile.
const HEIGHT: usize = 6;

/// Sums of a tile: [`WIDTH`] columns of each row.
type Tile = [[i32; WIDTH]; HEIGHT];

/// A way to compute products; all give the same results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// AVX-512 with VNNI.
    Vnni,
    /// AVX2 with VNNI.
    AvxVnni,
    /// AVX2.
    Avx2,
    /// Any machine.
    Portable,
}

impl Path {
    /// All paths, fastest first.
    pub const ALL: [Self; 4] = [Self::Vnni, Self::AvxVnni, Self::Avx2, Self::Portable];

    /// The fastest path of this machine that gives what the portable one gives on a small product: no machine is
    /// trusted to have been tested on.
    #[must_use]
    pub fn detect() -> Self {
        let expected = sample(Self::Portable);
        let agrees = |path: &Self| path.is_supported() && sample(*path) == expected;
        Self::ALL.into_iter().find(agrees).unwrap_or(Self::Portable)
    }

    /// Whether this machine has the instructions.
    #[must_use]
    pub fn is_supported(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni"),
            #[cfg(target_arch = "x86_64")]
            Self::AvxVnni => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            Self::Portable => true,
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }
}

/// How finely values are told apart, and so do the weights that they meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// In 127 steps either way.
    #[default]
    EightBits,
    /// In 63 steps: sums of four products fit 16 bits, so that a machine with AVX2 alone multiplies bytes.
    SevenBits,
}

impl Precision {
    /// The least that holds some weights.
    fn of(weights: &[i8]) -> Self {
        let few = Self::SevenBits.steps();
        if weights.iter().all(|weight| weight.unsigned_abs() <= few) { Self::SevenBits } else { Self::EightBits }
    }

    /// Steps from 0 to the largest value.
    pub(crate) const fn steps(self) -> u8 {
        match self {
            Self::EightBits => 127,
            Self::SevenBits => 63,
        }
    }

    /// What stands for 0 where there are no negative numbers.
    const fn zero(self) -> u8 {
        self.steps() + 1
    }
}

/// Rows of activations, each quantised by its own scale.
#[derive(Debug, Clone, Default)]
pub struct Activations {
    depth: usize,
    precision: Precision,
    /// `[rows, depth]`, value + the precision's zero; rows padded to a multiple of [`HEIGHT`], depth to one of [`PADDING`].
    values: Vec<u8>,
    scales: Vec<f32>,
}

impl Activations {
    /// Quantises rows of `depth` values to steps of the largest of each; values that do not fill a row are left out.
    #[must_use]
    pub fn quantise(values: &[f32], depth: usize, precision: Precision, path: Path) -> Self {
        let mut quantised = Self::default();
        quantised.fill(values, depth, precision, path);
        quantised
    }

    /// As [`Activations::quantise`], in place of what was here. What fills up rows and depth keeps any value: it meets
    /// weights of 0, or its sums are left out.
    pub(crate) fn fill(&mut self, values: &[f32], depth: usize, precision: Precision, path: Path) {
        self.depth = depth.next_multiple_of(PADDING);
        self.precision = precision;
        let rows = values.len() / depth.max(1);
        self.values.resize(rows.next_multiple_of(HEIGHT) * self.depth, precision.zero());
        self.scales.resize(rows, 0.0);
        quantise(path, values, depth, precision, &mut self.values, &mut self.scales);
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.scales.len()
    }
}

/// Defines a function that runs the body, which is inlined, with the instructions of a path; or another `wide` one where
/// registers hold 16 values.
macro_rules! versions {
    ($(#[$meta:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),*) $body:block) => {
        versions! { $(#[$meta])* $visible fn $name($($argument: $type),*) $body wide $body }
    };
    ($(#[$meta:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),*) $body:block wide $wide:block) => {
        $(#[$meta])*
        $visible fn $name(path: Path, $($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f")]
            fn wide($($argument: $type),*) $wide
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn middle($($argument: $type),*) $body
            match path {
                // SAFETY: the path's instructions have been detected.
                #[cfg(target_arch = "x86_64")]
                Path::Vnni if path.is_supported() => unsafe { wide($($argument),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Path::AvxVnni | Path::Avx2 if path.is_supported() => unsafe { middle($($argument),*) },
                _ => $body,
            }
        }
    };
}

versions! {
    /// Quantises rows of `depth` values; rows of `out` are padded.
    fn quantise(values: &[f32], depth: usize, precision: Precision, out: &mut [u8], scales: &mut [f32]) {
        let padded = depth.next_multiple_of(PADDING).max(1);
        let rows = values.chunks_exact(depth.max(1)).zip(out.chunks_exact_mut(padded));
        rows.zip(scales).for_each(|((row, out), scale)| *scale = floats::quantise_row(row, precision, out));
    }
}

versions! {
    /// Replaces values by their GELU.
    pub(crate) fn gelu(values: &mut [f32]) {
        floats::gelu(values);
    }
}

versions! {
    /// Adds `residual` to the rows and normalises each, as LayerNorm does.
    pub(crate) fn normalise(rows: &mut [f32], residual: &[f32], weight: &[f32], bias: &[f32]) {
        floats::normalise(rows, residual, weight, bias);
    }
}

versions! {
    /// The inner products of a row with each of `rows`, which are as long as it.
    pub(crate) fn dots(row: &[f32], rows: &[f32], out: &mut [f32]) {
        floats::dots(row, rows, out);
    }
}

versions! {
    /// Attention of one window; see [`floats::attend`].
    pub(crate) fn attend(projected: &[f32], width: usize, out: &mut [f32]) {
        floats::attend::<4, 16>(projected, width, out);
    } wide {
        floats::attend::<4, 32>(projected, width, out);
    }
}

/// Products of either precision that fill no tile and no panel, with the largest values of both signs.
fn sample(path: Path) -> Vec<f32> {
    const LENGTH: usize = 21;
    let rows: Vec<f32> = [9.0, -9.0, 0.5, -4.0].into_iter().cycle().take(LENGTH * (HEIGHT + 1)).collect();
    let product = |weights: [i8; 5]| {
        let weights: Vec<i8> = weights.into_iter().cycle().take(LENGTH * 70).collect();
        let packed = Weights::pack(&weights, &[0.5; 70], &[1.0; 70])?;
        Some(packed.product(&Activations::quantise(&rows, LENGTH, packed.precision(), path), path))
    };
    [[127, -128, 3, -5, 89], [63, -63, 3, -5, 44]].into_iter().filter_map(product).flatten().collect()
}

/// Weights of a linear layer, in the order that the kernels read them.
#[derive(Debug, Clone)]
pub struct Weights {
    depth: usize,
    columns: usize,
    /// `[columns / 64, depth / 4, 64, 4]`, filled up with zeros.
    panels: Vec<i8>,
    precision: Precision,
    /// The precision's zero × the sum of each column's weights.
    corrections: Vec<i32>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Weights {
    /// Packs `[outputs, depth]` row-major weights; `None` when the lengths do not agree or are 0.
    #[must_use]
    pub fn pack(weights: &[i8], scales: &[f32], biases: &[f32]) -> Option<Self> {
        let columns = scales.len();
        let depth = weights.len().checked_div(columns)?;
        if depth == 0 || depth * columns != weights.len() || biases.len() != columns {
            return None;
        }
        let precision = Precision::of(weights);
        let (padded, wide) = (depth.next_multiple_of(PADDING), columns.next_multiple_of(WIDTH));
        let mut panels = vec![0; padded * wide];
        let mut corrections = vec![0; wide];
        for (column, row) in weights.chunks_exact(depth).enumerate() {
            let base = column / WIDTH * WIDTH * padded + column % WIDTH * DEPTH;
            for (step, group) in row.chunks(DEPTH).enumerate() {
                let at = base + step * STEP;
                panels.get_mut(at..at + group.len())?.copy_from_slice(group);
            }
            let sum: i32 = row.iter().map(|weight| i32::from(*weight)).sum();
            *corrections.get_mut(column)? = i32::from(precision.zero()) * sum;
        }
        let fill = |values: &[f32]| values.iter().copied().chain(std::iter::repeat(0.0)).take(wide).collect();
        let (scales, biases) = (fill(scales), fill(biases));
        Some(Self { depth: padded, columns, panels, precision, corrections, scales, biases })
    }

    /// The precision of the activations that they meet.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// `activations × weightsᵀ + biases`, `[rows, outputs]`; empty when the depths or precisions differ or `path` is not
    /// supported.
    #[must_use]
    pub fn product(&self, activations: &Activations, path: Path) -> Vec<f32> {
        let mut out = Vec::new();
        self.product_into(activations, path, &mut out);
        out
    }

    /// As [`Weights::product`], in place of what is in `out`.
    pub(crate) fn product_into(&self, activations: &Activations, path: Path, out: &mut Vec<f32>) {
        let fit = activations.depth == self.depth && activations.precision == self.precision;
        if !fit || !path.is_supported() {
            return out.clear();
        }
        out.resize(activations.rows() * self.columns, 0.0);
        match path {
            // SAFETY: the path's instructions have been detected above.
            #[cfg(target_arch = "x86_64")]
            Path::Vnni => unsafe { x86::product_vnni(self, activations, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Path::AvxVnni => unsafe { x86::product_avx_vnni(self, activations, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 if self.precision == Precision::SevenBits => unsafe {
                x86::product_avx2_bytes(self, activations, out);
            },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => unsafe { x86::product_avx2(self, activations, out) },
            _ => product_portable(self, activations, out),
        }
    }

    /// The panels, each with its first column and its corrections, scales and biases.
    fn panels(&self) -> impl Iterator<Item = Panel<'_>> {
        let parts = self.corrections.chunks_exact(WIDTH).zip(self.scales.chunks_exact(WIDTH));
        let parts = parts.zip(self.biases.chunks_exact(WIDTH)).enumerate();
        parts.zip(self.panels.chunks_exact(self.depth * WIDTH)).map(
            |((number, ((corrections, scales), biases)), weights)| Panel {
                first: number * WIDTH,
                weights,
                corrections,
                scales,
                biases,
            },
        )
    }
}

struct Panel<'w> {
    first: usize,
    weights: &'w [i8],
    corrections: &'w [i32],
    scales: &'w [f32],
    biases: &'w [f32],
}

/// Writes the sums of some rows as `f32`: each multiplied by the row's scale, then the column's, then the bias added.
#[inline(always)]
fn finish(panel: &Panel<'_>, tile: &Tile, scales: &[f32], out: &mut [f32], columns: usize) {
    for ((sums, scale), row) in tile.iter().zip(scales).zip(out.chunks_exact_mut(columns)) {
        let row = row.get_mut(panel.first..).unwrap_or_default();
        let columns = panel.corrections.iter().zip(panel.scales).zip(panel.biases);
        for ((value, sum), ((correction, column), bias)) in row.iter_mut().zip(sums).zip(columns) {
            *value = (sum - correction) as f32 * scale * column + bias;
        }
    }
}

/// Goes over panels and tiles of `values` with `$tile`, inlined into a function that has the instructions. Rows that
/// fill up the last tile have no scale, and are left out.
#[cfg(target_arch = "x86_64")]
macro_rules! product {
    ($weights:expr, $values:expr, $scales:expr, $out:expr, $tile:ident) => {
        // One for all, that need not be cleared for each.
        let mut tile = [[0; WIDTH]; HEIGHT];
        for panel in $weights.panels() {
            let (depth, columns) = ($weights.depth, $weights.columns);
            let rows = $values.chunks_exact(HEIGHT * depth).zip($scales.chunks(HEIGHT));
            for ((values, scales), out) in rows.zip($out.chunks_mut(HEIGHT * columns)) {
                $tile(panel.weights, values, depth, &mut tile);
                finish(&panel, &tile, scales, out, columns);
            }
        }
    };
}

/// The product where nothing is known of the machine: loops over arrays, of which compilers make vectors (NEON multiplies
/// and adds four columns at once).
fn product_portable(weights: &Weights, activations: &Activations, out: &mut [f32]) {
    let values = interleaved(&activations.values, weights.depth);
    let mut columns = vec![[0; WIDTH]; weights.depth];
    let mut tile = [[0; WIDTH]; HEIGHT];
    for panel in weights.panels() {
        lay_out(panel.weights, &mut columns);
        let tiles = values.chunks_exact(weights.depth).zip(activations.scales.chunks(HEIGHT));
        for ((values, scales), out) in tiles.zip(out.chunks_mut(HEIGHT * weights.columns)) {
            tile_portable(&columns, values, &mut tile);
            finish(&panel, &tile, scales, out, weights.columns);
        }
    }
}

/// The values of tiles of [`HEIGHT`] rows, by depth.
fn interleaved(values: &[u8], depth: usize) -> Vec<[i16; HEIGHT]> {
    let mut out = vec![[0; HEIGHT]; values.len() / HEIGHT];
    for (tile, out) in values.chunks_exact(HEIGHT * depth).zip(out.chunks_exact_mut(depth)) {
        for (row, values) in tile.chunks_exact(depth).enumerate() {
            for (group, value) in out.iter_mut().zip(values) {
                group.iter_mut().skip(row).take(1).for_each(|slot| *slot = i16::from(*value));
            }
        }
    }
    out
}

/// The weights of a panel's columns, by depth.
fn lay_out(panel: &[i8], out: &mut [[i16; WIDTH]]) {
    for (step, out) in panel.chunks_exact(STEP).zip(out.chunks_exact_mut(DEPTH)) {
        for (k, row) in out.iter_mut().enumerate() {
            let weights = step.iter().skip(k).step_by(DEPTH);
            row.iter_mut().zip(weights).for_each(|(wide, weight)| *wide = i16::from(*weight));
        }
    }
}

fn tile_portable(columns: &[[i16; WIDTH]], values: &[[i16; HEIGHT]], tile: &mut Tile) {
    /// Columns whose sums stay in registers.
    const STRIP: usize = 8;
    for strip in (0..WIDTH).step_by(STRIP) {
        let mut sums = [[0_i32; STRIP]; HEIGHT];
        for (weights, group) in columns.iter().zip(values) {
            let Some(weights) = weights.get(strip..).and_then(|rest| rest.first_chunk::<STRIP>()) else { continue };
            for (sums, value) in sums.iter_mut().zip(group) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += i32::from(*weight) * i32::from(*value);
                }
            }
        }
        for (row, sums) in tile.iter_mut().zip(sums) {
            row.iter_mut().skip(strip).zip(sums).for_each(|(to, sum)| *to = sum);
        }
    }
}

// After the macro that it uses.
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The product by its definition.
    fn naive(weights: &[i8], scales: &[f32], biases: &[f32], rows: &[f32], depth: usize) -> Vec<f32> {
        let precision = Precision::of(weights);
        let quantised = Activations::quantise(rows, depth, precision, Path::Portable);
        let mut out = Vec::new();
        for (row, row_scale) in quantised.values.chunks(quantised.depth).zip(&quantised.scales) {
            for ((column, scale), bias) in weights.chunks(depth).zip(scales).zip(biases) {
                let sum: i32 = column
                    .iter()
                    .zip(row)
                    .map(|(w, a)| i32::from(*w) * (i32::from(*a) - i32::from(precision.zero())))
                    .sum();
                out.push(sum as f32 * row_scale * scale + bias);
            }
        }
        out
    }

    fn case() -> impl Strategy<Value = (Vec<i8>, Vec<f32>, Vec<f32>, Vec<f32>, usize)> {
        let lengths = (1_usize..15, 1_usize..140, 1_usize..70, prop::sample::select(vec![63_i8, 127]));
        lengths.prop_flat_map(|(rows, columns, depth, most)| {
            let values = |count| prop::collection::vec(-9.0_f32..9.0, count);
            let weights = prop::collection::vec(-most..=most, columns * depth);
            (weights, values(columns), values(columns), values(rows * depth), Just(depth))
        })
    }

    proptest! {
        #[test]
        fn every_path_gives_the_sum_of_the_definition((weights, scales, biases, rows, depth) in case()) {
            let packed = Weights::pack(&weights, &scales, &biases).expect("lengths agree");
            let expected = naive(&weights, &scales, &biases, &rows, depth);
            for path in Path::ALL.into_iter().filter(|path| path.is_supported()) {
                let got = packed.product(&Activations::quantise(&rows, depth, packed.precision(), path), path);
                prop_assert_eq!(&got, &expected, "{:?}", path);
            }
        }
    }

    #[test]
    fn extremes_do_not_saturate() {
        for (weight, steps) in [(-128, 127), (-63, 63), (63, 63)] {
            let packed = Weights::pack(&[weight; 1536], &[1.0], &[0.0]).expect("lengths agree");
            for path in Path::ALL.into_iter().filter(|path| path.is_supported()) {
                let rows = Activations::quantise(&[1.0; 1536], 1536, packed.precision(), path);
                let expected = (i32::from(weight) * steps * 1536) as f32 * (1.0 / steps as f32);
                assert_eq!(packed.product(&rows, path), [expected], "{path:?}");
            }
        }
    }

    #[test]
    fn the_sample_is_no_empty_one() {
        let found = sample(Path::detect());
        assert_eq!(found.len(), 2 * 70 * (HEIGHT + 1));
        assert!(found.iter().any(|value| *value > 1.0) && found.iter().any(|value| *value < 1.0), "{found:?}");
    }

    #[test]
    fn lengths_that_disagree_are_refused() {
        assert!(Weights::pack(&[1; 7], &[1.0; 2], &[0.0; 2]).is_none());
        assert!(Weights::pack(&[1; 8], &[1.0; 2], &[0.0; 3]).is_none());
        assert!(Weights::pack(&[], &[], &[]).is_none());
    }
}
