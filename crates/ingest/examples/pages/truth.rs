//! Pages and what is true of them, in the forms in which such sets come.

use std::{collections::BTreeMap, fs, io::Read as _, path::Path};

use anyhow::{Context as _, Result};
use dateline_ingest::decode;
use serde_json::Value;

/// What is compared besides the text.
pub(crate) const FIELDS: [&str; 11] = [
    "title",
    "authors",
    "published",
    "modified",
    "language",
    "site",
    "section",
    "image",
    "standfirst",
    "opinion",
    "paywalled",
];

/// A page with its truth.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) html: String,
    pub(crate) text: String,
    /// Lines that may be counted as text or not.
    pub(crate) either: Vec<String>,
    /// Of [`FIELDS`] those of which the truth tells; `None` where it says that there is none.
    pub(crate) fields: BTreeMap<&'static str, Option<String>>,
}

/// Reads a folder of pages. `half` is `A`, `B` or empty for all.
///
/// # Errors
/// For a truth without its page, and one that cannot be read.
pub(crate) fn read(folder: &Path, half: &str) -> Result<Vec<Page>> {
    let truth: BTreeMap<String, Value> = match fs::read(folder.join("ground-truth.json")) {
        Ok(bytes) => serde_json::from_slice(&bytes)?,
        Err(_) => folder_of_truth(folder)?,
    };
    let wanted = |name: &str| {
        half.is_empty()
            || (half == "A")
                == name.bytes().fold(0u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte)).is_multiple_of(2)
    };
    truth.iter().filter(|(name, _)| wanted(name)).map(|(name, truth)| page(folder, name, truth)).collect()
}

/// The bytes of a page, as characters.
///
/// # Errors
/// When the page is not there or is no text.
pub(crate) fn html(folder: &Path, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    match fs::File::open(folder.join("html").join(format!("{name}.html.gz"))) {
        Ok(file) => drop(flate2::read::GzDecoder::new(file).read_to_end(&mut bytes)?),
        Err(_) => bytes = fs::read(folder.join(format!("{name}.html"))).with_context(|| format!("page {name}"))?,
    }
    Ok(decode::decode(&bytes, "text/html")?)
}

fn folder_of_truth(folder: &Path) -> Result<BTreeMap<String, Value>> {
    let below = folder.join("ground-truth");
    let files = fs::read_dir(if below.is_dir() { &below } else { folder })?;
    let mut truth = BTreeMap::new();
    for entry in files {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().context("a file name")?.to_string_lossy().into_owned();
            truth.insert(name, serde_json::from_slice(&fs::read(&path)?)?);
        }
    }
    Ok(truth)
}

fn page(folder: &Path, name: &str, truth: &Value) -> Result<Page> {
    let own = truth.get("ground_truth").unwrap_or(truth);
    let text = |name: &str| own.get(name).and_then(Value::as_str).map(str::to_owned);
    let fields = if own.get("body").is_some() {
        FIELDS.iter().filter_map(|field| Some((*field, shown(own.get(*field)?)))).collect()
    } else if truth.get("ground_truth").is_some() {
        let named = [("title", "title"), ("authors", "author"), ("published", "publish_date")];
        named.iter().map(|(field, name)| (*field, text(name))).collect()
    } else {
        BTreeMap::new()
    };
    let lines = |name: &str| own.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let lines = |name| lines(name).iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
    Ok(Page {
        name: name.to_owned(),
        url: truth.get("url").and_then(Value::as_str).unwrap_or_default().to_owned(),
        html: html(folder, name)?,
        text: text("main_content").or_else(|| text("articleBody")).unwrap_or_else(|| lines("body").join("\n\n")),
        either: lines("either").into_iter().chain(text("standfirst")).collect(),
        fields,
    })
}

/// A value as one line; `None` for an empty one.
fn shown(value: &Value) -> Option<String> {
    let line = match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::Bool(true) => "yes".to_owned(),
        _ => String::new(),
    };
    (!line.is_empty()).then_some(line)
}
