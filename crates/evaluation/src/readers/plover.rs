//! Coded events: PLOVER's gold standard records, one coded sentence each.
//!
//! The records were coded with an earlier draft of the scheme; types and modes that the current one renamed or joined are
//! read under their current name. A record codes one event of its sentence, and a sentence may tell more: precision over
//! all predicted events is a lower bound.

use serde_json::Value;

use super::{Error, json};

/// A coded event: its PLOVER type and mode, and the texts of its parties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coded {
    /// PLOVER type: `AGREE`, `CONSULT`…
    pub kind: String,
    /// PLOVER mode: `visit`, `arrest`…; empty where there is none.
    pub mode: String,
    /// Who did it, as written.
    pub actors: Vec<String>,
    /// To whom, as written.
    pub recipients: Vec<String>,
}

/// A sentence with its coded event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text.
    pub text: String,
    /// What the gold standard codes.
    pub event: Coded,
}

/// Reads the records of a JSON file; entries without a text are passed over.
///
/// # Errors
/// When the file is no JSON array.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    let records: Vec<Value> = json(text)?;
    Ok(records.iter().filter_map(sentence).collect())
}

fn sentence(record: &Value) -> Option<Document> {
    let text = record.get("text")?.as_str()?.trim().to_owned();
    let mode = record.get("mode").and_then(Value::as_str).unwrap_or_default();
    let event = Coded {
        kind: current_type(record.get("event")?.as_str()?).to_owned(),
        mode: current_mode(mode.trim()).to_owned(),
        actors: texts(record.get("source")),
        recipients: texts(record.get("target")),
    };
    Some(Document { text, event })
}

/// The current name of a type.
fn current_type(kind: &str) -> &str {
    match kind {
        "FIGHT" => "ASSAULT",
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        kind => kind,
    }
}

/// The current name of a mode: no `-org` and `-spon`, and a host's visit is a visit.
fn current_mode(mode: &str) -> &str {
    match mode {
        "demo-org" | "demo-spon" => "demo",
        "riot-org" | "riot-spon" => "riot",
        "strike-hun" => "hunger",
        "strike-gen" => "strike",
        "host" => "visit",
        "confiscate" => "seize",
        "censor" => "ban",
        "detain" => "arrest",
        mode => mode,
    }
}

fn texts(parties: Option<&Value>) -> Vec<String> {
    let parties = parties.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    parties.iter().filter_map(|party| Some(party.get("actorText")?.as_str()?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_under_the_current_names_of_its_codes() {
        let json = r#"[{"event": "DOCUMENT"}, {"event": "FIGHT", "mode": "host", "text": "A fights B.",
                        "source": [{"actorText": "A"}], "target": ""}]"#;
        let event =
            Coded { kind: "ASSAULT".into(), mode: "visit".into(), actors: vec!["A".into()], recipients: Vec::new() };
        assert_eq!(read(json), Ok(vec![Document { text: "A fights B.".into(), event }]));
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        assert_eq!(read("[\n{]").expect_err("broken").line, 2);
    }
}
