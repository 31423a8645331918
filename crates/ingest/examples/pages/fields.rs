//! Metadata against the truth, field by field.

use std::collections::HashSet;

use dateline_evaluation::scorers::main_text;
use dateline_record::v1::{Article, DocumentTime, article::Flag};

use crate::{Outcome, truth::FIELDS};

/// Prints the share that is right of each field, and with `list` what is not.
pub(crate) fn print(outcomes: &[Outcome<'_>], list: bool) {
    for field in FIELDS {
        print_field(field, outcomes, list);
    }
}

fn print_field(field: &str, outcomes: &[Outcome<'_>], list: bool) {
    let mut right = 0;
    let mut wrong = Vec::new();
    let mut invented = Vec::new();
    for outcome in outcomes {
        let Some(truth) = outcome.page.fields.get(field) else { continue };
        let found = found(&outcome.article, field);
        match truth {
            Some(truth) if same(field, truth, &found) => right += 1,
            Some(truth) => wrong.push(format!("  {} {field}: {truth:?} found {found:?}", outcome.page.name)),
            None if !found.is_empty() => {
                invented.push(format!("  {} {field}: none, found {found:?}", outcome.page.name))
            }
            None => {}
        }
    }
    let all = right + wrong.len();
    if all > 0 {
        let share = 100.0 * f64::from(right as u32) / all as f64;
        println!("{field}: {share:.1} % of {all} exact; {} given where the truth has none", invented.len());
        if list {
            wrong.iter().chain(&invented).for_each(|line| println!("{line}"));
        }
    }
}

fn found(article: &Article, field: &str) -> String {
    let day = |time: &Option<DocumentTime>| {
        time.as_ref().map(|time| time.value.chars().take(10).collect()).unwrap_or_default()
    };
    let flag = |flag: Flag| if article.flags.contains(&flag.into()) { "yes".to_owned() } else { String::new() };
    match field {
        "title" => article.title.clone(),
        "authors" => article.bylines.join(", "),
        "published" => day(&article.published_at),
        "modified" => day(&article.modified_at),
        "language" => article.language.as_ref().map(|language| primary(&language.tag)).unwrap_or_default(),
        "site" => article.source.as_ref().map(|source| source.name.clone()).unwrap_or_default(),
        "section" => article.section.clone(),
        "image" => article.lead_image.clone(),
        "standfirst" => article.subtitle.clone(),
        "opinion" => flag(Flag::Opinion),
        _ => flag(Flag::Paywalled),
    }
}

/// The language of a tag, without region and script.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_owned()
}

/// Authors as a set of names, times by their day, addresses as they are, the rest by its words.
fn same(field: &str, truth: &str, found: &str) -> bool {
    let words = |text: &str| main_text::words(text).map(str::to_lowercase).collect::<Vec<_>>();
    let names = |text: &str| {
        let text = text.replace(" and ", ",").replace(" & ", ",");
        text.split(',').map(words).filter(|name| !name.is_empty()).collect::<HashSet<_>>()
    };
    match field {
        "authors" => names(truth) == names(found),
        "published" | "modified" => truth.get(..10) == found.get(..10),
        "image" => truth == found,
        _ => words(truth) == words(found),
    }
}
