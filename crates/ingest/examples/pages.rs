//! Main text, metadata and speed on a folder of pages with truth, beside dom_smoothie alone in the same run.
//!
//! `pages FOLDER [--worst N] [--half A|B] [--fields] [--show PAGE] [--memory]`: FOLDER holds `html/NAME.html.gz` and either
//! `ground-truth.json` (the article extraction benchmark) or `ground-truth/NAME.json` (WCXB). The halves are told by a hash of the name, so
//! that rules made on the one can be checked on the other. With `--memory` the pages are read one after another by
//! Dateline alone, and the peak of the process's memory is told (Linux).

#![expect(clippy::indexing_slicing, reason = "a wrong index is a defect of the tool, which may stop")]

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    io::Read,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use dateline_evaluation::scorers::main_text::{self, Score};
use dateline_ingest::{Limits, html};
use dateline_record::v1::Article;
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;

struct Options {
    folder: String,
    worst: usize,
    half: String,
    show: String,
    memory: bool,
}

struct Page {
    name: String,
    url: String,
    html: String,
    text: String,
    /// Title, authors and date; `None` where the truth does not tell.
    metadata: [Option<String>; 3],
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
    let pages = read(Path::new(&options.folder), &options.half)?;
    let (mut ours, mut base) = (Duration::ZERO, Duration::ZERO);
    let mut outcomes = Vec::new();
    for page in pages.iter().filter(|page| options.show.is_empty() || page.name == options.show) {
        let started = Instant::now();
        let article = html::parse(&page.html, &page.url, &Limits::default()).unwrap_or_default();
        ours += started.elapsed();
        let started = Instant::now();
        let text = dom_smoothie_alone(page).unwrap_or_default();
        base += started.elapsed();
        let (score, other) = (main_text::score(&page.text, &article.text), main_text::score(&page.text, &text));
        outcomes.push(Outcome { page, article, score, base: other });
    }
    print_text("dateline", outcomes.iter().map(|outcome| outcome.score), ours);
    print_text("dom_smoothie", outcomes.iter().map(|outcome| outcome.base), base);
    println!("speed: {:.2} of dom_smoothie", base.as_secs_f64() / ours.as_secs_f64());
    for (field, name) in ["title", "authors", "date"].iter().enumerate() {
        print_field(name, field, &outcomes);
    }
    print_worst(&mut outcomes, options.worst);
    if !options.show.is_empty() {
        outcomes.iter().for_each(|outcome| println!("{}\n=====\n{}", outcome.article.text, outcome.page.text));
    }
    Ok(())
}

fn options() -> Result<Options> {
    let mut options =
        Options { folder: String::new(), worst: 0, half: String::new(), show: String::new(), memory: false };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--worst" => options.worst = given.next().context("--worst N")?.parse()?,
            "--half" => options.half = given.next().context("--half A or B")?,
            "--show" => options.show = given.next().context("--show PAGE")?,
            "--fields" => {}
            "--memory" => options.memory = true,
            _ => options.folder = argument,
        }
    }
    Ok(options)
}

fn read(folder: &Path, half: &str) -> Result<Vec<Page>> {
    let truth: BTreeMap<String, Value> = match fs::read(folder.join("ground-truth.json")) {
        Ok(bytes) => serde_json::from_slice(&bytes)?,
        Err(_) => folder_of_truth(&folder.join("ground-truth"))?,
    };
    let wanted = |name: &&String| {
        half.is_empty()
            || (half == "A")
                == name.bytes().fold(0u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte)).is_multiple_of(2)
    };
    truth.keys().filter(wanted).map(|name| page(folder, name, &truth[name])).collect()
}

fn folder_of_truth(folder: &Path) -> Result<BTreeMap<String, Value>> {
    let mut truth = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().context("a file name")?.to_string_lossy().into_owned();
        truth.insert(name, serde_json::from_slice(&fs::read(&path)?)?);
    }
    Ok(truth)
}

fn page(folder: &Path, name: &str, truth: &Value) -> Result<Page> {
    let mut bytes = Vec::new();
    let file = fs::File::open(folder.join("html").join(format!("{name}.html.gz")))?;
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes)?;
    let fields = truth.get("ground_truth").unwrap_or(truth);
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(Page {
        name: name.to_owned(),
        url: truth.get("url").and_then(Value::as_str).unwrap_or_default().to_owned(),
        html: String::from_utf8_lossy(&bytes).into_owned(),
        text: text("main_content").or_else(|| text("articleBody")).unwrap_or_default(),
        metadata: [text("title"), text("author"), text("publish_date")],
    })
}

fn print_memory(folder: &Path) -> Result<()> {
    let mut count = 0;
    for entry in fs::read_dir(folder.join("html"))? {
        let mut page = String::new();
        flate2::read::GzDecoder::new(fs::File::open(entry?.path())?).read_to_string(&mut page).ok();
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

fn field_of(article: &Article, field: usize) -> String {
    match field {
        0 => article.title.clone(),
        1 => article.bylines.join(", "),
        _ => article.published_at.as_ref().map(|time| time.value.chars().take(10).collect()).unwrap_or_default(),
    }
}

fn print_field(name: &str, field: usize, outcomes: &[Outcome<'_>]) {
    let mut right = 0;
    let mut wrong = Vec::new();
    let mut invented = 0;
    for outcome in outcomes {
        let found = field_of(&outcome.article, field);
        match &outcome.page.metadata[field] {
            Some(truth) if same(field, truth, &found) => right += 1,
            Some(truth) => wrong.push(format!("  {} {name}: {truth:?} found {found:?}", outcome.page.name)),
            None => invented += usize::from(!found.is_empty()),
        }
    }
    let all = right + wrong.len();
    if all > 0 {
        let share = 100.0 * f64::from(right as u32) / all as f64;
        println!("{name}: {share:.1} % of {all} exact; {invented} given where the truth has none");
        if std::env::args().any(|argument| argument == "--fields") {
            println!("{}", wrong.join("\n"));
        }
    }
}

/// Titles by their words; authors as a set of names; dates by their day.
fn same(field: usize, truth: &str, found: &str) -> bool {
    let words = |text: &str| main_text::words(text).map(str::to_lowercase).collect::<Vec<_>>();
    let names = |text: &str| {
        let text = text.replace(" and ", ",").replace(" & ", ",");
        text.split(',').map(words).filter(|name| !name.is_empty()).collect::<HashSet<_>>()
    };
    if field == 1 { names(truth) == names(found) } else { words(truth) == words(found) }
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
        print_lines("extra", &outcome.article.text, &page.text);
    }
}

/// Lines of one text most of whose pairs of words are not in the other.
fn print_lines(label: &str, one: &str, other: &str) {
    let pairs = |text: &str| {
        let words: Vec<String> = main_text::words(text).map(str::to_owned).collect();
        words.windows(2).map(<[String]>::to_vec).collect::<Vec<_>>()
    };
    let known: HashSet<Vec<String>> = pairs(other).into_iter().collect();
    for line in one.lines() {
        let own = pairs(line);
        let lacking = own.iter().filter(|pair| !known.contains(*pair)).count();
        if lacking * 2 > own.len() {
            println!("  {label}: {} [{}]", line.chars().take(110).collect::<String>(), own.len() + 1);
        }
    }
}
