//! Main text, metadata and speed on a folder of pages with truth, beside dom_smoothie alone in the same run.
//!
//! `pages FOLDER [--worst N] [--half A|B] [--fields] [--show PAGE] [--memory]`: FOLDER holds `html/NAME.html.gz` and either
//! `ground-truth.json` (the article extraction benchmark) or `ground-truth/NAME.json` (WCXB); or `NAME.html` and `NAME.json` with every
//! field (our own). The halves are told by a hash of the name, so that rules made on the one can be checked on the other.
//! With `--fields` every field that is not right is listed. With `--memory` the pages are read one after another by Dateline alone, and
//! the peak of the process's memory is told (Linux).

#![expect(clippy::indexing_slicing, reason = "a wrong index is a defect of the tool, which may stop")]

mod fields;
mod truth;

use std::{
    collections::HashSet,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use dateline_evaluation::scorers::main_text::{self, Score};
use dateline_ingest::{Limits, html, language};
use dateline_record::v1::Article;
use dom_smoothie::{Config, Readability, TextMode};
use truth::Page;

struct Options {
    folder: String,
    worst: usize,
    half: String,
    show: String,
    fields: bool,
    memory: bool,
}

struct Outcome<'a> {
    page: &'a Page,
    article: Article,
    score: Score,
    base: Score,
}

fn main() -> Result<()> {
    let options = options()?;
    if options.memory {
        return print_memory(Path::new(&options.folder));
    }
    let pages = truth::read(Path::new(&options.folder), &options.half)?;
    let (mut ours, mut base) = (Duration::ZERO, Duration::ZERO);
    let mut outcomes = Vec::new();
    for page in pages.iter().filter(|page| options.show.is_empty() || page.name == options.show) {
        let started = Instant::now();
        let mut article = html::parse(&page.html, &page.url, &Limits::default()).unwrap_or_default();
        ours += started.elapsed();
        article.language = Some(language::decide("", &article));
        let started = Instant::now();
        let text = dom_smoothie_alone(page).unwrap_or_default();
        base += started.elapsed();
        let (score, other) = (text_score(page, &article.text), text_score(page, &text));
        outcomes.push(Outcome { page, article, score, base: other });
    }
    print_text("dateline", outcomes.iter().map(|outcome| outcome.score), ours);
    print_text("dom_smoothie", outcomes.iter().map(|outcome| outcome.base), base);
    println!("speed: {:.2} of dom_smoothie", base.as_secs_f64() / ours.as_secs_f64());
    fields::print(&outcomes, options.fields);
    print_worst(&mut outcomes, options.worst);
    if !options.show.is_empty() {
        outcomes.iter().for_each(|outcome| println!("{}\n=====\n{}", outcome.article.text, outcome.page.text));
    }
    Ok(())
}

fn options() -> Result<Options> {
    let mut options = Options {
        folder: String::new(),
        worst: 0,
        half: String::new(),
        show: String::new(),
        fields: false,
        memory: false,
    };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--worst" => options.worst = given.next().context("--worst N")?.parse()?,
            "--half" => options.half = given.next().context("--half A or B")?,
            "--show" => options.show = given.next().context("--show PAGE")?,
            "--fields" => options.fields = true,
            "--memory" => options.memory = true,
            _ => options.folder = argument,
        }
    }
    Ok(options)
}

fn print_memory(folder: &Path) -> Result<()> {
    let mut count = 0;
    for entry in fs::read_dir(folder.join("html"))? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let page = truth::html(folder, name.trim_end_matches(".html.gz"))?;
        count += usize::from(html::parse(&page, "", &Limits::default()).is_ok());
    }
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).context("no VmHWM")?;
    println!("{count} pages read; {peak}");
    Ok(())
}

fn dom_smoothie_alone(page: &Page) -> Option<String> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let found = Readability::new(page.html.as_str(), Some(&page.url), Some(config)).ok()?.parse().ok()?;
    Some(found.text_content.to_string())
}

fn print_text(who: &str, scores: impl Iterator<Item = Score>, took: Duration) {
    let scores: Vec<Score> = scores.collect();
    let mean = main_text::mean(&scores);
    println!(
        "{who:12} F1 {:.4} precision {:.4} recall {:.4} on {} pages, {:.0} pages/s",
        mean.f1(),
        mean.precision,
        mean.recall,
        scores.len(),
        scores.len() as f64 / took.as_secs_f64()
    );
}

fn print_worst(outcomes: &mut [Outcome<'_>], count: usize) {
    outcomes.sort_by(|one, other| one.score.f1().total_cmp(&other.score.f1()));
    for outcome in outcomes.iter().take(count) {
        let (score, base, page) = (outcome.score, outcome.base, outcome.page);
        println!(
            "\n## {} {} P {:.3} R {:.3} (dom_smoothie {:.3} {:.3})",
            page.name, page.url, score.precision, score.recall, base.precision, base.recall
        );
        print_lines("missing", &page.text, &outcome.article.text);
        print_lines("extra", &outcome.article.text, &format!("{}\n{}", page.text, page.either.join("\n")));
    }
}

/// Lines of one text most of whose pairs of words are not in the other.
fn print_lines(label: &str, one: &str, other: &str) {
    let known = pairs(other).into_iter().collect();
    for line in one.lines().filter(|line| !line.trim().is_empty() && share_in(line, &known) < 0.5) {
        let words = main_text::words(line).count();
        println!("  {label}: {} [{words}]", line.chars().take(110).collect::<String>());
    }
}

/// The score of a text without its lines that may be counted either way.
fn text_score(page: &Page, text: &str) -> Score {
    if page.either.is_empty() {
        return main_text::score(&page.text, text);
    }
    let own = pairs(&page.text).into_iter().collect();
    let either = page.either.iter().flat_map(|line| pairs(line)).collect();
    let counts = |line: &&str| share_in(line, &own) >= 0.5 || share_in(line, &either) < 0.5;
    main_text::score(&page.text, &text.lines().filter(counts).collect::<Vec<_>>().join("\n"))
}

type Pair = [String; 2];

fn pairs(text: &str) -> Vec<Pair> {
    let words: Vec<String> = main_text::words(text).map(str::to_owned).collect();
    words.windows(2).map(|pair| [pair[0].clone(), pair[1].clone()]).collect()
}

/// The share of a line's pairs of words that are known; of a single word's, none.
fn share_in(line: &str, known: &HashSet<Pair>) -> f64 {
    let own = pairs(line);
    own.iter().filter(|pair| known.contains(*pair)).count() as f64 / own.len().max(1) as f64
}
