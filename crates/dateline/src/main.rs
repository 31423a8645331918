//! News intelligence that anyone can run: every role and tool as a subcommand.
//!
//! - [`cli`]: the command line;
//! - [`config`]: defaults, file, environment, flags;
//! - [`extract`]: files to records, without servers;
//! - [`view`]: a record for people, on a terminal and as a page;
//! - [`serve`]: the roles: `up`, `worker`, `gateway`, `migrate`;
//! - [`client`]: clients of the API;
//! - [`eval`]: the product's accuracy on annotated data;
//! - [`mod@bench`]: measurements of the whole and of its parts;
//! - [`exit`]: what the exit codes mean.

mod bench;
mod cli;
mod client;
mod config;
mod eval;
mod exit;
mod extract;
mod ingest;
mod serve;
mod view;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    // Another provider may only have been set by a defect; connections say so when it matters.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let Cli { sources, command } = Cli::parse();
    exit::code(match command {
        Command::Extract(args) => extract::run(&sources, args),
        Command::Fetch(args) => extract::fetch(&sources, args),
        Command::Sources(args) => serve::sources::sources(&sources, &args),
        Command::Up(args) => serve::up(&sources, &args),
        Command::Worker(args) => serve::worker(&sources, &args),
        Command::Gateway(args) => serve::gateway(&sources, &args),
        Command::Migrate(args) => serve::migrate(&sources, &args),
        Command::Ingest(args) => ingest::run(&sources, args),
        Command::Submit(args) => client::submit::run(&sources, &args),
        Command::Get(args) => client::query::get(&args),
        Command::Revisions(args) => client::revisions::revisions(&args),
        Command::Search(args) => client::query::search(&args),
        Command::Events(args) => client::query::events(&args),
        Command::Quotes(args) => client::query::quotes(&args),
        Command::Watch(args) => client::query::watch(&args),
        Command::Stats(target) => client::admin::stats(&target),
        Command::Queues(target) => client::admin::queues(&target),
        Command::Quarantine(args) => client::admin::quarantine(&args),
        Command::Eval(args) => eval::run(&sources, &args),
        Command::Bench(args) => bench::run(&sources, &args),
        Command::Config => config::show(&sources),
        Command::Completions(args) => cli::completions(&args),
    })
}
