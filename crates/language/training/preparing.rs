//! Corpora as the encoder reads them: a paragraph a line of JSON, with word pieces, features and the layers of the corpus.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::corpus::{self, Example, Word};
use super::entities;
use crate::encoder::features::{self, Before, Reader};
use crate::names::Class;

/// Writes `{ewt,gum,wikigold,wnut,news}-{train,dev}.jsonl` for the data folder (`news` has no annotation); `vocabulary` is the file of word pieces.
pub(super) fn prepare(data: &Path, vocabulary: &Path, out: &Path) -> io::Result<()> {
    let missing = || io::Error::other("the vocabulary has no [UNK]");
    let reader = Reader::new(&fs::read_to_string(vocabulary)?).ok_or_else(missing)?;
    fs::create_dir_all(out)?;
    for part in ["train", "dev"] {
        let treebank = corpus::conllu(&data.join(format!("treebank/en_ewt-ud-{part}.conllu")))?;
        let treebank = corpus::with_names(treebank, &data.join(format!("names/uner-ewt-{part}.iob2")))?;
        write(&reader, &treebank, "ewt", part, out)?;
        write(&reader, &corpus::gum(&data.join("gum").join(part))?, "gum", part, out)?;
    }
    write(&reader, &corpus::names_only(&data.join("names/wikigold.conll"), ' ')?, "wikigold", "train", out)?;
    write(&reader, &corpus::names_only(&data.join("names/wnut17-train.conll"), '\t')?, "wnut", "train", out)?;
    write(&reader, &corpus::raw(&data.join("raw/wikinews.jsonl"))?, "news", "train", out)
}

fn write(reader: &Reader, examples: &[Example], set: &str, part: &str, out: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(fs::File::create(out.join(format!("{set}-{part}.jsonl")))?);
    for (number, group) in examples.chunk_by(|_, next| !next.paragraph).enumerate() {
        let mut line = paragraph(reader, group, set == "gum");
        line["set"] = json!(set);
        line["id"] = json!(format!("{set}-{part}-{number}"));
        writeln!(file, "{line}")?;
    }
    file.flush()
}

/// A paragraph of sentences as JSON.
fn paragraph(reader: &Reader, sentences: &[Example], mentions: bool) -> Value {
    let words: Vec<&Word> = sentences.iter().flat_map(|sentence| &sentence.words).collect();
    let read = reader.read(&laid_out(&words));
    let parsed = words.iter().any(|word| !word.upos.is_empty());
    let layer = |get: fn(&Word) -> &str| parsed.then(|| words.iter().map(|word| get(word)).collect::<Vec<_>>());
    json!({
        "words": words.iter().map(|word| &word.form).collect::<Vec<_>>(),
        "pieces": read.iter().map(|word| &word.pieces).collect::<Vec<_>>(),
        "shape": read.iter().map(|word| word.shape as u8).collect::<Vec<_>>(),
        "before": read.iter().map(|word| word.before as u8).collect::<Vec<_>>(),
        "rule": read.iter().map(|word| u8::from(word.rule)).collect::<Vec<_>>(),
        "list": read.iter().map(|word| word.list).collect::<Vec<_>>(),
        "start": sentences.iter().flat_map(starts).collect::<Vec<_>>(),
        "upos": layer(|word| &word.upos),
        "xpos": layer(|word| &word.xpos),
        "lemma": layer(|word| &word.lemma),
        "deprel": layer(|word| &word.deprel),
        "head": parsed.then(|| heads(sentences)),
        "ner": sentences.iter().any(|s| s.names.is_some()).then(|| sentences.iter().flat_map(tags).collect::<Vec<_>>()),
        "mention": mentions.then(|| sentences.iter().flat_map(kinds).collect::<Vec<_>>()),
    })
}

/// The words of a paragraph, with the starts of sentences that the rules find in its raw text.
fn laid_out<'w>(words: &[&'w Word]) -> Vec<features::Word<'w>> {
    let (mut text, mut begins) = (String::new(), Vec::new());
    for word in words {
        begins.push(text.len());
        text.push_str(&word.form);
        text.push_str(if word.space { " " } else { "" });
    }
    let whole = 0..text.len();
    let document = crate::segment::segment(&text, std::slice::from_ref(&whole));
    let mut rules = vec![false; words.len()];
    for sentence in &document.sentences {
        let at = begins.partition_point(|begin| *begin < sentence.span.start);
        rules.iter_mut().skip(at).take(1).for_each(|rule| *rule = true);
    }
    let spaces = std::iter::once(Before::Line)
        .chain(words.iter().map(|word| if word.space { Before::Space } else { Before::Nothing }));
    let laid_out = words.iter().zip(spaces).zip(rules);
    laid_out.map(|((word, before), rule)| features::Word { text: &word.form, before, rule }).collect()
}

fn starts(sentence: &Example) -> impl Iterator<Item = u8> {
    (0..sentence.words.len()).map(|at| u8::from(at == 0))
}

/// Heads as indices in the paragraph; the root's is its own.
fn heads(sentences: &[Example]) -> Vec<usize> {
    let (mut found, mut base) = (Vec::new(), 0);
    for sentence in sentences {
        let count = sentence.words.len();
        let heads = sentence.words.iter().enumerate();
        found.extend(heads.map(|(at, word)| base + if word.head < count { word.head } else { at }));
        base += count;
    }
    found
}

/// `B-PER`, `I-PER`, `O`…; nothing where names are not annotated.
fn tags(sentence: &Example) -> Vec<Option<String>> {
    let Some(names) = &sentence.names else { return vec![None; sentence.words.len()] };
    let mut tags = vec![Some("O".to_owned()); sentence.words.len()];
    for (range, class) in names {
        let class = match class {
            Class::Person => "PER",
            Class::Organization => "ORG",
            Class::Place => "LOC",
            Class::Other => "OTH",
        };
        tags[range.clone()].fill(Some(format!("I-{class}")));
        tags[range.start] = Some(format!("B-{class}"));
    }
    tags
}

/// At the head of each mention the type of what is mentioned, and `-` elsewhere; the innermost of several.
fn kinds(sentence: &Example) -> Vec<String> {
    let words = &sentence.words;
    let mut mentions = entities::mentions(words);
    mentions.sort_by_key(|(range, _)| (std::cmp::Reverse(range.len()), range.start));
    let mut kinds = vec!["-".to_owned(); words.len()];
    for (range, kind) in mentions {
        if let Some(head) = range.clone().find(|at| !range.contains(&words[*at].head)) {
            kinds[head] = kind;
        }
    }
    kinds
}
