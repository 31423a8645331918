//! The command line of `dateline eval`.

use std::path::PathBuf;

use clap::ValueEnum;

/// Arguments of `dateline eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline eval --task names DATA/names/uner-ewt-dev.iob2
  dateline eval --task times DATA/times/aquaint --output times.json
  dateline eval --task times DATA/times/aquaint --baseline times.json --tolerance 0.2

Tasks and their formats, the default first:
  tokens, syntax   conllu         sentences    conllu, iob2        names        iob2, conllu (GUM's entities), re3d
  times            timeml         attribution  brat (PolNeAR)      places       lgl
  events           plover, muc4   quantities   recognizers, quantulum      coreference  conllu (GUM's entities)
  factuality       uw (JSON lines of rated events)

The product works from raw text; sets without it are set as people write. --gold-sentences gives tokens and syntax the
sentences of the gold standard; gold tokens cannot be given, as the product cuts its own.

Classes: PERSON is PER; ORGANIZATION is ORG; GPE, LOCATION and FACILITY are LOC; GROUP, EVENT, PRODUCT, WORK, LAW and
OTHER are MISC.

Exit codes: 0 scored, 1 a figure fell below the baseline, 2 wrong usage, 3 a file could not be read.")]
pub(crate) struct Args {
    /// Files, or folders of files of the format
    #[arg(required = true, value_name = "FILE")]
    pub(super) paths: Vec<PathBuf>,

    /// What is scored
    #[arg(long, value_enum)]
    pub(super) task: Task,

    /// How the gold standard is written [default: by the files' names, then the task]
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,

    /// Classes of names that count: PER, ORG, LOC, MISC
    #[arg(long, value_delimiter = ',', value_name = "CLASSES", default_value = "PER,ORG,LOC",
          value_parser = clap::builder::PossibleValuesParser::new(["PER", "ORG", "LOC", "MISC"]))]
    pub(super) classes: Vec<String>,

    /// Give the product the sentences of the gold standard; for tokens and syntax
    #[arg(long)]
    pub(super) gold_sentences: bool,

    /// List what was missed (-) and what was found wrongly (+)
    #[arg(long)]
    pub(super) errors: bool,

    /// Write the figures to this file, as JSON
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Compare with the figures of an earlier run, as --output wrote them
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// How far a figure may fall below the baseline, in its own unit
    #[arg(long, default_value_t = 0.0, value_parser = tolerance)]
    pub(super) tolerance: f64,

    /// Threads; 0 takes one a core
    #[arg(long, default_value_t = 0)]
    pub(super) threads: usize,
}

fn tolerance(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
    value.ok_or_else(|| "write a number of points from 0 up: 0.2".to_owned())
}

/// What is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    /// Syntactic words
    Tokens,
    /// Sentences
    Sentences,
    /// Words, tags, lemmas and trees
    Syntax,
    /// Names
    Names,
    /// Dates, times, durations, sets
    Times,
    /// Who said what
    Attribution,
    /// Toponyms and where they are
    Places,
    /// Coded events
    Events,
    /// Whether events happened
    Factuality,
    /// Numbers
    Quantities,
    /// Which mentions are the same entity
    Coreference,
}

/// How a gold standard is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Universal Dependencies, with GUM's entities
    Conllu,
    /// Names in columns: CoNLL-2003, Universal NER, Wikigold, WNUT
    Iob2,
    /// Articles with TIMEX3
    Timeml,
    /// Standoff with attributions
    Brat,
    /// Toponym XML
    Lgl,
    /// PLOVER's gold standard records
    Plover,
    /// Articles with the templates of MUC-4, a JSON object a line
    Muc4,
    /// A folder's `documents.json`, with its `entities.json`
    Re3d,
    /// Rated events of the University of Washington's factuality sets
    Uw,
    /// Cases of Recognizers-Text
    Recognizers,
    /// Cases of quantulum
    Quantulum,
}

impl Task {
    /// The formats that it can be scored on, the default first.
    pub(super) fn formats(self) -> &'static [Format] {
        match self {
            Self::Tokens | Self::Syntax | Self::Coreference => &[Format::Conllu],
            Self::Sentences => &[Format::Conllu, Format::Iob2],
            Self::Names => &[Format::Iob2, Format::Conllu, Format::Re3d],
            Self::Times => &[Format::Timeml],
            Self::Attribution => &[Format::Brat],
            Self::Places => &[Format::Lgl],
            Self::Events => &[Format::Plover, Format::Muc4],
            Self::Factuality => &[Format::Uw],
            Self::Quantities => &[Format::Recognizers, Format::Quantulum],
        }
    }
}

impl Format {
    /// Endings of its files.
    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Conllu => &["conllu"],
            Self::Iob2 => &["iob2", "conll", "bio", "iob"],
            Self::Timeml => &["tml"],
            Self::Brat => &["ann"],
            Self::Lgl => &["xml"],
            Self::Uw => &["jsonl"],
            Self::Plover | Self::Muc4 | Self::Recognizers | Self::Quantulum => &["json"],
            Self::Re3d => &["documents.json"],
        }
    }
}

/// The name of a task or format, as on the command line.
pub(super) fn name_of(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
