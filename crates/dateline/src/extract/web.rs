//! `dateline fetch`: pages from the web to records, or to raw articles for another command.

use dateline_ingest::fetch::{Fetcher, Outcome as Fetched, Validators};
use futures::StreamExt as _;
use std::io::Write as _;

use super::{
    Args, Format, Offsets, Reading,
    input::{Content, Job},
    job::Work,
    output::Output,
    remote::fetched,
    report::Report,
};
use crate::{
    config::{self, Sources},
    exit::{Outcome, usage},
    serve,
};

/// Pages fetched at the same time at most; of one host always one.
const AT_ONCE: usize = 8;

/// Arguments of `dateline fetch`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline fetch https://news.example/article
  dateline fetch --raw https://news.example/a https://news.example/b | dateline submit -

robots.txt is followed, and hosts are given pauses; addresses that are not public are refused. Section [fetch] of the
configuration says how.

Exit codes: 0 every URL gave a record, 1 some failed, 2 wrong usage, 3 none gave a record, 4 none did because no server
could be reached, or gave it.")]
pub(crate) struct Fetch {
    /// Addresses of articles
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,

    /// Print what was fetched, one raw article a line, instead of its record
    #[arg(long, conflicts_with_all = ["format", "kinds"])]
    raw: bool,

    /// How to print records [default: text on a terminal, else json for one article and jsonl for many]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Only these kinds of fact: entities,times,quantities,quotes,claims,events,topics,tone,summary,keyphrases
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    kinds: Vec<String>,

    /// No closing summary
    #[arg(long, short)]
    quiet: bool,
}

/// Fetches each URL and prints what it holds, in the order given.
pub(crate) fn fetch(sources: &Sources, fetch: Fetch) -> anyhow::Result<Outcome> {
    let config = config::load(sources, Vec::new())?;
    let fetcher = Fetcher::new(config.fetch.clone(), config.ingest.input_bytes).map_err(usage)?;
    let Fetch { urls, raw, format, kinds, quiet } = fetch;
    let args = Args {
        paths: Vec::new(),
        format: if raw { Some(Format::Jsonl) } else { format },
        offsets: Offsets::Utf8,
        kinds,
        sentences: false,
        reading: Reading::default(),
        output: None,
        threads: 0,
        width: None,
        quiet,
    };
    args.check()?;
    let mut output = Output::open(&args, urls.len() > 1)?;
    let work = Work::new(&args, output.view(), &config);
    let mut report = Report::start(None, quiet, 1);
    output.begin()?;
    serve::runtime()?.block_on(async {
        let asked = Validators::default();
        let fetching = urls.iter().map(|url| fetcher.fetch(url, &asked));
        let mut fetched = futures::stream::iter(fetching).buffered(AT_ONCE);
        while let Some(outcome) = fetched.next().await {
            let job = job(outcome);
            match job.content {
                Content::Raw(article) if raw => {
                    let mut line = serde_json::to_vec(&*article)?;
                    line.push(b'\n');
                    std::io::stdout().lock().write_all(&line)?;
                    report.fetched();
                }
                content => {
                    let done = work.perform(Job { content, ..job });
                    if !raw {
                        output.write(&done.rendered)?;
                    }
                    report.count(&done);
                }
            }
        }
        anyhow::Ok(())
    })?;
    output.end()?;
    Ok(report.finish())
}

fn job(outcome: Fetched) -> Job {
    let origin = outcome.url.clone();
    let content = match fetched(outcome) {
        Ok((content, at)) => Content::Raw(Box::new(content.into_article(&at))),
        Err(refusal) => Content::Unreadable(refusal),
    };
    Job { origin, bytes: 0, content }
}
