//! What a new password has to be like, what it lacks, and why it was not set, in words.

use portal_client::members::{PasswordRules, RecoverFailure};
use portal_contracts::limits;

use super::rules::Unmet;
use crate::{
    i18n::{self, number, text::members as text},
    pages::problem::Problem,
};

/// Why it was not set.
pub fn failure(failure: &RecoverFailure) -> Problem {
    let own = |words: &'static str| Problem {
        title: text::recover_failed(),
        text: words.to_owned(),
        said: None,
        quote: None,
        again: false,
    };
    match failure {
        RecoverFailure::WrongPassword => own(text::recover_own_wrong()),
        RecoverFailure::NotEnrolled => own(text::why_not_enrolled()),
        RecoverFailure::Keys(_) => own(text::recover_keys()),
        RecoverFailure::Api(error) => Problem::of(error),
    }
}

fn count(n: usize) -> String {
    number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What the password has to be like, in one sentence.
pub fn demands(rules: &PasswordRules) -> String {
    let least = rules.length.unwrap_or(0).max(limits::MASTER_PASSWORD);
    let mut parts = vec![text::recover_demands(&count(least))];
    let kinds: Vec<String> = [
        (rules.upper, text::kind_upper()),
        (rules.lower, text::kind_lower()),
        (rules.digit, text::kind_digit()),
        (rules.special, text::kind_special()),
    ]
    .into_iter()
    .filter(|(wanted, _)| *wanted)
    .map(|(_, words)| words.to_owned())
    .collect();
    if !kinds.is_empty() {
        parts.push(text::recover_demands_kinds(&i18n::list(&kinds)));
    }
    parts.join(" ")
}

/// What a password lacks.
pub fn unmet(unmet: &Unmet) -> String {
    match unmet {
        Unmet::Missing => text::recover_missing().to_owned(),
        Unmet::Short(missing) => text::recover_short(i64::try_from(*missing).unwrap_or(i64::MAX)),
        Unmet::Upper => text::recover_lacks(text::kind_upper()),
        Unmet::Lower => text::recover_lacks(text::kind_lower()),
        Unmet::Digit => text::recover_lacks(text::kind_digit()),
        Unmet::Special => text::recover_lacks(text::kind_special()),
        Unmet::Weak => text::recover_weak().to_owned(),
    }
}
