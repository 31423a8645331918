//! Entities of the relationship and entity extraction evaluation dataset (re3d): a file of documents and one of entities, a
//! JSON object a line each, spans in characters.
//!
//! It annotates whatever refers to an entity, so *the camp* and *we* are among them, and entities inside others.

use std::collections::HashMap;

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Error,
    iob2::{Document, Name},
};

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    begin: usize,
    end: usize,
    #[serde(rename = "type")]
    label: String,
    document_id: String,
}

/// Reads the documents in their order, each with its entities by position, labelled as they are.
///
/// # Errors
/// When a line is no such object, or an entity is of no document or not within it.
pub fn read(documents: &str, entities: &str) -> Result<Vec<Document>, Error> {
    let texts: Vec<(usize, Text)> = objects(documents)?;
    let mut places = HashMap::new();
    let mut found = Vec::new();
    for (_, text) in texts {
        let bytes: Vec<usize> = text.text.char_indices().map(|(byte, _)| byte).chain([text.text.len()]).collect();
        places.insert(text.id, (found.len(), bytes));
        found.push(Document { text: text.text, ..Document::default() });
    }
    for (line, entity) in objects::<Entity>(entities)? {
        let unknown = || Error::new(line, format!("there is no document {}", entity.document_id));
        let (at, bytes) = places.get(&entity.document_id).ok_or_else(unknown)?;
        let ends = bytes.get(entity.begin).zip(bytes.get(entity.end)).filter(|(start, end)| start < end);
        let outside = || Error::new(line, format!("the text has no characters {} to {}", entity.begin, entity.end));
        let (start, end) = ends.ok_or_else(outside)?;
        let names = found.get_mut(*at).map(|document| &mut document.names);
        names.into_iter().for_each(|names| names.push(Name { span: *start..*end, label: entity.label.clone() }));
    }
    found.iter_mut().for_each(|document| document.names.sort_by_key(|name| (name.span.start, name.span.end)));
    Ok(found)
}

/// The objects of a file with their lines.
fn objects<T: DeserializeOwned>(text: &str) -> Result<Vec<(usize, T)>, Error> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let object = serde_json::from_str(line).map_err(|error| Error::new(at + 1, error.to_string()))?;
            Ok((at + 1, object))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: &str = r#"{"_id": "a", "text": "Zoë met the army."}"#;

    fn entity(document: &str, begin: usize, end: usize) -> String {
        format!(r#"{{"documentId": "{document}", "begin": {begin}, "end": {end}, "type": "Organisation"}}"#)
    }

    #[test]
    fn characters_become_bytes_and_entities_stand_by_position() {
        let entities = [entity("a", 8, 16), entity("a", 0, 3)].join("\n\n");
        let documents = read(TEXTS, &entities).expect("entities");
        let named = |name: &Name| documents[0].text.get(name.span.clone()).map(str::to_owned);
        let names: Vec<_> = documents[0].names.iter().filter_map(named).collect();
        assert_eq!(names, ["Zoë", "the army"]);
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let line = |documents: &str, entities: &str| read(documents, entities).expect_err("broken").line;
        assert_eq!(line("\n{", ""), 2);
        assert_eq!(line(TEXTS, &entity("b", 0, 1)), 1);
        assert_eq!(line(TEXTS, &format!("\n{}", entity("a", 3, 99))), 2);
        assert_eq!(line(TEXTS, &entity("a", 3, 3)), 1);
    }
}
