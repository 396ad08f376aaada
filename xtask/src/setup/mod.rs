//! Checks what a chore needs and sets up what is missing. Nothing the user has installed is changed: our tools live
//! in a folder of their own (see [`crate::place::cache`]).

pub mod browser;
pub mod npm;
pub mod rust;
pub mod tools;

use crate::problem::Outcome;
use crate::{command, say};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whoever looks whether something is missing, and installs it, keeps this until it is there: parts of a test run set up
/// at the same time, and must not install the same thing twice.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `cargo xtask setup`: everything at once, for those who want to go offline afterwards.
pub fn all() -> Outcome {
    say::line("Setting up");
    rust::wasm_target()?;
    tools::all()?;
    npm::build_parts()?;
    npm::test_parts()?;
    browser::chromium()?;
    browser::headless(true)?;
    browser::driver()?;
    Ok(())
}

/// What a build log should begin with.
pub fn versions() -> Outcome {
    for (program, word) in [("rustc", "--version"), ("cargo", "--version"), ("node", "--version"), ("npm", "--version")]
    {
        let text = command::output(command::new(program).arg(word)).unwrap_or_else(|_| "not installed".into());
        say::line(format!("{program}: {}", text.trim()));
    }
    for line in tools::versions()? {
        say::line(line);
    }
    Ok(())
}
