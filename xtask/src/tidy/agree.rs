//! Facts that stand in two files must be the same in both.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::File;
use crate::build::headers;

const SERVER: &str = "crates/server/src/static_files/headers.rs";

/// The security headers of Trunk.toml (development, content delivery networks) are those of the embedded server.
pub fn headers(files: &[File]) -> Vec<Finding> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let Some(trunk) = text("Trunk.toml") else {
        return vec![Finding::new("Trunk.toml", 1, "is missing")];
    };
    let Some(server) = text(SERVER).map(as_sent) else {
        return vec![Finding::new(SERVER, 1, "is missing: where are the server's headers?")];
    };
    let pairs = match headers::of_trunk(trunk) {
        Ok(pairs) => pairs,
        Err(problem) => return vec![Finding::new("Trunk.toml", 1, problem.what)],
    };
    let differs = pairs.into_iter().filter(|(_, value)| !server.contains(&format!("\"{value}\"")));
    differs.map(|(name, _)| Finding::new("Trunk.toml", 1, format!("{name} is not what {SERVER} sends"))).collect()
}

/// Source text with its continued lines joined and its one placeholder filled, as the literals read when sent.
fn as_sent(source: &str) -> String {
    let mut lines = source.lines().map(str::trim_start);
    let mut out = String::new();
    for line in lines.by_ref() {
        match line.strip_suffix('\\') {
            Some(begun) => out.push_str(begun),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out.replace("{breach_base}", "https://api.pwnedpasswords.com")
}

/// Every style sheet is linked once, and layers come in their order.
pub fn styles(files: &[File]) -> Vec<Finding> {
    let Some(page) = files.iter().find(|file| file.path == "index.html") else {
        return vec![Finding::new("index.html", 1, "is missing")];
    };
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is(&["css"]) && file.under(&["style/"])) {
        let count = page.text.matches(&format!("href=\"{}\"", file.path)).count();
        if count != 1 {
            found.push(Finding::new(&file.path, 1, format!("index.html links it {count} times")));
        }
    }
    let order = ["style/tokens.css", "style/base.css", "style/layout.css", "style/components/"];
    let places: Vec<_> = order.iter().filter_map(|path| page.text.find(path)).collect();
    if !places.is_sorted() {
        found.push(Finding::new("index.html", 1, "style sheets are not in the order of their layers"));
    }
    found
}

/// What lies in public/ is copied by index.html; the rest would be dead weight.
pub fn public(files: &[File]) -> Vec<Finding> {
    let page = files.iter().find(|file| file.path == "index.html").map_or("", |file| file.text.as_str());
    let stray =
        files.iter().filter(|file| file.under(&["public/"]) && !page.contains(&format!("href=\"{}\"", file.path)));
    stray.map(|file| Finding::new(&file.path, 1, "index.html does not copy it")).collect()
}

const ICONS: &str = "src/ui/icon.rs";
const SPRITE: &str = "style/icons.svg";

/// Every icon has its symbol, and every symbol its icon.
pub fn icons(files: &[File]) -> Vec<Finding> {
    let file = |path: &str| files.iter().find(|file| file.path == path);
    let (Some(code), Some(sprite)) = (file(ICONS), file(SPRITE)) else {
        return vec![Finding::new(SPRITE, 1, format!("or {ICONS} is missing"))];
    };
    let mut found = Vec::new();
    let names: BTreeSet<&str> = code.text.split(" => \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut drawn = BTreeSet::new();
    for (line, text) in (1..).zip(sprite.text.lines()) {
        let Some(name) = text.split("id=\"icon-").nth(1).and_then(|rest| rest.split('"').next()) else { continue };
        drawn.insert(name);
        if !names.contains(name) {
            found.push(Finding::new(SPRITE, line, format!("{ICONS} does not draw `{name}`")));
        }
    }
    let without = names.difference(&drawn);
    found.extend(without.map(|name| Finding::new(ICONS, 1, format!("`{name}` has no symbol in {SPRITE}"))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::at;

    const TRUNK: &str = "[serve.headers]\n\"A\" = \"x 'self' https://api.pwnedpasswords.com; y\"\n\"B\" = \"DENY\"\n";

    #[test]
    fn a_header_that_differs_is_found() {
        let same = at(SERVER, "format!(\n  \"x 'self' \\\n   {breach_base}; y\");\n(\"b\", \"DENY\")\n");
        assert_eq!(headers(&[at("Trunk.toml", TRUNK), same]), []);
        let other = at(SERVER, "format!(\n  \"x 'self' \\\n   {breach_base}; z\");\n(\"b\", \"DENY\")\n");
        assert_eq!(headers(&[at("Trunk.toml", TRUNK), other]).len(), 1);
        assert_eq!(headers(&[at("Trunk.toml", TRUNK)]).len(), 1);
    }

    #[test]
    fn a_sheet_forgotten_or_out_of_order_is_found() {
        let page = "<link href=\"style/base.css\" />\n<link href=\"style/tokens.css\" />\n";
        let files =
            [at("index.html", page), at("style/base.css", ""), at("style/tokens.css", ""), at("style/layout.css", "")];
        let found = styles(&files);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_public_file_nobody_copies_is_found() {
        let files = [at("index.html", "href=\"public/a.svg\""), at("public/a.svg", ""), at("public/b.svg", "")];
        assert_eq!(public(&files).len(), 1);
    }

    #[test]
    fn an_icon_without_symbol_and_a_symbol_without_icon_are_found() {
        let code = at(ICONS, "icons! {\n    At => \"at\", Sun => \"sun\",\n}\n");
        let sprite = at(SPRITE, "<svg>\n<symbol id=\"icon-at\"/>\n<symbol id=\"icon-moon\"/>\n</svg>\n");
        assert_eq!(icons(&[code, sprite]).len(), 2);
    }
}
