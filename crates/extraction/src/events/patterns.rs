//! The cue tables: which verb or noun tells which event, under which conditions.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::codes::{Code, code};

/// A line of the table of verbs.
#[derive(Debug, Clone)]
pub(crate) struct VerbPattern {
    /// The word that must stand with the verb: `out` of `pull out`, `for` of `call for`.
    pub(crate) particle: Option<String>,
    /// Where the recipient hangs.
    pub(crate) recipient: Vec<String>,
    /// What must hold of the arguments.
    pub(crate) conditions: Vec<Condition>,
    /// The code, and the code when the actor is armed.
    pub(crate) code: Coded,
    /// What else the line asks for.
    pub(crate) flags: Flags,
}

/// A line of the table of nouns.
#[derive(Debug, Clone)]
pub(crate) struct NounPattern {
    /// Where the actor hangs.
    pub(crate) actor: Vec<String>,
    /// Where the recipient hangs.
    pub(crate) recipient: Vec<String>,
    /// The code.
    pub(crate) code: Coded,
    /// Words of which one must stand before the noun.
    pub(crate) modifier: Vec<String>,
    /// Words of which none may stand before the noun.
    pub(crate) amidst: Vec<String>,
    /// What else the line asks for.
    pub(crate) flags: Flags,
}

/// A code, and the code when the actor is armed.
#[derive(Debug, Clone)]
pub(crate) struct Coded {
    /// The code.
    pub(crate) plain: &'static Code,
    /// The code when the actor is armed.
    pub(crate) forces: Option<&'static Code>,
}

/// Whether a line asks for more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags(HashSet<String>);

impl Flags {
    /// Whether a flag is set.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.0.contains(flag)
    }
}

/// What must hold of an argument.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// The slot is filled, by a noun of one of the classes if there are any.
    Filled(String, Vec<String>),
    /// The slot is not filled by such a noun.
    Empty(String, Vec<String>),
    /// An infinitive follows, of one of these verbs if there are any.
    Infinitive(Vec<String>),
    /// A clause follows, with one of these verbs if there are any.
    Clause(Vec<String>),
}

const FLAGS: [&str; 8] = ["need", "sport", "alone", "reciprocal", "both", "plural", "person", "place"];

static VERBS: LazyLock<HashMap<String, Vec<VerbPattern>>> = LazyLock::new(|| {
    let mut verbs: HashMap<String, Vec<VerbPattern>> = HashMap::new();
    for (lemma, pattern) in include_str!("verbs.txt").lines().filter_map(read_verb) {
        verbs.entry(lemma).or_default().push(pattern);
    }
    // A line with a particle says more about its verb than one without.
    for patterns in verbs.values_mut() {
        patterns.sort_by_key(|pattern| pattern.particle.is_none());
    }
    verbs
});

static NOUNS: LazyLock<HashMap<String, Vec<NounPattern>>> = LazyLock::new(|| {
    let mut nouns: HashMap<String, Vec<NounPattern>> = HashMap::new();
    for (lemma, pattern) in include_str!("nouns.txt").lines().filter_map(read_noun) {
        nouns.entry(lemma).or_default().push(pattern);
    }
    nouns
});

static CLASSES: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("classes.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, words)| (name, words.split_whitespace().collect()))
        .collect()
});

/// The lines of a verb.
pub(crate) fn verb(lemma: &str) -> &'static [VerbPattern] {
    VERBS.get(lemma).map_or(&[], Vec::as_slice)
}

/// The lines of a noun.
pub(crate) fn noun(lemma: &str) -> &'static [NounPattern] {
    NOUNS.get(lemma).map_or(&[], Vec::as_slice)
}

/// Whether a lemma belongs to a class. A class that the table does not hold stands for its own name.
pub(crate) fn in_class(lemma: &str, class: &str) -> bool {
    // A plural that the lemmatizer left alone still counts.
    let singular = lemma.strip_suffix('s').unwrap_or(lemma);
    CLASSES.get(class).map_or(lemma == class, |words| words.contains(lemma) || words.contains(singular))
}

fn fields(line: &str) -> Option<(&str, Vec<&str>)> {
    let mut fields = line.split('#').next()?.split_whitespace();
    Some((fields.next()?, fields.collect()))
}

fn read_verb(line: &str) -> Option<(String, VerbPattern)> {
    let (lemma, fields) = fields(line)?;
    let [recipient, number, rest @ ..] = fields.as_slice() else { return None };
    let (lemma, particle) =
        lemma.split_once('_').map_or((lemma, None), |(lemma, particle)| (lemma, Some(particle.into())));
    let pattern = VerbPattern {
        particle,
        recipient: list(recipient, ','),
        conditions: rest.iter().filter_map(|word| condition(word)).collect(),
        code: coded(number, rest)?,
        flags: flags(rest),
    };
    Some((lemma.into(), pattern))
}

fn read_noun(line: &str) -> Option<(String, NounPattern)> {
    let (lemma, fields) = fields(line)?;
    let [actor, recipient, number, rest @ ..] = fields.as_slice() else { return None };
    let words = |key: &str| {
        rest.iter().find_map(|word| word.strip_prefix(key)).map(|words| list(words, '|')).unwrap_or_default()
    };
    let pattern = NounPattern {
        actor: list(actor, ','),
        recipient: list(recipient, ','),
        code: coded(number, rest)?,
        modifier: words("modifier="),
        amidst: words("amidst="),
        flags: flags(rest),
    };
    Some((lemma.into(), pattern))
}

fn list(words: &str, separator: char) -> Vec<String> {
    words.split(separator).filter(|word| *word != "-" && !word.is_empty()).map(Into::into).collect()
}

fn coded(number: &str, rest: &[&str]) -> Option<Coded> {
    let forces = rest.iter().find_map(|word| word.strip_prefix("forces=")).and_then(code);
    Some(Coded { plain: code(number)?, forces })
}

fn flags(rest: &[&str]) -> Flags {
    Flags(rest.iter().filter(|word| FLAGS.contains(word)).map(|word| (*word).to_owned()).collect())
}

fn condition(word: &str) -> Option<Condition> {
    if FLAGS.contains(&word) || word.starts_with("forces=") {
        return None;
    }
    let (slot, classes) = word.split_once('=').map_or((word, Vec::new()), |(slot, classes)| (slot, list(classes, '|')));
    Some(match slot {
        "to-inf" => Condition::Infinitive(classes),
        "that" => Condition::Clause(classes),
        _ => match slot.strip_prefix('!') {
            Some(slot) => Condition::Empty(slot.into(), classes),
            None => Condition::Filled(slot.into(), classes),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(table: &str) -> impl Iterator<Item = &str> {
        table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
    }

    #[test]
    fn every_line_of_the_tables_is_read() {
        for line in lines(include_str!("verbs.txt")) {
            assert!(read_verb(line).is_some(), "cannot read '{line}'");
        }
        for line in lines(include_str!("nouns.txt")) {
            assert!(read_noun(line).is_some(), "cannot read '{line}'");
        }
        assert_eq!(lines(include_str!("classes.txt")).count(), CLASSES.len());
    }

    #[test]
    fn a_line_with_a_particle_comes_first() {
        let patterns = verb("call");
        assert!(patterns.iter().all(|pattern| pattern.particle.is_some()));
        assert!(verb("meet").first().is_some_and(|pattern| pattern.particle.is_some()));
    }
}
