//! The custom permissions of a member: how they are grouped in the editor, and what ticking one does to others
//! (screens §1.2). Pure.

use portal_contracts::permissions::Permissions;

/// One permission of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read the event log.
    EventLogs,
    /// Import and export.
    ImportExport,
    /// Reports.
    Reports,
    /// Create collections.
    CreateCollections,
    /// Change the access of any collection.
    EditCollections,
    /// Delete any collection.
    DeleteCollections,
    /// Manage groups.
    Groups,
    /// Single sign-on and claimed domains.
    Sso,
    /// Policies.
    Policies,
    /// Members.
    Users,
    /// Account recovery.
    Recovery,
    /// Provisioning by a directory.
    Scim,
}

/// A group of permissions in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// Its permissions, in order.
    pub permissions: &'static [Permission],
}

/// Names a group of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupId {
    /// Reading and taking out.
    Access,
    /// Every collection; has a tick of its own for all three.
    Collections,
    /// The parts of the console.
    Manage,
}

/// The groups, in order.
pub const GROUPS: [Group; 3] = [
    Group { id: GroupId::Access, permissions: &[Permission::EventLogs, Permission::ImportExport, Permission::Reports] },
    Group {
        id: GroupId::Collections,
        permissions: &[Permission::CreateCollections, Permission::EditCollections, Permission::DeleteCollections],
    },
    Group {
        id: GroupId::Manage,
        permissions: &[
            Permission::Groups,
            Permission::Sso,
            Permission::Policies,
            Permission::Users,
            Permission::Recovery,
            Permission::Scim,
        ],
    },
];

impl Permission {
    /// The name in ids of the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EventLogs => "event-logs",
            Self::ImportExport => "import-export",
            Self::Reports => "reports",
            Self::CreateCollections => "create-collections",
            Self::EditCollections => "edit-collections",
            Self::DeleteCollections => "delete-collections",
            Self::Groups => "groups",
            Self::Sso => "sso",
            Self::Policies => "policies",
            Self::Users => "users",
            Self::Recovery => "recovery",
            Self::Scim => "scim",
        }
    }

    /// Whether it is among those held.
    #[must_use]
    pub const fn is_in(self, held: &Permissions) -> bool {
        match self {
            Self::EventLogs => held.access_event_logs,
            Self::ImportExport => held.access_import_export,
            Self::Reports => held.access_reports,
            Self::CreateCollections => held.create_new_collections,
            Self::EditCollections => held.edit_any_collection,
            Self::DeleteCollections => held.delete_any_collection,
            Self::Groups => held.manage_groups,
            Self::Sso => held.manage_sso,
            Self::Policies => held.manage_policies,
            Self::Users => held.manage_users,
            Self::Recovery => held.manage_reset_password,
            Self::Scim => held.manage_scim,
        }
    }

    const fn place(self, held: &mut Permissions) -> &mut bool {
        match self {
            Self::EventLogs => &mut held.access_event_logs,
            Self::ImportExport => &mut held.access_import_export,
            Self::Reports => &mut held.access_reports,
            Self::CreateCollections => &mut held.create_new_collections,
            Self::EditCollections => &mut held.edit_any_collection,
            Self::DeleteCollections => &mut held.delete_any_collection,
            Self::Groups => &mut held.manage_groups,
            Self::Sso => &mut held.manage_sso,
            Self::Policies => &mut held.manage_policies,
            Self::Users => &mut held.manage_users,
            Self::Recovery => &mut held.manage_reset_password,
            Self::Scim => &mut held.manage_scim,
        }
    }
}

/// Ticks or unticks one. Who recovers accounts must see the people: recovery brings the members along, and without the
/// members there is no recovery.
#[must_use]
pub const fn set(mut held: Permissions, permission: Permission, on: bool) -> Permissions {
    *permission.place(&mut held) = on;
    match permission {
        Permission::Recovery if on => held.manage_users = true,
        Permission::Users if !on => held.manage_reset_password = false,
        _ => {}
    }
    held
}

/// Ticks or unticks all of a group.
#[must_use]
pub fn set_all(held: Permissions, group: &Group, on: bool) -> Permissions {
    group.permissions.iter().fold(held, |held, permission| set(held, *permission, on))
}

/// How many of a group are ticked.
#[must_use]
pub fn ticked(held: &Permissions, group: &Group) -> usize {
    group.permissions.iter().filter(|permission| permission.is_in(held)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_stands_in_one_group_and_can_be_ticked() {
        let mut all = Permissions::NONE;
        let mut seen = 0;
        for group in GROUPS {
            for permission in group.permissions {
                assert!(!permission.is_in(&Permissions::NONE));
                assert!(permission.is_in(&set(Permissions::NONE, *permission, true)));
                seen += 1;
            }
            all = set_all(all, &group, true);
            assert_eq!(ticked(&all, &group), group.permissions.len());
        }
        assert_eq!(seen, 12);
        assert!(all.within(&all) && !all.within(&Permissions::NONE));
    }

    #[test]
    fn recovery_and_members_go_together_both_ways() {
        let held = set(Permissions::NONE, Permission::Recovery, true);
        assert!(held.manage_users && held.manage_reset_password);
        let held = set(held, Permission::Users, false);
        assert!(!held.manage_users && !held.manage_reset_password);
        let held = set(set(held, Permission::Recovery, true), Permission::Recovery, false);
        assert!(held.manage_users && !held.manage_reset_password);
    }
}
