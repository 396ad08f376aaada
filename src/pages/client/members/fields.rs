//! What a member may do and reach, as a form holds it: the same for an invitation and for a change.

use leptos::prelude::*;
use portal_client::members::MemberAccess;
use portal_contracts::{enums::OrganizationUserType, permissions::Permissions};

use super::words;
use crate::{
    pages::client::access::{Grant, Kind, model},
    ui::Draft,
};

/// The fields. Copy it freely.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Number of the role.
    pub role: RwSignal<String>,
    /// Named permissions, for the custom role.
    pub permissions: RwSignal<Permissions>,
    /// Groups.
    pub groups: RwSignal<Vec<Grant>>,
    /// Collections with permission.
    pub collections: RwSignal<Vec<Grant>>,
}

impl Fields {
    /// The fields of a form that starts with this. Call it where the form is made.
    #[must_use]
    pub fn of(draft: Draft, start: &MemberAccess) -> Self {
        Self {
            role: draft.field("role", start.role.number().to_string()),
            permissions: draft.field("permissions", start.permissions),
            groups: draft.field("groups", groups(start)),
            collections: draft.field("collections", collections(start)),
        }
    }

    /// Puts this into the fields.
    pub fn fill(self, access: &MemberAccess) {
        self.role.set(access.role.number().to_string());
        self.permissions.set(access.permissions);
        self.groups.set(groups(access));
        self.collections.set(collections(access));
    }

    /// The chosen role; reactive.
    #[must_use]
    pub fn role(self) -> OrganizationUserType {
        self.role.with(|role| words::chosen_role(role))
    }

    /// What stands in the fields; reactive.
    #[must_use]
    pub fn access(self) -> MemberAccess {
        let role = self.role();
        let custom = role == OrganizationUserType::Custom;
        MemberAccess {
            role,
            permissions: if custom { self.permissions.get() } else { Permissions::NONE },
            groups: self.groups.with(|grants| model::ids(Kind::Group, grants)),
            collections: self.collections.with(|grants| model::entries(Kind::Collection, grants)),
        }
    }

    /// Whether the custom role is chosen without a permission: then it is a user. Reactive.
    #[must_use]
    pub fn lacks_permission(self) -> bool {
        self.role() == OrganizationUserType::Custom && self.permissions.with(Permissions::is_none)
    }
}

/// The groups as lines of the selector.
#[must_use]
pub fn groups(access: &MemberAccess) -> Vec<Grant> {
    access.groups.iter().map(|id| Grant::new(Kind::Group, id.clone(), Default::default())).collect()
}

/// The collections as lines of the selector.
#[must_use]
pub fn collections(access: &MemberAccess) -> Vec<Grant> {
    model::grants(Kind::Collection, &access.collections)
}
