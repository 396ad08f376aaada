//! `cargo xtask tidy`: the invariants of docs/architecture.md as checks over the text of the tree. Each rule is a small
//! function over files, with a test that shows it can fail. What rustc and clippy see already is not repeated here:
//! unused texts are dead code, `unwrap`, `todo!` and friends are lints.

mod agree;
mod layers;
mod markup;
mod rust_text;
mod shape;
mod texts;
mod tree;
mod waiting;

use crate::problem::{Outcome, Problem};
use crate::{place, say};
use tree::File;

/// Something a rule found.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.into(), line, what: what.into() }
    }
}

/// A rule: its name for people, and the function.
type Rule = (&'static str, fn(&[File]) -> Vec<Finding>);

const RULES: [Rule; 19] = [
    ("layers look down only", layers::direction),
    ("crates depend downwards only", layers::crates),
    ("API paths live in crates/client", layers::api_paths),
    ("the browser is reached through src/platform and src/ui", layers::browser),
    ("no rsa crate", layers::no_rsa),
    ("every text is in locales/", texts::in_locales),
    ("no inline script or style", markup::inline),
    ("no raw HTML in views", markup::raw_html),
    ("tests are switched on", waiting::switched_off),
    ("tests wait for conditions, not for time", waiting::for_time),
    ("files are short", shape::length),
    ("nothing is unfinished", shape::unfinished),
    ("no file without content", shape::empty),
    ("the top level is what it is", shape::top_level),
    ("nothing names a path of one machine", shape::machine_paths),
    ("headers are the same everywhere", agree::headers),
    ("every style sheet is linked, in order", agree::styles),
    ("every public file is shipped", agree::public),
    ("every icon has its symbol", agree::icons),
];

/// Checks the tree as it is, committed or not.
pub fn run() -> Outcome {
    let files = tree::read(&place::root())?;
    let mut count = 0;
    for (name, rule) in RULES {
        let findings = rule(&files);
        if !findings.is_empty() {
            say::line(format!("✗ {name}"));
        }
        for finding in &findings {
            say::line(format!("    {}:{}: {}", finding.path, finding.line, finding.what));
        }
        count += findings.len();
    }
    if count == 0 {
        say::line(format!("tidy: {} rules over {} files, nothing found", RULES.len(), files.len()));
        return Ok(());
    }
    Err(Problem::new(format!("tidy: {count} findings"))
        .next("the rules and their reasons: docs/architecture.md, xtask/src/tidy"))
}

/// One file in a tree, for tests.
#[cfg(test)]
fn at(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.into() }
}
