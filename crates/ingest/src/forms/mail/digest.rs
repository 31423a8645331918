//! Digests in plain text (RFC 1153, RFC 934): messages with heads of their own between lines of strokes.

/// Strokes in a line that parts messages at least.
const STROKES: usize = 27;

/// Lines of the head of a message at most.
const LINES: usize = 40;

/// Fields that tell a head.
const FIELDS: [&str; 3] = ["from", "date", "subject"];

/// Whether a text is a digest: it has two messages with heads, at least.
pub(super) fn is(text: &str) -> bool {
    parts(text).nth(1).is_some()
}

/// The messages of a digest, each as a message of its own. What the list says of itself below them is none.
pub(super) fn messages(text: &str) -> impl Iterator<Item = String> + '_ {
    parts(text).filter(|part| !is_footer(part)).map(whole)
}

/// What stands between lines of strokes and begins with a head; what does not belongs to the message above, but for what
/// follows the last.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = starts(text).peekable();
    std::iter::from_fn(move || {
        let (_, start) = starts.next()?;
        let end = starts.peek().map_or(text.len(), |(above, _)| *above);
        let part = text.get(start..end)?;
        Some(if starts.peek().is_none() { part.get(..trailer(part))? } else { part })
    })
}

/// Where a message begins, and the line of strokes above it.
fn starts(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let above = at;
        at += line.len();
        (parts_messages(line) && has_head(text.get(at..)?)).then_some((above, at))
    })
}

/// A line of strokes alone, or `------- Message 2`.
fn parts_messages(line: &str) -> bool {
    let line = line.trim_end();
    let rest = line.trim_start_matches('-');
    let strokes = line.len() - rest.len();
    let numbered = || {
        let number = rest.trim_end_matches('-').trim().strip_prefix("Message ").map(str::trim);
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (rest.is_empty() && strokes >= STROKES) || (strokes >= 5 && numbered())
}

/// Whether a text begins with the head of a message: what it is about, and who wrote it or when.
fn has_head(text: &str) -> bool {
    let head = text.lines().skip_while(|line| line.trim().is_empty()).take_while(|line| !line.trim().is_empty());
    let mut seen = [false; FIELDS.len()];
    for line in head.take(LINES) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        for (seen, field) in seen.iter_mut().zip(FIELDS) {
            *seen |= name.eq_ignore_ascii_case(field);
        }
    }
    matches!(seen, [true, _, true] | [_, true, true])
}

/// Where in the last message what ends the digest begins.
fn trailer(part: &str) -> usize {
    let mut at = 0;
    for line in part.split_inclusive('\n') {
        let rest = part.get(at + line.len()..).unwrap_or_default().trim_start();
        let ends = line.trim_end().trim_matches('-').trim();
        let is_end = ends.starts_with("End of ") && line.starts_with("-----");
        if is_end || (ends.is_empty() && line.starts_with("-----") && rest.starts_with("End of ")) {
            return at;
        }
        at += line.len();
    }
    part.len()
}

fn is_footer(part: &str) -> bool {
    let mut head =
        part.lines().skip_while(|line| line.trim().is_empty()).take_while(|line| !line.trim().is_empty()).take(LINES);
    head.any(|line| line.trim_end().eq_ignore_ascii_case("Subject: Digest Footer"))
}

/// A message of a digest whose text is characters already, whatever its head says, and of which a stroke at the start of a line
/// is written as two (RFC 934).
fn whole(part: &str) -> String {
    let mut message = String::with_capacity(part.len() + 64);
    message.push_str("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n");
    let mut lines = part.lines().skip_while(|line| line.trim().is_empty());
    let mut coded = false;
    for line in lines.by_ref().take_while(|line| !line.trim().is_empty()) {
        let goes_on = line.starts_with([' ', '\t']);
        coded = if goes_on { coded } else { line.get(..8).is_some_and(|name| name.eq_ignore_ascii_case("content-")) };
        if !coded {
            message.push_str(line);
            message.push('\n');
        }
    }
    message.push('\n');
    for line in lines {
        message.push_str(if line.starts_with("- -") { line.get(2..).unwrap_or_default() } else { line });
        message.push('\n');
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "------------------------------\n\n";

    fn digest(between: [&str; 3]) -> String {
        let message = |number: u8| {
            format!(
                "Date: Mon, 04 Mar 2024 0{number}:15:00 +0000\nFrom: Ana Ruiz <a@list.example>\nSubject: Wall {number}\n\nIt rained {number}.\n- -- \n\n"
            )
        };
        let [first, second, last] = between;
        format!("Today's Topics:\n\n{first}{}{second}{}{last}", message(1), message(2))
    }

    #[test]
    fn the_messages_of_a_digest_are_told() {
        let rfc1153 = digest([LINE, LINE, "------------------------------\n\nEnd of List Digest\n******\n"]);
        let rfc934 = digest(["------- Message 1\n\n", "------- Message 2\n\n", "------- End of Forwarded Messages\n"]);
        for text in [rfc1153, rfc934] {
            assert!(is(&text));
            let messages: Vec<String> = messages(&text).collect();
            assert_eq!(messages.len(), 2);
            assert!(messages[1].contains("\nSubject: Wall 2\n\nIt rained 2.\n-- \n"), "{}", messages[1]);
            assert!(messages.iter().all(|message| !message.contains("End of") && !message.contains("---")));
        }
    }

    #[test]
    fn other_texts_are_none() {
        let passed_on = "-----Original Message-----\nFrom: Ana\nDate: today\nSubject: Wall\n\nIt rained.\n\n".repeat(3);
        let ruled = format!("It rained.\n\n{LINE}It froze.\n\n{LINE}Note: it thawed.\n");
        for text in [passed_on.as_str(), ruled.as_str(), "", &digest([LINE, "", ""])] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn many_strokes_cost_little() {
        assert!(!is(&LINE.repeat(100_000)));
        let many = digest([LINE, LINE, ""]).repeat(1_000);
        assert_eq!(messages(&many).count(), 2_000);
    }
}
