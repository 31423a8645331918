//! Where a name ends: at a possessive that is a part of it, and between two places of which one lies in the other.

use std::ops::Range;

use super::context::Context;
use super::{Class, Found};
use crate::tables::{CITY, COUNTRY, FACILITY, GROUP, LOCATION, ORGANIZATION};

/// Words before a possessive whose thing is left out: `larger than Airbus's`.
const OF_THINGS_LEFT_OUT: [&str; 5] = ["than", "as", "of", "like", "unlike"];

/// Bytes around a possessive in which the name is looked for by itself.
const NEARBY: usize = 20_000;

/// A name within its bounds; none where it is a mere possessive, two where a place is followed by the one it lies in: `San Francisco California`.
pub(super) fn bounded(context: &Context<'_>, found: &Found) -> impl Iterator<Item = Found> {
    let Found { tokens, class, .. } = with_possessive(context, found);
    let cut = (class == Class::Place).then(|| border(context, &tokens)).flatten();
    let part = |tokens: Range<usize>| Found { tokens, class, confidence: found.confidence };
    let first = cut.map(|cut| part(tokens.start..cut));
    let rest = part(cut.unwrap_or(tokens.start)..tokens.end);
    first.into_iter().chain([rest]).filter(|name| !name.tokens.is_empty())
}

/// A name with the possessive after it where that is a part of the name, and else without one.
///
/// Shops, restaurants and houses are named after their owners. Where nothing is owned the possessive belongs to the name
/// (`dined at Del Frisco's`), which is how the treebank's names are annotated; before what is owned only well-known names
/// tell. Persons have none: `Moody's` is of a firm where no Moody is named nearby.
fn with_possessive(context: &Context<'_>, found: &Found) -> Found {
    let Range { start, mut end } = found.tokens;
    let is_s = |at: usize| matches!(context.word(at), "'s" | "’s");
    if end > start && is_s(end - 1) {
        end -= 1;
    }
    let (owner, whole) = (start..end, start..end + 1);
    // Few names have one: what follows looks around in the text.
    if owner.is_empty() || !is_s(end) || context.upos(end) != "PART" {
        return Found { tokens: owner, ..*found };
    }
    let is_known = context.tables_of(&whole) & ORGANIZATION != 0;
    match found.class {
        Class::Organization | Class::Place if is_known || !may_own(context, &owner) => {
            Found { tokens: whole, ..*found }
        }
        Class::Person if is_known && !stands_alone(context, &owner) => {
            Found { tokens: whole, class: Class::Organization, ..*found }
        }
        _ => Found { tokens: owner, ..*found },
    }
}

/// Whether a name before a possessive may be of an owner, of a thing that is told or left out.
fn may_own(context: &Context<'_>, name: &Range<usize>) -> bool {
    let known = COUNTRY | CITY | LOCATION | FACILITY | ORGANIZATION | GROUP;
    let before = name.start.checked_sub(1).map(|before| context.word(before).to_lowercase()).unwrap_or_default();
    let is_left_out = OF_THINGS_LEFT_OUT.contains(&before.as_str());
    let owns = |at: usize| context.words.get(at).is_some_and(|word| word.deprel == "nmod:poss");
    name.clone().any(owns) || context.tables_of(name) & known != 0 || is_left_out || stands_alone(context, name)
}

/// Whether a name stands nearby without a possessive: `The choice was Airbus's` after `Airbus said`.
fn stands_alone(context: &Context<'_>, name: &Range<usize>) -> bool {
    let (phrase, text) = (context.phrase(name), context.text);
    let Some(at) = context.words.get(name.start).map(|word| word.span.start) else { return false };
    let first = text.floor_char_boundary(at.saturating_sub(NEARBY));
    let end = text.ceil_char_boundary((at + NEARBY).min(text.len()));
    let nearby = text.get(first..end).unwrap_or_default();
    let follows = |(at, _): (usize, &str)| nearby.get(at + phrase.len()..).unwrap_or_default();
    nearby.match_indices(phrase).map(follows).any(|rest| {
        let owns = ["'s", "’s", " 's"].iter().any(|possessive| rest.starts_with(possessive));
        !owns && !rest.starts_with(char::is_alphanumeric)
    })
}

/// Where a city ends and the state or country begins that it lies in.
fn border(context: &Context<'_>, tokens: &Range<usize>) -> Option<usize> {
    let is_in = |part: Range<usize>, table: u16| context.tables_of(&part) & table != 0;
    let is_border = |at: &usize| is_in(tokens.start..*at, CITY) && is_in(*at..tokens.end, COUNTRY);
    (tokens.start + 1..tokens.end).find(is_border).filter(|_| context.tables_of(tokens) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Token, tables::Tables};

    /// The names that are left of the words from `first` on, which `class` names; words are `form/upos/deprel`.
    fn names(words: &str, first: usize, length: usize, class: Class) -> Vec<String> {
        let rows: Vec<Vec<&str>> = words.split(' ').map(|word| word.split('/').collect()).collect();
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for row in &rows {
            let start = text.len();
            text.push_str(row[0]);
            let upos = ["PROPN", "PART", "AUX", "ADP"].into_iter().find(|upos| *upos == row[1]).unwrap_or("NOUN");
            let deprel = ["nmod:poss", "obl", "nsubj"].into_iter().find(|deprel| *deprel == row[2]).unwrap_or("flat");
            tokens.push(Token { span: start..text.len(), lemma: row[0].into(), upos, xpos: "", head: 0, deprel });
            text.push_str(if text.ends_with("Moody") { "" } else { " " });
        }
        let tables = Tables::built_in();
        let context = Context::new(&text, &tokens, &tables);
        let found = Found { tokens: first..first + length, class, confidence: 1.0 };
        bounded(&context, &found).map(|found| context.phrase(&found.tokens).to_owned()).collect()
    }

    #[test]
    fn a_house_is_called_by_its_possessive() {
        let dined = "dined/VERB/root at/ADP/case Quillan/PROPN/obl 's/PART/case yesterday/NOUN/obl";
        assert_eq!(names(dined, 2, 1, Class::Place), ["Quillan 's"]);
        assert_eq!(names(dined, 2, 2, Class::Place), ["Quillan 's"]);
        assert_eq!(names(dined, 2, 1, Class::Person), ["Quillan"]);
    }

    #[test]
    fn an_owner_is_not() {
        let owns = "saw/VERB/root Quillan/PROPN/nmod:poss 's/PART/case cook/NOUN/obj";
        assert_eq!(names(owns, 1, 1, Class::Organization), ["Quillan"]);
        assert_eq!(names(owns, 1, 2, Class::Organization), ["Quillan"]);
        assert!(names(owns, 2, 1, Class::Organization).is_empty());
        let left_out = "larger/ADJ/root than/ADP/case Quillan/PROPN/obl 's/PART/case";
        assert_eq!(names(left_out, 2, 1, Class::Organization), ["Quillan"]);
        let known = "went/VERB/root to/ADP/case Lisbon/PROPN/obl 's/PART/case";
        assert_eq!(names(known, 2, 1, Class::Place), ["Lisbon"]);
        let is = "Quillan/PROPN/nsubj 's/AUX/cop closed/ADJ/root";
        assert_eq!(names(is, 0, 1, Class::Place), ["Quillan"]);
    }

    #[test]
    fn a_name_that_stands_by_itself_nearby_has_no_possessive() {
        let choice = "Quillan/PROPN/nsubj said/VERB/root it/PRON/nsubj was/AUX/cop Quillan/PROPN/root 's/PART/case";
        assert_eq!(names(choice, 4, 1, Class::Organization), ["Quillan"]);
        let other = "Quillans/PROPN/nsubj said/VERB/root it/PRON/nsubj was/AUX/cop Quillan/PROPN/root 's/PART/case";
        assert_eq!(names(other, 4, 1, Class::Organization), ["Quillan 's"]);
    }

    #[test]
    fn a_firm_that_is_known_by_its_possessive_keeps_it() {
        let rating = "cut/VERB/root Moody/PROPN/nmod:poss 's/PART/case rating/NOUN/obj";
        assert_eq!(names(rating, 1, 1, Class::Organization), ["Moody's"]);
        assert_eq!(names(rating, 1, 1, Class::Person), ["Moody's"]);
        let person =
            "Jane/PROPN/nsubj Moody,/PROPN/flat said/VERB/root Moody/PROPN/nmod:poss 's/PART/case son/NOUN/obj";
        assert_eq!(names(person, 3, 1, Class::Person), ["Moody"]);
    }

    #[test]
    fn a_city_and_its_state_are_two_places() {
        let words = "in/ADP/case San/PROPN/obl Francisco/PROPN/flat California/PROPN/flat";
        assert_eq!(names(words, 1, 3, Class::Place), ["San Francisco", "California"]);
        assert_eq!(names(words, 1, 3, Class::Organization), ["San Francisco California"]);
        assert_eq!(names("Kansas/PROPN/obl City/PROPN/flat", 0, 2, Class::Place), ["Kansas City"]);
    }
}
