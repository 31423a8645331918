//! The signatures of many articles, and which of them are copies of which.

use std::collections::HashMap;

use dateline_record::fingerprint::LEAST_SHARED;

use super::Signature;

/// Articles that are filed under one hash at most: what more than so many say is said by all.
const MOST_FILED: u32 = 64;

/// Articles compared with one at most, those that share most first.
const MOST_COMPARED: usize = 200;

/// Which article another is a copy of.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The article.
    pub id: String,
    /// How much of the shorter text is in the longer one, from 0 to 1.
    pub similarity: f64,
}

/// What an article's coming tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The earliest article of which it is a copy.
    pub original: Option<Link>,
    /// Articles that are copies of this one, which is earlier than what they were held to be copies of.
    pub copies: Vec<Link>,
}

/// Articles by their signatures. About 1 KB an article.
///
/// What it answers depends on the articles in it, not on the order in which they came: an article is a copy of the
/// earliest it is alike. Inserting one again changes nothing, inserting another text under its id replaces it.
#[derive(Debug, Default)]
pub struct Index {
    articles: Vec<Article>,
    by_id: HashMap<Box<str>, u32>,
    files: Files,
}

#[derive(Debug)]
struct Article {
    id: Box<str>,
    /// Place in time; of equals the lesser id is the earlier.
    time: i64,
    signature: Signature,
    /// Replaced by a later revision.
    gone: bool,
}

impl Index {
    /// Articles in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Adds an article of some time, in seconds since 1970, and tells what it is a copy of.
    pub fn insert(&mut self, id: &str, time: i64, signature: Signature) -> Found {
        if let Some(place) = self.by_id.get(id).copied() {
            match self.articles.get_mut(place as usize) {
                Some(own) if own.signature == signature && own.time == time => {}
                Some(own) => {
                    own.gone = true;
                    self.add(id, time, signature.clone());
                }
                None => {}
            }
        } else {
            self.add(id, time, signature.clone());
        }
        self.look_up(id, time, &signature)
    }

    fn add(&mut self, id: &str, time: i64, signature: Signature) {
        let place = self.articles.len() as u32;
        for hash in signature.keys() {
            self.files.add(*hash, place);
        }
        self.by_id.insert(id.into(), place);
        self.articles.push(Article { id: id.into(), time, signature, gone: false });
    }

    /// What an article is a copy of, and what is a copy of it, as if it were in the index.
    #[must_use]
    pub fn look_up(&self, id: &str, time: i64, signature: &Signature) -> Found {
        let mut found = Found::default();
        let mut earliest: Option<(&Article, f64)> = None;
        for other in self.candidates(signature).into_iter().filter_map(|place| self.articles.get(place as usize)) {
            if other.gone || &*other.id == id {
                continue;
            }
            let Some(similarity) = signature.similarity(&other.signature) else { continue };
            if (time, id) < (other.time, &other.id) {
                found.copies.push(Link { id: other.id.to_string(), similarity });
            } else if earliest.is_none_or(|(own, _)| (other.time, &other.id) < (own.time, &own.id)) {
                earliest = Some((other, similarity));
            }
        }
        found.original = earliest.map(|(article, similarity)| Link { id: article.id.to_string(), similarity });
        found.copies.sort_by(|one, other| one.id.cmp(&other.id));
        found
    }

    /// Articles that share hashes with a signature, those that share most first.
    fn candidates(&self, signature: &Signature) -> Vec<u32> {
        let mut hits: Vec<u32> = signature.keys().iter().flat_map(|hash| self.files.under(*hash)).collect();
        hits.sort_unstable();
        let mut counted: Vec<(u32, u32)> = Vec::new();
        for place in hits {
            match counted.last_mut() {
                Some((count, last)) if *last == place => *count += 1,
                _ => counted.push((1, place)),
            }
        }
        counted.retain(|(count, _)| *count >= LEAST_SHARED as u32);
        counted.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        counted.truncate(MOST_COMPARED);
        counted.into_iter().map(|(_, place)| place).collect()
    }
}

/// Articles under hashes: chains through one list, so that an entry costs twelve bytes and no allocation.
#[derive(Debug)]
struct Files {
    /// The first entry of each bucket, plus one; 0 is none.
    heads: Vec<u32>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u32,
    place: u32,
    /// The next entry of the bucket, plus one.
    next: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self { heads: vec![0; 1 << 10], entries: Vec::new() }
    }
}

impl Files {
    fn add(&mut self, hash: u32, place: u32) {
        if self.under(hash).count() as u32 >= MOST_FILED {
            return;
        }
        if self.entries.len() >= self.heads.len() {
            self.grow();
        }
        self.entries.push(Entry { hash, place, next: 0 });
        self.chain(self.entries.len() as u32);
    }

    /// Puts an entry, told by its number from one on, at the head of its bucket.
    fn chain(&mut self, number: u32) {
        let Some(entry) = self.entries.get_mut(number as usize - 1) else { return };
        let bucket = bucket(entry.hash, self.heads.len());
        if let Some(head) = self.heads.get_mut(bucket) {
            entry.next = std::mem::replace(head, number);
        }
    }

    fn grow(&mut self) {
        self.heads = vec![0; self.heads.len() * 2];
        for number in 1..=self.entries.len() as u32 {
            self.chain(number);
        }
    }

    fn under(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        let mut number = self.heads.get(bucket(hash, self.heads.len())).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            while number > 0 {
                let entry = self.entries.get(number as usize - 1)?;
                number = entry.next;
                if entry.hash == hash {
                    return Some(entry.place);
                }
            }
            None
        })
    }
}

/// The hashes kept are the small ones: their low bits are spread, their high bits are not.
const fn bucket(hash: u32, buckets: usize) -> usize {
    (hash.wrapping_mul(0x9e37_79b1) as usize) & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(seed: u64, sentences: u64) -> String {
        (0..sentences)
            .map(|at| {
                let n = seed * 7919 + at * 104_729;
                format!(
                    "Delegate Nummer{n} moved item {} of the budget for {} crowns after a debate of {} hours. ",
                    n % 971,
                    n % 50_021,
                    n % 13
                )
            })
            .collect()
    }

    fn signature(text: &str) -> Signature {
        Signature::of(text).unwrap()
    }

    #[test]
    fn a_copy_is_linked_to_the_earliest_whatever_comes_first() {
        let (full, cut) = (signature(&story(1, 30)), signature(&story(1, 12)));
        let mut index = Index::default();
        assert_eq!(index.insert("b", 20, cut.clone()), Found::default());
        let found = index.insert("a", 10, full.clone());
        assert_eq!((found.original, found.copies.len(), found.copies[0].id.as_str()), (None, 1, "b"));
        let found = index.insert("c", 30, cut.clone());
        assert_eq!(found.original.unwrap().id, "a");
        // Again: the same answers, and nothing more in it.
        assert_eq!(index.insert("b", 20, cut).original.unwrap().id, "a");
        assert_eq!(index.insert("a", 10, full).copies.len(), 2);
        assert_eq!(index.len(), 3);
    }

    #[test]
    fn a_revision_replaces_its_article() {
        let mut index = Index::default();
        index.insert("a", 10, signature(&story(1, 20)));
        index.insert("a", 10, signature(&story(2, 20)));
        assert_eq!(index.insert("b", 20, signature(&story(1, 20))), Found::default());
        assert_eq!(index.insert("c", 20, signature(&story(2, 20))).original.unwrap().id, "a");
    }

    #[test]
    fn thousands_of_copies_cost_no_more_than_few() {
        let mut index = Index::default();
        let copy = signature(&story(1, 20));
        for at in 0..3_000 {
            let found = index.insert(&format!("{at:05}"), i64::from(at), copy.clone());
            assert_eq!(found.original.map(|link| link.id), (at > 0).then(|| "00000".to_owned()));
        }
        assert!(index.files.entries.len() <= dateline_record::fingerprint::KEYS * MOST_FILED as usize);
    }

    #[test]
    fn thousands_of_different_stories_are_told_apart() {
        let mut index = Index::default();
        for seed in 0..2_000 {
            let found = index.insert(&seed.to_string(), 0, signature(&story(seed, 10)));
            assert_eq!(found, Found::default(), "{seed}");
        }
    }
}
