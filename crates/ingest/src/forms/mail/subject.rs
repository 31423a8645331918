//! What a message is called.

use super::tags::pieces;
use crate::{coding, decode, metadata::letters};

/// What programs for mail put before the subject of what is passed on, in small letters.
const PASSED_ON: [&str; 14] =
    ["fw", "fwd", "wg", "tr", "rv", "rif", "enc", "vb", "vl", "doorst", "pd", "转发", "轉寄", "전달"];

/// The same before that of an answer.
const ANSWERED: [&str; 12] = ["re", "aw", "réf", "res", "sv", "vs", "antw", "odp", "ynt", "回复", "答复", "回覆"];

/// Such marks and tags of lists before each other at most.
const MOST: usize = 6;

/// Headings that are looked at for the one that is the subject.
const HEADINGS: usize = 20;

/// The subject of a header field as it is written, whose encoded words (RFC 2047) are read together where they follow each
/// other in one charset: some programs part them within a character.
pub(super) fn decoded(raw: &str) -> String {
    let (mut text, mut bytes, mut charset) = (String::new(), Vec::new(), "");
    let mut after_encoded = false;
    for word in raw.split_whitespace().flat_map(words) {
        match encoded(word) {
            Some((own, part)) => {
                // Each word of a charset with escapes begins in ASCII anew, which the rest may not.
                let escapes = own.get(..8).is_some_and(|name| name.eq_ignore_ascii_case("iso-2022"));
                if escapes || !own.eq_ignore_ascii_case(charset) {
                    flush(&mut text, &mut bytes, charset);
                }
                if !after_encoded && !text.is_empty() {
                    text.push(' ');
                }
                (charset, after_encoded) = (own, true);
                bytes.extend(part);
            }
            None => {
                flush(&mut text, &mut bytes, charset);
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
                after_encoded = false;
            }
        }
    }
    flush(&mut text, &mut bytes, charset);
    text
}

/// Encoded words that stand together without a space.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find("?==?").map_or(rest.len(), |at| at + 2);
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

fn flush(text: &mut String, bytes: &mut Vec<u8>, charset: &str) {
    if !bytes.is_empty() {
        text.push_str(&decode::decode_text(bytes, &format!("text/plain; charset={charset}")));
        bytes.clear();
    }
}

/// The charset of an encoded word, without the language that may follow it, and its bytes.
fn encoded(word: &str) -> Option<(&str, Vec<u8>)> {
    let mut parts = word.strip_prefix("=?")?.strip_suffix("?=")?.splitn(3, '?');
    let (charset, how, content) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = match how {
        "b" | "B" => coding::base64(content.as_bytes()),
        "q" | "Q" => coding::quoted_printable(content.replace('_', "=20").as_bytes()),
        _ => return None,
    };
    Some((charset.split('*').next().unwrap_or(charset), bytes))
}

/// A subject without the marks of what is passed on and the tag that the list with this id puts before it, and whether it
/// had the mark of what is passed on.
pub(super) fn bare<'s>(subject: &'s str, list: &str) -> (&'s str, bool) {
    let (mut rest, mut marked) = (subject.trim(), false);
    for _ in 0..MOST {
        let after = if let Some((after, passed_on)) = after_mark(rest) {
            marked |= passed_on;
            after
        } else if let Some(after) = after_tag(rest, list) {
            after
        } else {
            break;
        };
        if after.is_empty() {
            break;
        }
        rest = after;
    }
    (rest, marked)
}

/// What follows a mark, and whether that is one of what is passed on.
fn after_mark(subject: &str) -> Option<(&str, bool)> {
    let (mark, after) = subject.split_once([':', '：'])?;
    let mark = mark.trim();
    // The longest has six letters.
    let mark = if mark.len() <= 9 { mark.to_lowercase() } else { return None };
    let passed_on = PASSED_ON.contains(&mark.as_str());
    (passed_on || ANSWERED.contains(&mark.as_str())).then(|| (after.trim_start(), passed_on))
}

fn after_tag<'s>(subject: &'s str, list: &str) -> Option<&'s str> {
    let (tag, after) = subject.strip_prefix('[')?.split_once(']')?;
    let tag = letters(tag);
    (!tag.is_empty() && letters(list).contains(&tag)).then(|| after.trim_start())
}

/// What of a subject a heading of the page repeats, where before it stands only what kind of message it is:
/// `Media release: Wall to be repaired`.
pub(super) fn as_heading<'s>(subject: &'s str, html: &str) -> &'s str {
    let cuts = subject.match_indices([':', ']', '|', '：']).filter_map(|(at, mark)| subject.get(at + mark.len()..));
    let cuts: Vec<&str> = cuts.map(str::trim).filter(|cut| letters(cut).chars().count() >= 8).take(3).collect();
    if cuts.is_empty() {
        return subject;
    }
    let headings: Vec<String> = headings(html).take(HEADINGS).collect();
    let is_heading = |cut: &&&str| headings.iter().any(|heading| *heading == letters(cut));
    cuts.iter().find(is_heading).map_or(subject, |cut| cut)
}

/// The letters of the three highest kinds of headings.
fn headings(html: &str) -> impl Iterator<Item = String> {
    const HIGHEST: [&str; 3] = ["h1", "h2", "h3"];
    let mut pieces = pieces(html);
    std::iter::from_fn(move || {
        let start = pieces.find(|piece| piece.is_one_of(&HIGHEST) && !piece.is_end())?;
        let inside = pieces.by_ref().take_while(|piece| !(piece.is_one_of(&HIGHEST) && piece.is_end()));
        let text: String = [start.text].into_iter().chain(inside.map(|piece| piece.text)).collect();
        Some(letters(&htmlize::unescape(text)))
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Fwd: Talks resume", "", "Talks resume", true)]
    #[case("WG: AW: Talks resume", "", "Talks resume", true)]
    #[case("Re: [talks-l] Talks resume", "Talks <talks-l.list.example>", "Talks resume", false)]
    #[case("[talks-l] Talks resume", "<talks-l.list.example>", "Talks resume", false)]
    #[case("[Update] Talks resume", "<talks-l.list.example>", "[Update] Talks resume", false)]
    #[case("Talks: a new start", "", "Talks: a new start", false)]
    #[case("Fwd:", "", "Fwd:", true)]
    #[case("转发：谈判恢复", "", "谈判恢复", true)]
    #[case("", "", "", false)]
    fn marks_are_no_headline(#[case] subject: &str, #[case] list: &str, #[case] expected: &str, #[case] marked: bool) {
        assert_eq!(bare(subject, list), (expected, marked));
    }

    #[rstest]
    #[case("=?utf-8?B?Q2Fmw6k=?= =?utf-8?Q?_talks?=", "Café talks")]
    #[case("=?utf-8?B?Q2Fmww==?= =?utf-8?B?qSB0YWxrcw==?=", "Café talks")]
    #[case("=?utf-8?B?Q2Fmww==?==?UTF-8?B?qQ==?= talks", "Café talks")]
    #[case("Talks in =?iso-8859-1*fr?Q?Caf=E9?=", "Talks in Café")]
    #[case("=?ISO-2022-JP?B?GyRCNUQycRsoQg==?= =?ISO-2022-JP?B?GyRCMysycRsoQg==?=", "議会開会")]
    #[case("Talks =?= in ?=", "Talks =?= in ?=")]
    #[case("", "")]
    fn encoded_words_are_read_together(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(decoded(raw), expected);
    }

    #[test]
    fn a_heading_tells_where_the_headline_begins() {
        let html = "<h2>Menu</h2><H1 class=a><a href=x>Wall to be\n repaired &amp; raised</a></H1>";
        assert_eq!(as_heading("Media release: Wall to be repaired & raised", html), "Wall to be repaired & raised");
        assert_eq!(as_heading("[New post] Wall to be repaired & raised", html), "Wall to be repaired & raised");
        assert_eq!(as_heading("Talks: Wall to be painted", html), "Talks: Wall to be painted");
        assert_eq!(as_heading("Wall: a <b", "<h1"), "Wall: a <b");
    }

    #[test]
    fn many_headings_cost_little() {
        for piece in ["<h1>", "<h1>a</h1>", "<", "</h1>"] {
            assert_eq!(as_heading("News: Wall to be repaired", &piece.repeat(100_000)), "News: Wall to be repaired");
        }
    }
}
