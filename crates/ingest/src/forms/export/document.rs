//! One document of an export: its text, and what is said of it.

use dateline_record::v1::{RawArticle, document_time::Origin};

use crate::{bylines, forms::aside, times};

/// Lines at the start of a document in which its layout shows.
const HEAD: usize = 60;

/// Bytes of the value of a field at most.
const LONGEST: usize = 300;

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Fields with their names written out, above and below the text: LexisNexis, Nexis Uni, ProQuest.
    Named,
    /// Lines in a fixed order above the text: Factiva.
    Ordered,
    /// Fields with two letters for a name: Factiva.
    Coded,
}

impl Layout {
    /// The layout that the start of some text shows.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEAD).collect();
        let coded = |code: &str| lines.iter().any(|line| split_code(line).is_some_and(|(name, _)| name == code));
        if coded("HD") && coded("PD") && (coded("WC") || coded("SN")) {
            return Some(Self::Coded);
        }
        let counted = lines.iter().take(10).any(|line| is_counter(line));
        let length =
            lines.iter().any(|line| matches!(named(line), Some((Field::Length, value)) if value.contains("word")));
        let body = lines.iter().any(|line| matches!(named(line), Some((Field::Body, _))));
        let of_database = lines.iter().any(|line| line.starts_with("ProQuest document"));
        if (counted && (length || body || of_database)) || (length && body) {
            return Some(Self::Named);
        }
        let mut pairs = lines.iter().zip(lines.iter().skip(1));
        let ordered = pairs.any(|(words, date)| is_word_count(words) && day(date).is_some());
        let rights = || lines.iter().any(|line| is_rights(line));
        (ordered && rights()).then_some(Self::Ordered)
    }
}

/// Whether a line begins a document.
pub(super) fn begins(line: &str) -> bool {
    let line = line.trim();
    is_counter(line) || (line.len() >= 20 && line.bytes().all(|byte| byte == b'_'))
}

/// Whether a line ends a document.
pub(super) fn ends(line: &str) -> bool {
    let line = line.trim();
    line == "End of Document" || is_accession(line)
}

/// `1 of 3 DOCUMENTS`, `Document 1 of 3`.
fn is_counter(line: &str) -> bool {
    if line.len() > 40 {
        return false;
    }
    let words: Vec<&str> = line.split(' ').collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    match words[..] {
        [one, "of", all, "DOCUMENT" | "DOCUMENTS"] | ["Document", one, "of", all] => number(one) && number(all),
        _ => false,
    }
}

/// `Document LORNE00020111114e7be0001a`, alone or as the field `AN`.
fn is_accession(line: &str) -> bool {
    let line = line.strip_prefix("AN ").map_or(line, str::trim_start);
    let Some(number) = line.strip_prefix("Document ") else { return false };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (15..=40).contains(&number.len()) && digits >= 8 && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `512 words`, `1,024 words`.
fn is_word_count(line: &str) -> bool {
    let count = line.strip_suffix(" words").or_else(|| line.strip_suffix(" Words"));
    count.is_some_and(|count| {
        count.starts_with(|c: char| c.is_ascii_digit())
            && count.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
    })
}

fn is_rights(line: &str) -> bool {
    line.starts_with("Copyright") || line.starts_with('©') || line.starts_with("(c) ") || line.starts_with("(Copyright")
}

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Byline,
    Date,
    Source,
    Length,
    Section,
    Highlight,
    /// The text follows.
    Body,
    /// What is not kept, above the text or below.
    Other,
}

/// Names of fields in small letters. A text ends where one of them stands below it.
const NAMES: [(&str, Field); 64] = [
    ("headline", Field::Title),
    ("title", Field::Title),
    ("byline", Field::Byline),
    ("author", Field::Byline),
    ("publication date", Field::Date),
    ("publication title", Field::Source),
    ("length", Field::Length),
    ("body", Field::Body),
    ("full text", Field::Body),
    ("full-text", Field::Body),
    ("section", Field::Section),
    ("dateline", Field::Other),
    ("highlight", Field::Highlight),
    ("load-date", Field::Other),
    ("language", Field::Other),
    ("publication-type", Field::Other),
    ("publication type", Field::Other),
    ("document-type", Field::Other),
    ("document type", Field::Other),
    ("journal-code", Field::Other),
    ("journal code", Field::Other),
    ("subject", Field::Other),
    ("graphic", Field::Other),
    ("acc-no", Field::Other),
    ("company", Field::Other),
    ("organization", Field::Other),
    ("ticker", Field::Other),
    ("industry", Field::Other),
    ("geographic", Field::Other),
    ("country", Field::Other),
    ("state", Field::Other),
    ("city", Field::Other),
    ("person", Field::Other),
    ("series", Field::Other),
    ("column", Field::Other),
    ("type", Field::Other),
    ("distribution", Field::Other),
    ("classification", Field::Other),
    ("notes", Field::Other),
    ("correction", Field::Other),
    ("correction-date", Field::Other),
    ("update", Field::Other),
    ("credit", Field::Other),
    ("abstract", Field::Other),
    ("links", Field::Other),
    ("publication info", Field::Other),
    ("publication year", Field::Other),
    ("publication subject", Field::Other),
    ("proquest document link", Field::Other),
    ("proquest document id", Field::Other),
    ("document url", Field::Other),
    ("location", Field::Other),
    ("people", Field::Other),
    ("pages", Field::Other),
    ("volume", Field::Other),
    ("issue", Field::Other),
    ("publisher", Field::Other),
    ("place of publication", Field::Other),
    ("country of publication", Field::Other),
    ("language of publication", Field::Other),
    ("source type", Field::Other),
    ("issn", Field::Other),
    ("last updated", Field::Other),
    ("database", Field::Other),
];

/// The field that a line, or a paragraph by its first, is; with a colon after its name, which two kinds do without.
fn named(line: &str) -> Option<(Field, &str)> {
    let line = line.trim();
    if matches!(line, "Body" | "Classification" | "Notes" | "Graphic" | "ProQuest document link") {
        return NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(line)).map(|(_, field)| (*field, ""));
    }
    let (name, value) = line.split_once(':')?;
    let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
    known.map(|(_, field)| (*field, value.trim()))
}

/// The article in a document; all of it as it stands where its text cannot be told.
pub(super) fn article(text: &str, layout: Option<Layout>, given: &str) -> RawArticle {
    let read = match layout {
        Some(Layout::Named) => of_names(text),
        Some(Layout::Ordered) => in_order(text),
        Some(Layout::Coded) => of_codes(text),
        None => None,
    };
    let mut article = read.unwrap_or_else(|| RawArticle { text: text.to_owned(), ..RawArticle::default() });
    if article.source.is_empty() {
        given.clone_into(&mut article.source);
    }
    article
}

/// Lines between blank ones; fields that stand in lines below each other are one each.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim_end) {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        let last = paragraphs.last_mut().filter(|_| open);
        let below_field = |last: &&mut Vec<&str>| last.first().is_some_and(|first| named(first).is_some());
        match last {
            Some(last) if !(named(line).is_some() && below_field(&last)) => last.push(line),
            _ => paragraphs.push(vec![line]),
        }
        open = true;
    }
    paragraphs
}

/// Lines as one.
fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// The text of some paragraphs; the spaces by which each is set off are no part of it.
fn body(paragraphs: &[Vec<&str>]) -> Option<String> {
    let text = |lines: &Vec<&str>| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n");
    let text = paragraphs.iter().map(text).collect::<Vec<_>>().join("\n\n");
    text.contains(char::is_alphabetic).then_some(text)
}

fn of_names(text: &str) -> Option<RawArticle> {
    let mut all = paragraphs(text);
    let fields: Vec<Option<(Field, String)>> = all.iter().map(|lines| field_of(lines)).collect();
    let is_field = |at: usize| fields.get(at).is_some_and(Option::is_some);
    let first = (0..all.len()).find(|at| is_field(*at))?;
    let start = match fields.iter().position(|field| matches!(field, Some((Field::Body, _)))) {
        // The text may begin beside the name of its field.
        Some(at) => at + usize::from(!open_body(all.get_mut(at)?)),
        None => (first..all.len()).find(|at| !is_field(*at))?,
    };
    let end = start + without_foot(all.get(start..)?, fields.get(start..)?);
    let mut article = RawArticle { text: body(all.get(start..end)?)?, ..RawArticle::default() };
    above(&mut article, all.get(..first)?);
    let around = fields.iter().take(start).chain(fields.iter().skip(end));
    for (field, value) in around.flatten() {
        set(&mut article, *field, value.clone());
    }
    Some(article)
}

/// Takes the name of the text's field off the text beside it; whether there is any.
fn open_body(lines: &mut [&str]) -> bool {
    let Some(first) = lines.first_mut() else { return false };
    *first = named(first).map_or("", |(_, value)| value);
    lines.iter().any(|line| !line.is_empty())
}

/// How many paragraphs are the text, without the fields, rights and marks at its end, among which a short line may stand. A
/// paragraph that begins as a field and has text below it is of the text.
fn without_foot(paragraphs: &[Vec<&str>], fields: &[Option<(Field, String)>]) -> usize {
    let mut end = paragraphs.len();
    for (at, lines) in paragraphs.iter().enumerate().rev() {
        let line = lines.first().map_or("", |line| line.trim());
        let marks = is_end(line) || begins(line) || (at > 0 && fields.get(at).is_some_and(Option::is_some));
        let short = lines.len() == 1 && line.len() <= 80 && !line.ends_with(['.', '!', '?', '"', '”']);
        if marks {
            end = at;
        } else if !short || end - at > 2 {
            break;
        }
    }
    end
}

/// Whether nothing of the text follows a line.
fn is_end(line: &str) -> bool {
    ends(line) || (is_rights(line) && line.contains(|c: char| c.is_ascii_digit()))
}

/// The field that a paragraph is.
fn field_of(lines: &[&str]) -> Option<(Field, String)> {
    let (field, _) = named(lines.first()?)?;
    let whole = joined(lines);
    let value = named(&whole).map_or("", |(_, value)| value);
    let is_short = value.len() <= LONGEST;
    let may_be_long = matches!(field, Field::Other | Field::Body | Field::Section | Field::Highlight);
    (is_short || may_be_long).then(|| (field, value.to_owned()))
}

/// The paragraphs above the first field: the paper, the day, the headline, or the headline first.
fn above(article: &mut RawArticle, paragraphs: &[Vec<&str>]) {
    let told = |lines: &&Vec<&str>| {
        !lines.first().is_some_and(|line| is_counter(line.trim()) || begins(line) || is_rights(line.trim()))
    };
    let told: Vec<&Vec<&str>> = paragraphs.iter().filter(told).collect();
    let dated = told.iter().position(|lines| lines.iter().any(|line| day(line).is_some()));
    let text =
        |at: usize| told.get(at).map(|lines| joined(lines)).filter(|text| text.len() <= LONGEST).unwrap_or_default();
    let Some(dated) = dated else {
        article.title = text(0);
        return;
    };
    article.published_at =
        told.get(dated).and_then(|lines| lines.iter().find_map(|line| day(line))).unwrap_or_default();
    if dated + 1 < told.len() {
        article.title = text(told.len() - 1);
        article.source = if dated > 0 { text(0) } else { String::new() };
    } else {
        article.title = text(0);
        article.source = if dated > 1 { text(1) } else { String::new() };
    }
}

fn set(article: &mut RawArticle, field: Field, value: String) {
    if value.is_empty() {
        return;
    }
    match field {
        Field::Title => article.title = value,
        Field::Byline if article.bylines.is_empty() => article.bylines = authors(&value),
        Field::Date => article.published_at = day(&value).unwrap_or_default(),
        Field::Source => article.source = value,
        Field::Section => article.section = section(&value),
        Field::Highlight => article.subtitle = aside::standfirst([value], &article.text, ""),
        _ => {}
    }
}

/// The section in a list of where an article was printed: `Section A; Column 3; Foreign Desk; Pg. 1`, `SPORT; Pg. 40`.
fn section(value: &str) -> String {
    let is_place = |part: &&str| {
        let mut words = part.split_whitespace();
        let kind = words.next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        let rest = words.next().unwrap_or_default();
        let names_place =
            matches!(kind.as_str(), "pg" | "pgs" | "page" | "pages" | "p" | "column" | "section" | "vol" | "no");
        names_place && (rest.chars().count() <= 1 || rest.starts_with(|c: char| c.is_ascii_digit()))
            || part.chars().filter(|c| c.is_alphabetic()).count() < 2
    };
    let name = value.split(';').map(str::trim).find(|part| !is_place(part)).unwrap_or_default();
    if name.len() <= LONGEST { name.to_owned() } else { String::new() }
}

/// Whom a byline names. Databases turn names round and say what somebody is after a mark.
fn authors(value: &str) -> Vec<String> {
    if let Some((family, given)) = value.split_once(", ")
        && !value.contains([';', '.'])
        && bylines::is_person(&format!("{given} {family}"))
        && !family.contains(' ')
    {
        return vec![format!("{given} {family}")];
    }
    let named = bylines::given(value);
    if named.iter().all(|name| bylines::is_person(name)) {
        return named;
    }
    let first = value.split([';', ',']).next().unwrap_or_default();
    let first = bylines::given(first);
    if !first.is_empty() && first.iter().all(|name| bylines::is_person(name)) { first } else { named }
}

/// A line that is a date, with the name of the day or the edition after it.
fn day(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > 80 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let weekday = words.iter().position(|word| times::is_weekday(word.trim_matches(',')));
    let bare = match weekday {
        Some(at) if at > 0 => words.get(..at).unwrap_or_default().join(" "),
        _ => line.to_owned(),
    };
    let bare = bare.trim_end_matches(',');
    let is_date = bare.split_whitespace().count() <= 5
        && bare
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.len() > 2)
            .all(|word| times::is_month(word, "") || times::is_weekday(word));
    (is_date && times::read(bare, Origin::Given).is_some()).then(|| bare.to_owned())
}

/// Headline and byline, the count of words, the day, perhaps the time, the paper, its code, the language, the rights; then
/// the text, down to the number of the document and the owner above it.
fn in_order(text: &str) -> Option<RawArticle> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let count = lines.iter().position(|line| is_word_count(line.trim()))?;
    let above: Vec<&str> = lines.get(..count)?.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let after: Vec<&str> = lines.get(count + 1..)?.iter().map(|line| line.trim()).collect();
    let published = day(after.first()?)?;
    let rights = after.iter().take(12).position(|line| is_rights(line))?;
    let is_time = |line: &str| line.contains(':') && line.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let source = after.get(1..rights)?.iter().find(|line| !is_time(line) && !line.is_empty())?;
    let below = lines.get(count + 1 + rights..)?;
    let blank = below.iter().position(|line| line.trim().is_empty())?;
    let below = below.get(blank..)?;
    let end = below.iter().position(|line| ends(line));
    let below = below.get(..end.unwrap_or(below.len()))?.join("\n");
    let mut all = paragraphs(&below);
    let is_owner = |lines: &Vec<&str>| {
        lines.len() == 1
            && lines.iter().all(|line| line.len() <= 80 && !line.trim_end().ends_with(['.', '”', '"', '!', '?']))
    };
    if end.is_some() && all.len() > 1 && all.last().is_some_and(is_owner) {
        all.pop();
    }
    let by = above.iter().rposition(|line| bylines::by_whom(line, "").is_some()).filter(|at| *at > 0);
    Some(RawArticle {
        title: above.get(..by.unwrap_or(above.len()))?.join(" "),
        bylines: by.and_then(|at| above.get(at)).map(|line| authors(line)).unwrap_or_default(),
        published_at: published,
        source: (*source).to_owned(),
        text: body(&all)?,
        ..RawArticle::default()
    })
}

/// `HD  Wall to be repaired`, `LP`: two or three capitals, alone or before at least two spaces.
fn split_code(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (code, rest) = line.split_at_checked(end)?;
    let apart = rest.is_empty() || rest.starts_with("  ") || rest.starts_with('\t');
    ((2..=3).contains(&code.len()) && apart).then(|| (code, rest.trim()))
}

fn of_codes(text: &str) -> Option<RawArticle> {
    const CODES: [&str; 26] = [
        "HD", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CO", "IN", "NS", "RE", "IPD",
        "IPC", "PUB", "AN", "CR", "SE", "CLM", "ART", "RF",
    ];
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match split_code(line.trim_end()).filter(|(code, _)| CODES.contains(code)) {
            Some((code, rest)) => fields.push((code, vec![rest])),
            None => {
                if let Some((_, lines)) = fields.last_mut() {
                    lines.push(line);
                }
            }
        }
    }
    let of = |code: &str| fields.iter().find(|(name, _)| *name == code).map(|(_, lines)| lines);
    let value = |code: &str| of(code).map(|lines| joined(lines).trim().to_owned()).unwrap_or_default();
    let parts = ["LP", "TD"].iter().filter_map(|code| of(code)).map(|lines| lines.join("\n"));
    let text = parts.collect::<Vec<_>>().join("\n\n");
    Some(RawArticle {
        title: value("HD"),
        bylines: Some(value("BY")).filter(|by| !by.is_empty()).map(|by| authors(&by)).unwrap_or_default(),
        published_at: day(&value("PD")).unwrap_or_default(),
        source: value("SN"),
        section: section(&value("SE")),
        text: body(&paragraphs(&text))?,
        ..RawArticle::default()
    })
}
