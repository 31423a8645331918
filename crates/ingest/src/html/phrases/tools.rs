//! Lines of a page's tools: how often a text was read, where it goes on, what may be done with it.

use std::{collections::HashSet, sync::LazyLock};

use dateline_record::fingerprint::is_dense;

use super::{calls, clocks::is_length, is_counter, lists::WHOLE, plain};

/// Whether a plain line is a button, a label or a counter: `share`, `3 comments`, `views 318`.
pub(super) fn is_button(line: &str) -> bool {
    static BUTTONS: LazyLock<HashSet<&str>> = LazyLock::new(|| WHOLE.iter().copied().chain(calls::all()).collect());
    BUTTONS.contains(line) || is_counter(line) || counts_readers(line)
}

/// Whether a line is tools with bars between them: `Print | Send to a friend | Views: 318`.
pub(super) fn is_bar(text: &str) -> bool {
    let mut parts = text.split('|').filter(|part| part.contains(char::is_alphanumeric));
    text.contains('|') && parts.all(|part| is_button(&plain(part)))
}

/// Whether a plain line says how often a text was read, and nothing else: `views 318`, `dibaca 318 kali`.
fn counts_readers(line: &str) -> bool {
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let (numbers, words): (Vec<&str>, Vec<&str>) = line.split(' ').partition(is_number);
    !numbers.is_empty() && numbers.len() <= MOST_NUMBERS && READERS.binary_search(&words.join(" ").as_str()).is_ok()
}

/// Groups of digits in how often a text was read, at most.
const MOST_NUMBERS: usize = 3;

/// Whether a text is the numbers of pages or what leads to the next, and nothing else: `1 | 2 Next page`.
pub(in crate::html) fn is_pager(text: &str) -> bool {
    let is_between = |c: char| c.is_ascii_digit() || "【】[]()（）<>«»‹›|·…→←".contains(c);
    let mut words = text.split(is_between).map(str::trim).filter(|words| !words.is_empty());
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    numbers.count() >= 2 && words.all(|words| TURNING.binary_search(&words.to_lowercase().as_str()).is_ok())
}

/// Whether a line is hashtags alone, with space between them or none.
pub(super) fn is_tags(text: &str) -> bool {
    text.starts_with('#') && text.split_whitespace().all(|word| word.starts_with('#') && word.len() > 1)
}

/// Whether a line leads to a recording and says how long that is: `Hear the mayor (01:12)`.
pub(super) fn leads_to_recording(text: &str) -> bool {
    let length = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, length)| length);
    length.is_some_and(|length| length.len() <= 8 && is_length(length))
}

/// Whether a line points to another article by a mark: `► Why the geese stay`, `← Geese stay`, `The bridge reopens →`. A few words
/// are the button of what an article tells of: `👉 Try the boat`.
pub(super) fn points_by_mark(text: &str) -> bool {
    /// Letters of a headline at least, in a script with spaces between its words and in one without.
    const LEAST: usize = 20;
    const LEAST_DENSE: usize = 8;
    let says_headline = || {
        let least = if text.chars().any(is_dense) { LEAST_DENSE } else { LEAST };
        text.chars().filter(|c| c.is_alphabetic()).count() >= least
    };
    text.starts_with('←')
        || text.ends_with('→')
        || (text.starts_with(['►', '▶', '▸', '➤', '➜', '☞', '👉']) && says_headline())
}

/// Whether a line counts comments, which follow: `Comments (214)`, `2 messages`.
pub(super) fn counts_comments(line: &str) -> bool {
    let words = line.trim_matches(|c: char| c.is_ascii_digit() || c == ' ');
    words.len() < line.len() && COMMENTS.binary_search(&words).is_ok()
}

/// What comments are called beside their number, plain and sorted.
const COMMENTS: &[&str] = &[
    "comentarii",
    "comentario",
    "comentarios",
    "comentaris",
    "comentário",
    "comentários",
    "comment",
    "commentaire",
    "commentaires",
    "commenti",
    "commento",
    "comments",
    "hozzászólás",
    "komentar",
    "komentara",
    "komentari",
    "komentarz",
    "komentarze",
    "komentarzy",
    "komentáře",
    "komentářů",
    "kommentar",
    "kommentare",
    "kommentarer",
    "kommentit",
    "kommentti",
    "kommenttia",
    "message",
    "messages",
    "opmerkingen",
    "reactie",
    "reacties",
    "replies",
    "responses",
    "réaction",
    "réactions",
    "réponses",
    "tanggapan",
    "yorum",
    "σχόλια",
    "коментара",
    "коментари",
    "коментарі",
    "коментарів",
    "комментариев",
    "комментарии",
    "комментарий",
    "комментария",
    "пікір",
    "תגובות",
    "تعليق",
    "تعليقات",
    "دیدگاه",
    "نظر",
    "コメント",
    "留言",
    "評論",
    "评论",
    "댓글",
];

/// What is said of readers beside their number, plain and sorted.
const READERS: &[&str] = &[
    "afișări",
    "article views",
    "dibaca",
    "dibaca kali",
    "dilihat",
    "dilihat kali",
    "görüntülenme",
    "hits",
    "lecturas",
    "lectures",
    "leituras",
    "letture",
    "liczba odsłon",
    "liczba wyświetleń",
    "lượt xem",
    "megtekintés",
    "odsłon",
    "ogledov",
    "okunma",
    "okunma sayısı",
    "page views",
    "post views",
    "pregleda",
    "views",
    "visitas",
    "visualizações",
    "visualizzato volte",
    "visualizzazioni",
    "vizualizări",
    "vues",
    "wyświetleń",
    "προβολές",
    "количество просмотров",
    "перегляди",
    "переглядів",
    "прегледа",
    "преглеждания",
    "просмотров",
    "просмотры",
    "прочитано",
    "прочитано раз",
    "بازدید",
    "تعداد بازدید",
    "عدد الزيارات",
    "عدد القراءات",
    "عدد المشاهدات",
    "مشاهدات",
    "مشاهدة",
];

/// What leads from one page of a text to the next, in lower case and sorted.
const TURNING: &[&str] = &[
    "avanti",
    "další",
    "first",
    "följande",
    "következő",
    "last",
    "następna",
    "neste",
    "next",
    "next page",
    "nächste",
    "nächste seite",
    "næste",
    "page",
    "page suivante",
    "pagina",
    "prev",
    "previous",
    "précédent",
    "próxima",
    "próxima página",
    "página",
    "sayfa",
    "seite",
    "seuraava",
    "siguiente",
    "sonraki",
    "strona",
    "successiva",
    "suivant",
    "suivante",
    "trang",
    "volgende",
    "volgende pagina",
    "vorige",
    "weiter",
    "zurück",
    "ďalšia",
    "επόμενη",
    "далее",
    "наступна",
    "следующая",
    "следующая страница",
    "страница",
    "страницы",
    "הבא",
    "التالي",
    "التالية",
    "الصفحة التالية",
    "بعدی",
    "अगला",
    "ถัดไป",
    "ページ",
    "上一頁",
    "上一页",
    "下一頁",
    "下一页",
    "下页",
    "前へ",
    "尾页",
    "次のページ",
    "次のページへ",
    "次へ",
    "首页",
    "다음",
    "다음 페이지",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_plain() {
        assert!(COMMENTS.is_sorted() && READERS.is_sorted() && TURNING.is_sorted());
        assert!(COMMENTS.iter().chain(READERS).all(|words| plain(words) == *words));
    }

    #[test]
    fn tools_are_told_from_text() {
        for text in ["Print | Send to a friend | Views: 318", "| أرسل إلى صديق | عدد القراءات: 1093"]
        {
            assert!(is_bar(text), "{text}");
        }
        assert!(!is_bar("Print | Torvald, Monday") && !is_bar("Print"));
        // What shows more is a button in every language that has one here.
        assert!(
            ["read more", "see less", "mehr anzeigen", "voir plus", "ver mais", "print"].into_iter().all(is_button)
        );
        assert!(!is_button("read more of the river") && !is_button("the river"));
        for text in ["Просмотров: 1 318", "Dibaca 318 kali", "Views: 12"] {
            assert!(counts_readers(&plain(text)), "{text}");
        }
        assert!(!counts_readers("views of the river 12") && !counts_readers("views"));
        for text in ["Comentários (214)", "2 Messages", "Comments 3"] {
            assert!(counts_comments(&plain(text)), "{text}");
        }
        assert!(!counts_comments("comments") && !counts_comments("9 references"));
        assert!(points_by_mark("►Why the geese of Torvald stay") && points_by_mark("►山谷里的鹅为什么留下"));
        assert!(!points_by_mark("👉 Try the boat") && !points_by_mark("Why the geese stay"));
    }

    #[test]
    fn pagers_are_told_from_numbers_in_text() {
        for text in ["1|2 次のページへ", "【1】【2】", "1 2 3 Next »", "Seite 1 2"] {
            assert!(is_pager(text), "{text}");
        }
        for text in ["1 2", "2 1 Torvald", "12 Next"] {
            assert_eq!(is_pager(text), text == "1 2", "{text}");
        }
    }

    #[test]
    fn tags_and_recordings_are_told_by_their_marks() {
        assert!(is_tags("#Brenna#geese") && is_tags("#Brenna #geese"));
        assert!(!is_tags("#Brenna rises") && !is_tags("# 1"));
        assert!(leads_to_recording("Hear the mayor (01:12)") && leads_to_recording("Hear the mayor (1:01:12)"));
        assert!(!leads_to_recording("The mayor (2024)") && !leads_to_recording("At noon (12)"));
    }
}
