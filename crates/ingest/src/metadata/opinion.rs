//! Whether an article is opinion, by what its page says of it.

use std::borrow::Cow;

use url::{Url, form_urlencoded};

use super::{json_ld::JsonLd, page::Page, sections::Sections, titles};

/// What opinion is called, as a section, in addresses and above its headline, in lower case.
const OPINION: [&str; 256] = [
    "apopseis",
    "artigo de opinião",
    "artigos de opinião",
    "arvamus",
    "bình luận",
    "cartas al director",
    "column",
    "columna",
    "columna d'opinió",
    "columnas",
    "columnist",
    "columnistas",
    "columnists",
    "columns",
    "coluna",
    "colunas",
    "colunista",
    "colunistas",
    "comment",
    "comment is free",
    "commentaar",
    "commentaries",
    "commentary",
    "commenti",
    "commentisfree",
    "courrier des lecteurs",
    "debat",
    "debatt",
    "edito",
    "editoriais",
    "editorial",
    "editoriale",
    "editoriales",
    "editoriali",
    "editorials",
    "editos",
    "fejeton",
    "fejetony",
    "felieton",
    "felietony",
    "gastkommentar",
    "glosa",
    "glosy",
    "gorus",
    "gorusler",
    "guest column",
    "guest opinion",
    "góc nhìn",
    "görüş",
    "görüşler",
    "ingezonden",
    "juhtkiri",
    "klumme",
    "klummer",
    "kolom",
    "kolumn",
    "kolumna",
    "kolumne",
    "kolumnen",
    "kolumner",
    "kolumni",
    "kolumnit",
    "komentar",
    "komentare",
    "komentari",
    "komentarz",
    "komentarze",
    "komentár",
    "komentáre",
    "komentář",
    "komentáře",
    "kommentar",
    "kommentare",
    "kose-yazilari",
    "kronik",
    "kronikk",
    "kronikker",
    "krönika",
    "krönikor",
    "köşe yazıları",
    "köşe yazısı",
    "l'editoriale",
    "ledare",
    "ledarsidan",
    "leder",
    "lederen",
    "leitartikel",
    "leserbrief",
    "leserbriefe",
    "letters to the editor",
    "maoni",
    "meinung",
    "meinungen",
    "meninger",
    "mielipide",
    "mielipiteet",
    "mišljenja",
    "mišljenje",
    "mnenia",
    "mnenie",
    "mneniya",
    "nazory",
    "nuomones",
    "nuomonė",
    "nuomonės",
    "názor",
    "názory",
    "op-ed",
    "op-eds",
    "opini",
    "opinia",
    "opiniao",
    "opinie",
    "opinie & debat",
    "opinie i komentarze",
    "opinii",
    "opinio",
    "opinion",
    "opiniones",
    "opinioni",
    "opinions",
    "opinião",
    "opinió",
    "opinión",
    "opinyon",
    "paakirjoitukset",
    "paakirjoitus",
    "point de vue",
    "points de vue",
    "publicisztika",
    "publicystyka",
    "pääkirjoitukset",
    "pääkirjoitus",
    "quan điểm",
    "tajuk",
    "tajuk rencana",
    "tribuna",
    "tribuna abierta",
    "tribuna libre",
    "tribune",
    "tribunes",
    "velemeny",
    "vezércikk",
    "viedoklis",
    "viedokļi",
    "viewpoint",
    "viewpoints",
    "vélemény",
    "yazarlar",
    "ytring",
    "ytringer",
    "édito",
    "éditorial",
    "éditoriaux",
    "éditos",
    "άποψη",
    "απόψεις",
    "γνώμες",
    "γνώμη",
    "авторская колонка",
    "анализи и коментари",
    "гледна точка",
    "думка",
    "думки",
    "колонка",
    "колонки",
    "колумна",
    "колумне",
    "колумни",
    "колумнисты",
    "коментар",
    "коментари",
    "мислења",
    "мишљења",
    "мишљење",
    "мнение",
    "мнения",
    "передовица",
    "погляд",
    "погляди",
    "публицистика",
    "став",
    "точка зору",
    "точка зрения",
    "דעה",
    "דעות",
    "טור דעה",
    "טורים",
    "מאמר מערכת",
    "آراء",
    "أعمدة",
    "اداریہ",
    "اراء",
    "افتتاحية",
    "الرأي",
    "دیدگاه",
    "رأي",
    "رائے",
    "سرمقاله",
    "كتاب وآراء",
    "مقالات",
    "مقالات الرأي",
    "مقالات رأي",
    "کالم",
    "کالمز",
    "یادداشت",
    "ओपिनियन",
    "दृष्टिकोण",
    "नजरिया",
    "विचार",
    "संपादकीय",
    "सम्पादकीय",
    "উপসম্পাদকীয়",
    "মতামত",
    "সম্পাদকীয়",
    "ਵਿਚਾਰ",
    "ਸੰਪਾਦਕੀ",
    "અભિપ્રાય",
    "તંત્રીલેખ",
    "கருத்து",
    "தலையங்கம்",
    "అభిప్రాయం",
    "సంపాదకీయం",
    "ಅಭಿಪ್ರಾಯ",
    "ಸಂಪಾದಕೀಯ",
    "അഭിപ്രായം",
    "മുഖപ്രസംഗം",
    "คอลัมน์",
    "ทัศนะ",
    "บทบรรณาธิการ",
    "ርዕሰ አንቀጽ",
    "ነፃ አስተያየት",
    "オピニオン",
    "专栏",
    "專欄",
    "时评",
    "時評",
    "社評",
    "社説",
    "社説・コラム",
    "社論",
    "社论",
    "社评",
    "觀點",
    "观点",
    "言論",
    "言论",
    "評論",
    "論説",
    "评论",
    "기고",
    "사설",
    "사설·칼럼",
    "시론",
    "오피니언",
    "칼럼",
];

/// Words that say so in a longer name too: `Opinion & Analysis`.
const IN_NAMES: [&str; 43] = [
    "columnistas",
    "columnists",
    "colunistas",
    "editoriais",
    "editorial",
    "editoriales",
    "editoriali",
    "editorials",
    "görüş",
    "ledare",
    "meinung",
    "mielipide",
    "názory",
    "op-ed",
    "op-eds",
    "opiniao",
    "opinie",
    "opinii",
    "opinio",
    "opinion",
    "opiniones",
    "opinioni",
    "opinions",
    "opinião",
    "opinió",
    "opinión",
    "opinyon",
    "vélemény",
    "éditorial",
    "éditoriaux",
    "απόψεις",
    "думки",
    "коментари",
    "мнение",
    "мнения",
    "דעות",
    "آراء",
    "الرأي",
    "دیدگاه",
    "رأي",
    "संपादकीय",
    "सम्पादकीय",
    "মতামত",
];

/// What the comments of readers are called too, to which a link may stand above a headline.
const OF_READERS: [&str; 18] = [
    "bình luận",
    "comment",
    "commentaar",
    "commenti",
    "debat",
    "debatt",
    "komentare",
    "komentari",
    "komentarz",
    "komentarze",
    "komentáre",
    "komentáře",
    "kommentare",
    "коментари",
    "言論",
    "言论",
    "評論",
    "评论",
];

/// Words of names that are of other opinions.
const POLLS: [&str; 8] = ["encuestas", "poll", "polls", "public", "publique", "pública", "sondages", "survey"];

/// Whether the page says that its article is opinion: by its data, its sections, its address, a line above the headline
/// or what is set apart in its title.
pub(super) fn is(page: &Page<'_, '_>, ld: &JsonLd, sections: &Sections, title: &str, url: &str) -> bool {
    let said = page.first_meta(&["article:opinion", "og:article:opinion"]);
    let mut named = std::iter::once(&sections.own).chain(&sections.others);
    ld.is("OpinionNewsArticle")
        || said.is_some_and(|said| said.eq_ignore_ascii_case("true"))
        || named.any(|name| is_section(name))
        || is_in_address(url)
        || sections.above.iter().any(|line| is_label(line))
        || is_labelled(title)
        || page.title.as_deref().filter(|title| title.len() <= MOST_OF_TITLE).is_some_and(is_labelled)
}

/// Bytes of the page's title at most, in which it may say so.
const MOST_OF_TITLE: usize = 2_000;

/// Whether a name is what opinion is called, and nothing else.
pub(super) fn is_called(name: &str) -> bool {
    OPINION.binary_search(&name.trim().to_lowercase().as_str()).is_ok()
}

/// Whether a section is one of opinion, by its name or a word of it.
fn is_section(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = || name.split(|c: char| !c.is_alphanumeric() && c != '-' && !is_mark(c));
    is_called(&name)
        || (words().any(|word| IN_NAMES.binary_search(&word).is_ok()) && !words().any(|word| POLLS.contains(&word)))
}

/// Whether a character belongs to a letter before it, as vowels do in the scripts of India.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}')
}

/// Whether a folder of an address is one of opinion; what comes last is the article's own.
fn is_in_address(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let folders: Vec<&str> = url.path_segments().map(Iterator::collect).unwrap_or_default();
    let Some((_, folders)) = folders.split_last() else { return false };
    folders.iter().any(|folder| is_section(&decoded(folder).replace('_', " ")) || is_of_words(folder))
}

/// Whether words of a folder are of opinion: `opinion-columnists`.
fn is_of_words(folder: &str) -> bool {
    folder.contains('-') && is_section(&folder.replace('-', " "))
}

fn decoded(folder: &str) -> Cow<'_, str> {
    if !folder.contains('%') {
        return folder.into();
    }
    form_urlencoded::parse(folder.as_bytes()).next().map_or(folder.into(), |(name, _)| name)
}

/// Whether a line above a headline says that it is opinion.
fn is_label(line: &str) -> bool {
    is_called(line) && OF_READERS.binary_search(&line.trim().to_lowercase().as_str()).is_err()
}

/// Whether a title is set off as opinion: `Opinion: The river`, `[Column] The river`, `The river | Opinion`.
fn is_labelled(title: &str) -> bool {
    let before = title.split_once([':', '：', '|', '｜']).is_some_and(|(label, _)| is_called(label));
    let brackets = [('[', ']'), ('【', '】'), ('［', '］')];
    let in_brackets = brackets.iter().any(|(open, close)| {
        title
            .trim_start()
            .strip_prefix(*open)
            .and_then(|rest| rest.split_once(*close))
            .is_some_and(|(label, _)| is_called(label))
    });
    before || in_brackets || titles::parts(title).skip(1).any(is_called)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{Limits, html};

    #[test]
    fn lists_are_sorted() {
        assert!(OPINION.is_sorted() && IN_NAMES.is_sorted() && OF_READERS.is_sorted());
    }

    #[rstest]
    #[case("Opinion", true)]
    #[case("Editorial & Opinion", true)]
    #[case("TB Opinyon", true)]
    #[case("مقالات الرأي في الأدب", true)]
    #[case("Opinion polls", false)]
    #[case("News", false)]
    fn a_section_is_of_opinion_by_its_words(#[case] name: &str, #[case] expected: bool) {
        assert_eq!(is_section(name), expected);
    }

    #[rstest]
    #[case("https://example.org/opinion/river", true)]
    #[case("https://example.org/en/english_editorials/1.html", true)]
    #[case("https://example.org/news-opinion/river", true)]
    #[case("https://example.org/%E7%A4%BE%E8%AA%AC/1", true)]
    #[case("https://example.org/news/opinion", false)]
    fn a_folder_is_of_opinion(#[case] url: &str, #[case] expected: bool) {
        assert_eq!(is_in_address(url), expected);
    }

    #[rstest]
    #[case("Opinion: The river and us", true)]
    #[case("[Column] The river and us", true)]
    #[case("【社説】川と私たち", true)]
    #[case("The river and us | Kommentar | Example", true)]
    #[case("The river: an opinion", false)]
    #[case("Opinion polls: the river leads", false)]
    fn a_title_is_set_off_as_opinion(#[case] title: &str, #[case] expected: bool) {
        assert_eq!(is_labelled(title), expected);
    }

    #[rstest]
    #[case("<meta property=article:opinion content=true>", "", true)]
    #[case("", "<p class=kicker>Kommentar</p>", true)]
    #[case("<meta property=article:section content=Valley><meta property=article:section content=Opinion>", "", true)]
    // What readers say.
    #[case("", "<p>Kommentare</p>", false)]
    #[case("", "<p>Valley</p>", false)]
    fn a_page_says_that_it_is_opinion(#[case] head: &str, #[case] above: &str, #[case] expected: bool) {
        let text =
            "<p>Hundreds of people left their homes on Tuesday as the river rose by two metres, the mayor said.</p>";
        let page = format!(
            "<html><title>River rises</title>{head}<body><div>{above}<h1>River rises</h1></div>{text}</body></html>"
        );
        let article = html::parse(&page, "https://example.org/a/1", &Limits::default()).unwrap();
        assert_eq!(article.flags.contains(&dateline_record::v1::article::Flag::Opinion.into()), expected);
    }
}
