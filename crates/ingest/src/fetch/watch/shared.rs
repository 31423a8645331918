//! What the sources of a watch have fetched of late, so that an item that several of one outlet show is fetched once.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::fetch::sources::id_of;

/// How long what was fetched is as good as what would be fetched again.
const LATELY: SignedDuration = SignedDuration::from_hours(1);

/// Items remembered at most.
const MOST: usize = 50_000;

/// What was fetched, by outlet and address.
#[derive(Debug, Default)]
pub(super) struct Shared(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    items: HashMap<String, Fetched>,
    /// In the order in which they were handed on.
    order: VecDeque<(Timestamp, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fetched {
    /// By this source, which is at it.
    Underway(String),
    /// Handed on, by this source.
    HandedOn(String, Timestamp),
}

/// What is to be done about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is for who asks to fetch, and to tell what came of it.
    Granted,
    /// Another is at it: later that is known.
    Underway,
    /// Another has handed it on.
    HandedOn,
}

impl Shared {
    /// What is to be done about an item that a source has, of an outlet of this name; `dated` is when it was changed last, in
    /// seconds since 1970.
    pub(super) fn claim(&self, source: &str, outlet: &str, url: &str, dated: Option<i64>, now: Timestamp) -> Claim {
        let (mut known, id) = (self.lock(), key(outlet, url));
        known.forget(now);
        match known.items.get(&id) {
            Some(Fetched::Underway(other)) if other != source => Claim::Underway,
            Some(Fetched::HandedOn(other, at))
                if other != source && dated.is_none_or(|dated| dated <= at.as_second()) =>
            {
                Claim::HandedOn
            }
            _ => {
                known.items.insert(id, Fetched::Underway(source.to_owned()));
                Claim::Granted
            }
        }
    }

    /// What was granted is handed on, or is not.
    pub(super) fn settle(&self, source: &str, outlet: &str, url: &str, handed_on: Option<Timestamp>) {
        let (mut known, id) = (self.lock(), key(outlet, url));
        match handed_on {
            Some(at) => {
                known.items.insert(id.clone(), Fetched::HandedOn(source.to_owned(), at));
                known.order.push_back((at, id));
            }
            None => {
                known.items.remove(&id);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn forget(&mut self, now: Timestamp) {
        let old = |at: &Timestamp| now.duration_since(*at) > LATELY;
        while self.order.len() > MOST || self.order.front().is_some_and(|(at, _)| old(at)) {
            let Some((at, id)) = self.order.pop_front() else { break };
            // One that was fetched again since is remembered for that.
            if matches!(self.items.get(&id), Some(Fetched::HandedOn(_, last)) if *last == at) {
                self.items.remove(&id);
            }
        }
    }
}

fn key(outlet: &str, url: &str) -> String {
    id_of(url) + outlet
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://a.example/wall";

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn an_item_is_for_one_source_of_an_outlet() {
        let shared = Shared::default();
        let claim =
            |source: &str, outlet: &str, url: &str, minute: i64| shared.claim(source, outlet, url, None, at(minute));
        assert_eq!(claim("a", "", URL, 0), Claim::Granted);
        assert_eq!(claim("b", "", URL, 0), Claim::Underway);
        assert_eq!(claim("b", "Other", URL, 0), Claim::Granted);
        shared.settle("a", "", URL, None);
        assert_eq!(claim("b", "", URL, 1), Claim::Granted);
        shared.settle("b", "", URL, Some(at(1)));
        assert_eq!(claim("a", "", &format!("{URL}?utm_source=rss"), 2), Claim::HandedOn);
        // Its own source asks for it where it has changed, and all do after a while.
        assert_eq!(claim("b", "", URL, 2), Claim::Granted);
        shared.settle("b", "", URL, Some(at(2)));
        assert_eq!(claim("a", "", URL, 62), Claim::HandedOn);
        assert_eq!(claim("a", "", URL, 63), Claim::Granted);
    }

    #[test]
    fn what_was_changed_since_is_fetched_again() {
        let shared = Shared::default();
        shared.claim("a", "", URL, None, at(0));
        shared.settle("a", "", URL, Some(at(0)));
        let dated = |minute: i64| Some(at(minute).as_second());
        assert_eq!(shared.claim("b", "", URL, dated(0), at(9)), Claim::HandedOn);
        assert_eq!(shared.claim("b", "", URL, dated(5), at(9)), Claim::Granted);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let shared = Shared::default();
        let kept = || {
            let known = shared.lock();
            (known.items.len(), known.order.len())
        };
        for number in 0..MOST + 100 {
            let (mut known, id) = (shared.lock(), number.to_string());
            known.items.insert(id.clone(), Fetched::HandedOn("a".into(), at(0)));
            known.order.push_back((at(0), id));
        }
        shared.claim("a", "", URL, None, at(0));
        assert_eq!(kept(), (MOST + 1, MOST));
        shared.claim("a", "", URL, None, at(90));
        assert_eq!(kept(), (1, 0));
    }
}
