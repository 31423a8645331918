//! Punctuation marks and symbols: which of them stay together.

use unicode_segmentation::UnicodeSegmentation;

/// Bytes of the punctuation mark or symbol that `rest` starts with.
pub(super) fn length(rest: &str, first: char) -> usize {
    let run = |mark: char| rest.len() - rest.trim_start_matches(mark).len();
    match first {
        _ if is_line(first) && line(rest) > 3 => line(rest),
        '.' => stops(rest, run('.')),
        '!' | '?' => rest.len() - rest.trim_start_matches(['!', '?']).len(),
        '-' | '=' => run(first) + usize::from(rest.trim_start_matches(first).starts_with('>')),
        '…' => run('…') + rest.trim_start_matches('…').bytes().take_while(|b| *b == b'.').count(),
        '*' | '_' | '~' | '<' | '>' | '\'' | '`' | '#' | '+' | ',' | '$' | '/' => run(first),
        '’' | '‘' if rest.starts_with("’’") || rest.starts_with("‘‘") => 2 * first.len_utf8(),
        _ if first.is_ascii() => 1,
        // An emoji with its modifiers is one piece.
        _ => rest.graphemes(true).next().map_or(first.len_utf8(), str::len),
    }
}

/// Marks that lines and borders are drawn with.
fn is_line(mark: char) -> bool {
    matches!(mark, '-' | '=' | '+' | '*' | '~' | '<' | '>' | '|' | '_')
}

fn line(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(is_line).len()
}

/// A single full stop keeps the marks typed after it: `.?`.
fn stops(rest: &str, run: usize) -> usize {
    let after = rest.get(run..).unwrap_or_default();
    if run == 1 { run + after.len() - after.trim_start_matches(['!', '?']).len() } else { run }
}
