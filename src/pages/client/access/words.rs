//! Permissions and kinds in words.

use portal_contracts::access::Access;

use super::Kind;
use crate::i18n::text::access as text;

/// The name of a permission.
#[must_use]
pub const fn permission(access: Access) -> &'static str {
    match access {
        Access::View => text::view(),
        Access::ViewHidden => text::view_hidden(),
        Access::Edit => text::edit(),
        Access::EditHidden => text::edit_hidden(),
        Access::Manage => text::manage(),
    }
}

/// The heading of a section.
pub(super) const fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Group => text::groups(),
        Kind::Person => text::people(),
        Kind::Collection => text::collections(),
    }
}

/// What stands for a line whose name is not known.
pub(super) const fn not_listed(kind: Kind) -> &'static str {
    match kind {
        Kind::Group => text::not_listed_group(),
        Kind::Person => text::not_listed_person(),
        Kind::Collection => text::not_listed_collection(),
    }
}

/// The value of a permission in a `<select>`.
pub(super) const fn value(access: Access) -> &'static str {
    match access {
        Access::View => "view",
        Access::ViewHidden => "view-hidden",
        Access::Edit => "edit",
        Access::EditHidden => "edit-hidden",
        Access::Manage => "manage",
    }
}

/// The permission of a value.
pub(super) fn read(chosen: &str) -> Access {
    Access::ALL.into_iter().find(|access| value(*access) == chosen).unwrap_or_default()
}
