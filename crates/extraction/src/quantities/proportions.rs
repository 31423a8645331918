//! One number to another: ratios, fractions and results of votes; and ranks.

use dateline_record::v1::quantity::Kind;
use rust_decimal::Decimal;

use super::{
    expression::{Core, Expression, Value, blank},
    number::{self, Form},
    words::{Kind as Word, Words},
};

/// `one in five`, `two out of three`, `3-1`, `52-48`, `2:1`.
pub(super) fn ratio(words: &Words<'_>, at: usize) -> Core {
    let first = number::number(words, at).filter(|first| first.value.is_integer())?;
    let joint = first.end;
    let of = words.phrase(joint, "in").or_else(|| words.phrase(joint, "out of"));
    let share = of.and_then(|start| number::number(words, start)).filter(|whole| {
        let people = !words.glued(whole.end)
            && whole.form != Form::Figures
            && whole.value > first.value
            && first.value <= Decimal::TEN;
        people
            && (whole.value <= Decimal::TEN
                || matches!(whole.value.to_string().as_str(), "12" | "20" | "50" | "100" | "1000"))
            && first.form == Form::Spelled
    });
    if let Some(whole) = share {
        return Some((whole.end, Expression { rule: "share", confidence: 0.85, ..quotient(first.value, whole.value) }));
    }
    let mark = (words.dash(joint) || words.at(joint) == ":") && words.glued(joint) && words.glued(joint + 1);
    let to = mark.then(|| words.phrase(joint + 1, "to -")).flatten();
    let other = mark.then(|| number::number(words, to.unwrap_or(joint + 1))).flatten()?;
    let small = first.form == Form::Plain
        && other.form == Form::Plain
        && first.value < Decimal::from(1000)
        && other.value < Decimal::from(1000);
    let goes_on = (words.dash(other.end) || words.at(other.end) == ":") && words.glued(other.end);
    let result = words.at(joint) == ":" || to.is_some() || first.value >= other.value || voted(words, at);
    (small && !goes_on && result && (to.is_some() || voted(words, at)))
        .then(|| (other.end, Expression { rule: "ratio", ..quotient(first.value, other.value) }))
}

/// Whether a vote, a score or odds are spoken of just before.
fn voted(words: &Words<'_>, at: usize) -> bool {
    const CUES: [&str; 22] = [
        "vote", "voted", "votes", "won", "win", "wins", "lost", "beat", "beating", "defeated", "defeat", "victory",
        "score", "ratio", "odds", "margin", "ruled", "ruling", "draw", "led", "lead", "passed",
    ];
    (at.saturating_sub(8)..at).any(|at| CUES.contains(&words.at(at)))
}

/// The quotient where it is a short decimal; otherwise the two numbers stand in the text alone.
fn quotient(first: Decimal, other: Decimal) -> Expression {
    let exact = first.checked_div(other).filter(|value| value.normalize().scale() <= 6);
    match exact {
        Some(value) => blank(Kind::Ratio, Value::One(value)),
        None => Expression { unresolved: "the ratio is no finite decimal", ..blank(Kind::Ratio, Value::Unknown) },
    }
}

/// `two-thirds`, `three quarters`, `a third of`, `half of`.
pub(super) fn fraction(words: &Words<'_>, at: usize) -> Core {
    if words.at(at) == "half" && matches!(words.at(at + 1), "of" | "the") {
        return Some((at + 1, Expression { rule: "fraction", ..blank(Kind::Ratio, Value::One(Decimal::new(5, 1))) }));
    }
    let article = words.at(at) == "a" || words.at(at) == "an";
    let top = if article {
        Some((at + 1, 1))
    } else {
        number::below_hundred(words.at(at)).filter(|top| (1..20).contains(top)).map(|top| (at + 1, top))
    };
    let (end, top) = top?;
    let noun = end + usize::from(words.dash(end));
    let word = words.at(noun);
    let bottom = match word.strip_suffix('s').filter(|_| top > 1).unwrap_or(word) {
        "half" | "halve" => 2,
        "quarter" => 4,
        _ if top > 1 && !word.ends_with('s') => return None,
        singular => number::ordinal_word(singular)?,
    };
    let fits = bottom > top && (!article || words.at(noun + 1) == "of") && !(top == 1 && word == "second");
    fits.then(|| (noun + 1, Expression { rule: "fraction", ..quotient(top.into(), bottom.into()) }))
}

/// `third`, `21st`; not in fractions, streets and fixed phrases.
pub(super) fn ordinal(words: &Words<'_>, at: usize) -> Core {
    let (end, rank) = number::ordinal(words, at)?;
    const NOT_BEFORE: [&str; 22] = [
        "street",
        "avenue",
        "st",
        "ave",
        "lady",
        "aid",
        "name",
        "names",
        "hand",
        "half",
        "quarter",
        "thought",
        "class",
        "degree",
        "of",
        "graders",
        "grade",
        "amendment",
        "floor",
        "world",
        "district",
        "fleet",
    ];
    let spelled = words.kind(at) == Word::Letters;
    let fraction = spelled
        && at > 0
        && (number::below_hundred(words.before(at)).is_some()
            || matches!(words.before(at), "a" | "-") && words.glued(at));
    let name = words.capital(at) && spelled && at > 0 && !words.sentence_end(at - 1)
        || words.capital(end) && words.kind(end) == Word::Letters && words.kind(at) == Word::Digits;
    let idiom = matches!(words.before(at), "at" | "every" | "split")
        || NOT_BEFORE.contains(&words.at(end))
        || words.dash(end) && words.glued(end) && spelled
        || words.at(end) == "," && (at == 0 || words.sentence_end(at - 1));
    let unit_of_time = words.at(at) == "second"
        && (matches!(words.before(at), "a" | "per") || words.kind(at.wrapping_sub(1)) == Word::Digits);
    let fits = !fraction && !name && !idiom && !unit_of_time;
    fits.then(|| {
        (end, Expression { rule: "ordinal", confidence: 0.85, ..blank(Kind::Ordinal, Value::One(rank.into())) })
    })
}
