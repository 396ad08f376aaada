//! States, roles, permissions and reasons of members in words.

use portal_client::members::rules::Hindrance;
use portal_contracts::{
    enums::{OrganizationUserStatus, OrganizationUserType},
    members::RevocationReason,
};

use super::{
    actions::{Action, Rules, Why, role_why_not},
    permissions::{GroupId, Permission},
};
use crate::{
    i18n::text::members as text,
    ui::{Choice, Icon, Tone},
};

/// Icon, colour and word of a state.
#[must_use]
pub const fn status(status: OrganizationUserStatus) -> (Icon, Tone, &'static str) {
    match status {
        OrganizationUserStatus::Invited => (Icon::Mail, Tone::Info, text::status_invited()),
        OrganizationUserStatus::Accepted => (Icon::Clock, Tone::Warning, text::status_to_confirm()),
        OrganizationUserStatus::Confirmed => (Icon::Success, Tone::Neutral, text::status_confirmed()),
        OrganizationUserStatus::Revoked => (Icon::Off, Tone::Danger, text::status_revoked()),
        OrganizationUserStatus::Staged => (Icon::Inbox, Tone::Info, text::status_staged()),
        OrganizationUserStatus::Unknown(_) => (Icon::Help, Tone::Neutral, text::status_unknown()),
    }
}

/// Word of a role.
#[must_use]
pub const fn role(role: OrganizationUserType) -> &'static str {
    match role {
        OrganizationUserType::Owner => text::role_owner(),
        OrganizationUserType::Admin => text::role_admin(),
        OrganizationUserType::User => text::role_user(),
        OrganizationUserType::Custom => text::role_custom(),
        OrganizationUserType::Unknown(_) => text::role_unknown(),
    }
}

const ROLES: [OrganizationUserType; 4] = [
    OrganizationUserType::User,
    OrganizationUserType::Admin,
    OrganizationUserType::Owner,
    OrganizationUserType::Custom,
];

/// The roles to choose from, with what they mean, or why they cannot be given.
#[must_use]
pub fn roles(rules: &Rules) -> Vec<Choice> {
    ROLES
        .into_iter()
        .map(|kind| {
            let help = match kind {
                OrganizationUserType::Owner => text::role_owner_help(),
                OrganizationUserType::Admin => text::role_admin_help(),
                OrganizationUserType::Custom => text::role_custom_help(),
                OrganizationUserType::User | OrganizationUserType::Unknown(_) => text::role_user_help(),
            };
            let choice = Choice::new(kind.number().to_string(), role(kind)).help(help);
            match role_why_not(kind, rules) {
                Some(Why::Plan) => choice.off(text::role_custom_plan()),
                Some(_) => choice.off(text::role_too_high()),
                None => choice,
            }
        })
        .collect()
}

/// The role that stands in a form's signal.
#[must_use]
pub fn chosen_role(value: &str) -> OrganizationUserType {
    value.parse().map_or(OrganizationUserType::User, OrganizationUserType::from_number)
}

/// Why an access was taken away.
#[must_use]
pub const fn revoked_because(reason: Option<RevocationReason>) -> &'static str {
    match reason {
        Some(RevocationReason::TwoFactorPolicy) => text::revoked_two_step(),
        Some(RevocationReason::SingleOrganizationPolicy) => text::revoked_single(),
        Some(RevocationReason::DataOwnershipPolicy) => text::revoked_ownership(),
        Some(RevocationReason::Manual) => text::revoked_manual(),
        Some(RevocationReason::Unknown(_)) | None => text::revoked_unknown(),
    }
}

/// Why an entry of a member's menu is off.
#[must_use]
pub const fn why(reason: Why, action: Action) -> &'static str {
    match reason {
        Why::NotAllowed => match action {
            Action::Events => text::why_events_right(),
            Action::Recover => text::why_recovery_right(),
            _ => text::why_members_right(),
        },
        Why::Plan => text::why_plan(),
        Why::RecoveryOff => text::why_recovery_off(),
        Why::Rule(hindrance) => match hindrance {
            Hindrance::Status => text::why_status(),
            Hindrance::Yourself => match action {
                Action::Recover => text::why_recover_yourself(),
                _ => text::why_yourself(),
            },
            Hindrance::Hierarchy => text::why_too_high(),
            Hindrance::Claimed => text::why_claimed(),
            Hindrance::NotClaimed => text::why_not_claimed(),
            Hindrance::NotEnrolled => text::why_not_enrolled(),
            Hindrance::NoPassword => text::why_no_password(),
        },
    }
}

/// Icon and words of an entry.
#[must_use]
pub const fn entry(action: Action) -> (Icon, &'static str) {
    match action {
        Action::Resend => (Icon::Mail, text::resend()),
        Action::Confirm => (Icon::Key, text::confirm()),
        Action::EditRole => (Icon::Edit, text::edit_role()),
        Action::EditGroups => (Icon::Groups, text::edit_groups()),
        Action::EditCollections => (Icon::Folder, text::edit_collections()),
        Action::Events => (Icon::Clock, text::events()),
        Action::Recover => (Icon::Lock, text::recover()),
        Action::Revoke => (Icon::Off, text::revoke()),
        Action::Restore => (Icon::Undo, text::restore()),
        Action::Remove => (Icon::Trash, text::remove()),
        Action::Delete => (Icon::Trash, text::delete()),
    }
}

/// Title of the list of outcomes, and of the progress.
#[must_use]
pub const fn outcome_title(action: Action) -> &'static str {
    match action {
        Action::Resend => text::outcome_resend(),
        Action::Revoke => text::outcome_revoke(),
        Action::Restore => text::outcome_restore(),
        Action::Remove => text::outcome_remove(),
        Action::Delete => text::outcome_delete(),
        _ => text::outcome_confirm(),
    }
}

/// What was done, when it was done for all.
#[must_use]
pub fn all_done(action: Action, count: i64) -> String {
    match action {
        Action::Resend => text::done_resend(count),
        Action::Revoke => text::done_revoke(count),
        Action::Restore => text::done_restore(count),
        Action::Remove => text::done_remove(count),
        Action::Delete => text::done_delete(count),
        _ => text::done_confirm(count),
    }
}

/// Title of a group of permissions.
#[must_use]
pub const fn group(id: GroupId) -> &'static str {
    match id {
        GroupId::Access => text::permissions_access(),
        GroupId::Collections => text::permissions_collections(),
        GroupId::Manage => text::permissions_manage(),
    }
}

/// Name of a permission and what it means.
#[must_use]
pub const fn permission(permission: Permission) -> (&'static str, Option<&'static str>) {
    match permission {
        Permission::EventLogs => (text::permission_event_logs(), None),
        Permission::ImportExport => (text::permission_import_export(), Some(text::permission_import_export_help())),
        Permission::Reports => (text::permission_reports(), Some(text::permission_reports_help())),
        Permission::CreateCollections => (text::permission_create_collections(), None),
        Permission::EditCollections => {
            (text::permission_edit_collections(), Some(text::permission_edit_collections_help()))
        }
        Permission::DeleteCollections => (text::permission_delete_collections(), None),
        Permission::Groups => (text::permission_groups(), None),
        Permission::Sso => (text::permission_sso(), None),
        Permission::Policies => (text::permission_policies(), None),
        Permission::Users => (text::permission_users(), None),
        Permission::Recovery => (text::permission_recovery(), Some(text::permission_recovery_help())),
        Permission::Scim => (text::permission_scim(), None),
    }
}
