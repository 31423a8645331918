//! Names of people: their parts, and what a first name tells.

use std::{collections::HashMap, sync::LazyLock};

use super::draft::Gender;

static FIRST_NAMES: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let table = include_str!("../../data/first_names.txt");
    let rows = table.lines().filter_map(|line| match line.split_once(": ") {
        Some(("he", names)) => Some((Gender::He, names)),
        Some(("she", names)) => Some((Gender::She, names)),
        _ => None,
    });
    rows.flat_map(|(gender, names)| names.split(' ').map(move |name| (name, gender))).collect()
});

/// Endings of a name that are not the surname.
const SUFFIXES: [&str; 8] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "PhD"];
/// Words that belong to the surname after them.
const PARTICLES: [&str; 18] = [
    "van", "von", "de", "der", "den", "del", "della", "da", "di", "dos", "du", "la", "le", "al", "bin", "ibn", "abu",
    "ben",
];

/// The gender that the first name tells.
pub(super) fn gender(name: &str) -> Gender {
    let first = name.split(' ').next().filter(|_| name.contains(' '));
    first.and_then(|first| FIRST_NAMES.get(first)).copied().unwrap_or_default()
}

/// First names and surname of a full name; `None` for a single word. A surname of several words has no first names.
pub(super) fn parts(name: &str) -> Option<(&str, &str)> {
    let mut bare = name;
    for suffix in SUFFIXES {
        bare = bare.strip_suffix(suffix).map_or(bare, |rest| rest.trim_end_matches([' ', ',']));
    }
    let (first, _) = bare.rsplit_once(' ')?;
    let from = surname_start(first);
    Some((first.get(..from)?.trim_end(), bare.get(from..)?.trim_start()))
}

/// Where the particles at the end of the first names begin.
fn surname_start(first: &str) -> usize {
    let mut from = first.len();
    for word in first.rsplit(' ') {
        if !PARTICLES.contains(&word) {
            break;
        }
        from = from.saturating_sub(word.len() + 1);
    }
    from
}

/// Whether a shorter name can be of the same person: the surname with or without particles, or the surname with a
/// first name or initial that agrees.
pub(super) fn agrees(short: &str, full: &str) -> bool {
    let Some((full_first, full_last)) = parts(full) else { return short == full };
    let Some((first, last)) = parts(short).filter(|(first, _)| !first.is_empty()) else {
        return short == full_last || full_last.ends_with(&format!(" {short}")) || hyphenated(short, full_last);
    };
    let same_last = last == full_last || full_last.ends_with(&format!(" {last}"));
    same_last && first_names_agree(first, full_first)
}

/// `Ocasio-Cortez` is never `Cortez`, but `al-Assad` is `Assad`.
fn hyphenated(short: &str, last: &str) -> bool {
    last.split_once('-')
        .is_some_and(|(particle, name)| name == short && ["al", "Al", "el", "El", "ul"].contains(&particle))
}

fn first_names_agree(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (one.split(' ').next(), other.split(' ').next()) else { return false };
    let initial = |short: &str, long: &str| {
        short.trim_end_matches('.').chars().count() == 1 && long.starts_with(short.trim_end_matches('.'))
    };
    one == other || initial(one, other) || initial(other, one) || is_nickname(one, other) || is_nickname(other, one)
}

/// Short forms that do not start like the name they stand for, and those that do.
fn is_nickname(short: &str, long: &str) -> bool {
    const OTHERS: [(&str, &str); 18] = [
        ("Bill", "William"),
        ("Bob", "Robert"),
        ("Dick", "Richard"),
        ("Jim", "James"),
        ("Jack", "John"),
        ("Ted", "Edward"),
        ("Mike", "Michael"),
        ("Joe", "Joseph"),
        ("Tony", "Anthony"),
        ("Tony", "Antony"),
        ("Liz", "Elizabeth"),
        ("Kate", "Katherine"),
        ("Chuck", "Charles"),
        ("Jake", "Jacob"),
        ("Rick", "Richard"),
        ("Peggy", "Margaret"),
        ("Bibi", "Benjamin"),
        ("Andy", "Andrew"),
    ];
    OTHERS.contains(&(short, long)) || short.len() >= 3 && long.len() > short.len() && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_agrees_with_the_full_one() {
        assert!(agrees("Netanyahu", "Benjamin Netanyahu"));
        assert!(agrees("von der Leyen", "Ursula von der Leyen"));
        assert!(agrees("Leyen", "Ursula von der Leyen"));
        assert!(agrees("J. Biden", "Joe Biden"));
        assert!(agrees("Joseph Biden", "Joe Biden"));
        assert!(agrees("Assad", "Bashar al-Assad"));
        assert!(!agrees("Hillary Clinton", "Bill Clinton"));
        assert!(!agrees("Benjamin", "Benjamin Netanyahu"));
    }

    #[test]
    fn a_first_name_tells_the_gender_of_a_full_name_only() {
        assert_eq!(gender("Ursula von der Leyen"), Gender::She);
        assert_eq!(gender("Jordan"), Gender::Unknown);
        assert_eq!(parts("Martin Luther King Jr."), Some(("Martin Luther", "King")));
    }
}
