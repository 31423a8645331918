//! Incidents: which articles tell of one (the text filtering of MUC-4), and who did it to whom.
//!
//! Parties are compared by article, whatever the incident, by the heads of what names them, so that *members of the front*
//! is *members*; every party counts once.

use super::Counts;
use crate::readers::muc4::Incident;

/// Counts over articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    /// Articles that tell of an incident.
    pub articles: Counts,
    /// Who did it.
    pub perpetrators: Counts,
    /// Whom or what it struck.
    pub victims: Counts,
}

impl Scores {
    /// Adds an article.
    pub fn add(&mut self, system: &[Incident], gold: &[Incident]) {
        let told = |incidents: &[Incident]| usize::from(!incidents.is_empty());
        let (found, there) = (told(system), told(gold));
        self.articles += Counts { system: found, gold: there, correct: found.min(there) };
        let perpetrators = |incident: &Incident| incident.perpetrators.clone();
        self.perpetrators += compare(&parties(system, perpetrators), &parties(gold, perpetrators));
        let victims = |incident: &Incident| incident.victims.clone();
        self.victims += compare(&parties(system, victims), &parties(gold, victims));
    }
}

/// The parties of all incidents by the heads of their names; those that share one are one.
fn parties(incidents: &[Incident], of: impl Fn(&Incident) -> Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for names in incidents.iter().flat_map(of) {
        let heads: Vec<String> = names.iter().map(|name| head(name)).filter(|head| !head.is_empty()).collect();
        match found.iter_mut().find(|party| party.iter().any(|own| heads.contains(own))) {
            Some(party) => party.extend(heads),
            None if heads.is_empty() => {}
            None => found.push(heads),
        }
    }
    found
}

/// Each party of the gold standard is found once at most.
fn compare(system: &[Vec<String>], gold: &[Vec<String>]) -> Counts {
    let mut left: Vec<&Vec<String>> = gold.iter().collect();
    let mut correct = 0;
    for party in system {
        if let Some(at) = left.iter().position(|other| party.iter().any(|head| other.contains(head))) {
            left.swap_remove(at);
            correct += 1;
        }
    }
    Counts { system: system.len(), gold: gold.len(), correct }
}

/// The last word before a preposition, a comma or a clause, in lower case.
fn head(name: &str) -> String {
    const AFTER: [&str; 14] =
        ["of", "from", "in", "on", "at", "to", "for", "with", "by", "near", "who", "which", "that", "belonging"];
    let mut head = String::new();
    for word in name.split_whitespace() {
        let bare: String =
            word.chars().filter(|c| c.is_alphanumeric() || *c == '-').flat_map(char::to_lowercase).collect();
        if AFTER.contains(&bare.as_str()) && !head.is_empty() {
            break;
        }
        if !bare.is_empty() {
            head = bare;
        }
        if word.ends_with([',', '(']) {
            break;
        }
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(perpetrators: &[&[&str]], victims: &[&[&str]]) -> Incident {
        let texts =
            |parties: &[&[&str]]| parties.iter().map(|names| names.iter().map(|n| (*n).to_owned()).collect()).collect();
        Incident { kind: String::new(), perpetrators: texts(perpetrators), victims: texts(victims) }
    }

    #[test]
    fn heads_stand_before_what_describes_them() {
        for (name, expected) in [
            ("members of the front", "members"),
            ("The two \"heavily armed\" men", "men"),
            ("Judge Rojas, of Lima", "rojas"),
            ("of", "of"),
            ("…", ""),
        ] {
            assert_eq!(head(name), expected, "{name}");
        }
    }

    #[test]
    fn parties_count_once_an_article_and_by_any_of_their_names() {
        let mut scores = Scores::default();
        let gold = [
            incident(&[&["guerrillas", "the FMLN"]], &[&["a bus"], &["the mayor"]]),
            incident(&[&["guerrillas"]], &[]),
        ];
        let system = [incident(&[&["FMLN"], &["soldiers"]], &[&["the city bus"]]), incident(&[&["the FMLN"]], &[])];
        scores.add(&system, &gold);
        scores.add(&system, &[]);
        scores.add(&[], &gold);
        assert_eq!(scores.articles, Counts { system: 2, gold: 2, correct: 1 });
        assert_eq!(scores.perpetrators, Counts { system: 4, gold: 2, correct: 1 });
        assert_eq!(scores.victims, Counts { system: 2, gold: 4, correct: 1 });
    }
}
