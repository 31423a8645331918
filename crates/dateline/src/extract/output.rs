//! Where rendered records go, and what stands around and between them.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use anyhow::Context;

use super::args::{Args, Format};
use crate::view::{self, TextStyle, View};

/// Where rendered records go.
pub(super) struct Output {
    sink: Box<dyn Write>,
    view: View,
    written: usize,
}

impl Output {
    /// The file or stream that the arguments name.
    pub(super) fn open(args: &Args, many: bool) -> anyhow::Result<Self> {
        let sink: Box<dyn Write> = match &args.output {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(io::stdout()),
        };
        let style = TextStyle::of_stdout(args.width);
        let view = View {
            format: args.format_for(many),
            many,
            text: TextStyle { colour: args.output.is_none() && style.colour, ..style },
        };
        Ok(Self { sink: Box::new(BufWriter::with_capacity(1 << 16, sink)), view, written: 0 })
    }

    /// How records are shown.
    pub(super) fn view(&self) -> View {
        self.view
    }

    /// What stands before all records.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        match self.view.format {
            Format::Html => self.sink.write_all(view::html::HEAD.as_bytes()),
            Format::Json if self.view.many => self.sink.write_all(b"["),
            _ => Ok(()),
        }
    }

    /// A record; nothing when it is empty.
    pub(super) fn write(&mut self, rendered: &str) -> io::Result<()> {
        if rendered.is_empty() {
            return Ok(());
        }
        self.sink.write_all(self.before().as_bytes())?;
        self.written += 1;
        self.sink.write_all(rendered.as_bytes())?;
        if matches!(self.view.format, Format::Jsonl) || (self.view.format == Format::Json && !self.view.many) {
            self.sink.write_all(b"\n")?;
        }
        if self.view.many && self.view.format != Format::Jsonl {
            return Ok(());
        }
        self.sink.flush()
    }

    fn before(&self) -> &'static str {
        match (self.view.format, self.written) {
            (Format::Json, 0) if self.view.many => "\n",
            (Format::Json, _) if self.view.many => ",\n",
            (Format::Text, 1..) => "\n\n",
            _ => "",
        }
    }

    /// What stands after all records.
    pub(super) fn end(&mut self) -> io::Result<()> {
        match self.view.format {
            Format::Html => self.sink.write_all(view::html::FOOT.as_bytes())?,
            Format::Json if self.view.many => self.sink.write_all(b"\n]\n")?,
            _ => {}
        }
        self.sink.flush()
    }
}
