//! What may be done to which member, with the reason where it may not (screens §2.11). Pages show it before anything is
//! sent: a row's menu, the bulk bar, and who is left out of a bulk action.

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::member_rules::{may_manage, may_recover};
use portal_contracts::permissions::ClientStanding;

use super::Member;

/// Something to do to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberAction {
    /// Mail the invitation again.
    Resend,
    /// Share the client's key.
    Confirm,
    /// Change role, groups, collections.
    Change,
    /// Take access away for now.
    Revoke,
    /// Give access back.
    Restore,
    /// Take out of the client.
    Remove,
    /// Delete the account itself; claimed ones only.
    DeleteAccount,
    /// Set a new master password.
    Recover,
}

/// Why something may not be done to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hindrance {
    /// Not possible in this status.
    Status,
    /// Not to oneself.
    Yourself,
    /// The member's role is above the own one, or the own role may not manage members.
    Hierarchy,
    /// The account is claimed: it is deleted, not removed.
    Claimed,
    /// Only claimed accounts can be deleted.
    NotClaimed,
    /// Not enrolled in account recovery.
    NotEnrolled,
    /// The account has no master password.
    NoPassword,
}

impl MemberAction {
    /// What stands against it; `None` = it may be tried. `standing` is what the signed-in person is in the client.
    #[must_use]
    pub fn hindrance(self, standing: &ClientStanding, member: &Member) -> Option<Hindrance> {
        use OrganizationUserStatus::{Accepted, Confirmed, Invited, Revoked, Staged};
        let (status, role) = (member.status, member.role());
        let allowed = if self == Self::Recover { may_recover(standing, role) } else { may_manage(standing, role) };
        let fits = match self {
            Self::Resend => status == Invited,
            Self::Confirm => status == Accepted,
            Self::Change => true,
            Self::Revoke => !matches!(status, Revoked | Staged),
            Self::Restore => status == Revoked,
            Self::Remove => !member.claimed || matches!(status, Invited | Staged),
            Self::DeleteAccount => matches!(status, Accepted | Confirmed | Revoked),
            Self::Recover => status == Confirmed,
        };
        let not_to_oneself =
            matches!(self, Self::Revoke | Self::Restore | Self::Remove | Self::DeleteAccount | Self::Recover);
        match self {
            _ if !allowed => Some(Hindrance::Hierarchy),
            _ if not_to_oneself && member.is_self => Some(Hindrance::Yourself),
            Self::Remove if !fits => Some(Hindrance::Claimed),
            Self::DeleteAccount if !member.claimed => Some(Hindrance::NotClaimed),
            _ if !fits => Some(Hindrance::Status),
            Self::Recover if !member.recovery => Some(Hindrance::NotEnrolled),
            Self::Recover if !member.has_password => Some(Hindrance::NoPassword),
            _ => None,
        }
    }

    /// Whether the bulk bar offers it: it fits every ticked row.
    #[must_use]
    pub fn fits_all<'a>(self, standing: &ClientStanding, members: impl IntoIterator<Item = &'a Member>) -> bool {
        members.into_iter().all(|member| self.hindrance(standing, member).is_none())
    }
}

/// Whether the client would be left without a confirmed owner when these members were revoked, removed or given another
/// role. A client may rely on its provider instead; an organisation without one refuses.
#[must_use]
pub fn leaves_no_owner(members: &[Member], gone: &[&str]) -> bool {
    let mut owners = members.iter().filter(|member| member.is_confirmed_owner()).peekable();
    owners.peek().is_some() && owners.all(|owner| gone.contains(&owner.id.as_str()))
}

/// The roles that somebody may give, in the order in which people are asked.
#[must_use]
pub fn roles_to_give(standing: &ClientStanding) -> Vec<OrganizationUserType> {
    use OrganizationUserType::{Admin, Custom, Owner, User};
    [User, Admin, Owner, Custom].into_iter().filter(|role| may_manage(standing, *role)).collect()
}

#[cfg(test)]
mod tests {
    use portal_contracts::permissions::Permissions;

    use super::super::MemberAccess;
    use super::*;

    fn member(role: OrganizationUserType, status: OrganizationUserStatus) -> Member {
        Member {
            id: "m".into(),
            user_id: None,
            name: None,
            email: "a@b.c".into(),
            status,
            access: MemberAccess { role, ..MemberAccess::default() },
            external_id: None,
            recovery: true,
            two_step: false,
            has_password: true,
            key_connector: false,
            sso: false,
            claimed: false,
            revoked_because: None,
            created: None,
            is_self: false,
        }
    }

    const STAFF: ClientStanding = ClientStanding::PROVIDER;
    use OrganizationUserStatus::{Accepted, Confirmed, Invited, Revoked};
    use OrganizationUserType::{Admin, Owner, User};

    #[test]
    fn each_action_has_its_statuses() {
        let possible = |action: MemberAction| {
            [Revoked, Invited, Accepted, Confirmed]
                .into_iter()
                .filter(|status| action.hindrance(&STAFF, &member(User, *status)).is_none())
                .collect::<Vec<_>>()
        };
        assert_eq!(possible(MemberAction::Resend), [Invited]);
        assert_eq!(possible(MemberAction::Confirm), [Accepted]);
        assert_eq!(possible(MemberAction::Restore), [Revoked]);
        assert_eq!(possible(MemberAction::Revoke), [Invited, Accepted, Confirmed]);
        assert_eq!(possible(MemberAction::Recover), [Confirmed]);
        assert_eq!(possible(MemberAction::Remove).len(), 4);
        assert!(possible(MemberAction::DeleteAccount).is_empty());
    }

    #[test]
    fn claimed_accounts_are_deleted_and_others_removed() {
        let claimed = Member { claimed: true, ..member(User, Confirmed) };
        assert_eq!(MemberAction::Remove.hindrance(&STAFF, &claimed), Some(Hindrance::Claimed));
        assert_eq!(MemberAction::DeleteAccount.hindrance(&STAFF, &claimed), None);
        let other = member(User, Confirmed);
        assert_eq!(MemberAction::DeleteAccount.hindrance(&STAFF, &other), Some(Hindrance::NotClaimed));
        assert!(!MemberAction::Remove.fits_all(&STAFF, [&claimed, &other]));
    }

    #[test]
    fn nobody_takes_their_own_access_away_or_reaches_above() {
        let admin = ClientStanding { provider: false, role: Some(Admin), permissions: Permissions::NONE };
        let me = Member { is_self: true, ..member(Admin, Confirmed) };
        assert_eq!(MemberAction::Revoke.hindrance(&admin, &me), Some(Hindrance::Yourself));
        assert_eq!(MemberAction::Change.hindrance(&admin, &me), None);
        assert_eq!(MemberAction::Change.hindrance(&admin, &member(Owner, Confirmed)), Some(Hindrance::Hierarchy));
        assert_eq!(roles_to_give(&admin), [User, Admin, OrganizationUserType::Custom]);
    }

    #[test]
    fn recovery_needs_enrolment_and_a_password() {
        let action = MemberAction::Recover;
        let out = Member { recovery: false, ..member(User, Confirmed) };
        assert_eq!(action.hindrance(&STAFF, &out), Some(Hindrance::NotEnrolled));
        let sso_only = Member { has_password: false, ..member(User, Confirmed) };
        assert_eq!(action.hindrance(&STAFF, &sso_only), Some(Hindrance::NoPassword));
    }

    #[test]
    fn the_last_owner_is_noticed() {
        let owner = Member { id: "o".into(), ..member(Owner, Confirmed) };
        let waiting = Member { id: "w".into(), ..member(Owner, Accepted) };
        let members = [owner, waiting, member(User, Confirmed)];
        assert!(leaves_no_owner(&members, &["o"]) && !leaves_no_owner(&members, &["w"]));
        assert!(!leaves_no_owner(&members[1..], &["w"]), "there was none before");
    }
}
