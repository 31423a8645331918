//! A linear model over hashed features, read from its file in place.
//!
//! File: number of classes (`u16`), then each class's name (`u8` length, bytes); bits of the bucket index (`u8`); the
//! start of each bucket in the entries, and their end (`u32` each); the entries. An entry is the feature's check (`u16`),
//! the number of its weights (`u8`), then class (`u8`) and weight (`i8`) of each. All little-endian.

use std::borrow::Cow;

/// A linear model. An empty file is a model that knows nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinearModel {
    data: Cow<'static, [u8]>,
    classes: Vec<String>,
    /// Where the bucket starts are, and how many bits of a hash choose the bucket.
    starts: usize,
    bits: u32,
}

impl LinearModel {
    /// Reads a model; a malformed file gives a model that knows nothing.
    pub(crate) fn new(data: Cow<'static, [u8]>) -> Self {
        Self::read(data).unwrap_or_default()
    }

    fn read(data: Cow<'static, [u8]>) -> Option<Self> {
        let count = u16::from_le_bytes([*data.first()?, *data.get(1)?]);
        let mut at = 2;
        let mut classes = Vec::with_capacity(count.into());
        for _ in 0..count {
            let length = usize::from(*data.get(at)?);
            classes.push(String::from_utf8(data.get(at + 1..at + 1 + length)?.to_vec()).ok()?);
            at += 1 + length;
        }
        let bits = u32::from(*data.get(at)?);
        (bits < 28).then_some(Self { data, classes, starts: at + 1, bits })
    }

    /// Names of the classes, by number.
    pub(crate) fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Adds the weights of the features to the classes' scores.
    pub(crate) fn score(&self, features: &[u64], scores: &mut [i32]) {
        for feature in features {
            for pair in self.weights(*feature).chunks_exact(2) {
                let &[class, weight] = pair else { continue };
                if let Some(score) = scores.get_mut(usize::from(class)) {
                    *score += weight_of(weight.cast_signed());
                }
            }
        }
    }

    /// The pairs of class and weight of a feature.
    fn weights(&self, feature: u64) -> &[u8] {
        self.find(feature).unwrap_or_default()
    }

    fn find(&self, feature: u64) -> Option<&[u8]> {
        let bucket = bucket(feature, self.bits);
        let (mut at, end) = (self.start(bucket)?, self.start(bucket + 1)?);
        let check = check(feature).to_le_bytes();
        while at < end {
            let head = self.data.get(at..at + 3)?;
            let length = 2 * usize::from(*head.get(2)?);
            if head.starts_with(&check) {
                return self.data.get(at + 3..at + 3 + length);
            }
            at += 3 + length;
        }
        None
    }

    fn start(&self, bucket: usize) -> Option<usize> {
        let at = self.starts + 4 * bucket;
        let bytes: [u8; 4] = self.data.get(at..at + 4)?.try_into().ok()?;
        let entries = self.starts + 4 * ((1 << self.bits) + 1);
        Some(entries + u32::from_le_bytes(bytes) as usize)
    }
}

/// The weight that a stored byte stands for: exact when small, coarser when large, up to 1119.
pub(crate) fn weight_of(code: i8) -> i32 {
    let size = i32::from(code).abs().min(127);
    let over = (size - 64).max(0);
    i32::from(code).signum() * (size + over * over / 4)
}

/// The bucket of a feature.
pub(crate) fn bucket(feature: u64, bits: u32) -> usize {
    if bits == 0 { 0 } else { (feature >> (64 - bits)) as usize }
}

/// What tells a feature from the others of its bucket.
pub(crate) fn check(feature: u64) -> u16 {
    (feature & 0xFFFF) as u16
}

/// The class with the highest score among those that `allowed` admits; the first of equals.
pub(crate) fn best(scores: &[i32], mut allowed: impl FnMut(usize) -> bool) -> Option<usize> {
    let mut found: Option<(usize, i32)> = None;
    for (class, score) in scores.iter().enumerate() {
        if allowed(class) && found.is_none_or(|(_, top)| *score > top) {
            found = Some((class, *score));
        }
    }
    found.map(|(class, _)| class)
}
