//! Which words of two analyses of the same characters are the same.

use std::ops::Range;

use super::Word;

/// Pairs of a system word and a gold word, in order.
pub(super) fn align(system: &[Word], gold: &[Word]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut s, mut g) = (0, 0);
    while let (Some(own), Some(other)) = (system.get(s), gold.get(g)) {
        if own.multiword || other.multiword {
            let (own, other) = multiword_span(system, gold, s, g);
            (s, g) = (own.end.max(s), other.end.max(g));
            common_words(system, own, gold, other, &mut pairs);
        } else if own.span == other.span {
            pairs.push((s, g));
            (s, g) = (s + 1, g + 1);
        } else if other.span.start <= own.span.start {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// The words of both sides in the smallest stretch around a multiword token whose edges both sides share.
fn multiword_span(system: &[Word], gold: &[Word], s: usize, g: usize) -> (Range<usize>, Range<usize>) {
    let (mut s, mut g) = (s, g);
    let mut end = 0;
    if let (Some(own), Some(other)) = (system.get(s), gold.get(g)) {
        // A word that begins before the token belongs to what came before.
        if other.multiword {
            end = other.span.end;
            s += usize::from(!own.multiword && own.span.start < other.span.start);
        } else {
            end = own.span.end;
            g += usize::from(other.span.start < own.span.start);
        }
    }
    let start = (s, g);
    while inside(system.get(s), end) || inside(gold.get(g), end) {
        let from_gold = match (system.get(s), gold.get(g)) {
            (Some(own), Some(other)) => other.span.start <= own.span.start,
            (own, _) => own.is_none(),
        };
        let word = if from_gold { gold.get(g) } else { system.get(s) };
        end = word.filter(|word| word.multiword).map_or(end, |word| end.max(word.span.end));
        if from_gold {
            g += 1;
        } else {
            s += 1;
        }
    }
    (start.0..s, start.1..g)
}

fn inside(word: Option<&Word>, end: usize) -> bool {
    word.is_some_and(|word| if word.multiword { word.span.start < end } else { word.span.end <= end })
}

/// The longest common subsequence of the forms, whatever their case.
fn common_words(
    system: &[Word],
    own: Range<usize>,
    gold: &[Word],
    other: Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let forms = |words: &[Word], range: &Range<usize>| -> Vec<String> {
        words.get(range.clone()).unwrap_or_default().iter().map(|word| word.form.to_lowercase()).collect()
    };
    let (left, right) = (forms(system, &own), forms(gold, &other));
    let lengths = lengths(&left, &right);
    let length = |s: usize, g: usize| lengths.get(s).and_then(|row| row.get(g)).copied().unwrap_or_default();
    let (mut s, mut g) = (0, 0);
    while s < left.len() && g < right.len() {
        if left.get(s) == right.get(g) {
            pairs.push((own.start + s, other.start + g));
            (s, g) = (s + 1, g + 1);
        } else if length(s, g) == length(s, g + 1) {
            g += 1;
        } else {
            s += 1;
        }
    }
}

/// Lengths of the longest common subsequences of what follows each pair of places.
fn lengths(left: &[String], right: &[String]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; right.len() + 1]];
    for word in left.iter().rev() {
        let mut row = vec![0; right.len() + 1];
        let below = rows.last().cloned().unwrap_or_default();
        for (g, other) in right.iter().enumerate().rev() {
            let at = |row: &[usize], g: usize| row.get(g).copied().unwrap_or_default();
            let best = if word == other { at(&below, g + 1) + 1 } else { at(&below, g).max(at(&row, g + 1)) };
            if let Some(slot) = row.get_mut(g) {
                *slot = best;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(form: &str, span: Range<usize>, multiword: bool) -> Word {
        let text = String::new;
        Word {
            span,
            multiword,
            form: form.into(),
            lemma: text(),
            upos: text(),
            xpos: text(),
            head: None,
            deprel: text(),
        }
    }

    /// `We can't go`: gold holds `can't` as a token of two words, the system has two tokens.
    #[test]
    fn words_of_a_multiword_token_are_aligned_by_their_forms() {
        let gold = [word("We", 0..2, false), word("ca", 2..7, true), word("n't", 2..7, true), word("go", 7..9, false)];
        let system =
            [word("We", 0..2, false), word("Ca", 2..4, false), word("n't", 4..7, false), word("go", 7..9, false)];
        assert_eq!(align(&system, &gold), [(0, 0), (1, 1), (2, 2), (3, 3)]);
    }

    /// As above with a system that cuts elsewhere: `can` is no word of gold.
    #[test]
    fn other_forms_inside_a_multiword_token_are_left_out() {
        let gold = [word("ca", 0..5, true), word("n't", 0..5, true), word("go", 5..7, false)];
        let system = [word("can", 0..3, false), word("'t", 3..5, false), word("go", 5..7, false)];
        assert_eq!(align(&system, &gold), [(2, 2)]);
        let system = [word("can", 0..3, false), word("n't", 3..5, false), word("go", 5..7, false)];
        assert_eq!(align(&system, &gold), [(1, 1), (2, 2)]);
    }

    #[test]
    fn a_token_that_reaches_into_the_multiword_token_ends_with_it() {
        let gold = [word("a", 0..1, false), word("b", 1..3, true), word("c", 1..3, true), word("d", 3..4, false)];
        let system = [word("ab", 0..2, false), word("c", 2..3, false), word("d", 3..4, false)];
        assert_eq!(align(&system, &gold), [(1, 2), (2, 3)]);
    }
}
