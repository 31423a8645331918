//! brat standoff with attributions, as PolNeAR writes it: `T` lines for spans, which may be discontinuous, `E` lines that join
//! source, cue and content. Offsets are in code points.

use std::{collections::HashMap, ops::Range};

use super::Error;

/// An attribution. Each role is a list of ranges in code points, in order; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Who says or thinks it.
    pub source: Vec<Range<usize>>,
    /// The words that attribute it.
    pub cue: Vec<Range<usize>>,
    /// What is said or thought.
    pub content: Vec<Range<usize>>,
}

/// Reads the attributions of a file. Lines of other kinds than `T` and `E` are passed over, and so is a role whose span is
/// not in the file.
///
/// # Errors
/// A span that is not `T1<tab>Label 0 5;7 9<tab>text`, an event that is not `E1<tab>Role:T1 …`.
pub fn read(annotations: &str) -> Result<Vec<Attribution>, Error> {
    let mut spans = HashMap::new();
    let mut events = Vec::new();
    for (index, line) in annotations.lines().enumerate() {
        let broken = |form: &str| Error::new(index + 1, format!("this is not {form}"));
        if line.starts_with('T') {
            let (id, ranges) = span(line).ok_or_else(|| broken("T1<tab>Label START END<tab>text"))?;
            spans.insert(id, ranges);
        } else if line.starts_with('E') {
            let (_, roles) = line.split_once('\t').ok_or_else(|| broken("E1<tab>Role:T1 Role:T2"))?;
            events.push(roles);
        }
    }
    let mut found: Vec<Attribution> = events.iter().map(|roles| attribution(roles, &spans)).collect();
    found.sort_by_key(|attribution| attribution.content.first().map_or(0, |range| range.start));
    Ok(found)
}

/// `T7<tab>Content 209 236;91 186<tab>text`.
fn span(line: &str) -> Option<(&str, Vec<Range<usize>>)> {
    let mut fields = line.split('\t');
    let id = fields.next()?;
    let (_, offsets) = fields.next()?.split_once(' ')?;
    let ranges: Option<Vec<Range<usize>>> = offsets.split(';').map(range).collect();
    let mut ranges = ranges?;
    ranges.sort_by_key(|range| range.start);
    Some((id, ranges))
}

fn range(offsets: &str) -> Option<Range<usize>> {
    let (start, end) = offsets.split_once(' ')?;
    let range = start.parse().ok()?..end.parse().ok()?;
    (range.start <= range.end).then_some(range)
}

/// `Attribution:T8 Content:T7 Cue:T6 Source:T5`.
fn attribution(roles: &str, spans: &HashMap<&str, Vec<Range<usize>>>) -> Attribution {
    let mut found = Attribution::default();
    for (role, id) in roles.split_whitespace().filter_map(|role| role.split_once(':')) {
        let ranges = spans.get(id).cloned().unwrap_or_default();
        // A role may come in several spans: `Content`, `Content2`.
        match role.trim_end_matches(char::is_numeric) {
            "Source" => found.source.extend(ranges),
            "Cue" => found.cue.extend(ranges),
            "Content" => found.content.extend(ranges),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discontinuous_span_is_read_in_order() {
        let file = "T1\tSource 0 3\tAna\nT2\tCue 4 8\tsaid\nT3\tContent 20 30;9 15\tit rains … today\n\
                    T4\tAttribution 4 8\tsaid\nA1\tx\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3 Content2:T9\n";
        let whole = |range| vec![range];
        let expected = Attribution { source: whole(0..3), cue: whole(4..8), content: vec![9..15, 20..30] };
        assert_eq!(read(file), Ok(vec![expected]));
    }

    #[test]
    fn what_is_broken_is_named_by_its_line() {
        let error = |text: &str| read(text).expect_err("broken").to_string();
        assert_eq!(error("A1\nT1\tCue 4\tx"), "line 2: this is not T1<tab>Label START END<tab>text");
        assert_eq!(error("T1\tCue 4 3\tx"), "line 1: this is not T1<tab>Label START END<tab>text");
        assert_eq!(error("E1"), "line 1: this is not E1<tab>Role:T1 Role:T2");
    }
}
