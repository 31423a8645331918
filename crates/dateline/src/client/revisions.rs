//! `dateline revisions`: the revisions of an article, and what changed from each to the next.

mod words;

use dateline_gateway::client::{ArticleServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::{Article, GetRevisionRequest, ListRevisionsRequest, OffsetEncoding, Revision};
use jiff::Timestamp;
use serde_json::{Value, json};
use similar::{ChangeTag, DiffTag, TextDiff};
use tonic::transport::Channel;

use super::{Target, refused, table};
use crate::{exit::Outcome, view::harmless};
use words::Piece;

/// Arguments of `dateline revisions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revisions {
    /// Id of the article
    id: String,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

/// What differs between one revision and the next.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    Removed(String),
    Added(String),
    /// A headline, byline or paragraph in other words.
    Reworded(Vec<Piece>),
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
    let of_lines = |tag, lines: &[&str]| lines.iter().map(|line| whole(tag, line)).collect();
    let changes = diff.ops().iter().map(|op| {
        let (old, new) = (before.get(op.old_range()), after.get(op.new_range()));
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        match op.tag() {
            DiffTag::Equal => Vec::new(),
            DiffTag::Delete => of_lines(ChangeTag::Delete, old),
            DiffTag::Insert => of_lines(ChangeTag::Insert, new),
            DiffTag::Replace => replaced(old, new),
        }
    });
    changes.flatten().collect()
}

fn whole(tag: ChangeTag, line: &str) -> Change {
    if tag == ChangeTag::Insert { Change::Added(line.to_owned()) } else { Change::Removed(line.to_owned()) }
}

/// Lines in the place of others: those that only have other words are told by these.
fn replaced(before: &[&str], after: &[&str]) -> Vec<Change> {
    /// Lines among which the one is looked for that another has become.
    const NEAR: usize = 8;
    let (mut changes, mut rest) = (Vec::new(), after);
    for old in before {
        let found = rest.iter().take(NEAR).position(|new| words::are_alike(old, new));
        let Some((inserted, [new, left @ ..])) = found.and_then(|at| rest.split_at_checked(at)) else {
            changes.push(whole(ChangeTag::Delete, old));
            continue;
        };
        changes.extend(inserted.iter().map(|line| whole(ChangeTag::Insert, line)));
        changes.push(Change::Reworded(words::changes(old, new)));
        rest = left;
    }
    changes.extend(rest.iter().map(|line| whole(ChangeTag::Insert, line)));
    changes
}

fn show(revision: &Revision, changes: &[Change], json: bool) -> anyhow::Result<()> {
    let stored = revision.stored_at.as_ref().and_then(|at| Timestamp::from_second(at.seconds).ok());
    let stored = stored.map(|at| at.to_string()).unwrap_or_default();
    if json {
        let told: Vec<Value> = changes.iter().flat_map(told).collect();
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
        let (mark, text) = match change {
            Change::Removed(text) => ('-', text.clone()),
            Change::Added(text) => ('+', text.clone()),
            Change::Reworded(pieces) => ('~', words::shown(pieces)),
        };
        let text: String = text.chars().map(harmless).collect();
        anstream::println!("  {mark} {text}");
    }
    Ok(())
}

/// A change for machines: each text whole, with the words in it that differ where another has them in its place.
fn told(change: &Change) -> Vec<Value> {
    match change {
        Change::Removed(text) => vec![json!({ "added": false, "text": text })],
        Change::Added(text) => vec![json!({ "added": true, "text": text })],
        Change::Reworded(pieces) => [false, true]
            .map(|added| {
                let words: Vec<&str> = pieces.iter().filter_map(|piece| piece.changed(added)).collect();
                json!({ "added": added, "text": words::whole(pieces, added), "words": words })
            })
            .to_vec(),
    }
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
        let shown: Vec<String> = changes(&before, &after).iter().map(line).collect();
        assert_eq!(shown, ["~ [-Four-]{+Five+} dead", "- Two.", "+ Four."]);
    }

    #[test]
    fn of_a_paragraph_in_other_words_the_words_are_told() {
        let article = |text: &str| Article { text: text.into(), ..Article::default() };
        let before =
            "The mayor of Torvald said on Monday that the bridge over the river would open in May.\n\nOld end.";
        let after = "A note of ours.\n\nThe mayor of Torvald said on Monday that the bridge over the river would not open in June, after all.\n\nNew words here.";
        let changes = changes(&article(before), &article(after));
        let shown: Vec<String> = changes.iter().map(line).collect();
        assert_eq!(
            shown,
            [
                "+ A note of ours.",
                "~ … that the bridge over the river would {+not+} open in [-May-]{+June, after all+}.",
                "- Old end.",
                "+ New words here."
            ]
        );
        let told: Vec<Value> = changes.iter().flat_map(told).collect();
        assert_eq!(told[1]["words"], json!(["May"]));
        assert_eq!(told[2]["words"], json!(["not", "June, after all"]));
        assert_eq!(told[2]["text"], after.split("\n\n").nth(1).unwrap());
    }

    fn line(change: &Change) -> String {
        match change {
            Change::Removed(text) => format!("- {text}"),
            Change::Added(text) => format!("+ {text}"),
            Change::Reworded(pieces) => format!("~ {}", words::shown(pieces)),
        }
    }
}
