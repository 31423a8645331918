//! Names in columns: one token a line with its tag, a blank line after each sentence.
//!
//! Reads IOB2 and the older IOB1, whatever the columns are: the form is the first, or the second where the first is the
//! number of the token; the tag is the last, or the third in numbered files (Universal NER). A file without `# text` has lost
//! its text; it is set again as [`detokenize`](super::detokenize) says.

use std::ops::Range;

use super::{Error, detokenize::Text};

/// A document with its names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The raw text.
    pub text: String,
    /// Bytes of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// The names in order.
    pub names: Vec<Name>,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Label as written: `PER`, `corporation`…
    pub label: String,
}

/// Reads the documents of a file: one a `# newdoc` or `-DOCSTART-`, or one a sentence where there is neither.
///
/// # Errors
/// A line without a tag, a tag that is not `O`, `B-…` or `I-…`, a token that does not stand in `# text`.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    let marked = text.lines().any(|line| line.starts_with("-DOCSTART-") || line.starts_with("# newdoc"));
    let mut reader = Reader { marked, ..Reader::default() };
    for (index, line) in text.lines().enumerate() {
        reader.line(index + 1, line.trim_end())?;
    }
    reader.end_sentence()?;
    reader.end_document();
    Ok(reader.done)
}

#[derive(Default)]
struct Reader<'t> {
    /// Whether the file says where documents begin.
    marked: bool,
    done: Vec<Document>,
    text: Text,
    document: Document,
    rows: Vec<Row<'t>>,
    raw: Option<&'t str>,
}

struct Row<'t> {
    line: usize,
    form: &'t str,
    tag: Tag<'t>,
}

#[derive(Clone, Copy)]
struct Tag<'t> {
    begins: bool,
    label: Option<&'t str>,
}

impl<'t> Reader<'t> {
    fn line(&mut self, number: usize, line: &'t str) -> Result<(), Error> {
        if line.is_empty() {
            return self.end_sentence();
        }
        if line.starts_with("-DOCSTART-") || line.starts_with("# newdoc") {
            self.end_sentence()?;
            self.end_document();
        } else if let Some(raw) = line.strip_prefix("# text = ") {
            self.raw = Some(raw.trim());
        } else if !line.starts_with("# ") {
            let row = row(number, line, self.rows.len() + 1)?;
            self.rows.push(row);
        }
        Ok(())
    }

    fn end_document(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut document = std::mem::take(&mut self.document);
        document.text = text.text;
        if !document.text.is_empty() {
            self.done.push(document);
        }
    }

    fn end_sentence(&mut self) -> Result<(), Error> {
        let rows = std::mem::take(&mut self.rows);
        let raw = self.raw.take();
        if rows.is_empty() {
            return Ok(());
        }
        let spans = match raw {
            Some(raw) => self.place(raw, &rows)?,
            None => {
                let tokens = self.text.sentence(rows.iter().map(|row| row.form));
                self.text.tokens.get(tokens).unwrap_or_default().to_vec()
            }
        };
        if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
            self.document.sentences.push(first.start..last.end);
        }
        self.document.names.extend(names(&rows, &spans));
        if !self.marked {
            self.end_document();
        }
        Ok(())
    }

    /// Adds the text of a sentence and finds its tokens there.
    fn place(&mut self, raw: &str, rows: &[Row<'_>]) -> Result<Vec<Range<usize>>, Error> {
        self.text.divide();
        let base = self.text.text.len();
        self.text.text.push_str(raw);
        let mut at = 0;
        let mut spans = Vec::new();
        for row in rows {
            let rest = raw.get(at..).unwrap_or_default();
            let skipped = rest.len() - rest.trim_start().len();
            if !rest.trim_start().starts_with(row.form) {
                return Err(Error::new(row.line, format!("{:?} is not what follows in `# text`", row.form)));
            }
            let start = at + skipped;
            at = start + row.form.len();
            spans.push(base + start..base + at);
        }
        Ok(spans)
    }
}

/// Reads a line; `place` is the number of its token, where tokens are numbered.
fn row(line: usize, text: &str, place: usize) -> Result<Row<'_>, Error> {
    let columns: Vec<&str> = if text.contains('\t') {
        text.split('\t').collect()
    } else {
        text.split(' ').filter(|column| !column.is_empty()).collect()
    };
    let (form, tag) = match columns.as_slice() {
        [number, form, tag, ..] if text.contains('\t') && number.parse() == Ok(place) => (form, tag),
        [form, .., tag] => (form, tag),
        _ => return Err(Error::new(line, "there is no tag: write the token, then its tag")),
    };
    match tag_of(tag) {
        Some(tag) if !form.trim().is_empty() => Ok(Row { line, form: form.trim(), tag }),
        Some(_) => Err(Error::new(line, "there is no token before the tag")),
        None => Err(Error::new(line, format!("{tag:?} is no tag: O, B-PER, I-PER…"))),
    }
}

fn tag_of(text: &str) -> Option<Tag<'_>> {
    if text == "O" {
        return Some(Tag { begins: false, label: None });
    }
    let (mark, label) = text.split_once('-')?;
    (matches!(mark, "B" | "I") && !label.is_empty()).then_some(Tag { begins: mark == "B", label: Some(label) })
}

/// A name begins with `B-`, after `O`, and where the label changes.
fn names(rows: &[Row<'_>], spans: &[Range<usize>]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut before = None;
    for (row, span) in rows.iter().zip(spans) {
        match (row.tag.label, names.last_mut()) {
            (Some(label), Some(name)) if before == Some(label) && !row.tag.begins => name.span.end = span.end,
            (Some(label), _) => names.push(Name { span: span.clone(), label: label.to_owned() }),
            (None, _) => {}
        }
        before = row.tag.label;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &Document) -> Vec<(&str, &str)> {
        let text = |name: &Name| document.text.get(name.span.clone()).unwrap_or_default();
        document.names.iter().map(|name| (text(name), name.label.as_str())).collect::<Vec<_>>()
    }

    #[test]
    fn universal_ner_keeps_its_text() {
        let file = "# newdoc id = a\n# text = Ana's in Oslo.\n1\tAna\tB-PER\t-\tx\n2\t's\tO\t-\tx\n3\tin\tO\t-\tx\n\
                    4\tOslo\tB-LOC\t-\tx\n5\t.\tO\t-\tx\n\n# text = Oslo?\n1\tOslo\tB-LOC\t-\tx\n2\t?\tO\t-\tx\n";
        let documents = read(file).expect("names");
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].text, "Ana's in Oslo. Oslo?");
        assert_eq!(found(&documents[0]), [("Ana", "PER"), ("Oslo", "LOC"), ("Oslo", "LOC")]);
        assert_eq!(documents[0].sentences, [0..14, 15..20]);
    }

    #[test]
    fn conll_2003_is_set_again() {
        let file = "-DOCSTART- -X- -X- O\n\nANA NNP B-NP I-PER\nLEE NNP I-NP I-PER\nKIM NNP I-NP B-PER\n\n\
                    1988 CD B-NP O\nOslo NNP B-NP I-ORG\nUnited NNP I-NP I-ORG\n. . O O\n\n-DOCSTART- -X- -X- O\n\nYes UH O O\n";
        let documents = read(file).expect("names");
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0].text, "ANA LEE KIM\n\n1988 Oslo United.");
        assert_eq!(found(&documents[0]), [("ANA LEE", "PER"), ("KIM", "PER"), ("Oslo United", "ORG")]);
    }

    #[test]
    fn without_marks_a_sentence_is_a_document() {
        assert_eq!(read("Hi\tO\n\n@ana\tB-person\n").expect("names").len(), 2);
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let error = |text: &str| read(text).expect_err("broken").to_string();
        assert_eq!(error("Oslo O\nOslo"), "line 2: there is no tag: write the token, then its tag");
        assert_eq!(error("Oslo NNP"), "line 1: \"NNP\" is no tag: O, B-PER, I-PER…");
        assert_eq!(error("# text = Ana\n1\tOslo\tO\n"), "line 2: \"Oslo\" is not what follows in `# text`");
    }
}
