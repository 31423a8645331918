//! What is said about the exactness of a number: `at least`, `nearly`, `or more`.

use dateline_record::v1::quantity::Bound;

use super::words::Words;

const BEFORE: [(&str, Bound); 33] = [
    ("at least", Bound::AtLeast),
    ("a minimum of", Bound::AtLeast),
    ("no fewer than", Bound::AtLeast),
    ("no less than", Bound::AtLeast),
    ("not less than", Bound::AtLeast),
    ("as many as", Bound::AtMost),
    ("as much as", Bound::AtMost),
    ("up to", Bound::AtMost),
    ("at most", Bound::AtMost),
    ("no more than", Bound::AtMost),
    ("a maximum of", Bound::AtMost),
    ("well over", Bound::MoreThan),
    ("more than", Bound::MoreThan),
    ("greater than", Bound::MoreThan),
    ("larger than", Bound::MoreThan),
    ("in excess of", Bound::MoreThan),
    ("upward of", Bound::MoreThan),
    ("upwards of", Bound::MoreThan),
    ("over", Bound::MoreThan),
    ("less than", Bound::LessThan),
    ("fewer than", Bound::LessThan),
    ("under", Bound::LessThan),
    ("an estimated", Bound::About),
    ("estimated", Bound::About),
    ("close to", Bound::About),
    ("about", Bound::About),
    ("around", Bound::About),
    ("roughly", Bound::About),
    ("approximately", Bound::About),
    ("some", Bound::About),
    ("nearly", Bound::About),
    ("almost", Bound::About),
    ("approx .", Bound::About),
];

/// The bound that starts at a word: the word after it, and what it is.
pub(super) fn before(words: &Words<'_>, at: usize) -> Option<(usize, Bound)> {
    words.any_phrase(at, &BEFORE)
}

/// The bound said behind a number that ends at `at`: the word after it, and what it is.
pub(super) fn after(words: &Words<'_>, at: usize) -> Option<(usize, Bound)> {
    const AFTER: [(&str, Bound); 6] = [
        ("or more", Bound::AtLeast),
        ("or so", Bound::About),
        ("or less", Bound::AtMost),
        ("or fewer", Bound::AtMost),
        ("- plus", Bound::AtLeast),
        ("- odd", Bound::About),
    ];
    let plus = words.at(at) == "+" && words.glued(at);
    if plus { Some((at + 1, Bound::AtLeast)) } else { words.any_phrase(at, &AFTER) }
}
