//! Where things are: the project, its build output, the tools kept between clones.

use crate::command;
use crate::problem::{During, Outcome, Wanted};
use std::path::{Path, PathBuf};

/// The triple of the browser build.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The root of the work tree, from where this crate was compiled.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The built portal as it is served and shipped.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Notes of this work tree (fingerprints, logs); ignored by git.
pub fn notes() -> Outcome<PathBuf> {
    made(root().join(".cache"))
}

/// Tools we install, shared by every clone of this user so that a second clone starts at once. Other versions the
/// user has installed are never touched. `PORTAL_CACHE` moves it.
pub fn cache() -> Outcome<PathBuf> {
    let base = match std::env::var_os("PORTAL_CACHE") {
        Some(dir) => PathBuf::from(dir),
        None => std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
            .unwrap_or_else(|| root().join(".cache"))
            .join("provider-portal"),
    };
    made(base)
}

/// Cargo's output directory, whatever the user has configured.
pub fn target() -> Outcome<PathBuf> {
    let text = command::output(command::cargo().args(["metadata", "--format-version=1", "--no-deps", "--offline"]))?;
    let meta: serde_json::Value = serde_json::from_str(&text).during("reading the answer of cargo metadata")?;
    meta.get("target_directory")
        .and_then(|dir| dir.as_str())
        .map(PathBuf::from)
        .wanted("cargo metadata names no target directory")
}

/// The version of a package in Cargo.lock: the lock decides, so that tool and library never part.
pub fn locked_version(package: &str) -> Outcome<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).during("reading Cargo.lock")?;
    version_in_lock(&lock, package).wanted(format!("Cargo.lock does not list {package}"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let wanted = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == wanted)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

fn made(dir: PathBuf) -> Outcome<PathBuf> {
    std::fs::create_dir_all(&dir).during(format_args!("creating {}", dir.display()))?;
    Ok(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
