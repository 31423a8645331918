//! Reading: `get`, `search`, `events`, `quotes`, `watch`.

use dateline_gateway::client::{ArticleServiceClient, FactServiceClient, MAX_MESSAGE_BYTES, WatchServiceClient};
use dateline_record::v1::{
    ArticleFilter, ArticleSummary, EventFact, FactContext, FactFilter, GetArticleRequest, ListEventsRequest,
    ListQuotesRequest, OffsetEncoding, QuoteFact, SearchArticlesRequest, SearchHit, WatchRequest, WatchResponse,
    watch_response::Fact,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Target, refused, table};
use crate::{
    exit::Outcome,
    extract::Offsets,
    view::{self, describe},
};

/// Arguments of `dateline get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// Id of the article
    id: String,
    /// Unit in which spans are counted
    #[arg(long, value_enum, default_value = "utf8")]
    offsets: Offsets,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

/// Arguments of `dateline search`.
#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// Words, "phrases", AND, OR, NOT, and field:value
    query: String,
    /// Name or domain of the outlet
    #[arg(long)]
    source: Option<String>,
    /// BCP 47 tag of the language
    #[arg(long)]
    language: Option<String>,
    /// Leave out near-duplicates of an earlier article
    #[arg(long)]
    originals: bool,
    /// Hits at most
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

/// Arguments of `dateline events`, `quotes` and `watch`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Facts {
    /// An entity that takes part, by name or key
    #[arg(long)]
    entity: Option<String>,
    /// Who acted
    #[arg(long)]
    actor: Option<String>,
    /// To whom
    #[arg(long)]
    recipient: Option<String>,
    /// Who spoke
    #[arg(long)]
    speaker: Option<String>,
    /// Where
    #[arg(long)]
    place: Option<String>,
    /// Type or code of the event
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Certainty of a claim, factuality of an event
    #[arg(long)]
    certainty: Option<String>,
    /// Name or domain of the outlet
    #[arg(long)]
    source: Option<String>,
    /// BCP 47 tag of the article's language
    #[arg(long)]
    language: Option<String>,
    /// Published then or later: RFC 3339, or a date alone
    #[arg(long, value_name = "DATE", value_parser = moment)]
    after: Option<Timestamp>,
    /// Published earlier
    #[arg(long, value_name = "DATE", value_parser = moment)]
    before: Option<Timestamp>,
    /// Id of the article
    #[arg(long)]
    article: Option<String>,
    /// Facts at most
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

/// Arguments of `dateline watch`.
#[derive(Debug, clap::Args)]
pub(crate) struct Watch {
    /// Kinds of fact: events,quotes,quantities,claims,mentions [default: all]
    #[arg(long, value_delimiter = ',')]
    kinds: Vec<String>,
    /// Start with the first record in the store
    #[arg(long)]
    from_beginning: bool,
    /// Go on after this token
    #[arg(long, default_value = "")]
    resume: String,
    /// Which facts.
    #[command(flatten)]
    facts: Facts,
}

/// Prints a record.
pub(crate) fn get(args: &Get) -> anyhow::Result<Outcome> {
    args.target.call(async |channel| {
        let mut client = ArticleServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
        let encoding = if args.target.json() { args.offsets.into() } else { OffsetEncoding::Utf8 };
        let request = GetArticleRequest { id: args.id.clone(), offset_encoding: encoding.into(), read_mask: None };
        let record = client.get_article(request).await.map_err(refused)?.into_inner().record.unwrap_or_default();
        if args.target.json() {
            table::print_json(&record)?;
        } else {
            let text = view::text::render(&record, view::TextStyle::of_stdout(None));
            std::io::Write::write_all(&mut std::io::stdout().lock(), text.as_bytes())?;
        }
        Ok(Outcome::Done)
    })
}

/// Searches articles.
pub(crate) fn search(args: &Search) -> anyhow::Result<Outcome> {
    args.target.call(async |channel| {
        let filter = ArticleFilter {
            source: args.source.clone().unwrap_or_default(),
            language: args.language.clone().unwrap_or_default(),
            originals_only: args.originals,
            ..ArticleFilter::default()
        };
        let mut request =
            SearchArticlesRequest { query: args.query.clone(), filter: Some(filter), ..Default::default() };
        let (mut client, mut hits) = (ArticleServiceClient::new(channel), Vec::new());
        // A page may hold fewer hits than it could though more follow.
        loop {
            request.page_size = args.limit.saturating_sub(hits.len() as u32);
            let answer = client.search_articles(request.clone()).await.map_err(refused)?.into_inner();
            hits.extend(answer.hits);
            request.page_token = answer.next_page_token;
            if hits.len() >= args.limit as usize || request.page_token.is_empty() {
                break;
            }
        }
        show(args.target.json(), &hits, &["published", "source", "title", "article", "copy of", "snippet"], hit_row)
    })
}

fn hit_row(hit: &SearchHit) -> Vec<String> {
    let article = hit.article.clone().unwrap_or_default();
    let copy = describe::original(&article.duplicate_of, article.duplicate_similarity);
    vec![published(&article), outlet(&article), article.title, article.id, copy, hit.snippet.clone()]
}

fn published(article: &ArticleSummary) -> String {
    article.published_at.as_ref().map_or(String::new(), |time| time.value.chars().take(10).collect())
}

fn outlet(article: &ArticleSummary) -> String {
    let source = article.source.clone().unwrap_or_default();
    if source.name.is_empty() { source.domain } else { source.name }
}

/// Lists events.
pub(crate) fn events(args: &Facts) -> anyhow::Result<Outcome> {
    args.target.call(async |channel| {
        let request = ListEventsRequest { filter: Some(args.filter()), page_size: args.limit, ..Default::default() };
        let answer = FactServiceClient::new(channel).list_events(request).await.map_err(refused)?.into_inner();
        show(args.target.json(), &answer.events, &["published", "codes", "article", "text"], event_row)
    })
}

fn event_row(fact: &EventFact) -> Vec<String> {
    let codes = fact.event.as_ref().map(describe::event_in_short).unwrap_or_default();
    row(fact.context.as_ref(), codes, String::new())
}

/// Lists quotes.
pub(crate) fn quotes(args: &Facts) -> anyhow::Result<Outcome> {
    args.target.call(async |channel| {
        let request = ListQuotesRequest { filter: Some(args.filter()), page_size: args.limit, ..Default::default() };
        let answer = FactServiceClient::new(channel).list_quotes(request).await.map_err(refused)?.into_inner();
        show(args.target.json(), &answer.quotes, &["published", "speaker", "article", "words"], quote_row)
    })
}

fn quote_row(fact: &QuoteFact) -> Vec<String> {
    let quote = fact.quote.clone().unwrap_or_default();
    let speaker = quote.speaker.unwrap_or_default();
    let entities = fact.context.iter().flat_map(|context| &context.entities);
    let named = entities.filter(|entity| entity.id == speaker.entity).map(|entity| entity.name.clone()).next();
    let unnamed = || {
        if speaker.unresolved.is_empty() {
            "unresolved".to_owned()
        } else {
            format!("unresolved: {}", speaker.unresolved)
        }
    };
    row(fact.context.as_ref(), named.unwrap_or_else(unnamed), quote.content.unwrap_or_default().text)
}

fn row(context: Option<&FactContext>, what: String, words: String) -> Vec<String> {
    let context = context.cloned().unwrap_or_default();
    let article = context.article.unwrap_or_default();
    let published = article.published_at.map_or(String::new(), |time| time.value.chars().take(10).collect());
    let words = if words.is_empty() { context.text } else { words };
    vec![published, what, if article.title.is_empty() { article.id } else { article.title }, words]
}

fn show<T: serde::Serialize>(
    as_json: bool,
    items: &[T],
    headings: &[&str],
    row: impl Fn(&T) -> Vec<String>,
) -> anyhow::Result<Outcome> {
    if as_json {
        items.iter().try_for_each(table::print_json)?;
    } else {
        table::print(headings, &items.iter().map(row).collect::<Vec<_>>())?;
    }
    Ok(Outcome::Done)
}

/// Prints new facts as they are stored, until interrupted.
pub(crate) fn watch(args: &Watch) -> anyhow::Result<Outcome> {
    args.facts.target.call(async |channel| {
        let request = WatchRequest {
            filter: Some(args.facts.filter()),
            kinds: args.kinds.clone(),
            resume_token: args.resume.clone(),
            from_beginning: args.from_beginning,
            ..Default::default()
        };
        let mut client = WatchServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
        let mut facts = client.watch(request).await.map_err(refused)?.into_inner();
        while let Some(fact) = facts.message().await.map_err(refused)? {
            print_watched(&fact, args.facts.target.json())?;
        }
        Ok(Outcome::Done)
    })
}

fn print_watched(watched: &WatchResponse, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return table::print_json(watched);
    }
    let (kind, context) = match &watched.fact {
        None => return Ok(()),
        Some(Fact::Event(fact)) => ("event", &fact.context),
        Some(Fact::Quote(fact)) => ("quote", &fact.context),
        Some(Fact::Quantity(fact)) => ("quantity", &fact.context),
        Some(Fact::Claim(fact)) => ("claim", &fact.context),
        Some(Fact::Mention(fact)) => ("mention", &fact.context),
    };
    let mut cells = row(context.as_ref(), kind.to_owned(), String::new());
    cells.retain(|cell| !cell.is_empty());
    let line: String = cells.join("  ").chars().map(view::harmless).collect();
    Ok(std::io::Write::write_all(&mut std::io::stdout().lock(), format!("{line}\n").as_bytes())?)
}

/// A moment as the API takes it.
fn sent(moment: Timestamp) -> pbjson_types::Timestamp {
    pbjson_types::Timestamp { seconds: moment.as_second(), nanos: moment.subsec_nanosecond() }
}

/// A moment, or a date for its first one in UTC.
fn moment(given: &str) -> Result<Timestamp, String> {
    let date = || TimeZone::UTC.to_timestamp(given.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok();
    given.parse().ok().or_else(date).ok_or_else(|| "write 2026-03-01 or 2026-03-01T09:30:00+01:00".to_owned())
}

impl Facts {
    fn filter(&self) -> FactFilter {
        let given = |field: &Option<String>| field.clone().unwrap_or_default();
        FactFilter {
            entity: given(&self.entity),
            actor: given(&self.actor),
            recipient: given(&self.recipient),
            speaker: given(&self.speaker),
            place: given(&self.place),
            r#type: given(&self.kind),
            article: given(&self.article),
            certainty: given(&self.certainty),
            source: given(&self.source),
            language: given(&self.language),
            published_after: self.after.map(sent),
            published_before: self.before.map(sent),
            ..FactFilter::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_moment() {
        assert_eq!(moment("2026-03-01"), moment("2026-03-01T01:00:00+01:00"));
        assert!(moment("yesterday").is_err() && moment("2026-02-30").is_err());
    }
}
