//! One happening told twice is one event with two mentions. Conservative: same code, same named parties, no conflict in time.

use dateline_record::v1::{Event, Participant};

/// Joins events that are told more than once; the first telling stays, and learns what only the later ones say.
pub(crate) fn merge(events: Vec<Event>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    for event in events {
        match merged.iter_mut().find(|first| is_same(first, &event)) {
            Some(first) => absorb(first, event),
            None => merged.push(event),
        }
    }
    merged
}

fn is_same(first: &Event, next: &Event) -> bool {
    let code = first.cameo.as_ref().map(|cameo| &cameo.code) == next.cameo.as_ref().map(|cameo| &cameo.code);
    let time = first.time.is_empty() || next.time.is_empty() || first.time == next.time;
    let place = match (&first.place, &next.place) {
        (Some(first), Some(next)) => first.entity == next.entity,
        _ => true,
    };
    let numbers = first.quantities.is_empty() || next.quantities.is_empty();
    code && time
        && place
        && numbers
        && first.factuality == next.factuality
        && same_parties(&first.actors, &next.actors)
        && same_parties(&first.recipients, &next.recipients)
}

/// Both name the same entities, at least one.
fn same_parties(first: &[Participant], next: &[Participant]) -> bool {
    let named = |parties: &[Participant]| {
        let mut ids: Vec<String> = parties.iter().map(|party| party.entity.clone()).collect();
        ids.sort();
        ids
    };
    let (first, next) = (named(first), named(next));
    !first.is_empty() && first == next && first.iter().all(|id| !id.is_empty())
}

fn absorb(first: &mut Event, next: Event) {
    first.mentions.extend(next.mentions);
    for claim in next.claims {
        if !first.claims.contains(&claim) {
            first.claims.push(claim);
        }
    }
    if first.time.is_empty() {
        first.time = next.time;
    }
    if first.place.is_none() {
        first.place = next.place;
    }
    if first.quantities.is_empty() {
        first.quantities = next.quantities;
    }
    if first.instruments.is_empty() {
        first.instruments = next.instruments;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_record::v1::event::{Cameo, Mention};

    fn event(actor: &str, recipient: &str, time: &str) -> Event {
        let party = |id: &str| vec![Participant { entity: id.into(), ..Participant::default() }];
        Event {
            cameo: Some(Cameo { code: "040".into(), ..Cameo::default() }),
            actors: party(actor),
            recipients: party(recipient),
            time: time.into(),
            mentions: vec![Mention::default()],
            ..Event::default()
        }
    }

    #[test]
    fn the_same_parties_at_no_other_time_are_one_event() {
        let merged = merge(vec![event("e1", "e2", ""), event("e1", "e2", "t1"), event("e1", "e2", "t2")]);
        let summary: Vec<_> = merged.iter().map(|event| (event.mentions.len(), event.time.as_str())).collect();
        assert_eq!(summary, [(2, "t1"), (1, "t2")]);
    }

    #[test]
    fn nameless_parties_are_never_merged() {
        assert_eq!(merge(vec![event("", "e2", ""), event("", "e2", "")]).len(), 2);
    }
}
