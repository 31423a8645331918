//! Whom the entry of a feed names as its authors.

use crate::{
    bylines,
    forms::{markup::shown, xml::Element},
};

/// The authors of an entry, each once; none where it does not say, an empty list where it says nobody's name.
pub(super) fn of_entry(entry: &Element) -> Option<Vec<String>> {
    let authors = entry.elements().filter(|e| matches!(e.name.as_str(), "dc:creator" | "author" | "atom:author"));
    let authors = authors.map(|author| {
        let name = author.text_of(&["name", "atom:name"]);
        if name.is_empty() && author.elements().next().is_none() { person(&author.text()) } else { name }
    });
    let mut lines: Vec<String> = authors.filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        lines.extend(Some(entry.text_of(&["itunes:author"])).filter(|line| !line.is_empty()));
    }
    (!lines.is_empty()).then(|| once(lines.into_iter()))
}

/// The names in some lines, each once, without what software has for nobody.
pub(in crate::forms) fn once(lines: impl Iterator<Item = String>) -> Vec<String> {
    /// Lines and names that are read at most: a feed that gives more is not naming authors.
    const MOST: usize = 100;
    let mut names: Vec<String> = Vec::new();
    for line in lines.take(MOST) {
        // Some link their authors.
        let line = shown(&line);
        let own = bylines::given(&line).into_iter().filter(|name| !bylines::is_nobody(name));
        for name in own.take(MOST) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// `mail@paper.example (A. Writer)`, as RSS has it, or `A. Writer <mail@paper.example>`, as mail has. A mere address names
/// nobody.
fn person(text: &str) -> String {
    match (text.split_once('('), text.split_once('<')) {
        (Some((mail, name)), _) if mail.contains('@') => name.trim_end_matches(')').trim().to_owned(),
        (_, Some((name, mail))) if mail.contains('@') && !name.contains('@') => name.trim().to_owned(),
        (None, _) if text.contains('@') => String::new(),
        _ => text.to_owned(),
    }
}
