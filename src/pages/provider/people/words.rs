//! States, roles and outcomes of people in words.

use portal_client::people::{RowFailure, RowOutcome};
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};

use super::{actions::Why, row::Row};
use crate::{
    i18n::text::people as text,
    pages::problem::Problem,
    ui::{Choice, Icon, Tone},
};

/// Icon, colour and word of a state.
#[must_use]
pub const fn status(status: ProviderUserStatus) -> (Icon, Tone, &'static str) {
    match status {
        ProviderUserStatus::Invited => (Icon::Mail, Tone::Info, text::status_invited()),
        ProviderUserStatus::Accepted => (Icon::Clock, Tone::Warning, text::status_to_confirm()),
        ProviderUserStatus::Confirmed => (Icon::Success, Tone::Neutral, text::status_confirmed()),
        ProviderUserStatus::Unknown(_) => (Icon::Help, Tone::Neutral, text::status_unknown()),
    }
}

/// Why an entry of a person's menu is off.
#[must_use]
pub const fn why(reason: Why) -> &'static str {
    match reason {
        Why::Yourself => text::why_yourself(),
        Why::LastAdmin => text::why_last_admin(),
    }
}

/// The two roles to choose from, with what they mean.
#[must_use]
pub fn roles() -> Vec<Choice> {
    [
        (ProviderUserType::ServiceUser, text::role_service_help()),
        (ProviderUserType::ProviderAdmin, text::role_admin_help()),
    ]
    .into_iter()
    .map(|(role, help)| Choice::new(role.number().to_string(), crate::pages::providers::role(role)).help(help))
    .collect()
}

/// The role that stands in a form's signal.
#[must_use]
pub fn chosen_role(value: &str) -> ProviderUserType {
    value.parse().map_or(ProviderUserType::ServiceUser, ProviderUserType::from_number)
}

/// Why something was not done for one person.
#[must_use]
pub fn row_failure(failure: &RowFailure) -> String {
    match failure {
        RowFailure::Refused(said) => text::failed_said(said),
        RowFailure::NotDone => text::failed_not_done().to_owned(),
        RowFailure::NotAnswered => text::failed_not_answered().to_owned(),
        RowFailure::Key(fault) => Problem::of_fault(*fault).text,
        RowFailure::NotSent => text::failed_not_sent().to_owned(),
        RowFailure::Unknown => text::failed_unknown().to_owned(),
        RowFailure::Call(error) => {
            let problem = Problem::of(error);
            problem.said.map_or(problem.text, |said| text::failed_said(&said))
        }
    }
}

/// One line of a result: who, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub row: Row,
    /// Done, or why not.
    pub outcome: Result<(), String>,
}

/// The lines of a result, in the order of the rows.
#[must_use]
pub fn lines(rows: &[Row], outcomes: &[RowOutcome]) -> Vec<Line> {
    rows.iter()
        .map(|row| {
            let outcome = match outcomes.iter().find(|outcome| outcome.id == row.id) {
                Some(outcome) => outcome.outcome.as_ref().map(|&()| ()).map_err(row_failure),
                None => Err(text::failed_not_answered().to_owned()),
            };
            Line { row: row.clone(), outcome }
        })
        .collect()
}
