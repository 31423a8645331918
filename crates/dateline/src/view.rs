//! A record for people.
//!
//! - [`marks`]: where the text is marked, as flat pieces;
//! - [`describe`]: every fact in words, the same for every form;
//! - [`text`]: the form for a terminal, [`wrap`] fits it to its width;
//! - [`html`]: the form of one self-contained page.

pub(crate) mod describe;
pub(crate) mod html;
pub(crate) mod marks;
pub(crate) mod text;
mod wrap;

use crate::extract::Format;

/// How records are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    /// The format.
    pub(crate) format: Format,
    /// Whether there may be more than one record.
    pub(crate) many: bool,
    /// How the text view looks.
    pub(crate) text: TextStyle,
}

/// How the text view looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextStyle {
    /// Whether colours may be used.
    pub(crate) colour: bool,
    /// Columns.
    pub(crate) width: usize,
}

/// Columns of text where nobody says how wide it is shown.
const DEFAULT_WIDTH: usize = 100;

/// Columns at most: longer lines are hard to read.
const WIDEST: usize = 120;

impl TextStyle {
    /// What suits stdout: `NO_COLOR` and the terminal decide, and `width` where it is given.
    pub(crate) fn of_stdout(width: Option<usize>) -> Self {
        let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = width.or(terminal.map(|width| width.min(WIDEST))).unwrap_or(DEFAULT_WIDTH);
        Self { colour, width: width.max(40) }
    }
}

/// A character as it may be shown: controls and marks that turn the direction of writing around are replaced, since the
/// text of an article is not to be trusted.
pub(crate) fn harmless(c: char) -> char {
    match c {
        '\n' | '\t' | '\r' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}
