//! Whether events happened: the record's events against sentences whose events are rated.

use dateline_evaluation::{
    readers::factuality,
    report::{Figure, Measure},
    scorers::factuality::{Rated, Scores},
};
use dateline_record::v1::{ArticleRecord, event::Factuality};

use super::{Labelled, Scored, differences, each};
use crate::eval::{Inputs, Product, product::bytes};

/// Scores the events that the product finds among those that are rated.
pub(super) fn score(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = inputs.read(factuality::read)?;
    let found = each(&documents, |document| rated(&product.record_of(&document.text)));
    let mut scores = Scores::default();
    let mut errors = Vec::new();
    let labels = |events: &[Rated]| -> Vec<Labelled> {
        events.iter().map(|event| (event.span.clone(), format!("{:+.0}", event.value))).collect()
    };
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.events);
        errors.extend(differences(&document.text, &labels(system), &labels(&document.events)));
    }
    let mut figures = vec![
        Figure::accuracy("Rated events found", scores.found),
        Figure::accuracy("Class of those found", scores.classes),
    ];
    let error = scores.mean_absolute_error();
    figures.extend(error.map(|error| Figure::bare("Mean absolute error", error, Measure::Error)));
    let correlation = scores.correlation();
    figures.extend(correlation.map(|r| Figure::bare("Pearson", r, Measure::Correlation)));
    Ok(Scored { documents: documents.len(), figures, errors })
}

fn rated(record: &ArticleRecord) -> Vec<Rated> {
    let event = |event: &dateline_record::v1::Event| {
        let span = bytes(event.trigger.as_ref()?.span.as_ref())?;
        Some(Rated { span, value: value(event.factuality())? })
    };
    record.events.iter().filter_map(event).collect()
}

/// On the scale of the field: 3 certain, 2 probable, 1 possible, 0 open, −3 certain not to be.
fn value(factuality: Factuality) -> Option<f64> {
    Some(match factuality {
        Factuality::Occurred | Factuality::Ongoing => 3.0,
        Factuality::Planned => 2.0,
        Factuality::Proposed | Factuality::Ordered | Factuality::Requested => 1.0,
        Factuality::Hypothetical => 0.0,
        Factuality::Negated => -3.0,
        Factuality::Unspecified => return None,
    })
}
