//! The command line of `dateline extract`.

use std::path::PathBuf;

use clap::ValueEnum;
use dateline_ingest::forms::Form;
use dateline_record::v1::{OffsetEncoding, RawArticle};

/// Arguments of `dateline extract`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline extract article.txt --published 2026-03-01
  dateline extract page.html --format html --output page-facts.html
  cat batch.jsonl | dateline extract - --kinds events,quotes > facts.jsonl

JSONL: one object a line with `text` or `html`, and optionally `id`, `url`, `title`, `source`, `language`, `publishedAt`,
`retrievedAt`, `bylines`, `keywords`. Output keeps the order; a line that cannot be read becomes
{\"externalId\", \"input\", \"error\": {\"reason\", \"message\"}}, \"input\" its file and number.

Exit codes: 0 every input gave a record, 1 some failed, 2 wrong usage, 3 none gave a record.")]
pub(crate) struct Args {
    /// Files, folders or patterns: text, pages, JSONL, CSV, feeds, NewsML, NITF, ninjs, WARC, mail; `-` for standard input
    pub(super) paths: Vec<PathBuf>,

    /// How to print records [default: text on a terminal, else json for one article and jsonl for many]
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,

    /// What the inputs are, whatever they are called
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input_format: Option<InputFormat>,

    /// Unit in which spans are counted
    #[arg(long, value_enum, default_value = "utf8")]
    pub(super) offsets: Offsets,

    /// Only these kinds of fact: entities,times,quantities,quotes,claims,events,topics,tone,summary,keyphrases
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    pub(super) kinds: Vec<String>,

    /// Add sentences and tokens to the record
    #[arg(long)]
    pub(super) sentences: bool,

    /// What the inputs do not say of themselves.
    #[command(flatten)]
    pub(super) given: Given,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Threads; 0 takes one a core
    #[arg(long, default_value_t = 0)]
    pub(super) threads: usize,

    /// Columns of the text view [default: the terminal's width]
    #[arg(long)]
    pub(super) width: Option<usize>,

    /// No progress bar, no closing summary
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What the inputs do not say of themselves.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Given {
    /// Date of publication: RFC 3339, or a date alone
    #[arg(long, value_name = "DATE", value_parser = parse_published)]
    published: Option<String>,
    /// URL of the article
    #[arg(long)]
    url: Option<String>,
    /// Headline
    #[arg(long)]
    title: Option<String>,
    /// Name or domain of the outlet
    #[arg(long)]
    source: Option<String>,
    /// BCP 47 tag of the language
    #[arg(long)]
    language: Option<String>,
}

/// How records are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on a terminal
    Text,
    /// JSON, indented; an array when there are many inputs
    Json,
    /// JSON, one record a line
    Jsonl,
    /// One self-contained page with every fact marked
    Html,
}

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// Plain text
    Text,
    /// A web page
    Html,
    /// One JSON object a line
    Jsonl,
    /// A table with a header
    Csv,
    /// RSS, Atom or JSON Feed
    Feed,
    /// A sitemap
    Sitemap,
    /// NewsML-G2
    Newsml,
    /// NITF
    Nitf,
    /// ninjs
    Ninjs,
    /// WARC, gzip or not
    Warc,
    /// An e-mail or a page saved as one
    Mail,
}

impl InputFormat {
    /// Whether an input of this kind is one article.
    pub(super) const fn is_one(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }

    /// The form that it is read as.
    pub(super) const fn form(self) -> Form {
        match self {
            Self::Text => Form::Text,
            Self::Html => Form::Html,
            Self::Jsonl => Form::Jsonl,
            Self::Csv => Form::Csv,
            Self::Feed => Form::Feed,
            Self::Sitemap => Form::Sitemap,
            Self::Newsml => Form::NewsMl,
            Self::Nitf => Form::Nitf,
            Self::Ninjs => Form::Ninjs,
            Self::Warc => Form::Warc,
            Self::Mail => Form::Mail,
        }
    }

    /// What an input of this form is.
    pub(super) const fn of(form: Form) -> Self {
        match form {
            Form::Text => Self::Text,
            Form::Html => Self::Html,
            Form::Jsonl => Self::Jsonl,
            Form::Csv => Self::Csv,
            Form::Feed => Self::Feed,
            Form::Sitemap => Self::Sitemap,
            Form::NewsMl => Self::Newsml,
            Form::Nitf => Self::Nitf,
            Form::Ninjs => Self::Ninjs,
            Form::Warc => Self::Warc,
            Form::Mail => Self::Mail,
        }
    }
}

/// Unit of spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    /// Bytes of UTF-8
    Utf8,
    /// UTF-16 code units
    Utf16,
    /// Code points
    Utf32,
}

impl From<Offsets> for OffsetEncoding {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Utf8 => Self::Utf8,
            Offsets::Utf16 => Self::Utf16,
            Offsets::Utf32 => Self::Utf32,
        }
    }
}

impl Given {
    /// Fills in what the article does not say of itself.
    pub(crate) fn fill(&self, raw: &mut RawArticle) {
        let fields = [
            (&mut raw.published_at, &self.published),
            (&mut raw.url, &self.url),
            (&mut raw.title, &self.title),
            (&mut raw.source, &self.source),
            (&mut raw.language, &self.language),
        ];
        for (field, given) in fields {
            if let (true, Some(given)) = (field.is_empty(), given) {
                field.clone_from(given);
            }
        }
    }
}

fn parse_published(value: &str) -> Result<String, String> {
    let known = value.parse::<jiff::Timestamp>().is_ok() || value.parse::<jiff::civil::Date>().is_ok();
    known.then(|| value.to_owned()).ok_or_else(|| "write 2026-03-01 or 2026-03-01T09:30:00+01:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publication_is_a_date_or_a_moment() {
        assert!(parse_published("2026-03-01").is_ok());
        assert!(parse_published("2026-03-01T09:30:00+01:00").is_ok());
        assert!(parse_published("yesterday").is_err());
        assert!(parse_published("2026-13-01").is_err());
    }

    #[test]
    fn an_article_keeps_what_it_says_of_itself() {
        let given = Given { title: Some("given".into()), url: Some("https://a.org/".into()), ..Given::default() };
        let mut raw = RawArticle { title: "own".into(), ..RawArticle::default() };
        given.fill(&mut raw);
        assert_eq!((raw.title.as_str(), raw.url.as_str()), ("own", "https://a.org/"));
    }
}
