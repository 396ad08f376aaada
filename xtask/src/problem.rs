//! What can go wrong in a chore, told in plain words: the cause, and what to do next.

use std::fmt;

/// A chore that could not be finished.
#[derive(Debug)]
pub struct Problem {
    /// What happened and why.
    pub what: String,
    /// What the reader can do about it; empty when there is nothing to add.
    pub next: String,
}

/// The result of a chore.
pub type Outcome<T = ()> = Result<T, Problem>;

impl Problem {
    /// A problem whose cause says it all.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), next: String::new() }
    }

    /// Adds the next step for the reader.
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = next.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if !self.next.is_empty() {
            write!(f, "\n  Next: {}", self.next)?;
        }
        Ok(())
    }
}

/// Says what was being attempted when an error came up.
pub trait During<T> {
    /// Turns the error into a [`Problem`] that begins with `what`.
    fn during(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> During<T> for Result<T, E> {
    fn during(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Problem::new(format!("{what}: {error}")))
    }
}

/// Says what is missing when an option is empty.
pub trait Wanted<T> {
    /// Turns `None` into a [`Problem`] that reads `what`.
    fn wanted(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T> Wanted<T> for Option<T> {
    fn wanted(self, what: impl fmt::Display) -> Outcome<T> {
        self.ok_or_else(|| Problem::new(what.to_string()))
    }
}
