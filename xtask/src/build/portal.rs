//! The portal for the browser: cargo compiles the four programs (entry, key agent, strength, import), Trunk puts the site
//! together and calls our hook (see [`crate::hook`]), then everything is compressed once and for all.

use crate::build::{compress, fingerprint, headers};
use crate::place::WASM;
use crate::problem::{During, Outcome};
use crate::say::{self, Step};
use crate::setup::{npm, rust, tools};
use crate::{command, place};
use std::path::PathBuf;

/// Makes sure dist/ holds the release build of the present sources. `beside` runs while tools and portal are built:
/// fat link-time optimisation keeps one core busy, and on a fresh machine the others should not wait for it.
pub fn release<T: Send>(beside: impl FnOnce() -> Outcome<T> + Send) -> Outcome<T> {
    let print = fingerprint::now()?;
    if fingerprint::matches(&print)? {
        say::ready("portal (nothing has changed)");
        return beside();
    }
    tools::node()?;
    rust::wasm_target()?;
    let (folders, other) = std::thread::scope(|scope| {
        let tools = scope.spawn(build_tools);
        let other = compile().and_then(|()| beside());
        let folders = tools.join().map_err(|_| crate::problem::Problem::new("setting up the tools broke off"))?;
        Ok((folders?, other?))
    })?;
    fingerprint::forget()?;
    assemble(&folders)?;
    finish()?;
    fingerprint::remember(&print)?;
    Ok(other)
}

fn build_tools() -> Outcome<Vec<PathBuf>> {
    let mut folders = tools::all()?;
    folders.push(npm::build_parts()?);
    Ok(folders)
}

/// All programs in one go. Trunk would call cargo for one after the other, and each link waits for the last.
fn compile() -> Outcome {
    let step = Step::start("portal, compiling", "first time: about 5 minutes on two cores");
    let log = place::notes()?.join("build-portal.log");
    command::log(
        command::cargo().args(["build", "--release", "--target", WASM, "--package", "provider-portal", "--bins"]),
        &log,
    )?;
    step.done();
    Ok(())
}

/// Trunk finds the compiled programs, and our hook splits, optimises and names what Trunk has put together.
fn assemble(folders: &[PathBuf]) -> Outcome {
    let step = Step::start("portal, putting together", "");
    let log = place::notes()?.join("trunk.log");
    command::log(
        command::new("trunk")
            .args(["build", "--release", "--offline", "--color", "never"])
            .env("PATH", command::path_with(folders))
            .env_remove("NO_COLOR"),
        &log,
    )?;
    step.done();
    Ok(())
}

/// Headers for content delivery networks, the address that sign-up mails of real servers lead to, and
/// the compressed forms beside each file.
fn finish() -> Outcome {
    let step = Step::start("portal, compressing", "");
    let dist = place::dist();
    std::fs::copy(dist.join("index.html"), dist.join("redirect-connector.html")).during("copying index.html")?;
    let trunk = std::fs::read_to_string(place::root().join("Trunk.toml")).during("reading Trunk.toml")?;
    std::fs::write(dist.join("_headers"), headers::for_network(&trunk)?).during("writing _headers")?;
    compress::all(&dist)?;
    step.done();
    Ok(())
}
