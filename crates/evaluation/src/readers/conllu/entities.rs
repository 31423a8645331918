//! Entities as CorefUD and GUM write them: `Entity=(1-person-…-2-coref(2-place)` opens, `2)1)` closes.

use std::ops::Range;

use super::{Document, rows::Row};
use crate::readers::Error;

/// A mention of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its words, as indices into [`Document::words`].
    pub words: Range<usize>,
    /// Number of its entity in the document.
    pub entity: String,
    /// Type as written: `person`, `place`…
    pub kind: String,
    /// The word that the others hang on, as an index into [`Document::words`].
    pub head: usize,
}

/// What is open and what was found in a document.
#[derive(Debug, Default)]
pub(super) struct Reader {
    open: Vec<Open>,
    done: Vec<Mention>,
    /// Place of the type among the fields, where the file says so.
    kind: Option<usize>,
}

#[derive(Debug)]
struct Open {
    start: usize,
    entity: String,
    kind: String,
}

impl Reader {
    /// Reads ` = GRP-etype-infstat…`.
    pub(super) fn fields(&mut self, comment: &str) {
        self.kind = comment.trim_start_matches([' ', '=']).split('-').position(|field| field.trim() == "etype");
    }

    /// The mentions of a document in order.
    pub(super) fn finish(&mut self) -> Vec<Mention> {
        let mut done = std::mem::take(&mut self.done);
        done.sort_by_key(|mention| (mention.words.start, std::cmp::Reverse(mention.words.end)));
        done
    }

    /// Reads the mentions of a sentence whose words begin at `first`. A mention ends with its sentence at the latest.
    pub(super) fn sentence(&mut self, rows: &[Row], document: &Document, first: usize) -> Result<(), Error> {
        let words = rows.iter().filter(|row| !row.is_multiword);
        for (at, row) in words.enumerate() {
            if let Some(value) = &row.entity {
                self.word(value, first + at, document).map_err(|message| Error::new(row.line, message))?;
            }
        }
        match (self.open.pop(), rows.last()) {
            (Some(open), Some(row)) => {
                Err(Error::new(row.line, format!("entity {} is not closed in its sentence", open.entity)))
            }
            _ => Ok(()),
        }
    }

    fn word(&mut self, value: &str, at: usize, document: &Document) -> Result<(), String> {
        let mut rest = value;
        while !rest.is_empty() {
            let (piece, closes, after) = next(rest);
            rest = after;
            if let Some(opened) = piece.strip_prefix('(') {
                self.open(opened, at);
            }
            if closes {
                let entity = piece.trim_start_matches('(').split('-').next().unwrap_or_default();
                self.close(entity, at, document)?;
            } else if !piece.starts_with('(') {
                return Err(format!("{piece:?} neither opens nor closes an entity"));
            }
        }
        Ok(())
    }

    fn open(&mut self, opened: &str, at: usize) {
        let mut fields = opened.split('-');
        let entity = fields.next().unwrap_or_default().to_owned();
        let kind = self.kind.unwrap_or(1).checked_sub(1).and_then(|place| fields.nth(place));
        self.open.push(Open { start: at, entity, kind: kind.unwrap_or_default().to_owned() });
    }

    fn close(&mut self, entity: &str, at: usize, document: &Document) -> Result<(), String> {
        let last = self.open.iter().rposition(|open| open.entity == entity);
        let index = last.ok_or_else(|| format!("entity {entity:?} is closed but not open"))?;
        let Open { start, entity, kind } = self.open.remove(index);
        let words = start..at + 1;
        let head = head(document, &words);
        self.done.push(Mention { words, entity, kind, head });
        Ok(())
    }
}

/// The next piece of a value, whether a bracket closes it, and what follows.
fn next(value: &str) -> (&str, bool, &str) {
    let skipped = usize::from(value.starts_with('('));
    let end = value.get(skipped..).and_then(|rest| rest.find(['(', ')'])).map_or(value.len(), |end| end + skipped);
    let (piece, rest) = value.split_at_checked(end).unwrap_or((value, ""));
    match rest.strip_prefix(')') {
        Some(after) => (piece, true, after),
        None => (piece, false, rest),
    }
}

/// The first word whose head lies outside; the first word when a cycle leaves none.
fn head(document: &Document, words: &Range<usize>) -> usize {
    let outside = |at: &usize| {
        let head = document.words.get(*at).and_then(|word| word.head);
        head.is_none_or(|head| !words.contains(&head))
    };
    words.clone().find(outside).unwrap_or(words.start)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn treebank(entities: &[&str]) -> String {
        let row = |(index, entity): (usize, &&str)| {
            format!("{}\tw\t_\t_\t_\t_\t{}\t_\t_\tEntity={entity}\n", index + 1, if index == 1 { 0 } else { 2 })
        };
        format!(
            "# global.Entity = GRP-etype-infstat\n{}",
            entities.iter().enumerate().map(row).collect::<String>().replace("Entity=_", "_")
        )
    }

    #[test]
    fn nested_mentions_are_read_with_their_heads() {
        let documents = read(&treebank(&["(1-person-new(2-place-new)", "_", "1)(1-person-acc)"])).expect("a treebank");
        let mention =
            |words, entity: &str, kind: &str, head| Mention { words, entity: entity.into(), kind: kind.into(), head };
        assert_eq!(
            documents[0].mentions,
            [mention(0..3, "1", "person", 1), mention(0..1, "2", "place", 0), mention(2..3, "1", "person", 2)]
        );
    }

    #[test]
    fn brackets_that_do_not_match_are_named_by_their_line() {
        let error = |entities: &[&str]| read(&treebank(entities)).expect_err("broken").to_string();
        assert_eq!(error(&["_", "5)"]), "line 3: entity \"5\" is closed but not open");
        assert_eq!(error(&["(5-person", "_"]), "line 3: entity 5 is not closed in its sentence");
        assert_eq!(error(&["_", "x"]), "line 3: \"x\" neither opens nor closes an entity");
    }
}
