//! The files that a pattern names, such as `news/**/*.html`, whatever their names are written in.

use std::{
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use glob::{MatchOptions, Pattern};

/// How names match: as in a shell, hidden files only where the pattern says so.
const MATCHING: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Folders below each other that `**` looks into at most.
const DEEPEST: usize = 256;

/// Whether a path may be a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

/// What a pattern names, in the order of names. A folder that may not be read is among it: as the input that it would have been.
/// None where it is no pattern.
pub(super) fn files(pattern: &Path) -> Option<Vec<PathBuf>> {
    let mut found = vec![PathBuf::new()];
    for component in pattern.components() {
        let name = match component {
            Component::Normal(name) if is_pattern(Path::new(name)) => name,
            other => {
                found.iter_mut().for_each(|path| path.push(other));
                found.retain(|path| path.symlink_metadata().is_ok());
                continue;
            }
        };
        found = if name == "**" {
            found.into_iter().flat_map(folders).collect()
        } else {
            let matcher = Pattern::new(&name.to_string_lossy()).ok()?;
            found.into_iter().flat_map(|folder| matching(folder, &matcher)).collect()
        };
    }
    // `news/**` is all that is in it.
    if pattern.file_name() == Some(OsStr::new("**")) {
        let any = Pattern::new("*").ok()?;
        found = found.into_iter().flat_map(|folder| matching(folder, &any)).filter(|path| !path.is_dir()).collect();
    }
    found.sort();
    Some(found)
}

/// What in a folder has a name that matches.
fn matching(folder: PathBuf, matcher: &Pattern) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(at(&folder)) else {
        return if folder.is_dir() { vec![folder] } else { Vec::new() };
    };
    // What in a name is no text matches as the mark that stands for it.
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    let matched = names.filter(|name| matcher.matches_with(&name.to_string_lossy(), MATCHING));
    matched.map(|name| folder.join(name)).collect()
}

/// A folder and all below it but those that are hidden or links.
fn folders(folder: PathBuf) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![(folder, 0)]);
    while let Some((folder, depth)) = open.pop() {
        if depth < DEEPEST {
            let entries = std::fs::read_dir(at(&folder)).into_iter().flatten().filter_map(Result::ok);
            let below = entries.filter(|entry| {
                entry.file_type().is_ok_and(|kind| kind.is_dir())
                    && !entry.file_name().to_string_lossy().starts_with('.')
            });
            open.extend(below.map(|entry| (folder.join(entry.file_name()), depth + 1)));
        }
        found.push(folder);
    }
    found
}

/// The folder that a path is, which has no name where it is the one we are in.
fn at(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(home: &Path, pattern: &str) -> Vec<String> {
        let found = files(&home.join(pattern)).unwrap();
        found.iter().map(|path| path.strip_prefix(home).unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn patterns_name_what_a_shell_has_them_name() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("in/deep/er")).unwrap();
        for name in ["a.html", "b.txt", ".hidden.html", "in/c.html", "in/deep/er/d.html", "in/.e.html"] {
            std::fs::write(home.path().join(name), "The council met.").unwrap();
        }
        assert_eq!(found(home.path(), "*.html"), ["a.html"]);
        assert_eq!(found(home.path(), "?.*"), ["a.html", "b.txt"]);
        assert_eq!(found(home.path(), ".*.html"), [".hidden.html"]);
        assert_eq!(found(home.path(), "*/[cd].html"), ["in/c.html"]);
        assert_eq!(found(home.path(), "**/*.html"), ["a.html", "in/c.html", "in/deep/er/d.html"]);
        assert_eq!(found(home.path(), "in/**"), ["in/c.html", "in/deep/er/d.html"]);
        assert_eq!(found(home.path(), "i*/c.html"), ["in/c.html"]);
        assert_eq!(found(home.path(), "*/none.html"), [""; 0]);
        assert_eq!(files(Path::new("[")), None);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_are_found_and_links_lead_nowhere_for_ever() {
        use std::os::unix::ffi::OsStrExt as _;
        let home = tempfile::tempdir().unwrap();
        let name = OsStr::from_bytes(b"caf\xe9.html");
        std::fs::write(home.path().join(name), "The council met.").unwrap();
        std::os::unix::fs::symlink(".", home.path().join("loop")).unwrap();
        for pattern in ["*.html", "caf?.html", "**/*.html"] {
            assert_eq!(files(&home.path().join(pattern)).unwrap(), [home.path().join(name)], "{pattern}");
        }
    }
}
