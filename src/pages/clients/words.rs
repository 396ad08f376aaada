//! States, refusals and problems of clients in words.

use portal_client::clients::{SeatsFailure, UnlinkFailure};
use portal_contracts::seats::{SeatEffect, SeatRefusal};

use super::{
    actions::Why,
    create,
    row::{KeyState, Row, Status},
    seats::Problem,
};
use crate::{
    i18n::text::{clients, seats},
    pages::problem::Problem as Failed,
    ui::{Icon, Tone},
};

/// Icon, colour and word of a client's state.
#[must_use]
pub fn status(row: &Row) -> (Icon, Tone, &'static str) {
    match row.status() {
        Status::Key => (Icon::Error, Tone::Danger, key(row.key)),
        Status::Suspended => (Icon::Pause, Tone::Warning, clients::status_suspended()),
        Status::Full if row.seats.is_some_and(|seats| row.used > seats) => {
            (Icon::Warning, Tone::Warning, clients::status_over())
        }
        Status::Full => (Icon::Warning, Tone::Warning, clients::status_full()),
        Status::Fresh => (Icon::Clock, Tone::Info, clients::status_fresh()),
        Status::Active => (Icon::Success, Tone::Neutral, clients::status_active()),
    }
}

const fn key(state: KeyState) -> &'static str {
    match state {
        KeyState::Good => clients::status_active(),
        KeyState::Missing => clients::status_key_missing(),
        KeyState::Damaged => clients::status_key_damaged(),
        KeyState::NoProviderKey => clients::status_key_provider(),
        KeyState::Changed => clients::status_key_changed(),
        KeyState::Shared => clients::status_key_shared(),
        KeyState::Differs => clients::status_key_differs(),
    }
}

/// Why a client is closed; `None` when its key is good. Whoever reaches it without a provider has no provider admin to tell.
#[must_use]
pub const fn key_why(state: KeyState, by_provider: bool) -> Option<&'static str> {
    match state {
        KeyState::Good => None,
        KeyState::Missing if !by_provider => Some(clients::key_missing_why_own()),
        KeyState::Changed if !by_provider => Some(clients::key_changed_why_own()),
        KeyState::Shared if !by_provider => Some(clients::key_shared_why_own()),
        KeyState::Missing => Some(clients::key_missing_why()),
        KeyState::Damaged => Some(clients::key_damaged_why()),
        KeyState::NoProviderKey => Some(clients::key_provider_why()),
        KeyState::Changed => Some(clients::key_changed_why()),
        KeyState::Shared => Some(clients::key_shared_why()),
        KeyState::Differs => Some(clients::key_differs_why()),
    }
}

/// Why an entry of a client's menu is off.
#[must_use]
pub fn why(reason: Why, row: &Row) -> String {
    match reason {
        Why::AdminsOnly => clients::why_admins().to_owned(),
        Why::ProviderSuspended => clients::why_suspended().to_owned(),
        Why::Key => key_why(row.key, true).unwrap_or_default().to_owned(),
    }
}

/// As [`why`], where a page has one place for all reasons.
#[must_use]
pub fn off(reason: Why, row: &Row) -> String {
    match reason {
        Why::AdminsOnly => clients::unlink_admins().to_owned(),
        Why::ProviderSuspended | Why::Key => why(reason, row),
    }
}

/// What to call a client.
#[must_use]
pub fn name(row: &Row) -> String {
    if row.name.trim().is_empty() { clients::unnamed().to_owned() } else { row.name.clone() }
}

/// What is wrong with a number of seats.
#[must_use]
pub fn seats_problem(problem: Problem) -> String {
    match problem {
        Problem::Missing => seats::missing().to_owned(),
        Problem::NotANumber => seats::not_a_number().to_owned(),
        Problem::TooMany => seats::too_many().to_owned(),
        Problem::Refused(SeatRefusal::BelowOccupied { least }) => seats::below(least),
        Problem::Refused(SeatRefusal::WouldPurchase { most }) if most < 1 => seats::service_none().to_owned(),
        Problem::Refused(SeatRefusal::WouldPurchase { most }) => seats::service_most(most),
    }
}

/// What a wish for seats does to the contract.
#[must_use]
pub fn effect(effect: SeatEffect) -> String {
    if effect.to_purchase > 0 {
        seats::to_purchase(effect.to_purchase)
    } else if effect.to_release > 0 {
        seats::to_release(effect.to_release)
    } else if effect.unassigned > 0 {
        seats::unassigned_after(effect.unassigned)
    } else {
        seats::none_left().to_owned()
    }
}

/// What is wrong with a field of the form for a new client. `typed` is the name.
#[must_use]
pub fn create_problem(problem: create::Problem, typed: &str) -> String {
    match problem {
        create::Problem::PlanMissing => clients::plan_missing().to_owned(),
        create::Problem::NameMissing => clients::name_missing().to_owned(),
        create::Problem::NameLong => {
            let over = typed.trim().chars().count().saturating_sub(portal_contracts::limits::NAME);
            clients::name_long(i64::try_from(over).unwrap_or(i64::MAX))
        }
        create::Problem::OwnerMissing => clients::owner_missing().to_owned(),
        create::Problem::OwnerInvalid => clients::owner_invalid().to_owned(),
        create::Problem::OwnerLong => clients::owner_long().to_owned(),
        create::Problem::Seats(problem) => seats_problem(problem),
    }
}

/// Why seats or a name were not changed.
#[must_use]
pub fn seats_failure(failure: &SeatsFailure) -> Failed {
    match failure {
        SeatsFailure::Refused(refusal) => own(clients::not_changed(), seats_problem(Problem::Refused(*refusal))),
        SeatsFailure::Gone => gone(),
        SeatsFailure::Api(error) => Failed::of(error),
    }
}

/// The client is no longer in the list.
#[must_use]
pub fn gone() -> Failed {
    own(clients::gone_title(), clients::gone_text().to_owned())
}

/// Why a client was not unlinked.
#[must_use]
pub fn unlink_failure(failure: &UnlinkFailure) -> Failed {
    match failure {
        UnlinkFailure::NoOwner => own(clients::unlink_no_owner(), clients::unlink_refused_owner().to_owned()),
        UnlinkFailure::Api(error) => Failed::of(error),
    }
}

const fn own(title: &'static str, text: String) -> Failed {
    Failed { title, text, said: None, quote: None, again: false }
}

/// A price in hundredths, as `2.60`.
#[must_use]
pub fn price(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
