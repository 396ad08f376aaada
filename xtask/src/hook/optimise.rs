//! Binaryen's `wasm-opt`, from npm at the version of xtask/package-lock.json. The features are named one by one: with
//! `--all-features` the result does not start in browsers, without any the tool refuses what rustc writes. Names and
//! other sections for debuggers fall away here too.

use crate::problem::{Outcome, Problem};
use crate::{command, place};
use std::path::Path;

const FEATURES: [&str; 8] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// Optimises files in place, as many at once as there are cores for.
pub fn all(files: &[&Path]) -> Outcome {
    let lanes = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let work = || {
            while let Some(file) = files.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                one(file)?;
            }
            Ok(())
        };
        let threads: Vec<_> = (0..lanes).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(Problem::new("optimising broke off"))))
    })
}

fn one(file: &Path) -> Outcome {
    let tool = place::root().join("xtask/node_modules/binaryen/bin/wasm-opt");
    if !tool.is_file() {
        return Err(Problem::new("wasm-opt is not installed").next("run: cargo xtask setup"));
    }
    command::output(
        command::new("node")
            .arg(tool)
            .arg("-Oz")
            .args(FEATURES.map(|feature| format!("--enable-{feature}")))
            .args(["--strip-producers", "--strip-target-features"])
            .arg(file)
            .arg("-o")
            .arg(file),
    )
    .map(drop)
}
