//! The shape of the tree: short files, nothing unfinished, nothing empty, a top level that does not grow by accident.

use super::Finding;
use super::tree::File;
use std::collections::BTreeSet;

/// Longer than this, a file is about two things.
const LINES: usize = 400;

/// Files that may be longer, each with its reason. Empty today, and best left so.
const LONGER: [(&str, &str); 0] = [];

/// No source file is longer than [`LINES`].
pub fn length(files: &[File]) -> Vec<Finding> {
    let sources = files.iter().filter(|file| file.is(&["rs", "css", "mjs", "js", "ts"]));
    let judged = sources.filter(|file| !LONGER.iter().any(|(path, _)| *path == file.path));
    let counted = judged.map(|file| (file, file.text.lines().count()));
    counted
        .filter(|(_, count)| *count > LINES)
        .map(|(file, count)| Finding::new(&file.path, LINES, format!("{count} lines are more than {LINES}")))
        .collect()
}

/// Words that say "later".
pub fn unfinished(files: &[File]) -> Vec<Finding> {
    let marks =
        ["TODO", "FIXME", "XXX", "HACK", "todo!(", "unimplemented!(", "(skeleton)", "placeholder code", "lorem ipsum"];
    let sources = ["rs", "css", "mjs", "js", "ts", "html", "toml", "sh", "md"];
    let judged = files.iter().filter(|file| file.is(&sources) && !file.under(&["xtask/src/tidy/", "tests/vectors/"]));
    judged
        .flat_map(|file| {
            file.lines_with(&marks)
                .map(|(line, text)| Finding::new(&file.path, line, format!("unfinished: {}", text.trim())))
        })
        .collect()
}

/// A file with nothing in it, or a Rust file with nothing but comments and attributes. A package that only holds tests
/// needs a library by cargo's rules; there it may be empty.
pub fn empty(files: &[File]) -> Vec<Finding> {
    let is_content = |file: &File, line: &str| {
        !line.is_empty()
            && !(file.is(&["rs"]) && (line.starts_with("//") || line.starts_with("#![") || line == "fn main() {}"))
    };
    let judged = files.iter().filter(|file| !(file.under(&["tests/"]) && file.path.ends_with("/src/lib.rs")));
    judged
        .filter(|file| !file.text.lines().any(|line| is_content(file, line.trim())))
        .map(|file| Finding::new(&file.path, 1, "there is nothing in it"))
        .collect()
}

const TOP: [&str; 19] = [
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "NOTICE",
    "NOTICE.md",
    "README.md",
    "Trunk.toml",
    "build.rs",
    "crates",
    "docs",
    "index.html",
    "locales",
    "public",
    "src",
    "style",
    "tests",
    "xtask",
];

/// A new folder or file at the top is a decision, recorded by adding it here. Names with a dot are for tools.
pub fn top_level(files: &[File]) -> Vec<Finding> {
    let names: BTreeSet<&str> = files.iter().filter_map(|file| file.path.split('/').next()).collect();
    let strange = names.into_iter().filter(|name| !name.starts_with('.') && !TOP.contains(name));
    strange.map(|name| Finding::new(name, 1, "is new at the top level")).collect()
}

/// Paths that exist on one machine only.
pub fn machine_paths(files: &[File]) -> Vec<Finding> {
    let marks = ["/work/", "/home/", "/Users/", "/root/"];
    let judged = files.iter().filter(|file| !file.under(&["xtask/src/tidy/", "tests/vectors/"]));
    judged
        .flat_map(|file| {
            file.lines_with(&marks).map(|(line, _)| Finding::new(&file.path, line, "a path of one machine"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::at;

    #[test]
    fn long_files_are_found() {
        let long = "x\n".repeat(LINES + 1);
        assert_eq!(length(&[at("src/a.rs", &long), at("docs/a.md", &long), at("src/b.rs", "x\n")]).len(), 1);
    }

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(unfinished(&[at("src/a.rs", "// TODO: later\nlet fixed = 1;\ntodo!()\n")]).len(), 2);
    }

    #[test]
    fn empty_files_are_found() {
        let files = [at("src/a.rs", "//! words\n\n"), at("style/a.css", "\n"), at("src/b.rs", "//! w\nfn main() {}\n")];
        assert_eq!(empty(&files).len(), 3);
        assert_eq!(empty(&[at("src/c.rs", "//! w\npub mod x;\n")]), []);
    }

    #[test]
    fn a_new_entry_at_the_top_is_found() {
        let found = top_level(&[at("src/a.rs", ""), at("scripts/a.sh", ""), at(".ci/run", ""), at("scripts/b.sh", "")]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn machine_paths_are_found() {
        assert_eq!(machine_paths(&[at("docs/a.md", "see /home/me/notes\n"), at("README.md", "/homepage\n")]).len(), 1);
    }
}
