//! The last edits of index.html: names, integrity, preload lines.

use super::edit::{between, once};
use super::emit::{self, Emitted};
use super::split::Entry;
use crate::place;
use crate::problem::{During, Outcome};
use std::path::Path;

/// The final names that index.html carries.
pub struct Names {
    entry: Entry,
    workers: Vec<(&'static str, Emitted)>,
}

impl Names {
    /// Starts with the entry.
    pub fn of(entry: Entry) -> Self {
        Self { entry, workers: Vec::new() }
    }

    /// Adds a worker's script.
    pub fn worker(&mut self, name: &'static str, script: Emitted) {
        self.workers.push((name, script));
    }
}

/// Replaces Trunk's names by the final ones and removes Trunk's files.
pub fn rewrite(staging: &Path, html: &str, names: &Names) -> Outcome<String> {
    let boot = std::fs::read(staging.join("boot.js")).during("reading boot.js")?;
    let boot = emit::file(staging, "boot", "js", &boot)?;
    let old = |attribute: &str| between(html, &format!("{attribute}=\"/"), "\"", "index.html, entry");
    for name in ["boot.js", old("data-js")?, old("data-wasm")?] {
        std::fs::remove_file(staging.join(name)).during(format_args!("removing {name}"))?;
    }
    edited(html, &boot, names)
}

fn edited(html: &str, boot: &Emitted, names: &Names) -> Outcome<String> {
    let Entry { glue, wasm } = &names.entry;
    let tag = between(html, "<script ", "</script>", "index.html, start script")?;
    let mut new = format!(
        "<script type=\"module\" src=\"/{}\" integrity=\"{}\" data-js=\"/{}\" data-js-integrity=\"{}\" data-wasm=\"/{}\" data-wasm-integrity=\"{}\" data-wasm-size=\"{}\"",
        boot.name, boot.integrity, glue.name, glue.integrity, wasm.name, wasm.integrity, wasm.size
    );
    for (name, script) in &names.workers {
        let attribute = format!("data-{}", name.replace('_', "-"));
        // Trunk.toml must list the worker too, or development builds would lack it.
        between(tag, &format!(" {attribute}=\"/"), "\"", "index.html, workers")?;
        new.push_str(&format!(" {attribute}=\"/{}\"", script.name));
    }
    new.push_str("></script>");
    let preload = format!(
        "    <link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" href=\"/{}\" crossorigin />\n    <link rel=\"modulepreload\" href=\"/{}\" integrity=\"{}\" />\n  </head>",
        wasm.name, glue.name, glue.integrity
    );
    let html = once(html, &format!("<script {tag}</script>"), &new, "index.html, start script")?;
    let html = once(&html, "</head>", preload.trim_start(), "index.html, head")?;
    Ok(without_comments(&html))
}

/// Comments are for whoever reads the source. Lines left empty go with them.
fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines: Vec<&str> = out.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n") + "\n"
}

/// Development: a script that reloads the page after each build. Trunk's own is inline, which our policy forbids.
pub fn with_reload(staging: &Path, html: &str) -> Outcome<String> {
    let script = place::root().join("xtask/scripts/dev_reload.js");
    std::fs::copy(script, staging.join("dev_reload.js")).during("copying the reload script")?;
    let tag = "<script type=\"module\" src=\"/dev_reload.js\"></script></head>";
    once(html, "</head>", tag, "index.html, head")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> Emitted {
        Emitted { name: name.into(), integrity: format!("sha384-{name}"), size: 7 }
    }

    fn names() -> Names {
        let mut names = Names::of(Entry { glue: file("portal-1.js"), wasm: file("portal-2.wasm") });
        names.worker("key_agent", file("key_agent-3.js"));
        names
    }

    const PAGE: &str = "<head>\n  <!-- why -->\n  <script type=\"module\" src=\"/boot.js\" data-js=\"/portal-a.js\" data-wasm=\"/portal-a_bg.wasm\" data-key-agent=\"/key_agent_loader.js\"></script>\n</head>\n";

    #[test]
    fn the_page_names_final_files_with_their_integrity() {
        let html = edited(PAGE, &file("boot-0.js"), &names()).unwrap();
        for part in [
            "src=\"/boot-0.js\" integrity=\"sha384-boot-0.js\"",
            "data-js=\"/portal-1.js\" data-js-integrity=\"sha384-portal-1.js\"",
            "data-wasm-integrity=\"sha384-portal-2.wasm\" data-wasm-size=\"7\"",
            "data-key-agent=\"/key_agent-3.js\"",
            "<link rel=\"modulepreload\" href=\"/portal-1.js\" integrity=\"sha384-portal-1.js\" />",
        ] {
            assert!(html.contains(part), "{part} is missing in {html}");
        }
        assert!(!html.contains("why") && !html.contains("loader"));
    }

    #[test]
    fn a_page_that_looks_different_is_refused() {
        let boot = file("boot-0.js");
        assert!(edited(&PAGE.replace("data-key-agent", "data-agent"), &boot, &names()).is_err());
        assert!(edited(&PAGE.replace("</head>", ""), &boot, &names()).is_err());
        assert!(edited("<head></head>", &boot, &names()).is_err());
    }
}
