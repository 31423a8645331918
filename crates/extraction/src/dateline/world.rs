//! Datelines of other languages than English in scripts that part words: `LISBOA, 3 de março (Lusa) –`,
//! `МОСКВА, 3 мар — РИА Новости.`, `(ANSA) - ROMA, 03 MAR -`, `القاهرة 3 مارس (رويترز) -`.

use dateline_record::v1::Dateline;

use super::{LABELS, LONGEST_AGENCY, agencies::is_of_the_world, day_value, months::month, ordinary_case};
use crate::context::Published;

/// Words of a place at most.
const PLACE_WORDS: usize = 5;

/// Words inside the names of places, in small letters.
const INSIDE: [&str; 24] = [
    "al",
    "am",
    "an",
    "and",
    "bei",
    "da",
    "das",
    "de",
    "del",
    "della",
    "der",
    "di",
    "do",
    "dos",
    "du",
    "el",
    "im",
    "la",
    "le",
    "nad",
    "of",
    "sur",
    "the",
    "на-дону",
];

/// Words before a day.
const BEFORE_DAY: [&str; 9] = ["le", "el", "il", "den", "dia", "día", "em", "am", "on"];

/// Words after a year, or between the parts of a date.
const OF_DATES: [&str; 9] = ["de", "del", "г", "года", "р", "року", "r", "roku", "yılı"];

/// Words that are no place though a date follows them.
const WEEKDAYS: [&str; 62] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "sonnabend",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
    "понеділок",
    "вівторок",
    "середа",
    "четвер",
    "п'ятниця",
    "субота",
    "неділя",
    "pazartesi",
    "salı",
    "çarşamba",
    "perşembe",
    "cuma",
    "cumartesi",
    "pazar",
];

/// The dateline that opens a paragraph, and where it ends.
pub(super) fn read(opening: &str, published: Option<Published>) -> Option<(Dateline, usize)> {
    let mut at = Cursor { text: opening, at: 0 };
    let leading = at.leading_agency();
    let place = at.place()?;
    let region = at.region();
    let apart = region.is_some() || at.text.get(at.at..)?.starts_with([',', '.', '،']);
    at.skip(&[',', '.', '،']);
    let date = at.date();
    at.skip(&[',', '.', '،']);
    let agency = at.agency();
    let ends = at.terminator();
    let agency = leading.or(agency);
    // The full stop of `— РИА Новости.` and `/ТАСС/.` ends it, too.
    let ends = ends || at.text.get(..at.at)?.ends_with('.');
    let known = agency.is_some_and(is_of_the_world);
    let told = match (&date, agency) {
        (Some(_), Some(agency)) => agency.chars().count() <= LONGEST_AGENCY,
        (None, Some(_)) => known,
        (Some(date), None) => apart && (date.year.is_some() || !place.contains(char::is_lowercase)),
        (None, None) => false,
    };
    if !ends || !told || is_label(place) {
        return None;
    }
    let region = region.map(|region| format!(", {}", ordinary_case(region))).unwrap_or_default();
    let place = place.split('/').map(|place| ordinary_case(place.trim())).collect::<Vec<_>>().join("/") + &region;
    let date = date.and_then(|date| day_value(date.year, date.month, date.day, published));
    let dateline = Dateline {
        place,
        date: date.unwrap_or_default(),
        agency: agency.unwrap_or_default().to_owned(),
        ..Dateline::default()
    };
    Some((dateline, at.at))
}

fn is_label(place: &str) -> bool {
    let lower = place.to_lowercase();
    let upper = place.to_uppercase();
    WEEKDAYS.contains(&lower.as_str()) || LABELS.contains(&upper.as_str()) || month(place).is_some()
}

struct Day {
    year: Option<i16>,
    month: i8,
    day: i8,
}

/// What is read of an opening, from its start on.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, marks: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || marks.contains(&c)).len();
    }

    /// The next word, and where it begins.
    fn word(&self) -> &'t str {
        self.rest().split_whitespace().next().unwrap_or_default()
    }

    fn take(&mut self, word: &str) {
        self.skip(&[]);
        self.at += word.len();
    }

    /// `(ANSA) - ` before the place.
    fn leading_agency(&mut self) -> Option<&'t str> {
        let (agency, rest) = self.rest().strip_prefix('(')?.split_once(')')?;
        let after = rest.trim_start().strip_prefix(['-', '–', '—']).filter(|_| is_of_the_world(agency))?;
        self.at = self.text.len() - after.trim_start().len();
        Some(agency)
    }

    /// Words with capitals, or of a script that has none, up to a mark, a number or a bracket.
    fn place(&mut self) -> Option<&'t str> {
        self.skip(&[]);
        let start = self.at;
        let mut end = start;
        for _ in 0..PLACE_WORDS {
            let word = self.word();
            let bare = word.trim_end_matches([',', '.', '،']);
            let is_name = bare.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
            let named = bare.chars().all(|c| c.is_alphabetic() || "-–'’./".contains(c) || is_mark(c));
            let inside = end > start && INSIDE.contains(&bare);
            if !named || bare.is_empty() || !(is_name || inside) || month(bare).is_some() {
                break;
            }
            self.take(bare);
            end = self.at;
            if bare.len() < word.len() {
                break;
            }
        }
        self.text.get(start..end).filter(|place| !place.is_empty())
    }

    /// The country in brackets, or after a comma.
    fn region(&mut self) -> Option<&'t str> {
        let rest = self.rest().trim_start();
        let is_name = |name: &str| {
            name.starts_with(char::is_uppercase) && !name.contains(|c: char| c.is_numeric() || "()/,".contains(c))
        };
        if let Some((region, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            let goes_on = after.trim_start().starts_with([',', '(']);
            self.at = if goes_on && is_name(region) { self.text.len() - after.len() } else { self.at };
            return (goes_on && is_name(region)).then_some(region);
        }
        let after = rest.strip_prefix(',')?;
        let (region, _) = after.split_once(',')?;
        let told =
            is_name(region.trim()) && region.split_whitespace().count() <= 3 && !region.contains(['-', '–', '—', '.']);
        let is_day = region.split_whitespace().any(|word| month(word).is_some());
        if !told || is_day {
            return None;
        }
        self.at = self.text.len() - after.len() + region.len();
        Some(region.trim())
    }

    fn date(&mut self) -> Option<Day> {
        let start = self.at;
        let day = self.numeric_date().or_else(|| {
            self.at = start;
            self.written_date()
        });
        if day.is_none() {
            self.at = start;
        }
        day
    }

    /// `03.03.2024`: the day first, as where such datelines are written.
    fn numeric_date(&mut self) -> Option<Day> {
        let word = self.word();
        let bare = word.trim_end_matches([',', '.', ':']);
        let mut parts = bare.split(['.', '/']).map(str::parse::<i16>);
        let (Some(Ok(day)), Some(Ok(month)), Some(Ok(year)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        if !(1900..=2100).contains(&year) || (bare.contains('/') && day <= 12) {
            return None;
        }
        self.take(bare);
        Some(Day { year: Some(year), month: i8::try_from(month).ok()?, day: i8::try_from(day).ok()? })
    }

    /// `3 de março de 2024`, `March 5, 2024`.
    fn written_date(&mut self) -> Option<Day> {
        let (mut day, mut of, mut year) = (None, None, None);
        // A weekday, a word before the day, the day, the month, the year and what joins them.
        for _ in 0..8 {
            let word = self.word();
            let bare = word.trim_end_matches([',', '.', '،', 'º', ':']);
            let number = bare.strip_suffix("er").unwrap_or(bare).parse::<i16>().ok();
            match number {
                Some(number) if day.is_none() && (1..=31).contains(&number) && year.is_none() => {
                    day = i8::try_from(number).ok()
                }
                Some(number) if of.is_some() && day.is_some() && (1900..=2100).contains(&number) => year = Some(number),
                Some(_) => break,
                None if of.is_none() && month(bare).is_some() => of = month(bare),
                None if is_of_dates(bare, day.is_some(), year.is_some()) => {}
                None => break,
            }
            self.take(bare);
            if bare.len() < word.len() {
                self.skip(&[',', '.', '،', 'º']);
            }
        }
        Some(Day { year, month: of?, day: day? })
    }

    /// The agency in brackets or between strokes, or between dashes where it is known.
    fn agency(&mut self) -> Option<&'t str> {
        self.skip(&[]);
        let rest = self.rest();
        for (open, close) in [('(', ')'), ('[', ']'), ('/', '/')] {
            if let Some((agency, after)) = rest.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
                self.at = self.text.len() - after.len();
                if open == '/' && after.starts_with('.') {
                    self.at += 1;
                }
                return Some(agency.trim()).filter(|agency| agency.contains(char::is_alphabetic));
            }
        }
        let named = rest.trim_start_matches(['-', '–', '—', ' ']);
        let (agency, after) = named
            .split_once(". ")
            .into_iter()
            .chain(named.split_once(" - "))
            .chain(named.split_once(" – "))
            .min_by_key(|(agency, _)| agency.len())?;
        is_of_the_world(agency).then(|| {
            // The mark that ends it is read as such.
            self.at = self.text.len() - after.len() - 1;
            agency
        })
    }

    /// A dash that ends the dateline, or one that was read with the agency.
    fn terminator(&mut self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        let rest = self.rest();
        let bare = rest.trim_start_matches([' ', '.']);
        let dashes = bare.trim_start_matches(['-', '–', '—', '―', '‒', '_']);
        let spaced =
            rest.starts_with([' ', '.']) || before.ends_with([')', '/', ']', ' ', '.']) || bare.starts_with(['—', '–']);
        let after = dashes.starts_with(char::is_whitespace) || before.ends_with(['-', '–', '—']);
        if dashes.len() < bare.len() && spaced && (after || bare.starts_with(['—', '–'])) {
            self.at = self.text.len() - dashes.len();
            return true;
        }
        before.ends_with(['-', '–'])
    }
}

fn is_mark(c: char) -> bool {
    // Vowel signs of Arabic and Hebrew.
    matches!(c, '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether a word may stand in a date beside its numbers and its month.
fn is_of_dates(word: &str, has_day: bool, has_year: bool) -> bool {
    let lower = word.to_lowercase();
    let before = !has_day && (BEFORE_DAY.contains(&lower.as_str()) || WEEKDAYS.contains(&lower.as_str()));
    before || (has_day && OF_DATES.contains(&lower.as_str())) || (has_year && lower.is_empty())
}

/// Whether a word may stand in a line that is a date, and a time of day: a number, a month, a weekday, a zone.
pub(crate) fn is_word_of_date(word: &str) -> bool {
    const OTHERS: [&str; 30] = [
        "", "am", "pm", "a.m.", "p.m.", "at", "um", "uhr", "à", "a", "o", "h", "et", "est", "edt", "pt", "pst", "pdt",
        "gmt", "utc", "bst", "cet", "cest", "ist", "eastern", "pacific", "central", "standard", "daylight", "time",
    ];
    let lower = word.to_lowercase();
    let numeric =
        word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || ":.".contains(c));
    let ordinal = || {
        ["st", "nd", "rd", "th", "am", "pm", "er"].iter().any(|end| {
            lower
                .strip_suffix(end)
                .is_some_and(|day| !day.is_empty() && day.chars().all(|c| c.is_ascii_digit() || c == ':'))
        })
    };
    numeric
        || month(word).is_some()
        || WEEKDAYS.contains(&lower.as_str())
        || WEEKDAYS.iter().take(7).any(|day| lower.len() == 3 && day.starts_with(&lower))
        || BEFORE_DAY.contains(&lower.as_str())
        || OF_DATES.contains(&lower.as_str())
        || OTHERS.contains(&lower.as_str())
        || ordinal()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn parts(opening: &str) -> Option<String> {
        let (dateline, end) = read(opening, None)?;
        Some([dateline.place.as_str(), &dateline.date, &dateline.agency, opening.get(end..).unwrap().trim()].join("|"))
    }

    #[rstest]
    #[case("LISBOA, 3 de março (Lusa) – O porto", "Lisboa|XXXX-03-03|Lusa|O porto")]
    #[case("МОСКВА, 3 мар — РИА Новости. Два", "Москва|XXXX-03-03|РИА Новости|Два")]
    #[case("МОСКВА, 3 марта. /ТАСС/. Два", "Москва|XXXX-03-03|ТАСС|Два")]
    #[case("Москва. 3 марта. INTERFAX.RU - Два", "Москва|XXXX-03-03|INTERFAX.RU|Два")]
    #[case("Brenna, 03.03.2024 (PAP) - Port", "Brenna|2024-03-03|PAP|Port")]
    #[case("İSTANBUL, 3 Mart (Reuters) - Liman", "İstanbul|XXXX-03-03|Reuters|Liman")]
    #[case("القاهرة 3 مارس (رويترز) - قالت", "القاهرة|XXXX-03-03|رويترز|قالت")]
    #[case("بيروت (أ ف ب) - أعلنت", "بيروت||أ ف ب|أعلنت")]
    #[case("Madrid, 3 mar (EFE).- El puerto", "Madrid|XXXX-03-03|EFE|El puerto")]
    #[case("(ANSA) - ROMA, 03 MAR - Il porto", "Roma|XXXX-03-03|ANSA|Il porto")]
    #[case("Frankfurt am Main (dpa/lhe) - Der", "Frankfurt am Main||dpa/lhe|Der")]
    #[case("LYON, le 5 mars 2024 – La", "Lyon|2024-03-05||La")]
    #[case("Brenna (United Kingdom), March 5, 2024 (AFP) - The", "Brenna, United Kingdom|2024-03-05|AFP|The")]
    #[case("BRENNA, Maine, March 5, 2024 - The", "Brenna, Maine|2024-03-05||The")]
    fn datelines_of_the_world_are_read(#[case] opening: &str, #[case] expected: &str) {
        assert_eq!(parts(opening).as_deref(), Some(expected));
    }

    #[rstest]
    #[case("Montag, 4. März – Der Rat")]
    #[case("Am 3. März 2024 – einem Sonntag – tagte")]
    #[case("Le port (LR) - il ferme")]
    #[case("Ana Ruiz, 3 Jahre - so")]
    #[case("Ana Ruiz (SPD) - die")]
    #[case("Der Rat tagte am 3. März (Sonntag) - wie")]
    #[case("وقال الوزير (الخارجية) - إن")]
    #[case("")]
    #[case("3 mars")]
    fn sentences_are_none(#[case] opening: &str) {
        assert_eq!(parts(opening), None, "{opening}");
    }
}
