//! Domains in words.

use portal_contracts::domains::{DomainProblem, VANISHES_AFTER_DAYS};

use super::row::Row;
use crate::{
    i18n::{self, text::domains as text},
    platform::intl,
};

const DAY: f64 = 86_400_000.0;

/// A number of something.
#[must_use]
pub fn int(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A moment of the wire; nothing when it is none.
#[must_use]
pub fn moment(date: Option<&str>) -> Option<String> {
    date.and_then(intl::moment).map(i18n::date_time)
}

/// The day on which a domain that nobody claimed goes off the list.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "a few days")]
pub fn vanishes(row: &Row) -> Option<String> {
    let added = row.domain.added.as_deref().and_then(intl::moment)?;
    (!row.is_claimed()).then(|| i18n::date(added + VANISHES_AFTER_DAYS as f64 * DAY))
}

/// What is wrong with what was typed.
#[must_use]
pub const fn wrong(problem: DomainProblem) -> &'static str {
    match problem {
        DomainProblem::Missing => text::wrong::missing(),
        DomainProblem::Scheme => text::wrong::scheme(),
        DomainProblem::Address => text::wrong::address(),
        DomainProblem::Path => text::wrong::path(),
        DomainProblem::Space => text::wrong::space(),
        DomainProblem::Www => text::wrong::www(),
        DomainProblem::Wildcard => text::wrong::wildcard(),
        DomainProblem::NotAscii => text::wrong::not_ascii(),
        DomainProblem::Number => text::wrong::number(),
        DomainProblem::Single => text::wrong::single(),
        DomainProblem::Long => text::wrong::long(),
        DomainProblem::Letters => text::wrong::letters(),
    }
}
