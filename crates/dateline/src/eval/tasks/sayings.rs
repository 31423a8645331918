//! Attribution: the record's quotes and claims against brat standoff.
//!
//! A `.ann` file belongs to the text of its name beside it or in `../text`, without the annotator that PolNeAR puts behind the
//! last `_`. Of a text that several annotated, the last file by name counts.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
};

use dateline_evaluation::{
    readers::brat::{self, Attribution},
    report::Figure,
    scorers::attribution::{Role, Scores},
};
use dateline_record::v1::{ArticleRecord, Span};

use super::{Labelled, Scored, differences, each};
use crate::{
    eval::{Inputs, Product, input::with_text},
    exit::usage,
};

struct Document {
    text: String,
    gold: Vec<Attribution>,
}

/// Scores sources, cues and contents, exactly and by overlap.
pub(super) fn score(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = documents(&inputs.files)?;
    let found =
        each(&documents, |document| attributions(&product.record_of(&document.text), &CodePoints::new(&document.text)));
    let mut scores = Scores::default();
    let mut errors = Vec::new();
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.gold);
        errors.extend(differences(
            &document.text,
            &cues(&document.text, system),
            &cues(&document.text, &document.gold),
        ));
    }
    let figures = |(name, role): (&str, Role)| {
        [Figure::f1(format!("{name} exact"), role.exact), Figure::f1(format!("{name} overlap"), role.overlapping)]
    };
    let roles = [("Source", scores.source), ("Cue", scores.cue), ("Content", scores.content)];
    Ok(Scored { documents: documents.len(), figures: roles.into_iter().flat_map(figures).collect(), errors })
}

/// Texts with their annotations, by name of the text.
fn documents(files: &[PathBuf]) -> anyhow::Result<Vec<Document>> {
    let mut found = BTreeMap::new();
    for file in files {
        let text = text_of(file).ok_or_else(|| {
            usage(format!("{}: there is no text of its name beside it or in ../text", file.display()))
        })?;
        found.insert(text, file);
    }
    let read = |(text, file): (PathBuf, &PathBuf)| {
        Ok(Document { text: with_text(&text, |text| Ok(text.to_owned()))?, gold: with_text(file, brat::read)? })
    };
    found.into_iter().map(read).collect()
}

fn text_of(file: &Path) -> Option<PathBuf> {
    let stem = file.file_stem()?.to_str()?;
    let without = stem.rsplit_once('_').map_or(stem, |(name, _)| name);
    let folder = file.parent()?;
    let folders = [folder.to_path_buf(), folder.parent().map(|above| above.join("text")).unwrap_or_default()];
    let names = [stem, without].map(|name| format!("{name}.txt"));
    let mut places = folders.iter().flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    places.find(|place| place.is_file())
}

/// Code points before each byte of a text.
struct CodePoints(Vec<usize>);

impl CodePoints {
    fn new(text: &str) -> Self {
        let mut at = Vec::with_capacity(text.len() + 1);
        for (count, c) in text.chars().enumerate() {
            at.extend(std::iter::repeat_n(count, c.len_utf8()));
        }
        at.push(text.chars().count());
        Self(at)
    }

    fn range(&self, span: Option<&Span>) -> Vec<Range<usize>> {
        let at = |byte: u32| self.0.get(byte as usize).copied().unwrap_or_default();
        span.map(|span| at(span.start)..at(span.end)).into_iter().collect()
    }
}

/// The attributions of a record: its quotes, and its claims with other cues. Pieces of one quotation are one.
fn attributions(record: &ArticleRecord, points: &CodePoints) -> Vec<Attribution> {
    let mut found: Vec<(&str, Attribution)> = Vec::new();
    for quote in &record.quotes {
        let first = found.iter_mut().find(|(id, _)| *id == quote.part_of && !id.is_empty());
        let content = points.range(quote.span.as_ref());
        match first {
            Some((_, attribution)) => attribution.content.extend(content),
            None => {
                let source = points.range(quote.speaker.as_ref().and_then(|speaker| speaker.span.as_ref()));
                let cue = points.range(quote.cue.as_ref().and_then(|cue| cue.span.as_ref()));
                found.push((&quote.id, Attribution { source, cue, content }));
            }
        }
    }
    let quoted: Vec<Vec<Range<usize>>> = found.iter().map(|(_, attribution)| attribution.cue.clone()).collect();
    for claim in &record.claims {
        let cue = points.range(claim.cue.as_ref().and_then(|cue| cue.span.as_ref()));
        if !quoted.contains(&cue) {
            let source = points.range(claim.source.as_ref().and_then(|source| source.span.as_ref()));
            found.push((&claim.id, Attribution { source, cue, content: points.range(claim.span.as_ref()) }));
        }
    }
    found.into_iter().map(|(_, attribution)| attribution).collect()
}

/// The first piece of each cue, in bytes.
fn cues(text: &str, attributions: &[Attribution]) -> Vec<Labelled> {
    let at: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |point: usize| at.get(point).copied().unwrap_or(text.len());
    let cue = |attribution: &Attribution| {
        attribution.cue.first().map(|cue| (byte(cue.start)..byte(cue.end), "cue".to_owned()))
    };
    attributions.iter().filter_map(cue).collect()
}
