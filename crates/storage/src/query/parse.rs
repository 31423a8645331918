//! Reads a query. Errors name the character and what to write instead.

use jiff::civil::Date;

use super::{Expr, Find, Phrase, invalid, named};
use crate::{Error, names::Wanted, time, words::words};

/// Characters of a query.
const LONGEST: usize = 2_000;
/// Parentheses and negations inside each other.
const DEEPEST: usize = 32;
/// Words, phrases and fields of a query.
const TERMS: usize = 100;
const FIELDS: &str = "source, language, after, before, entity, event, speaker, title";

/// Reads a query; an empty one means everything.
pub(crate) fn parse(query: &str) -> Result<Find, Error> {
    if query.chars().count() > LONGEST {
        return Err(invalid(format!("the query is longer than {LONGEST} characters: shorten it")));
    }
    let mut parser = Parser { tokens: lex(query)?, next: 0, depth: 0, beside: true, find: Find::all() };
    if parser.tokens.is_empty() {
        return Ok(parser.find);
    }
    parser.count_terms()?;
    let expr = parser.any_of()?;
    if let Some(token) = parser.peek() {
        return Err(invalid(format!("`)` at character {} closes nothing: remove it", token.at)));
    }
    if expr != Expr::And(Vec::new()) {
        parser.find.and(expr);
    }
    Ok(parser.find)
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    /// Character of the query, from 1.
    at: usize,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Open,
    Close,
    And,
    Or,
    Not,
    Text { field: Option<String>, value: String, quoted: bool },
}

fn lex(query: &str) -> Result<Vec<Token>, Error> {
    let mut tokens = Vec::new();
    let mut chars = query.chars().enumerate().map(|(at, c)| (at + 1, c)).peekable();
    while let Some(&(at, c)) = chars.peek() {
        let what = match c {
            '(' | ')' | '-' => {
                chars.next();
                match c {
                    '(' => What::Open,
                    ')' => What::Close,
                    _ => What::Not,
                }
            }
            c if c.is_whitespace() => {
                chars.next();
                continue;
            }
            _ => lex_text(at, &mut chars)?,
        };
        tokens.push(Token { at, what });
    }
    Ok(tokens)
}

fn lex_text(at: usize, chars: &mut std::iter::Peekable<impl Iterator<Item = (usize, char)>>) -> Result<What, Error> {
    if chars.next_if(|(_, c)| is_quote(*c)).is_some() {
        return Ok(What::Text { field: None, value: lex_quoted(at, chars)?, quoted: true });
    }
    let mut value = String::new();
    while let Some((_, c)) = chars.next_if(|(_, c)| !c.is_whitespace() && !matches!(c, '(' | ')') && !is_quote(*c)) {
        value.push(c);
    }
    if let Some((name, rest)) = value.split_once(':')
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphabetic())
    {
        let (field, mut rest, mut quoted) = (name.to_ascii_lowercase(), rest.to_owned(), false);
        if rest.is_empty() && chars.next_if(|(_, c)| is_quote(*c)).is_some() {
            (rest, quoted) = (lex_quoted(at, chars)?, true);
        }
        return Ok(What::Text { field: Some(field), value: rest, quoted });
    }
    Ok(match value.as_str() {
        "AND" => What::And,
        "OR" => What::Or,
        "NOT" => What::Not,
        _ => What::Text { field: None, value, quoted: false },
    })
}

fn lex_quoted(at: usize, chars: &mut impl Iterator<Item = (usize, char)>) -> Result<String, Error> {
    let mut value = String::new();
    for (_, c) in chars {
        if is_quote(c) {
            return Ok(value);
        }
        value.push(c);
    }
    Err(invalid(format!(
        "the quotation mark of the term at character {at} is never closed: add one at the end of the phrase"
    )))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    /// The term being read stands beside the whole query.
    beside: bool,
    find: Find,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, what: &What) -> bool {
        let taken = self.peek().is_some_and(|token| token.what == *what);
        self.next += usize::from(taken);
        taken
    }

    fn count_terms(&mut self) -> Result<(), Error> {
        let terms = self.tokens.iter().filter(|token| matches!(token.what, What::Text { .. })).count();
        if terms > TERMS {
            return Err(invalid(format!("the query has {terms} terms, {TERMS} are allowed: shorten it")));
        }
        Ok(())
    }

    fn any_of(&mut self) -> Result<Expr, Error> {
        let beside = self.beside;
        self.beside = beside && !self.has_or_ahead();
        let mut parts = vec![self.all_of()?];
        while self.take(&What::Or) {
            parts.push(self.all_of()?);
        }
        self.beside = beside;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    /// True when an `OR` follows before the parenthesis that is open closes.
    fn has_or_ahead(&self) -> bool {
        let mut open = 0_i32;
        for token in self.tokens.iter().skip(self.next) {
            match token.what {
                What::Open => open += 1,
                What::Close => open -= 1,
                What::Or if open == 0 => return true,
                _ => {}
            }
            if open < 0 {
                break;
            }
        }
        false
    }

    fn all_of(&mut self) -> Result<Expr, Error> {
        let mut parts = vec![self.term()?];
        loop {
            let joined = self.take(&What::And);
            let ends = self.peek().is_none_or(|token| matches!(token.what, What::Or | What::Close));
            if ends && !joined {
                break;
            }
            parts.push(self.term()?);
        }
        parts.retain(|part| *part != Expr::And(Vec::new()));
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) })
    }

    fn term(&mut self) -> Result<Expr, Error> {
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(invalid(
                "the query ends where a word should follow: add a word or remove the operator before it".into(),
            ));
        };
        self.next += 1;
        match token.what {
            What::Not => self.nested(token.at, |parser| {
                let beside = std::mem::replace(&mut parser.beside, false);
                let inner = parser.term()?;
                parser.beside = beside;
                Ok(Expr::Not(Box::new(inner)))
            }),
            What::Open => self.nested(token.at, |parser| {
                let inner = parser.any_of()?;
                if !parser.take(&What::Close) {
                    return Err(invalid(format!("`(` at character {} is never closed: add `)`", token.at)));
                }
                Ok(inner)
            }),
            What::Text { field: None, value, quoted } => phrase(token.at, &value, quoted, false),
            What::Text { field: Some(field), value, quoted } => self.field(token.at, &field, &value, quoted),
            What::And | What::Or | What::Close => Err(invalid(format!(
                "a word should stand at character {}: add one, or put operators in quotation marks to search for them",
                token.at
            ))),
        }
    }

    fn nested(&mut self, at: usize, read: impl FnOnce(&mut Self) -> Result<Expr, Error>) -> Result<Expr, Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(invalid(format!(
                "the query is nested more than {DEEPEST} deep at character {at}: simplify it"
            )));
        }
        let expr = read(self)?;
        self.depth -= 1;
        Ok(expr)
    }

    fn field(&mut self, at: usize, field: &str, value: &str, quoted: bool) -> Result<Expr, Error> {
        let Some(wanted) = Wanted::new(value) else {
            return Err(invalid(format!("`{field}:` at character {at} has no value: write it right after the colon")));
        };
        match field {
            "title" => phrase(at, value, quoted, true),
            "source" | "language" | "entity" | "event" | "speaker" => Ok(named(field, &wanted)),
            "after" | "before" => self.bound(at, field, &wanted),
            _ => Err(invalid(format!(
                "unknown field `{field}` at character {at}: fields are {FIELDS}; put the word in quotation marks to search for it"
            ))),
        }
    }

    fn bound(&mut self, at: usize, field: &str, wanted: &Wanted) -> Result<Expr, Error> {
        if !self.beside {
            return Err(invalid(format!(
                "`{field}:` at character {at} stands inside OR or NOT: it bounds the whole query, so move it to the front"
            )));
        }
        let second = date(&wanted.raw).ok_or_else(|| {
            invalid(format!(
                "`{}` at character {at} is no date: write it as 2024-04-02 or 2024-04-02T10:00:00Z",
                wanted.raw
            ))
        })?;
        if field == "after" {
            self.find.after(second)
        } else {
            self.find.before(second)
        }
        Ok(Expr::And(Vec::new()))
    }
}

/// Second of a date-time, a date, a month or a year, at its beginning.
fn date(text: &str) -> Option<i64> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    if text.len() <= 10 {
        whole.parse::<Date>().ok().and_then(|date| time::parse(&date.to_string()))
    } else {
        time::parse(&whole)
    }
}

fn phrase(at: usize, value: &str, quoted: bool, title: bool) -> Result<Expr, Error> {
    let words = words(value);
    if words.is_empty() {
        return Err(invalid(format!(
            "the term at character {at} has no letters or digits: write a word, or remove it"
        )));
    }
    Ok(Expr::Phrase(Phrase { words, prefix: !quoted && value.ends_with('*'), title }))
}
