//! The embedded server, natively. Its own cargo profile: optimised a little, compiled quickly (see Cargo.toml).

use crate::problem::Outcome;
use crate::say::Step;
use crate::{command, place};
use std::path::PathBuf;

/// Builds the server if need be and returns the program. Cargo itself knows when there is nothing to do.
pub fn build() -> Outcome<PathBuf> {
    let program = program()?;
    let hint = if program.is_file() { "" } else { "first time: about 3 minutes" };
    let step = Step::start("embedded server", hint);
    let log = place::notes()?.join("build-server.log");
    command::log(
        command::cargo().args(["build", "--profile", "server", "--package", "portal-server", "--bin", "portal-server"]),
        &log,
    )?;
    step.done();
    Ok(program)
}

/// Where the built program is.
pub fn program() -> Outcome<PathBuf> {
    Ok(place::target()?.join("server").join(format!("portal-server{}", std::env::consts::EXE_SUFFIX)))
}
