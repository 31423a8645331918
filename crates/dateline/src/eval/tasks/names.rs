//! Names: the record's mentions by name, with its kinds as coarse classes.

use std::{ops::Range, path::Path};

use dateline_evaluation::{
    readers::{conllu, iob2, re3d},
    report::Figure,
    scorers::names::{Name, Scores},
};
use dateline_record::v1::{ArticleRecord, entity::Kind, mention::Form};

use super::{Scored, differences, each};
use crate::eval::{
    Inputs, Product,
    args::{Args, Format},
    input::with_text,
    product::bytes,
};

struct Document {
    text: String,
    gold: Vec<Name>,
    /// Where names are annotated; everywhere when `None`.
    annotated: Option<Vec<Range<usize>>>,
}

/// Scores names by class and together.
pub(super) fn score(args: &Args, inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let mut documents: Vec<Document> = match inputs.format {
        Format::Conllu => inputs.read(conllu::read)?.into_iter().map(treebank).collect(),
        Format::Re3d => {
            let files = inputs.files.iter().map(|file| entities(file)).collect::<anyhow::Result<Vec<_>>>()?;
            files.into_iter().flatten().collect()
        }
        _ => inputs.read(iob2::read)?.into_iter().map(in_columns).collect(),
    };
    let counts = |(_, class): &Name| args.classes.contains(class);
    documents.iter_mut().for_each(|document| document.gold.retain(counts));
    let found = each(&documents, |document| {
        let mut names = names(&product.record_of(&document.text));
        names.retain(|name| counts(name) && document.is_annotated(&name.0));
        names
    });
    let mut scores = Scores::default();
    let mut errors = Vec::new();
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.gold);
        errors.extend(differences(&document.text, system, &document.gold));
    }
    let classes = scores.classes.iter().map(|(class, counts)| Figure::f1(class.clone(), *counts));
    let figures = classes.chain([Figure::f1("All", scores.all())]).collect();
    Ok(Scored { documents: documents.len(), figures, errors })
}

impl Document {
    fn is_annotated(&self, span: &Range<usize>) -> bool {
        let inside = |sentence: &Range<usize>| sentence.start <= span.start && span.end <= sentence.end;
        self.annotated.as_ref().is_none_or(|sentences| sentences.iter().any(inside))
    }
}

fn in_columns(document: iob2::Document) -> Document {
    let gold = document.names.into_iter().map(|name| (name.span, class_of_label(&name.label).to_owned()));
    Document { text: document.text, gold: gold.collect(), annotated: None }
}

/// The documents of a file of re3d with those of its entities that are names: a pronoun, and what ends in a common word, is none.
fn entities(file: &Path) -> anyhow::Result<Vec<Document>> {
    let beside = file.with_file_name("entities.json");
    let documents = with_text(file, |texts| Ok(with_text(&beside, |entities| re3d::read(texts, entities))))??;
    let named = |mut document: iob2::Document| {
        let iob2::Document { text, names, .. } = &mut document;
        names.iter_mut().for_each(|name| name.span.start += articles(text.get(name.span.clone()).unwrap_or_default()));
        names.retain(|name| is_name(text.get(name.span.clone()).unwrap_or_default()));
        in_columns(document)
    };
    Ok(documents.into_iter().map(named).collect())
}

/// Bytes of the article before a name.
fn articles(name: &str) -> usize {
    ["the ", "The ", "a ", "A ", "an ", "An "]
        .iter()
        .find(|article| name.starts_with(**article))
        .map_or(0, |article| article.len())
}

fn is_name(text: &str) -> bool {
    const PRONOUNS: [&str; 12] = ["We", "Our", "They", "Their", "He", "His", "She", "Her", "It", "Its", "I", "You"];
    let last = text.split_whitespace().next_back().unwrap_or_default();
    last.starts_with(char::is_uppercase) && !PRONOUNS.contains(&text)
}

fn treebank(document: conllu::Document) -> Document {
    let names = conllu::names(&document);
    let gold = names.names.into_iter().map(|(span, label)| (span, class_of_label(&label).to_owned()));
    Document { text: document.text, gold: gold.collect(), annotated: Some(names.annotated) }
}

/// The class of a label of the field: CoNLL-2003, Universal NER, WNUT, OntoNotes, GUM, re3d.
fn class_of_label(label: &str) -> &'static str {
    match label.to_ascii_uppercase().as_str() {
        "PER" | "PERSON" => "PER",
        "ORG" | "ORGANIZATION" | "ORGANISATION" | "CORPORATION" | "GROUP" => "ORG",
        "LOC" | "LOCATION" | "GPE" | "FAC" | "FACILITY" | "PLACE" | "GEO-LOC" => "LOC",
        _ => "MISC",
    }
}

/// The class of a kind of the record.
fn class_of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "PER",
        Kind::Organization => "ORG",
        Kind::Gpe | Kind::Location | Kind::Facility => "LOC",
        Kind::Group | Kind::Event | Kind::Product | Kind::Work | Kind::Law | Kind::Other | Kind::Unspecified => "MISC",
    }
}

/// The mentions by name, in the order of the text.
fn names(record: &ArticleRecord) -> Vec<Name> {
    let mentions = record.entities.iter().flat_map(|entity| {
        let named = entity.mentions.iter().filter(|mention| mention.form() == Form::Name);
        named.filter_map(|mention| Some((bytes(mention.span.as_ref())?, class_of_kind(entity.kind()).to_owned())))
    });
    let mut names: Vec<Name> = mentions.collect();
    names.sort_by_key(|(span, _)| (span.start, span.end));
    names.dedup();
    names
}
