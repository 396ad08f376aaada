//! The three tools from crates.io that make a browser build out of Rust: Trunk, the wasm-bindgen command and the
//! splitter. They are built from source where they are missing, unoptimised: they run for seconds, so they need not be
//! compiled for minutes. Measured, user time on one machine: Trunk 10.5 min with opt-level 1 and TLS, 5.7 min with
//! opt-level 0 and without (it downloads nothing for us); wasm-bindgen 4.2 min with opt-level 1, 2.5 min with 0.

use crate::problem::{During, Outcome, Problem};
use crate::say::{self, Step};
use crate::{command, place};
use std::path::{Path, PathBuf};

/// A tool installed by cargo, at exactly one version.
pub struct Tool {
    /// The package on crates.io.
    package: &'static str,
    version: String,
    /// The program that is called.
    program: &'static str,
    /// Extra words for `cargo install`.
    options: &'static [&'static str],
    /// Packages worth optimising: those that walk over megabytes of code at each build.
    hot: &'static [&'static str],
    /// What to tell someone who waits.
    hint: &'static str,
}

/// Trunk: reads index.html, calls cargo and wasm-bindgen, copies and hashes the rest.
pub fn trunk() -> Tool {
    Tool {
        package: "trunk",
        version: "0.21.14".into(),
        program: "trunk",
        // Its own lock file is part of what was tried; without features it has neither TLS nor an update check.
        options: &["--locked", "--no-default-features"],
        hot: &[],
        hint: "building it once, about 4 minutes on two cores",
    }
}

/// wasm-bindgen: the glue between Rust and the browser. It must be the version of the library, to the last digit.
pub fn bindgen() -> Outcome<Tool> {
    Ok(Tool {
        package: "wasm-bindgen-cli",
        version: place::locked_version("wasm-bindgen")?,
        program: "wasm-bindgen",
        // No --locked: its lock file names a release that not every registry mirror has.
        options: &[],
        // Three times faster in every development build, for half a minute now.
        hot: &["walrus", "wasmparser", "wasm-encoder", "gimli", "wasm-bindgen-cli-support"],
        hint: "building it once, about 2 minutes on two cores",
    })
}

/// The splitter: cuts the console out of the entry. Its text output is edited by the hook, hence the exact pin.
pub fn splitter() -> Tool {
    Tool {
        package: "wasm_split_cli_support",
        version: "0.2.4".into(),
        program: "wasm-split-cli",
        options: &["--features", "build-binary"],
        hot: &[],
        hint: "building it once, about a minute",
    }
}

/// Installs what is missing and returns the folders to put in front of PATH.
pub fn all() -> Outcome<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for tool in [trunk(), bindgen()?, splitter()] {
        folders.push(tool.ensure()?);
    }
    // Shared while they were built one after the other; of no use afterwards.
    let _ = std::fs::remove_dir_all(build_dir()?);
    Ok(folders)
}

impl Tool {
    /// The folder with the program, after building it if need be.
    pub fn ensure(&self) -> Outcome<PathBuf> {
        let _turn = super::turn();
        let name = format!("{} {}", self.program, self.version);
        if let Some(folder) = self.find()? {
            say::ready(name);
            return Ok(folder);
        }
        let step = Step::start(name, self.hint);
        self.install().map_err(|problem| {
            Problem::new(format!("{} {} could not be built. {}", self.package, self.version, problem.what)).next(format!(
                "check that crates.io can be reached and a C compiler is installed, or install it yourself: cargo install {} --version {}",
                self.package, self.version
            ))
        })?;
        step.done();
        self.find()?.ok_or_else(|| Problem::new(format!("{} was built but is not where it should be", self.program)))
    }

    fn find(&self) -> Outcome<Option<PathBuf>> {
        let own = self.home()?.join("bin");
        if own.join(self.file()).is_file() {
            return Ok(Some(own));
        }
        Ok(self.installed_by_user().filter(|folder| folder.join(self.file()).is_file()))
    }

    /// Cargo keeps a list of what it installed; programs that do not tell their version are in it too.
    fn installed_by_user(&self) -> Option<PathBuf> {
        let home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))?;
        let list = std::fs::read_to_string(home.join(".crates.toml")).ok()?;
        listed(&list, self.package, &self.version).then(|| home.join("bin"))
    }

    fn install(&self) -> Outcome {
        let log = place::notes()?.join(format!("install-{}.log", self.package));
        let (home, build) = (self.home()?, build_dir()?);
        let with = |locked: bool| {
            let mut cargo = command::cargo();
            cargo
                .args(["install", self.package, "--version", &self.version, "--root"])
                .arg(&home)
                .args(self.options.iter().filter(|word| locked || **word != "--locked"))
                .env("CARGO_TARGET_DIR", &build)
                .args(self.hot.iter().flat_map(|package| {
                    ["--config".to_owned(), format!("profile.release.package.{package}.opt-level=1")]
                }))
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                .env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo")
                .env_remove("RUSTFLAGS")
                .env_remove("CARGO_BUILD_TARGET");
            command::log(&mut cargo, &log)
        };
        with(true).or_else(|problem| {
            if !self.options.contains(&"--locked") {
                return Err(problem);
            }
            say::line(format!("  … {}: its lock file cannot be had here, trying without", self.program));
            with(false)
        })
    }

    fn home(&self) -> Outcome<PathBuf> {
        Ok(place::cache()?.join("tools").join(format!("{}-{}", self.package, self.version)))
    }

    fn file(&self) -> String {
        format!("{}{}", self.program, std::env::consts::EXE_SUFFIX)
    }
}

fn build_dir() -> Outcome<PathBuf> {
    Ok(place::cache()?.join("tools-build"))
}

fn listed(list: &str, package: &str, version: &str) -> bool {
    let wanted = format!("\"{package} {version} (");
    list.lines().any(|line| line.starts_with(&wanted))
}

/// The test runner that belongs to our wasm-bindgen.
pub fn test_runner(folder: &Path) -> Outcome<PathBuf> {
    let file = folder.join(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX));
    if file.is_file() {
        return Ok(file);
    }
    Err(Problem::new(format!("wasm-bindgen-test-runner is not beside wasm-bindgen in {}", folder.display())))
}

/// Versions of what will be used, for the head of a build log.
pub fn versions() -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for tool in [trunk(), bindgen()?, splitter()] {
        let state = match tool.find()? {
            Some(folder) => folder.display().to_string(),
            None => "not installed yet".into(),
        };
        lines.push(format!("{} {}: {state}", tool.program, tool.version));
    }
    Ok(lines)
}

/// Node runs the optimiser, the compressor and the end-to-end tests.
pub fn node() -> Outcome {
    let text = command::output(command::new("node").arg("--version")).map_err(|_| {
        Problem::new("Node is not installed (the program `node` was not found)")
            .next("install Node 20 or newer from https://nodejs.org or your distribution")
    })?;
    let major: u32 = text
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default()
        .parse()
        .during("reading Node's version")?;
    if major < 20 {
        return Err(Problem::new(format!("Node {} is too old: 20 or newer is needed", text.trim()))
            .next("install a current Node from https://nodejs.org or your distribution"));
    }
    say::ready(format!("Node {}", text.trim()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_counts_as_installed() {
        let list = "[v1]\n\"trunk 0.21.14 (registry+https://example.org)\" = [\"trunk\"]\n";
        assert!(listed(list, "trunk", "0.21.14"));
        assert!(!listed(list, "trunk", "0.21.1"));
        assert!(!listed(list, "runk", "0.21.14"));
    }
}
