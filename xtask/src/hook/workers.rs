//! The workers: one script and one WebAssembly file each, named by content. Trunk's loader script falls away: the
//! glue starts itself, which saves a request, and refuses WebAssembly that is not the one it was built with.

use super::edit::once;
use super::emit::{self, Emitted};
use crate::problem::{During, Outcome};
use std::path::{Path, PathBuf};

/// Programs of the root package that run as workers, as index.html lists them.
pub const NAMES: [&str; 3] = ["key_agent", "strength", "import"];

/// A worker as Trunk left it.
pub struct Worker {
    /// The program's name.
    pub name: &'static str,
    /// Its WebAssembly in the staging folder; goes away once it has its final name.
    pub wasm: PathBuf,
    glue: PathBuf,
    loader: PathBuf,
}

/// Finds the workers in the staging folder.
pub fn read(staging: &Path) -> Outcome<Vec<Worker>> {
    NAMES.into_iter().map(|name| find(staging, name)).collect()
}

fn find(staging: &Path, name: &'static str) -> Outcome<Worker> {
    let worker = Worker {
        name,
        wasm: staging.join(format!("{name}_bg.wasm")),
        glue: staging.join(format!("{name}.js")),
        loader: staging.join(format!("{name}_loader.js")),
    };
    for file in [&worker.wasm, &worker.glue, &worker.loader] {
        std::fs::metadata(file).during(format_args!("looking for Trunk's {}", file.display()))?;
    }
    Ok(worker)
}

/// Writes the worker under its final names, removes Trunk's files, and returns the script.
pub fn emit(worker: &Worker, staging: &Path) -> Outcome<Emitted> {
    let wasm = std::fs::read(&worker.wasm).during("reading a worker")?;
    let wasm = emit::file(staging, worker.name, "wasm", &wasm)?;
    let glue = std::fs::read_to_string(&worker.glue).during("reading a worker's glue")?;
    let script = emit::file(staging, worker.name, "js", started(&glue, worker.name, &wasm)?.as_bytes())?;
    for file in [&worker.wasm, &worker.glue, &worker.loader] {
        std::fs::remove_file(file).during("removing what Trunk made")?;
    }
    Ok(script)
}

fn started(glue: &str, name: &str, wasm: &Emitted) -> Outcome<String> {
    let glue = once(
        glue,
        &format!("new URL('{name}_bg.wasm', import.meta.url)"),
        &format!("fetch(new URL('{}', import.meta.url), {{ integrity: '{}' }})", wasm.name, wasm.integrity),
        "worker glue, WebAssembly",
    )?;
    once(&glue, "export { initSync, __wbg_init as default };", "await __wbg_init();", "worker glue, exports")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str =
        "p = new URL('key_agent_bg.wasm', import.meta.url);\nexport { initSync, __wbg_init as default };\n";

    #[test]
    fn the_glue_starts_itself_with_the_right_bytes() {
        let wasm = Emitted { name: "key_agent-1.wasm".into(), integrity: "sha384-x".into(), size: 1 };
        let script = started(GLUE, "key_agent", &wasm).unwrap();
        assert!(script.contains("fetch(new URL('key_agent-1.wasm', import.meta.url), { integrity: 'sha384-x' })"));
        assert!(script.ends_with("await __wbg_init();\n"));
        assert!(started("something else", "key_agent", &wasm).is_err());
        assert!(started(GLUE, "strength", &wasm).is_err());
    }
}
