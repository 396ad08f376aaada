//! Rules about members that portal and server must judge alike (screens §1.2, §2.11): who may touch whom, who may grant
//! what, who takes a seat.

use crate::enums::{OrganizationUserStatus, OrganizationUserType};
use crate::permissions::{ClientAction, ClientStanding, Permissions};

impl OrganizationUserStatus {
    /// Whether a member of this status takes a seat. A status of an unknown number is counted, to be on the safe side.
    #[must_use]
    pub const fn takes_seat(self) -> bool {
        !matches!(self, Self::Revoked | Self::Staged)
    }
}

impl Permissions {
    /// Whether every permission of `self` is among those of `held`.
    #[must_use]
    pub fn within(&self, held: &Self) -> bool {
        self.flags().into_iter().zip(held.flags()).all(|(wanted, held)| held || !wanted)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    const fn flags(&self) -> [bool; 12] {
        [
            self.access_event_logs,
            self.access_import_export,
            self.access_reports,
            self.create_new_collections,
            self.edit_any_collection,
            self.delete_any_collection,
            self.manage_groups,
            self.manage_policies,
            self.manage_sso,
            self.manage_users,
            self.manage_reset_password,
            self.manage_scim,
        ]
    }
}

/// Whether somebody may manage a member of this role at all: change, confirm, revoke, restore, remove. Admins do not touch
/// owners, a custom role touches neither owners nor admins.
#[must_use]
pub const fn may_manage(standing: &ClientStanding, target: OrganizationUserType) -> bool {
    if !standing.allows(ClientAction::ManageMembers) {
        return false;
    }
    match standing.acts_as() {
        OrganizationUserType::Owner => true,
        OrganizationUserType::Admin => !matches!(target, OrganizationUserType::Owner),
        OrganizationUserType::Custom => !matches!(target, OrganizationUserType::Owner | OrganizationUserType::Admin),
        OrganizationUserType::User | OrganizationUserType::Unknown(_) => false,
    }
}

/// Whether somebody may give this role with these permissions: only owners make owners, a custom role passes on only what
/// it holds itself. A role of an unknown number cannot be given.
#[must_use]
pub fn may_grant(standing: &ClientStanding, role: OrganizationUserType, permissions: &Permissions) -> bool {
    if matches!(role, OrganizationUserType::Unknown(_)) || !may_manage(standing, role) {
        return false;
    }
    role != OrganizationUserType::Custom
        || standing.acts_as() != OrganizationUserType::Custom
        || permissions.within(&standing.permissions)
}

/// Whether somebody may recover the account of a member of this role (screens MEM-E).
#[must_use]
pub const fn may_recover(standing: &ClientStanding, target: OrganizationUserType) -> bool {
    if !standing.allows(ClientAction::RecoverAccounts) {
        return false;
    }
    match standing.acts_as() {
        OrganizationUserType::Owner => true,
        OrganizationUserType::Admin => !matches!(target, OrganizationUserType::Owner),
        OrganizationUserType::Custom => {
            matches!(target, OrganizationUserType::User | OrganizationUserType::Custom)
        }
        OrganizationUserType::User | OrganizationUserType::Unknown(_) => false,
    }
}

/// Seats of one organisation, and how many an invitation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatNeed {
    /// Seats nobody takes; `None` = seats are not counted.
    pub free: Option<i64>,
    /// Seats that the newcomers take.
    pub needed: i64,
    /// Seats that are missing.
    pub missing: i64,
}

impl SeatNeed {
    /// What `newcomers` people need when `occupied` of `seats` are taken.
    #[must_use]
    pub fn of(seats: Option<i64>, occupied: i64, newcomers: usize) -> Self {
        let needed = i64::try_from(newcomers).unwrap_or(i64::MAX);
        let free = seats.map(|seats| seats.saturating_sub(occupied).max(0));
        Self { free, needed, missing: free.map_or(0, |free| needed.saturating_sub(free).max(0)) }
    }

    /// Whether everybody finds a seat.
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.missing == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrganizationUserType::{Admin, Custom, Owner, User};

    const fn member(role: OrganizationUserType, permissions: Permissions) -> ClientStanding {
        ClientStanding { provider: false, role: Some(role), permissions }
    }

    const USERS: Permissions = Permissions { manage_users: true, manage_groups: true, ..Permissions::NONE };

    #[test]
    fn nobody_reaches_above_themselves() {
        let (admin, custom) = (member(Admin, Permissions::NONE), member(Custom, USERS));
        assert!(may_manage(&ClientStanding::PROVIDER, Owner) && may_manage(&member(Owner, Permissions::NONE), Owner));
        assert!(may_manage(&admin, Admin) && !may_manage(&admin, Owner));
        assert!(may_manage(&custom, Custom) && !may_manage(&custom, Admin) && !may_manage(&custom, Owner));
        assert!(!may_manage(&member(User, USERS), User));
        assert!(!may_manage(&member(Custom, Permissions::NONE), User));
        assert!(!may_grant(&ClientStanding::PROVIDER, OrganizationUserType::Unknown(3), &Permissions::NONE));
    }

    #[test]
    fn a_custom_role_passes_on_only_what_it_holds() {
        let custom = member(Custom, USERS);
        assert!(may_grant(&custom, User, &Permissions::NONE) && may_grant(&custom, Custom, &USERS));
        assert!(!may_grant(&custom, Custom, &Permissions { manage_policies: true, ..USERS }));
        assert!(!may_grant(&custom, Admin, &Permissions::NONE));
        assert!(may_grant(&member(Admin, Permissions::NONE), Custom, &Permissions { manage_policies: true, ..USERS }));
    }

    #[test]
    fn recovery_stops_at_the_same_height() {
        let recovery = Permissions { manage_reset_password: true, ..Permissions::NONE };
        let (admin, custom) = (member(Admin, Permissions::NONE), member(Custom, recovery));
        assert!(may_recover(&ClientStanding::PROVIDER, Owner));
        assert!(may_recover(&admin, Admin) && !may_recover(&admin, Owner));
        assert!(may_recover(&custom, Custom) && may_recover(&custom, User) && !may_recover(&custom, Admin));
        assert!(!may_recover(&member(Custom, USERS), User));
    }

    #[test]
    fn seats_are_counted_only_where_there_are_seats() {
        assert_eq!(SeatNeed::of(Some(10), 8, 3), SeatNeed { free: Some(2), needed: 3, missing: 1 });
        assert!(SeatNeed::of(Some(10), 8, 2).fits() && SeatNeed::of(None, 8, 2_000).fits());
        assert_eq!(SeatNeed::of(Some(5), 9, 1), SeatNeed { free: Some(0), needed: 1, missing: 1 });
        assert!(OrganizationUserStatus::Invited.takes_seat() && !OrganizationUserStatus::Revoked.takes_seat());
    }
}
