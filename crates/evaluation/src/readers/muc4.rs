//! Incidents of MUC-4: articles in lower case with templates of attacks, bombings, kidnappings and the like, a JSON object a
//! line; an article without an incident has no template.

use serde::Deserialize;

use super::Error;

/// An article with its incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text.
    pub text: String,
    /// Its incidents.
    pub incidents: Vec<Incident>,
}

/// An incident: who did it and whom or what it struck, each by all the texts that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incident {
    /// `attack`, `bombing`…
    pub kind: String,
    /// Individuals, then organizations.
    pub perpetrators: Vec<Vec<String>>,
    /// People, then things.
    pub victims: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Line {
    doctext: String,
    templates: Vec<Template>,
}

/// A text that names an entity, and where it stands.
type Mention = (String, usize);

#[derive(Deserialize)]
struct Template {
    incident_type: String,
    #[serde(rename = "PerpInd")]
    individuals: Vec<Vec<Mention>>,
    #[serde(rename = "PerpOrg")]
    organizations: Vec<Vec<Mention>>,
    #[serde(rename = "Target")]
    things: Vec<Vec<Mention>>,
    #[serde(rename = "Victim")]
    people: Vec<Vec<Mention>>,
}

/// Reads the articles of a file.
///
/// # Errors
/// When a line is no such object.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let line: Line = serde_json::from_str(line).map_err(|error| Error::new(at + 1, error.to_string()))?;
            Ok(Document { text: line.doctext, incidents: line.templates.into_iter().map(incident).collect() })
        })
        .collect()
}

fn incident(template: Template) -> Incident {
    let texts = |one: Vec<Vec<Mention>>, other: Vec<Vec<Mention>>| {
        let entities = one.into_iter().chain(other);
        entities.map(|mentions| mentions.into_iter().map(|(text, _)| text).collect()).collect()
    };
    Incident {
        kind: template.incident_type,
        perpetrators: texts(template.individuals, template.organizations),
        victims: texts(template.people, template.things),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_incidents_with_their_parties() {
        let line = r#"{"doctext": "rebels burned a bus.", "templates": [{"incident_type": "arson", "PerpInd": [[["rebels", 0]]],
            "PerpOrg": [], "Target": [[["a bus", 14], ["bus", 16]]], "Victim": [], "Weapon": []}]}"#
            .replace('\n', " ");
        let documents = read(&format!("{line}\n\n{{\"doctext\": \"rain.\", \"templates\": []}}")).expect("articles");
        let incident = Incident {
            kind: "arson".into(),
            perpetrators: vec![vec!["rebels".into()]],
            victims: vec![vec!["a bus".into(), "bus".into()]],
        };
        assert_eq!((documents[0].incidents.clone(), documents[1].incidents.len()), (vec![incident], 0));
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        assert_eq!(read("\n{\"doctext\": 1}").expect_err("broken").line, 2);
    }
}
