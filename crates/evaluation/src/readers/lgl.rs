//! Toponyms with coordinates, in the XML of the Local-Global Lexicon (Lieberman et al. 2010): `article` holds `text` and
//! `toponym`s with `start`, `end` (in code points) and, where the place is known, `lat` and `lon`.

use std::ops::Range;

use super::{Error, line_of, xml};

/// An article with its toponyms.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// From `docid`.
    pub id: String,
    /// The text.
    pub text: String,
    /// Domain of the outlet.
    pub domain: String,
    /// When it was fetched, as written: `2009-03-20 12:24:52.002364-05`.
    pub fetched: String,
    /// The toponyms in order.
    pub toponyms: Vec<Toponym>,
}

/// A toponym.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Degrees north and east, where the place is known.
    pub place: Option<(f64, f64)>,
}

/// Reads the articles of a file.
///
/// # Errors
/// An article without text, an offset that is no number or outside the text, a phrase that does not stand there, a
/// coordinate that is none.
pub fn read(file: &str) -> Result<Vec<Document>, Error> {
    let mut documents = Vec::new();
    let mut pieces = file.split("<article ");
    let mut at = pieces.next().map_or(0, str::len);
    if documents.is_empty() && !file.contains("<article ") {
        return Err(Error::new(1, "there is no <article>: is this the toponym XML?"));
    }
    for piece in pieces {
        let source = Source { file, at: at + "<article ".len() };
        documents.push(article(piece, &source)?);
        at += "<article ".len() + piece.len();
    }
    Ok(documents)
}

/// Where a piece of the file begins, for errors.
struct Source<'f> {
    file: &'f str,
    at: usize,
}

impl Source<'_> {
    fn error(&self, offset: usize, message: impl Into<String>) -> Error {
        let before = self.file.as_bytes().get(..self.at + offset).unwrap_or_default();
        Error::new(line_of(before), message)
    }
}

fn article(piece: &str, source: &Source<'_>) -> Result<Document, Error> {
    let (tag, _) = piece.split_once('>').ok_or_else(|| source.error(0, "the tag of this article breaks off"))?;
    let text = element(piece, "text").ok_or_else(|| source.error(0, "this article has no <text>"))?;
    let text = match text.trim().strip_prefix("<![CDATA[") {
        Some(raw) => raw.strip_suffix("]]>").unwrap_or(raw).to_owned(),
        None => xml::unescape(text),
    };
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut document = Document {
        id: xml::attribute(&format!(" {tag}"), "docid").unwrap_or_default(),
        domain: element(piece, "domain").unwrap_or_default().trim().to_owned(),
        fetched: element(piece, "dltime").unwrap_or_default().trim().to_owned(),
        toponyms: Vec::new(),
        text,
    };
    let (_, after) = piece.split_once("<toponyms").unwrap_or_default();
    let mut at = piece.len() - after.len();
    for part in after.split("<toponym>").skip(1).map(|part| part.split("</toponym>").next().unwrap_or(part)) {
        at = piece.get(at..).and_then(|rest| rest.find("<toponym>")).map_or(at, |found| at + found + 1);
        document.toponyms.push(toponym(part, &document.text, &places).map_err(|message| source.error(at, message))?);
    }
    document.toponyms.sort_by_key(|toponym| (toponym.span.start, toponym.span.end));
    Ok(document)
}

fn toponym(part: &str, text: &str, places: &[usize]) -> Result<Toponym, String> {
    let offset = |name: &str| {
        let written = element(part, name).ok_or_else(|| format!("this toponym has no <{name}>"))?;
        let point = written.trim().parse::<usize>().map_err(|_| format!("{name} {written:?} is no number"))?;
        places.get(point).copied().ok_or_else(|| format!("{name} {point} is outside the text"))
    };
    let span = offset("start")?..offset("end")?;
    let covered = text.get(span.clone()).ok_or_else(|| "the end of this toponym is before its start".to_owned())?;
    if let Some(phrase) = element(part, "phrase").map(xml::unescape)
        && phrase != covered
    {
        return Err(format!("{phrase:?} does not stand at these offsets, but {covered:?}"));
    }
    let degrees = |name: &str| match element(part, name) {
        None => Ok(None),
        Some(written) => {
            let value = written.trim().parse::<f64>().ok().filter(|value| value.abs() <= 180.0);
            value.map(Some).ok_or_else(|| format!("{name} {written:?} is no coordinate"))
        }
    };
    Ok(Toponym { span, place: degrees("lat")?.zip(degrees("lon")?) })
}

/// What stands between the first `<name>` and the `</name>` after it.
fn element<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(content, _)| content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(toponym: &str) -> String {
        format!(
            "<articles>\n<article docid=\"7\">\n<text><![CDATA[É Oslo & Bergen.]]></text>\n<toponyms count=\"1\">\n\
             <toponym>{toponym}</toponym></toponyms></article></articles>"
        )
    }

    #[test]
    fn offsets_in_code_points_become_bytes() {
        let toponym =
            "<start>2</start><end>6</end><phrase>Oslo</phrase><gaztag><lat>59.9</lat><lon>10.7</lon></gaztag>";
        let documents = read(&file(toponym)).expect("an article");
        let expected = Toponym { span: 3..7, place: Some((59.9, 10.7)) };
        assert_eq!((documents[0].id.as_str(), documents[0].toponyms.as_slice()), ("7", [expected].as_slice()));
        assert_eq!(documents[0].text, "É Oslo & Bergen.");
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let error = |toponym: &str| read(&file(toponym)).expect_err("broken").to_string();
        assert_eq!(error("<start>2</start>"), "line 5: this toponym has no <end>");
        assert_eq!(error("<start>x</start><end>6</end>"), "line 5: start \"x\" is no number");
        assert_eq!(error("<start>2</start><end>99</end>"), "line 5: end 99 is outside the text");
        let wrong = "<start>2</start><end>5</end><phrase>Oslo</phrase>";
        assert_eq!(error(wrong), "line 5: \"Oslo\" does not stand at these offsets, but \"Osl\"");
        assert_eq!(error("<start>2</start><end>6</end><lat>x</lat>"), "line 5: lat \"x\" is no coordinate");
        assert!(read("nothing").is_err());
    }
}
