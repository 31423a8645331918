//! List markers: `1.`, `2)`, `(a)`, bullets.

use super::{Gap, Splitter, is_bullet};

/// A marker of a list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marker {
    /// `•`, with the mark itself.
    Bullet(String),
    /// `3.` or `c)`: place in the order, whether it is a letter, and the mark after it.
    Ordered { place: u32, letter: bool, mark: String },
}

impl Splitter<'_> {
    /// The marker that starts at `at`, if one does.
    pub(super) fn marker_at(&self, at: usize) -> Option<Marker> {
        let word = self.word(at);
        if is_bullet(word) && word != "-" && word != "—" && word != "–" {
            return Some(Marker::Bullet(word.to_owned()));
        }
        let lettered = word.strip_suffix('.').filter(|stem| stem.len() == 1);
        let (label, mark) = match lettered {
            Some(stem) => (stem, ".".to_owned()),
            None => (word, self.word(at + 1).to_owned()),
        };
        let closes = matches!(mark.as_str(), "." | ")") && (lettered.is_some() || self.gap(at + 1) == Gap::None);
        let end = if lettered.is_some() { at + 1 } else { at + 2 };
        if !closes || self.gap(end) == Gap::None && self.word(end) != ")" {
            return None;
        }
        ordered(label, mark)
    }

    /// Whether the item after the current one of the stretch's list starts at `next`.
    pub(super) fn item_starts(&mut self, start: usize, next: usize) -> bool {
        let Some(current) = &self.list else { return false };
        if next == start || self.gap(next) == Gap::None || next >= self.pieces.len() {
            return false;
        }
        let Some(found) = self.marker_at(next) else { return false };
        let follows = match (current, &found) {
            (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
            (Marker::Ordered { place: a, letter: x, mark: p }, Marker::Ordered { place: b, letter: y, mark: q }) => {
                a + 1 == *b && x == y && p == q
            }
            _ => false,
        };
        if follows {
            self.list = Some(found);
        }
        follows
    }

    /// Whether the full stop at `mark` belongs to the number or letter of a list item or heading that opens the sentence.
    pub(super) fn is_item_number(&self, start: usize, mark: usize) -> bool {
        let lettered = || matches!(self.marker_at(start), Some(Marker::Ordered { letter: true, .. }));
        if mark <= start + 1 && self.word(mark).ends_with('.') && lettered() {
            return true;
        }
        let label = self.word(mark.saturating_sub(1));
        let before = self.word(start);
        let first = mark == start + 1 || mark == start + 2 && (is_bullet(before) || NUMBERED.contains(&before));
        first && self.word(mark) == "." && is_number(label)
    }
}

/// What is counted in headings and captions: `Figure 2. The harbour`.
const NUMBERED: [&str; 9] = ["Figure", "Fig", "Table", "Section", "Chapter", "Part", "Step", "Article", "Exhibit"];

/// `3`, `2.1`.
fn is_number(label: &str) -> bool {
    let part = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    label.split('.').all(part)
}

/// Whether a text is three or more short lines without a mark that ends a sentence.
pub(super) fn is_plain(text: &str) -> bool {
    let lines = || text.lines().map(str::trim);
    lines().take(3).count() == 3 && lines().all(|line| line.len() <= 40 && !line.contains(['.', '!', '?', '…']))
}

fn ordered(label: &str, mark: String) -> Option<Marker> {
    if let Ok(place) = label.parse() {
        return (label.len() <= 3).then_some(Marker::Ordered { place, letter: false, mark });
    }
    let byte = label.bytes().next().filter(|b| label.len() == 1 && b.is_ascii_lowercase())?;
    Some(Marker::Ordered { place: u32::from(byte - b'a') + 1, letter: true, mark })
}
