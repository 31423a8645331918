//! Search: the most recent matches are ranked, a window at a time.
//!
//! A page token carries what is left of its window, so that pages neither repeat nor skip an article while others are
//! stored. When a window is used up, the next older one is ranked.

use std::collections::HashMap;

use dateline_record::v1::{ArticleFilter, SearchHit};
use prost::Message as _;

use crate::{
    Error,
    backend::{Backend, Ranked},
    indexed::Indexed,
    page::QueryId,
    query::{self, Find},
    snippet::snippet,
    store::{PageRequest, SearchPage},
};

/// What is left of a window.
struct Window {
    /// Places with their ranks, best first.
    ranked: Vec<(i64, f64)>,
    /// Older matches lie below this place.
    floor: Option<i64>,
}

pub(crate) async fn search<B: Backend>(
    store: &Indexed<B>,
    query: &str,
    filter: &ArticleFilter,
    page: &PageRequest,
) -> Result<SearchPage, Error> {
    let id = QueryId::new("search", &[query.as_bytes(), &filter.encode_to_vec()]);
    let find = find(query, filter)?;
    let size = page.size.max(1);
    let mut window = match id.read(&page.token)? {
        Some(token) => {
            let floor = token.numbers.first().copied().filter(|floor| *floor != i64::MIN);
            let places = token.numbers.into_iter().skip(1);
            Window { ranked: places.zip(token.scores.into_iter().map(f64::from)).collect(), floor }
        }
        None => rank(store, &find, find.below).await?,
    };
    let ranked_recent_only = window.floor.is_some();
    if window.ranked.is_empty()
        && let Some(floor) = window.floor
    {
        window = rank(store, &find, floor).await?;
    }
    let rest = window.ranked.split_off(size.min(window.ranked.len()));
    let hits = hits(store, &find, &window.ranked).await?;
    Ok(SearchPage { hits, next: next(id, &rest, window.floor), ranked_recent_only })
}

fn find(query: &str, filter: &ArticleFilter) -> Result<Find, Error> {
    let mut find = query::parse(query)?;
    let filter = Find::of(filter);
    if !filter.is_unfiltered() {
        find.and(filter.expr);
    }
    find.from = find.from.max(filter.from);
    find.below = find.below.min(filter.below);
    find.originals_only = filter.originals_only;
    Ok(find)
}

fn next(id: QueryId, rest: &[(i64, f64)], floor: Option<i64>) -> String {
    if rest.is_empty() && floor.is_none() {
        return String::new();
    }
    let places = std::iter::once(floor.unwrap_or(i64::MIN)).chain(rest.iter().map(|(place, _)| *place)).collect();
    id.token(places, String::new(), rest.iter().map(|(_, score)| *score as f32).collect())
}

/// Ranks the most recent matches below a place.
async fn rank<B: Backend>(store: &Indexed<B>, find: &Find, below: i64) -> Result<Window, Error> {
    let find = Find { below: find.below.min(below), ..find.clone() };
    let Ranked { matches: mut ranked, stopped: mut floor } = if find.phrases().is_empty() {
        let places = store.backend.matches(&find, store.candidates + 1).await?;
        Ranked { matches: places.into_iter().map(|place| (place, 0.0)).collect(), stopped: None }
    } else {
        store.backend.ranked(&find, store.candidates + 1).await?
    };
    if ranked.len() > store.candidates {
        ranked.truncate(store.candidates);
        floor = ranked.last().map(|(place, _)| *place);
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    Ok(Window { ranked, floor })
}

async fn hits<B: Backend>(store: &Indexed<B>, find: &Find, ranked: &[(i64, f64)]) -> Result<Vec<SearchHit>, Error> {
    let places: Vec<i64> = ranked.iter().map(|(place, _)| *place).collect();
    let scores: HashMap<i64, f64> = ranked.iter().copied().collect();
    let records: HashMap<_, _> = store.records(&places).await?.into_iter().collect();
    let phrases: Vec<_> = find.phrases().into_iter().filter(|phrase| !phrase.title).collect();
    let summaries = store.summaries(&places).await?.into_iter();
    Ok(summaries
        .map(|(place, article)| {
            let text =
                records.get(&place).and_then(|record| record.article.as_ref()).map_or("", |article| &article.text);
            let (snippet, highlights) = snippet(text, &phrases);
            let score = scores.get(&place).copied().unwrap_or_default();
            SearchHit { article: Some(article), snippet, highlights, score }
        })
        .collect())
}
