//! The words of the calendar.

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The unit of a noun, and whether the noun is a plural.
    pub(super) fn read(word: &str) -> Option<(Self, bool)> {
        let unit = match word {
            "second" | "seconds" => Self::Second,
            "minute" | "minutes" | "min" | "mins" => Self::Minute,
            "hour" | "hours" | "hr" | "hrs" => Self::Hour,
            "day" | "days" => Self::Day,
            "week" | "weeks" => Self::Week,
            "month" | "months" => Self::Month,
            "quarter" | "quarters" => Self::Quarter,
            "year" | "years" => Self::Year,
            "decade" | "decades" => Self::Decade,
            "century" | "centuries" => Self::Century,
            "millennium" | "millennia" => Self::Millennium,
            _ => return None,
        };
        Some((unit, word.ends_with('s') || word == "millennia"))
    }

    /// The ISO 8601 duration of an amount, a decimal string or `X`, of this unit.
    pub(super) fn duration(self, amount: &str) -> String {
        match self {
            Self::Second => format!("PT{amount}S"),
            Self::Minute => format!("PT{amount}M"),
            Self::Hour => format!("PT{amount}H"),
            Self::Day => format!("P{amount}D"),
            Self::Week => format!("P{amount}W"),
            Self::Month => format!("P{amount}M"),
            Self::Quarter => format!("P{amount}Q"),
            Self::Year => format!("P{amount}Y"),
            Self::Decade => format!("P{amount}E"),
            Self::Century => format!("P{amount}C"),
            Self::Millennium => format!("P{amount}L"),
        }
    }
}

/// The number of a month, by its name or abbreviation; whether it is abbreviated.
pub(super) fn month(word: &str) -> Option<(i8, bool)> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Some(at) = NAMES.iter().position(|name| *name == word) {
        return Some((at as i8 + 1, false));
    }
    const SHORT: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let at = SHORT.iter().position(|name| *name == word).or_else(|| (word == "sept").then_some(8))?;
    Some((at as i8 + 1, true))
}

/// The ISO number of a weekday, Monday being 1, by its name or abbreviation; whether it is abbreviated.
pub(super) fn weekday(word: &str) -> Option<(i8, bool)> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    if let Some(at) = NAMES.iter().position(|name| *name == word) {
        return Some((at as i8 + 1, false));
    }
    let at = match word {
        "mon" => 1,
        "tue" | "tues" => 2,
        "wed" => 3,
        "thu" | "thur" | "thurs" => 4,
        "fri" => 5,
        "sat" => 6,
        "sun" => 7,
        _ => return None,
    };
    Some((at, true))
}

/// The weekday of a plural: `Mondays`.
pub(super) fn weekdays(word: &str) -> Option<i8> {
    word.strip_suffix('s').and_then(weekday).filter(|(_, short)| !short).map(|(day, _)| day)
}

/// The TIMEX3 code of a season.
pub(super) fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

/// The TIMEX3 code of a part of the day.
pub(super) fn day_part(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}

/// The offset from UTC of a time zone's abbreviation: fixed, or by United States summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i16),
    /// Hours east of UTC in winter, where the United States' summer time is kept.
    American(i8),
}

/// The zone of an abbreviation, which is written in capitals.
pub(super) fn zone(word: &str) -> Option<Zone> {
    Some(match word {
        "GMT" | "UTC" | "Z" => Zone::Fixed(0),
        "ET" => Zone::American(-5),
        "CT" => Zone::American(-6),
        "MT" => Zone::American(-7),
        "PT" => Zone::American(-8),
        "EST" => Zone::Fixed(-300),
        "EDT" => Zone::Fixed(-240),
        "CDT" => Zone::Fixed(-300),
        "MST" => Zone::Fixed(-420),
        "MDT" => Zone::Fixed(-360),
        "PST" => Zone::Fixed(-480),
        "PDT" => Zone::Fixed(-420),
        "BST" | "CET" => Zone::Fixed(60),
        "CEST" | "EET" => Zone::Fixed(120),
        "EEST" | "MSK" => Zone::Fixed(180),
        "JST" | "KST" => Zone::Fixed(540),
        "AEST" => Zone::Fixed(600),
        "AEDT" => Zone::Fixed(660),
        _ => return None,
    })
}

/// The decade that a word names: `nineties` is 9.
pub(super) fn decade(word: &str) -> Option<i16> {
    const NAMES: [&str; 8] =
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    NAMES.iter().position(|name| *name == word).map(|at| at as i16 + 2)
}

/// A day that comes every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(i8, i8),
    /// The nth weekday of a month, from its end where negative, and days to add.
    Nth(i8, i8, i8, i8),
    /// Days after Western Easter.
    Easter(i16),
    /// The Tuesday after the first Monday of November.
    Election,
}

/// Days by name. Only names that mean one day wherever English news is written, or name the country's own.
pub(super) const FEASTS: [(&str, Feast); 41] = [
    ("christmas eve", Feast::Fixed(12, 24)),
    ("christmas day", Feast::Fixed(12, 25)),
    ("christmas", Feast::Fixed(12, 25)),
    ("boxing day", Feast::Fixed(12, 26)),
    ("new year ' s eve", Feast::Fixed(12, 31)),
    ("new year ’ s eve", Feast::Fixed(12, 31)),
    ("new year ' s day", Feast::Fixed(1, 1)),
    ("new year ’ s day", Feast::Fixed(1, 1)),
    ("valentine ' s day", Feast::Fixed(2, 14)),
    ("valentine ’ s day", Feast::Fixed(2, 14)),
    ("international women ' s day", Feast::Fixed(3, 8)),
    ("international women ’ s day", Feast::Fixed(3, 8)),
    ("st . patrick ' s day", Feast::Fixed(3, 17)),
    ("st . patrick ’ s day", Feast::Fixed(3, 17)),
    ("april fools ' day", Feast::Fixed(4, 1)),
    ("april fools ’ day", Feast::Fixed(4, 1)),
    ("earth day", Feast::Fixed(4, 22)),
    ("anzac day", Feast::Fixed(4, 25)),
    ("may day", Feast::Fixed(5, 1)),
    ("juneteenth", Feast::Fixed(6, 19)),
    ("canada day", Feast::Fixed(7, 1)),
    ("fourth of july", Feast::Fixed(7, 4)),
    ("bastille day", Feast::Fixed(7, 14)),
    ("halloween", Feast::Fixed(10, 31)),
    ("armistice day", Feast::Fixed(11, 11)),
    ("veterans day", Feast::Fixed(11, 11)),
    ("martin luther king jr . day", Feast::Nth(1, 3, 1, 0)),
    ("martin luther king day", Feast::Nth(1, 3, 1, 0)),
    ("presidents ' day", Feast::Nth(2, 3, 1, 0)),
    ("presidents ’ day", Feast::Nth(2, 3, 1, 0)),
    ("memorial day", Feast::Nth(5, -1, 1, 0)),
    ("labor day", Feast::Nth(9, 1, 1, 0)),
    ("columbus day", Feast::Nth(10, 2, 1, 0)),
    ("thanksgiving day", Feast::Nth(11, 4, 4, 0)),
    ("thanksgiving", Feast::Nth(11, 4, 4, 0)),
    ("black friday", Feast::Nth(11, 4, 4, 1)),
    ("election day", Feast::Election),
    ("good friday", Feast::Easter(-2)),
    ("easter sunday", Feast::Easter(0)),
    ("easter monday", Feast::Easter(1)),
    ("ash wednesday", Feast::Easter(-46)),
];

/// Words whose meaning is a reference to the past, the present or the future.
pub(super) const REFERENCES: [(&str, &str); 27] = [
    ("right now", "PRESENT_REF"),
    ("these days", "PRESENT_REF"),
    ("at present", "PRESENT_REF"),
    ("now", "PRESENT_REF"),
    ("currently", "PRESENT_REF"),
    ("presently", "PRESENT_REF"),
    ("nowadays", "PRESENT_REF"),
    ("the present", "PRESENT_REF"),
    ("current", "PRESENT_REF"),
    ("most recently", "PAST_REF"),
    ("more recently", "PAST_REF"),
    ("just recently", "PAST_REF"),
    ("recently", "PAST_REF"),
    ("lately", "PAST_REF"),
    ("previously", "PAST_REF"),
    ("formerly", "PAST_REF"),
    ("the past", "PAST_REF"),
    ("the recent past", "PAST_REF"),
    ("recent", "PAST_REF"),
    ("the near future", "FUTURE_REF"),
    ("the foreseeable future", "FUTURE_REF"),
    ("the future", "FUTURE_REF"),
    ("future", "FUTURE_REF"),
    ("the near term", "FUTURE_REF"),
    ("a later date", "FUTURE_REF"),
    ("as soon as possible", "FUTURE_REF"),
    ("soon", "FUTURE_REF"),
];

/// Whether a word is a name of the calendar, or begins a phrase of [`FEASTS`] or [`REFERENCES`].
pub(super) fn names_time(word: &str) -> bool {
    let begins = |phrase: &str| phrase.split(' ').next() == Some(word);
    month(word).is_some()
        || weekday(word).is_some()
        || weekdays(word).is_some()
        || Unit::read(word).is_some()
        || season(word).is_some()
        || decade(word).is_some()
        || FEASTS.iter().any(|(phrase, _)| begins(phrase))
        || REFERENCES.iter().any(|(phrase, _)| begins(phrase))
}
