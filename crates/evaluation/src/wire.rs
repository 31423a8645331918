//! A wire of made-up articles with copies whose originals are known, to score near-duplicate detection.
//!
//! Texts are chains of words drawn from the word pairs of real texts, so that common runs of words are as common as in
//! news, and any number of articles can be made again from its seed. A copy is what outlets make of a wire story: cut,
//! retitled, reordered, with paragraphs and spellings of its own. What is no copy is made to look like one: articles on
//! the same subject that share some sentences, and reports filled into the same form.

use std::{collections::HashMap, fmt};

/// How much copies differ from their originals.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The least share of a story that a copy keeps.
    pub kept: f64,
    /// The greatest length of what is put in, as a share of what is kept.
    pub inserted: f64,
    /// The greatest share of words with a typing error.
    pub typos: f64,
    /// What tells the random numbers of one setting from those of another.
    pub seed: u64,
}

/// For choosing parameters.
pub const DEVELOPMENT: Settings = Settings { kept: 0.4, inserted: 0.25, typos: 0.03, seed: 1 };

/// For figures: never looked at when parameters are chosen.
pub const HELD_OUT: Settings = Settings { kept: 0.33, inserted: 0.4, typos: 0.04, seed: 77 };

/// An article of the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispatch {
    /// Its text, headline first, a line a paragraph.
    pub text: String,
    /// What it is.
    pub kind: Kind,
}

/// What an article of the wire is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A story of its own.
    Story,
    /// A copy of the story with this number.
    Copy(u64),
    /// A story on the subject of another that shares some of its sentences.
    SameSubject,
    /// A form filled in.
    Report,
}

/// How well links between the articles of a wire are found.
#[derive(Debug, Clone, Default)]
pub struct Score {
    copies: u64,
    /// Copies that are linked to their original, and to another article.
    found: u64,
    misled: u64,
    /// Articles that are no copies, and how many of them are linked: stories, same subject, reports.
    others: [u64; 3],
    merged: [u64; 3],
}

impl Score {
    /// Counts an article that is linked to the one with some number.
    pub fn count(&mut self, kind: Kind, linked: Option<u64>) {
        let other = match kind {
            Kind::Copy(original) => {
                self.copies += 1;
                self.found += u64::from(linked == Some(original));
                self.misled += u64::from(linked.is_some_and(|linked| linked != original));
                return;
            }
            Kind::Story => 0,
            Kind::SameSubject => 1,
            Kind::Report => 2,
        };
        if let (Some(others), Some(merged)) = (self.others.get_mut(other), self.merged.get_mut(other)) {
            *others += 1;
            *merged += u64::from(linked.is_some());
        }
    }
}

/// Precision, recall and F1 of the copies, and how many of the others are merged wrongly.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let merged: u64 = self.merged.iter().sum();
        let precision = self.found as f64 / (self.found + self.misled + merged).max(1) as f64;
        let recall = self.found as f64 / self.copies.max(1) as f64;
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        write!(f, "copies: precision {precision:.4} recall {recall:.4} F1 {f1:.4} of {}", self.copies)?;
        for (name, (merged, others)) in
            ["stories", "same subject", "reports"].iter().zip(self.merged.iter().zip(self.others))
        {
            let share = 100.0 * *merged as f64 / others.max(1) as f64;
            write!(f, "\n{name:13} merged {merged} of {others}: {share:.3} %")?;
        }
        Ok(())
    }
}

/// A source of dispatches.
#[derive(Debug)]
pub struct Wire {
    words: Vec<String>,
    /// Words after each word, as often as they follow it.
    after: Vec<Vec<u32>>,
    settings: Settings,
}

impl Wire {
    /// A wire that writes as some texts are written.
    #[must_use]
    pub fn new<'t>(texts: impl Iterator<Item = &'t str>, settings: Settings) -> Self {
        let (mut words, mut known, mut after) =
            (Vec::<String>::new(), HashMap::<String, u32>::new(), Vec::<Vec<u32>>::new());
        for text in texts {
            let mut last: Option<u32> = None;
            for word in text.split_whitespace() {
                let number = *known.entry(word.to_owned()).or_insert_with(|| {
                    words.push(word.to_owned());
                    after.push(Vec::new());
                    words.len() as u32 - 1
                });
                if let Some(follows) = last.and_then(|last| after.get_mut(last as usize)) {
                    follows.push(number);
                }
                last = Some(number);
            }
        }
        Self { words, after, settings }
    }

    /// The dispatch with a number. Of every hundred, 68 are stories, 16 copies, 10 on a known subject and 6 reports.
    #[must_use]
    pub fn dispatch(&self, number: u64) -> Dispatch {
        let mut dice = Dice::of(self.settings.seed, number);
        let earlier = |dice: &mut Dice| (0..20).map(|_| dice.below(number)).find(|at| self.is_story(*at));
        let lines = match (self.place(number), number > 100) {
            (68..84, true) => match earlier(&mut dice) {
                Some(original) => return Dispatch { text: self.copy(original, &mut dice), kind: Kind::Copy(original) },
                None => self.story(number),
            },
            (84..94, true) => match earlier(&mut dice) {
                Some(other) => {
                    let text = self.same_subject(other, number, &mut dice).join("\n");
                    return Dispatch { text, kind: Kind::SameSubject };
                }
                None => self.story(number),
            },
            (94.., true) => return Dispatch { text: report(&mut dice), kind: Kind::Report },
            _ => self.story(number),
        };
        Dispatch { text: lines.join("\n"), kind: Kind::Story }
    }

    /// A copy of the story with a number; `copy` tells one of its copies from another.
    #[must_use]
    pub fn copy_of(&self, original: u64, copy: u64) -> String {
        self.copy(original, &mut Dice::of(self.settings.seed ^ 0xC0B1, copy))
    }

    fn place(&self, number: u64) -> u64 {
        Dice::of(self.settings.seed ^ 0xA5A5, number).below(100)
    }

    fn is_story(&self, number: u64) -> bool {
        number <= 100 || self.place(number) < 68
    }

    fn story(&self, number: u64) -> Vec<String> {
        let mut dice = Dice::of(self.settings.seed ^ 0x5707, number);
        let sentences = 9 + dice.below(25);
        (0..sentences).map(|at| self.sentence(&mut dice, if at == 0 { 9 } else { 12 + at % 17 })).collect()
    }

    fn sentence(&self, dice: &mut Dice, length: u64) -> String {
        let mut at = dice.below(self.words.len() as u64) as usize;
        let mut sentence = String::new();
        for _ in 0..length {
            sentence.push_str(self.words.get(at).map_or("", String::as_str));
            sentence.push(' ');
            let follows = self.after.get(at).map_or(&[][..], Vec::as_slice);
            // Now and then a word that never followed: names and numbers are new every day.
            at = match follows.get(dice.below(follows.len().max(1) as u64) as usize) {
                Some(next) if dice.below(12) > 0 => *next as usize,
                _ => dice.below(self.words.len() as u64) as usize,
            };
        }
        sentence
    }

    /// What another outlet makes of a story.
    fn copy(&self, original: u64, dice: &mut Dice) -> String {
        let mut lines = self.story(original);
        if dice.below(2) == 0 {
            let headline = self.sentence(dice, 9);
            lines.splice(..1, [headline]);
        }
        let kept = self.settings.kept + dice.unit() * (1.0 - self.settings.kept);
        lines.truncate(((lines.len() as f64 * kept).ceil() as usize).max(4));
        if dice.below(3) == 0 {
            let at = dice.below(lines.len() as u64) as usize;
            lines.get_mut(1..).into_iter().for_each(|body| body.rotate_left(at.saturating_sub(1)));
        }
        let inserted = (lines.len() as f64 * self.settings.inserted * dice.unit()) as usize;
        for _ in 0..inserted {
            let at = dice.below(lines.len() as u64 + 1) as usize;
            let line = self.sentence(dice, 20);
            lines.insert(at, line);
        }
        let typos = self.settings.typos * dice.unit();
        lines.iter().map(|line| with_typos(line, typos, dice)).collect::<Vec<_>>().join("\n")
    }

    /// A story that quotes up to a quarter of another.
    fn same_subject(&self, other: u64, number: u64, dice: &mut Dice) -> Vec<String> {
        let (mut own, other) = (self.story(number), self.story(other));
        let most = own.len().min(other.len()) / 4;
        for line in other.iter().take(dice.below(most as u64 + 1) as usize) {
            let at = dice.below(own.len() as u64) as usize;
            own.splice(at..=at, [line.clone()]);
        }
        own
    }
}

/// Some words with two letters changed for each other, or one left out.
fn with_typos(line: &str, share: f64, dice: &mut Dice) -> String {
    let words = line.split(' ').map(|word| {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < 4 || dice.unit() >= share {
            return word.to_owned();
        }
        let at = 1 + dice.below(letters.len() as u64 - 2) as usize;
        let mut letters = letters;
        if dice.below(2) == 0 {
            letters.swap(at, at + 1)
        } else {
            letters.truncate(letters.len() - 1)
        }
        letters.into_iter().collect()
    });
    words.collect::<Vec<String>>().join(" ")
}

const TOWNS: [&str; 12] = [
    "Torvald", "Brenna", "Ostholm", "Kessling", "Marvik", "Dunmore", "Altstett", "Rivaldo", "Pellworm", "Sandvik",
    "Oriel", "Hartwick",
];

/// A report as a form gives it: of the weather, a market or a match. Two share most words and none of their facts.
fn report(dice: &mut Dice) -> String {
    let mut n = |most: u64| dice.below(most) + 2;
    let town = |at: u64| TOWNS.get(at as usize % TOWNS.len()).copied().unwrap_or_default();
    match n(3) - 2 {
        0 => {
            let (a, b) = (town(n(12)), town(n(12)));
            format!(
                "Weather for {a} and {b}\nTemperatures in {a} reached {} degrees on the {} of the month, the weather service said, while {b} had {} degrees and wind from the west at {} kilometres an hour.\nForecasters expect {} millimetres of rain in the morning and highs of {} degrees in the afternoon, with a chance of thunderstorms of {} percent by evening.\nThe outlook for the next {} days is mostly sunny, with night lows of {} degrees.",
                n(35),
                n(28),
                n(35),
                n(90),
                n(60),
                n(36),
                n(95),
                n(9),
                n(18)
            )
        }
        1 => format!(
            "Stocks close on {} exchange\nThe {} index closed at {}.{} points on the {} of the month, a change of {}.{} percent from the day before, as trading volume reached {} million shares.\nBanks gained {}.{} percent and energy companies lost {}.{} percent, while the currency traded at {}.{} against the dollar.\nA barrel of oil cost {}.{} dollars and an ounce of gold {} dollars at the close of trading.",
            town(n(12)),
            town(n(12)),
            n(9000),
            n(97),
            n(28),
            n(6),
            n(97),
            n(900),
            n(5),
            n(97),
            n(5),
            n(97),
            n(12),
            n(97),
            n(120),
            n(97),
            n(2400)
        ),
        _ => {
            let (a, b) = (town(n(12)), town(n(12)));
            format!(
                "{a} {} {b} {}\n{a} met {b} before {} spectators on match day {} of the season and had {} percent of the ball in the first half.\nThe first goal fell in minute {} and the last in minute {}, after the referee had shown {} yellow cards and the keeper had saved {} shots.\n{a} now has {} points from {} matches and is in place {} of the table, {b} has {} points and is in place {}.",
                n(6),
                n(6),
                n(60_000),
                n(34),
                n(75),
                n(45),
                n(88),
                n(8),
                n(14),
                n(80),
                n(34),
                n(18),
                n(80),
                n(18)
            )
        }
    }
}

/// Random numbers that depend on a seed and a number alone (SplitMix64).
struct Dice(u64);

impl Dice {
    const fn of(seed: u64, number: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let hash = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^ (hash >> 31)
    }

    const fn below(&mut self, most: u64) -> u64 {
        if most == 0 { 0 } else { self.next() % most }
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
