//! Parts from npm: Binaryen's optimiser for the build, Playwright and axe for the end-to-end tests. Installed with
//! `npm ci`, so that the lock files decide.

use crate::problem::{During, Outcome, Problem};
use crate::say::{self, Step};
use crate::{command, place};
use std::path::{Path, PathBuf};

/// Binaryen; returns the folder with `wasm-opt`.
pub fn build_parts() -> Outcome<PathBuf> {
    let dir = place::root().join("xtask");
    install(&dir, "npm parts for the build")?;
    Ok(dir.join("node_modules/.bin"))
}

/// Playwright and axe; returns the folder of the end-to-end tests.
pub fn test_parts() -> Outcome<PathBuf> {
    let dir = place::root().join("tests/e2e");
    install(&dir, "npm parts for the end-to-end tests")?;
    Ok(dir)
}

fn install(dir: &Path, name: &str) -> Outcome {
    let _turn = super::turn();
    let lock = std::fs::read(dir.join("package-lock.json"))
        .during(format_args!("reading {}/package-lock.json", dir.display()))?;
    // A copy of the lock file tells whether what is installed is what the lock asks for.
    let stamp = dir.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        say::ready(name);
        return Ok(());
    }
    let step = Step::start(name, "downloading, once");
    let folder = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let log = place::notes()?.join(format!("npm-{folder}.log"));
    command::log(
        command::new("npm").current_dir(dir).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]),
        &log,
    )
    .map_err(|problem| {
        Problem::new(format!("{name} could not be installed. {}", problem.what))
            .next("check that npm is installed and its registry can be reached, then run the command again")
    })?;
    std::fs::write(&stamp, lock).during("noting what npm installed")?;
    step.done();
    Ok(())
}
