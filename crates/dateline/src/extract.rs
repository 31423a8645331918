//! `dateline extract`: files to records, without servers.
//!
//! - [`args`]: the command line;
//! - [`place`]: what is given on a command line, told apart; [`pattern`]: the files that a pattern names;
//! - [`input`]: places to jobs, one article each, read as late as possible; [`lines`]: JSONL;
//! - [`remote`]: object stores and the web;
//! - [`job`]: a job to its record or failure, rendered;
//! - [`output`]: where rendered records go;
//! - [`submission`]: the same inputs, for a server to work on;
//! - [`web`]: pages from the web to the same records;
//! - [`report`]: progress and closing summary on stderr.

mod args;
mod input;
mod job;
mod lines;
mod output;
mod pattern;
mod place;
mod remote;
mod report;
mod submission;
mod web;

use std::io::IsTerminal;

use rayon::prelude::*;

use crate::{
    config::{self, Sources},
    exit::{Outcome, usage},
};

pub(crate) use args::{Args, Format, Offsets, Reading};
use input::{Inputs, Job};
use job::{Done, Work};
use output::Output;
use report::Report;
pub(crate) use submission::{Read, Submission, Submissions};
pub(crate) use web::{Fetch, fetch};

/// Jobs in memory at once, a thread.
const JOBS_PER_THREAD: usize = 16;

/// Bytes of input in memory at once, about.
const BATCH_BYTES: usize = 16 << 20;

/// Runs `dateline extract`, within the limits of the configuration.
pub(crate) fn run(sources: &Sources, args: Args) -> anyhow::Result<Outcome> {
    args.check()?;
    let paths = args.paths_or_stdin()?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build()?;
    let config = config::load(sources, Vec::new())?;
    let mut inputs = Inputs::new(&paths, &args.reading, &config)?;
    let many = inputs.hold_many();
    let mut output = Output::open(&args, many)?;
    let work = Work::new(&args, output.view(), &config);
    let mut report = Report::start(inputs.size(), args.quiet, threads.current_num_threads());
    output.begin()?;
    loop {
        let batch = next_batch(&mut inputs, threads.current_num_threads() * JOBS_PER_THREAD);
        if !args.quiet {
            inputs.take_passed().iter().for_each(|line| report.say(line));
        }
        if batch.is_empty() {
            break;
        }
        let done: Vec<Done> = threads.install(|| batch.into_par_iter().map(|job| work.perform(job)).collect());
        for done in done {
            output.write(&done.rendered)?;
            report.count(&done);
        }
    }
    output.end()?;
    Ok(report.finish())
}

fn next_batch(inputs: &mut Inputs, jobs: usize) -> Vec<Job> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < jobs && bytes < BATCH_BYTES {
        let Some(job) = inputs.next() else { break };
        bytes += job.bytes_held();
        batch.push(job);
    }
    batch
}

/// Whether a person looks at stdout.
fn on_terminal() -> bool {
    std::io::stdout().is_terminal()
}

impl Args {
    /// What is wrong with the arguments that clap cannot tell.
    fn check(&self) -> anyhow::Result<()> {
        if let Some(kind) = dateline_record::facts::unknown_kind(&self.kinds) {
            let known = dateline_record::facts::KINDS.join(", ");
            return Err(usage(format!("there is no kind of fact {kind:?}; --kinds takes any of {known}")));
        }
        if let Some(path) = self.paths.iter().find(|path| self.output.as_ref() == Some(*path)) {
            return Err(usage(format!("{} is both input and output; give --output another name", path.display())));
        }
        Ok(())
    }

    /// The paths given; stdin when there is none and something is piped in.
    fn paths_or_stdin(&self) -> anyhow::Result<Vec<std::path::PathBuf>> {
        if !self.paths.is_empty() {
            return Ok(self.paths.clone());
        }
        if std::io::stdin().is_terminal() {
            return Err(usage(
                "nothing to extract from; give files, or pipe an article in: dateline extract article.txt",
            ));
        }
        Ok(vec!["-".into()])
    }

    /// The format asked for, else the one that suits where the output goes.
    fn format_for(&self, many: bool) -> Format {
        match self.format {
            Some(format) => format,
            None if self.output.is_none() && on_terminal() => Format::Text,
            None if many => Format::Jsonl,
            None => Format::Json,
        }
    }
}
