//! One module a family of tasks. Each reads its gold standard, runs the product on each document in parallel, and scores in
//! the order of the documents.

mod coreference;
mod events;
mod factuality;
mod language;
mod names;
mod sayings;
mod spans;

use std::ops::Range;

use dateline_evaluation::report::{Figure, Report};
use rayon::prelude::*;

use super::{
    Inputs, Product,
    args::{Args, Format, Task, name_of},
};
use crate::exit::usage;

/// What a task found.
#[derive(Debug, Default)]
pub(super) struct Scored {
    documents: usize,
    figures: Vec<Figure>,
    /// What was missed and what was wrong, a line each.
    pub(super) errors: Vec<String>,
}

impl Scored {
    /// The figures with what they are of.
    pub(super) fn report(&self, task: Task, format: Format) -> Report {
        Report {
            task: name_of(&task),
            format: name_of(&format),
            documents: self.documents,
            figures: self.figures.clone(),
        }
    }
}

/// Scores a task.
pub(super) fn score(args: &Args, inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    if args.gold_sentences && !matches!(args.task, Task::Tokens | Task::Syntax) {
        return Err(usage("--gold-sentences is for tokens and syntax: the others start from raw text alone"));
    }
    let mut scored = match args.task {
        Task::Tokens | Task::Sentences | Task::Syntax => language::score(args, inputs, product),
        Task::Names => names::score(args, inputs, product),
        Task::Times => spans::times(inputs, product),
        Task::Places => spans::places(inputs, product),
        Task::Quantities => spans::quantities(inputs, product),
        Task::Attribution => sayings::score(inputs, product),
        Task::Events => events::score(inputs, product),
        Task::Factuality => factuality::score(inputs, product),
        Task::Coreference => coreference::score(inputs, product),
    }?;
    if !args.errors {
        scored.errors.clear();
    }
    Ok(scored)
}

/// What the product makes of each document, in their order.
fn each<D: Sync, T: Send>(documents: &[D], work: impl Fn(&D) -> T + Sync + Send) -> Vec<T> {
    documents.par_iter().map(work).collect()
}

/// Bytes of a text, and what is said of them.
type Labelled = (Range<usize>, String);

/// What is in the gold standard alone (`-`) and what the product alone has (`+`), in context.
fn differences(text: &str, system: &[Labelled], gold: &[Labelled]) -> Vec<String> {
    let missed = gold.iter().filter(|it| !system.contains(it)).map(|it| (it, '-'));
    let wrong = system.iter().filter(|it| !gold.contains(it)).map(|it| (it, '+'));
    let mut lines: Vec<_> = missed.chain(wrong).collect();
    lines.sort_by_key(|((span, _), mark)| (span.start, span.end, *mark == '+'));
    lines.into_iter().map(|((span, label), mark)| format!("{mark} {label} | {}", in_context(text, span))).collect()
}

fn in_context(text: &str, span: &Range<usize>) -> String {
    let from = text.floor_char_boundary(span.start.saturating_sub(40));
    let to = text.ceil_char_boundary(span.end.saturating_add(40).min(text.len()));
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default();
    let context = format!("{}[{}]{}", piece(from..span.start), piece(span.clone()), piece(span.end..to));
    context.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_listed_by_place() {
        let label = |range, label: &str| (range, label.to_owned());
        let lines =
            differences("In Oslo\nand Bergen.", &[label(3..7, "PER")], &[label(3..7, "LOC"), label(12..18, "LOC")]);
        assert_eq!(
            lines,
            ["- LOC | In [Oslo] and Bergen.", "+ PER | In [Oslo] and Bergen.", "- LOC | In Oslo and [Bergen]."]
        );
    }
}
