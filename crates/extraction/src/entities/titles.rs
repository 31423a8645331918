//! Words of titles and offices, and the sector of public life that each belongs to.

use super::draft::Gender;

/// Titles of address that stand before a name and are no office, with what they tell of the person.
const ADDRESS: [(&str, Gender); 20] = [
    ("mr", Gender::He),
    ("mr.", Gender::He),
    ("mister", Gender::He),
    ("sir", Gender::He),
    ("lord", Gender::He),
    ("mrs", Gender::She),
    ("mrs.", Gender::She),
    ("ms", Gender::She),
    ("ms.", Gender::She),
    ("miss", Gender::She),
    ("dame", Gender::She),
    ("lady", Gender::She),
    ("madame", Gender::She),
    ("dr", Gender::Unknown),
    ("dr.", Gender::Unknown),
    ("prof.", Gender::Unknown),
    ("rev.", Gender::Unknown),
    ("reverend", Gender::Unknown),
    ("father", Gender::He),
    ("sister", Gender::She),
];

/// The gender that a title of address tells; `None` when the word is none.
pub(super) fn address(word: &str) -> Option<Gender> {
    let lower = word.to_lowercase();
    ADDRESS.iter().find(|(title, _)| *title == lower).map(|(_, gender)| *gender)
}

/// Abbreviated titles before a name, with the office they stand for.
const SHORT: [(&str, &str); 22] = [
    ("gen.", "general"),
    ("lt.", "lieutenant"),
    ("col.", "colonel"),
    ("maj.", "major"),
    ("capt.", "captain"),
    ("sgt.", "sergeant"),
    ("cmdr.", "commander"),
    ("adm.", "admiral"),
    ("brig.", "brigadier"),
    ("sen.", "senator"),
    ("rep.", "representative"),
    ("gov.", "governor"),
    ("pres.", "president"),
    ("prof.", "professor"),
    ("supt.", "superintendent"),
    ("sens.", "senator"),
    ("reps.", "representative"),
    ("det.", "detective"),
    ("lt", "lieutenant"),
    ("gen", "general"),
    ("col", "colonel"),
    ("sgt", "sergeant"),
];

/// Heads of offices with their CAMEO sector; an empty sector does not decide.
const OFFICES: [(&str, &str); 117] = [
    ("president", "GOV"),
    ("premier", "GOV"),
    ("minister", "GOV"),
    ("chancellor", "GOV"),
    ("secretary", "GOV"),
    ("undersecretary", "GOV"),
    ("king", "GOV"),
    ("queen", "GOV"),
    ("prince", "GOV"),
    ("princess", "GOV"),
    ("emir", "GOV"),
    ("sultan", "GOV"),
    ("emperor", "GOV"),
    ("governor", "GOV"),
    ("mayor", "GOV"),
    ("ambassador", "GOV"),
    ("envoy", "GOV"),
    ("diplomat", "GOV"),
    ("adviser", "GOV"),
    ("advisor", "GOV"),
    ("commissioner", ""),
    ("spokesman", ""),
    ("spokeswoman", ""),
    ("spokesperson", ""),
    ("leader", ""),
    ("chief", ""),
    ("head", ""),
    ("director", ""),
    ("official", ""),
    ("officer", ""),
    ("chair", ""),
    ("chairman", ""),
    ("chairwoman", ""),
    ("chairperson", ""),
    ("member", ""),
    ("candidate", ""),
    ("deputy", ""),
    ("vice-president", "GOV"),
    ("secretary-general", ""),
    ("president-elect", "GOV"),
    ("senator", "LEG"),
    ("congressman", "LEG"),
    ("congresswoman", "LEG"),
    ("lawmaker", "LEG"),
    ("legislator", "LEG"),
    ("mp", "LEG"),
    ("parliamentarian", "LEG"),
    ("representative", ""),
    ("speaker", "LEG"),
    ("councillor", "GOV"),
    ("councilman", "GOV"),
    ("general", "MIL"),
    ("colonel", "MIL"),
    ("major", "MIL"),
    ("captain", ""),
    ("lieutenant", ""),
    ("sergeant", ""),
    ("admiral", "MIL"),
    ("commander", "MIL"),
    ("brigadier", "MIL"),
    ("marshal", "MIL"),
    ("soldier", "MIL"),
    ("judge", "JUD"),
    ("justice", "JUD"),
    ("magistrate", "JUD"),
    ("prosecutor", "JUD"),
    ("attorney", "JUD"),
    ("lawyer", ""),
    ("sheriff", "COP"),
    ("detective", "COP"),
    ("superintendent", ""),
    ("constable", "COP"),
    ("inspector", ""),
    ("ceo", "BUS"),
    ("cfo", "BUS"),
    ("executive", "BUS"),
    ("founder", ""),
    ("co-founder", ""),
    ("businessman", "BUS"),
    ("businesswoman", "BUS"),
    ("economist", ""),
    ("analyst", ""),
    ("banker", "BUS"),
    ("owner", ""),
    ("manager", ""),
    ("coach", ""),
    ("journalist", "MED"),
    ("reporter", "MED"),
    ("correspondent", "MED"),
    ("editor", "MED"),
    ("professor", "EDU"),
    ("teacher", "EDU"),
    ("researcher", "EDU"),
    ("scientist", "EDU"),
    ("historian", "EDU"),
    ("principal", "EDU"),
    ("doctor", "HLH"),
    ("surgeon", "HLH"),
    ("pope", ""),
    ("cardinal", ""),
    ("archbishop", ""),
    ("bishop", ""),
    ("imam", ""),
    ("ayatollah", ""),
    ("rabbi", ""),
    ("pastor", ""),
    ("priest", ""),
    ("activist", "CVL"),
    ("author", ""),
    ("actor", ""),
    ("actress", ""),
    ("singer", ""),
    ("player", ""),
    ("driver", ""),
    ("pilot", ""),
    ("striker", ""),
    ("midfielder", ""),
];

/// Whether a word is the head of an office, written in any case.
pub(super) fn is_office(word: &str) -> bool {
    let lower = word.to_lowercase();
    OFFICES.iter().any(|(office, _)| *office == lower) || short(word).is_some()
}

/// The office that an abbreviated title stands for.
pub(super) fn short(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    SHORT
        .iter()
        .find(|(title, _)| *title == lower)
        .filter(|_| word.ends_with('.') || word.starts_with(char::is_uppercase))
        .map(|(_, office)| *office)
}

/// Words that may stand before the head of an office and belong to it.
const QUALIFIERS: [&str; 62] = [
    "prime",
    "vice",
    "foreign",
    "interior",
    "defense",
    "defence",
    "finance",
    "health",
    "justice",
    "education",
    "energy",
    "environment",
    "agriculture",
    "transport",
    "trade",
    "labor",
    "labour",
    "home",
    "national",
    "security",
    "deputy",
    "acting",
    "interim",
    "former",
    "chief",
    "senior",
    "opposition",
    "military",
    "army",
    "navy",
    "police",
    "rebel",
    "crown",
    "supreme",
    "press",
    "general",
    "attorney",
    "executive",
    "managing",
    "district",
    "federal",
    "state",
    "special",
    "top",
    "economy",
    "culture",
    "intelligence",
    "presidential",
    "party",
    "brigadier",
    "major",
    "lieutenant",
    "rear",
    "fire",
    "ex",
    "outgoing",
    "incoming",
    "cabinet",
    "government",
    "ruling",
    "majority",
    "minority",
];

/// Whether a word can qualify the head of an office.
pub(super) fn is_qualifier(word: &str) -> bool {
    QUALIFIERS.contains(&word.to_lowercase().as_str())
}

/// The sector of an office; `None` when the words do not decide or the office is no longer held.
pub(super) fn sector(title: &str) -> Option<&'static str> {
    let lower = title.to_lowercase();
    let has = |word: &str| lower.split([' ', '-']).any(|other| other == word);
    if ["former", "ex", "outgoing"].into_iter().any(has) {
        return None;
    }
    let qualified = [
        ("opposition", "OPP"),
        ("rebel", "REB"),
        ("police", "COP"),
        ("military", "MIL"),
        ("army", "MIL"),
        ("navy", "MIL"),
    ];
    if let Some((_, sector)) = qualified.into_iter().find(|(word, _)| has(word)) {
        return Some(sector);
    }
    if lower.contains("chief executive") {
        return Some("BUS");
    }
    let office = lower.split(" of ").next().unwrap_or_default().split(" for ").next().unwrap_or_default();
    let head = office.split(' ').next_back().unwrap_or_default();
    OFFICES.iter().find(|(word, _)| *word == head).map(|(_, sector)| *sector).filter(|sector| !sector.is_empty())
}

/// Whether the holder of an office leads a country, as in "the Israeli leader".
pub(super) fn is_leader(title: &str) -> bool {
    let lower = title.to_lowercase();
    let alone =
        ["president", "prime minister", "premier", "chancellor", "leader", "king", "queen", "emir", "supreme leader"];
    alone.contains(&lower.as_str())
}

/// The gender that an office tells.
pub(super) fn gender(title: &str) -> Gender {
    let lower = title.to_lowercase();
    let last = lower.split(' ').next_back().unwrap_or_default();
    if last.ends_with("woman") || matches!(last, "queen" | "princess" | "actress") {
        Gender::She
    } else if last.ends_with("man") && last != "human" || matches!(last, "king" | "prince" | "emir" | "sultan" | "pope")
    {
        Gender::He
    } else {
        Gender::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sector_follows_the_head_of_the_office() {
        assert_eq!(sector("prime minister"), Some("GOV"));
        assert_eq!(sector("secretary of state"), Some("GOV"));
        assert_eq!(sector("opposition leader"), Some("OPP"));
        assert_eq!(sector("chief executive officer"), Some("BUS"));
        assert_eq!(sector("former president"), None);
        assert_eq!(sector("leader"), None);
    }
}
