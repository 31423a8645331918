//! Whether a clause looks back or ahead, from its words alone.

use crate::quantities::words::{Kind, Words};

/// Where a clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// Nothing tells.
    Unknown,
}

/// How many words around an expression are looked at.
const REACH: usize = 40;

/// The tense of the clause that holds the words `start..end`: that of the nearest verb before it in its sentence,
/// else of the first one after it.
pub(super) fn tense(words: &Words<'_>, start: usize, end: usize) -> Tense {
    match words.before(start) {
        "since" => return Tense::Past,
        "ended" | "dated" | "of" if words.at(start.wrapping_sub(2)) == "as" => return Tense::Past,
        _ => {}
    }
    let first = start.saturating_sub(REACH);
    for at in (first..start).rev() {
        if boundary(words, at) {
            break;
        }
        if let Some(tense) = cue(words, at) {
            return tense;
        }
    }
    let after = (end..end + REACH).take_while(|at| !boundary(words, *at));
    after.filter_map(|at| cue(words, at)).next().unwrap_or(Tense::Unknown)
}

fn boundary(words: &Words<'_>, at: usize) -> bool {
    words.sentence_end(at) || matches!(words.at(at), ";" | "—" | "“" | "”" | "\"")
}

fn cue(words: &Words<'_>, at: usize) -> Option<Tense> {
    if words.kind(at) != Kind::Letters {
        return None;
    }
    let word = words.at(at);
    if word == "may" && words.capital(at) {
        return None;
    }
    if words.before(at) == "been" && words.before(at.wrapping_sub(1)) == "had" {
        return Some(Tense::Past);
    }
    if FUTURE.contains(&word)
        || (word == "to"
            && matches!(
                words.before(at),
                "is" | "are" | "set" | "due" | "going" | "about" | "plan" | "vowed" | "agreed" | "promised" | "ready"
            ))
    {
        return Some(Tense::Future);
    }
    if word == "ll" && matches!(words.before(at), "'" | "’") {
        return Some(Tense::Future);
    }
    let passive = words.before(at) == "be";
    (!passive && (PAST.contains(&word) || past_form(word))).then_some(Tense::Past)
}

/// A regular past form; participles that look ahead and words that only end alike are left out.
fn past_form(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") && !NOT_PAST.contains(&word) && !word.ends_with("eed")
}

const FUTURE: [&str; 33] = [
    "will",
    "won",
    "shall",
    "would",
    "scheduled",
    "slated",
    "expected",
    "expects",
    "expect",
    "plans",
    "planned",
    "planning",
    "upcoming",
    "expires",
    "expire",
    "begins",
    "starts",
    "opens",
    "hopes",
    "aims",
    "intends",
    "may",
    "might",
    "could",
    "should",
    "can",
    "forthcoming",
    "due",
    "looming",
    "preparing",
    "proposed",
    "awaits",
    "payable",
];

const NOT_PAST: [&str; 8] = ["united", "hundred", "red", "based", "sacred", "related", "limited", "armed"];

const PAST: [&str; 84] = [
    "said",
    "was",
    "were",
    "had",
    "did",
    "told",
    "went",
    "met",
    "took",
    "left",
    "came",
    "held",
    "made",
    "began",
    "got",
    "won",
    "lost",
    "fell",
    "rose",
    "sold",
    "bought",
    "hit",
    "struck",
    "found",
    "broke",
    "fled",
    "shot",
    "spoke",
    "wrote",
    "gave",
    "saw",
    "sent",
    "brought",
    "kept",
    "led",
    "became",
    "knew",
    "thought",
    "felt",
    "heard",
    "paid",
    "ran",
    "sat",
    "stood",
    "understood",
    "drew",
    "drove",
    "flew",
    "forgot",
    "grew",
    "hung",
    "hid",
    "laid",
    "lay",
    "lent",
    "meant",
    "rode",
    "rang",
    "sang",
    "sank",
    "shook",
    "slept",
    "slid",
    "sought",
    "spent",
    "spun",
    "stole",
    "stuck",
    "swore",
    "swept",
    "swam",
    "taught",
    "tore",
    "threw",
    "woke",
    "wore",
    "withdrew",
    "overtook",
    "killed",
    "died",
    "has",
    "have",
    "been",
    "ago",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_verb_before_decides_else_the_first_after() {
        let cases = [
            ("The court will meet on ^ .", Tense::Future),
            ("It will meet then , officials said ^ .", Tense::Past),
            ("On ^ the judge ruled against it .", Tense::Past),
            ("The vote is scheduled for ^ .", Tense::Future),
            ("On ^ , talks resume .", Tense::Unknown),
        ];
        for (text, expected) in cases {
            let words = Words::new(text, 0..text.len());
            let at = (0..words.len()).find(|at| words.at(*at) == "^").expect("a place");
            assert_eq!(tense(&words, at, at + 1), expected, "{text}");
        }
    }
}
