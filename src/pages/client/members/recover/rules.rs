//! What a password that is set for somebody has to be like. Pure.

use portal_client::members::PasswordRules;
use portal_contracts::limits;

/// What a password lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// Nothing typed.
    Missing,
    /// So many characters are missing.
    Short(usize),
    /// A capital letter.
    Upper,
    /// A small letter.
    Lower,
    /// A digit.
    Digit,
    /// A special character.
    Special,
    /// It is too easy to guess.
    Weak,
}

/// Everything that stands against a password. Characters are counted as people count them. `score` is missing while it is
/// not rated: then only the server could say that it is weak.
#[must_use]
pub fn judge(password: &str, score: Option<u8>, rules: &PasswordRules) -> Vec<Unmet> {
    let length = password.chars().count();
    if length == 0 {
        return vec![Unmet::Missing];
    }
    let least = rules.length.unwrap_or(0).max(limits::MASTER_PASSWORD);
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    let weak = rules.strength.zip(score).is_some_and(|(least, score)| score < least);
    let mut unmet = Vec::new();
    if length < least {
        unmet.push(Unmet::Short(least - length));
    }
    let checks = [
        (rules.upper && !has(char::is_uppercase), Unmet::Upper),
        (rules.lower && !has(char::is_lowercase), Unmet::Lower),
        (rules.digit && !has(|c| c.is_ascii_digit()), Unmet::Digit),
        (rules.special && !has(|c| !c.is_alphanumeric()), Unmet::Special),
        (weak, Unmet::Weak),
    ];
    unmet.extend(checks.into_iter().filter(|(fails, _)| *fails).map(|(_, what)| what));
    unmet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_policy_only_the_length_counts() {
        let rules = PasswordRules::default();
        assert_eq!(judge("", None, &rules), [Unmet::Missing]);
        assert_eq!(judge("elevenchars", Some(0), &rules), [Unmet::Short(1)]);
        assert_eq!(judge("zwölfzeichen", Some(0), &rules), []);
    }

    #[test]
    fn the_policy_of_the_client_is_kept() {
        let rules =
            PasswordRules { strength: Some(3), length: Some(20), upper: true, lower: true, digit: true, special: true };
        assert_eq!(judge("correct horse", Some(2), &rules), [Unmet::Short(7), Unmet::Upper, Unmet::Digit, Unmet::Weak]);
        assert_eq!(judge("Correct-horse-battery-9", Some(4), &rules), []);
        // Not rated: the server decides.
        assert_eq!(judge("Correct-horse-battery-9", None, &rules), []);
    }
}
