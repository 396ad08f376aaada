//! One number for all that the portal's build depends on. The same number means the folder dist/ is still right, and
//! a second start need not even look for Trunk.

use crate::place;
use crate::problem::{During, Outcome};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Folders and files of the project that end up in dist/, or decide how it is built.
const SOURCES: [&str; 18] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates/agent",
    "crates/client",
    "crates/contracts",
    "crates/crypto",
    "crates/importers",
    "index.html",
    "locales",
    "public",
    "src",
    "style",
    "xtask/package-lock.json",
    "xtask/scripts",
    "xtask/src",
];

/// The fingerprint of the sources as they are now.
pub fn now() -> Outcome<String> {
    of(&place::root(), &SOURCES)
}

/// Whether dist/ was built from sources with this fingerprint.
pub fn matches(print: &str) -> Outcome<bool> {
    let noted = std::fs::read_to_string(note()?).unwrap_or_default();
    Ok(noted == print && place::dist().join("index.html").is_file())
}

/// Notes that dist/ now belongs to this fingerprint.
pub fn remember(print: &str) -> Outcome {
    std::fs::write(note()?, print).during("noting what dist/ was built from")
}

/// Forgets it: from now on until [`remember`], dist/ is in an unknown state.
pub fn forget() -> Outcome {
    let _ = std::fs::remove_file(note()?);
    Ok(())
}

fn note() -> Outcome<PathBuf> {
    Ok(place::notes()?.join("dist.fingerprint"))
}

fn of(root: &Path, sources: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for source in sources {
        collect(&root.join(source), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = std::fs::read(&file).during(format_args!("reading {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
        // Lengths keep one file's end apart from the next one's name.
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    Ok(HEXLOWER.encode(&hash.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        let entries = std::fs::read_dir(path).during(format_args!("listing {}", path.display()))?;
        for entry in entries {
            collect(&entry.during("listing a folder")?.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_a_new_file_and_a_new_name_all_change_it() {
        let root = std::env::temp_dir().join(format!("xtask-print-{}", std::process::id()));
        std::fs::create_dir_all(root.join("src/deep")).unwrap();
        std::fs::write(root.join("src/deep/a.rs"), "one").unwrap();
        let print = || of(&root, &["src", "missing"]).unwrap();
        let first = print();
        assert_eq!(first, print());
        std::fs::write(root.join("src/deep/a.rs"), "two").unwrap();
        let second = print();
        std::fs::write(root.join("src/b.rs"), "").unwrap();
        let third = print();
        std::fs::rename(root.join("src/b.rs"), root.join("src/c.rs")).unwrap();
        let all = [first, second, third, print()];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), 4);
        std::fs::remove_dir_all(root).unwrap();
    }
}
