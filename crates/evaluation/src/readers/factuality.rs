//! How certain events are to have happened: sentences of tokens with rated targets, as the University of Washington's
//! factuality sets and those in their format hold them, one JSON object a line.

use serde::Deserialize;

use super::{Error, detokenize::Text};
use crate::scorers::factuality::Rated;

/// A sentence with its rated events.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The text, set as people write.
    pub text: String,
    /// The events, by the bytes of their heads.
    pub events: Vec<Rated>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    /// Tokens, half-open.
    span1: (usize, usize),
    label: f64,
}

/// Reads the sentences of a file.
///
/// # Errors
/// When a line is no such object, or names tokens that its text does not have.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| document(line, at + 1)).collect()
}

fn document(line: &str, number: usize) -> Result<Document, Error> {
    let line: Line = serde_json::from_str(line).map_err(|error| Error::new(number, error.to_string()))?;
    let mut text = Text::default();
    text.sentence(line.text.split_whitespace());
    let event = |target: &Target| {
        let (start, end) = target.span1;
        let last = end.checked_sub(1).filter(|last| *last >= start).and_then(|last| text.tokens.get(last));
        let tokens = text.tokens.get(start).zip(last);
        let missing = || Error::new(number, format!("there are no tokens {start} to {end}"));
        tokens.map(|(first, last)| Rated { span: first.start..last.end, value: target.label }).ok_or_else(missing)
    };
    let events = line.targets.iter().map(event).collect::<Result<_, _>>()?;
    Ok(Document { text: text.text, events })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_bytes_of_the_text_as_people_write_it() {
        let line = r#"{"text": "She did n't sail , he said .", "targets": [{"span1": [3, 4], "label": -3.0, "span_text": "sail"}]}"#;
        let documents = read(&format!("{line}\n\n")).unwrap();
        assert_eq!(documents[0].text, "She didn't sail, he said.");
        assert_eq!(documents[0].events, [Rated { span: 11..15, value: -3.0 }]);
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let beyond = r#"{"text": "She sails .", "targets": [{"span1": [2, 9], "label": 3.0}]}"#;
        assert_eq!(read(&format!("\n{beyond}")).unwrap_err().line, 2);
        assert_eq!(read("{").unwrap_err().line, 1);
    }
}
