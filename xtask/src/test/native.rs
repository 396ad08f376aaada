//! Rust on this machine: unit and integration tests of every package, documentation examples, and whether our scripts
//! can be read by Node at all.

use super::Tally;
use crate::problem::{During, Outcome};
use crate::{command, place, say};
use std::path::{Path, PathBuf};

/// Seconds for each reader of foreign files to be fed with damaged ones.
const FUZZING: &str = "5";
/// The package whose tests only run in a browser.
pub const IN_BROWSER: &str = "portal-browser-tests";

/// Runs all three.
pub fn run() -> Outcome<Tally> {
    Ok(tests()? + examples()? + scripts()?)
}

/// With nextest where it is installed (building it takes longer than it saves), else with cargo alone.
fn tests() -> Outcome<Tally> {
    let words = ["--workspace", "--exclude", IN_BROWSER];
    if command::output(command::cargo().args(["nextest", "--version"])).is_ok() {
        let mut nextest = command::cargo();
        nextest.args(["nextest", "run", "--no-fail-fast", "--status-level", "fail"]).args(words);
        nextest.env("PORTAL_FUZZ_SECONDS", FUZZING);
        let (good, output) = command::tee(&mut nextest)?;
        return Ok(Tally::of_nextest(&output).with_verdict(good));
    }
    say::line("cargo-nextest is not installed; cargo test does the same, a little slower");
    let mut cargo = command::cargo();
    cargo.args(["test", "--no-fail-fast", "--bins", "--lib", "--tests"]).args(words);
    cargo.env("PORTAL_FUZZ_SECONDS", FUZZING);
    let (good, output) = command::tee(&mut cargo)?;
    Ok(Tally::of_harness(&output).with_verdict(good))
}

fn examples() -> Outcome<Tally> {
    let mut cargo = command::cargo();
    cargo.args(["test", "--doc", "--quiet", "--no-fail-fast", "--workspace", "--exclude", IN_BROWSER]);
    let (good, output) = command::tee(&mut cargo)?;
    Ok(Tally::of_harness(&output).with_verdict(good))
}

fn scripts() -> Outcome<Tally> {
    let mut sum = Tally::default();
    for file in script_files(&place::root())? {
        let result = command::output(command::new("node").arg("--check").arg(&file));
        if let Err(problem) = &result {
            say::line(format!("{}: {problem}", file.display()));
        }
        sum = sum + Tally::one(result.is_ok());
    }
    Ok(sum)
}

fn script_files(root: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in ["public", "xtask/scripts", "tests/e2e"] {
        collect(&root.join(folder), &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    for entry in std::fs::read_dir(folder).during(format_args!("listing {}", folder.display()))? {
        let path = entry.during("listing scripts")?.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "js" || extension == "mjs") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_that_starts_the_portal_is_checked() {
        let files = script_files(&place::root()).unwrap();
        assert!(files.iter().any(|file| file.ends_with("public/boot.js")));
        assert!(files.iter().any(|file| file.ends_with("tests/e2e/playwright.config.mjs")));
        assert!(!files.iter().any(|file| file.components().any(|part| part.as_os_str() == "node_modules")));
    }
}
