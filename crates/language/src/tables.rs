//! Tables of names, as bits: which of them hold a name.

use std::collections::HashMap;

pub(crate) const COUNTRY: u16 = 1;
pub(crate) const CITY: u16 = 2;
pub(crate) const GIVEN: u16 = 4;
pub(crate) const SURNAME: u16 = 8;
pub(crate) const GROUP: u16 = 16;
pub(crate) const DATE: u16 = 32;
pub(crate) const ORGANIZATION: u16 = 64;
pub(crate) const TITLE: u16 = 128;
pub(crate) const LOCATION: u16 = 256;
pub(crate) const FACILITY: u16 = 512;
pub(crate) const PRODUCT: u16 = 1024;
pub(crate) const EVENT: u16 = 2048;

/// The built-in tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    names: HashMap<Box<str>, u16>,
}

impl Tables {
    pub(crate) fn built_in() -> Self {
        let mut tables = Self { names: HashMap::with_capacity(16_384) };
        tables.add_lines(include_str!("../data/countries.txt"), COUNTRY);
        tables.add_lines(include_str!("../data/cities.txt"), CITY);
        tables.add_lines(include_str!("../data/given_names.txt"), GIVEN);
        tables.add_lines(include_str!("../data/surnames.txt"), SURNAME);
        for (kind, names) in include_str!("../data/names.txt").lines().filter_map(|line| line.split_once(": ")) {
            names.split("; ").for_each(|name| tables.add(name, table_of(kind)));
        }
        tables
    }

    fn add_lines(&mut self, lines: &str, table: u16) {
        lines.lines().filter(|line| !line.starts_with('#')).for_each(|name| self.add(name, table));
    }

    fn add(&mut self, name: &str, table: u16) {
        *self.names.entry(name.to_lowercase().into()).or_default() |= table;
        if table == GROUP {
            *self.names.entry(format!("{}s", name.to_lowercase()).into()).or_default() |= table;
        }
    }

    /// The tables that hold a name of one or more words, in lower case and divided by spaces.
    pub(crate) fn of(&self, lower: &str) -> u16 {
        self.names.get(lower).copied().unwrap_or_default()
    }
}

fn table_of(kind: &str) -> u16 {
    match kind {
        "group" => GROUP,
        "gpe" => COUNTRY,
        "location" => LOCATION,
        "organization" => ORGANIZATION,
        "facility" => FACILITY,
        "product" => PRODUCT,
        "event" => EVENT,
        "date" => DATE,
        _ => TITLE,
    }
}
