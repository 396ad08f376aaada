//! `cargo xtask fuzz`: the mutation fuzzer of the importers, for as long as wanted. It is part of their tests, where each
//! reader gets five seconds; what it finds here is saved beside the samples and is a seed and a test from then on.

use crate::problem::{During, Outcome, Problem};
use crate::{command, place, say};

/// What to fuzz.
pub struct Options {
    /// Beginning of the name of a format; empty for all, one after another.
    format: String,
    /// For how long each.
    seconds: u64,
}

impl Options {
    /// Reads the words after `fuzz`.
    pub fn read(words: &mut lexopt::Parser) -> Outcome<Self> {
        let mut options = Self { format: String::new(), seconds: 5 };
        while let Some(word) = words.next().map_err(crate::misused)? {
            match word {
                lexopt::Arg::Long("seconds") => {
                    let value = words.value().map_err(crate::misused)?.to_string_lossy().into_owned();
                    options.seconds = value.parse().map_err(|_| {
                        Problem::new(format!("`{value}` is no number of seconds")).next("cargo xtask fuzz --seconds 60")
                    })?;
                }
                lexopt::Arg::Value(name) => options.format = name.to_string_lossy().into_owned(),
                other => return Err(crate::misused(other.unexpected())),
            }
        }
        Ok(options)
    }
}

/// Runs the targets, each in a thread of the test program, as many at once as there are cores.
pub fn run(options: &Options) -> Outcome {
    let filter = format!("fuzz_{}", options.format.replace('-', "_"));
    say::line(format!("fuzzing {filter}*, {} seconds each", options.seconds));
    let mut cargo = command::cargo();
    // Quick code finds more, and overflows are findings too.
    cargo.args(["test", "--package", "portal-importers", "--lib", "--profile", "dev", &filter]);
    cargo.env("PORTAL_FUZZ_SECONDS", options.seconds.to_string()).env("CARGO_PROFILE_DEV_OPT_LEVEL", "2");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).during("reading the clock")?;
    cargo.env("PORTAL_FUZZ_START", now.as_secs().to_string());
    cargo.env("CARGO_TARGET_DIR", place::root().join("target/fuzz"));
    let (good, _) = command::tee(&mut cargo)?;
    if good {
        return Ok(());
    }
    let findings = place::root().join("crates/importers/samples/findings");
    let count = std::fs::read_dir(&findings).during("listing findings").map_or(0, Iterator::count);
    Err(Problem::new(format!("the fuzzer found something ({count} findings are kept)"))
        .next(format!("mend it; the finding in {} is a test already", findings.display())))
}
