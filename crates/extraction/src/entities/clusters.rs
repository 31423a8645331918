//! Which names are of the same entity.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline_record::v1::entity::Kind;

use super::{
    draft::{Draft, Found, Gender},
    gazetteer, names, person, titles,
};
use crate::context::Context;

/// Groups names to entities: equal names first, then short names to the full name that they can only mean.
pub(super) fn group(cx: &Context<'_>, names: Vec<Found>) -> Vec<Draft> {
    let mut drafts = equal_names(names);
    let defined = definitions(cx, &drafts);
    add_acronyms(cx, &mut drafts, &defined);
    merge_people(cx, &mut drafts);
    merge_organizations(&mut drafts, &defined);
    drafts.retain(|draft| !draft.mentions.is_empty() && !is_doubtful(cx, draft));
    drafts
}

/// Below this a single word that nothing else supports is taken for no name.
const SURE: f64 = 0.6;
/// Words of a nickname between quotation marks at most.
const NICKNAME: usize = 4;

/// Whether the only mention is one word that the model is not sure of, or that is part of a nickname in quotation
/// marks, and no table and no title supports it.
fn is_doubtful(cx: &Context<'_>, draft: &Draft) -> bool {
    let [found] = draft.mentions.as_slice() else { return false };
    let before = |back: usize| found.tokens.start.checked_sub(back).map_or("", |at| cx.document.word(at));
    let held_over = titles::is_qualifier(before(1)) && before(2) == "of" && titles::is_office(before(3));
    let titled = titles::is_office(before(1)) || titles::address(before(1)).is_some() || held_over;
    let listed = gazetteer::place(&found.text).is_some()
        || gazetteer::actor(&found.text).is_some()
        || gazetteer::people(&found.text).is_some();
    let quoted = || matches!(draft.kind, Kind::Person | Kind::Other) && in_nickname(cx, found);
    found.tokens.len() == 1 && !titled && !listed && (found.confidence < SURE || quoted())
}

/// Whether a few words between quotation marks hold a name and more.
fn in_nickname(cx: &Context<'_>, found: &Found) -> bool {
    let mark = |at: usize, marks: [&str; 3]| marks.contains(&cx.document.word(at));
    let start = found.tokens.start;
    let open = (start.saturating_sub(NICKNAME)..start).rev().find(|at| mark(*at, ["“", "‘", "\""]));
    let close = (found.tokens.end..found.tokens.end + NICKNAME).find(|at| mark(*at, ["”", "’", "\""]));
    let all_words =
        |open: usize, close: usize| (open + 1..close).all(|at| cx.document.word(at).starts_with(char::is_uppercase));
    open.zip(close).is_some_and(|(open, close)| (3..=NICKNAME + 1).contains(&(close - open)) && all_words(open, close))
}

/// One draft for each name that means one thing: by the tables' name for it, else by its own letters.
fn equal_names(names: Vec<Found>) -> Vec<Draft> {
    let kinds = kinds(&names);
    let mut groups: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let mut order = Vec::new();
    for found in names {
        let kind = kinds.get(&letters(&found.text)).copied().unwrap_or(found.kind);
        let key = key(&found.text, kind);
        if !groups.contains_key(&key) {
            order.push(key.clone());
        }
        groups.entry(key).or_default().push(Found { kind, ..found });
    }
    order.iter().filter_map(|key| groups.remove(key)).map(draft).collect()
}

/// The kind that most mentions of a name have, by their confidence; a full name that is once a person stays one.
fn kinds(names: &[Found]) -> HashMap<String, Kind> {
    let mut votes: HashMap<String, BTreeMap<i32, f64>> = HashMap::new();
    for found in names {
        *votes.entry(letters(&found.text)).or_default().entry(found.kind.into()).or_default() += found.confidence;
    }
    let best = |votes: BTreeMap<i32, f64>| votes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    votes.into_iter().filter_map(|(name, votes)| Some((name, Kind::try_from(best(votes)?.0).ok()?))).collect()
}

/// What is equal in two spellings of a name: `U.S.` and `US`, curly and straight apostrophes.
fn letters(name: &str) -> String {
    name.chars().filter(|c| *c != '.').map(|c| if c == '’' { '\'' } else { c }).collect()
}

fn key(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Group => gazetteer::people(name).map_or_else(
            || format!("group:{}", letters(name).trim_end_matches('s')),
            |country| format!("people:{country}"),
        ),
        Kind::Gpe | Kind::Location | Kind::Organization => {
            known(name, kind).unwrap_or_else(|| format!("{}:{}", letters(name), kind.as_str_name()))
        }
        _ => format!("{}:{}", letters(name), kind.as_str_name()),
    }
}

fn known(name: &str, kind: Kind) -> Option<String> {
    let actor = gazetteer::actor(name).map(|actor| format!("actor:{}", actor.name));
    let place =
        || gazetteer::place(name).map(|place| format!("place:{}:{}:{}", place.country, place.admin1, place.name));
    if kind == Kind::Organization { actor } else { place().or(actor) }
}

fn draft(mentions: Vec<Found>) -> Draft {
    let name =
        mentions.iter().map(|found| &found.text).max_by_key(|text| (text.len(), std::cmp::Reverse((*text).clone())));
    let name = name.cloned().unwrap_or_default();
    let kind = mentions.first().map_or(Kind::Other, |found| found.kind);
    let gender = if kind == Kind::Person { person::gender(&name) } else { Gender::Unknown };
    Draft {
        name,
        kind,
        mentions,
        roles: Vec::new(),
        gender,
        links: None,
        place: None,
        actor: None,
        actor_rule: "",
        salience: 0.0,
    }
}

/// Moves the mentions of `from` to `into`, which keeps the fuller name.
fn merge(drafts: &mut [Draft], from: usize, into: usize) {
    let Some(taken) =
        drafts.get_mut(from).map(|draft| (std::mem::take(&mut draft.mentions), draft.gender, draft.name.clone()))
    else {
        return;
    };
    let Some(target) = drafts.get_mut(into) else { return };
    target.mentions.extend(taken.0);
    if target.gender == Gender::Unknown {
        target.gender = taken.1;
    }
    if taken.2.split(' ').count() > target.name.split(' ').count() {
        target.name = taken.2;
    }
}

/// Joins surnames and shorter forms to the one full name that they agree with.
fn merge_people(cx: &Context<'_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| draft.kind == Kind::Person) {
        draft.gender = address(cx, draft).unwrap_or(draft.gender);
    }
    let people = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Person && draft.name.contains(' '));
    let index =
        index(people.flat_map(|(at, draft)| draft.name.split([' ', '-']).map(move |word| (word.to_owned(), at))));
    let mut shortest_first: Vec<usize> = (0..drafts.len()).collect();
    shortest_first.sort_by_key(|at| drafts.get(*at).map(|draft| (draft.name.split(' ').count(), *at)));
    for short in shortest_first {
        if let Some(full) = full_name_of(drafts, short, &index) {
            merge(drafts, short, full);
        }
    }
}

/// Which drafts a word leads to, by the order of the drafts.
type Index = HashMap<String, Vec<usize>>;

/// Drafts under one word at most: a word that more names share decides nothing.
const CROWD: usize = 64;

fn index(words: impl Iterator<Item = (String, usize)>) -> Index {
    let mut index = Index::new();
    for (word, at) in words {
        let drafts = index.entry(word).or_default();
        if drafts.last() != Some(&at) {
            drafts.push(at);
        }
    }
    index.retain(|_, drafts| drafts.len() <= CROWD);
    index
}

/// The gender that a title of address before a mention tells.
fn address(cx: &Context<'_>, draft: &Draft) -> Option<Gender> {
    let before = draft
        .names()
        .filter_map(|found| found.tokens.start.checked_sub(1))
        .filter_map(|at| titles::address(cx.document.word(at)));
    before.into_iter().find(|gender| *gender != Gender::Unknown)
}

/// The only person whose fuller name agrees with a draft's name; none when two do.
fn full_name_of(drafts: &[Draft], short: usize, index: &Index) -> Option<usize> {
    let draft = drafts.get(short)?;
    let single = !draft.name.contains(' ');
    let listed = gazetteer::place(&draft.name).is_some()
        || gazetteer::actor(&draft.name).is_some()
        || gazetteer::people(&draft.name).is_some();
    let misread = single && !listed && !matches!(draft.kind, Kind::Group | Kind::Work | Kind::Law | Kind::Event);
    if draft.kind != Kind::Person && !misread {
        return None;
    }
    let last = draft.name.rsplit(' ').find(|word| !word.ends_with('.'))?;
    let longer = index.get(last)?.iter().filter_map(|at| Some((*at, drafts.get(*at)?))).filter(|(at, full)| {
        *at != short
            && full.kind == Kind::Person
            && full.name.len() >= draft.name.len()
            && full.name.contains(' ')
            && !full.mentions.is_empty()
    });
    let longer: Vec<_> = longer.collect();
    let agreeing = |test: &dyn Fn(&Draft) -> bool| {
        let mut agreeing =
            longer.iter().filter(|(_, full)| full.gender.fits(draft.gender) && test(full)).map(|(at, _)| *at);
        agreeing.next().filter(|_| agreeing.next().is_none())
    };
    let by_surname = agreeing(&|full| person::agrees(&draft.name, &full.name));
    // A first name alone means the person introduced before it, when nobody else bears it.
    let by_first = || {
        agreeing(&|full| {
            let first = full.name.split(' ').next() == Some(&draft.name);
            first && full.first().map(|found| found.span.start) < draft.first().map(|found| found.span.start)
        })
    };
    by_surname.or_else(|| by_first().filter(|_| single && draft.kind == Kind::Person))
}

/// Acronyms that the text defines in brackets after a name: the acronym, and the draft it stands for.
fn definitions(cx: &Context<'_>, drafts: &[Draft]) -> HashMap<String, usize> {
    let mut defined = HashMap::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind != Kind::Person) {
        for found in draft.names() {
            let end = found.tokens.end;
            let (open, acronym, close) = (cx.document.word(end), cx.document.word(end + 1), cx.document.word(end + 2));
            if matches!((open, close), ("(", ")" | "," | ";" | "-RRB-")) && is_acronym_of(acronym, &found.text) {
                defined.insert(letters(acronym), at);
            }
        }
    }
    defined
}

/// Adds the mentions by a defined acronym that are no names by themselves.
fn add_acronyms(cx: &Context<'_>, drafts: &mut [Draft], defined: &HashMap<String, usize>) {
    if defined.is_empty() {
        return;
    }
    let taken: HashSet<usize> = drafts.iter().flat_map(Draft::names).flat_map(|found| found.tokens.clone()).collect();
    for token in (0..cx.document.tokens.len()).filter(|token| !taken.contains(token)) {
        let draft = defined.get(&letters(cx.document.word(token))).and_then(|at| drafts.get_mut(*at));
        let Some(draft) = draft else { continue };
        draft.mentions.extend(names::acronym(cx, token, draft.kind));
    }
}

/// Whether the letters of an acronym are initials of a name, in order, the first and most of them used.
fn is_acronym_of(acronym: &str, name: &str) -> bool {
    let short = letters(acronym);
    let capitals: Vec<char> = short.chars().filter(|c| c.is_uppercase()).collect();
    let words = name.split([' ', '-']).filter(|word| word.starts_with(char::is_alphabetic));
    let initials: Vec<char> = words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    let mut rest = initials.iter();
    let in_order = capitals.iter().all(|capital| rest.any(|initial| initial == capital));
    // `SCG` of "US-Israel Strategic Consultative Group": the acronym may leave out the first words, never the last.
    let ends = capitals.last() == initials.last();
    (2..=8).contains(&capitals.len())
        && capitals.len() * 2 > short.chars().count()
        && in_order
        && ends
        && initials.len() >= 2
}

/// Joins acronyms, and names without their legal form, to the organisation they stand for.
fn merge_organizations(drafts: &mut [Draft], defined: &HashMap<String, usize>) {
    let organizations = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Organization);
    let index =
        index(organizations.flat_map(|(at, draft)| short_forms(&draft.name).into_iter().map(move |form| (form, at))));
    for at in 0..drafts.len() {
        let Some(draft) = drafts.get(at).filter(|draft| !draft.mentions.is_empty()) else { continue };
        let target = defined.get(&letters(&draft.name)).copied().or_else(|| organization_of(drafts, at, &index));
        if let Some(target) = target.filter(|target| *target != at) {
            merge(drafts, at, target);
        }
    }
}

fn organization_of(drafts: &[Draft], short: usize, index: &Index) -> Option<usize> {
    let draft = drafts.get(short)?;
    if draft.kind != Kind::Organization || gazetteer::actor(&draft.name).is_some() {
        return None;
    }
    let mut fuller = index.get(&letters(&draft.name))?.iter().filter(|at| {
        **at != short
            && drafts.get(**at).is_some_and(|full| full.name.len() > draft.name.len() && !full.mentions.is_empty())
    });
    fuller.next().filter(|_| fuller.next().is_none()).copied()
}

/// Endings of a company's name that tell its legal form.
const LEGAL_FORMS: [&str; 18] = [
    "Inc",
    "Inc.",
    "Corp",
    "Corp.",
    "Corporation",
    "Ltd",
    "Ltd.",
    "Limited",
    "LLC",
    "plc",
    "PLC",
    "Co",
    "Co.",
    "Company",
    "AG",
    "SA",
    "GmbH",
    "Group",
];

/// What an organisation is also called: its name without the legal form, its acronym, the last word of a newspaper.
fn short_forms(name: &str) -> Vec<String> {
    let mut bare = name;
    while let Some((rest, _)) = bare.rsplit_once(' ').filter(|(_, form)| LEGAL_FORMS.contains(form)) {
        bare = rest.trim_end_matches(',');
    }
    let initials = initials(name);
    let paper = name.rsplit_once(' ').map(|(_, last)| last).filter(|last| PAPERS.contains(last));
    let acronym = (initials.chars().count() >= 3).then_some(initials);
    [(bare != name).then(|| letters(bare)), acronym, paper.map(Into::into)].into_iter().flatten().collect()
}

/// Last words that newspapers go by.
const PAPERS: [&str; 6] = ["Post", "Times", "Journal", "Tribune", "Herald", "Telegraph"];

fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acronym_ends_with_its_name() {
        assert!(is_acronym_of("SCG", "US-Israel Strategic Consultative Group"));
        assert!(is_acronym_of("NHC", "National Hurricane Center"));
        assert!(!is_acronym_of("Ohio", "Ohio Health Institute Organisation"));
        assert!(!is_acronym_of("NHC", "National Hurricane Institute"));
    }

    #[test]
    fn a_company_goes_without_its_legal_form() {
        assert_eq!(short_forms("Acme Corp."), ["Acme"]);
        assert_eq!(short_forms("National Hurricane Center"), ["NHC"]);
        assert_eq!(short_forms("Morning Herald"), ["Herald"]);
        assert!(short_forms("Manchester United").is_empty());
    }
}
