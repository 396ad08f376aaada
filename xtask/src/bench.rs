//! `cargo xtask bench`: measures the release build in a real browser against the embedded server with 1,000 clients
//! (tests/e2e/bench). Prints a table, keeps the numbers as JSON in the notes folder. Judges nothing: machines are noisy.

use crate::problem::{Outcome, Problem};
use crate::setup::{browser, npm};
use crate::{build, command, place, say};

/// Builds what is measured and measures it.
pub fn run() -> Outcome {
    let server = build::portal::release(build::server::build)?;
    let folder = npm::test_parts()?;
    let notes = place::notes()?.join("bench.json");
    let mut node = command::new("node");
    node.current_dir(&folder)
        .arg("bench/run.mjs")
        .env("PORTAL_SERVER", server)
        .env("PORTAL_DIST", place::dist())
        .env("PORTAL_BENCH", &notes);
    if let Some(chromium) = browser::chromium()? {
        node.env("PORTAL_CHROMIUM", chromium);
    }
    if browser::is_root() {
        node.env("PORTAL_NO_SANDBOX", "1");
    }
    let (good, _) = command::tee(&mut node)?;
    if !good {
        return Err(Problem::new("the measurement broke off").next("its output above says where"));
    }
    say::line(format!("numbers: {}", notes.display()));
    Ok(())
}
