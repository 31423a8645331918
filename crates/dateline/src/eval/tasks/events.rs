//! Coded events: the record's events against PLOVER's gold standard records, one sentence each, or against MUC-4's incidents.

use dateline_evaluation::{
    readers::{
        muc4::{self, Incident},
        plover::{self, Coded},
    },
    report::Figure,
    scorers::{events::Scores, incidents},
};
use dateline_record::v1::{ArticleRecord, Participant, event::Factuality};

use super::{Labelled, Scored, differences, each};
use crate::eval::{Inputs, Product, args::Format};

/// Scores types, modes and parties; incidents and their parties where the gold standard has those.
pub(super) fn score(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    if inputs.format == Format::Muc4 { incidents(inputs, product) } else { sentences(inputs, product) }
}

/// An article tells of an incident where the record has an assault that is not denied, ordered or only thought of.
fn incidents(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = inputs.read(muc4::read)?;
    let found = each(&documents, |document| assaults(&product.record_of(&document.text)));
    let mut scores = incidents::Scores::default();
    let mut errors = Vec::new();
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.incidents);
        let label = |incident: &Incident| -> Labelled {
            (0..0, format!("{}: {:?} → {:?}", incident.kind, incident.perpetrators, incident.victims))
        };
        let labels = |incidents: &[Incident]| incidents.iter().map(label).collect::<Vec<_>>();
        errors.extend(differences(&document.text, &labels(system), &labels(&document.incidents)));
    }
    let figures = vec![
        Figure::f1("Articles with an incident", scores.articles),
        Figure::f1("Perpetrators", scores.perpetrators),
        Figure::f1("Victims and targets", scores.victims),
    ];
    Ok(Scored { documents: documents.len(), figures, errors })
}

fn assaults(record: &ArticleRecord) -> Vec<Incident> {
    let happened =
        record.events.iter().map(|event| matches!(event.factuality(), Factuality::Occurred | Factuality::Ongoing));
    let assaults =
        coded(record).into_iter().zip(happened).filter(|(event, happened)| *happened && event.kind == "ASSAULT");
    let parties = |texts: Vec<String>| texts.into_iter().map(|text| vec![text]).collect();
    assaults
        .map(|(event, _)| Incident {
            kind: event.mode,
            perpetrators: parties(event.actors),
            victims: parties(event.recipients),
        })
        .collect()
}

fn sentences(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
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
