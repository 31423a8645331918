//! Datelines in Chinese, Japanese and Korean: `新华社北京3月4日电`, `［東京　３日　ロイター］`, `(서울=연합뉴스)`.

use std::sync::LazyLock;

use dateline_record::v1::Dateline;
use jiff::{ToSpan, civil};
use regex::{Captures, Regex};

use super::{day_value, pattern};
use crate::context::Published;

/// Agencies in the brackets that open Japanese reports; the longer of two that begin alike comes first.
const JAPANESE: &str = "トムソン・ロイター|ロイター|共同通信|共同|時事通信|時事|新華社|聯合ニュース|中央社|朝鮮中央通信|タス通信|ブルームバーグ|\
                        AFP=時事|AFP|ＡＦＰ＝時事|ＡＦＰ|AP|ＡＰ|CNN|ＣＮＮ|Reuters|Bloomberg";

/// Agencies from abroad that stand in the brackets of Korean ones.
const VIA: [&str; 10] = ["로이터", "AP", "AFP", "EPA", "신화", "신화통신", "타스", "dpa", "DPA", "교도"];

/// The dateline that opens a paragraph, and where it ends.
pub(super) fn read(opening: &str, published: Option<Published>, bylines: &[String]) -> Option<(Dateline, usize)> {
    let start = opening.trim_start_matches(['\u{3000}', ' ']);
    if !start.chars().take(12).any(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')) {
        return None;
    }
    let (dateline, end) =
        chinese(start, published, bylines).or_else(|| korean(start)).or_else(|| japanese(start, published))?;
    Some((dateline, opening.len() - start.len() + end))
}

/// The day that the parts name; one without a month is the one of the days before the publication that has its number.
fn day(parts: &Captures<'_>, published: Option<Published>) -> String {
    let number = |name| {
        let digits: String = parts.name(name)?.as_str().chars().filter_map(western).collect();
        digits.parse::<i8>().ok()
    };
    let found = number("day").and_then(|day| match number("month") {
        Some(month) => day_value(None, month, day, published),
        None => recent(day, published).map(|date| date.to_string()),
    });
    found.unwrap_or_default()
}

/// The day of that number in the week before a publication, or after it where the report is ahead by its zone.
fn recent(day: i8, published: Option<Published>) -> Option<civil::Date> {
    let at = published.filter(|published| published.precision as i32 >= 3)?.at.date();
    let mut days = (-1..=7).filter_map(|before| at.checked_sub(before.days()).ok());
    days.find(|date| date.day() == day)
}

fn western(digit: char) -> Option<char> {
    let wide = u32::from(digit).checked_sub(u32::from('０')).filter(|value| *value <= 9);
    digit.is_ascii_digit().then_some(digit).or_else(|| char::from_digit(wide?, 10))
}

/// `新华社北京3月4日电`, `（中央社記者王小明台北4日電）`: between the reporter and the day there is no mark, but her name is known.
fn chinese(start: &str, published: Option<Published>, bylines: &[String]) -> Option<(Dateline, usize)> {
    let parts = CHINESE.captures(start)?;
    let agency = parts.name("agency")?.as_str();
    let mut place = parts.name("place")?.as_str();
    if let Some(reporters) = parts.name("reporter").map(|_| place) {
        let mut rest = reporters;
        while let Some(after) = bylines.iter().find_map(|name| rest.strip_prefix(name.as_str())) {
            rest = after.trim_start_matches(['、', ' ', '，']);
        }
        place = if rest.len() < reporters.len() { rest } else { "" };
    }
    let own = agency.starts_with('本');
    let dateline = Dateline {
        place: place.trim().to_owned(),
        date: day(&parts, published),
        agency: if own { "" } else { agency }.to_owned(),
        ..Dateline::default()
    };
    Some((dateline, parts.get(0)?.end()))
}

/// `(서울=연합뉴스)`, `(워싱턴 로이터=연합뉴스)`.
fn korean(start: &str) -> Option<(Dateline, usize)> {
    let parts = KOREAN.captures(start)?;
    let place = parts.name("place")?.as_str().trim();
    let place = place.rsplit_once(' ').filter(|(_, via)| VIA.contains(via)).map_or(place, |(place, _)| place);
    let agency = parts.name("agency")?.as_str().trim();
    Some((Dateline { place: place.to_owned(), agency: agency.to_owned(), ..Dateline::default() }, parts.get(0)?.end()))
}

/// `［東京　３日　ロイター］ -`, `【ニューヨーク共同】`, `【3月4日 AFP】`.
fn japanese(start: &str, published: Option<Published>) -> Option<(Dateline, usize)> {
    let parts = JAPANESE_BRACKET.captures(start)?;
    let place = parts.name("place").map(|place| place.as_str().trim_matches([' ', '\u{3000}', '=', '＝']));
    let dateline = Dateline {
        place: place.unwrap_or_default().to_owned(),
        date: day(&parts, published),
        agency: parts.name("agency")?.as_str().to_owned(),
        ..Dateline::default()
    };
    Some((dateline, parts.get(0)?.end()))
}

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[(（【\[]?\s*(?:据|據)?(?P<agency>\p{Han}{1,5}?(?:社|网|網|报|報|讯|台|臺))(?P<reporter>记者|記者)?",
        r"(?P<place>[\p{Han}\p{Katakana}·、 ]{2,24}?)\s*(?:(?P<month>[0-9０-９]{1,2})月)?(?P<day>[0-9０-９]{1,2})日",
        r"\s*(?:电|電|讯|訊|报道|報導|報道)[)）】\]]?",
    ))
});

static KOREAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[(\[（【［](?P<place>\p{Hangul}[\p{Hangul}·‧ A-Za-z]{0,19})=(?P<agency>[\p{Hangul}A-Za-z][\p{Hangul}A-Za-z0-9 ]{1,11})[)\]）】］]",
    )
});

static JAPANESE_BRACKET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^[(（\[［【](?:(?P<place>[\p{{Katakana}}\p{{Han}}\p{{Hiragana}}ー・／]{{1,20}}?)[\s=＝]*)??(?:(?P<month>[0-9０-９]{{1,2}})月)?(?:(?P<day>[0-9０-９]{{1,2}})日)?\s*(?P<agency>{JAPANESE})[)）\]］】]\s*[-–—―]*"
    ))
});

#[cfg(test)]
mod tests {
    use dateline_record::v1::{DocumentTime, document_time::Precision};
    use rstest::rstest;

    use super::*;

    fn parts(opening: &str) -> Option<String> {
        let (dateline, end) = read(opening, None, &["王小明".to_owned()])?;
        Some([dateline.place.as_str(), &dateline.date, &dateline.agency, opening.get(end..).unwrap().trim()].join("|"))
    }

    #[rstest]
    #[case("新华社北京3月4日电（记者张伟）港口", "北京|XXXX-03-04|新华社|（记者张伟）港口")]
    #[case("　　例新社布宜诺斯艾利斯12月31日电 港口", "布宜诺斯艾利斯|XXXX-12-31|例新社|港口")]
    #[case("（中央社記者王小明台北4日電）港務局", "台北||中央社|港務局")]
    #[case("（中央社記者李四台北4日電）港務局", "||中央社|港務局")]
    #[case("本报北京3月4日讯 港口", "北京|XXXX-03-04||港口")]
    #[case("［東京　３日　ロイター］ - 港湾局", "東京||ロイター|港湾局")]
    #[case("【ニューヨーク共同】港湾局", "ニューヨーク||共同|港湾局")]
    #[case("【3月4日 AFP】港湾局", "|XXXX-03-04|AFP|港湾局")]
    #[case("（ロイター） 港湾局", "||ロイター|港湾局")]
    #[case("(강변=예시뉴스) 김민수 기자 = 시는", "강변||예시뉴스|김민수 기자 = 시는")]
    #[case("(강변 로이터=예시뉴스) 시는", "강변||예시뉴스|시는")]
    fn dense_datelines_are_read(#[case] opening: &str, #[case] expected: &str) {
        assert_eq!(parts(opening).as_deref(), Some(expected));
    }

    #[rstest]
    #[case("2026-07-01", "2026-06-30")]
    #[case("2026-06-30", "2026-06-30")]
    #[case("2026-01-02", "2025-12-30")]
    #[case("2026-06-29", "2026-06-30")]
    #[case("2026-06-20", "")]
    fn a_day_without_a_month_is_one_just_before_the_publication(#[case] published: &str, #[case] expected: &str) {
        let published = Published::read(&DocumentTime {
            value: published.to_owned(),
            precision: Precision::Day.into(),
            ..DocumentTime::default()
        });
        let (dateline, _) = read("［東京　３０日　ロイター］ - 港湾局", published, &[]).unwrap();
        assert_eq!(dateline.date, expected);
    }

    #[rstest]
    #[case("港口管理局4日宣布，五座码头中的两座将关闭。")]
    #[case("【速報】港湾局は閉鎖する。")]
    #[case("（笑）港湾局は閉鎖する。")]
    #[case("(서울) 시는 발표했다.")]
    #[case("报告说，3月4日电力中断。")]
    #[case("例社说3月4日电力中断。")]
    fn dense_sentences_are_none(#[case] opening: &str) {
        assert_eq!(parts(opening), None, "{opening}");
    }
}
