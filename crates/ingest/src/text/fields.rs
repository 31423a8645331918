//! What a plain text says of itself in lines of names and values at its start: `Title: …`, `Date: …`, or the front matter of
//! Markdown.

use dateline_record::v1::{Article, DocumentTime, Source, document_time::Origin};

use super::dated;
use crate::{
    bylines,
    forms::{Field, names},
    times, urls,
};

/// Lines of such a head at most.
const LINES: usize = 60;

/// Characters of the name of a field at most.
const LONGEST_NAME: usize = 25;

/// Bytes of a value at most.
const LONGEST: usize = 500;

/// What a text says of itself; none where it does not begin with at least two fields that are known.
pub(super) fn read(text: &str) -> Option<Article> {
    let mut lines =
        text.lines().map(|line| line.trim_start_matches('\u{feff}')).skip_while(|line| line.trim().is_empty());
    let first = lines.next()?;
    let is_matter = matches!(first.trim_end(), "---" | "+++");
    let rest = (!is_matter).then_some(first).into_iter().chain(lines);
    let fields = if is_matter { matter(rest)? } else { lines_of_fields(rest) };
    // A text may begin with the word for any other of these.
    let tells = |field: Field| !field.is_aside() || field == Field::Section;
    let known = fields.iter().filter(|(field, _)| field.is_some_and(tells)).count();
    (known >= 2 && (is_matter || fields.first()?.0.is_some())).then(|| article(fields))
}

type Fields = Vec<(Option<Field>, Vec<String>)>;

/// The fields between two lines of strokes, with lists as they are written there.
fn matter<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Fields> {
    let mut fields = Fields::new();
    for line in lines.take(LINES) {
        if matches!(line.trim_end(), "---" | "+++" | "...") {
            return Some(fields);
        }
        let item = line.trim_start().strip_prefix("- ");
        if let Some(item) = item {
            fields.last_mut()?.1.push(unquoted(item).to_owned());
        } else if let Some((name, value)) = split(line, &[':', '=']).filter(|_| !line.starts_with(' ')) {
            let inside = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
            let values = match inside {
                Some(list) => list.split(',').map(|value| unquoted(value).to_owned()).collect(),
                None => vec![unquoted(value).to_owned()],
            };
            fields.push((field(name), values));
        }
    }
    None
}

/// Lines that are fields, one below another.
fn lines_of_fields<'t>(lines: impl Iterator<Item = &'t str>) -> Fields {
    let fields = lines.take(LINES).map_while(|line| split(line, &[':', '：']));
    fields.map(|(name, value)| (field(name), vec![value.to_owned()])).collect()
}

fn split<'l>(line: &'l str, marks: &[char]) -> Option<(&'l str, &'l str)> {
    let (name, value) = line.trim().split_once(marks)?;
    let name = name.trim().trim_matches('*');
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.split(' ').count() <= 3;
    // `https://…` is no field.
    (is_name && !value.starts_with("//") && value.len() <= LONGEST)
        .then(|| (name, value.trim_matches([' ', '\t', '*'])))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inside = |mark: char| value.strip_prefix(mark).and_then(|value| value.strip_suffix(mark));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

/// What a field of this name holds, as in tables and JSON; what is no text of its own may be any line's beginning.
fn field(name: &str) -> Option<Field> {
    match names::fold(name).as_str() {
        "by" => Some(Field::Bylines),
        "canonicalurl" => Some(Field::Url),
        name => Field::named(name).filter(|field| !matches!(field, Field::Id | Field::Text | Field::Html)),
    }
}

fn article(fields: Fields) -> Article {
    let mut article = Article::default();
    for (field, values) in fields {
        let Some(field) = field else { continue };
        let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
        let Some(first) = values.first() else { continue };
        match field {
            Field::Title if article.title.is_empty() => article.title.clone_from(first),
            Field::Bylines if article.bylines.is_empty() => {
                article.bylines = values.iter().flat_map(|value| authors(value)).collect();
            }
            Field::PublishedAt if article.published_at.is_none() => article.published_at = day(first),
            Field::Source if article.source.is_none() => {
                article.source = Some(Source { name: first.clone(), ..Source::default() });
            }
            Field::Url if article.url.is_empty() => {
                article.url = urls::parse(first).unwrap_or_default();
                article.canonical_url = urls::canonical(&article.url);
            }
            Field::Keywords if article.keywords.is_empty() => {
                let parts = values.iter().flat_map(|value| value.split([',', ';'])).map(str::trim);
                article.keywords = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
            }
            Field::ModifiedAt if article.modified_at.is_none() => article.modified_at = day(first),
            Field::Subtitle if article.subtitle.is_empty() => article.subtitle.clone_from(first),
            Field::LeadImage if article.lead_image.is_empty() => {
                article.lead_image = urls::parse(first).unwrap_or_default();
            }
            Field::Section if article.section.is_empty() => article.section.clone_from(first),
            _ => {}
        }
    }
    article
}

/// The persons, and agencies, of a value.
fn authors(value: &str) -> Vec<String> {
    bylines::by_whom(&format!("Author: {value}"), bylines::language_of_lead(value)).unwrap_or_default()
}

/// A day as it is written, or a moment.
fn day(value: &str) -> Option<DocumentTime> {
    dated(value).or_else(|| times::parse(value, Origin::Text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "TITLE: Wall to be repaired\nBYLINE: By Ana Ruiz\nDATE: April 2, 2024\nSOURCE: The Example\nPages: 3\n\
        URL: https://paper.example/a\nTEXT:\nThe council met on Monday.\n";

    const MATTER: &str = "---\ntitle: \"Wall: to be repaired\"\ndate: 2024-04-02T08:00:00+02:00\nauthors:\n  - Ana Ruiz\n  - Li Wei\n\
        tags: [walls, 'the harbour']\ndraft: false\n---\n\nThe council met.\n";

    #[test]
    fn lines_of_fields_tell_what_a_text_is() {
        let article = read(LINES).unwrap();
        assert_eq!(
            (article.title.as_str(), &article.bylines[..]),
            ("Wall to be repaired", &["Ana Ruiz".to_owned()][..])
        );
        assert_eq!(article.published_at.unwrap().value, "2024-04-02T00:00:00Z");
        assert_eq!(
            (article.source.unwrap().name.as_str(), article.url.as_str()),
            ("The Example", "https://paper.example/a")
        );
    }

    #[test]
    fn front_matter_tells_it_too() {
        let article = read(MATTER).unwrap();
        assert_eq!(
            (article.title.as_str(), article.bylines.join("|").as_str()),
            ("Wall: to be repaired", "Ana Ruiz|Li Wei")
        );
        assert_eq!(
            (article.published_at.unwrap().value.as_str(), article.keywords.join("|").as_str()),
            ("2024-04-02T08:00:00+02:00", "walls|the harbour")
        );
        let toml = read("+++\ntitle = \"Wall\"\ndate = 2024-04-02\n+++\nIt rained.").unwrap();
        assert_eq!(toml.title, "Wall");
    }

    #[test]
    fn other_texts_say_nothing() {
        for text in [
            "",
            "---\n\nThe council met.\n\n---\n",
            "Note: the council met.\nTitle: none\nDate: today",
            "Title: a sentence that goes on\nThe council met.",
            "https://paper.example/a\nhttps://paper.example/b",
            "---\ntitle: Wall\ndate: 2024-04-02\n",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
        assert!(read(&"---\n- a\n".repeat(100_000)).is_none() && read(&"a: b\n".repeat(100_000)).is_none());
    }
}
