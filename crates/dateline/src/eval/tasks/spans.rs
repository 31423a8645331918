//! Facts that are a span and a value: times, places, quantities.

use dateline_evaluation::{
    readers::{
        lgl, quantulum,
        recognizers::{self, Quantity},
        timeml::{self, Timex},
    },
    report::{Figure, Measure},
    scorers::{
        quantities, tempeval,
        toponyms::{self, Toponym},
    },
};
use dateline_record::v1::{
    Article, ArticleRecord, DocumentTime, Source, entity::Kind, mention::Form, quantity::Kind as Number,
};

use super::{Labelled, Scored, differences, each};
use crate::eval::{Inputs, Product, args::Format, product::bytes};

/// Scores times as TempEval-3 does. The document creation time is the date of publication.
pub(super) fn times(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = inputs.read(|text| timeml::read(text).map(|document| vec![document]))?;
    let found = each(&documents, |document| {
        let published = document.creation.clone().map(|value| DocumentTime { value, ..DocumentTime::default() });
        let article = Article { text: document.text.clone(), published_at: published, ..Article::default() };
        times_of(product.record(article))
    });
    let mut scores = tempeval::Scores::default();
    let mut errors = Vec::new();
    let labels = |times: &[Timex]| -> Vec<Labelled> {
        times.iter().map(|time| (time.span.clone(), format!("{} {}", time.kind, time.value))).collect()
    };
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.times);
        errors.extend(differences(&document.text, &labels(system), &labels(&document.times)));
    }
    let figures = vec![
        Figure::f1("Strict span", scores.strict),
        Figure::f1("Relaxed span", scores.relaxed),
        Figure::f1("Type", scores.kind),
        Figure::f1("Value", scores.value),
    ];
    Ok(Scored { documents: documents.len(), figures, errors })
}

fn times_of(record: ArticleRecord) -> Vec<Timex> {
    let timex = |time: dateline_record::v1::Time| {
        Some(Timex { span: bytes(time.span.as_ref())?, kind: time.r#type().as_str_name().into(), value: time.value })
    };
    record.times.into_iter().filter_map(timex).collect()
}

/// Scores toponyms: the record's names of places. The outlet's domain and the date of retrieval are given.
pub(super) fn places(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = inputs.read(lgl::read)?;
    let found = each(&documents, |document| {
        let source = Source { domain: document.domain.clone(), ..Source::default() };
        let day = document.fetched.get(..10).map(str::to_owned);
        let published = day.map(|value| DocumentTime { value, ..DocumentTime::default() });
        let text = document.text.clone();
        places_of(&product.record(Article {
            text,
            source: Some(source),
            published_at: published,
            ..Article::default()
        }))
    });
    let mut scores = toponyms::Scores::default();
    let mut errors = Vec::new();
    for (document, system) in documents.iter().zip(&found) {
        let gold = document.toponyms.iter().map(|it| Toponym { span: it.span.clone(), place: it.place });
        let gold: Vec<Toponym> = gold.collect();
        scores.add(system, &gold);
        let spans = |toponyms: &[Toponym]| -> Vec<Labelled> {
            toponyms.iter().map(|toponym| (toponym.span.clone(), String::new())).collect()
        };
        errors.extend(differences(&document.text, &spans(system), &spans(&gold)));
    }
    let mut figures = vec![
        Figure::f1("Strict span", scores.strict),
        Figure::f1("Relaxed span", scores.relaxed),
        Figure::accuracy("Resolved", scores.resolved),
        Figure::accuracy("Accuracy@161km", scores.near),
        Figure::accuracy("Accuracy@161km of resolved", scores.near_of_resolved),
    ];
    let median = scores.median_error();
    figures.extend(median.map(|median| Figure::bare("Median error", median, Measure::Kilometers)));
    Ok(Scored { documents: documents.len(), figures, errors })
}

/// The places that the record names, in the order of the text.
fn places_of(record: &ArticleRecord) -> Vec<Toponym> {
    let places = record.entities.iter().filter(|entity| matches!(entity.kind(), Kind::Gpe | Kind::Location));
    let mentions = places.flat_map(|entity| {
        let place = entity.place.as_ref().map(|place| (place.lat, place.lon));
        let named = entity.mentions.iter().filter(|mention| mention.form() == Form::Name);
        named.filter_map(move |mention| Some(Toponym { span: bytes(mention.span.as_ref())?, place }))
    });
    let mut found: Vec<Toponym> = mentions.collect();
    found.sort_by_key(|toponym| (toponym.span.start, toponym.span.end));
    found
}

/// Scores quantities. Where a file annotates some kinds alone, those of other kinds do not count against the product.
pub(super) fn quantities(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = match inputs.format {
        Format::Quantulum => inputs.read(quantulum::read)?,
        _ => inputs.read(recognizers::read)?,
    };
    let found = each(&documents, |document| quantities_of(product.record_of(&document.text), document));
    let mut scores = quantities::Scores::default();
    let mut errors = Vec::new();
    let labels = |quantities: &[Quantity]| -> Vec<Labelled> {
        quantities.iter().map(|it| (it.span.clone(), it.value.clone().unwrap_or_default())).collect()
    };
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.quantities);
        errors.extend(differences(&document.text, &labels(system), &labels(&document.quantities)));
    }
    let figures = vec![
        Figure::f1("Strict span", scores.strict),
        Figure::f1("Relaxed span", scores.relaxed),
        Figure::f1("Value", scores.value),
    ];
    Ok(Scored { documents: documents.len(), figures, errors })
}

fn quantities_of(record: ArticleRecord, document: &recognizers::Document) -> Vec<Quantity> {
    let asked = record.quantities.into_iter().filter(|quantity| is_annotated(quantity.kind(), document));
    let quantity = |quantity: dateline_record::v1::Quantity| {
        let range = format!("{}..{}", quantity.low, quantity.high);
        let value = Some(if quantity.value.is_empty() { range } else { quantity.value });
        Some(Quantity { span: bytes(quantity.span.as_ref())?, value })
    };
    asked.filter_map(quantity).collect()
}

/// Whether the file of a document annotates this kind of number.
fn is_annotated(kind: Number, document: &recognizers::Document) -> bool {
    let kind_of = |name: &str| match name {
        "currency" => Some(Number::Money),
        "percentage" => Some(Number::Percent),
        "ordinal" | "ordinal.relative" => Some(Number::Ordinal),
        "age" | "dimension" | "temperature" => Some(Number::Measure),
        _ => None,
    };
    let mut kinds = document.types.iter().map(|name| kind_of(name));
    document.types.is_empty() || kinds.any(|annotated| annotated.is_none_or(|annotated| annotated == kind))
}
