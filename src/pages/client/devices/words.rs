//! Words for answers and for what stands against them.

use portal_client::devices::{Hindrance, Verdict};

use crate::{
    i18n::{self, text::devices as text},
    platform::intl,
};

/// The name of a piece of work.
#[must_use]
pub const fn kind(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "approve-devices",
        Verdict::Deny => "deny-devices",
    }
}

/// The answer of a piece of work.
#[must_use]
pub fn of_kind(name: &str) -> Verdict {
    if name == kind(Verdict::Approve) { Verdict::Approve } else { Verdict::Deny }
}

/// The title of a list of outcomes.
#[must_use]
pub const fn outcome_title(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => text::outcome_approve(),
        Verdict::Deny => text::outcome_deny(),
    }
}

/// Everything was done.
#[must_use]
pub fn all_done(verdict: Verdict, count: i64, client: &str) -> String {
    match verdict {
        Verdict::Approve => text::approved(count, client),
        Verdict::Deny => text::denied(count, client),
    }
}

/// Why a device cannot be let in, in a few words.
#[must_use]
pub const fn why(hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Key(_) => text::why_key(),
        Hindrance::Exchanged => text::why_exchanged(),
        Hindrance::Mismatch => text::why_mismatch(),
        Hindrance::Yourself => text::why_yourself(),
        Hindrance::Hierarchy => text::why_hierarchy(),
        Hindrance::NotMember => text::why_not_member(),
        Hindrance::NotEnrolled => text::why_not_enrolled(),
    }
}

/// What can be done about it.
#[must_use]
pub const fn what_helps(hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Key(_) => text::helps_key(),
        Hindrance::Exchanged | Hindrance::Mismatch => text::helps_strange(),
        Hindrance::Yourself => text::helps_yourself(),
        Hindrance::Hierarchy => text::helps_hierarchy(),
        Hindrance::NotMember => text::helps_not_member(),
        Hindrance::NotEnrolled => text::helps_not_enrolled(),
    }
}

/// How long ago, and exactly when; as it came when it is no date.
#[must_use]
pub fn asked(date: &str, now: f64) -> (String, String) {
    match intl::moment(date) {
        Some(at) => (i18n::ago(at, now), i18n::date_time(at)),
        None => (date.chars().take(40).collect(), String::new()),
    }
}
