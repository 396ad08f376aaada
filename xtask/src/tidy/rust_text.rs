//! Just enough of Rust's grammar to tell code, comments and string literals apart.

/// A string literal in code.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// Line number from one.
    pub line: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
    /// The code right before it, without white space between.
    pub before: String,
}

/// Rust source taken apart.
pub struct Parts {
    /// The source with comments and the insides of literals blanked; lines stay where they were.
    pub code: String,
    /// The literals in their order.
    pub literals: Vec<Literal>,
}

/// Takes source apart. Only the part before `#[cfg(test)]` counts: what stands there is for tests.
pub fn shipped(source: &str) -> Parts {
    let end = source.find("#[cfg(test)]").unwrap_or(source.len());
    parts(source.get(..end).unwrap_or(source))
}

/// Takes all of the source apart.
pub fn parts(source: &str) -> Parts {
    let mut reader = Reader { rest: source, code: String::with_capacity(source.len()), literals: Vec::new(), line: 1 };
    while reader.step() {}
    Parts { code: reader.code, literals: reader.literals }
}

struct Reader<'a> {
    rest: &'a str,
    code: String,
    literals: Vec<Literal>,
    line: usize,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let Some(char) = self.rest.chars().next() else {
            return false;
        };
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(length);
        } else if self.rest.starts_with("/*") {
            let length = self.rest.find("*/").map_or(self.rest.len(), |at| at + 2);
            self.blank(length);
        } else if let Some(hashes) = self.raw_start() {
            self.literal(hashes + 2, &format!("\"{}", "#".repeat(hashes)), false);
        } else if char == '"' {
            self.literal(1, "\"", true);
        } else if let Some(length) = char_literal(self.rest) {
            self.blank(length);
        } else {
            self.code.push(char);
            self.advance(char.len_utf8());
        }
        true
    }

    /// `r"`, `r#"` and so on, unless the `r` ends a name.
    fn raw_start(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        if self.code.ends_with(|char: char| char.is_alphanumeric() || char == '_') {
            return None;
        }
        let hashes = after.len() - after.trim_start_matches('#').len();
        after.get(hashes..)?.starts_with('"').then_some(hashes)
    }

    fn literal(&mut self, open: usize, close: &str, escapes: bool) {
        let line = self.line;
        let kept: String = self.code.chars().rev().filter(|char| !char.is_whitespace()).take(24).collect();
        let before = kept.chars().rev().collect();
        self.advance(open);
        let mut length = 0;
        while let Some(rest) = self.rest.get(length..).filter(|rest| !rest.is_empty()) {
            if rest.starts_with(close) {
                break;
            }
            let skip = if escapes && rest.starts_with('\\') { 2 } else { 1 };
            length += rest.chars().take(skip).map(char::len_utf8).sum::<usize>();
        }
        let text = self.rest.get(..length).unwrap_or_default().to_owned();
        self.literals.push(Literal { line, text, before });
        self.code.push('"');
        self.blank(length);
        self.advance(close.len().min(self.rest.len()));
        self.code.push('"');
    }

    /// Leaves lines where they are but drops everything else.
    fn blank(&mut self, length: usize) {
        let lines = self.rest.get(..length).unwrap_or_default().matches('\n').count();
        self.code.extend(std::iter::repeat_n('\n', lines));
        self.code.push(' ');
        self.advance(length);
    }

    fn advance(&mut self, length: usize) {
        let (done, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.line += done.matches('\n').count();
        self.rest = rest;
    }
}

/// The length of a character literal such as `'"'` or `'\n'`; lifetimes are none.
fn char_literal(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if inner.starts_with('\\') {
        // The escaped character may itself be a quote.
        let skip = inner.chars().take(2).map(char::len_utf8).sum();
        return inner.get(skip..)?.find('\'').map(|end| 1 + skip + end + 1);
    }
    let first = inner.chars().next()?.len_utf8();
    inner.get(first..)?.starts_with('\'').then_some(first + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_found_and_comments_are_not() {
        let source = "let a = \"one \\\" two\"; // \"no\"\nlet c = '\"'; /* \"no\" */ f(r#\"raw \"x\" y\"#); <'a>\n<p>\"text\"</p>";
        let parts = parts(source);
        let found: Vec<_> = parts.literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
        assert_eq!(found, [(1, "one \\\" two"), (2, "raw \"x\" y"), (3, "text")]);
        assert!(parts.literals[2].before.ends_with("<p>"));
        assert!(!parts.code.contains("no") && !parts.code.contains("raw"));
        assert_eq!(parts.code.lines().count(), source.lines().count());
    }

    #[test]
    fn what_is_for_tests_is_left_out() {
        assert!(shipped("a\n#[cfg(test)]\nmod tests { \"x\" }").literals.is_empty());
    }
}
