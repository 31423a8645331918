//! CoNLL-U: treebanks of Universal Dependencies v2, and GUM's entities in their last column.

mod entities;
mod names;
mod rows;

use std::ops::Range;

pub use entities::Mention;
pub use names::{Names, names};

use super::Error;
use rows::Row;

/// A document of a treebank. All spans are in bytes of its text, which is put together from the words and `SpaceAfter`, with
/// a blank line before each `# newpar`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// From `# newdoc id`; empty when the file does not say.
    pub id: String,
    /// The raw text.
    pub text: String,
    /// Paragraphs in order.
    pub paragraphs: Vec<Range<usize>>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Syntactic words in order.
    pub words: Vec<Word>,
    /// Surface tokens in order: words, and multiword tokens instead of their words.
    pub tokens: Vec<Range<usize>>,
    /// Mentions of entities, where they are annotated.
    pub mentions: Vec<Mention>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes.
    pub span: Range<usize>,
    /// Its words, as indices into [`Document::words`].
    pub words: Range<usize>,
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes; those of the whole token for a word of a multiword token whose words do not spell it.
    pub span: Range<usize>,
    /// Bytes of the surface token that it belongs to.
    pub token: Range<usize>,
    /// Whether it is a part of a multiword token.
    pub multiword: bool,
    /// The word.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Part of speech of the language's own scheme.
    pub xpos: String,
    /// Index into [`Document::words`] of the head; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head, with its subtype.
    pub deprel: String,
}

/// Reads the documents of a file: one a `# newdoc`, or one in all. Documents whose words are withheld, with underscores in
/// their place as in GUM's Reddit, are left out.
///
/// # Errors
/// A line that is not ten columns, words that are not numbered in order, a head outside the sentence.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.line(index + 1, line)?;
    }
    reader.end_sentence()?;
    reader.end_document();
    Ok(reader.done)
}

#[derive(Default)]
struct Reader {
    done: Vec<Document>,
    current: Document,
    rows: Vec<Row>,
    mentions: entities::Reader,
    /// The next sentence opens a paragraph.
    opens: bool,
    /// White space follows the sentence before.
    spaced: bool,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), Error> {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            return self.end_sentence();
        }
        let Some(comment) = line.strip_prefix('#') else {
            self.rows.extend(rows::read(number, line, self.rows.last())?);
            return Ok(());
        };
        let comment = comment.trim();
        if let Some(id) = comment.strip_prefix("newdoc") {
            self.end_sentence()?;
            self.end_document();
            self.current.id = id.trim().trim_start_matches("id").trim_start_matches([' ', '=']).into();
        } else if comment.starts_with("newpar") {
            self.opens = true;
        } else if let Some(fields) = comment.strip_prefix("global.Entity") {
            self.mentions.fields(fields);
        }
        Ok(())
    }

    fn end_document(&mut self) {
        let mut document = std::mem::take(&mut self.current);
        document.mentions = self.mentions.finish();
        self.opens = false;
        self.spaced = false;
        let is_readable = |word: &Word| word.form.chars().any(|c| c != '_');
        if document.words.iter().any(is_readable) {
            self.done.push(document);
        }
    }

    fn end_sentence(&mut self) -> Result<(), Error> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let opens = std::mem::take(&mut self.opens) || self.current.words.is_empty();
        if !self.current.words.is_empty() {
            self.current.text.push_str(if opens {
                "\n\n"
            } else if self.spaced {
                " "
            } else {
                ""
            });
        }
        let first = self.current.words.len();
        self.spaced = rows::lay_out(&rows, &mut self.current)?;
        self.mentions.sentence(&rows, &self.current, first)?;
        let words = first..self.current.words.len();
        let inside = self.current.words.get(words.clone()).unwrap_or_default();
        if let (Some(start), Some(end)) = (inside.first(), inside.last()) {
            let span = start.token.start..end.token.end;
            match self.current.paragraphs.last_mut().filter(|_| !opens) {
                Some(paragraph) => paragraph.end = span.end,
                None => self.current.paragraphs.push(span.clone()),
            }
            self.current.sentences.push(Sentence { span, words });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREEBANK: &str = "# newdoc id = a\n# newpar\n# text = She can't.\n\
        1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
        2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
        2\tca\tcan\tAUX\tMD\t_\t0\troot\t_\t_\n\
        3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_\n\
        4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n\
        # newpar\n\
        1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_\n\
        1.1\tway\tway\tNOUN\tNN\t_\t_\t_\t_\t_\n\n\
        # newdoc id = b\n\
        1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n";

    #[test]
    fn text_words_and_paragraphs_are_put_together() {
        let documents = read(TREEBANK).expect("a treebank");
        let [first, second] = documents.as_slice() else { panic!("two documents: {documents:?}") };
        assert_eq!((first.id.as_str(), first.text.as_str()), ("a", "She can't.\n\nNo"));
        assert_eq!((second.id.as_str(), second.text.as_str()), ("b", "Yes"));
        assert_eq!(first.paragraphs, [0..10, 12..14]);
        let spans: Vec<_> = first.words.iter().map(|word| first.text.get(word.span.clone()).unwrap_or("")).collect();
        assert_eq!(spans, ["She", "ca", "n't", ".", "No"]);
        assert_eq!(first.tokens, [0..3, 4..9, 9..10, 12..14]);
        let heads: Vec<_> = first.words.iter().map(|word| word.head).collect();
        assert_eq!(heads, [Some(1), None, Some(1), Some(1), None]);
        assert_eq!(first.sentences[1], Sentence { span: 12..14, words: 4..5 });
    }

    #[test]
    fn documents_without_their_words_are_left_out() {
        let withheld = "# newdoc id = r\n1\t___\t___\tPRON\tPRP\t_\t0\troot\t_\t_\n\n";
        let ids: Vec<String> =
            read(&format!("{withheld}{TREEBANK}")).expect("a treebank").into_iter().map(|it| it.id).collect();
        assert_eq!(ids, ["a", "b"]);
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let error = |text: &str| read(text).expect_err("broken").to_string();
        assert_eq!(error("1\tNo"), "line 1: 2 columns instead of 10");
        assert_eq!(error("# a\n2\tNo\t_\t_\t_\t_\t0\t_\t_\t_"), "line 2: word 2 stands where word 1 should");
        assert_eq!(error("1\tNo\t_\t_\t_\t_\t7\t_\t_\t_\n"), "line 1: head 7 is outside the sentence of 1 words");
        assert_eq!(error("1\tNo\t_\t_\t_\t_\tx\t_\t_\t_\n"), "line 1: head \"x\" is no number");
        assert_eq!(error("2-1\tNo\t_\t_\t_\t_\t0\t_\t_\t_"), "line 1: \"2-1\" is no range of words");
    }
}
