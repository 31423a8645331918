//! Coded events: PLOVER's gold standard records, one coded sentence each.
//!
//! The records were coded with an earlier draft of the scheme; types that the current one renamed or joined are read under
//! their current name. A record codes one event of its sentence, and a sentence may tell more: precision over all predicted
//! events is a lower bound.

use serde_json::Value;

/// A coded event: its PLOVER type and the texts of its parties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coded {
    /// PLOVER type: `AGREE`, `CONSULT`…
    pub kind: String,
    /// Who did it, as written.
    pub actors: Vec<String>,
    /// To whom, as written.
    pub recipients: Vec<String>,
}

/// A sentence with its coded event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The text.
    pub text: String,
    /// What the gold standard codes.
    pub event: Coded,
}

/// Reads the records of a JSON file; entries without a text are passed over.
///
/// # Errors
/// When the file is no JSON.
pub fn read_plover(json: &str) -> Result<Vec<Sentence>, serde_json::Error> {
    let records: Vec<Value> = serde_json::from_str(json)?;
    Ok(records.iter().filter_map(sentence).collect())
}

fn sentence(record: &Value) -> Option<Sentence> {
    let text = record.get("text")?.as_str()?.trim().to_owned();
    let event = Coded {
        kind: current(record.get("event")?.as_str()?).to_owned(),
        actors: texts(record.get("source")),
        recipients: texts(record.get("target")),
    };
    Some(Sentence { text, event })
}

/// The current name of a type.
fn current(kind: &str) -> &str {
    match kind {
        "FIGHT" => "ASSAULT",
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        kind => kind,
    }
}

fn texts(parties: Option<&Value>) -> Vec<String> {
    let parties = parties.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    parties.iter().filter_map(|party| Some(party.get("actorText")?.as_str()?.to_owned())).collect()
}

/// Counts over sentences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Sentences scored.
    pub sentences: usize,
    /// Sentences with any predicted event.
    pub coded: usize,
    /// Sentences with a predicted event of the gold type.
    pub typed: usize,
    /// Predicted events.
    pub predicted: usize,
    /// Predicted events of the gold type.
    pub agreeing: usize,
    /// Typed sentences whose gold standard has an actor, and those where it is found.
    pub actors: (usize, usize),
    /// The same for the recipient.
    pub recipients: (usize, usize),
}

impl Scores {
    /// Adds one sentence.
    pub fn add(&mut self, predicted: &[Coded], gold: &Coded) {
        let right: Vec<&Coded> = predicted.iter().filter(|event| event.kind == gold.kind).collect();
        self.sentences += 1;
        self.coded += usize::from(!predicted.is_empty());
        self.typed += usize::from(!right.is_empty());
        self.predicted += predicted.len();
        self.agreeing += right.len();
        if !right.is_empty() {
            count(&mut self.actors, &gold.actors, right.iter().flat_map(|event| &event.actors));
            count(&mut self.recipients, &gold.recipients, right.iter().flat_map(|event| &event.recipients));
        }
    }
}

fn count<'a>(counts: &mut (usize, usize), gold: &[String], mut predicted: impl Iterator<Item = &'a String>) {
    if !gold.is_empty() {
        counts.0 += 1;
        counts.1 += usize::from(predicted.any(|party| gold.iter().any(|gold| shares_word(party, gold))));
    }
}

/// Whether two names share a word of more than two letters.
fn shares_word(left: &str, right: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.to_lowercase();
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2 && *word != "the")
            .map(Into::into)
            .collect()
    };
    let right = words(right);
    words(left).iter().any(|word| right.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(kind: &str, actor: &str, recipient: &str) -> Coded {
        Coded { kind: kind.into(), actors: vec![actor.into()], recipients: vec![recipient.into()] }
    }

    #[test]
    fn a_record_is_read_under_the_current_name_of_its_type() {
        let json = r#"[{"event": "DOCUMENT"}, {"event": "FIGHT", "text": "A fights B.", "source": [{"actorText": "A"}], "target": ""}]"#;
        let found = read_plover(json).expect("JSON");
        let event = Coded { kind: "ASSAULT".into(), actors: vec!["A".into()], recipients: Vec::new() };
        assert_eq!(found, [Sentence { text: "A fights B.".into(), event }]);
    }

    /// Worked by hand: of two sentences one gets the right type beside a wrong one, with the right actor only; the other
    /// gets nothing.
    #[test]
    fn scores_worked_by_hand() {
        let mut scores = Scores::default();
        let predicted = [coded("AID", "the government of Norway", "Chad"), coded("AGREE", "Norway", "Sudan")];
        scores.add(&predicted, &coded("AID", "Norway", "Sudan"));
        scores.add(&[], &coded("PROTEST", "Students", "the king"));
        let expected =
            Scores { sentences: 2, coded: 1, typed: 1, predicted: 2, agreeing: 1, actors: (1, 1), recipients: (1, 0) };
        assert_eq!(scores, expected);
    }
}
