//! Coreference: the record's entities with their mentions against the entities of a treebank.
//!
//! Mentions are compared by their exact characters, and by their heads alone: the treebank marks whole phrases, the record
//! names without titles. Entities with one mention are left out on both sides, as in CoNLL-2012. Of two mentions with the
//! same head the shorter stays.

use std::{collections::HashMap, ops::Range};

use dateline_evaluation::{
    readers::conllu,
    report::{Figure, Measure},
    scorers::coreference::{Cluster, Scores},
};
use dateline_record::v1::ArticleRecord;

use super::{Scored, each};
use crate::eval::{Inputs, Product, product::bytes};

/// Bytes of a mention and of its head.
type Mention = (Range<usize>, Range<usize>);

/// Scores entities by exact spans and by heads.
pub(super) fn score(inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents = inputs.read(conllu::read)?;
    let found = each(&documents, |document| entities(&product.record_of(&document.text)));
    let (mut exact, mut heads) = (Scores::default(), Scores::default());
    for (document, system) in documents.iter().zip(&found) {
        let gold = gold(document);
        exact.add(&whole(system), &whole(&gold));
        heads.add(&by_head(system), &by_head(&gold));
    }
    let mut figures = figures("", &exact);
    figures.extend(self::figures(" by heads", &heads));
    Ok(Scored { documents: documents.len(), figures, errors: Vec::new() })
}

fn figures(how: &str, scores: &Scores) -> Vec<Figure> {
    vec![
        Figure::fraction(format!("Mentions{how}"), &scores.mentions),
        Figure::fraction(format!("MUC{how}"), &scores.muc),
        Figure::fraction(format!("B³{how}"), &scores.b_cubed),
        Figure::fraction(format!("CEAF-e{how}"), &scores.ceaf_e),
        Figure::bare(format!("CoNLL{how}"), 100.0 * scores.conll(), Measure::F1),
    ]
}

fn entities(record: &ArticleRecord) -> Vec<Vec<Mention>> {
    let mention = |mention: &dateline_record::v1::Mention| {
        let span = bytes(mention.span.as_ref())?;
        Some((span.clone(), bytes(mention.head.as_ref()).unwrap_or(span)))
    };
    record.entities.iter().map(|entity| entity.mentions.iter().filter_map(mention).collect()).collect()
}

/// The entities of a treebank's document, by their first mention.
fn gold(document: &conllu::Document) -> Vec<Vec<Mention>> {
    let mut order: HashMap<&str, usize> = HashMap::new();
    let mut entities: Vec<Vec<Mention>> = Vec::new();
    for mention in &document.mentions {
        let words = document.words.get(mention.words.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let Some(head) = document.words.get(mention.head) else { continue };
        let index = *order.entry(&mention.entity).or_insert(entities.len());
        if index == entities.len() {
            entities.push(Vec::new());
        }
        if let Some(entity) = entities.get_mut(index) {
            entity.push((first.span.start..last.span.end, head.span.clone()));
        }
    }
    entities
}

fn whole(entities: &[Vec<Mention>]) -> Vec<Cluster> {
    let spans = |entity: &Vec<Mention>| entity.iter().map(|(span, _)| span.clone()).collect();
    linked(entities.iter().map(spans))
}

fn by_head(entities: &[Vec<Mention>]) -> Vec<Cluster> {
    let mut shortest: HashMap<&Range<usize>, &Range<usize>> = HashMap::new();
    for (span, head) in entities.iter().flatten() {
        let known = shortest.entry(head).or_insert(span);
        if span.len() < known.len() {
            *known = span;
        }
    }
    let heads = |entity: &Vec<Mention>| {
        entity.iter().filter(|(span, head)| shortest.get(head) == Some(&span)).map(|(_, head)| head.clone()).collect()
    };
    linked(entities.iter().map(heads))
}

/// The entities with several mentions.
fn linked(entities: impl Iterator<Item = Cluster>) -> Vec<Cluster> {
    entities.filter(|mentions| mentions.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_mentions_with_one_head_the_shorter_stays() {
        let entities =
            vec![vec![(0..20, 5..8), (30..33, 30..33)], vec![(5..8, 5..8), (40..42, 40..42)], vec![(50..52, 50..52)]];
        assert_eq!(whole(&entities), [vec![0..20, 30..33], vec![5..8, 40..42]]);
        assert_eq!(by_head(&entities), [vec![5..8, 40..42]]);
    }
}
