//! Treebanks and name corpora as sentences.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use crate::names::Class;

/// A word of a treebank.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    pub(super) form: String,
    pub(super) lemma: String,
    pub(super) upos: String,
    pub(super) xpos: String,
    /// Number of the head in the sentence; the number of words for the root.
    pub(super) head: usize,
    pub(super) deprel: String,
    /// Whether white space follows.
    pub(super) space: bool,
    pub(super) misc: String,
}

/// An annotated sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Example {
    pub(super) words: Vec<Word>,
    /// Names, where they are annotated.
    pub(super) names: Option<Vec<(Range<usize>, Class)>>,
    /// Opens a paragraph or document.
    pub(super) paragraph: bool,
}

/// Genres of GUM whose texts are under licences that allow commercial use and that are named in its licence file.
const GENRES: [&str; 6] = ["academic", "bio", "court", "interview", "news", "voyage"];

/// The sentences of a CoNLL-U file.
pub(super) fn conllu(path: &Path) -> io::Result<Vec<Example>> {
    let text = fs::read_to_string(path)?;
    let mut examples = Vec::new();
    let mut current = Example::default();
    let mut joined = 0;
    for line in text.lines() {
        if line.is_empty() {
            finish(&mut current, &mut examples);
        } else if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            current.paragraph = true;
        } else if !line.starts_with('#') {
            add_line(&mut current, line, &mut joined);
        }
    }
    finish(&mut current, &mut examples);
    Ok(examples)
}

fn finish(current: &mut Example, examples: &mut Vec<Example>) {
    let mut done = std::mem::take(current);
    let words = done.words.len();
    for word in &mut done.words {
        word.head = word.head.checked_sub(1).unwrap_or(words);
    }
    if words > 0 {
        examples.push(done);
    }
}

fn add_line(current: &mut Example, line: &str, joined: &mut usize) {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = fields.as_slice() else { return };
    if let Some((first, last)) = id.split_once('-') {
        let length = |n: &str| n.parse::<usize>().unwrap_or(0);
        *joined = length(last) - length(first) + usize::from(misc.contains("SpaceAfter=No"));
        return;
    }
    if id.contains('.') {
        return;
    }
    let space = *joined == 0 && !misc.contains("SpaceAfter=No");
    *joined = joined.saturating_sub(1);
    current.words.push(Word {
        form: (*form).to_owned(),
        lemma: (*lemma).to_owned(),
        upos: (*upos).to_owned(),
        xpos: (*xpos).to_owned(),
        head: head.parse().unwrap_or(0),
        deprel: (*deprel).to_owned(),
        space,
        misc: (*misc).to_owned(),
    });
}

/// The documents of a GUM folder that training may use, with the names that its entities allow to tell.
pub(super) fn gum(folder: &Path) -> io::Result<Vec<Example>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let mut examples = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if GENRES.iter().any(|genre| name.contains(&format!("GUM_{genre}_"))) {
            let mut document = conllu(&path)?;
            document.iter_mut().for_each(|example| example.names = super::entities::names(&example.words));
            examples.extend(document);
        }
    }
    Ok(examples)
}

/// The treebank with the names of its sentences from a file in columns.
pub(super) fn with_names(mut examples: Vec<Example>, path: &Path) -> io::Result<Vec<Example>> {
    let mut by_words: HashMap<String, Vec<(Range<usize>, Class)>> = HashMap::new();
    for rows in columns(&fs::read_to_string(path)?, '\t') {
        let key: Vec<&str> = rows.iter().filter_map(|row| row.get(1).copied()).collect();
        let tags: Vec<&str> = rows.iter().filter_map(|row| row.get(2).copied()).collect();
        by_words.insert(key.join(" "), spans(&tags));
    }
    for example in &mut examples {
        let key: Vec<&str> = example.words.iter().map(|word| word.form.as_str()).collect();
        example.names = by_words.get(&key.join(" ")).cloned();
    }
    Ok(examples)
}

/// Sentences of words and name tags in columns, cut again as our tokenizer cuts them.
pub(super) fn names_only(path: &Path, divider: char) -> io::Result<Vec<Example>> {
    let text = fs::read_to_string(path)?;
    let sentences = columns(&text, divider).into_iter().map(|rows| {
        let words: Vec<&str> = rows.iter().filter_map(|row| row.first().copied()).collect();
        let tags: Vec<&str> = rows.iter().filter_map(|row| row.last().copied()).collect();
        recut(&words, &spans(&tags))
    });
    Ok(sentences.collect())
}

/// The sentences that the rules find in the lines of the texts of a file of JSON lines; nothing is annotated.
pub(super) fn raw(path: &Path) -> io::Result<Vec<Example>> {
    let mut examples = Vec::new();
    for article in fs::read_to_string(path)?.lines() {
        let article: serde_json::Value = serde_json::from_str(article)?;
        article["text"].as_str().unwrap_or_default().lines().for_each(|line| examples.extend(unannotated(line)));
    }
    Ok(examples)
}

fn unannotated(text: &str) -> Vec<Example> {
    let whole = 0..text.len();
    let document = crate::segment(text, std::slice::from_ref(&whole));
    let word = |token: &crate::Token| Word {
        form: text[token.span.clone()].to_owned(),
        space: text[token.span.end..].starts_with(char::is_whitespace),
        ..Word::default()
    };
    let sentence = |(number, sentence): (usize, &crate::Sentence)| Example {
        words: document.tokens[sentence.tokens.clone()].iter().map(word).collect(),
        paragraph: number == 0,
        names: None,
    };
    document.sentences.iter().enumerate().map(sentence).collect()
}

fn columns(text: &str, divider: char) -> Vec<Vec<Vec<&str>>> {
    let mut sentences = vec![Vec::new()];
    for line in text.lines().filter(|line| !line.starts_with("# ")) {
        match (line.trim().is_empty(), sentences.last_mut()) {
            (false, Some(rows)) => rows.push(line.split(divider).collect()),
            _ => sentences.push(Vec::new()),
        }
    }
    sentences.retain(|rows: &Vec<Vec<&str>>| rows.first().is_some_and(|row| row.first() != Some(&"-DOCSTART-")));
    sentences
}

fn recut(words: &[&str], names: &[(Range<usize>, Class)]) -> Example {
    let mut starts = vec![0];
    words.iter().for_each(|word| starts.push(starts[starts.len() - 1] + word.len() + 1));
    let text = words.join(" ");
    let pieces = crate::tokenizer::tokenize(&text, 0..text.len());
    let at = |byte: usize| pieces.partition_point(|piece| piece.span.start < byte);
    let names = names.iter().map(|(range, class)| (at(starts[range.start])..at(starts[range.end]), *class));
    let word = |span: Range<usize>| Word {
        form: text.get(span).unwrap_or_default().to_owned(),
        space: true,
        ..Word::default()
    };
    Example {
        names: Some(names.collect()),
        words: pieces.iter().map(|piece| word(piece.span.clone())).collect(),
        paragraph: true,
    }
}

/// Names from tags such as `B-PER`, `I-PER`, `O`; a change of type begins a name as well.
pub(super) fn spans(tags: &[&str]) -> Vec<(Range<usize>, Class)> {
    let mut names: Vec<(Range<usize>, Class)> = Vec::new();
    let mut before = None;
    for (at, tag) in tags.iter().enumerate() {
        let class = tag.get(2..).and_then(class);
        match (class, names.last_mut()) {
            (Some(class), Some((range, last))) if before == Some(class) && *last == class && !tag.starts_with('B') => {
                range.end = at + 1
            }
            (Some(class), _) => names.push((at..at + 1, class)),
            (None, _) => {}
        }
        before = class;
    }
    names
}

fn class(name: &str) -> Option<Class> {
    match name {
        "PER" | "person" => Some(Class::Person),
        "ORG" | "corporation" | "group" => Some(Class::Organization),
        "LOC" | "location" => Some(Class::Place),
        "MISC" | "OTH" | "creative-work" | "product" => Some(Class::Other),
        _ => None,
    }
}
