//! News intelligence that anyone can run: every role and tool as a subcommand.
//!
//! - [`cli`]: the command line;
//! - [`extract`]: files to records, without servers;
//! - [`view`]: a record for people, on a terminal and as a page;
//! - [`exit`]: what the exit codes mean.

mod cli;
mod exit;
mod extract;
mod view;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let Cli { command } = Cli::parse();
    let outcome = match command {
        Command::Extract(args) => extract::run(args),
        Command::Completions(args) => cli::completions(&args),
    };
    exit::code(outcome)
}
