//! The names of the days of the week.

use jiff::civil::Weekday;

/// In English, long and short, Monday first.
const ENGLISH: [&[&str]; 7] = [
    &["monday", "mon"],
    &["tuesday", "tue", "tues"],
    &["wednesday", "wed"],
    &["thursday", "thu", "thur", "thurs"],
    &["friday", "fri"],
    &["saturday", "sat"],
    &["sunday", "sun"],
];

/// In other languages whose datelines have them. Many are families' names, too.
const OTHERS: [&[&str]; 7] = [
    &["montag", "lundi", "lunes", "lunedì", "maandag", "segunda-feira"],
    &["dienstag", "mardi", "martes", "martedì", "dinsdag", "terça-feira"],
    &["mittwoch", "mercredi", "miércoles", "mercoledì", "woensdag", "quarta-feira"],
    &["donnerstag", "jeudi", "jueves", "giovedì", "donderdag", "quinta-feira"],
    &["freitag", "vendredi", "viernes", "venerdì", "vrijdag", "sexta-feira"],
    &["samstag", "samedi", "sábado", "sabato", "zaterdag", "sonnabend"],
    &["sonntag", "dimanche", "domingo", "domenica", "zondag"],
];

/// The day of the week that a word is, where only such a day can stand.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    named(word, &ENGLISH).or_else(|| named(word, &OTHERS))
}

/// Whether a word is a day of the week in English, where a name may stand too.
pub(crate) fn is_weekday(word: &str) -> bool {
    named(word, &ENGLISH).is_some()
}

fn named(word: &str, names: &[&[&str]; 7]) -> Option<Weekday> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = names.iter().position(|names| names.contains(&word.as_str()))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_their_days() {
        assert_eq!(weekday("Thurs."), Some(Weekday::Thursday));
        assert_eq!(weekday("SÁBADO"), Some(Weekday::Saturday));
        assert_eq!(weekday("someday"), None);
        assert!(is_weekday("Sun.") && !is_weekday("Sonntag"));
    }
}
