//! Hashes that models are keyed by: the same on every machine and in every version of the compiler.

/// Hash of a string.
pub(crate) fn hash_str(text: &str) -> u64 {
    finish(
        text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3)),
    )
}

/// Hash of a feature: the number of its template and the values in it.
pub(crate) fn feature(template: u64, values: &[u64]) -> u64 {
    let seed = (template + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    finish(values.iter().fold(seed, |hash, value| (hash.rotate_left(23) ^ value).wrapping_mul(0xD6E8_FEB8_6659_FD93)))
}

fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}
