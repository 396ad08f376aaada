//! One style sheet out of many, in the order index.html lists them, without comments. Sources stay one file per
//! widget; a visitor makes one request.

use super::edit::unexpected;
use super::emit;
use crate::problem::{During, Outcome};
use std::path::Path;

/// Replaces the page's style sheets by one.
pub fn join(staging: &Path, html: &str) -> Outcome<String> {
    let mut text = String::new();
    let mut kept = String::new();
    let mut rest = html;
    let mut first = None;
    while let Some((before, tag, after)) = next_sheet(rest) {
        kept.push_str(before.trim_end());
        first.get_or_insert(kept.len());
        let name = attribute(tag, "href").ok_or_else(|| unexpected("style sheet", tag))?;
        let file = staging.join(name.trim_start_matches('/'));
        text.push_str(&std::fs::read_to_string(&file).during(format_args!("reading {}", file.display()))?);
        std::fs::remove_file(&file).during("removing a style sheet")?;
        rest = after;
    }
    let place = first.ok_or_else(|| unexpected("style sheets", "index.html has none"))?;
    kept.push_str(rest);
    if text.contains("@import") || text.contains("@charset") {
        return Err(unexpected("style sheets", "@import and @charset do not survive being joined"));
    }
    let sheet = emit::file(staging, "style", "css", squeeze(&text).as_bytes())?;
    let link = format!("\n    <link rel=\"stylesheet\" href=\"/{}\" integrity=\"{}\" />", sheet.name, sheet.integrity);
    kept.insert_str(place, &link);
    Ok(kept)
}

fn next_sheet(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.find("<link rel=\"stylesheet\"")?;
    let (before, from) = html.split_at_checked(start)?;
    let (tag, after) = from.split_at_checked(from.find('>')? + 1)?;
    Some((before, tag, after))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Drops comments and folds white space; strings stay as they are. The rest is Brotli's business.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    let mut quote = None;
    while let Some(char) = chars.next() {
        if let Some(open) = quote {
            out.push(char);
            if char == '\\' {
                out.extend(chars.next());
            } else if char == open {
                quote = None;
            }
        } else if char == '/' && chars.peek() == Some(&'*') {
            let mut last = ' ';
            chars.next();
            for inner in chars.by_ref() {
                if last == '*' && inner == '/' {
                    break;
                }
                last = inner;
            }
        } else if char.is_whitespace() {
            if !out.ends_with([' ', '{', '}', ';', ',']) && !out.is_empty() {
                out.push(' ');
            }
        } else {
            if matches!(char, '{' | '}' | ';') && out.ends_with(' ') {
                out.pop();
            }
            quote = matches!(char, '"' | '\'').then_some(char);
            out.push(char);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            squeeze(
                "/* a */ .x > .y {\n  content: \"/* no */  '\";\n  inset: calc(1px + 2px);\n}\n\n.z :is(a,  b) { }"
            ),
            ".x > .y{content: \"/* no */  '\";inset: calc(1px + 2px);}.z :is(a,b){}"
        );
    }

    #[test]
    fn sheets_are_joined_in_their_order() {
        let folder = std::env::temp_dir().join(format!("xtask-styles-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.css"), "@layer a, b;\n").unwrap();
        std::fs::write(folder.join("b.css"), "b { color: red }\n").unwrap();
        let html = "<head>\n    <link rel=\"stylesheet\" href=\"/a.css\" integrity=\"x\"/>\n    <link rel=\"stylesheet\" href=\"/b.css\"/>\n    <title>t</title></head>";
        let joined = join(&folder, html).unwrap();
        assert_eq!(joined.matches("stylesheet").count(), 1);
        let name = attribute(next_sheet(&joined).unwrap().1, "href").unwrap();
        let text = std::fs::read_to_string(folder.join(name.trim_start_matches('/'))).unwrap();
        assert_eq!(text, "@layer a,b;b{color: red}");
        assert!(!folder.join("a.css").exists());
        assert!(join(&folder, "<head></head>").is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
