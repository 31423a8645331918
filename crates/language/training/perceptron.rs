//! The averaged perceptron, over sparse rows.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::linear::{bucket, check, weight_of};

/// Steps of a stored weight in one unit of the perceptron's.
const SCALE: f64 = 10.0;

/// Smallest stored weight: smaller ones change next to nothing and take most of the room.
const SMALLEST: i8 = 4;

/// Features are hashes already.
#[derive(Debug, Default)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    class: u16,
    weight: i32,
    /// Sum of the weight over the steps up to `at`.
    total: i64,
    at: u32,
}

/// A perceptron in training.
#[derive(Debug, Default)]
pub(super) struct Perceptron {
    rows: HashMap<u64, (u32, Vec<Cell>), BuildHasherDefault<Identity>>,
    step: u32,
}

impl Perceptron {
    /// Counts one decision made, right or wrong.
    pub(super) fn tick(&mut self) {
        self.step += 1;
    }

    pub(super) fn score(&self, features: &[u64], scores: &mut [i32]) {
        for (_, cells) in features.iter().filter_map(|feature| self.rows.get(feature)) {
            cells.iter().for_each(|cell| scores[usize::from(cell.class)] += cell.weight);
        }
    }

    /// Moves the weights of a class.
    pub(super) fn update(&mut self, features: &[u64], class: usize, by: i32) {
        for feature in features {
            let (updates, cells) = self.rows.entry(*feature).or_default();
            *updates += 1;
            let index = cells.iter().position(|cell| usize::from(cell.class) == class).unwrap_or_else(|| {
                cells.push(Cell { class: class as u16, weight: 0, total: 0, at: self.step });
                cells.len() - 1
            });
            let cell = &mut cells[index];
            cell.total += i64::from(cell.weight) * i64::from(self.step - cell.at);
            (cell.at, cell.weight) = (self.step, cell.weight + by);
        }
    }

    /// The averaged, quantised model, without features that were updated fewer than `least` times.
    pub(super) fn write(&self, classes: &[String], least: u32) -> Vec<u8> {
        let mut entries: Vec<(u64, Vec<u8>)> = Vec::new();
        for (feature, (updates, cells)) in self.rows.iter().filter(|(_, (updates, _))| *updates >= least) {
            let _ = updates;
            let mut cells: Vec<(u16, i8)> =
                cells.iter().map(|cell| (cell.class, self.average(cell))).filter(|(_, w)| *w != 0).collect();
            cells.sort_unstable();
            if !cells.is_empty() {
                entries.push((
                    *feature,
                    cells.iter().flat_map(|(class, weight)| [*class as u8, weight.cast_unsigned()]).collect(),
                ));
            }
        }
        entries.sort_unstable_by_key(|(feature, _)| *feature);
        layout(classes, &entries)
    }

    fn average(&self, cell: &Cell) -> i8 {
        let total = cell.total + i64::from(cell.weight) * i64::from(self.step - cell.at);
        nearest((total as f64 / f64::from(self.step.max(1)) * SCALE).round() as i32)
    }
}

/// The byte that stands for a weight, as nearly as one can.
fn nearest(weight: i32) -> i8 {
    let size = (0..=127_i8).min_by_key(|code| (weight_of(*code) - weight.abs()).abs()).unwrap_or(0);
    if size < SMALLEST { 0 } else { size * weight.signum() as i8 }
}

/// The file of a model; see `linear.rs` for its shape.
fn layout(classes: &[String], entries: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let bits = entries.len().max(4).ilog2() - 1;
    let mut out = (classes.len() as u16).to_le_bytes().to_vec();
    for class in classes {
        out.push(class.len() as u8);
        out.extend(class.bytes());
    }
    out.push(bits as u8);
    let mut body = Vec::new();
    let mut starts = vec![0_u32; (1 << bits) + 1];
    let mut filled = 0;
    for (feature, cells) in entries {
        let bucket = bucket(*feature, bits);
        starts[filled..=bucket].fill(body.len() as u32);
        filled = bucket + 1;
        body.extend(check(*feature).to_le_bytes());
        body.push((cells.len() / 2) as u8);
        body.extend(cells);
    }
    starts[filled..].fill(body.len() as u32);
    out.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
    out.extend(body);
    out
}

/// A small generator of pseudo-random numbers, for shuffles and exploration.
#[derive(Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
