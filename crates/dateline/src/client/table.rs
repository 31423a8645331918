//! Tables for a terminal, JSON lines for everything else.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::view::harmless;

/// How answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One JSON object a line
    Json,
}

/// Columns of a cell at most, save for the last of its row.
const WIDEST: usize = 48;

/// Whether JSON is wanted: said so, or nobody looks.
pub(crate) fn is_json(format: Option<Format>) -> bool {
    format.map_or_else(|| !io::stdout().is_terminal(), |format| format == Format::Json)
}

/// Prints a JSON object on a line of its own.
pub(crate) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    let mut out = io::stdout().lock();
    out.write_all(&line)?;
    Ok(out.flush()?)
}

/// Prints rows below their headings, without the columns that are empty throughout; says so when there is none.
pub(crate) fn print(headings: &[&str], rows: &[Vec<String>]) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    if rows.is_empty() {
        return Ok(writeln!(out, "nothing found")?);
    }
    let told = filled(headings.len(), rows);
    let headings: Vec<String> =
        told.iter().filter_map(|column| headings.get(*column)).map(|h| h.to_uppercase()).collect();
    let cells = |row: &Vec<String>| told.iter().filter_map(|column| row.get(*column)).map(|cell| clean(cell)).collect();
    let clean: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let widths: Vec<usize> = (0..headings.len()).map(|column| width_of(column, &headings, &clean)).collect();
    for row in std::iter::once(&headings).chain(&clean) {
        writeln!(out, "{}", line(row, &widths).trim_end())?;
    }
    Ok(())
}

/// The columns in which any row has something.
fn filled(columns: usize, rows: &[Vec<String>]) -> Vec<usize> {
    let told = |column: &usize| rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()));
    (0..columns).filter(told).collect()
}

fn width_of(column: usize, headings: &[String], rows: &[Vec<String>]) -> usize {
    let cells = rows
        .iter()
        .chain(std::iter::once(&headings.to_vec()))
        .filter_map(|row| row.get(column))
        .map(|cell| cell.width())
        .max();
    cells.unwrap_or(0).min(WIDEST)
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (index, (cell, width)) in row.iter().zip(widths).enumerate() {
        let last = index + 1 == row.len();
        let cell = if last { cell.clone() } else { cut(cell, *width) };
        line.push_str(&cell);
        line.push_str(&" ".repeat((width + 2).saturating_sub(cell.width())));
    }
    line
}

fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut short = String::new();
    for c in cell.chars() {
        if short.width() + 2 > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

fn clean(cell: &str) -> String {
    cell.chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_content_is_left_out() {
        let rows = [["a", "", ""], ["b", "", "x"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(filled(3, &rows), [0, 2]);
    }

    #[test]
    fn cells_are_cut_to_their_width_and_padded() {
        assert_eq!(line(&["abcdef".into(), "x".into()], &[4, 1]), "abc…  x  ");
        assert_eq!(cut("新聞新聞", 5), "新聞…");
    }
}
