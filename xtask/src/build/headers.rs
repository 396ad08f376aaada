//! The production headers, for hosts that read a `_headers` file. Their one source is Trunk.toml (`[serve.headers]`),
//! so that development sends the same; the embedded server's are compared by `cargo xtask tidy`.

use crate::problem::{Outcome, Problem};

/// Header name and value pairs of Trunk.toml, in their order.
pub fn of_trunk(trunk: &str) -> Outcome<Vec<(String, String)>> {
    let (_, section) = trunk
        .split_once("[serve.headers]\n")
        .ok_or_else(|| Problem::new("Trunk.toml has no section [serve.headers]"))?;
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let pairs: Vec<_> = lines.filter_map(pair).collect();
    if pairs.is_empty() {
        return Err(Problem::new("Trunk.toml: [serve.headers] is empty"));
    }
    Ok(pairs)
}

fn pair(line: &str) -> Option<(String, String)> {
    let (name, value) = line.strip_prefix('"')?.split_once("\" = \"")?;
    Some((name.into(), value.strip_suffix('"')?.into()))
}

/// The `_headers` file: security headers everywhere, caching by kind of name.
pub fn for_network(trunk: &str) -> Outcome<String> {
    let mut text = String::from("/*\n");
    for (name, value) in of_trunk(trunk)? {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str("  Strict-Transport-Security: max-age=31536000\n  Cache-Control: no-cache\n");
    // Files named by their content. `! Name` takes back what the first block set.
    for stem in ["boot", "console", "import", "key_agent", "portal", "strength", "style"] {
        text.push_str(&format!(
            "\n/{stem}-*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n"
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_taken_from_trunk() {
        let text = for_network("x\n[serve.headers]\n\"A\" = \"b 'c'\"\n\n[[proxy]]\n\"D\" = \"e\"\n").unwrap();
        assert!(text.starts_with("/*\n  A: b 'c'\n  Strict-Transport-Security"));
        assert!(!text.contains("D: e"));
        assert!(text.contains("/console-*\n  ! Cache-Control\n"));
    }

    #[test]
    fn a_file_without_headers_is_refused() {
        assert!(for_network("[serve]\n").is_err());
        assert!(for_network("[serve.headers]\n[x]\n").is_err());
    }
}
