//! TimeML: articles with TIMEX3.

use std::ops::Range;

use super::{Error, line_of, xml};

/// An annotated article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The text without markup.
    pub text: String,
    /// TIMEX3 value of the document creation time, when given.
    pub creation: Option<String>,
    /// The annotated times by position; spans in bytes of `text`.
    pub times: Vec<Timex>,
}

/// A TIMEX3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
}

/// Reads a TimeML document: its `DCT` and the `TIMEX3` inside `TEXT`. Other tags are passed over, their text is kept.
///
/// # Errors
/// When there is no `TEXT`, a tag breaks off, or a `TIMEX3` is not closed.
pub fn read(xml: &str) -> Result<Document, Error> {
    let missing = |what: &str| Error::new(1, format!("there is no <{what}>: is this TimeML?"));
    let (head, rest) = xml.split_once("<TEXT>").ok_or_else(|| missing("TEXT"))?;
    let (body, _) = rest.split_once("</TEXT>").ok_or_else(|| missing("/TEXT"))?;
    let creation = head.split_once("<DCT>").and_then(|(_, dct)| xml::attribute(dct.split_once('>')?.0, "value"));
    let mut reader = Reader { document: Document { creation, ..Document::default() }, open: Vec::new() };
    let mut line = line_of(head.as_bytes());
    for (index, piece) in body.split('<').enumerate() {
        let text = match piece.split_once('>') {
            _ if index == 0 => piece,
            Some((tag, text)) => {
                reader.tag(tag, line)?;
                text
            }
            None => return Err(Error::new(line, "a tag breaks off: write < in text as &lt;")),
        };
        reader.document.text.push_str(&xml::unescape(text));
        line += piece.matches('\n').count();
    }
    match reader.open.first() {
        Some((_, line)) => Err(Error::new(*line, "this TIMEX3 is not closed")),
        None => Ok(reader.document),
    }
}

struct Reader {
    document: Document,
    /// Index of each open time, and its line.
    open: Vec<(usize, usize)>,
}

impl Reader {
    fn tag(&mut self, tag: &str, line: usize) -> Result<(), Error> {
        let at = self.document.text.len();
        match tag.split(char::is_whitespace).next() {
            Some("TIMEX3") if !tag.ends_with('/') => {
                let get = |name| xml::attribute(tag, name).unwrap_or_default();
                self.open.push((self.document.times.len(), line));
                self.document.times.push(Timex { span: at..at, kind: get("type"), value: get("value") });
            }
            Some("/TIMEX3") => {
                let open = self.open.pop().and_then(|(index, _)| self.document.times.get_mut(index));
                open.ok_or_else(|| Error::new(line, "a TIMEX3 is closed that is not open"))?.span.end = at;
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2024-04-02\">x</TIMEX3></DCT>\n<TEXT>A &amp; B <EVENT eid=\"e1\">met</EVENT> \
         <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2024-04-01\">Monday</TIMEX3> for \
         <TIMEX3 tid=\"t2\" type=\"DURATION\" value=\"PT2H\">two hours</TIMEX3>.</TEXT></TimeML>";

    #[test]
    fn markup_becomes_spans() {
        let document = read(ARTICLE).expect("a text");
        assert_eq!(document.text, "A & B met Monday for two hours.");
        assert_eq!(document.creation.as_deref(), Some("2024-04-02"));
        let written: Vec<_> = document.times.iter().filter_map(|time| document.text.get(time.span.clone())).collect();
        assert_eq!(written, ["Monday", "two hours"]);
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let error = |text: &str| read(text).expect_err("broken").to_string();
        assert_eq!(error("<TimeML/>"), "line 1: there is no <TEXT>: is this TimeML?");
        assert_eq!(error("<TEXT>\n\n<TIMEX3 value=\"x\">a</TEXT>"), "line 3: this TIMEX3 is not closed");
        assert_eq!(error("<TEXT>\na</TIMEX3></TEXT>"), "line 2: a TIMEX3 is closed that is not open");
        assert_eq!(error("<TEXT>\na < b</TEXT>"), "line 2: a tag breaks off: write < in text as &lt;");
    }
}
