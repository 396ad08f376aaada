//! `cargo xtask size`: what a visitor downloads, against the budgets. Sizes are those of the `.br` files, which is what
//! goes over the wire. Every file belongs to a group: a new one must be put into one on purpose.

use crate::problem::{During, Outcome, Problem};
use crate::{build, place, say};
use std::path::Path;

/// A file of dist/.
#[derive(Debug, Clone)]
pub struct File {
    name: String,
    raw: u64,
    /// Brotli, or as it is where there is no compressed form.
    sent: u64,
}

/// Files that are fetched together, and how much they may weigh.
struct Group {
    name: &'static str,
    /// Bytes over the wire for all of its files.
    budget: u64,
    /// Requests; the index page itself counts.
    requests: usize,
    /// Beginnings of names.
    names: &'static [&'static str],
}

/// A first visit of /join or /sign-in loads the first group (tests/e2e/release.spec.mjs watches a browser do so); the next
/// two follow when a password is about to be typed. At most 12 requests, of which two or three are for the API.
const GROUPS: [Group; 5] = [
    Group {
        name: "first visit",
        budget: 300_000,
        requests: 8,
        names: &["index.html", "boot-", "style-", "portal-", "favicon.svg", "app.webmanifest"],
    },
    Group { name: "key agent, while a password is typed", budget: 170_000, requests: 2, names: &["key_agent-"] },
    Group { name: "console, while a password is typed", budget: 1_100_000, requests: 1, names: &["console-"] },
    Group { name: "strength, when a password is to be set", budget: 700_000, requests: 2, names: &["strength-"] },
    Group { name: "import, when a file is to be read", budget: 200_000, requests: 2, names: &["import-"] },
];

/// Not fetched by the portal, or another name of the same page.
const ASIDE: [&str; 3] = ["_headers", "redirect-connector.html", "robots.txt"];

/// Builds if need be, prints the table, fails above a budget.
pub fn run() -> Outcome {
    build::portal::release(|| Ok(()))?;
    let files = files(&place::dist())?;
    let (lines, complaints) = judge(&files);
    lines.iter().for_each(say::line);
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Problem::new(complaints.join("\n  "))
        .next("make it smaller, or change the budget in xtask/src/size.rs and say why in the commit"))
}

/// The files of a folder with their sizes; compressed forms are not files of their own.
pub fn files(folder: &Path) -> Outcome<Vec<File>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).during(format_args!("listing {}", folder.display()))? {
        let path = entry.during("listing dist/")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let raw = std::fs::metadata(&path).during(format_args!("reading {name}"))?.len();
        let sent = std::fs::metadata(folder.join(format!("{name}.br"))).map_or(raw, |data| data.len());
        found.push(File { name, raw, sent });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The table, and what is wrong.
fn judge(files: &[File]) -> (Vec<String>, Vec<String>) {
    let mut lines = vec![row("file", "raw", "brotli")];
    let mut complaints = Vec::new();
    for group in &GROUPS {
        let members: Vec<&File> = files.iter().filter(|file| group.has(file)).collect();
        let sent: u64 = members.iter().map(|file| file.sent).sum();
        lines.push(String::new());
        lines.extend(members.iter().map(|file| row(&file.name, &say::kilobytes(file.raw), &say::kilobytes(file.sent))));
        let budget = format!("of {}", say::kilobytes(group.budget));
        lines.push(row(&format!("= {}", group.name), &budget, &say::kilobytes(sent)));
        if members.is_empty() {
            complaints.push(format!("{}: there is no such file", group.name));
        }
        if sent > group.budget {
            complaints.push(format!(
                "{}: {} are more than {}",
                group.name,
                say::kilobytes(sent),
                say::kilobytes(group.budget)
            ));
        }
        if members.len() > group.requests {
            complaints.push(format!("{}: {} files are more than {}", group.name, members.len(), group.requests));
        }
    }
    let known = |file: &File| ASIDE.contains(&file.name.as_str()) || GROUPS.iter().any(|group| group.has(file));
    complaints
        .extend(files.iter().filter(|file| !known(file)).map(|file| format!("{} belongs to no group", file.name)));
    (lines, complaints)
}

impl Group {
    fn has(&self, file: &File) -> bool {
        self.names.iter().any(|start| file.name.starts_with(start))
    }
}

fn row(name: &str, raw: &str, sent: &str) -> String {
    format!("{name:<44} {raw:>14} {sent:>12}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dist() -> Vec<File> {
        let names = [
            "index.html",
            "boot-1.js",
            "portal-1.wasm",
            "key_agent-1.js",
            "console-1.wasm",
            "strength-1.js",
            "import-1.js",
            "_headers",
        ];
        names.map(|name| File { name: name.into(), raw: 2000, sent: 1000 }).to_vec()
    }

    fn complaints(change: impl FnOnce(&mut Vec<File>)) -> String {
        let mut files = dist();
        change(&mut files);
        judge(&files).1.join("; ")
    }

    #[test]
    fn a_small_build_is_fine() {
        assert_eq!(complaints(|_| ()), "");
    }

    #[test]
    fn a_heavy_group_is_named() {
        let text = complaints(|files| files[2].sent = 400_000);
        assert!(text.starts_with("first visit: 402.0 kB are more"), "{text}");
        let text = complaints(|files| files[3].sent = 180_000);
        assert!(text.starts_with("key agent, while a password is typed: 180.0 kB are more"), "{text}");
    }

    #[test]
    fn a_missing_group_and_a_stray_file_are_named() {
        assert!(complaints(|files| drop(files.remove(4))).contains("there is no such file"));
        let stray = File { name: "demo.mp4".into(), raw: 1, sent: 1 };
        assert!(complaints(|files| files.push(stray)).contains("demo.mp4 belongs to no group"));
    }
}
