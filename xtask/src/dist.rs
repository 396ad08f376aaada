//! `cargo xtask dist`: the static files for any host or content delivery network. `/api`, `/identity` and `/events` of
//! that host are to be forwarded to the server that is managed.

use crate::problem::Outcome;
use crate::{build, place, say};

/// Builds dist/ and says what is in it.
pub fn run() -> Outcome {
    build::portal::release(|| Ok(()))?;
    let count = crate::size::files(&place::dist())?.len();
    say::line(format!(
        "dist/ holds {count} files, each with .br and .gz beside it where that helps, and _headers for networks that read it."
    ));
    say::line("Names with sixteen hexadecimal digits never change their content; all others must be revalidated.");
    Ok(())
}
