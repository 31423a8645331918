//! Bylines in Chinese, Japanese and Korean, where names stand between other words without a space.

mod words;

use dateline_record::fingerprint::is_dense;
use words::{COLLECTIVES, FAMILIES, LABELS, LEADS, NOBODY, TRADES, WORDS};

/// Whether bylines in this text are read here.
pub(super) fn is(text: &str) -> bool {
    text.chars().any(is_wide)
}

/// Han, kana or Hangul: Thai words stand in no such bylines.
fn is_wide(c: char) -> bool {
    is_dense(c) && c > '\u{3000}'
}

const fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7af}')
}

/// Where a line goes on with another field.
pub(super) fn end(text: &str) -> Option<usize> {
    if !is(text) {
        return None;
    }
    let label = LABELS.iter().filter_map(|label| find(text, label)).min();
    label.into_iter().chain(starts_of_words(text).find(|at| begins_word(text, *at))).min()
}

/// Places at which a word begins.
fn starts_of_words(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let starts = c.is_alphanumeric() && !inside;
        inside = c.is_alphanumeric();
        starts.then_some(at)
    })
}

/// Whether one of the words that end names stands at a place, and nothing goes on after it.
fn begins_word(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let ended = |word: &&str| rest.strip_prefix(*word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    WORDS.iter().any(ended)
}

/// The names of a part of a byline between its commas: `例报记者 张伟 李娜`, `김민수 기자`. `language` tells Chinese, where a space
/// parts names, from Japanese, where it stands within one.
pub(super) fn names(part: &str, language: &str) -> Vec<String> {
    let part = part.trim_matches(|c: char| !c.is_alphanumeric());
    let (part, led) = without_trade(part);
    let words: Vec<&str> = part.split_whitespace().collect();
    if NOBODY.contains(&part.as_str()) || words.is_empty() {
        return Vec::new();
    }
    let names = match language {
        "ja" => joined_pair(&words),
        _ if words.iter().all(|word| word.chars().all(is_hangul)) => korean(&words, led),
        "zh" => chinese(&words),
        // Two short words may be one Japanese name.
        _ => match words.as_slice() {
            [first, second] if first.chars().count() <= 2 && second.chars().count() <= 3 => Vec::new(),
            words => chinese(words),
        },
    };
    if names.is_empty() { vec![part] } else { names }
}

/// A text without what its author is, and whether that was said: what stands before the trade is the employer, where names
/// follow it.
fn without_trade(text: &str) -> (String, bool) {
    let first = TRADES.iter().filter_map(|trade| find(text, trade).map(|at| (at, trade.len()))).min();
    let Some((at, length)) = first else { return (text.to_owned(), false) };
    let after = text.get(at + length..).unwrap_or_default().trim_start_matches(|c: char| !c.is_alphanumeric());
    let names = if after.is_empty() { text.get(..at).unwrap_or_default() } else { after };
    (trades_as(" ", names), true)
}

/// A text with what stands between the names that trades set apart.
fn trades_as(between: &str, text: &str) -> String {
    let found = TRADES.iter().filter(|trade| find(text, trade).is_some());
    found.fold(text.to_owned(), |text, trade| text.replace(trade, between)).trim().to_owned()
}

/// Where a word stands in a text. Its first character, which is seldom there, is looked for first: that costs little.
fn find(text: &str, word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    text.contains(first).then(|| text.find(word)).flatten()
}

/// `山田 太郎` is one person, `山田太郎 編集部` too.
fn joined_pair(words: &[&str]) -> Vec<String> {
    let short = |word: &&str| (1..=3).contains(&word.chars().count()) && word.chars().all(is_wide);
    match words {
        [family, given] if short(family) && short(given) => vec![format!("{family} {given}")],
        _ => Vec::new(),
    }
}

/// Names of three syllables, the first also of two or four; after a trade is known, before it what else somebody is.
fn korean(words: &[&str], led: bool) -> Vec<String> {
    let is_name = |at: usize, word: &&str| {
        let length = word.chars().count();
        length == 3 || (at == 0 && (2..=4).contains(&length))
    };
    let names =
        words.iter().enumerate().take_while(|(at, word)| is_name(*at, word)).map(|(_, word)| (*word).to_owned());
    if led { names.collect() } else { Vec::new() }
}

/// Names in a row, each of two to four characters, from the first word on.
fn chinese(words: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        // `张 伟`: a name of two characters that is set as wide as one of three.
        let given = words.peek().filter(|next| word.chars().count() == 1 && next.chars().count() == 1);
        let name = given.map_or_else(|| (*word).to_owned(), |given| format!("{word}{given}"));
        if given.is_some() {
            words.next();
        }
        let is_name = (names.is_empty() && is_pen_name(&name)) || is_chinese_person(&name);
        if !is_name {
            break;
        }
        names.push(name);
    }
    names
}

/// Whether a word may be a name: what is called otherwise than by family and given name stands first and alone.
fn is_pen_name(word: &str) -> bool {
    (2..=4).contains(&word.chars().count()) && word.chars().all(is_han) && !is_collective(word)
}

/// A family name and one or two characters, or a foreign name with its point.
pub(super) fn is_chinese_person(word: &str) -> bool {
    let length = word.chars().count();
    let foreign = word.contains('·') && length <= 15;
    let own = (2..=3).contains(&length) && word.starts_with(|c| FAMILIES.contains(c));
    let double = [
        "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "夏侯", "皇甫", "司徒", "令狐", "慕容", "尉迟",
    ];
    let of_two = length <= 4 && double.iter().any(|family| word.starts_with(family));
    word.chars().all(|c| is_han(c) || c == '·') && (foreign || own || of_two) && !is_collective(word)
}

/// Whether a name is that of a medium, an office or a company, or of nobody.
pub(super) fn is_collective(name: &str) -> bool {
    NOBODY.contains(&name) || COLLECTIVES.iter().any(|end| name.ends_with(end) && name.chars().count() > 2)
}

/// Whom a line is by that says nothing else: `例报记者 张伟`, `文/李娜`, `【采写：张伟】`, `김민수 기자`.
pub(super) fn by_whom(line: &str, language: &str) -> Option<Vec<String>> {
    /// Characters of such a line at most.
    const MOST: usize = 60;
    if line.len() > 4 * MOST || line.chars().count() > MOST || line.contains(['。', '！', '？']) || !may_name(line) {
        return None;
    }
    let line = line.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '《');
    if PICTURED.iter().any(|end| line.ends_with(end)) {
        return None;
    }
    let before_end = |text: &'_ str| text.get(..end(text).unwrap_or(text.len())).map(|text| text.trim_end().to_owned());
    let line = match after_label(line) {
        Some(named) => format!("作者：{}", before_end(named)?),
        None => before_end(line)?,
    };
    let (list, marked) = after_lead(&line).or_else(|| after_trade(&line))?;
    let parts = list.split(['、', '，', ',', '；', ';', '/', '／', '|', '｜', '&', '＆']).map(str::trim);
    let found: Vec<Vec<String>> = parts.filter(|part| !part.is_empty()).map(|part| names(part, language)).collect();
    let is_name = |name: &String| is_chinese_person(name) || (marked && is_set_apart(name));
    let first = found.first().is_some_and(|names| !names.is_empty() && names.iter().all(is_name));
    let all: Vec<String> = found.into_iter().flatten().filter(|name| is_name(name) && !is_collective(name)).collect();
    (first && !all.is_empty()).then_some(all)
}

/// Ends of lines that name who took a picture.
const PICTURED: [&str; 5] = ["摄", "攝", "摄影", "攝影", "撮影"];

/// Whether a line has a character of what leads to names: most have none.
fn may_name(line: &str) -> bool {
    line.contains([
        '者', '员', '員', '人', '家', '生', '写', '寫', '文', '笔', '筆', '稿', '图', '材', '자', '원', '글', '트',
        '터', '커',
    ])
}

/// Whether what stands after a mark can be a name: short, and without the small words of sentences.
fn is_set_apart(name: &str) -> bool {
    let length = name.chars().filter(|c| !c.is_whitespace()).count();
    let spoken = |c: char| "的是了在不我你他有与为这那".contains(c);
    (2..=5).contains(&length)
        && name.chars().all(|c| is_wide(c) || c == ' ')
        && !name.contains(spoken)
        && !is_collective(name)
}

/// What follows a trade and the employer before it, and whether a mark parts them; in Korean what stands before.
fn after_trade(line: &str) -> Option<(String, bool)> {
    /// Characters of an employer at most.
    const MOST: usize = 16;
    let (at, trade) = TRADES.iter().filter_map(|trade| find(line, trade).map(|at| (at, trade))).min()?;
    let (before, after) = (line.get(..at)?, line.get(at + trade.len()..)?);
    if after.is_empty() {
        // `세종=김민수·이영희 기자`: the place is set apart.
        let names = before.rsplit(['=', '＝', '/']).next().unwrap_or(before).replace(['·', '・', ','], " ");
        return is_korean(&names).then(|| (format!("{} {trade}", names.trim()), true));
    }
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || " ：:/／|｜丨·・】）".contains(c));
    let pictures = ["图片", "圖片", "摄影", "攝影", "视频", "漫画", "插画", "사진", "영상"];
    let of_pictures = pictures.iter().any(|picture| before.contains(picture));
    let employed = before.chars().count() <= MOST && !before.contains(['，', ',', '、']) && !of_pictures;
    (goes_on && employed).then(|| (trades_as("、", after), !after.starts_with(char::is_alphanumeric)))
}

fn is_korean(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| is_hangul(c) || c == ' ')
}

/// What follows the label of the author among others: `2026-03-02 来源：例河报 作者：张伟 点击：12`.
fn after_label(line: &str) -> Option<&str> {
    let labels = ["作者：", "作者:", "撰稿：", "撰稿:", "供稿：", "供稿:", "글쓴이 :", "작성자 :"];
    let (at, label) = labels.iter().filter_map(|label| find(line, label).map(|at| (at, label))).min()?;
    let set_apart = !line.get(..at)?.ends_with(char::is_alphabetic);
    line.get(at + label.len()..).filter(|named| at > 0 && set_apart && !named.trim().is_empty())
}

/// What a lead leads to, and that a mark follows it.
fn after_lead(line: &str) -> Option<(String, bool)> {
    let rest = LEADS.iter().find_map(|lead| {
        let rest = line.strip_prefix(lead)?;
        rest.starts_with(|c: char| !c.is_alphanumeric()).then_some(rest)
    })?;
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    (!rest.is_empty()).then(|| (rest.to_owned(), true))
}

/// Whether a name can be a person's: no longer than eight characters, and no medium.
pub(super) fn is_person(name: &str) -> bool {
    (2..=8).contains(&name.chars().filter(|c| !c.is_whitespace()).count()) && !is_collective(name)
}

/// Whether a short word is a person's name: Chinese begin with a family's, Japanese have no list of these.
pub(super) fn is_signer(name: &str, language: &str) -> bool {
    const NO_SIGNERS: [&str; 10] = [
        "関連記事",
        "続きを読む",
        "有料会員",
        "有料記事",
        "写真特集",
        "関連動画",
        "終わり",
        "編集部",
        "共同通信",
        "時事通信",
    ];
    let bare: String = name.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect();
    let japanese = || (3..=5).contains(&bare.chars().count()) && bare.chars().all(is_han) && !is_collective(&bare);
    match language {
        "zh" => is_chinese_person(&bare),
        _ => japanese() && !NO_SIGNERS.contains(&bare.as_str()),
    }
}

/// Whom the dateline of a paragraph names: `例报讯（记者 张伟 李娜）`, `（例社記者王小明台北1日電）`, `(세종=예보) 김민수 기자 =`,
/// `【ワシントン＝山田太郎】`.
pub(super) fn of_dateline(paragraph: &str, language: &str) -> Vec<String> {
    /// Characters before a dateline's bracket, and in it.
    const MOST_BEFORE: usize = 24;
    const MOST_INSIDE: usize = 40;
    let head: String = paragraph.chars().take(MOST_BEFORE + MOST_INSIDE).collect();
    let Some((before, rest)) = head.split_once(['（', '(', '【', '［', '[', '〔']) else { return Vec::new() };
    let Some((inside, after)) = rest.split_once(['）', ')', '】', '］', ']', '〕']) else { return Vec::new() };
    if before.chars().count() > MOST_BEFORE || inside.chars().count() > MOST_INSIDE {
        return Vec::new();
    }
    if let Some((_, correspondent)) = inside.split_once(['=', '＝']) {
        let korean = after.split_once(['=', '＝']).and_then(|(list, _)| by_whom(list, language));
        let name = correspondent.trim();
        let japanese = language == "ja" && name.chars().all(is_han) && is_person(name) && name.chars().count() >= 3;
        return korean.unwrap_or_else(|| if japanese { vec![name.to_owned()] } else { Vec::new() });
    }
    of_reporters(inside)
}

/// The names after `记者`, to where something else begins.
fn of_reporters(inside: &str) -> Vec<String> {
    let trades = ["记者", "記者", "通讯员", "通訊員"];
    let Some((_, list)) = trades.iter().find_map(|trade| inside.split_once(trade)) else { return Vec::new() };
    let list = trades.iter().fold(list.to_owned(), |list, trade| list.replace(trade, "、"));
    let parts = list
        .split(['、', '，', ',', '；', ' ', '/', '／'])
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut found: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let joined = found.last().is_some_and(|last| last.chars().count() == 1) && part.chars().count() == 1;
        match found.last_mut() {
            Some(last) if joined => last.push_str(part),
            _ => found.push(part.to_owned()),
        }
    }
    let cut = |name: String| before_place(&name).to_owned();
    found.into_iter().map(cut).take_while(|name| is_chinese_person(name) && !WORDS.contains(&name.as_str())).collect()
}

/// `王小明台北1日電` to `王小明`: agencies of Taiwan write place and day after the name.
fn before_place(text: &str) -> &str {
    let Some(digit) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let end = text.char_indices().nth(3).map_or(digit, |(end, _)| end.min(digit));
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("zh", "例报记者 张伟 李娜", &["张伟", "李娜"])]
    #[case("zh", "【采写：例报见习记者 张伟】", &["张伟"])]
    #[case("zh", "文/张 伟 编辑/李娜", &["张伟"])]
    #[case("zh", "执笔：阿毛、李娜", &["阿毛", "李娜"])]
    #[case("zh", "《河报》作者 张伟", &["张伟"])]
    #[case("zh", "记者张伟 通讯员李娜", &["张伟", "李娜"])]
    #[case("zh", "2026-03-02 10:00 来源：例河报 作者：张伟 点击：12", &["张伟"])]
    #[case("zh", "发布时间：2026-03-02 作者:张伟 李娜 浏览次数：120", &["张伟", "李娜"])]
    #[case("ko", "김민수 이영희 기자", &["김민수", "이영희"])]
    #[case("ko", "세종=김민수·이영희 기자", &["김민수", "이영희"])]
    #[case("ko", "김민수기자", &["김민수"])]
    #[case("zh", "例河報／記者王小明／台北即時報導", &["王小明"])]
    #[case("zh", "記者王小明／台北報導", &["王小明"])]
    #[case("ja", "文・山田太郎", &["山田太郎"])]
    #[case("ja", "編集委員 山田太郎", &["山田太郎"])]
    fn a_line_names_its_authors(#[case] language: &str, #[case] line: &str, #[case] expected: &[&str]) {
        assert_eq!(by_whom(line, language).unwrap_or_default(), expected, "{line}");
    }

    #[rstest]
    #[case("责任编辑：张伟")]
    #[case("作者：未知 责任编辑：张伟")]
    #[case("来源：例报")]
    #[case("记者了解到")]
    #[case("记者注意到，河水从昨天起上涨")]
    #[case("她是名记者，张伟")]
    #[case("图片作者：张伟")]
    #[case("例河报记者 张伟 摄")]
    #[case("来源：例河报 作者：本站编辑 点击：12")]
    #[case("文：这是我的河")]
    #[case("记者发现河水上涨")]
    #[case("例网3月2日讯（记者张伟 整合）河水昨日上涨。")]
    fn other_lines_name_none(#[case] line: &str) {
        assert_eq!(by_whom(line, "zh"), None, "{line}");
    }

    #[rstest]
    #[case("zh", "例社北京3月2日电（记者张伟、李娜）河水昨日上涨。", &["张伟", "李娜"])]
    #[case("zh", "例报讯(记者 张伟 通讯员 李娜) 河水昨日上涨。", &["张伟", "李娜"])]
    #[case("zh", "例网3月2日讯（记者张伟 整合）河水昨日上涨。", &["张伟"])]
    #[case("zh", "（例社記者王小明台北2日電）河水昨天上漲。", &["王小明"])]
    #[case("zh", "〔記者王小明／台北報導〕河水昨天上漲。", &["王小明"])]
    #[case("ko", "[세종=예보]김민수·이영희 기자 = 강물이 불어났다.", &["김민수", "이영희"])]
    #[case("ko", "(세종=예보) 김민수 기자 = 강물이 불어났다.", &["김민수"])]
    #[case("ja", "【ワシントン＝山田太郎】川の水位が上がった。", &["山田太郎"])]
    #[case("zh", "例社北京3月2日电 记者2日从气象局获悉，河水上涨（见图）。", &[])]
    #[case("zh", "张伟（左）与李娜在河边。", &[])]
    fn datelines_name_reporters(#[case] language: &str, #[case] paragraph: &str, #[case] expected: &[&str]) {
        assert_eq!(of_dateline(paragraph, language), expected, "{paragraph}");
    }

    #[rstest]
    #[case("zh", "张伟 例省大学河流研究院院长", &["张伟"])]
    #[case("zh", "例河发布", &["例河发布"])]
    #[case("ja", "山田 太郎", &["山田 太郎"])]
    #[case("", "安倍 晋三", &["安倍 晋三"])]
    #[case("", "余小河 向山", &["余小河", "向山"])]
    #[case("zh", "张伟 李娜", &["张伟", "李娜"])]
    #[case("ko", "김민수 나무 칼럼니스트", &["김민수"])]
    #[case("zh", "佚名", &[])]
    fn a_part_of_a_byline_is_its_names(#[case] language: &str, #[case] part: &str, #[case] expected: &[&str]) {
        assert_eq!(names(part, language), expected, "{part}");
    }

    #[test]
    fn what_leads_to_names_may_name() {
        assert!(TRADES.iter().chain(LEADS).all(|lead| may_name(lead)));
    }

    #[test]
    fn labels_end_the_names() {
        assert_eq!(end("例河作者 发布时间：03-02"), "例河作者 发布时间：03-02".find('发'));
        assert_eq!(end("例河发布 关注"), "例河发布 关注".find('关'));
        assert_eq!(end("例河发布"), None);
    }
}
