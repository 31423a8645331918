//! The command line.

use clap::{CommandFactory, Parser, Subcommand};

use crate::exit::{self, Outcome};

/// Turns news articles into a queryable record of who said and did what to whom, where, when, how many, and according to
/// whom, with every fact traced to the characters it came from.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, after_help = exit::HELP, max_term_width = 100)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Extract the facts of articles in files; needs no server
    Extract(crate::extract::Args),
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
