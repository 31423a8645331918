//! The paths of x86-64.

use std::arch::x86_64::*;

use super::{Activations, DEPTH, HEIGHT, PADDING, STEP, Tile, WIDTH, Weights, finish};

#[target_feature(enable = "avx512f,avx512vnni")]
pub(super) fn product_vnni(weights: &Weights, activations: &Activations, out: &mut [f32]) {
    product!(weights, activations.values, activations.scales, out, tile_vnni);
}

#[target_feature(enable = "avx2,avxvnni")]
pub(super) fn product_avx_vnni(weights: &Weights, activations: &Activations, out: &mut [f32]) {
    product!(weights, activations.values, activations.scales, out, tile_avx_vnni);
}

#[target_feature(enable = "avx2")]
pub(super) fn product_avx2(weights: &Weights, activations: &Activations, out: &mut [f32]) {
    let values: Vec<i16> = activations.values.iter().map(|value| i16::from(*value)).collect();
    product!(weights, values, activations.scales, out, tile_avx2);
}

#[target_feature(enable = "avx2")]
pub(super) fn product_avx2_bytes(weights: &Weights, activations: &Activations, out: &mut [f32]) {
    product!(weights, activations.values, activations.scales, out, tile_avx2_bytes);
}

#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn tile_vnni(panel: &[i8], values: &[u8], depth: usize, tile: &mut Tile) {
    assert!(values.len() >= HEIGHT * depth && panel.len() >= depth / DEPTH * STEP);
    let mut sums = [[_mm512_setzero_si512(); 4]; HEIGHT];
    for k in 0..depth / DEPTH {
        // SAFETY: step `k` of the panel has 256 bytes, by the assertion.
        let step: [__m512i; 4] =
            std::array::from_fn(|part| unsafe { _mm512_loadu_si512(panel.as_ptr().add(k * STEP + part * 64).cast()) });
        for (row, sums) in sums.iter_mut().enumerate() {
            // SAFETY: row `row` of the values has group `k`, by the assertion.
            let group = unsafe { values.as_ptr().add(row * depth + k * DEPTH).cast::<i32>().read_unaligned() };
            let group = _mm512_set1_epi32(group);
            for (sum, weights) in sums.iter_mut().zip(step) {
                *sum = _mm512_dpbusd_epi32(*sum, group, weights);
            }
        }
    }
    for (row, sums) in tile.iter_mut().zip(sums) {
        for (part, sum) in row.chunks_exact_mut(16).zip(sums) {
            // SAFETY: a part has 16 × 4 bytes.
            unsafe { _mm512_storeu_si512(part.as_mut_ptr().cast(), sum) };
        }
    }
}

/// Bytes of a strip of a step, that two registers of sums take.
const STRIP: usize = STEP / 4;

#[inline]
#[target_feature(enable = "avx2,avxvnni")]
fn tile_avx_vnni(panel: &[i8], values: &[u8], depth: usize, tile: &mut Tile) {
    assert!(values.len() >= HEIGHT * depth && panel.len() >= depth / DEPTH * STEP);
    for strip in 0..STEP / STRIP {
        let mut sums = [[_mm256_setzero_si256(); 2]; HEIGHT];
        for k in 0..depth / DEPTH {
            // SAFETY: the strip has 64 bytes in step `k` of the panel, by the assertion.
            let step: [__m256i; 2] = std::array::from_fn(|part| unsafe {
                _mm256_loadu_si256(panel.as_ptr().add(k * STEP + strip * STRIP + part * 32).cast())
            });
            for (row, sums) in sums.iter_mut().enumerate() {
                // SAFETY: row `row` of the values has group `k`, by the assertion.
                let group = unsafe { values.as_ptr().add(row * depth + k * DEPTH).cast::<i32>().read_unaligned() };
                let group = _mm256_set1_epi32(group);
                for (sum, weights) in sums.iter_mut().zip(step) {
                    *sum = _mm256_dpbusd_avx_epi32(*sum, group, weights);
                }
            }
        }
        for (row, sums) in tile.iter_mut().zip(sums) {
            for (part, sum) in row.chunks_exact_mut(8).skip(strip * 2).zip(sums) {
                // SAFETY: a part has 8 × 4 bytes.
                unsafe { _mm256_storeu_si256(part.as_mut_ptr().cast(), sum) };
            }
        }
    }
}

/// Sums pairs of `i16`, since the instruction that takes bytes saturates. A register of sums has four columns, the
/// even and the odd pairs of each apart; so many rows share the widening of the weights.
#[inline]
#[target_feature(enable = "avx2")]
fn tile_avx2(panel: &[i8], values: &[i16], depth: usize, tile: &mut Tile) {
    assert!(values.len() >= HEIGHT * depth && panel.len() >= depth / DEPTH * STEP);
    for strip in 0..WIDTH / 8 {
        let mut sums = [[_mm256_setzero_si256(); 2]; HEIGHT];
        for k in 0..depth / DEPTH {
            let at = k * STEP + strip * 32;
            // SAFETY: the strip has 32 bytes in step `k` of the panel, by the assertion.
            let step: [__m256i; 2] = std::array::from_fn(|part| unsafe {
                _mm256_cvtepi8_epi16(_mm_loadu_si128(panel.as_ptr().add(at + part * 16).cast()))
            });
            for (row, sums) in sums.iter_mut().enumerate() {
                // SAFETY: row `row` of the values has group `k`, by the assertion.
                let group = unsafe { values.as_ptr().add(row * depth + k * DEPTH).cast::<i64>().read_unaligned() };
                let group = _mm256_set1_epi64x(group);
                for (sum, weights) in sums.iter_mut().zip(step) {
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(group, weights));
                }
            }
        }
        for (row, [low, high]) in tile.iter_mut().zip(sums) {
            let columns = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(low, high));
            let Some(part) = row.get_mut(strip * 8..).and_then(|rest| rest.first_chunk_mut::<8>()) else {
                continue;
            };
            // SAFETY: a part has 8 × 4 bytes.
            unsafe { _mm256_storeu_si256(part.as_mut_ptr().cast(), columns) };
        }
    }
}

/// Sums of pairs of bytes in `i16`, two of which are added before they are widened: with [`super::Precision::SevenBits`] they
/// are 4 × 127 × 63 at most, which fits.
#[inline]
#[target_feature(enable = "avx2")]
fn tile_avx2_bytes(panel: &[i8], values: &[u8], depth: usize, tile: &mut Tile) {
    assert!(values.len() >= HEIGHT * depth && panel.len() >= depth / DEPTH * STEP);
    let ones = _mm256_set1_epi16(1);
    for strip in 0..WIDTH / 8 {
        let mut sums = [_mm256_setzero_si256(); HEIGHT];
        for pair in 0..depth / PADDING {
            let step: [__m256i; 2] = std::array::from_fn(|part| {
                let at = (2 * pair + part) * STEP + strip * 32;
                // SAFETY: the strip has 32 bytes in each step of the panel, by the assertion; they come in pairs.
                unsafe { _mm256_loadu_si256(panel.as_ptr().add(at).cast()) }
            });
            for (row, sum) in sums.iter_mut().enumerate() {
                let [low, high] = std::array::from_fn(|part| {
                    let at = row * depth + pair * PADDING + part * DEPTH;
                    // SAFETY: row `row` of the values has both groups of the pair, by the assertion.
                    _mm256_set1_epi32(unsafe { values.as_ptr().add(at).cast::<i32>().read_unaligned() })
                });
                let [low, high] = [_mm256_maddubs_epi16(low, step[0]), _mm256_maddubs_epi16(high, step[1])];
                *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(_mm256_add_epi16(low, high), ones));
            }
        }
        for (row, sum) in tile.iter_mut().zip(sums) {
            let Some(part) = row.get_mut(strip * 8..).and_then(|rest| rest.first_chunk_mut::<8>()) else {
                continue;
            };
            // SAFETY: a part has 8 × 4 bytes.
            unsafe { _mm256_storeu_si256(part.as_mut_ptr().cast(), sum) };
        }
    }
}
