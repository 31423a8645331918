//! Pairs quotation marks, paragraph by paragraph.
//!
//! Apostrophes, feet and inches are told from marks by what stands beside them. An unbalanced mark spoils nothing
//! beyond itself: it is dropped at the end of its paragraph, unless the next paragraph opens with a mark again, as the
//! custom is for a quotation that runs over paragraphs.

use std::ops::Range;

/// A stretch of text between quotation marks that no other such stretch encloses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// Bytes of the text, with the marks.
    pub(crate) span: Range<usize>,
    /// Bytes between the marks, without spaces at the edges.
    pub(crate) content: Range<usize>,
    /// Index of its paragraph among those given.
    pub(crate) paragraph: usize,
    /// Whether it has no closing mark because the next paragraph goes on with it.
    pub(crate) runs_on: bool,
    /// Index of the quotation in the paragraph before that this one goes on with.
    pub(crate) continues: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Guillemet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    family: Family,
    mark: char,
    at: usize,
    inside: usize,
}

/// The quotations of a text, in order. `paragraphs` are byte ranges of the text, in order.
pub(crate) fn pair(text: &str, paragraphs: &[Range<usize>]) -> Vec<Quotation> {
    let mut all: Vec<Quotation> = Vec::new();
    let mut open_before = None;
    for (index, range) in paragraphs.iter().enumerate() {
        let Some(paragraph) = text.get(range.clone()) else { continue };
        let first = all.len();
        let next = paragraphs.get(index + 1).and_then(|next| text.get(next.clone()));
        let mut scan = Scan::new(paragraph);
        scan.run();
        scan.run_on(next);
        all.extend(scan.outermost().into_iter().map(|found| found.placed(text, range.start, index)));
        if let Some(quotation) = all.get_mut(first).filter(|quotation| quotation.span.start == range.start) {
            quotation.continues = open_before;
        }
        open_before = (all.len() > first && all.last().is_some_and(|last| last.runs_on)).then(|| all.len() - 1);
    }
    all
}

/// A closed stretch, in bytes of its paragraph.
#[derive(Debug, Clone)]
struct Closed {
    outer: Range<usize>,
    inner: Range<usize>,
    runs_on: bool,
}

impl Closed {
    fn placed(&self, text: &str, base: usize, paragraph: usize) -> Quotation {
        let inner = base + self.inner.start..base + self.inner.end;
        Quotation {
            span: base + self.outer.start..base + self.outer.end,
            content: trimmed(text, inner),
            paragraph,
            runs_on: self.runs_on,
            continues: None,
        }
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(range.clone()) else { return range };
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..(start + slice.trim().len())
}

struct Scan<'t> {
    paragraph: &'t str,
    chars: Vec<(usize, char)>,
    stack: Vec<Open>,
    closed: Vec<Closed>,
}

/// How far ahead a single mark looks for its partner, in characters: keeps the scan linear.
const LOOKAHEAD: usize = 300;
/// Deeper nesting than this is not writing.
const DEPTH: usize = 4;

impl<'t> Scan<'t> {
    fn new(paragraph: &'t str) -> Self {
        Self { paragraph, chars: paragraph.char_indices().collect(), stack: Vec::new(), closed: Vec::new() }
    }

    fn char(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|(_, c)| *c)
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|index| self.char(index))
    }

    fn byte(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.paragraph.len(), |(at, _)| *at)
    }

    fn run(&mut self) {
        let mut index = 0;
        while let Some(c) = self.char(index) {
            let width = if matches!(c, '`' | '\'') && self.char(index + 1) == Some(c) { 2 } else { 1 };
            if let Some((family, role)) = self.role(index, c, width) {
                self.apply(family, role, index, width, c);
            }
            index += width;
        }
    }

    fn apply(&mut self, family: Family, role: Role, index: usize, width: usize, mark: char) {
        let (at, inside) = (self.byte(index), self.byte(index + width));
        match role {
            Role::Open => {
                if self.stack.last().is_some_and(|open| open.family == family) || self.stack.len() >= DEPTH {
                    self.stack.pop();
                }
                self.stack.push(Open { family, mark, at, inside });
            }
            Role::Close => {
                let Some(depth) = self.stack.iter().rposition(|open| open.family == family) else { return };
                if let Some(open) = self.stack.drain(depth..).next() {
                    self.closed.push(Closed { outer: open.at..inside, inner: open.inside..at, runs_on: false });
                }
            }
        }
    }

    fn is_open(&self, family: Family) -> bool {
        self.stack.iter().any(|open| open.family == family)
    }

    fn role(&self, index: usize, c: char, width: usize) -> Option<(Family, Role)> {
        match c {
            '«' => Some((Family::Guillemet, Role::Open)),
            '»' => Some((Family::Guillemet, Role::Close)),
            '„' | '‟' => Some((Family::Double, Role::Open)),
            '`' if width == 2 => Some((Family::Double, Role::Open)),
            '\'' if width == 2 => Some((Family::Double, Role::Close)),
            '“' | '”' | '"' => self.double(index, c).map(|role| (Family::Double, role)),
            '‘' | '’' | '\'' => self.single(index, c).map(|role| (Family::Single, role)),
            _ => None,
        }
    }

    fn double(&self, index: usize, c: char) -> Option<Role> {
        let open = self.is_open(Family::Double);
        let low = self.stack.iter().any(|open| open.mark == '„');
        match c {
            '“' if low => Some(Role::Close),
            '“' if open && self.shaped_as_close(index) => Some(Role::Close),
            '“' => Some(Role::Open),
            '”' if open => Some(Role::Close),
            _ if self.shaped_as_open(index) => Some(Role::Open),
            _ if self.is_inch(index) => None,
            _ => open.then_some(Role::Close),
        }
    }

    fn single(&self, index: usize, c: char) -> Option<Role> {
        let inside_word = self.before(index).is_some_and(char::is_alphanumeric)
            && self.char(index + 1).is_some_and(char::is_alphanumeric);
        if inside_word {
            return None;
        }
        if self.shaped_as_open(index) {
            return (c != '’' && !self.is_clipped(index)).then_some(Role::Open);
        }
        let closes = self.is_open(Family::Single) && self.shaped_as_close(index);
        (closes && !self.is_possessive(index)).then_some(Role::Close)
    }

    /// At the start of a word: after nothing, a space, a bracket, a dash or another mark.
    fn shaped_as_open(&self, index: usize) -> bool {
        let before = self.before(index);
        let after = self.char(index + 1);
        before.is_none_or(|c| c.is_whitespace() || "([{—–-“‘\"'/:…".contains(c))
            && after.is_some_and(|c| !c.is_whitespace() && !",.;:!?)]}".contains(c))
    }

    /// At the end of a word or after punctuation.
    fn shaped_as_close(&self, index: usize) -> bool {
        self.before(index).is_some_and(|c| !c.is_whitespace())
            && self.char(index + 1).is_none_or(|c| !c.is_alphanumeric())
    }

    /// `6'2"`, `12"` with nothing open.
    fn is_inch(&self, index: usize) -> bool {
        if !self.before(index).is_some_and(|c| c.is_ascii_digit()) {
            return false;
        }
        let digits = (0..index).rev().take_while(|at| self.char(*at).is_some_and(|c| c.is_ascii_digit())).count();
        let foot = (index - digits).checked_sub(1).and_then(|at| self.char(at));
        foot.is_some_and(|c| matches!(c, '\'' | '’' | '′')) || !self.is_open(Family::Double)
    }

    /// `'90s`, `'em`: an apostrophe for what is left out.
    fn is_clipped(&self, index: usize) -> bool {
        let word: String =
            self.chars.iter().skip(index + 1).map(|(_, c)| *c).take_while(|c| c.is_alphanumeric()).take(8).collect();
        let decade = word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_digit());
        decade
            || matches!(
                word.to_lowercase().as_str(),
                "em" | "tis" | "twas" | "n" | "cause" | "til" | "till" | "round" | "bout" | "er"
            )
    }

    /// `workers' rights` inside single marks whose partner is still to come.
    fn is_possessive(&self, index: usize) -> bool {
        let plural = self.before(index).is_some_and(|c| matches!(c, 's' | 'S'));
        let goes_on = self.char(index + 1) == Some(' ') && self.char(index + 2).is_some_and(char::is_lowercase);
        plural && goes_on && self.closes_later(index + 1)
    }

    fn closes_later(&self, from: usize) -> bool {
        for at in from..(from + LOOKAHEAD).min(self.chars.len()) {
            match self.char(at) {
                Some('‘' | '\'') if self.shaped_as_open(at) => return false,
                Some('’' | '\'') if self.shaped_as_close(at) => return true,
                _ => {}
            }
        }
        false
    }

    /// Closes at the end of the paragraph what the next paragraph goes on with.
    fn run_on(&mut self, next: Option<&str>) {
        let goes_on = next.and_then(|next| next.chars().next()).is_some_and(|c| matches!(c, '“' | '"' | '«' | '„'));
        let Some(open) = self.stack.iter().rev().find(|open| open.family != Family::Single).filter(|_| goes_on) else {
            return;
        };
        let end = self.paragraph.trim_end().len();
        self.closed.push(Closed {
            outer: open.at..end.max(open.inside),
            inner: open.inside..end.max(open.inside),
            runs_on: true,
        });
    }

    fn outermost(&mut self) -> Vec<Closed> {
        let mut closed = std::mem::take(&mut self.closed);
        closed.sort_by_key(|found| (found.outer.start, std::cmp::Reverse(found.outer.end)));
        let mut reached = 0;
        closed.retain(|found| {
            let outermost = found.outer.end > reached;
            reached = reached.max(found.outer.end);
            outermost
        });
        closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The ranges of paragraphs that are separated by `|`.
    fn paragraphs(text: &str) -> Vec<Range<usize>> {
        let mut at = 0;
        let ranges = text.split('|').map(|paragraph| {
            let range = at..at + paragraph.len();
            at = range.end + 1;
            range
        });
        ranges.collect()
    }

    fn contents(text: &str) -> Vec<&str> {
        pair(text, &paragraphs(text))
            .iter()
            .map(|quotation| text.get(quotation.content.clone()).expect("on boundaries"))
            .collect()
    }

    #[rstest::rstest]
    #[case("He said “no” and “never”.", &["no", "never"])]
    #[case("\"No,\" he said. \"Never.\"", &["No,", "Never."])]
    #[case("“He told me ‘go home’ twice,” she said.", &["He told me ‘go home’ twice,"])]
    #[case("‘He told me “go home” twice,’ she said.", &["He told me “go home” twice,"])]
    #[case("'It's the workers' problem,' he said.", &["It's the workers' problem,"])]
    #[case("The workers' union and the drivers' union met.", &[])]
    #[case("Rock 'n' roll in the '90s got 'em going.", &[])]
    #[case("He is 6'2\" tall and owns a 12\" record.", &[])]
    #[case("\"I am 6'2\" tall,\" he said.", &["I am 6'2\" tall,"])]
    #[case("«Non», dit-il. „Nein“, sagt sie. ”Nej”, sa han.", &["Non", "Nein", "Nej"])]
    #[case("``Never,'' he said.", &["Never,"])]
    #[case("“This never closes. She said “this does”.", &["this does"])]
    #[case("A stray ” mark, then “a pair”.", &["a pair"])]
    #[case("“First paragraph.|“Second paragraph,” he said.", &["First paragraph.", "Second paragraph,"])]
    #[case("“First never closes.|The second is plain.", &[])]
    #[case("“It was—” he began.", &["It was—"])]
    #[case("The “best‑known” case (“the best”)—“so far”", &["best‑known", "the best", "so far"])]
    fn pairs_marks(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(contents(text), expected);
    }

    #[test]
    fn a_quotation_over_paragraphs_is_chained() {
        let text = "He said: “One.|“Two.|“Three.” Then he left.|“Four.”";
        let found = pair(text, &paragraphs(text));
        let links: Vec<_> = found.iter().map(|quotation| (quotation.continues, quotation.runs_on)).collect();
        assert_eq!(links, [(None, true), (Some(0), true), (Some(1), false), (None, false)]);
    }

    proptest! {
        #[test]
        fn ranges_are_on_boundaries_and_in_order(text in "[ab s.,—\n“”‘’\"'«»„`0-9é]{0,80}") {
            let whole = 0..text.len();
            let found = pair(&text, std::slice::from_ref(&whole));
            let mut end = 0;
            for quotation in &found {
                prop_assert!(text.get(quotation.span.clone()).is_some());
                prop_assert!(text.get(quotation.content.clone()).is_some());
                prop_assert!(quotation.span.start >= end);
                prop_assert!(quotation.content.start >= quotation.span.start && quotation.content.end <= quotation.span.end);
                end = quotation.span.end;
            }
        }
    }
}
