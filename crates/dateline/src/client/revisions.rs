//! `dateline revisions`: the revisions of an article, and what changed from each to the next.

use dateline_gateway::client::{ArticleServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::{Article, GetRevisionRequest, ListRevisionsRequest, OffsetEncoding, Revision};
use jiff::Timestamp;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use tonic::transport::Channel;

use super::{Target, refused, table};
use crate::{exit::Outcome, view::harmless};

/// Arguments of `dateline revisions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revisions {
    /// Id of the article
    id: String,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

/// A line that one revision has and the one before it has not, or the other way round.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    added: bool,
    text: String,
}

/// Shows the revisions of an article, earliest first, each with what changed in it.
pub(crate) fn revisions(args: &Revisions) -> anyhow::Result<Outcome> {
    args.target.call(async |channel| {
        let mut client = ArticleServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
        let request = ListRevisionsRequest { id: args.id.clone() };
        let listed = client.list_revisions(request).await.map_err(refused)?.into_inner().revisions;
        let mut before: Option<Article> = None;
        for revision in listed.iter().rev() {
            let article = article(&mut client, &args.id, revision).await?;
            let changes = before.as_ref().map(|before| changes(before, &article)).unwrap_or_default();
            show(revision, &changes, args.target.json())?;
            before = Some(article);
        }
        Ok(Outcome::Done)
    })
}

async fn article(client: &mut ArticleServiceClient<Channel>, id: &str, revision: &Revision) -> anyhow::Result<Article> {
    let request = GetRevisionRequest {
        id: id.to_owned(),
        revision: revision.revision.clone(),
        offset_encoding: OffsetEncoding::Utf8.into(),
        ..GetRevisionRequest::default()
    };
    let record = client.get_revision(request).await.map_err(refused)?.into_inner().record;
    Ok(record.and_then(|record| record.article).unwrap_or_default())
}

/// Headline, bylines and paragraphs that differ, in their order.
fn changes(before: &Article, after: &Article) -> Vec<Change> {
    let lines = |article: &Article| -> Vec<String> {
        let head = [article.title.clone(), article.subtitle.clone(), article.bylines.join(", ")];
        head.into_iter().chain(article.text.split("\n\n").map(str::to_owned)).filter(|line| !line.is_empty()).collect()
    };
    let (before, after) = (lines(before), lines(after));
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.iter().map(String::as_str).collect(), after.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&before, &after);
    let changed = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    changed.map(|change| Change { added: change.tag() == ChangeTag::Insert, text: change.value().to_owned() }).collect()
}

fn show(revision: &Revision, changes: &[Change], json: bool) -> anyhow::Result<()> {
    let stored = revision.stored_at.as_ref().and_then(|at| Timestamp::from_second(at.seconds).ok());
    let stored = stored.map(|at| at.to_string()).unwrap_or_default();
    if json {
        let told: Vec<Value> =
            changes.iter().map(|change| json!({ "added": change.added, "text": change.text })).collect();
        return table::print_json(&json!({
            "revision": revision.revision,
            "storedAt": stored,
            "current": revision.current,
            "changes": told,
        }));
    }
    let mark = if revision.current { "  (current)" } else { "" };
    anstream::println!("{}  stored {stored}{mark}", revision.revision);
    for change in changes {
        let text: String = change.text.chars().map(harmless).collect();
        anstream::println!("  {} {text}", if change.added { '+' } else { '-' });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let article =
            |title: &str, text: &str| Article { title: title.into(), text: text.into(), ..Article::default() };
        let before = article("Four dead", "One.\n\nTwo.\n\nThree.");
        let after = article("Five dead", "One.\n\nThree.\n\nFour.");
        let told: Vec<(bool, String)> =
            changes(&before, &after).into_iter().map(|change| (change.added, change.text)).collect();
        let expected = [(false, "Four dead"), (true, "Five dead"), (false, "Two."), (true, "Four.")];
        assert_eq!(told, expected.map(|(added, text)| (added, text.to_owned())));
    }
}
