//! A message that somebody passes on inside the text of her own: below a few fields of its head, as programs for mail
//! write them out: `From: … Sent: … To: … Subject: …`.

use super::lines::{self, Line};

/// Lines in which those fields are looked for.
const LOOKED_AT: usize = 60;

/// Words that who passes it on may write above.
const LONGEST_NOTE: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    From,
    Date,
    To,
    Subject,
}

/// What the fields are called where mail is written, in small letters.
const LABELS: [(Label, &[&str]); 4] = [
    (
        Label::From,
        &[
            "from",
            "von",
            "de",
            "da",
            "van",
            "från",
            "fra",
            "lähettäjä",
            "od",
            "от",
            "gönderen",
            "kimden",
            "发件人",
            "寄件者",
            "差出人",
            "보낸 사람",
        ],
    ),
    (
        Label::Date,
        &[
            "sent",
            "date",
            "gesendet",
            "datum",
            "envoyé",
            "date d'envoi",
            "enviado",
            "enviado el",
            "fecha",
            "inviato",
            "data",
            "verzonden",
            "skickat",
            "sendt",
            "dato",
            "päivämäärä",
            "wysłano",
            "odesláno",
            "отправлено",
            "дата",
            "gönderilme tarihi",
            "tarih",
            "发送时间",
            "日期",
            "寄件日期",
            "送信日時",
            "日付",
            "날짜",
        ],
    ),
    (
        Label::To,
        &[
            "to",
            "cc",
            "an",
            "à",
            "para",
            "a",
            "aan",
            "till",
            "til",
            "do",
            "komu",
            "кому",
            "kime",
            "收件人",
            "抄送",
            "宛先",
            "받는 사람",
            "kopie",
            "reply-to",
        ],
    ),
    (
        Label::Subject,
        &[
            "subject",
            "betreff",
            "objet",
            "asunto",
            "oggetto",
            "assunto",
            "onderwerp",
            "ämne",
            "emne",
            "aihe",
            "temat",
            "předmět",
            "тема",
            "konu",
            "主题",
            "主旨",
            "件名",
            "제목",
        ],
    ),
];

/// What was passed on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Passed {
    /// Who wrote it, as it stands there.
    pub(super) from: String,
    /// When.
    pub(super) date: String,
    /// Its headline.
    pub(super) subject: String,
    /// Where in what was given its text begins.
    pub(super) start: usize,
}

/// What is passed on in plain text.
pub(super) fn in_text(text: &str) -> Option<Passed> {
    find(lines::of_text(text).take(LOOKED_AT * 2))
}

/// What is passed on in HTML.
pub(super) fn in_html(html: &str) -> Option<Passed> {
    find(lines::of_html(html).take(LOOKED_AT * 2))
}

/// The first lines that are fields, one after another, of which one says from whom and one what of.
fn find(lines: impl Iterator<Item = Line>) -> Option<Passed> {
    let (mut words, mut seen) = (0, 0);
    let mut found: Vec<(Label, String, usize)> = Vec::new();
    for line in lines {
        if line.text.is_empty() {
            if is_whole(&found) {
                break;
            }
            continue;
        }
        seen += 1;
        if let Some((label, value)) = field(&line.text) {
            found.push((label, value.to_owned(), line.end));
            continue;
        }
        if is_whole(&found) {
            break;
        }
        // A field that goes on in the next line, such as many addressees.
        if found.last().is_some_and(|(label, ..)| *label == Label::To) && line.text.contains('@') {
            continue;
        }
        found.clear();
        words += line.text.split_whitespace().count();
        if words > LONGEST_NOTE || seen > LOOKED_AT {
            return None;
        }
    }
    is_whole(&found).then(|| passed(found)).flatten()
}

fn is_whole(found: &[(Label, String, usize)]) -> bool {
    let has = |wanted: Label| found.iter().any(|(label, ..)| *label == wanted);
    has(Label::From) && has(Label::Subject) && (has(Label::Date) || has(Label::To))
}

fn passed(found: Vec<(Label, String, usize)>) -> Option<Passed> {
    let start = found.last()?.2;
    let mut passed = Passed { start, ..Passed::default() };
    for (label, value, _) in found {
        match label {
            Label::From => passed.from = value,
            Label::Date => passed.date = value,
            Label::Subject => passed.subject = value,
            Label::To => {}
        }
    }
    Some(passed)
}

fn field(line: &str) -> Option<(Label, &str)> {
    let line = line.trim_start_matches('*');
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
    let known = LABELS.iter().find(|(_, names)| names.contains(&name.as_str()));
    known.map(|(label, _)| (*label, value.trim_matches(['*', ' ', '\u{a0}'])))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn told(passed: Option<Passed>, given: &str) -> (String, String, String, String) {
        let passed = passed.unwrap();
        (passed.from, passed.date, passed.subject, given.get(passed.start..).unwrap().trim().to_owned())
    }

    #[rstest]
    #[case(
        "FYI\n\nFrom: The Example <n@paper.example>\nSent: Tuesday, April 2, 2024 8:05 AM\nTo: Ana Ruiz\nSubject: Talks\n\nTalks resumed.\n"
    )]
    #[case(
        "---------- Forwarded message ---------\nFrom: The Example <n@paper.example>\nDate: Tuesday, April 2, 2024 8:05 AM\nSubject: Talks\nTo: Ana Ruiz <a@b.example>\n\n\nTalks resumed.\n"
    )]
    #[case(
        "> *De :* The Example <n@paper.example>\n> *Date:* Tuesday, April 2, 2024 8:05 AM\n> *À :* Ana\n> *Objet :* Talks\n\nTalks resumed."
    )]
    fn fields_above_a_text_are_of_what_is_passed_on(#[case] text: &str) {
        let (from, date, subject, rest) = told(in_text(text), text);
        assert_eq!((from.as_str(), subject.as_str()), ("The Example <n@paper.example>", "Talks"));
        assert_eq!((date.as_str(), rest.as_str()), ("Tuesday, April 2, 2024 8:05 AM", "Talks resumed."));
    }

    #[rstest]
    #[case(
        "<style>From: x</style><p>FYI</p><div><p><b>From:</b> The Example &lt;n@paper.example&gt;<br><b>Sent:</b> April 2<br><b>To:</b> Ana<br><b>Subject:</b> Talks</p></div><p>Talks resumed.</p>"
    )]
    #[case(
        "<div class=gmail_quote>---------- Forwarded message ---------<br>From: <b>The Example</b> <span>&lt;n@paper.example&gt;</span><br>Date: April 2<br>Subject: Talks<br>To: Ana<br><p>Talks resumed.</p>"
    )]
    #[case(
        "<div><b>Von: </b><span>The Example &lt;n@paper.example&gt;</span></div><div><b>Betreff: </b><b>Talks</b></div><div><b>Datum: </b>April 2</div><br><div><p>Talks resumed.</p>"
    )]
    fn fields_in_html_are_too(#[case] html: &str) {
        let (from, date, subject, rest) = told(in_html(html), html);
        assert_eq!((from.as_str(), subject.as_str()), ("The Example <n@paper.example>", "Talks"));
        assert!(date == "April 2" && rest.contains("<p>Talks resumed.") && !rest.contains("Ana"), "{rest}");
    }

    #[rstest]
    #[case("Talks resumed.\nFrom: the harbour\nThe council met.\nSubject: boats\n")]
    #[case("")]
    #[case("To: all\nDate: today\nIt rained.")]
    fn other_lines_are_text(#[case] text: &str) {
        assert_eq!((in_text(text), in_html(text)), (None, None));
    }

    #[test]
    fn an_article_that_quotes_a_message_is_no_message_passed_on() {
        let words = "The council met and talked about the wall of the harbour. ".repeat(10);
        assert_eq!(in_text(&format!("{words}\n\nFrom: Ana\nDate: April 2\nSubject: Boats\n\nIt rained.")), None);
    }

    #[test]
    fn many_lines_cost_little() {
        for piece in ["From: a\n", "<br>From: a", "<style>", "<", "<p", "To: a@b\na@b\n"] {
            let text = piece.repeat(100_000);
            assert!(in_text(&text).is_none() && in_html(&text).is_none());
        }
    }
}
