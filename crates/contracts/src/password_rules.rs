//! Rules for master passwords: what an organisation's policy asks for, and what several of them ask for together.

use serde::{Deserialize, Serialize};

use crate::policies::{Policy, PolicyType};

/// Rules for master passwords; all missing = no rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MasterPasswordPolicy {
    /// Least strength score, 0–4.
    pub min_complexity: Option<i64>,
    /// Least length in characters.
    pub min_length: Option<i64>,
    /// Needs a lower-case letter.
    pub require_lower: Option<bool>,
    /// Needs an upper-case letter.
    pub require_upper: Option<bool>,
    /// Needs a digit.
    pub require_numbers: Option<bool>,
    /// Needs one of `!@#$%^&*`.
    pub require_special: Option<bool>,
    /// Existing passwords must satisfy the rules at the next sign-in.
    pub enforce_on_login: Option<bool>,
}

impl MasterPasswordPolicy {
    /// The rules in a policy of that kind. Missing or unreadable settings are no rule.
    #[must_use]
    pub fn of(policy: &Policy) -> Option<Self> {
        let found = |name: &str| policy.number(name).filter(|number| *number > 0);
        (policy.enabled && policy.r#type == PolicyType::MasterPassword).then(|| Self {
            min_complexity: found("minComplexity"),
            min_length: found("minLength"),
            require_lower: policy.flag("requireLower").then_some(true),
            require_upper: policy.flag("requireUpper").then_some(true),
            require_numbers: policy.flag("requireNumbers").then_some(true),
            require_special: policy.flag("requireSpecial").then_some(true),
            enforce_on_login: policy.flag("enforceOnLogin").then_some(true),
        })
    }

    /// What satisfies both: of two organisations, the stricter rule counts each time.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let either =
            |one: Option<bool>, other: Option<bool>| (one == Some(true) || other == Some(true)).then_some(true);
        Self {
            min_complexity: self.min_complexity.max(other.min_complexity),
            min_length: self.min_length.max(other.min_length),
            require_lower: either(self.require_lower, other.require_lower),
            require_upper: either(self.require_upper, other.require_upper),
            require_numbers: either(self.require_numbers, other.require_numbers),
            require_special: either(self.require_special, other.require_special),
            enforce_on_login: either(self.enforce_on_login, other.enforce_on_login),
        }
    }

    /// Whether there is any rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { enforce_on_login: self.enforce_on_login, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    #[test]
    fn the_stricter_of_two_rules_counts() {
        let one = MasterPasswordPolicy { min_length: Some(14), require_lower: Some(true), ..Default::default() };
        let two = MasterPasswordPolicy {
            min_length: Some(12),
            min_complexity: Some(3),
            enforce_on_login: Some(true),
            ..Default::default()
        };
        let both = MasterPasswordPolicy { min_length: Some(14), require_lower: Some(true), ..two.clone() };
        assert_eq!((one.and(&two), two.and(&one)), (both.clone(), both));
        assert!(MasterPasswordPolicy { enforce_on_login: Some(true), ..Default::default() }.is_empty());
        assert!(!two.is_empty());
    }

    #[test]
    fn rules_are_read_from_a_policy_that_is_on() {
        let policy = |enabled: bool, data: &str| {
            let json = format!(r#"{{"type":1,"enabled":{enabled},"data":{data}}}"#);
            MasterPasswordPolicy::of(&read_json(json.as_bytes()).unwrap())
        };
        let read = policy(true, r#"{"MinLength":16,"requireSpecial":true,"minComplexity":null}"#).unwrap();
        assert_eq!((read.min_length, read.min_complexity, read.require_special), (Some(16), None, Some(true)));
        assert!(policy(true, "null").unwrap().is_empty());
        assert_eq!(policy(false, r#"{"minLength":16}"#), None);
    }
}
