//! Who may know whom. Invariants 1 and 2: layers look down only, the API's paths and the browser each have one place.

use super::Finding;
use super::rust_text::{parts, shipped};
use super::tree::File;

/// Folders of src/, the lowest first. Each may use itself and what stands before it. The route table is one file of
/// src/app that pages read too: addresses, titles, permissions.
const ROOMS: [&str; 7] = ["platform", "i18n", "session", "ui", ROUTES, "pages", "app"];
const ROUTES: &str = "app::routes";

/// Our packages, the lowest first. Each may depend on what stands before it; the root package on all but the server.
const CRATES: [&str; 6] = ["contracts", "crypto", "importers", "agent", "client", "server"];

/// A room of src/ uses no room above it.
pub fn direction(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is(&["rs"])) {
        let Some(own) = room_of(&file.path) else { continue };
        for (line, used) in rooms_used(&parts(&file.text).code) {
            if rank(&used) > Some(own) {
                found.push(Finding::new(&file.path, line, format!("uses crate::{used}, which is above it")));
            }
        }
    }
    found
}

fn room_of(path: &str) -> Option<usize> {
    let rest = path.strip_prefix("src/")?;
    if rest.starts_with("app/routes") {
        return rank(ROUTES);
    }
    rank(rest.split(['/', '.']).next()?)
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|name| *name == room)
}

/// Every `crate::name`, also in `use crate::{name, other::{…}}`.
fn rooms_used(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let line = 1 + code.get(..at).unwrap_or_default().matches('\n').count();
        let rest = code.get(at + "crate::".len()..).unwrap_or_default();
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_heads(group).into_iter().map(|name| (line, name))),
            None => found.push((line, name_at(rest))),
        }
    }
    found
}

fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut at_head) = (0, Vec::new(), true);
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_head = true,
            char if at_head && !char.is_whitespace() => {
                heads.push(name_at(group.get(at..).unwrap_or_default()));
                at_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn name_at(text: &str) -> String {
    if text.starts_with(ROUTES) {
        return ROUTES.into();
    }
    text.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
}

/// A package depends on none above it, and none on the root package. What tests need is not asked about.
pub fn crates(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with("Cargo.toml") && file.path != "Cargo.toml") {
        let own = file.path.strip_prefix("crates/").and_then(|rest| rest.split('/').next());
        let own_rank = own.and_then(crate_rank);
        let mut shipped = false;
        for (index, line) in file.text.lines().enumerate() {
            if line.starts_with('[') {
                shipped = line.contains("dependencies]") && !line.contains("dev-dependencies]");
            }
            let name = name_of_dependency(line);
            let above = name.strip_prefix("portal-").and_then(crate_rank).is_some_and(|rank| Some(rank) >= own_rank);
            if shipped && own_rank.is_some() && above {
                found.push(Finding::new(&file.path, index + 1, format!("depends on {name}, which is not below it")));
            }
            if name == "provider-portal" && !line.starts_with("name") {
                found.push(Finding::new(&file.path, index + 1, "depends on the root package"));
            }
        }
    }
    let root = files.iter().find(|file| file.path == "Cargo.toml");
    let server = root.and_then(|file| file.lines_with(&["portal-server.workspace"]).next().map(|(line, _)| line));
    found.extend(server.map(|line| Finding::new("Cargo.toml", line, "the portal depends on the server")));
    found
}

fn crate_rank(name: &str) -> Option<usize> {
    CRATES.iter().position(|known| *known == name)
}

fn name_of_dependency(line: &str) -> &str {
    line.split(['.', ' ', '=']).next().unwrap_or_default()
}

/// Beginnings of addresses that only the client (and the server that answers) may know.
const PATHS: [&str; 14] = [
    "accounts/",
    "api/",
    "ciphers/",
    "collections/",
    "connect/",
    "devices/",
    "events/",
    "identity/",
    "organizations/",
    "plans/",
    "providers/",
    "sync/",
    "two-factor/",
    "users/",
];

/// No API path in the portal or in the crates below the client.
pub fn api_paths(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    let judged = |file: &&File| {
        file.is(&["rs"])
            && file.under(&["src/", "crates/"])
            && !file.under(&["crates/client/", "crates/server/"])
            && !file.path.contains("/tests/")
    };
    for file in files.iter().filter(judged) {
        for literal in shipped(&file.text).literals {
            let text = literal.text.trim_start_matches('/');
            let known = PATHS.iter().find_map(|path| text.strip_prefix(path));
            // A base alone ("/api/") is how the transport tells the bases apart.
            if known.is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_lowercase() || char == '{')) {
                found.push(Finding::new(&file.path, literal.line, format!("API path \"{}\"", literal.text)));
            }
        }
    }
    found
}

/// The browser's objects are used in src/platform; in src/ui where a DOM node is the widget's business.
pub fn browser(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    let judged = |file: &&File| {
        file.is(&["rs"])
            && file.under(&["src/", "crates/"])
            && !file.under(&["src/platform/", "src/ui/", "src/bin/"])
            && !file.path.contains("/tests/")
    };
    for file in files.iter().filter(judged) {
        let code = parts(&file.text).code;
        for (index, line) in code.lines().enumerate() {
            for name in ["web_sys", "js_sys"] {
                if line.contains(name) {
                    found.push(Finding::new(&file.path, index + 1, format!("{name} outside src/platform and src/ui")));
                }
            }
        }
    }
    found
}

/// The rsa crate has an advisory without a fix (RUSTSEC-2023-0071).
pub fn no_rsa(files: &[File]) -> Vec<Finding> {
    let lock = files.iter().filter(|file| file.path == "Cargo.lock");
    lock.flat_map(|file| file.lines_with(&["name = \"rsa\""]))
        .map(|(line, _)| Finding::new("Cargo.lock", line, "the rsa crate is in the tree"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::at;

    fn lines(found: &[Finding]) -> Vec<usize> {
        found.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn looking_up_is_found_in_every_form() {
        let ui = "use crate::i18n::text;\nuse crate::pages::join;\nuse crate::{ui::x, app::{routes, nav}};\nfn f() { crate::pages::g() }\n// crate::pages\n";
        assert_eq!(lines(&direction(&[at("src/ui/table.rs", ui)])), [2, 3, 4]);
        assert_eq!(direction(&[at("src/app/mod.rs", ui), at("src/main.rs", ui)]), []);
        let route =
            at("src/pages/x.rs", "use crate::{\n app::routes::{self, RouteId},\n ui::x,\n};\nuse crate::app::frame;");
        assert_eq!(lines(&direction(&[route])), [5]);
        assert_eq!(lines(&direction(&[at("src/app/routes.rs", "use crate::pages::x;")])), [1]);
        assert_eq!(lines(&direction(&[at("src/platform/mod.rs", "use crate::session::s;")])), [1]);
    }

    #[test]
    fn a_crate_that_looks_up_or_sideways_is_found() {
        let text = "[package]\nname = \"portal-crypto\"\n[dependencies]\nportal-contracts.workspace = true\nportal-client.workspace = true\n[dev-dependencies]\nportal-crypto = { path = \".\" }\n";
        assert_eq!(lines(&crates(&[at("crates/crypto/Cargo.toml", text)])), [5]);
        let root = "[dependencies]\nportal-client.workspace = true\nportal-server.workspace = true\n";
        assert_eq!(lines(&crates(&[at("Cargo.toml", root)])), [3]);
        let on_root = "[dependencies]\nprovider-portal = { path = \"../..\" }\n";
        assert_eq!(lines(&crates(&[at("tests/browser/Cargo.toml", on_root)])), [2]);
    }

    #[test]
    fn api_paths_outside_the_client_are_found() {
        let text = "let a = \"/api/\";\nlet b = \"/api/accounts/keys\";\nlet c = \"providers/{id}\";\nlet d = \"/provider/people\";\n";
        assert_eq!(lines(&api_paths(&[at("src/pages/x.rs", text)])), [2, 3]);
        assert_eq!(api_paths(&[at("crates/client/src/x.rs", text)]), []);
    }

    #[test]
    fn browser_objects_outside_their_place_are_found() {
        let text = "//! web_sys is fine here\nuse web_sys::Window;\n";
        assert_eq!(lines(&browser(&[at("src/pages/x.rs", text), at("src/ui/x.rs", text)])), [2]);
    }

    #[test]
    fn rsa_in_the_lock_file_is_found() {
        assert_eq!(lines(&no_rsa(&[at("Cargo.lock", "a\nname = \"rsa\"\nname = \"rsa-other\"\n")])), [2]);
    }
}
