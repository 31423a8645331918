//! Articles inside of JSON that is none itself: the answer of a service (`{"status": "ok", "articles": […]}`), an entry of a
//! search index (`{"_id": "a", "_source": {…}}`), articles by their names.

use serde_json::{Map, Value};

use super::{Names, fields};
use crate::forms::Field;

/// Objects and lists inside each other that are looked into.
const MAX_DEPTH: usize = 4;

/// The articles in a value, itself included, in their order; none where there is none. What is in an article is its own:
/// comments on it are no articles.
pub(crate) fn articles(value: Value, names: &Names) -> Vec<Value> {
    let mut found = Vec::new();
    collect(value, names, 0, &mut found);
    found
}

fn collect(value: Value, names: &Names, depth: usize, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) if is_article(&fields, names) && !lists_articles(&fields, names) => {
            found.push(Value::Object(fields));
        }
        Value::Object(fields) if depth < MAX_DEPTH => {
            fields.into_iter().for_each(|(_, value)| collect(value, names, depth + 1, found));
        }
        Value::Array(items) if depth < MAX_DEPTH => {
            items.into_iter().for_each(|value| collect(value, names, depth + 1, found));
        }
        _ => {}
    }
}

/// Whether an object has the content of an article, or is called and found like one.
pub(crate) fn is_article(object: &Map<String, Value>, names: &Names) -> bool {
    let has = |wanted: &[Field]| has(object, wanted, names);
    has(&[Field::Text, Field::Html]) || (has(&[Field::Title]) && has(&[Field::Url]))
}

/// Whether an object without a text is what has a list of articles: a site with its title and address, not one of them.
pub(crate) fn lists_articles(object: &Map<String, Value>, names: &Names) -> bool {
    let is_whole = |item: &Value| {
        let has = |wanted: &[Field]| item.as_object().is_some_and(|fields| has(fields, wanted, names));
        has(&[Field::Text, Field::Html]) && has(&[Field::Title])
    };
    let lists = || object.values().filter_map(Value::as_array);
    !has(object, &[Field::Text, Field::Html], names) && lists().any(|items| items.first().is_some_and(is_whole))
}

/// Whether an object says one of some fields, in words.
fn has(object: &Map<String, Value>, wanted: &[Field], names: &Names) -> bool {
    let field = |name: &str| {
        let said = names.iter().find(|(column, _)| fields::is_called(column, name)).map(|(_, field)| *field);
        said.or_else(|| Field::named(name))
    };
    let is = |(name, value): (&String, &Value)| {
        field(name).is_some_and(|field| wanted.contains(&field))
            && fields::rendered(value).is_some_and(|text| !text.is_empty())
    };
    object.iter().any(is)
}

/// Takes what an article has in an object of its own to where its other fields are: services give what was asked for in
/// one (`{"webTitle": …, "fields": {"body": …}}`). What is in lists, and in objects called anything else, is of others.
pub(crate) fn unwrap(object: &mut Map<String, Value>, names: &Names) {
    const WRAPPERS: [&str; 7] = ["fields", "attributes", "article", "content", "document", "data", "_source"];
    if has(object, &[Field::Text, Field::Html], names) || object.contains_key("body") {
        return;
    }
    let has_text = |inner: &Map<String, Value>| has(inner, &[Field::Text, Field::Html], names);
    let wrapper = WRAPPERS.iter().find(|name| object.get(**name).and_then(Value::as_object).is_some_and(has_text));
    let Some(Value::Object(inner)) = wrapper.and_then(|name| object.shift_remove(*name)) else { return };
    for (name, value) in inner {
        object.entry(name).or_insert(value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn articles_are_found_where_services_put_them() {
        let count = |value: Value| articles(value, &Names::new()).len();
        let article =
            json!({"title": "T", "url": "https://paper.example/a", "content": "Talks.", "comments": [{"text": "No."}]});
        assert_eq!(count(json!({"status": "ok", "totalResults": 2, "articles": [article, article]})), 2);
        assert_eq!(count(json!({"response": {"results": [{"fields": {"bodyText": "Talks."}}]}})), 1);
        assert_eq!(count(json!({"_index": "news", "_id": "1", "_source": article})), 1);
        assert_eq!(count(json!({"1": article, "2": article})), 2);
        assert_eq!(count(article.clone()), 1);
        let site = json!({"title": "The Paper", "url": "https://paper.example/", "articles": [article, article]});
        assert_eq!(count(site), 2);
        // One without a text is still one, which will be refused; what it has is its own.
        assert_eq!(count(json!({"title": "T", "url": "https://paper.example/a", "comments": [{"text": "No."}]})), 1);
        assert_eq!(count(json!({"type": "FeatureCollection", "features": []})), 0);
        assert_eq!(count(json!([[[[[[{"text": "Too deep."}]]]]]])), 0);
    }
}
