//! The entities of the article with every mention: who, what and where is named, in which office, and which code stands for it.
//!
//! - `names`: the names of the document as mentions, without titles, articles and possessives;
//! - `clusters`: which names are of the same entity;
//! - `roles`: offices, from titles and appositions;
//! - `nominals`, `pronouns`: "the Israeli leader", "he", where exactly one entity fits;
//! - `codes`: public ids, coordinates and actor codes, from the tables of `gazetteer`.

mod clusters;
mod codes;
mod draft;
pub(crate) mod gazetteer;
mod names;
mod nominals;
mod person;
mod pronouns;
mod roles;
mod salience;
mod titles;

use dateline_record::v1::{ArticleRecord, Entity, Mention};

use crate::context::{Context, evidence, span};
use draft::{Draft, Found};

/// Adds the entities of the article to the record.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    let names = names::find(cx);
    let mut drafts = clusters::group(cx, names);
    roles::add(cx, &mut drafts);
    codes::add(cx, &mut drafts);
    nominals::add(cx, &mut drafts);
    pronouns::add(cx, &mut drafts);
    salience::add(cx, &mut drafts);
    record.entities = finish(drafts);
}

/// Entities by first mention, mentions by position, references by id.
fn finish(mut drafts: Vec<Draft>) -> Vec<Entity> {
    for draft in &mut drafts {
        draft.mentions.sort_by_key(|found| (found.span.start, found.span.end));
    }
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|at| drafts.get(*at).and_then(Draft::first).map(|found| (found.span.start, found.span.end)));
    let mut ids = vec![String::new(); drafts.len()];
    for (position, at) in order.iter().enumerate() {
        if let Some(id) = ids.get_mut(*at) {
            *id = format!("e{}", position + 1);
        }
    }
    order.iter().filter_map(|at| Some(entity(drafts.get(*at)?, ids.get(*at)?, &ids))).collect()
}

fn entity(draft: &Draft, id: &str, ids: &[String]) -> Entity {
    let roles = draft.roles.iter().map(|held| {
        let mut role = held.role.clone();
        role.organization_entity = held.organization.and_then(|at| ids.get(at)).cloned().unwrap_or_default();
        role
    });
    Entity {
        id: id.into(),
        name: draft.name.clone(),
        kind: draft.kind.into(),
        mentions: draft.mentions.iter().map(mention).collect(),
        roles: roles.collect(),
        links: draft.links.clone(),
        place: draft.place.clone(),
        actor: draft.actor.clone(),
        salience: draft.salience,
        evidence: evidence("entities", draft.confidence(), draft.rule()),
    }
}

fn mention(found: &Found) -> Mention {
    Mention { span: span(found.span.clone()), form: found.form.into(), head: span(found.head.clone()) }
}
