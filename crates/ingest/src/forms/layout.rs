//! How the wires lay out the text of a paragraph: some type many of them in one, some break every line.

use crate::folded;

/// What stands for a line break of the markup.
pub(super) const BREAK: &str = "\u{2028}";

/// The paragraphs in what one element of a wire holds, white space folded.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let pieces = if text.contains(BREAK) {
        of_broken_lines(text)
    } else if is_typed(text) {
        of_typed_lines(text)
    } else {
        vec![folded(text)]
    };
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect()
}

/// Lines that the markup breaks: each by itself, or one paragraph where they are only as long as a line may be.
fn of_broken_lines(text: &str) -> Vec<String> {
    /// Characters of a line that is full, at least.
    const FULL: usize = 45;
    let lines: Vec<String> = text.split(BREAK).map(folded).collect();
    let filled = lines.iter().rposition(|line| !line.is_empty()).and_then(|last| lines.get(..last)).unwrap_or_default();
    let goes_on = |line: &String| line.starts_with(char::is_lowercase);
    let is_wrapped = filled.iter().all(|line| line.chars().count() >= FULL) && lines.iter().any(goes_on);
    if is_wrapped { vec![folded(&lines.join(" "))] } else { lines }
}

/// Whether a text has paragraphs of its own: lines that are indented among others that begin at the margin. In markup that
/// is laid out for the eye all lines are indented, or none.
fn is_typed(text: &str) -> bool {
    let lines = || text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let at_margin = lines().filter(|line| !line.starts_with([' ', '\t'])).count();
    at_margin > 1 && lines().any(is_indented)
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}

fn of_typed_lines(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        if is_indented(line) || line.trim().is_empty() {
            paragraphs.push(String::new());
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push_str(line);
            last.push(' ');
        }
    }
    paragraphs.iter().map(|text| folded(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case::laid_out_for_the_eye("Talks\n      resumed on\n      Tuesday.\n    ", &["Talks resumed on Tuesday."])]
    #[case::at_the_margin("Talks\nresumed on\nTuesday.", &["Talks resumed on Tuesday."])]
    #[case::typed(
        "(Adds comment)\n    * Talks go on\n    Tuesday (Wire) - Talks on the\nharbour resumed on Tuesday in the\ntown hall.\n   \"Good,\" the mayor\nsaid. \n\n (Reporting by A. Writer)",
        &["(Adds comment)", "* Talks go on", "Tuesday (Wire) - Talks on the harbour resumed on Tuesday in the town hall.", "\"Good,\" the mayor said.", "(Reporting by A. Writer)"]
    )]
    #[case::wrapped_by_breaks(
        "   Talks on the harbour of the town resumed on Tuesday \u{2028}after a break of three weeks, the office of the mayor \u{2028}said.\u{2028}",
        &["Talks on the harbour of the town resumed on Tuesday after a break of three weeks, the office of the mayor said."]
    )]
    #[case::lines_of_their_own("Results:\u{2028}Harbour 2\u{2028}Quay 1", &["Results:", "Harbour 2", "Quay 1"])]
    fn paragraphs_are_as_the_wire_lays_them_out(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(paragraphs(text), expected);
    }
}
