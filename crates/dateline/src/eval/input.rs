//! Files to documents of a format.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use dateline_evaluation::readers;

use super::args::{Format, Task, name_of};
use crate::exit::usage;

/// The files of a run.
#[derive(Debug)]
pub(super) struct Inputs {
    /// How they are written.
    pub(super) format: Format,
    /// In order.
    pub(super) files: Vec<PathBuf>,
}

impl Inputs {
    /// The files, and those of the folders, in the format given or told by their names.
    pub(super) fn find(paths: &[PathBuf], task: Task, format: Option<Format>) -> anyhow::Result<Self> {
        let known: Vec<String> = task.formats().iter().map(name_of).collect();
        if let Some(format) = format.filter(|format| !task.formats().contains(format)) {
            let (task, format) = (name_of(&task), name_of(&format));
            return Err(usage(format!("{task} cannot be scored on {format}; it takes {}", known.join(" or "))));
        }
        let formats = format.as_ref().map_or(task.formats(), std::slice::from_ref);
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() {
                files.extend(in_folder(path, formats)?);
            } else {
                files.push(path.clone());
            }
        }
        let told = formats.iter().find(|format| files.first().is_some_and(|file| is_written_in(file, **format)));
        let first = formats.first().or(told).ok_or_else(|| usage("this task has no format"))?;
        let format = *told.unwrap_or(first);
        let other =
            |file: &&PathBuf| formats.iter().any(|other| is_written_in(file, *other)) && !is_written_in(file, format);
        if let Some(file) = files.iter().find(other) {
            let message =
                format!("{} is not {}, as the first file is: score them apart", file.display(), name_of(&format));
            return Err(usage(message));
        }
        Ok(Self { format, files })
    }

    /// The documents of all files.
    pub(super) fn read<D>(&self, read: impl Fn(&str) -> Result<Vec<D>, readers::Error>) -> anyhow::Result<Vec<D>> {
        let mut documents = Vec::new();
        for file in &self.files {
            documents.extend(with_text(file, &read)?);
        }
        Ok(documents)
    }
}

/// Reads a file; an error names it and the line.
pub(super) fn with_text<T>(file: &Path, read: impl Fn(&str) -> Result<T, readers::Error>) -> anyhow::Result<T> {
    let name = || file.display().to_string();
    let bytes = fs::read(file).with_context(name)?;
    readers::utf8(&bytes).and_then(read).with_context(name)
}

fn in_folder(folder: &Path, formats: &[Format]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path.is_file() && formats.iter().any(|format| is_written_in(&path, *format)) {
            files.push(path);
        }
    }
    if files.is_empty() {
        let endings: Vec<&str> = formats.iter().flat_map(|format| format.extensions()).copied().collect();
        let message = format!("{} has no file that ends in .{}", folder.display(), endings.join(", ."));
        return Err(usage(message));
    }
    files.sort();
    Ok(files)
}

fn is_written_in(file: &Path, format: Format) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let ends = |ending: &&str| name.strip_suffix(*ending).is_some_and(|stem| stem.is_empty() || stem.ends_with('.'));
    format.extensions().iter().any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&str], task: Task, format: Option<Format>) -> Result<Format, String> {
        let paths: Vec<PathBuf> = paths.iter().map(Into::into).collect();
        Inputs::find(&paths, task, format).map(|inputs| inputs.format).map_err(|error| error.to_string())
    }

    #[test]
    fn the_format_follows_from_the_names_then_from_the_task() {
        assert_eq!(found(&["a.conllu"], Task::Names, None), Ok(Format::Conllu));
        assert_eq!(found(&["a.txt"], Task::Names, None), Ok(Format::Iob2));
        assert_eq!(found(&["a.json"], Task::Quantities, Some(Format::Quantulum)), Ok(Format::Quantulum));
        assert!(found(&["a.conllu", "b.iob2"], Task::Names, None).is_err_and(|error| error.contains("b.iob2")));
        assert!(
            found(&["a.tml"], Task::Names, Some(Format::Timeml))
                .is_err_and(|error| error.contains("iob2 or conllu or re3d"))
        );
    }
}
