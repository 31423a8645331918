//! Plain text of messages: lines that flow, and what stands below the text.

/// Lines of a signature, or of what a mailing list writes below each message, at most.
const LONGEST_FOOT: usize = 12;

/// Such feet one below another at most.
const MOST_FEET: usize = 3;

/// Paragraphs in whole lines of text that is declared to flow (RFC 3676): a line that ends in a space goes on in the next.
/// Where the space is said to be no part of the text it is taken off.
pub(super) fn unflowed(text: &str, without_space: bool) -> String {
    let mut flowed = String::with_capacity(text.len());
    let (mut open, mut depth) = (false, 0);
    for line in text.lines() {
        let bare = line.trim_start_matches('>');
        let quoted = line.len() - bare.len();
        // A space keeps a line from looking like one of another kind.
        let bare = bare.strip_prefix(' ').unwrap_or(bare);
        let is_signature = bare == "-- ";
        let goes_on = open && quoted == depth && !is_signature;
        if !goes_on {
            if !flowed.is_empty() || open {
                flowed.push('\n');
            }
            flowed.push_str(line.get(..quoted).unwrap_or_default());
            if quoted > 0 {
                flowed.push(' ');
            }
        }
        (open, depth) = (bare.ends_with(' ') && !is_signature, quoted);
        let kept = if open && without_space { bare.strip_suffix(' ').unwrap_or(bare) } else { bare };
        flowed.push_str(if open || is_signature { kept } else { kept.trim_end() });
    }
    flowed.push('\n');
    flowed
}

/// Bytes of a text without the signature and the foot of the mailing list below it, and whether there was any.
pub(super) fn without_foot(text: &str) -> (usize, bool) {
    let mut rest = text;
    for _ in 0..MOST_FEET {
        let Some(at) = foot(rest) else { break };
        rest = rest.get(..at).unwrap_or_default();
    }
    // What is all foot is the text.
    let length = if rest.trim().is_empty() { text.len() } else { rest.len() };
    (length, length < text.len())
}

/// Where the last foot begins: after `-- ` alone in a line, or after underscores where a list names itself.
fn foot(text: &str) -> Option<usize> {
    let mut end = text.len();
    let mut lines = 0;
    while end > 0 && lines <= LONGEST_FOOT {
        let start = text.get(..end)?.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..end)?.trim_end_matches(['\r', '\n']);
        let is_list = || {
            let below = text.get(end..).unwrap_or_default();
            line.len() >= 30 && line.bytes().all(|byte| byte == b'_') && below.contains("http") && below.contains('@')
        };
        if line == "-- " || is_list() {
            return Some(start);
        }
        // Software that cuts spaces off leaves two strokes.
        if line == "--" && text.get(end..).is_some_and(|below| below.contains('@')) {
            return Some(start);
        }
        lines += usize::from(!line.trim().is_empty());
        end = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("The council \nmet on \nMonday.\n\nIt rained.\n", "The council met on Monday.\n\nIt rained.\n")]
    #[case("> The council \n> met.\nIt rained.\n", "> The council met.\nIt rained.\n")]
    #[case("It rained. \n-- \nAna Ruiz\n", "It rained. \n-- \nAna Ruiz\n")]
    #[case(" From the start\n", "From the start\n")]
    #[case("It rained.\r\nIt froze.\r\n", "It rained.\nIt froze.\n")]
    fn lines_that_flow_are_one(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(unflowed(text, false), expected);
    }

    #[test]
    fn a_space_that_is_no_part_of_the_text_is_taken_off() {
        assert_eq!(unflowed("議会は \n開会した。\n", true), "議会は開会した。\n");
        assert_eq!(unflowed("The council  \nmet.\n", true), "The council met.\n");
    }

    #[rstest]
    #[case("It rained.\n\n-- \nAna Ruiz\nThe Example\n", "It rained.\n\n")]
    #[case("It rained.\n-- \nAna Ruiz\n\n-- \nYou received this message.\n", "It rained.\n")]
    #[case(
        "It rained.\n________________________________________\nTalks list\nt@list.example\nhttps://list.example/t\n",
        "It rained.\n"
    )]
    #[case("It rained.\n-- \n", "It rained.\n")]
    fn feet_are_cut(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_foot(text), (expected.len(), true));
    }

    #[test]
    fn what_is_long_or_all_there_is_stays() {
        let long = format!("It rained.\n-- \n{}", "The council met.\n".repeat(30));
        for text in [long.as_str(), "-- \nIt rained.\n", "It rained.\n--\nIt froze.\n", "", "\n\n\n"] {
            assert_eq!(without_foot(text), (text.len(), false));
        }
    }

    #[test]
    fn many_lines_are_read_once() {
        let text = "-- \n".repeat(100_000);
        assert_eq!(without_foot(&text).0, text.len() - 3 * 4);
        assert!(unflowed(&"> \n".repeat(100_000), true).len() < 1_000_000);
    }
}
