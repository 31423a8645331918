//! Authors in one line, as feeds, wires and tables give them: `By Ana Ruiz and Li Wei`.

/// What stands between two authors.
const BETWEEN: [&str; 8] = [" and ", " & ", " und ", " et ", " y ", " e ", ", ", ","];

/// Words of posts and agencies, in lower case: who is called so after a comma is what the one before is.
const POSTS: [&str; 39] = [
    "press",
    "news",
    "writer",
    "reporter",
    "correspondent",
    "editor",
    "staff",
    "agency",
    "bureau",
    "times",
    "post",
    "service",
    "journal",
    "daily",
    "media",
    "network",
    "team",
    "desk",
    "columnist",
    "author",
    "contributor",
    "reuters",
    "chief",
    "office",
    "senior",
    "political",
    "sports",
    "special",
    "foreign",
    "deputy",
    "science",
    "health",
    "business",
    "economics",
    "city",
    "associate",
    "associated",
    "managing",
    "contributing",
];

/// Particles of names that are written small.
const PARTICLES: [&str; 14] =
    ["de", "da", "do", "dos", "del", "della", "di", "van", "von", "der", "den", "la", "al", "bin"];

/// The authors that a line names: several where each part of it is the name of a person, else one as it stands; none where
/// there is nothing.
pub(crate) fn authors(line: &str) -> Vec<String> {
    let line = without_by(line);
    let mut parts = vec![line.as_str()];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).map(str::trim).collect();
    }
    parts.retain(|part| !part.is_empty());
    if parts.len() > 1 && parts.iter().all(|part| is_person(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    Some(line).filter(|line| !line.is_empty()).into_iter().collect()
}

/// `By A. Writer` names A. Writer.
pub(crate) fn without_by(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.split_once(' ') {
        Some((by, name)) if by.eq_ignore_ascii_case("by") || by.eq_ignore_ascii_case("by:") => name.to_owned(),
        _ => line,
    }
}

/// Whether a part of a line is a first name or initial and a surname. A post has more words than two.
pub(crate) fn is_person(part: &str) -> bool {
    let words: Vec<&str> = part.split(' ').collect();
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let named = |word: &&str| capital(word) && !word.chars().any(|c| c.is_ascii_digit() || "@/:".contains(c));
    let posts = words.iter().filter(|word| POSTS.contains(&word.to_lowercase().as_str())).count();
    words.iter().filter(|word| named(word)).count() > 1
        && words.iter().all(|word| named(word) || PARTICLES.contains(word))
        && words.len() < 6
        && (posts == 0 || (words.len() == 2 && posts == 1))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("By Ana Ruiz", "Ana Ruiz")]
    #[case("BY ANA RUIZ AND LI WEI", "ANA RUIZ AND LI WEI")]
    #[case("Ana Ruiz, Li Wei and Jan van der Berg", "Ana Ruiz|Li Wei|Jan van der Berg")]
    #[case("A. Writer & B. Author", "A. Writer|B. Author")]
    #[case("Ana Ruiz, Associated Press Writer", "Ana Ruiz, Associated Press Writer")]
    #[case("Ana Ruiz, Staff Writer", "Ana Ruiz, Staff Writer")]
    #[case("Ruiz, Ana", "Ruiz, Ana")]
    #[case("Health and Science Desk", "Health and Science Desk")]
    #[case("Анна Иванова, Пётр Ли", "Анна Иванова|Пётр Ли")]
    #[case("  ", "")]
    fn a_line_names_those_whom_it_names(#[case] line: &str, #[case] names: &str) {
        assert_eq!(authors(line).join("|"), names);
    }
}
