//! Every text people read is in locales/, none in code.

use super::Finding;
use super::rust_text::{Literal, shipped};
use super::tree::File;

/// Attributes whose value people read or hear.
const SPOKEN: [&str; 6] = ["alt=", "aria-label=", "aria-description=", "label=", "placeholder=", "title="];

/// Literals in view code that are a text node, a spoken attribute, or read like a sentence.
pub fn in_locales(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    let views = ["src/app/", "src/pages/", "src/ui/"];
    for file in files.iter().filter(|file| file.is(&["rs"]) && file.under(&views)) {
        for literal in shipped(&file.text).literals {
            if is_text(&literal) {
                let what = format!("\"{}\" belongs into locales/", literal.text);
                found.push(Finding::new(&file.path, literal.line, what));
            }
        }
    }
    found
}

fn is_text(literal: &Literal) -> bool {
    let before = literal.before.as_str();
    // Compiler messages and assertions are for programmers; paths of SVG are not words.
    if ["expect(", "reason=", "deprecated(note="].iter().any(|end| before.ends_with(end)) {
        return false;
    }
    let is_node = before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->");
    let is_spoken = SPOKEN.iter().any(|end| before.ends_with(end));
    let has_word = literal.text.split(|char: char| !char.is_alphabetic()).any(|word| word.chars().count() > 1);
    (is_node || is_spoken) && has_word || is_sentence(&literal.text)
}

/// Starts with a capital, goes on small, and has several words.
fn is_sentence(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase);
    let words = text.split(' ').filter(|word| word.chars().all(|char| char.is_alphabetic() || ".,!?’".contains(char)));
    starts && words.filter(|word| word.chars().count() > 1).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::at;

    #[test]
    fn texts_in_views_are_found() {
        let source = "view! {\n<p class=\"quiet small\">\"Hello\"</p>\n<input placeholder=\"name\" type=\"text\" />\n<span>\" · \"</span>\n}\nlet m = \"Something went wrong here\";\nmatch x { A => \"danger\", _ => \"neutral tone\" }\n";
        let found = in_locales(&[at("src/pages/x.rs", source)]);
        let lines: Vec<_> = found.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3, 6]);
        assert_eq!(in_locales(&[at("crates/client/src/x.rs", source)]), []);
    }
}
