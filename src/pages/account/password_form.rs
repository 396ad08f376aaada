//! What is wrong with a change of the master password. Pure.

use portal_contracts::limits;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The current password.
    Current,
    /// The new one.
    New,
    /// The new one again.
    Repeat,
    /// The hint.
    Hint,
}

impl Field {
    /// Id of its input.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Field::Current => "account-current",
            Field::New => "account-new",
            Field::Repeat => "account-repeat",
            Field::Hint => "account-hint",
        }
    }
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing typed.
    Missing,
    /// So many characters are missing.
    Short(usize),
    /// The same as the current one.
    Same,
    /// Not what was typed first.
    Differs,
    /// More characters than servers take.
    Long,
}

/// Everything that can be judged before anything is sent. Characters are counted as people count them, not as bytes;
/// `least` of them are needed.
#[must_use]
pub fn check(current: &str, new: &str, repeat: &str, hint: &str, least: usize) -> Vec<(Field, Problem)> {
    let mut found = Vec::new();
    if current.is_empty() {
        found.push((Field::Current, Problem::Missing));
    }
    let length = new.chars().count();
    if length == 0 {
        found.push((Field::New, Problem::Missing));
    } else if length < least {
        found.push((Field::New, Problem::Short(least - length)));
    } else if new == current {
        found.push((Field::New, Problem::Same));
    }
    if new != repeat {
        found.push((Field::Repeat, Problem::Differs));
    }
    if hint.trim().chars().count() > limits::HINT {
        found.push((Field::Hint, Problem::Long));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(current: &str, new: &str, repeat: &str, hint: &str) -> Vec<(Field, Problem)> {
        super::check(current, new, repeat, hint, limits::MASTER_PASSWORD)
    }

    #[test]
    fn an_organisation_may_ask_for_more() {
        let found = super::check("x", "seven kettles", "seven kettles", "", 20);
        assert_eq!(found, [(Field::New, Problem::Short(7))]);
    }

    #[test]
    fn a_complete_form_has_no_problem() {
        assert_eq!(check("old old old!", "seven kettles hum", "seven kettles hum", "porto"), []);
    }

    #[test]
    fn each_problem_stands_at_its_field() {
        assert_eq!(check("", "", "", ""), [(Field::Current, Problem::Missing), (Field::New, Problem::Missing)]);
        assert_eq!(check("x", "eleven char", "eleven char", ""), [(Field::New, Problem::Short(1))]);
        assert_eq!(check("same as before", "same as before", "same as before", ""), [(Field::New, Problem::Same)]);
        assert_eq!(check("x", "seven kettles", "seven kettle", ""), [(Field::Repeat, Problem::Differs)]);
        assert_eq!(check("x", "seven kettles", "seven kettles", &"h".repeat(51)), [(Field::Hint, Problem::Long)]);
    }
}
