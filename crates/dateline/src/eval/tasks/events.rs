//! Coded events: the record's events against PLOVER's gold standard records, one sentence each.

use dateline_evaluation::{
    readers::plover::{self, Coded},
    report::Figure,
    scorers::events::Scores,
};
use dateline_record::v1::{ArticleRecord, Participant};

use super::{Labelled, Scored, differences, each};
use crate::eval::{Inputs, Product};

/// Scores types, modes and parties.
pub(super) fn score(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = inputs.read(plover::read)?;
    let found = each(&documents, |document| coded(&product.record_of(&document.text)));
    let mut scores = Scores::default();
    let mut errors = Vec::new();
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.event);
        let label = |event: &Coded| -> Labelled { (0..document.text.len(), format!("{} {}", event.kind, event.mode)) };
        let system: Vec<Labelled> = system.iter().map(label).collect();
        errors.extend(differences(&document.text, &system, &[label(&document.event)]));
    }
    let figures = vec![
        Figure::accuracy("Sentences with an event", scores.coded),
        Figure::f1("Type", scores.types),
        Figure::accuracy("Events of the gold type", scores.agreeing),
        Figure::accuracy("Mode, where the type is right", scores.modes),
        Figure::accuracy("Actor, where the type is right", scores.actors),
        Figure::accuracy("Recipient, where the type is right", scores.recipients),
    ];
    Ok(Scored { documents: documents.len(), figures, errors })
}

fn coded(record: &ArticleRecord) -> Vec<Coded> {
    let text = record.article.as_ref().map_or("", |article| article.text.as_str());
    let texts = |parties: &[Participant]| {
        let spans = parties.iter().filter_map(|party| party.span);
        spans.filter_map(|span| text.get(span.start as usize..span.end as usize)).map(Into::into).collect()
    };
    let event = |event: &dateline_record::v1::Event| {
        let plover = event.plover.clone().unwrap_or_default();
        let (actors, recipients) = (texts(&event.actors), texts(&event.recipients));
        Coded { kind: plover.r#type, mode: plover.mode, actors, recipients }
    };
    record.events.iter().map(event).collect()
}
