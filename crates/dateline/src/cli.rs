//! The command line.

use clap::{CommandFactory, Parser, Subcommand};

use crate::exit::{self, Outcome};

/// Turns news articles into a queryable record of who said and did what to whom, where, when, how many, and according to
/// whom, with every fact traced to the characters it came from.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, after_help = exit::HELP, max_term_width = 100)]
pub(crate) struct Cli {
    /// Where configuration comes from.
    #[command(flatten)]
    pub(crate) sources: crate::config::Sources,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Extract the facts of articles in files; needs no server
    Extract(crate::extract::Args),
    /// Fetch articles from the web and extract their facts; needs no server
    Fetch(crate::extract::Fetch),
    /// Show the sources that are watched, and how each does
    Sources(crate::serve::sources::Args),
    /// Run everything in one process; the bus and the store are embedded unless URLs are given
    Up(crate::serve::Serving),
    /// Run one stage of the pipeline
    Worker(crate::serve::Worker),
    /// Run the API alone
    Gateway(crate::serve::Serving),
    /// Bring the store's schema up to date
    Migrate(crate::serve::Where),
    /// Ingest archives of articles, resumable, with a closing account
    Ingest(crate::ingest::Args),
    /// Submit articles in files to a server
    Submit(crate::client::submit::Args),
    /// Get the record of an article
    Get(crate::client::query::Get),
    /// Show the revisions of an article, and what changed in each
    Revisions(crate::client::revisions::Revisions),
    /// Search articles
    Search(crate::client::query::Search),
    /// List events
    Events(crate::client::query::Facts),
    /// List quotes
    Quotes(crate::client::query::Facts),
    /// Watch new facts as they are stored
    Watch(crate::client::query::Watch),
    /// Show the sizes of the store and the account of all submissions
    Stats(crate::client::Target),
    /// Show the queues with their depth
    Queues(crate::client::Target),
    /// Work on messages that were given up
    Quarantine(crate::client::admin::Quarantine),
    /// Score the product on annotated data
    Eval(crate::eval::Args),
    /// Measure the pipeline, the store or the API on generated data
    Bench(crate::bench::Args),
    /// Print the effective configuration, with where each value came from
    Config,
    /// Print a completion script for a shell
    Completions(Completions),
}

/// Arguments of `dateline completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

/// Prints a completion script.
pub(crate) fn completions(args: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dateline", &mut script);
    std::io::Write::write_all(&mut std::io::stdout().lock(), &script)?;
    Ok(Outcome::Done)
}
