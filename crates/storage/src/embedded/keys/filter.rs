//! Which keys have never been filed: a Bloom filter (Bloom 1970), which spares looking for them on disk.
//!
//! A key's bits lie in one word (Putze et al. 2007), and where a filter is full one twice as large is put beside it (Almeida
//! et al. 2007): 16 to 32 bits of memory a key, and one unfiled key in a hundred that seems filed.

/// Keys for each word of a full layer.
const PER_WORD: usize = 4;
/// Bits of a key.
const BITS: u32 = 5;
/// Words of the first layer: 32 KiB.
const FIRST: usize = 4_096;

/// Keys that may have been filed; of all others it is sure that they were not.
#[derive(Debug, Default)]
pub(super) struct Filter {
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    words: Vec<u64>,
    keys: usize,
}

impl Filter {
    pub(super) fn insert(&mut self, key: u32) {
        if self.may_have(key) {
            return;
        }
        let size = match self.layers.last() {
            Some(last) if last.keys < last.words.len() * PER_WORD => 0,
            last => last.map_or(FIRST, |last| last.words.len() * 2),
        };
        if size > 0 {
            self.layers.push(Layer { words: vec![0; size], keys: 0 });
        }
        if let Some(last) = self.layers.last_mut() {
            last.insert(key);
        }
    }

    /// Whether a key may have been inserted: false only where it was not.
    pub(super) fn may_have(&self, key: u32) -> bool {
        self.layers.iter().any(|layer| layer.may_have(key))
    }
}

impl Layer {
    fn insert(&mut self, key: u32) {
        let (at, bits) = self.place(key);
        if let Some(word) = self.words.get_mut(at) {
            *word |= bits;
            self.keys += 1;
        }
    }

    fn may_have(&self, key: u32) -> bool {
        let (at, bits) = self.place(key);
        self.words.get(at).is_some_and(|word| word & bits == bits)
    }

    /// The word of a key and its bits there. Keys are hashes, but the smallest ones of their texts.
    fn place(&self, key: u32) -> (usize, u64) {
        let mixed = mix(u64::from(key));
        let at = ((mixed >> 32) * self.words.len() as u64) >> 32;
        let bits = (0..BITS).fold(0, |bits, bit| bits | 1 << ((mixed >> (bit * 6)) & 63));
        (at as usize, bits)
    }
}

/// The finalizer of SplitMix64 (Steele et al. 2014).
const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_inserted_is_found_and_little_else() {
        let mut filter = Filter::default();
        assert!(!filter.may_have(7));
        // As many as fill several layers, small numbers close to each other.
        let keys = 200_000;
        (0..keys).for_each(|key| filter.insert(key * 3));
        assert!((0..keys).all(|key| filter.may_have(key * 3)));
        let seeming = (0..keys).filter(|key| filter.may_have(key * 3 + 1)).count();
        assert!(seeming < keys as usize / 50, "{seeming} of {keys}");
        let words: usize = filter.layers.iter().map(|layer| layer.words.len()).sum();
        assert!(words * 64 <= keys as usize * 40, "{words} words");
    }
}
