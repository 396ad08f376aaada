//! Tests that do not run, and tests that hope.

use super::Finding;
use super::rust_text::parts;
use super::tree::File;

/// No test is switched off or runs alone.
pub fn switched_off(files: &[File]) -> Vec<Finding> {
    let scripts = ["test.only", "test.skip", "test.fixme", "describe.only", "describe.skip", "describe.fixme"];
    let mut found = scan(files, |file| file.under(&["tests/"]) && !file.is(&["rs", "toml", "md"]), &scripts);
    found.extend(scan(files, |file| file.is(&["rs"]), &["#[ignore"]));
    found
}

/// No test waits for time: too short is a false alarm, too long is everybody's time.
pub fn for_time(files: &[File]) -> Vec<Finding> {
    // `test.setTimeout(…)` is the limit after which a test has failed, not a wait.
    let in_scripts = ["waitForTimeout", " setTimeout(", "(setTimeout(", "timers/promises"];
    let mut found = scan(files, |file| file.under(&["tests/"]) && file.is(&["js", "mjs", "ts"]), &in_scripts);
    let sleeps = ["thread::sleep", "time::sleep", "time::{sleep", "sleep_until("];
    found.extend(scan(files, |file| file.is(&["rs"]) && file.path.contains("tests/"), &sleeps));
    // Unit tests stand at the end of their file.
    for file in files.iter().filter(|file| file.is(&["rs"]) && !file.path.contains("tests/")) {
        let Some(start) = file.text.find("#[cfg(test)]") else { continue };
        let (shipped, tests) = file.text.split_at_checked(start).unwrap_or((&file.text, ""));
        let first = shipped.matches('\n').count();
        for (index, line) in parts(tests).code.lines().enumerate() {
            if sleeps.iter().any(|word| line.contains(word)) {
                found.push(Finding::new(&file.path, first + index + 1, "a test that sleeps"));
            }
        }
    }
    found
}

fn scan(files: &[File], of: impl Fn(&File) -> bool, words: &[&str]) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| of(file)) {
        let code = if file.is(&["rs"]) { parts(&file.text).code } else { file.text.clone() };
        for (index, line) in code.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(Finding::new(&file.path, index + 1, format!("`{}`", word.trim())));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::at;

    #[test]
    fn switched_off_tests_are_found() {
        assert_eq!(switched_off(&[at("tests/e2e/a.spec.mjs", "test.only(\"x\")\ntest(\"y\")\n")]).len(), 1);
        assert_eq!(switched_off(&[at("crates/a/src/b.rs", "#[ignore]\nfn x() {}\n// #[ignore]\n")]).len(), 1);
    }

    #[test]
    fn waiting_for_time_is_found_in_tests_only() {
        assert_eq!(for_time(&[at("tests/e2e/a.spec.mjs", "await page.waitForTimeout(5)\ntest.setTimeout(9)\nsetTimeout(go)\nnew Promise((r) => setTimeout(r, 5))\n")]).len(), 2);
        assert_eq!(for_time(&[at("crates/a/tests/b.rs", "std::thread::sleep(x);\n")]).len(), 1);
        let mixed = "fn retry() { time::sleep(x) }\n#[cfg(test)]\nmod tests {\n fn t() { tokio::time::sleep(x) }\n}\n";
        let found = for_time(&[at("crates/a/src/b.rs", mixed)]);
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [4]);
    }
}
