//! `cargo xtask test`: everything, or one part. Each part ends with a line of its own; the very last line is
//! `N passed, N failed`, which build servers read.

mod browser;
mod e2e;
mod native;
mod tally;

use crate::problem::{Outcome, Problem};
use crate::say;
use std::path::PathBuf;
use std::time::Instant;
pub use tally::Tally;

/// What to test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Rust on this machine, documentation examples, syntax of our scripts.
    Native,
    /// Rust inside a browser: the crypto vectors, WebCrypto.
    Browser,
    /// The release build and the real server, driven like a person would.
    E2e,
}

const ALL: [Part; 3] = [Part::Native, Part::Browser, Part::E2e];

impl Part {
    /// Reads the words after `test`; none means all parts.
    pub fn read(words: &mut lexopt::Parser) -> Outcome<Vec<Self>> {
        let mut parts = Vec::new();
        while let Some(word) = words.next().map_err(crate::misused)? {
            let lexopt::Arg::Value(name) = &word else {
                return Err(crate::misused(word.unexpected()));
            };
            let name = name.to_string_lossy();
            let part = ALL.into_iter().find(|part| part.name() == name);
            parts.push(part.ok_or_else(|| {
                Problem::new(format!("there is no test part `{name}`")).next("choose native, browser or e2e")
            })?);
        }
        Ok(if parts.is_empty() { ALL.to_vec() } else { parts })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Browser => "browser",
            Self::E2e => "e2e",
        }
    }

    /// `built` waits for what the journeys need.
    fn run(self, built: impl FnOnce() -> Outcome<PathBuf>) -> Outcome<Tally> {
        match self {
            Self::Native => native::run(),
            Self::Browser => browser::run(),
            Self::E2e => e2e::run(&built()?),
        }
    }
}

/// Runs the parts, all of them even when one fails.
pub fn run(parts: &[Part]) -> Outcome {
    let mut sum = Tally::default();
    let mut lines = Vec::new();
    std::thread::scope(|scope| {
        // The release build keeps one core busy for minutes; the other one tests meanwhile.
        let mut building = parts.contains(&Part::E2e).then(|| {
            scope.spawn(|| {
                // Told at once, and again by the part that could not run.
                e2e::build().inspect_err(|problem| say::line(format!("error: {problem}")))
            })
        });
        let mut built = || match building.take().map(std::thread::ScopedJoinHandle::join) {
            Some(Ok(outcome)) => outcome,
            _ => Err(Problem::new("building what the journeys need broke off")),
        };
        for part in parts {
            let started = Instant::now();
            say::line(format!("── {} ──", part.name()));
            let tally = part.run(&mut built).unwrap_or_else(|problem| {
                say::line(format!("error: {problem}"));
                Tally::broken()
            });
            // A part that ran nothing has not shown anything.
            let tally = if tally == Tally::default() { Tally::broken() } else { tally };
            let line = format!("{}: {tally} ({})", part.name(), say::span(started.elapsed()));
            say::line(&line);
            lines.push(line);
            sum = sum + tally;
        }
    });
    say::line("── all ──");
    lines.iter().for_each(say::line);
    say::line(sum.to_string());
    if sum.failed == 0 { Ok(()) } else { Err(Problem::new("there are failed tests")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read() {
        let read = |words: &[&str]| Part::read(&mut lexopt::Parser::from_args(words));
        assert_eq!(read(&[]).unwrap(), ALL);
        assert_eq!(read(&["e2e", "native"]).unwrap(), [Part::E2e, Part::Native]);
        assert!(read(&["e3e"]).is_err());
        assert!(read(&["--all"]).is_err());
    }
}
