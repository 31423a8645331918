//! Numbers and units: cases of Recognizers-Text, a JSON array of `Input` and `Results` with inclusive offsets.

use std::{collections::BTreeSet, ops::Range};

use serde::Deserialize;

use super::{Error, json};

/// A text with its quantities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The text.
    pub text: String,
    /// The quantities in order.
    pub quantities: Vec<Quantity>,
    /// The types that its file annotates: `number`, `currency`…; empty where all are annotated.
    pub types: BTreeSet<String>,
}

/// A quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// The value as a decimal, or `low..high` with either end left out where a range is open; `None` where none is given.
    pub value: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Case {
    input: String,
    results: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found {
    start: usize,
    end: Option<usize>,
    length: Option<usize>,
    resolution: Option<Resolution>,
    type_name: Option<String>,
}

#[derive(Deserialize)]
struct Resolution {
    value: Option<String>,
}

/// Reads the cases of a file. Offsets are in code points, or in UTF-16 where a text has characters beyond the first plane.
///
/// # Errors
/// When the file is not such JSON, or an offset is outside its text.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    let cases: Vec<Case> = json(text)?;
    let types = cases.iter().flat_map(|case| &case.results).filter_map(|found| found.type_name.clone());
    let types: BTreeSet<String> = types.collect();
    let documents = cases.into_iter().map(|case| document(case, text, &types));
    documents.collect()
}

fn document(case: Case, file: &str, types: &BTreeSet<String>) -> Result<Document, Error> {
    let quantity = |found: Found| {
        let end = found.end.map(|end| end.saturating_add(1)).or(found.length.map(|length| found.start + length));
        let span = bytes(&case.input, found.start)..bytes(&case.input, end?);
        case.input.get(span.clone()).filter(|text| !text.is_empty())?;
        let value = found.resolution.and_then(|resolution| resolution.value).and_then(|value| plain(&value));
        Some(Quantity { span, value })
    };
    let mut quantities = Vec::new();
    for found in case.results {
        let (start, message) = (found.start, "a result's offsets are outside its input");
        quantities.push(quantity(found).ok_or_else(|| {
            let line = line_of_input(file, &case.input);
            Error::new(line, format!("{message}: from {start} of {:?}", case.input))
        })?);
    }
    quantities.sort_by_key(|quantity| quantity.span.start);
    Ok(Document { text: case.input, quantities, types: types.clone() })
}

/// The line of the file on which an input is written.
fn line_of_input(file: &str, input: &str) -> usize {
    let written = serde_json::to_string(input).unwrap_or_default();
    let before = file.find(&written).and_then(|at| file.as_bytes().get(..at));
    super::line_of(before.unwrap_or_default())
}

/// Byte of a UTF-16 offset; past the end when there is none.
fn bytes(text: &str, offset: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= offset {
            return at;
        }
        units += c.len_utf16();
    }
    if units == offset { text.len() } else { usize::MAX }
}

/// `12.50%` is `12.50`; `[20,30)` is `20..30`; words are no value.
fn plain(value: &str) -> Option<String> {
    let value = value.trim().trim_end_matches('%');
    if let Some((low, high)) = value.trim_matches(['[', ']', '(', ')']).split_once(',') {
        return Some(format!("{}..{}", low.trim(), high.trim()));
    }
    value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.')).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inclusive_ends_become_half_open() {
        let json = r#"[{"Input": "é 5%", "NotSupported": "java",
                        "Results": [{"Text": "5%", "Start": 2, "End": 3, "Resolution": {"value": "5%"}}]}]"#;
        let expected = Quantity { span: 3..5, value: Some("5".into()) };
        assert_eq!(
            read(json),
            Ok(vec![Document { text: "é 5%".into(), quantities: vec![expected], types: BTreeSet::new() }])
        );
    }

    #[test]
    fn ranges_and_words_as_values() {
        assert_eq!(plain("[20,30)").as_deref(), Some("20..30"));
        assert_eq!(plain("(20,)").as_deref(), Some("20.."));
        assert_eq!(plain("end-1"), None);
        assert_eq!(plain("-1.5").as_deref(), Some("-1.5"));
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let error = |text: &str| read(text).expect_err("broken");
        assert_eq!(error("[\n{]").line, 2);
        let outside = "[\n{\"Input\": \"one\", \"Results\": [{\"Start\": 2, \"End\": 3}]}]";
        assert_eq!(error(outside), Error::new(2, "a result's offsets are outside its input: from 2 of \"one\""));
    }
}
