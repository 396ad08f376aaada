//! How messages travel between page and worker: a number, and what belongs to it.

use zeroize::Zeroizing;

use crate::fault::Fault;

/// What the worker hears.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    /// A question; its answer carries the same number.
    Call(u64, &'a str),
    /// The page no longer waits for the answer with this number. None comes.
    Cancel(u64),
}

/// A question to the worker; the number is never used twice in the life of a worker.
#[must_use]
pub fn call(number: u64, request: &str) -> Zeroizing<String> {
    Zeroizing::new([&number.to_string(), " ", request].concat())
}

/// Says that nobody waits any more.
#[must_use]
pub fn cancel(number: u64) -> String {
    number.to_string()
}

/// Reads what the page says; only a page of another build says something else.
#[must_use]
pub fn heard(text: &str) -> Option<Heard<'_>> {
    match text.split_once(' ') {
        Some((number, request)) => Some(Heard::Call(number.parse().ok()?, request)),
        None => Some(Heard::Cancel(text.parse().ok()?)),
    }
}

/// The worker's answer: the JSON of a reply, or a fault.
#[must_use]
pub fn answer(number: u64, outcome: Result<&str, Fault>) -> Zeroizing<String> {
    let number = number.to_string();
    Zeroizing::new(match outcome {
        Ok(reply) => [&number, " ", reply].concat(),
        // A fault is a word, which can always be written.
        Err(fault) => [&number, "-", &serde_json::to_string(&fault).unwrap_or_default()].concat(),
    })
}

/// Reads an answer of the worker.
#[must_use]
pub fn answered(text: &str) -> Option<(u64, Result<Zeroizing<String>, Fault>)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(end)?;
    let outcome = match rest.strip_prefix(' ') {
        Some(reply) => Ok(Zeroizing::new(reply.to_owned())),
        None => Err(serde_json::from_str(rest.strip_prefix('-')?).unwrap_or(Fault::Gone)),
    };
    Some((number.parse().ok()?, outcome))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        assert_eq!(heard(&call(7, "{\"Lock\":{}}")), Some(Heard::Call(7, "{\"Lock\":{}}")));
        assert_eq!(heard(&cancel(8)), Some(Heard::Cancel(8)));
        assert_eq!(heard("ready"), None);
        assert_eq!(answered(&answer(7, Ok("{}"))).unwrap(), (7, Ok(Zeroizing::new("{}".into()))));
        assert_eq!(answered(&answer(7, Err(Fault::Stale))).unwrap(), (7, Err(Fault::Stale)));
        assert_eq!(answered("7-other").unwrap(), (7, Err(Fault::Gone)), "another build");
        for strange in ["", "7", "seven {}", "99999999999999999999999 {}"] {
            assert!(answered(strange).is_none(), "{strange}");
        }
    }
}
