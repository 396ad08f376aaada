//! What an organisation asks of master passwords (REG-05). Pure.

use portal_contracts::{limits, token::MasterPasswordPolicy};

use super::form::length;

/// Special characters that a rule can ask for, as servers count them.
const SPECIAL: &str = "!@#$%^&*";

/// Something an organisation asks of a master password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least so many characters.
    Length(usize),
    /// At least this score, 1–4.
    Score(u8),
    /// A capital letter.
    Upper,
    /// A small letter.
    Lower,
    /// A digit.
    Number,
    /// One of [`SPECIAL`].
    Special,
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The rating is not known yet or could not be had.
    Unknown,
}

/// The rules of an organisation in the order in which they are listed; empty when it asks for nothing.
#[must_use]
pub fn rules(policy: &MasterPasswordPolicy) -> Vec<Rule> {
    let mut found = Vec::new();
    if let Some(length) = policy.min_length.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0) {
        found.push(Rule::Length(length));
    }
    if let Some(score) = policy.min_complexity.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=4).contains(n)) {
        found.push(Rule::Score(score));
    }
    for (wanted, rule) in [
        (policy.require_upper, Rule::Upper),
        (policy.require_lower, Rule::Lower),
        (policy.require_numbers, Rule::Number),
        (policy.require_special, Rule::Special),
    ] {
        if wanted == Some(true) {
            found.push(rule);
        }
    }
    found
}

/// Whether a password meets a rule. `score` is `None` while there is no rating.
#[must_use]
pub fn holds(rule: Rule, password: &str, score: Option<u8>) -> Holds {
    let met = match rule {
        Rule::Length(least) => length(password) >= least,
        Rule::Score(least) => match score {
            Some(score) => score >= least,
            None => return Holds::Unknown,
        },
        Rule::Upper => password.chars().any(char::is_uppercase),
        Rule::Lower => password.chars().any(char::is_lowercase),
        Rule::Number => password.chars().any(|c| c.is_ascii_digit()),
        Rule::Special => password.chars().any(|c| SPECIAL.contains(c)),
    };
    if met { Holds::Yes } else { Holds::No }
}

/// Fewest characters: the portal's own floor, or more when the organisation asks for it.
#[must_use]
pub fn minimum(rules: &[Rule]) -> usize {
    rules
        .iter()
        .filter_map(|rule| if let Rule::Length(length) = rule { Some(*length) } else { None })
        .fold(limits::MASTER_PASSWORD, usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> MasterPasswordPolicy {
        MasterPasswordPolicy {
            min_length: Some(14),
            min_complexity: Some(3),
            require_upper: Some(true),
            require_special: Some(true),
            require_lower: Some(false),
            ..MasterPasswordPolicy::default()
        }
    }

    #[test]
    fn an_organisation_can_raise_the_minimum_and_never_lower_it() {
        assert_eq!(minimum(&[Rule::Length(8)]), 12);
        assert_eq!(minimum(&[Rule::Length(20), Rule::Upper]), 20);
    }

    #[test]
    fn rules_are_read_from_the_policy() {
        assert_eq!(rules(&policy()), [Rule::Length(14), Rule::Score(3), Rule::Upper, Rule::Special]);
        assert!(rules(&MasterPasswordPolicy { min_complexity: Some(0), ..MasterPasswordPolicy::default() }).is_empty());
        assert!(rules(&MasterPasswordPolicy { min_length: Some(-4), ..MasterPasswordPolicy::default() }).is_empty());
    }
}
