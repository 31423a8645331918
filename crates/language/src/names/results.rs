//! Lines that are no sentences: where and when a report was filed, scores, standings, innings. What stands there is told by
//! the shape of the line, of which a model of sentences knows little.

use std::ops::Range;

use super::context::Context;
use super::{Class, Found};
use crate::tables::COUNTRY;

/// Bytes before a row of a table in which its heading is looked for.
const HEADING_WITHIN: usize = 4_000;
/// Numbers that a row of standings has at least.
const LEAST_NUMBERS: usize = 3;
/// What reports of sports are headed by.
const SPORTS: &str = "alpine american athletics baseball basketball biathlon boxing cricket cycling football golf gymnastics \
                      handball hockey ice rowing rugby sailing skiing soccer swimming tennis union volleyball";
/// Bytes of the number of a rank with the marks around it, at most.
const LONGEST_RANK: usize = 12;
/// Words of such a line at most.
const LONGEST_LINE: usize = 60;
/// Words of an innings, and of a player's name, at most.
const LONGEST_INNINGS: usize = 16;
const LONGEST_PLAYER: usize = 6;
/// Probability of a name that the shape of a line tells.
const FROM_SHAPE: f64 = 0.85;

/// Names of a line with the classes that its shape tells; those of an innings whatever was found.
pub(super) fn read(context: &Context<'_>, mut names: Vec<Found>) -> Vec<Found> {
    if context.words.len() > LONGEST_LINE {
        return names;
    }
    if let Some(players) = innings(context) {
        return players;
    }
    names.retain(|name| !is_slug(context, name));
    if names.is_empty() {
        return team(context).into_iter().collect();
    }
    let is_dateline = is_dateline(context, &names);
    let is_standing = is_standing(context, &names);
    let is_ranking =
        names.first().is_some_and(|first| first.class == Class::Person && is_ranked(context, first.tokens.start));
    let is_country = |name: &Found| context.tables_of(&name.tokens) & COUNTRY != 0;
    // A town that scores is its team, and so is a country or state that plays one; two countries go by their own names.
    let is_of_clubs = score(context, &names).is_some_and(|sides| sides.iter().any(|side| !is_country(side)));
    let is_team = |name: &Found| is_of_clubs || is_standing && !is_country(name);
    let class = |name: &Found| match () {
        () if is_dateline => Class::Place,
        () if name.class == Class::Place && is_team(name) => Class::Organization,
        () if is_ranking && follows_person(context, &names, name) && !is_country(name) => Class::Organization,
        () => name.class,
    };
    let classes: Vec<Class> = names.iter().map(class).collect();
    names.iter().zip(classes).map(|(name, class)| Found { class, ..name.clone() }).collect()
}

/// `SOCCER - `, which says what a report is of.
fn is_slug(context: &Context<'_>, name: &Found) -> bool {
    let is_sport = |at| SPORTS.split_ascii_whitespace().any(|sport| sport.eq_ignore_ascii_case(context.word(at)));
    name.tokens.start == 0
        && matches!(context.word(name.tokens.end), "-" | "–")
        && !context.phrase(&name.tokens).contains(char::is_lowercase)
        && name.tokens.clone().all(is_sport)
}

/// `LAHORE, Pakistan 1996-11-15`: places in front of a date, and nothing else.
fn is_dateline(context: &Context<'_>, names: &[Found]) -> bool {
    let capitals = |name: &Found| !context.phrase(&name.tokens).contains(char::is_lowercase);
    let date = outside(context, names).map(|at| context.word(at)).filter(|word| *word != ",").collect::<String>();
    let is_date = date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    is_date && names.first().is_some_and(|first| first.tokens.start == 0 && capitals(first))
}

/// The two sides of `Torvald 2 Kalmar 1`, each before what it scored; who did stands in brackets.
fn score<'n>(context: &Context<'_>, names: &'n [Found]) -> Option<[&'n Found; 2]> {
    let mut depth = 0_usize;
    let mut outer = Vec::new();
    for at in 0..context.words.len() {
        match context.word(at) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 => outer.push(at),
            _ => {}
        }
    }
    let mut sides = names.iter().filter(|name| outer.binary_search(&name.tokens.start).is_ok());
    let (Some(one), Some(other), None) = (sides.next(), sides.next(), sides.next()) else { return None };
    let rest = outer.iter().filter(|at| ![one, other].iter().any(|side| side.tokens.contains(at)));
    let mut rest = rest.filter(|at| !matches!(context.word(**at), "." | "," | ";"));
    let scores = [one, other].map(|side| Some(&side.tokens.end).filter(|at| is_number(context.word(**at))));
    let is_all = [rest.next(), rest.next()] == scores && rest.next().is_none();
    (is_all && scores.iter().all(Option::is_some)).then_some([one, other])
}

/// `3. Torvald 12 7 6 77 76 30` where standings are told of.
fn is_standing(context: &Context<'_>, names: &[Found]) -> bool {
    let [name] = names else { return false };
    let is_row =
        outside(context, names).all(|at| is_number(context.word(at)) || matches!(context.word(at), "." | "-" | "+"));
    let numbers = (name.tokens.end..context.words.len()).filter(|at| is_number(context.word(*at))).count();
    is_row && numbers >= LEAST_NUMBERS && follows_heading(context)
}

/// The team of a row of standings that nothing was found in.
fn team(context: &Context<'_>) -> Option<Found> {
    let start = (0..context.words.len()).find(|at| is_capital(context.word(*at)))?;
    let end = (start..context.words.len()).find(|at| is_number(context.word(*at)))?;
    let team = Found { tokens: start..end, class: Class::Organization, confidence: FROM_SHAPE };
    let is_name = team.tokens.clone().all(|at| is_capital(context.word(at)));
    (is_name && is_standing(context, std::slice::from_ref(&team))).then_some(team)
}

/// Whether a name stands in brackets after a person: `7 - Harald Veit (Torvald)`, `1. Harald Veit (Norway, Torvald) 5 hours`.
fn follows_person(context: &Context<'_>, names: &[Found], name: &Found) -> bool {
    let before = (0..name.tokens.start).rev().take_while(|at| context.word(*at) != ")");
    let opened = before.into_iter().find(|at| context.word(*at) == "(");
    opened.is_some_and(|at| names.iter().any(|other| other.class == Class::Person && other.tokens.end == at))
}

/// Whether a number and marks are all that stands before a word in its line.
fn is_ranked(context: &Context<'_>, word: usize) -> bool {
    let Some(end) = context.words.get(word).map(|word| word.span.start) else { return false };
    let before = context.text.as_bytes().get(end.saturating_sub(LONGEST_RANK)..end).unwrap_or_default();
    let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_whole = line.len() < before.len() || end <= LONGEST_RANK;
    let rank = line.trim_ascii();
    let is_rank = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b')' | b' ');
    is_whole && rank.first().is_some_and(u8::is_ascii_digit) && rank.iter().all(is_rank)
}

fn follows_heading(context: &Context<'_>) -> bool {
    let Some(end) = context.words.first().map(|word| word.span.start) else { return false };
    let before = context.text.as_bytes().get(end.saturating_sub(HEADING_WITHIN)..end).unwrap_or_default();
    before.windows(9).any(|window| window.eq_ignore_ascii_case(b"standings"))
}

/// `Anwar c Stewart b Cork 43`: the batsman, who caught him, who bowled and the runs; `None` for other lines.
fn innings(context: &Context<'_>) -> Option<Vec<Found>> {
    let runs = context.words.len().checked_sub(1).filter(|runs| is_number(context.word(*runs)))?;
    let is_mark = |at: &usize| matches!(context.word(*at), "c" | "b" | "lbw" | "st");
    let marks: Vec<usize> = (1..runs.min(LONGEST_INNINGS)).filter(is_mark).collect();
    let is_bowled = marks.iter().any(|at| context.word(*at) == "b" && is_capital(context.word(at + 1)));
    if !is_bowled || !is_capital(context.word(0)) {
        return None;
    }
    let starts = std::iter::once(0).chain(marks.iter().map(|at| at + 1));
    let players = starts.zip(marks.iter().copied().chain([runs])).map(|(start, end)| start..end);
    let is_player = |words: &Range<usize>| is_capital(context.word(words.start)) && words.len() <= LONGEST_PLAYER;
    let players = players.filter(is_player);
    Some(players.map(|tokens| Found { tokens, class: Class::Person, confidence: FROM_SHAPE }).collect())
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// The words of a line that no name holds.
fn outside<'c>(context: &'c Context<'_>, names: &'c [Found]) -> impl Iterator<Item = usize> + 'c {
    (0..context.words.len()).filter(|at| names.iter().all(|name| !name.tokens.contains(at)))
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Token, tables::Tables};

    /// The names of a line and their classes, when those between brackets `<…>` were taken for places.
    fn read_line(before: &str, line: &str) -> Vec<(String, Class)> {
        read_names(Class::Place, before, line)
    }

    fn read_names(class: Class, before: &str, line: &str) -> Vec<(String, Class)> {
        let mut text = format!("{before}\n\n");
        let (mut tokens, mut found, mut open) = (Vec::new(), Vec::new(), 0);
        for word in line.split(' ') {
            let bare = word.trim_start_matches('<').trim_end_matches('>');
            open = if word.starts_with('<') { tokens.len() } else { open };
            let start = text.len();
            text.push_str(bare);
            let span = start..text.len();
            tokens.push(Token { span, lemma: bare.into(), upos: "PROPN", xpos: "", head: 0, deprel: "flat" });
            if word.ends_with('>') {
                found.push(Found { tokens: open..tokens.len(), class, confidence: 1.0 });
            }
            text.push(' ');
        }
        let tables = Tables::built_in();
        let context = Context::new(&text, &tokens, &tables);
        let names = read(&context, found);
        names.into_iter().map(|name| (context.phrase(&name.tokens).to_owned(), name.class)).collect()
    }

    fn of(class: Class, names: &[&str]) -> Vec<(String, Class)> {
        names.iter().map(|name| ((*name).to_owned(), class)).collect()
    }

    #[test]
    fn a_town_that_scores_is_a_team_and_a_country_is_a_country() {
        assert_eq!(read_line("", "<Ostrava> 2 <Leeds> 1"), of(Class::Organization, &["Ostrava", "Leeds"]));
        assert_eq!(
            read_line("", "<Ostrava> 2 ( Vesely 12 , 56 ) <Leeds> 1 ."),
            of(Class::Organization, &["Ostrava", "Leeds"])
        );
        assert_eq!(read_line("", "<Monaco> 2 <Leeds> 1"), of(Class::Organization, &["Monaco", "Leeds"]));
        let scorers = read_line("", "<Japan> 2 ( <Mori> 12 ) <Norway> 1");
        assert_eq!(scorers, of(Class::Place, &["Japan", "Mori", "Norway"]));
        assert_eq!(read_line("", "<Japan> 2 <Norway> 1"), of(Class::Place, &["Japan", "Norway"]));
        for line in
            ["<Ostrava> lost 2 in <Leeds>", "<Ostrava> 2 <Leeds>", "<Ostrava> 2 <Leeds> 1 <York> 3", "<Leeds> 14 24 33"]
        {
            assert!(read_line("", line).iter().all(|(_, class)| *class == Class::Place), "{line}");
        }
    }

    #[test]
    fn a_sport_before_a_headline_is_no_name() {
        assert_eq!(read_line("", "<RUGBY UNION> - <LEEDS> WIN"), of(Class::Place, &["LEEDS"]));
        for line in ["<LEEDS> - <RUGBY> LOSE", "<Rugby> - a town", "<RUGBY> WIN"] {
            assert!(!read_line("", line).is_empty(), "{line}");
        }
    }

    #[test]
    fn what_follows_a_person_in_a_ranking_is_a_team_or_a_country() {
        let ranking = read_names(Class::Person, "", "7 - <Harald Veit> ( <Ostrava> )");
        assert_eq!(ranking, [("Harald Veit".to_owned(), Class::Person), ("Ostrava".to_owned(), Class::Organization)]);
        let country = read_names(Class::Person, "", "1. <Harald Veit> ( <Norway> , <Torvald> ) 5 hours");
        assert_eq!(country[1..], [("Norway".to_owned(), Class::Person), ("Torvald".to_owned(), Class::Organization)]);
        let two = read_names(Class::Person, "", "7 - <Harald Veit> ( <Ostrava> ) , <Ole Orsolo> ( <Leeds> )");
        let [person, team] = [Class::Person, Class::Organization];
        assert_eq!(two.iter().map(|(_, class)| *class).collect::<Vec<_>>(), [person, team, person, team]);
        let prose = read_names(Class::Person, "", "So <Harald Veit> ( <Ostrava> ) said");
        assert_eq!(prose, of(Class::Person, &["Harald Veit", "Ostrava"]));
    }

    #[test]
    fn a_row_of_standings_is_of_a_team() {
        let heading = "Standings in the northern league after games on Sunday:";
        assert_eq!(read_line(heading, "3. <Ostrava> 12 7 6 77"), of(Class::Organization, &["Ostrava"]));
        assert_eq!(read_line(heading, "4. Torvald Rovers 12 7 6"), of(Class::Organization, &["Torvald Rovers"]));
        assert_eq!(read_line(heading, "Torvald has 12 7 6"), []);
        assert_eq!(read_line("Temperatures at noon:", "4. Torvald Rovers 12 7 6"), []);
        assert_eq!(read_line("Temperatures at noon:", "3. <Ostrava> 12 7 6 77"), of(Class::Place, &["Ostrava"]));
    }

    #[test]
    fn what_stands_before_a_date_alone_is_a_place() {
        let filed = read_names(Class::Person, "", "<OSTRAVA> , <Norway> 1996-11-15");
        assert_eq!(filed, of(Class::Place, &["OSTRAVA", "Norway"]));
        for line in ["<Ostrava> 1996-11-15", "<OSTRAVA> won 1996-11-15", "<OSTRAVA> 747"] {
            assert!(read_names(Class::Person, "", line).iter().all(|(_, class)| *class == Class::Person), "{line}");
        }
    }

    #[test]
    fn an_innings_names_each_player() {
        let players = of(Class::Person, &["Harald Veit", "Quillan", "Orsolo"]);
        assert_eq!(read_line("", "<Harald Veit c Quillan> b Orsolo 43"), players);
        assert_eq!(read_line("", "Harald Veit b Orsolo 8"), of(Class::Person, &["Harald Veit", "Orsolo"]));
        assert_eq!(read_line("", "Harald Veit c sub b Orsolo 8"), of(Class::Person, &["Harald Veit", "Orsolo"]));
        assert_eq!(read_line("", "Vitamin b complex 12"), []);
    }
}
