use rstest::rstest;

use super::*;

#[test]
fn tables_are_sorted() {
    assert!(AGENCIES.is_sorted());
}

#[test]
fn no_conjunction_is_longer_than_those_looked_for() {
    assert!(LANGUAGES.iter().flat_map(|own| own.and).all(|and| and.len() <= LONGEST_AND));
}

#[rstest]
#[case("en", "By Ana Ruiz and Tom Lee | The Example", &["Ana Ruiz", "Tom Lee"])]
#[case("en", "By ANA RUIZ AND TOM LEE", &["ANA RUIZ", "TOM LEE"])]
#[case("en", "By Ana Ruiz in Valletta", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz, Political Editor", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz for The Example", &["Ana Ruiz"])]
#[case("en", "By ANA RUIZ Special to the Courier", &["ANA RUIZ"])]
#[case("en", "By Ana Ruiz | ana@example.org and Tom Lee | tom@example.org", &["Ana Ruiz", "Tom Lee"])]
#[case("de", "Von Ana Ruiz, Berlin", &["Ana Ruiz"])]
// Degrees and offices behind a name, and what goes on in the line.
#[case("en", "By Ana Ruiz PhD", &["Ana Ruiz"])]
#[case("en", "Dr. Ana Ruiz MD", &["Dr. Ana Ruiz"])]
#[case("en", "By Ana Ruiz, M.D., Ph.D.", &["Ana Ruiz"])]
#[case("en", "by Ana Ruiz Senior Editor", &["Ana Ruiz"])]
#[case("en", "By: ANA RUIZ STAFF WRITER", &["ANA RUIZ"])]
#[case("en", "By Ana Ruiz Fashion Writer", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz MBA", &["Ana Ruiz"])]
#[case("en", "By ANA LI MA", &["ANA LI MA"])]
#[case("en", "By Ana Ruiz, Torvald Times", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz, Tom Post", &["Ana Ruiz", "Tom Post"])]
#[case("en", "By Ana Ruiz, M.P.H.", &["Ana Ruiz"])]
#[case("en", "By ANA RUIZ AP Sports Writer", &["ANA RUIZ"])]
#[case("en", "By Ana Ruiz, Staff Writer Reviewed by Tom Lee, MD", &["Ana Ruiz"])]
#[case("en", "More Ana Ruiz articles", &[])]
#[case("en", "By Ana Ruiz, Jr.", &["Ana Ruiz Jr."])]
#[case("en", "By Ana Ruiz, Jr. and Tom Lee", &["Ana Ruiz Jr.", "Tom Lee"])]
#[case("en", "By Ana Ruiz, Sr. Director of Research", &["Ana Ruiz"])]
// Where a text is from.
#[case("en", "Special to the Tribune", &[])]
#[case("en", "Staff and wire reports", &[])]
#[case("en", "For the Tribune", &[])]
#[case("en", "By Ana Ruiz, Brenna Today", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz, Emily Post", &["Ana Ruiz", "Emily Post"])]
#[case("en", "Tue", &[])]
#[case("en", "By The Associated Press", &["The Associated Press"])]
#[case("en", "Ana Ruiz, Tom Lee, and Eva Borg", &["Ana Ruiz", "Tom Lee", "Eva Borg"])]
#[case("de", "Von Ana Ruiz und Tom Lee, Redakteur", &["Ana Ruiz", "Tom Lee"])]
#[case("de", "Von Ana Ruiz, 3. März 2026", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz March 3, 2026", &["Ana Ruiz"])]
#[case("en", "By Ana (Annie) Ruiz (text)", &["Ana (Annie) Ruiz"])]
#[case("en", "By Ana Ruiz (text) and others", &["Ana Ruiz"])]
#[case("en", "August 28, 2026", &[])]
#[case("fr", "Par Ana Ruiz et Tom Lee", &["Ana Ruiz", "Tom Lee"])]
#[case("es", "Por Ana Ruiz y José Ortega", &["Ana Ruiz", "José Ortega"])]
#[case("es", "Por José Ortega y Gasset", &["José Ortega y Gasset"])]
#[case("es", "Ana Ruiz en Madrid", &["Ana Ruiz"])]
#[case("pt", "Texto de Ana Ruiz", &["Ana Ruiz"])]
#[case("it", "Di Maio", &["Di Maio"])]
#[case("it", "di Ana Ruiz", &["Ana Ruiz"])]
#[case("nl", "Door Ana Ruiz en Tom de Boer", &["Ana Ruiz", "Tom de Boer"])]
#[case("zh", "記者王小明／台北報導", &["王小明"])]
#[case("ko", "김민수 기자", &["김민수"])]
#[case("zh", "例河報 | ／ 記者 | 王小明 | ／台北即時報導", &["王小明"])]
#[case("ja", "[山田太郎，Brenna]", &["山田太郎"])]
#[case("th", "โดย: สมชาย ใจดี", &["สมชาย ใจดี"])]
#[case("ko", "글 김민수", &["김민수"])]
#[case("en", "By Ana (A.M.) Ruiz", &["Ana Ruiz"])]
#[case("en", "Ana Ruiz (Valletta) Tom Lee", &["Ana Ruiz"])]
#[case("en", "More from this author", &[])]
#[case("ar", "بقلم: أحمد حسن", &["أحمد حسن"])]
#[case("ru", "Автор: Анна Иванова", &["Анна Иванова"])]
#[case("ar", "الوادي - أحمد حسن", &["أحمد حسن"])]
#[case("ar", "الوادي (النهر): هالة المقدم", &["هالة المقدم"])]
#[case("ar", "تصوير: أحمد حسن", &[])]
// Who did what.
#[case("th", "สมชาย ใจดี : รายงาน", &["สมชาย ใจดี"])]
#[case("de", "Ana Ruiz: Text | Tom Lee: Fotos", &["Ana Ruiz"])]
#[case("es", "Tom Lee: fotos | Ana Ruiz: texto", &["Ana Ruiz"])]
#[case("en", "Photos by Tom Lee | By Ana Ruiz", &["Ana Ruiz"])]
#[case("en", "Translated by Tom Lee", &[])]
#[case("ru", "Перевод: Анна Иванова", &[])]
#[case("en", "Words and pictures by Ana Ruiz", &["Ana Ruiz"])]
#[case("no", "Tekst og foto: Ana Ruiz", &["Ana Ruiz"])]
#[case("en", "Written By", &[])]
#[case("fr", "Rédigé par :", &[])]
// Accounts in brackets.
#[case("ko", "김민수(minsu7)", &["김민수"])]
#[case("pt", "Ana Ruiz(ana_7)", &["Ana Ruiz"])]
#[case("zh", "张伟（笔名）", &["张伟"])]
#[case("nl", "Door Meridian.nl", &["Meridian.nl"])]
#[case("de", "Von dpa", &["dpa"])]
#[case("id", "Kontributor Torvald, Ana Ruiz", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz Reuters", &["Ana Ruiz"])]
#[case("en", "By Ana Ruiz AFP and Tom Lee The Associated Press", &["Ana Ruiz", "Tom Lee"])]
#[case("en", "By Ana R. Bloomberg", &["Ana R. Bloomberg"])]
#[case("tr", "Ana Ruiz Efe", &["Ana Ruiz Efe"])]
#[case("en", "By ANA DeRUIZ, TOM LEE and EVA BORG", &["ANA DeRUIZ", "TOM LEE", "EVA BORG"])]
#[case("en", "Photograph by Tom Lee, Example Geographic", &[])]
#[case("en", "More Ana Ruiz articles", &[])]
fn a_byline_is_its_names(#[case] language: &str, #[case] line: &str, #[case] expected: &[&str]) {
    assert_eq!(names(&[line.to_owned()], Given::Shown, language, ""), expected, "{line}");
}

#[rstest]
#[case("Center for Food and Nutrition", &["Center for Food and Nutrition"])]
#[case("Borg & Borg", &["Borg & Borg"])]
#[case("https://example.org/ana", &[])]
#[case("Ana Ruiz, MD", &["Ana Ruiz"])]
#[case("Ruiz, Ana", &["Ruiz, Ana"])]
#[case("AFP", &["AFP"])]
#[case("admin", &[])]
fn what_a_field_declares_is_kept_whole(#[case] field: &str, #[case] expected: &[&str]) {
    assert_eq!(names(&[field.to_owned()], Given::Declared, "en", ""), expected);
}

#[rstest]
#[case("By Ana Ruiz", &["Ana Ruiz"])]
#[case("BY ANA RUIZ AND LI WEI", &["ANA RUIZ", "LI WEI"])]
#[case("Ana Ruiz, Li Wei and Jan van der Berg", &["Ana Ruiz", "Li Wei", "Jan van der Berg"])]
#[case("Ana Ruiz und Jan Berg", &["Ana Ruiz", "Jan Berg"])]
#[case("Ana Ruiz, Associated Press Writer", &["Ana Ruiz"])]
#[case("Ruiz, Ana", &["Ruiz, Ana"])]
#[case("Health and Science Desk", &["Health and Science Desk"])]
#[case("Анна Иванова, Пётр Ли", &["Анна Иванова", "Пётр Ли"])]
#[case("meridian_desk7", &["meridian_desk7"])]
#[case("  ", &[])]
fn what_a_producer_gives_is_kept(#[case] line: &str, #[case] expected: &[&str]) {
    assert_eq!(given(line), expected);
}

#[test]
fn a_newspaper_is_no_person() {
    assert!(!is_person("Torvald Valley Examiner") && !is_person("The Brenna Times") && is_person("Emily Post"));
}

#[rstest]
#[case("(Reporting by Ana Ruiz; Editing by Tom Lee and Eva Borg)", &["Ana Ruiz"])]
#[case("(Reporting by Ana Ruiz in Valletta, Li Wei and Jan Berg in Torvald; writing by Eva Borg)", &["Ana Ruiz", "Li Wei", "Jan Berg"])]
#[case("(Reporte de Ana Ruiz y Li Wei. Editado por Tom Lee)", &["Ana Ruiz", "Li Wei"])]
#[case("(Additional reporting by Tom Lee)", &[])]
#[case("(Reporting by the harbour office)", &[])]
fn agencies_name_their_reporters_below_the_text(#[case] line: &str, #[case] expected: &[&str]) {
    assert_eq!(by_whom(line, "en").unwrap_or_default(), expected);
}

#[rstest]
#[case("By handling tasks centrally, teams can focus")]
#[case("By Monday")]
#[case("Ana Ruiz")]
#[case("By 3 March 2026")]
// A word that begins as the Korean for `text by` does.
#[case("글로벌 환율전쟁")]
fn a_sentence_is_by_nobody(#[case] line: &str) {
    assert!(["en", "ko"].iter().all(|language| by_whom(line, language).is_none()), "{line}");
}

#[rstest]
#[case("Posted on July 18, 2013 by Ana Ruiz", Some("Ana Ruiz"))]
#[case("Posted July 18, 2013 by Ana Ruiz in News", Some("Ana Ruiz"))]
#[case("July 18, 2013 by Ana Ruiz Leave a Comment", Some("Ana Ruiz"))]
#[case("Published: Thu, July 18, 2013 10:00 a.m. By: Ana Ruiz", Some("Ana Ruiz"))]
#[case("July 18th, 2013 | by Ana Ruiz", Some("Ana Ruiz"))]
#[case("Submitted by Ana Ruiz on Thu, 07/18/2013 - 10:00", Some("Ana Ruiz"))]
#[case("© 2013 by Meridian Media", None)]
#[case("12 houses flooded by Tom Lee", None)]
#[case("10 by Tom Lee", Some("Tom Lee"))]
#[case("In 2013 the dam was built by Tom Lee", None)]
fn a_byline_may_stand_behind_a_date(#[case] line: &str, #[case] expected: Option<&str>) {
    assert_eq!(by_whom(line, "en").and_then(|names| names.first().cloned()).as_deref(), expected, "{line}");
}

#[test]
fn what_software_gives_for_nobody_is_nobody() {
    assert!(["null", "Guest", "Press", "webmaster"].into_iter().all(is_nobody));
    assert!(["null", "press", "monday"].into_iter().all(|word| !is_account(word)));
    assert!(is_account("ruiz") && is_account("sun") && !is_nobody("Ana Ruiz"));
}

#[test]
fn calls_and_days_are_no_names() {
    let no_names = ["Read more", "Weiterlesen", "Voir plus", "Monday", "Thu"].map(str::to_owned);
    assert!(names(&no_names, Given::Declared, "", "").is_empty());
}
