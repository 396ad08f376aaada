//! What the content policy forbids, found before a browser refuses it.

use super::Finding;
use super::rust_text::parts;
use super::tree::File;

/// No inline script, style element, style attribute or handler attribute, in pages and in views.
pub fn inline(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is(&["html"]) && !file.under(&["docs/"])) {
        for (index, line) in file.text.lines().enumerate() {
            let handler = line.split_whitespace().any(|word| word.starts_with("on") && word.contains('='));
            let script = line.contains("<script") && !line.contains(" src=");
            if handler || script || line.contains("<style") || line.contains(" style=") {
                found.push(Finding::new(&file.path, index + 1, "inline script or style"));
            }
        }
    }
    for file in views(files) {
        for (index, line) in parts(&file.text).code.lines().enumerate() {
            if line.split_whitespace().any(|word| word.starts_with("style=")) || line.contains("<style") {
                found.push(Finding::new(
                    &file.path,
                    index + 1,
                    "style attribute: use a class, data-*, or style:property",
                ));
            }
        }
    }
    found
}

/// HTML from strings would be a way in for what servers send.
pub fn raw_html(files: &[File]) -> Vec<Finding> {
    let words = ["inner_html", "set_outer_html", "insert_adjacent_html", "set_html_unsafe", "dangerously"];
    let mut found = Vec::new();
    for file in views(files) {
        for (index, line) in parts(&file.text).code.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(Finding::new(&file.path, index + 1, "raw HTML"));
            }
        }
    }
    found
}

fn views(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.is(&["rs"]) && file.under(&["src/"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::at;

    #[test]
    fn inline_script_and_style_are_found() {
        let html = "<script src=\"/a.js\"></script>\n<script>go()</script>\n<p style=\"x\">\n<b onclick=\"x\">\n<p class=\"on\">\n";
        let found = inline(&[at("index.html", html)]);
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2, 3, 4]);
        let view = "view! { <p style:width=w style=\"x\" /> }\nlet style = 1;\n// style=\"x\"\n";
        assert_eq!(inline(&[at("src/ui/x.rs", view)]).len(), 1);
    }

    #[test]
    fn raw_html_is_found() {
        assert_eq!(
            raw_html(&[at("src/ui/x.rs", "view! { <p inner_html=x /> } // inner_html\n// inner_html\n")]).len(),
            1
        );
    }
}
