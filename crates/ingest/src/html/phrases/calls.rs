//! What links and buttons say that lead on to an article, or show more of a list, by language.
//!
//! Here belongs what says nothing else, as [`super::plain`] leaves it: what also says of what there is more (`more from`) or
//! that something else is to be read (`read also`) begins what comes after an article, and stands with that.

use std::{collections::HashSet, sync::LazyLock};

/// Phrases, each with the language that has it.
type Phrases = [(&'static str, &'static [&'static str])];

/// Beginnings of what leads on to an article: its name may follow.
const BEGINNINGS: &Phrases = &[
    ("de", &["weiterlesen", "zum artikel"]),
    (
        "en",
        &[
            "continue reading",
            "full story",
            "keep reading",
            "learn more",
            "read article",
            "read full",
            "read more",
            "read the",
        ],
    ),
    ("es", &["continuar leyendo", "leer más"]),
    ("fr", &["lire la suite"]),
    ("it", &["continua a leggere", "leggi tutto"]),
    ("ja", &["続きを読む"]),
    ("nl", &["lees meer"]),
    ("pt", &["leia mais"]),
    ("ru", &["читать далее", "читать полностью"]),
    ("sv", &["läs mer"]),
    ("tr", &["devamını oku"]),
    ("zh", &["阅读全文"]),
];

/// The whole of what leads on to an article: sentences begin so, too.
const WHOLE: &Phrases = &[
    ("ar", &["اقرأ المزيد", "إقرأ المزيد", "المزيد"]),
    ("bg", &["прочетете още"]),
    ("bn", &["আরও পডুন"]),
    ("cs", &["celý článek", "více"]),
    ("da", &["læs mere"]),
    ("de", &["mehr", "mehr lesen"]),
    ("el", &["διαβάστε περισσότερα"]),
    ("en", &["more", "read on", "read the rest of this entry", "view article", "view full article", "view original"]),
    ("es", &["seguir leyendo", "ver más"]),
    ("fa", &["ادامه مطلب"]),
    ("fi", &["lue lisää"]),
    ("he", &["קרא עוד", "קראו עוד"]),
    ("hi", &["और पढें", "आगे पढें"]),
    ("hr", &["pročitaj više"]),
    ("hu", &["tovább"]),
    ("id", &["baca selengkapnya", "selengkapnya"]),
    ("ko", &["더보기", "더 보기"]),
    ("nl", &["lees verder"]),
    ("no", &["les mer"]),
    ("pl", &["czytaj więcej", "czytaj dalej"]),
    ("pt", &["leia a notícia completa", "ler mais", "saiba mais"]),
    ("ro", &["citește mai mult"]),
    ("ru", &["далее", "подробнее"]),
    ("sv", &["läs hela artikeln"]),
    ("th", &["อานตอ"]),
    ("tr", &["devamı"]),
    ("uk", &["детальніше", "читати далі"]),
    ("ur", &["مزید پڑھیں"]),
    ("vi", &["đọc thêm", "xem thêm"]),
    ("zh", &["全文", "查看全文", "閱讀全文", "阅读更多", "閱讀更多"]),
];

/// The whole of what shows more of a list, or less.
const UNFOLDING: &Phrases = &[
    ("de", &["mehr anzeigen"]),
    (
        "en",
        &[
            "load more",
            "see all",
            "see less",
            "see more",
            "show all",
            "show less",
            "show more",
            "view all",
            "view more",
        ],
    ),
    ("es", &["ver menos", "ver todos"]),
    ("fr", &["voir plus"]),
    ("pt", &["ver mais"]),
];

fn of<'p>(phrases: &'p Phrases) -> impl Iterator<Item = &'static str> + 'p {
    phrases.iter().flat_map(|(_, said)| *said).copied()
}

/// All calls that say nothing else.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    of(BEGINNINGS).chain(of(WHOLE)).chain(of(UNFOLDING))
}

/// Whether a plain line is a call and nothing else.
pub(super) fn is_whole(line: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| all().collect());
    ALL.contains(line)
}

/// Whether a plain line says that it leads on to an article, and nothing else.
pub(super) fn leads_on(line: &str) -> bool {
    of(BEGINNINGS).chain(of(WHOLE)).any(|call| call == line)
}

/// Whether a plain line begins to say that it leads on to an article.
pub(super) fn begins_to_lead_on(line: &str) -> bool {
    of(BEGINNINGS).any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::phrases::plain;

    #[test]
    fn calls_are_written_as_they_are_compared_once_each_by_language() {
        let calls: Vec<&str> = all().collect();
        let known: HashSet<&str> = calls.iter().copied().collect();
        assert_eq!(known.len(), calls.len());
        assert!(calls.iter().all(|call| plain(call) == *call));
        assert!([BEGINNINGS, WHOLE, UNFOLDING].iter().all(|table| table.is_sorted_by_key(|(language, _)| language)));
    }

    #[test]
    fn marks_over_letters_are_no_part_of_a_call() {
        assert!(["आगे पढ़ें", "อ่านต่อ", "আরও পড়ুন"].iter().all(|call| leads_on(&plain(call))));
    }
}
