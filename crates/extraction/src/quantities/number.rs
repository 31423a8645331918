//! Numbers in digits, in words, and in both: `1,200`, `2.5 billion`, `twenty-three`, `half a million`, `2 1/2`.

use rust_decimal::Decimal;

use super::words::{Kind, Words};

/// A number read from the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// Index of the first word after it.
    pub(crate) end: usize,
    /// Its value.
    pub(crate) value: Decimal,
    /// How it is written.
    pub(crate) form: Form,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Digits alone, without separators: may be a year, a code, a page.
    Plain,
    /// Digits with separators, decimals, a fraction or a scale word.
    Figures,
    /// Words.
    Spelled,
    /// `a` or `an` standing for one, before `hundred` and the like.
    Article,
}

/// The longest number that starts at a word.
pub(crate) fn number(words: &Words<'_>, at: usize) -> Option<Number> {
    match words.kind(at) {
        Kind::Digits => figures(words, at),
        Kind::Mark => leading_point(words, at).or_else(|| vulgar(words.at(at)).map(|value| figure(at + 1, value))),
        Kind::Letters => spelled(words, at),
        Kind::Break => None,
    }
}

fn figure(end: usize, value: Decimal) -> Number {
    Number { end, value, form: Form::Figures }
}

fn figures(words: &Words<'_>, at: usize) -> Option<Number> {
    let base = digits(words, at)?;
    let base = with_fraction(words, base);
    Some(and_a_half(words, scaled(words, base)))
}

/// Digits with thousands separators and decimals.
fn digits(words: &Words<'_>, at: usize) -> Option<Number> {
    let mut text = words.at(at).to_owned();
    let mut end = at + 1;
    let grouped = text.len() <= 3;
    while grouped && end < at + 20 && separator(words, end) && words.at(end + 1).len() == 3 {
        text.push_str(words.at(end + 1));
        end += 2;
    }
    while grouped && end < at + 20 && spaced(words, end) {
        text.push_str(words.at(end));
        end += 1;
    }
    let mut form = if end > at + 1 { Form::Figures } else { Form::Plain };
    if words.at(end) == "." && words.glued(end) && words.glued(end + 1) && words.kind(end + 1) == Kind::Digits {
        if chained(words, end + 2) {
            return None;
        }
        text.push('.');
        text.push_str(words.at(end + 1));
        end += 2;
        form = Form::Figures;
    }
    let value = (text.len() <= 24).then(|| text.parse().ok()).flatten()?;
    Some(Number { end, value, form })
}

fn separator(words: &Words<'_>, at: usize) -> bool {
    words.at(at) == "," && words.glued(at) && words.glued(at + 1) && words.kind(at + 1) == Kind::Digits
}

/// Whether a group of thousands goes on behind a space: `40 000`, or any three digits behind a no-break space.
fn spaced(words: &Words<'_>, at: usize) -> bool {
    let group = words.at(at);
    if words.kind(at) != Kind::Digits
        || group.len() != 3
        || words.glued(at)
        || words.kind(at.wrapping_sub(1)) != Kind::Digits
    {
        return false;
    }
    let gap = words.text_of(at - 1..at + 1);
    group == "000" && gap.contains(' ') || gap.contains(['\u{A0}', '\u{202F}', '\u{2009}'])
}

/// Whether a version, an address or a date goes on behind a decimal: `1.2.3`.
fn chained(words: &Words<'_>, at: usize) -> bool {
    matches!(words.at(at), "." | ":") && words.glued(at) && words.glued(at + 1) && words.kind(at + 1) == Kind::Digits
}

fn leading_point(words: &Words<'_>, at: usize) -> Option<Number> {
    let digits = words.at(at + 1);
    let fits = words.at(at) == "." && !words.glued(at) && words.glued(at + 1) && digits.len() <= 12;
    let value = fits.then(|| format!("0.{digits}").parse().ok()).flatten()?;
    Some(scaled(words, figure(at + 2, value)))
}

/// `2 1/2`, `2½`, `1/4`.
fn with_fraction(words: &Words<'_>, base: Number) -> Number {
    if let Some(part) = vulgar(words.at(base.end)) {
        return figure(base.end + 1, base.value + part);
    }
    if base.form != Form::Plain {
        return base;
    }
    match (fraction(words, base.end), fraction(words, base.end - 1)) {
        (Some((end, part)), _) if !words.glued(base.end) || words.dash(base.end - 1) => figure(end, base.value + part),
        (_, Some((end, part))) => figure(end, part),
        _ => base,
    }
}

/// `1/2` as written in print: a small numerator over a small denominator.
fn fraction(words: &Words<'_>, at: usize) -> Option<(usize, Decimal)> {
    let slash = words.at(at + 1) == "/" && words.glued(at + 1) && words.glued(at + 2);
    let (top, bottom) = (small(words.at(at))?, small(words.at(at + 2))?);
    let known = matches!(bottom, 2 | 3 | 4 | 5 | 8 | 10 | 16 | 32) && top > 0 && top < bottom;
    let ends = !(matches!(words.at(at + 3), "/" | ".")
        && words.glued(at + 3)
        && words.kind(at + 4) == Kind::Digits
        && words.glued(at + 4));
    (slash && known && ends).then(|| (at + 3, Decimal::from(top) / Decimal::from(bottom)))
}

fn small(text: &str) -> Option<u32> {
    (text.len() <= 2).then(|| text.parse().ok()).flatten()
}

fn vulgar(mark: &str) -> Option<Decimal> {
    let (top, bottom) = match mark {
        "½" => (1, 2),
        "¼" => (1, 4),
        "¾" => (3, 4),
        "⅓" => (1, 3),
        "⅔" => (2, 3),
        "⅛" => (1, 8),
        "⅜" => (3, 8),
        "⅝" => (5, 8),
        "⅞" => (7, 8),
        "⅕" => (1, 5),
        _ => return None,
    };
    Some(Decimal::from(top) / Decimal::from(bottom))
}

/// Applies the scale words behind a number: `2.5 billion`, `300-million`, `500 crore`, `100 thousand million`.
fn scaled(words: &Words<'_>, mut number: Number) -> Number {
    for _ in 0..2 {
        let word = if words.dash(number.end) && words.glued(number.end) { number.end + 1 } else { number.end };
        let Some(factor) = scale(words.at(word)).filter(|_| number.end < words.len()) else { break };
        let Some(value) = number.value.checked_mul(factor) else { break };
        number = Number {
            end: word + 1,
            value,
            form: if number.form == Form::Spelled { Form::Spelled } else { Form::Figures },
        };
    }
    number
}

/// The value of a scale word.
pub(crate) fn scale(word: &str) -> Option<Decimal> {
    let value: i64 = match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "lakh" | "lakhs" => 100_000,
        "million" | "mn" => 1_000_000,
        "crore" | "crores" => 10_000_000,
        "billion" | "bn" => 1_000_000_000,
        "trillion" | "tn" => 1_000_000_000_000,
        "quadrillion" => 1_000_000_000_000_000,
        "dozen" => 12,
        _ => return None,
    };
    Some(Decimal::from(value))
}

/// The value of a number word below one hundred.
pub(crate) fn below_hundred(word: &str) -> Option<u32> {
    tens(word).or_else(|| units(word))
}

fn units(word: &str) -> Option<u32> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    UNITS.iter().position(|unit| *unit == word).map(|value| value as u32)
}

fn tens(word: &str) -> Option<u32> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    TENS.iter().position(|ten| *ten == word).map(|value| 10 * (value as u32 + 2))
}

fn spelled(words: &Words<'_>, at: usize) -> Option<Number> {
    let number = half(words, at).or_else(|| article(words, at)).or_else(|| series(words, at))?;
    Some(and_a_half(words, number))
}

/// `half a million`, `half a dozen`.
fn half(words: &Words<'_>, at: usize) -> Option<Number> {
    let article =
        words.phrase(at, "half a").or_else(|| words.phrase(at, "half -")).or_else(|| words.phrase(at, "half"))?;
    let factor = scale(words.at(article)).filter(|_| words.at(at) == "half")?;
    Some(Number { end: article + 1, value: factor / Decimal::TWO, form: Form::Spelled })
}

/// `a hundred`, `a dozen`, `a million`.
fn article(words: &Words<'_>, at: usize) -> Option<Number> {
    let factor = scale(words.at(at + 1)).filter(|_| words.at(at) == "a")?;
    let spelled = Number { end: at + 2, value: factor, form: Form::Article };
    Some(scaled(words, spelled))
}

/// A number in words: `two hundred and six`, `twenty-three`, `three thousand`.
fn series(words: &Words<'_>, at: usize) -> Option<Number> {
    let (mut total, mut group, mut end) = (Decimal::ZERO, Decimal::ZERO, at);
    let mut last = Last::Start;
    while end < at + 24 {
        let next = joint(words, end, last);
        let Some((value, step)) = piece(words, next, last) else { break };
        match step {
            Last::Hundred => group = group.checked_mul(value)?,
            Last::Scale => {
                total = total.checked_add(group.checked_mul(value)?)?;
                group = Decimal::ZERO;
            }
            _ => group = group.checked_add(value)?,
        }
        (last, end) = (step, next + 1);
    }
    let value = total.checked_add(group)?;
    (end > at).then_some(Number { end, value, form: Form::Spelled })
}

/// What kind of word a spelled number has just had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Start,
    Unit,
    Tens,
    Hundred,
    Scale,
}

/// Steps over the hyphen or the `and` inside a spelled number.
fn joint(words: &Words<'_>, at: usize, last: Last) -> usize {
    let hyphen = last != Last::Start && words.dash(at) && words.glued(at) && words.glued(at + 1);
    let and = matches!(last, Last::Hundred | Last::Scale) && words.at(at) == "and";
    if hyphen || (and && below_hundred(words.at(at + 1)).is_some()) { at + 1 } else { at }
}

fn piece(words: &Words<'_>, at: usize, last: Last) -> Option<(Decimal, Last)> {
    let word = words.at(at);
    if let Some(value) = tens(word).filter(|_| matches!(last, Last::Start | Last::Hundred | Last::Scale)) {
        return Some((value.into(), Last::Tens));
    }
    let fits = |value: &u32| !matches!(last, Last::Unit) && (last != Last::Tens || (1..10).contains(value));
    if let Some(value) = units(word).filter(fits) {
        return Some((value.into(), Last::Unit));
    }
    let factor = scale(word).filter(|_| matches!(last, Last::Unit | Last::Tens | Last::Hundred))?;
    Some((factor, if word == "hundred" { Last::Hundred } else { Last::Scale }))
}

/// `two and a half million`, `one and a half`.
fn and_a_half(words: &Words<'_>, number: Number) -> Number {
    let Some(end) = words.phrase(number.end, "and a half") else { return number };
    if number.value >= Decimal::ONE_HUNDRED {
        let half = scale(words.at(number.end - 1)).map(|factor| factor / Decimal::TWO);
        let value = half.and_then(|half| number.value.checked_add(half));
        return value.map_or(number, |value| Number { end, value, ..number });
    }
    let whole = Number { end, value: number.value + Decimal::ONE / Decimal::TWO, form: Form::Spelled };
    scaled(words, whole)
}

/// A decimal as the record writes it: no exponent, no trailing zeros.
pub(crate) fn decimal_string(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The rank that a word or a figure with its ending names: `third`, `21st`, `twenty-first`; with the end.
pub(crate) fn ordinal(words: &Words<'_>, at: usize) -> Option<(usize, u32)> {
    if words.kind(at) == Kind::Digits {
        let suffix = matches!(words.at(at + 1), "st" | "nd" | "rd" | "th") && words.glued(at + 1);
        let value = (suffix && words.at(at).len() <= 6).then(|| words.at(at).parse().ok()).flatten()?;
        return Some((at + 2, value));
    }
    if let Some(value) = ordinal_word(words.at(at)) {
        return Some((at + 1, value));
    }
    let ten = tens(words.at(at)).filter(|_| words.dash(at + 1) && words.glued(at + 1))?;
    let unit = ordinal_word(words.at(at + 2)).filter(|unit| *unit < 10)?;
    Some((at + 3, ten + unit))
}

/// The rank that a single word names.
pub(crate) fn ordinal_word(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let small = ORDINALS.iter().position(|ordinal| *ordinal == word).map(|value| value as u32 + 1);
    small.or(match word {
        "thirtieth" => Some(30),
        "fortieth" => Some(40),
        "fiftieth" => Some(50),
        "sixtieth" => Some(60),
        "seventieth" => Some(70),
        "eightieth" => Some(80),
        "ninetieth" => Some(90),
        "hundredth" => Some(100),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        let words = Words::new(text, 0..text.len());
        number(&words, 0).map(|number| (decimal_string(number.value), words.span(0..number.end).end))
    }

    #[test]
    fn numbers_are_read_whole() {
        let cases = [
            ("1,200 people", "1200", 5),
            ("2.5 billion", "2500000000", 11),
            ("2.50", "2.5", 4),
            ("twenty-three men", "23", 12),
            ("two hundred and six men", "206", 19),
            ("one hundred and", "100", 11),
            ("half a million", "500000", 14),
            ("a dozen", "12", 7),
            ("two dozen", "24", 9),
            ("three thousand four hundred", "3400", 27),
            ("one and a half million", "1500000", 22),
            ("2 1/2 years", "2.5", 5),
            ("1/4 mile", "0.25", 3),
            ("10½", "10.5", 4),
            ("500 crore", "5000000000", 9),
            ("7, 8 and 9", "7", 1),
            ("300-million", "300000000", 11),
            (".08", "0.08", 3),
        ];
        for (text, value, end) in cases {
            assert_eq!(read(text), Some((value.to_owned(), end)), "{text}");
        }
        for text in ["192.168.1.2", "hello", "a man", "111111111111111111111111111111"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn ranks_are_read() {
        for (text, rank) in [("21st", 21), ("third", 3), ("twenty-first", 21), ("100th", 100)] {
            let words = Words::new(text, 0..text.len());
            assert_eq!(ordinal(&words, 0), Some((words.len(), rank)), "{text}");
        }
    }
}
