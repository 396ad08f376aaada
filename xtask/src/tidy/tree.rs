//! The files under version control (and those about to be), as text.

use crate::command;
use crate::problem::{During, Outcome};
use std::path::Path;

/// A file of the project.
pub struct File {
    /// From the root, with forward slashes.
    pub path: String,
    /// Bytes that are not UTF-8 are replaced.
    pub text: String,
}

impl File {
    /// Whether the name ends with one of these extensions.
    pub fn is(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| extensions.contains(&end))
    }

    /// Whether the file lies in one of these folders.
    pub fn under(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// Lines that contain any of the words, with their numbers from one.
    pub fn lines_with<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
        let lines = self.text.lines().enumerate();
        lines.filter(|(_, line)| words.iter().any(|word| line.contains(word))).map(|(index, line)| (index + 1, line))
    }
}

/// Reads what git tracks or would add.
pub fn read(root: &Path) -> Outcome<Vec<File>> {
    let list = command::output(command::new("git").args(["ls-files", "-co", "--exclude-standard", "-z"]))?;
    let mut files = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        let full = root.join(path);
        // Deleted but not yet committed, or a link to a folder.
        if !full.is_file() {
            continue;
        }
        let bytes = std::fs::read(&full).during(format_args!("reading {path}"))?;
        files.push(File { path: path.into(), text: String::from_utf8_lossy(&bytes).into_owned() });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}
