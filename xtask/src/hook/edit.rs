//! Edits of generated text that either match exactly as expected, or stop the build.

use crate::problem::{Outcome, Problem};

/// Replaces the only occurrence of `from`.
pub fn once(text: &str, from: &str, to: &str, what: &str) -> Outcome<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(unexpected(what, &format!("`{from}` occurs {count} times instead of once"))),
    }
}

/// The only part between `open` and `close`, without either.
pub fn between<'a>(text: &'a str, open: &str, close: &str, what: &str) -> Outcome<&'a str> {
    let missing = || unexpected(what, &format!("nothing stands between `{open}` and `{close}`"));
    if text.matches(open).count() > 1 {
        return Err(unexpected(what, &format!("`{open}` occurs more than once")));
    }
    let (_, rest) = text.split_once(open).ok_or_else(missing)?;
    rest.split_once(close).map(|(part, _)| part).ok_or_else(missing)
}

/// The generated text is not what this hook was written for.
pub fn unexpected(what: &str, why: &str) -> Problem {
    Problem::new(format!("{what}: {why}")).next(
        "a tool that generates this text has changed; read its output under target/xtask-hook and adapt xtask/src/hook",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_that_matches_never_or_twice_is_refused() {
        assert_eq!(once("a b", "b", "c", "x").unwrap(), "a c");
        assert!(once("a b", "z", "c", "x").is_err());
        assert!(once("b b", "b", "c", "x").is_err());
    }

    #[test]
    fn between_wants_both_ends() {
        assert_eq!(between("say \"hello\" now", "say \"", "\"", "x").unwrap(), "hello");
        assert!(between("say \"hello", "say \"", "\"", "x").is_err());
        assert!(between("say x say x", "say ", "x", "x").is_err());
    }
}
