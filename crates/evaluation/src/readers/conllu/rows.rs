//! The lines of a sentence, and the text that they spell.

use std::ops::Range;

use super::{Document, Word};
use crate::readers::Error;

/// A word, or a multiword token before its words.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Line of the file, from 1.
    pub(super) line: usize,
    /// Number of the word, or numbers of the words of a multiword token; half-open.
    pub(super) numbers: Range<usize>,
    pub(super) is_multiword: bool,
    /// `Entity=` of the last column.
    pub(super) entity: Option<String>,
    form: String,
    lemma: String,
    upos: String,
    xpos: String,
    head: usize,
    deprel: String,
    space: bool,
}

/// Reads a line; nothing for an empty node.
pub(super) fn read(line: usize, text: &str, before: Option<&Row>) -> Result<Option<Row>, Error> {
    let columns: Vec<&str> = text.split('\t').collect();
    let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = columns.as_slice() else {
        return Err(Error::new(line, format!("{} columns instead of 10", columns.len())));
    };
    if id.contains('.') {
        return Ok(None);
    }
    let next = before.map_or(1, |row| if row.is_multiword { row.numbers.start } else { row.numbers.end });
    let (numbers, is_multiword) = numbers(line, id, next)?;
    let head = match (is_multiword, head.parse()) {
        (true, _) => 0,
        (false, Ok(head)) => head,
        (false, Err(_)) => return Err(Error::new(line, format!("head {head:?} is no number"))),
    };
    let field = |name: &str| misc.split('|').find_map(|field| field.strip_prefix(name));
    Ok(Some(Row {
        line,
        numbers,
        is_multiword,
        entity: field("Entity=").map(Into::into),
        form: (*form).to_owned(),
        lemma: (*lemma).to_owned(),
        upos: (*upos).to_owned(),
        xpos: (*xpos).to_owned(),
        head,
        deprel: (*deprel).to_owned(),
        space: field("SpaceAfter=") != Some("No"),
    }))
}

fn numbers(line: usize, id: &str, next: usize) -> Result<(Range<usize>, bool), Error> {
    let (first, last) = id.split_once('-').unwrap_or((id, id));
    let is_multiword = id.contains('-');
    let numbers = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last && last < usize::MAX => first..last + 1,
        _ if is_multiword => return Err(Error::new(line, format!("{id:?} is no range of words"))),
        _ => return Err(Error::new(line, format!("{id:?} is no number of a word"))),
    };
    if numbers.start != next {
        return Err(Error::new(line, format!("word {} stands where word {next} should", numbers.start)));
    }
    Ok((numbers, is_multiword))
}

/// Adds the words of a sentence to the document; whether white space follows the last one.
pub(super) fn lay_out(rows: &[Row], document: &mut Document) -> Result<bool, Error> {
    let words = rows.iter().filter(|row| !row.is_multiword).count();
    let first = document.words.len();
    let mut space = false;
    let mut multiword: Option<(&Row, Range<usize>)> = None;
    for row in rows {
        let inside = multiword.clone().filter(|(token, _)| token.numbers.contains(&row.numbers.start));
        if let Some((_, token)) = inside.filter(|_| !row.is_multiword) {
            push_word(row, token, true, first, words, document)?;
            continue;
        }
        let start = document.text.len() + usize::from(space && document.words.len() > first);
        if space && document.words.len() > first {
            document.text.push(' ');
        }
        document.text.push_str(&row.form);
        let token = start..document.text.len();
        document.tokens.push(token.clone());
        space = row.space;
        if row.is_multiword {
            multiword = Some((row, token));
        } else {
            push_word(row, token, false, first, words, document)?;
        }
    }
    Ok(space)
}

fn push_word(
    row: &Row,
    token: Range<usize>,
    multiword: bool,
    first: usize,
    words: usize,
    document: &mut Document,
) -> Result<(), Error> {
    if row.head > words {
        let message = format!("head {} is outside the sentence of {words} words", row.head);
        return Err(Error::new(row.line, message));
    }
    let span = if multiword { part(row, &token, document) } else { token.clone() };
    document.words.push(Word {
        span,
        token,
        multiword,
        form: row.form.clone(),
        lemma: row.lemma.clone(),
        upos: row.upos.clone(),
        xpos: row.xpos.clone(),
        head: row.head.checked_sub(1).map(|head| first + head),
        deprel: row.deprel.clone(),
    });
    Ok(())
}

/// The part of a multiword token that a word of it spells, after the word before; the whole token when it spells none.
fn part(row: &Row, token: &Range<usize>, document: &Document) -> Range<usize> {
    let before = document.words.last().filter(|word| word.token == *token);
    let start = before.map_or(token.start, |word| word.span.end);
    let end = start + row.form.len();
    let spelled = end <= token.end && document.text.get(start..end) == Some(row.form.as_str());
    if spelled { start..end } else { token.clone() }
}
