//! Field masks over a record: `article.title`, `events`, `entities.name`.

use std::{collections::BTreeMap, sync::LazyLock};

use dateline_record::{FILE_DESCRIPTOR_SET, v1::ArticleRecord};
use prost_reflect::{DescriptorPool, DynamicMessage, Kind, MessageDescriptor, ReflectMessage as _, Value};

use crate::failure::Failure;

static RECORD: LazyLock<Option<MessageDescriptor>> = LazyLock::new(|| {
    DescriptorPool::decode(FILE_DESCRIPTOR_SET).ok()?.get_message_by_name("dateline.v1.ArticleRecord")
});

/// Fields to keep, by number, each with the fields to keep below it. Without fields below it, a field is kept whole.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Mask(BTreeMap<u32, Mask>);

impl Mask {
    /// A mask of paths in proto or JSON spelling; `*` alone is everything.
    pub(crate) fn new(paths: &[String]) -> Result<Self, Failure> {
        let mut mask = Self::default();
        if paths.is_empty() || paths.iter().any(|path| path == "*") {
            return Ok(mask);
        }
        let record = descriptor()?;
        for path in paths {
            let numbers = numbers(record, path).ok_or_else(|| {
                Failure::invalid(
                    "read_mask",
                    format!("`{path}` is no field of ArticleRecord: name fields as in record.proto"),
                )
            })?;
            mask.add(&numbers);
        }
        Ok(mask)
    }

    /// A wider path takes in the narrower ones, in whatever order they come.
    fn add(&mut self, path: &[u32]) {
        let Some((first, rest)) = path.split_first() else { return };
        match self.0.get_mut(first) {
            Some(below) if below.0.is_empty() => {}
            Some(below) if rest.is_empty() => below.0.clear(),
            Some(below) => below.add(rest),
            None => {
                let mut below = Self::default();
                below.add(rest);
                self.0.insert(*first, below);
            }
        }
    }

    /// Clears what is not kept.
    pub(crate) fn apply(&self, record: &mut ArticleRecord) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut message = DynamicMessage::new(descriptor()?.clone());
        message.transcode_from(record).map_err(internal)?;
        self.retain(&mut message);
        *record = message.transcode_to().map_err(internal)?;
        Ok(())
    }

    fn retain(&self, message: &mut DynamicMessage) {
        if self.0.is_empty() {
            return;
        }
        for field in message.descriptor().fields() {
            match self.0.get(&field.number()) {
                None => message.clear_field(&field),
                Some(below) if !below.0.is_empty() && message.has_field(&field) => {
                    below.retain_value(message.get_field_mut(&field))
                }
                Some(_) => {}
            }
        }
    }

    fn retain_value(&self, value: &mut Value) {
        match value {
            Value::Message(message) => self.retain(message),
            Value::List(values) => values.iter_mut().for_each(|value| self.retain_value(value)),
            _ => {}
        }
    }
}

fn numbers(record: &MessageDescriptor, path: &str) -> Option<Vec<u32>> {
    let mut message = Some(record.clone());
    let mut numbers = Vec::new();
    for name in path.split('.') {
        let within = message?;
        let field = within.get_field_by_name(name).or_else(|| within.get_field_by_json_name(name))?;
        numbers.push(field.number());
        message = match field.kind() {
            Kind::Message(below) => Some(below),
            _ => None,
        };
    }
    Some(numbers)
}

fn descriptor() -> Result<&'static MessageDescriptor, Failure> {
    RECORD.as_ref().ok_or_else(|| Failure::Internal("the contract has no ArticleRecord".into()))
}

fn internal(error: prost::DecodeError) -> Failure {
    Failure::Internal(format!("cannot mask a record: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_record::v1::{Article, Entity, Event};

    fn record() -> ArticleRecord {
        ArticleRecord {
            article: Some(Article {
                id: "a1".into(),
                title: "Harbour opens".into(),
                text: "Text.".into(),
                ..Article::default()
            }),
            entities: vec![Entity { id: "e1".into(), name: "Port Ada".into(), ..Entity::default() }],
            events: vec![Event { id: "v1".into(), ..Event::default() }],
            ..ArticleRecord::default()
        }
    }

    fn masked(paths: &[&str]) -> ArticleRecord {
        let mut record = record();
        let paths: Vec<String> = paths.iter().map(|path| (*path).into()).collect();
        Mask::new(&paths).unwrap().apply(&mut record).unwrap();
        record
    }

    #[test]
    fn no_paths_keep_everything() {
        assert_eq!(masked(&[]), record());
        assert_eq!(masked(&["*"]), record());
    }

    #[test]
    fn only_the_fields_named_are_kept() {
        let masked = masked(&["article.title", "entities.name"]);
        assert_eq!(masked.article, Some(Article { title: "Harbour opens".into(), ..Article::default() }));
        assert_eq!(masked.entities, [Entity { name: "Port Ada".into(), ..Entity::default() }]);
        assert!(masked.events.is_empty());
    }

    #[test]
    fn a_wider_path_takes_in_a_narrower_one() {
        assert_eq!(masked(&["article.title", "article"]), masked(&["article", "article.title"]));
        assert_eq!(masked(&["article.title", "article"]).article, record().article);
    }

    #[test]
    fn names_may_be_spelled_as_in_json() {
        assert_eq!(
            Mask::new(&["article.wordCount".into()]).unwrap(),
            Mask::new(&["article.word_count".into()]).unwrap()
        );
    }

    #[test]
    fn unknown_paths_are_refused() {
        for path in ["rumours", "article.rumours", "article.title.more", "", "article."] {
            assert!(Mask::new(&[path.into()]).is_err(), "{path}");
        }
    }
}
