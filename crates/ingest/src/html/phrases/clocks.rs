//! Times of day and lengths of recordings, which stand alone around texts.

/// Whether a text is a time of day and nothing else, as stands above each entry of a page that is kept up to date: `17:05`,
/// `5.05pm`, `17h05`, `9:10 a.m. ET`.
pub(in crate::html) fn is_time_of_day(text: &str) -> bool {
    let Some((hours, rest)) = digits(text) else { return false };
    let two_digits = |text: &&str| text.bytes().take_while(u8::is_ascii_digit).count() == 2;
    let (minutes, rest) = match rest.strip_prefix([':', '.', 'h', '：']).filter(two_digits).and_then(digits) {
        Some((minutes, rest)) => (Some(minutes), rest),
        None => (None, rest),
    };
    let rest = rest.trim_start().to_lowercase().replace('.', "");
    let mut words = rest.split_whitespace().peekable();
    let halved = words.next_if(|word| matches!(*word, "am" | "pm")).is_some();
    let known = [
        "uhr", "gmt", "utc", "bst", "ist", "cet", "cest", "et", "est", "edt", "ct", "pt", "wib", "wita", "wit", "h",
        "uur", "น",
    ];
    let zone = words.next().is_none_or(|word| known.contains(&word)) && words.next().is_none();
    text.len() <= 20 && hours < 24 && zone && minutes.map_or(halved, |minutes| minutes < 60)
}

/// A number of one or two digits at the start of a text, and what follows it.
fn digits(text: &str) -> Option<(u8, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(end)?;
    (number.len() <= 2).then(|| number.parse().ok()).flatten().map(|number| (number, rest))
}

/// Whether a text is the length of a recording: `01:12`.
pub(super) fn is_length(text: &str) -> bool {
    text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// Whether a line is what a player shows of a recording that has not begun: `0:00`, and what is left of it, `-18:25`.
pub(super) fn is_of_recording(text: &str) -> bool {
    is_length(text.trim_start_matches(['-', '−']))
        && (text.starts_with(['-', '−']) || !text.contains(|c| ('1'..='9').contains(&c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_told_from_other_numbers() {
        for text in [
            "17:05",
            "5.05pm",
            "4.05 pm",
            "17h05",
            "9:10 a.m. ET",
            "8 pm",
            "17.05 Uhr",
            "07:00 GMT",
            "16:48 WIB",
            "16.48 น.",
        ] {
            assert!(is_time_of_day(text), "{text}");
        }
        for text in ["17", "2.5", "25:10", "10:75", "3-2", "12:30 in the square", "2024", "", "1.250"] {
            assert!(!is_time_of_day(text), "{text}");
        }
    }
}
