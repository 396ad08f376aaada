//! Cuts the entry's WebAssembly in two: what every visitor needs, and the console, fetched while a password is typed.
//!
//! Starts again from what cargo linked (with relocations, see build.rs): splitting must come before wasm-bindgen, and
//! what Trunk made of the unsplit file is thrown away. The splitter's link script becomes part of the glue, which saves
//! a request and a circular import.

use super::edit::{between, once, unexpected};
use super::emit::{self, Emitted};
use crate::command;
use crate::problem::{During, Outcome, Wanted};
use std::path::{Path, PathBuf};

/// What the splitter writes for the split point named `console` (src/app).
const CHUNK: &str = "split_console.wasm";

/// The files of the entry before they have their final names.
pub struct Parts {
    /// What every visitor loads.
    pub entry: PathBuf,
    /// The console; absent in a build made with `PORTAL_SPLIT=0`.
    pub chunk: Option<PathBuf>,
    glue: String,
    link: Option<String>,
}

/// The entry in dist/.
pub struct Entry {
    /// The glue, a JavaScript module.
    pub glue: Emitted,
    /// The WebAssembly it starts.
    pub wasm: Emitted,
}

/// Splits and binds in a working folder.
pub fn run(artifact: &Path, work: &Path) -> Outcome<Parts> {
    let linked = std::fs::read(artifact).during(format_args!("reading {}", artifact.display()))?;
    let marker = b"__wasm_split_load_console";
    let is_split = linked.windows(marker.len()).any(|window| window == marker);
    let (cut, bound) = (work.join("cut"), work.join("bound"));
    let input = if is_split {
        command::output(command::new("wasm-split-cli").arg(artifact).arg(&cut).args([
            "--target",
            "web",
            "--out-name",
            "portal",
        ]))?;
        cut.join("portal.wasm")
    } else if std::env::var("PORTAL_SPLIT").is_ok_and(|value| value == "0") {
        artifact.to_path_buf()
    } else {
        return Err(unexpected("splitting", "the linked portal has no split point named console"));
    };
    command::output(
        command::new("wasm-bindgen")
            .args(["--target=web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name=portal"])
            .arg("--out-dir")
            .arg(&bound)
            .arg(input),
    )?;
    let text = |file: PathBuf| std::fs::read_to_string(&file).during(format_args!("reading {}", file.display()));
    let glue = text(bound.join("portal.js"))?;
    if glue.contains("./snippets/") {
        return Err(unexpected(
            "glue",
            "a dependency brings JavaScript of its own (snippets); it would be one more request without integrity",
        ));
    }
    if is_split {
        only_chunk(&cut)?;
    }
    Ok(Parts {
        entry: bound.join("portal_bg.wasm"),
        chunk: is_split.then(|| cut.join(CHUNK)),
        glue,
        link: if is_split { Some(text(cut.join("__wasm_split.js"))?) } else { None },
    })
}

/// One chunk for the whole console. More would mean a second split point's name, and more bytes in total.
fn only_chunk(folder: &Path) -> Outcome {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).during("listing the split parts")? {
        let name = entry.during("listing the split parts")?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") && name != "portal.wasm" {
            names.push(name);
        }
    }
    if names == [CHUNK] {
        return Ok(());
    }
    Err(unexpected("splitting", &format!("expected {CHUNK} alone, found {}", names.join(", "))))
}

/// Writes entry and chunk under their final names.
pub fn emit(parts: &Parts, staging: &Path) -> Outcome<Entry> {
    let bytes = |file: &Path| std::fs::read(file).during(format_args!("reading {}", file.display()));
    let wasm = emit::file(staging, "portal", "wasm", &bytes(&parts.entry)?)?;
    let glue = match (&parts.chunk, &parts.link) {
        (Some(chunk), Some(link)) => {
            let chunk = emit::file(staging, "console", "wasm", &bytes(chunk)?)?;
            join(&parts.glue, &linked(link, &chunk)?)?
        }
        _ => parts.glue.clone(),
    };
    // Nobody asks for the default any more: boot.js names the file. A wrong name here would only show as a 404.
    let glue = once(&glue, "portal_bg.wasm", &wasm.name, "the glue's default file")?;
    Ok(Entry { glue: emit::file(staging, "portal", "js", glue.as_bytes())?, wasm })
}

/// The link script as an expression: its import gone (the glue has that function), its export returned, the chunk
/// fetched by its final name and only with the right bytes.
fn linked(link: &str, chunk: &Emitted) -> Outcome<String> {
    let link = once(link, "import { initSync } from \"./portal.js\";\n", "", "link script, import")?;
    if link.contains("import ") {
        return Err(unexpected("link script", "there is a second import"));
    }
    let export = between(&link, "export const ", " = ", "link script, export")?.to_owned();
    if export != "__wasm_split_load_console" {
        return Err(unexpected("link script", &format!("it exports {export}")));
    }
    let link = once(&link, "export const ", "const ", "link script, export")?;
    let link = once(
        &link,
        &format!("new URL(\"./{CHUNK}\", import.meta.url)"),
        &format!("new URL(\"./{}\", import.meta.url), {{ integrity: \"{}\" }}", chunk.name, chunk.integrity),
        "link script, chunk",
    )?;
    Ok(format!("(() => {{\n{link}\nreturn {{ {export} }};\n}})()"))
}

/// Puts the link script where the glue imports it.
fn join(glue: &str, link: &str) -> Outcome<String> {
    let name = between(glue, "import * as ", " from \"./__wasm_split.js\"", "glue, import of the link script")?;
    let name = name.rsplit(' ').next().wanted("the glue's import has no name")?.to_owned();
    let from = format!("import * as {name} from \"./__wasm_split.js\"");
    once(glue, &from, &format!("const {name} = {link};"), "glue, import of the link script")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "import { initSync } from \"./portal.js\";\n\nlet shared;\nexport const __wasm_split_load_console = wrap(() => fetch(new URL(\"./split_console.wasm\", import.meta.url)));\n";
    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\nuse(import1);\n";

    fn chunk() -> Emitted {
        Emitted { name: "console-1.wasm".into(), integrity: "sha384-x".into(), size: 1 }
    }

    #[test]
    fn the_link_script_moves_into_the_glue() {
        let joined = join(GLUE, &linked(LINK, &chunk()).unwrap()).unwrap();
        assert!(joined.starts_with("const import1 = (() => {"));
        assert!(joined.contains("fetch(new URL(\"./console-1.wasm\", import.meta.url), { integrity: \"sha384-x\" })"));
        assert!(joined.contains("return { __wasm_split_load_console };"));
        assert!(!joined.contains("import {") && !joined.contains("export "));
    }

    #[test]
    fn a_changed_link_script_is_refused() {
        for (from, to) in [
            ("import { initSync }", "import { init }"),
            ("export const __wasm_split_load_console", "export const other"),
            ("split_console.wasm", "split_rest.wasm"),
            ("let shared;", "export const again = 1;"),
        ] {
            assert!(linked(&LINK.replace(from, to), &chunk()).is_err(), "{from}");
        }
    }

    #[test]
    fn a_changed_glue_is_refused() {
        assert!(join(&GLUE.replace("__wasm_split", "other"), "x").is_err());
        assert!(join(&GLUE.replace("* as import1", "{ a }"), "x").is_err());
    }
}
