//! States and roles of people in words.

use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};

use super::actions::Why;
use crate::{
    i18n::text::people as text,
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
