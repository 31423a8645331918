//! TimeML: reading annotated articles, and scoring times as TempEval-3 does.

use std::ops::Range;

/// An annotated article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimemlDocument {
    /// The text without markup.
    pub text: String,
    /// TIMEX3 value of the document creation time, when given.
    pub creation: Option<String>,
    /// The annotated times by position; spans in bytes of `text`.
    pub times: Vec<Timex>,
}

/// A TIMEX3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
}

/// Reads a TimeML document: its `DCT` and the `TIMEX3` inside `TEXT`. `None` when there is no `TEXT`.
#[must_use]
pub fn read(xml: &str) -> Option<TimemlDocument> {
    let (head, rest) = xml.split_once("<TEXT>")?;
    let (body, _) = rest.split_once("</TEXT>")?;
    let creation = head.split_once("<DCT>").and_then(|(_, dct)| attribute(dct.split_once('>')?.0, "value"));
    let mut document = TimemlDocument { text: String::new(), creation, times: Vec::new() };
    for (index, piece) in body.split('<').enumerate() {
        let text = match piece.split_once('>') {
            Some((tag, text)) if index > 0 => {
                document.tag(tag);
                text
            }
            _ => piece,
        };
        document.text.push_str(&plain(text));
    }
    Some(document)
}

impl TimemlDocument {
    fn tag(&mut self, tag: &str) {
        let at = self.text.len();
        if tag.starts_with("TIMEX3") {
            let get = |name| attribute(tag, name).unwrap_or_default();
            self.times.push(Timex { span: at..usize::MAX, kind: get("type"), value: get("value") });
        } else if tag.starts_with("/TIMEX3")
            && let Some(open) = self.times.iter_mut().rev().find(|time| time.span.end == usize::MAX)
        {
            open.span.end = at;
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// Counts from which TempEval-3's figures follow. Add up the counts of many documents with [`Counts::add`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Times in the reference.
    pub reference: usize,
    /// Times that the system found.
    pub system: usize,
    /// Pairs with the same span.
    pub strict: usize,
    /// Pairs whose spans overlap; each time is in one pair at most.
    pub relaxed: usize,
    /// Of the relaxed pairs, those of the same type.
    pub kind: usize,
    /// Of the relaxed pairs, those of the same value.
    pub value: usize,
}

impl Counts {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: Self) {
        self.reference += other.reference;
        self.system += other.system;
        self.strict += other.strict;
        self.relaxed += other.relaxed;
        self.kind += other.kind;
        self.value += other.value;
    }

    /// Balanced F-score in [0, 1] of a number of hits among these counts; 0 when there is nothing to find.
    #[must_use]
    pub fn f1(&self, hits: usize) -> f64 {
        let all = self.reference + self.system;
        if all == 0 { 0.0 } else { 2.0 * hits as f64 / all as f64 }
    }
}

/// Compares the times of a system with the reference, both by position.
#[must_use]
pub fn score(reference: &[Timex], system: &[Timex]) -> Counts {
    let mut counts = Counts { reference: reference.len(), system: system.len(), ..Counts::default() };
    for (gold, found) in pairs(reference, system) {
        counts.relaxed += 1;
        counts.strict += usize::from(gold.span == found.span);
        counts.kind += usize::from(gold.kind == found.kind);
        counts.value += usize::from(gold.value == found.value);
    }
    counts
}

/// Each reference time with the one system time that overlaps it, exact matches first.
#[must_use]
pub fn pairs<'a>(reference: &'a [Timex], system: &'a [Timex]) -> Vec<(&'a Timex, &'a Timex)> {
    let mut taken = vec![false; system.len()];
    let mut found: Vec<Option<&Timex>> = vec![None; reference.len()];
    let fits: [fn(&Timex, &Timex) -> bool; 2] = [
        |gold, other| gold.span == other.span,
        |gold, other| gold.span.start < other.span.end && other.span.start < gold.span.end,
    ];
    for fit in fits {
        for (gold, slot) in reference.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            let free = system.iter().zip(&mut taken).find(|(other, taken)| !**taken && fit(gold, other));
            if let Some((other, taken)) = free {
                *taken = true;
                *slot = Some(other);
            }
        }
    }
    reference.iter().zip(found).filter_map(|(gold, found)| Some((gold, found?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2024-04-02\">x</TIMEX3></DCT>\n<TEXT>A &amp; B <EVENT eid=\"e1\">met</EVENT> \
         <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2024-04-01\">Monday</TIMEX3> for \
         <TIMEX3 tid=\"t2\" type=\"DURATION\" value=\"PT2H\">two hours</TIMEX3>.</TEXT></TimeML>";

    #[test]
    fn markup_becomes_spans() {
        let document = read(ARTICLE).expect("a text");
        assert_eq!(document.text, "A & B met Monday for two hours.");
        assert_eq!(document.creation.as_deref(), Some("2024-04-02"));
        let written: Vec<_> = document.times.iter().filter_map(|time| document.text.get(time.span.clone())).collect();
        assert_eq!(written, ["Monday", "two hours"]);
        assert_eq!(read("<TimeML/>"), None);
    }

    #[test]
    fn a_hand_worked_example_gives_tempeval_3s_figures() {
        let time = |span: Range<usize>, kind: &str, value: &str| Timex { span, kind: kind.into(), value: value.into() };
        let reference =
            [time(0..6, "DATE", "2024-04-01"), time(10..19, "DURATION", "PT2H"), time(30..34, "DATE", "2023")];
        let system = [time(0..6, "DATE", "2024-03-25"), time(14..19, "DURATION", "PT2H")];
        let counts = score(&reference, &system);
        assert_eq!(counts, Counts { reference: 3, system: 2, strict: 1, relaxed: 2, kind: 2, value: 1 });
        assert!((counts.f1(counts.relaxed) - 0.8).abs() < 1e-9);
        assert!((counts.f1(counts.value) - 0.4).abs() < 1e-9);
        assert!((Counts::default().f1(0)).abs() < 1e-9);
    }
}
