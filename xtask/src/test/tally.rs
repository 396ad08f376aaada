//! Counting what test runners print.

use std::fmt;
use std::ops::Add;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, and runs that broke off.
    pub failed: u64,
}

impl Tally {
    /// A run that did not get as far as counting.
    pub const fn broken() -> Self {
        Self { passed: 0, failed: 1 }
    }

    /// One check.
    pub const fn one(good: bool) -> Self {
        if good { Self { passed: 1, failed: 0 } } else { Self::broken() }
    }

    /// A runner's verdict counts too: one that fails without a failed test has broken off.
    pub const fn with_verdict(self, good: bool) -> Self {
        if good || self.failed > 0 {
            return self;
        }
        Self { passed: self.passed, failed: 1 }
    }

    /// Reads nextest's summary: `Summary [  1.2s] 12 tests run: 10 passed (1 slow), 2 failed, 0 skipped`.
    pub fn of_nextest(output: &str) -> Self {
        let line = output.lines().rev().find(|line| line.contains("Summary [") && line.contains("run:"));
        let counts = line.and_then(|line| line.split_once("run:")).map_or("", |(_, counts)| counts);
        let of = |word: &str| number_before(counts, word);
        Self { passed: of(" passed"), failed: of(" failed") + of(" timed out") + of(" exec failed") }
    }

    /// Adds up the lines `test result: ok. 3 passed; 0 failed; …` of cargo's own harness and of wasm-bindgen's.
    pub fn of_harness(output: &str) -> Self {
        output.lines().filter(|line| line.contains("test result:")).fold(Self::default(), |sum, line| {
            sum + Self { passed: number_before(line, " passed"), failed: number_before(line, " failed") }
        })
    }

    /// Reads Playwright's JSON report. A flaky test passed only at a second try, and counts as failed.
    pub fn of_playwright(report: &serde_json::Value) -> Self {
        let of =
            |name: &str| report.pointer(&format!("/stats/{name}")).and_then(serde_json::Value::as_u64).unwrap_or(0);
        Self { passed: of("expected"), failed: of("unexpected") + of("flaky") }
    }
}

impl Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The number that stands right before a word.
fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    let digits = before.rsplit(|char: char| !char.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_counted() {
        let text =
            "noise\n     Summary [   0.123s] 25 tests run: 22 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n";
        assert_eq!(Tally::of_nextest(text), Tally { passed: 22, failed: 3 });
        assert_eq!(Tally::of_nextest("error: could not compile"), Tally::default());
    }

    #[test]
    fn harness_lines_are_added_up() {
        let text =
            "test result: ok. 3 passed; 0 failed; 0 ignored\nx\ntest result: FAILED. 1 passed; 2 failed; 0 ignored\n";
        assert_eq!(Tally::of_harness(text), Tally { passed: 4, failed: 2 });
    }

    #[test]
    fn playwright_is_counted() {
        let report = serde_json::json!({ "stats": { "expected": 7, "unexpected": 1, "flaky": 1, "skipped": 4 } });
        assert_eq!(Tally::of_playwright(&report), Tally { passed: 7, failed: 2 });
    }

    #[test]
    fn a_failed_run_without_a_failed_test_is_a_failure() {
        let good = Tally { passed: 3, failed: 0 };
        assert_eq!(good.with_verdict(true), good);
        assert_eq!(good.with_verdict(false).failed, 1);
        assert_eq!(Tally { passed: 0, failed: 2 }.with_verdict(false).failed, 2);
    }
}
