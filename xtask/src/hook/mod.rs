//! What happens to a build after Trunk (its `post_build` hook, `cargo xtask hook`).
//!
//! Every build: texts go into index.html. Development: a reload script is added. Release, in addition:
//!
//! 1. the entry is split, so that everything behind sign-in is one chunk fetched on demand (`split`);
//! 2. each WebAssembly file goes through Binaryen (`optimise`);
//! 3. the workers get names made of their content, and check what they load (`workers`);
//! 4. the style sheets become one (`styles`);
//! 5. index.html gets the new names with their integrity, and preload lines (`page`).
//!
//! Names come from final bytes: `stem-` and sixteen hexadecimal digits, to be cached for ever. The hook edits text that
//! other tools generate. Each edit must match exactly once or the build fails (`edit`): the tools are pinned, and a bump
//! that changes their text must be noticed here and not by a user.

mod edit;
mod emit;
mod optimise;
mod page;
mod split;
mod styles;
mod texts;
mod workers;

use crate::place;
use crate::problem::{During, Outcome, Wanted};
use std::path::{Path, PathBuf};

/// Runs as Trunk's hook; Trunk names the folder in `TRUNK_STAGING_DIR`.
pub fn run() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .wanted("TRUNK_STAGING_DIR is not set: this command is called by Trunk, see Trunk.toml")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let index = staging.join("index.html");
    let html = std::fs::read_to_string(&index).during("reading the built index.html")?;
    let html = texts::fill(&html, &texts::read()?)?;
    let html = if release { pack(&staging, &html)? } else { page::with_reload(&staging, &html)? };
    std::fs::write(&index, html).during("writing index.html")
}

fn pack(staging: &Path, html: &str) -> Outcome<String> {
    let target = place::target()?;
    let work = target.join("xtask-hook");
    let _ = std::fs::remove_dir_all(&work);
    std::fs::create_dir_all(&work).during("making a working folder")?;

    let artifact = target.join(place::WASM).join("release/portal.wasm");
    let parts = split::run(&artifact, &work)?;
    let workers = workers::read(staging)?;
    let mut wasm: Vec<&Path> = vec![&parts.entry];
    wasm.extend(parts.chunk.as_deref());
    wasm.extend(workers.iter().map(|worker| worker.wasm.as_path()));
    optimise::all(&wasm)?;

    let entry = split::emit(&parts, staging)?;
    let mut names = page::Names::of(entry);
    for worker in &workers {
        names.worker(worker.name, workers::emit(worker, staging)?);
    }
    let html = styles::join(staging, html)?;
    page::rewrite(staging, &html, &names)
}
