//! `dateline eval`: the product's accuracy on annotated data, from raw text.
//!
//! - [`args`]: the command line: tasks and formats;
//! - [`input`]: files to documents of a format;
//! - [`product`]: what the product makes of a text, in the shape that the scorers want;
//! - [`tasks`]: one module a family of tasks: reads, runs the product, scores;
//! - [`output`]: the table, the JSON, and the comparison with a baseline.

mod args;
mod input;
mod output;
mod product;
mod tasks;

use crate::{
    config::{self, Sources},
    exit::Outcome,
};

pub(crate) use args::Args;
use input::Inputs;
use product::Product;

/// Scores the product and prints the figures.
pub(crate) fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    let product = Product::new(config::load(sources, Vec::new())?.extraction.tier);
    let baseline = args.baseline.as_deref().map(output::read_baseline).transpose()?;
    let inputs = Inputs::find(&args.paths, args.task, args.format)?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build()?;
    let scored = threads.install(|| tasks::score(args, &inputs, &product))?;
    let report = scored.report(args.task, inputs.format);
    output::print(&report, &scored.errors)?;
    if let Some(path) = &args.output {
        output::write(&report, path)?;
    }
    match baseline {
        Some(baseline) => output::compare(&report, &baseline, args.tolerance),
        None => Ok(Outcome::Done),
    }
}
