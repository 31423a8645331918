//! Writes an expression as FTS5 and PostgreSQL read it. Words are letters and digits by construction; they are quoted all
//! the same.

use super::{Expr, Phrase};
use crate::rows;

/// An FTS5 MATCH string over the columns `title`, `body` and `tags`.
pub(crate) fn fts5(expr: &Expr) -> String {
    match expr {
        Expr::Phrase(phrase) => {
            let columns = if phrase.title { "title" } else { "{title body}" };
            format!(
                "({columns} : \"{}\"{})",
                phrase.words.join(" ").replace('"', ""),
                if phrase.prefix { " *" } else { "" }
            )
        }
        Expr::Tag(tag) => format!("(tags : \"{tag}\")"),
        Expr::Or(parts) => format!("({})", joined(parts, " OR ", fts5)),
        Expr::And(parts) => fts5_and(parts),
        Expr::Not(_) => fts5_and(std::slice::from_ref(expr)),
    }
}

/// FTS5 knows NOT only between two expressions: negations alone are taken from everything.
fn fts5_and(parts: &[Expr]) -> String {
    let (negated, plain): (Vec<&Expr>, Vec<&Expr>) = parts.iter().partition(|part| matches!(part, Expr::Not(_)));
    let mut rendered =
        if plain.is_empty() { fts5(&Expr::Tag(rows::everything())) } else { joined(plain, " AND ", fts5) };
    for part in negated {
        if let Expr::Not(inner) = part {
            rendered = format!("({rendered}) NOT {}", fts5(inner));
        }
    }
    format!("({rendered})")
}

/// A tsquery over lexemes where tags begin with `=` and words of the title weigh A.
pub(crate) fn tsquery(expr: &Expr) -> String {
    match expr {
        Expr::Phrase(phrase) => format!("({})", tsquery_phrase(phrase)),
        Expr::Tag(tag) => quoted(&format!("={tag}")),
        Expr::Or(parts) => format!("({})", joined(parts, " | ", tsquery)),
        Expr::And(parts) if parts.is_empty() => quoted(&format!("={}", rows::everything())),
        Expr::And(parts) => format!("({})", joined(parts, " & ", tsquery)),
        Expr::Not(inner) => format!("!{}", tsquery(inner)),
    }
}

pub(super) fn tsquery_phrase(phrase: &Phrase) -> String {
    let last = phrase.words.len().saturating_sub(1);
    let words = phrase.words.iter().enumerate().map(|(index, word)| {
        let prefix = if phrase.prefix && index == last { "*" } else { "" };
        let weight = if phrase.title { "A" } else { "" };
        let colon = if prefix.is_empty() && weight.is_empty() { "" } else { ":" };
        format!("{}{colon}{prefix}{weight}", quoted(word))
    });
    words.collect::<Vec<_>>().join(" <-> ")
}

/// The query that ranks: any of the phrases that a match may show. Empty when there is none.
pub(crate) fn ranking(phrases: &[&Phrase]) -> String {
    phrases.iter().map(|phrase| format!("({})", tsquery_phrase(phrase))).collect::<Vec<_>>().join(" | ")
}

fn quoted(lexeme: &str) -> String {
    format!("'{}'", lexeme.replace('\\', "\\\\").replace('\'', "''"))
}

fn joined<'e>(parts: impl IntoIterator<Item = &'e Expr>, by: &str, render: fn(&Expr) -> String) -> String {
    parts.into_iter().map(render).collect::<Vec<_>>().join(by)
}
