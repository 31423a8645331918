//! Names of four classes to names of the record's kinds, by tables and by the words in the name.

use std::ops::Range;

use super::context::{Context, Style};
use super::{Class, Found};
use crate::document::{Name, NameKind};
use crate::tables;

/// Probability of a name that the tables alone give.
const FROM_TABLES: f64 = 0.85;

/// Words that tell the kind of a name when they end it (or, for a few, begin it).
const CUES: [(NameKind, &str); 5] = [
    (
        NameKind::Location,
        "river sea ocean lake strait straits mountain mountains mount mt. island islands isle peninsula valley desert gulf bay \
         coast canyon falls forest heights strip bank basin delta creek hills plateau reef cape channel plains range region",
    ),
    (
        NameKind::Facility,
        "airport bridge hospital stadium prison street avenue road boulevard highway square tower palace station plaza hotel \
         church mosque temple cathedral museum theater theatre arena dam harbor harbour port crossing camp building mall \
         cemetery monument memorial library zoo tunnel barracks hall lane expressway",
    ),
    (
        NameKind::Law,
        "act treaty accord accords resolution constitution amendment convention protocol law pact directive",
    ),
    (
        NameKind::Event,
        "war wars hurricane cyclone typhoon storm olympics cup championship championships festival battle revolution uprising \
         summit election elections earthquake games tournament massacre intifada marathon prix expo riots crisis",
    ),
    (NameKind::Product, "boeing airbus missile rifle tank jet helicopter drone submarine"),
];

/// Nouns before the name of a ship, which is a thing, whatever else bears that name: `the trawler Santa Rosa`.
const VESSELS: &str = "ship vessel ferry trawler tanker freighter frigate destroyer submarine warship cruiser liner tugboat icebreaker \
                       schooner corvette yacht lifeboat spacecraft battleship";

/// The names of a sentence: those of the model, and between them those that only the tables know.
pub(super) fn decide(context: &Context<'_>, found: &[Found]) -> Vec<Name> {
    let mut names: Vec<Name> = found.iter().map(|found| named(context, found)).collect();
    let model = names.clone();
    let free = |range: &Range<usize>| {
        model.iter().all(|name| name.tokens.end <= range.start || range.end <= name.tokens.start)
    };
    let mut at = 0;
    while at < context.words.len() {
        let range = at..at + 1;
        let known = context.known.get(at).filter(|(range, tables)| *tables != 0 && range.start == at);
        let extra = match known {
            Some((range, tables)) if free(range) => {
                from_tables(context, range, *tables).map(|kind| (range.clone(), kind))
            }
            _ => None,
        };
        let extra = extra.or_else(|| model_number(context, at).filter(|(range, _)| free(range)));
        at = extra.as_ref().map_or(range.end, |(range, _)| range.end);
        names.extend(extra.map(|(tokens, kind)| Name { tokens, kind, confidence: FROM_TABLES }));
    }
    names.sort_by_key(|name| name.tokens.start);
    names
}

fn named(context: &Context<'_>, found: &Found) -> Name {
    Name {
        tokens: found.tokens.clone(),
        kind: kind(context, found),
        confidence: (found.confidence * 1000.0).round() / 1000.0,
    }
}

/// The kind of a name that the model found.
fn kind(context: &Context<'_>, found: &Found) -> NameKind {
    let known = context
        .known
        .get(found.tokens.start)
        .filter(|(range, _)| *range == found.tokens)
        .map_or(0, |(_, tables)| *tables);
    let cue = || cue(context, &found.tokens);
    let before = noun_before(context, found.tokens.start);
    match found.class {
        _ if before == Some(NameKind::Product) => NameKind::Product,
        Class::Person => NameKind::Person,
        Class::Organization if known & tables::FACILITY != 0 => NameKind::Facility,
        Class::Organization => cue().filter(|kind| *kind == NameKind::Facility).unwrap_or(NameKind::Organization),
        Class::Place if known & tables::LOCATION != 0 => NameKind::Location,
        Class::Place if known & tables::FACILITY != 0 => NameKind::Facility,
        Class::Place if known & (tables::COUNTRY | tables::CITY) != 0 => NameKind::Gpe,
        Class::Place => {
            let of_nature_or_built = |kind: &NameKind| matches!(kind, NameKind::Location | NameKind::Facility);
            cue().filter(of_nature_or_built).or(before).unwrap_or(NameKind::Gpe)
        }
        Class::Other => {
            table_kind(known).or_else(cue).or_else(|| by_form(context, &found.tokens)).unwrap_or(NameKind::Other)
        }
    }
}

fn table_kind(known: u16) -> Option<NameKind> {
    let kinds = [
        (tables::GROUP, NameKind::Group),
        (tables::EVENT, NameKind::Event),
        (tables::PRODUCT, NameKind::Product),
        (tables::LOCATION, NameKind::Location),
        (tables::FACILITY, NameKind::Facility),
        (tables::ORGANIZATION, NameKind::Organization),
        (tables::COUNTRY, NameKind::Gpe),
    ];
    kinds.iter().find(|(table, _)| known & table != 0).map(|(_, kind)| *kind)
}

/// The kind that the last word of a name tells, or its first.
fn cue(context: &Context<'_>, tokens: &Range<usize>) -> Option<NameKind> {
    let ends = [tokens.end.checked_sub(1)?, tokens.start];
    ends.into_iter().filter(|_| tokens.len() > 1).find_map(|at| {
        let word = context.word(at).to_lowercase();
        CUES.iter().find(|(_, words)| words.split_ascii_whitespace().any(|cue| cue == word)).map(|(kind, _)| *kind)
    })
}

/// The kind that a common noun right before a name tells: `the trawler Santa Rosa`, `the river Tagus`.
fn noun_before(context: &Context<'_>, start: usize) -> Option<NameKind> {
    let at = start.checked_sub(1).filter(|at| context.upos(*at) == "NOUN")?;
    let among = |words: &str| words.split_ascii_whitespace().any(|word| word == context.word(at));
    if among(VESSELS) {
        return Some(NameKind::Product);
    }
    let places = CUES.iter().filter(|(kind, _)| matches!(kind, NameKind::Location | NameKind::Facility));
    places.into_iter().find(|(_, words)| among(words)).map(|(kind, _)| *kind)
}

/// Quoted names are works; names with digits are products; plurals of peoples and believers are groups.
fn by_form(context: &Context<'_>, tokens: &Range<usize>) -> Option<NameKind> {
    let quoted =
        |at: Option<usize>| at.is_some_and(|at| matches!(context.word(at), "\"" | "“" | "”" | "‘" | "’" | "``" | "''"));
    if quoted(tokens.start.checked_sub(1)) && quoted(Some(tokens.end)) {
        return Some(NameKind::Work);
    }
    let phrase = context.phrase(tokens);
    if phrase.contains(|c: char| c.is_ascii_digit()) && phrase.contains(char::is_alphabetic) {
        return Some(NameKind::Product);
    }
    let people = ["ists", "ians", "ites", "crats", "ese"].iter().any(|ending| phrase.ends_with(ending));
    (tokens.len() == 1 && people).then_some(NameKind::Group)
}

/// The kind of a name of the tables that the model passed over, where the tables leave no doubt.
fn from_tables(context: &Context<'_>, tokens: &Range<usize>, known: u16) -> Option<NameKind> {
    if context.style == Style::Lower || context.style == Style::Title && tokens.len() == 1 && known & tables::GROUP == 0
    {
        return None;
    }
    let doubtful = tables::GIVEN | tables::SURNAME | tables::CITY | tables::TITLE | tables::DATE;
    let proper = context.upos(tokens.start) == "PROPN";
    let adjective = context.upos(tokens.start) == "ADJ";
    let sure = known & tables::GROUP != 0 && (proper || adjective || context.upos(tokens.start) == "NOUN")
        || known & doubtful == 0 && proper;
    if sure { table_kind(known) } else { None }
}

/// `F-35A`, `MK84`, `AK-47`: a letter or a few, and a number.
fn model_number(context: &Context<'_>, at: usize) -> Option<(Range<usize>, NameKind)> {
    let word = context.word(at);
    let capitals = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase());
    let number = |part: &str| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && part.len() <= digits.len() + 2
    };
    let touching =
        |i: usize| context.words.get(i).map(|w| w.span.end) == context.words.get(i + 1).map(|w| w.span.start);
    if capitals(word) && context.word(at + 1) == "-" && touching(at) && touching(at + 1) && number(context.word(at + 2))
    {
        return (word != "COVID" && word != "G").then_some((at..at + 3, NameKind::Product));
    }
    let letters = word.find(|c: char| c.is_ascii_digit())?;
    let split = word.get(..letters).zip(word.get(letters..));
    let fits = split.is_some_and(|(head, tail)| {
        capitals(head) && head.len() > 1 && tail.len() > 1 && number(tail) && head != "FY" && head != "US"
    });
    fits.then_some((at..at + 1, NameKind::Product))
}
