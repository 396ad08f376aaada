//! What may be done with a member, and why not (screens §1.2, MEM-A, MEM-E). Pure. Most of it is judged by
//! `portal_client::members::rules`; here are the plan, the policy and what is offered at all.

use portal_client::members::rules::{Hindrance, MemberAction};
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::member_rules::may_manage;
use portal_contracts::permissions::{ClientAction, ClientStanding};

use super::row::Row;

/// An entry of a member's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Send the invitation again.
    Resend,
    /// Compare keys and share the client's key.
    Confirm,
    /// Role and permissions.
    EditRole,
    /// Groups.
    EditGroups,
    /// Collections.
    EditCollections,
    /// What the person did lately.
    Events,
    /// A new master password.
    Recover,
    /// Take the access away.
    Revoke,
    /// Give the access back.
    Restore,
    /// End the membership.
    Remove,
    /// Delete the account.
    Delete,
}

impl Action {
    /// Those that can be done for several.
    pub const BULK: [Self; 6] = [Self::Confirm, Self::Resend, Self::Restore, Self::Revoke, Self::Remove, Self::Delete];

    /// Its name where work for many is noted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::Confirm => "confirm",
            Self::EditRole => "role",
            Self::EditGroups => "groups",
            Self::EditCollections => "collections",
            Self::Events => "events",
            Self::Recover => "recover",
            Self::Revoke => "revoke",
            Self::Restore => "restore",
            Self::Remove => "remove",
            Self::Delete => "delete",
        }
    }

    /// The one for several with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::BULK.into_iter().find(|action| action.name() == name)
    }

    /// What the rules call it; the event log is no business of theirs.
    const fn rule(self) -> Option<MemberAction> {
        Some(match self {
            Self::Resend => MemberAction::Resend,
            Self::Confirm => MemberAction::Confirm,
            Self::EditRole | Self::EditGroups | Self::EditCollections => MemberAction::Change,
            Self::Recover => MemberAction::Recover,
            Self::Revoke => MemberAction::Revoke,
            Self::Restore => MemberAction::Restore,
            Self::Remove => MemberAction::Remove,
            Self::Delete => MemberAction::DeleteAccount,
            Self::Events => return None,
        })
    }
}

/// What the rules need to know besides the member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one fact each")]
pub struct Rules {
    /// What one is in this client.
    pub standing: ClientStanding,
    /// The plan has groups.
    pub groups: bool,
    /// The plan has an event log.
    pub events: bool,
    /// The plan has account recovery.
    pub recovery: bool,
    /// The plan has the custom role.
    pub custom: bool,
    /// The policy for account recovery is on; `None` = it could not be read, then the server decides.
    pub recovery_policy: Option<bool>,
}

/// Why an entry is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The rules about members say so.
    Rule(Hindrance),
    /// Only somebody with another right may.
    NotAllowed,
    /// The plan has no such thing.
    Plan,
    /// The policy for account recovery is off.
    RecoveryOff,
}

/// Whether an entry is offered for this member at all: not where the state of the member makes it senseless. What is off
/// for another reason is shown, with the reason.
#[must_use]
pub fn offered(action: Action, row: &Row, rules: &Rules) -> bool {
    match action {
        Action::EditGroups => return rules.groups,
        Action::Events => return row.member.user_id.is_some(),
        Action::Recover if !rules.recovery => return false,
        _ => {}
    }
    let Some(rule) = action.rule() else { return true };
    // Asked for somebody who may do everything: what is left is the state.
    match rule.hindrance(&ClientStanding::PROVIDER, &row.member) {
        Some(Hindrance::Status | Hindrance::Claimed | Hindrance::NotClaimed) => false,
        Some(Hindrance::Yourself) => match action {
            Action::Restore => false,
            Action::Remove => !row.member.claimed,
            Action::Delete => row.member.claimed,
            _ => true,
        },
        _ => true,
    }
}

/// Why it cannot be done; `None` = it can.
#[must_use]
pub fn why_not(action: Action, row: &Row, rules: &Rules) -> Option<Why> {
    match action {
        Action::Events if !rules.events => Some(Why::Plan),
        Action::Events => (!rules.standing.allows(ClientAction::ReadEvents)).then_some(Why::NotAllowed),
        Action::Recover if !rules.standing.allows(ClientAction::RecoverAccounts) => Some(Why::NotAllowed),
        Action::Recover if rules.recovery_policy == Some(false) => Some(Why::RecoveryOff),
        Action::Recover => action.rule()?.hindrance(&rules.standing, &row.member).map(Why::Rule),
        _ if !rules.standing.allows(ClientAction::ManageMembers) => Some(Why::NotAllowed),
        _ => action.rule()?.hindrance(&rules.standing, &row.member).map(Why::Rule),
    }
}

/// What a selection allows: an entry only when it fits every ticked member (screens §2.11).
#[must_use]
pub fn fits_all(action: Action, ticked: &[&Row], rules: &Rules) -> bool {
    !ticked.is_empty()
        && rules.standing.allows(ClientAction::ManageMembers)
        && ticked.iter().all(|row| offered(action, row, rules))
}

/// Splits a selection into those for whom it can be done and those who stay as they are, with the reason.
#[must_use]
pub fn split<'a>(action: Action, ticked: &[&'a Row], rules: &Rules) -> (Vec<&'a Row>, Vec<(&'a Row, Why)>) {
    let mut going = Vec::new();
    let mut staying = Vec::new();
    for &row in ticked {
        match why_not(action, row, rules) {
            Some(why) => staying.push((row, why)),
            None => going.push(row),
        }
    }
    (going, staying)
}

/// Why a role cannot be given by somebody of this standing.
#[must_use]
pub fn role_why_not(role: Role, rules: &Rules) -> Option<Why> {
    match role {
        Role::Custom if !rules.custom => Some(Why::Plan),
        role if !may_manage(&rules.standing, role) => Some(Why::Rule(Hindrance::Hierarchy)),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use Role::{Admin, Custom, Owner, User};
    use portal_contracts::enums::OrganizationUserStatus::{Accepted, Confirmed, Invited, Revoked, Staged};
    use portal_contracts::permissions::Permissions;

    use super::super::row::tests::member;
    use super::*;

    /// Provider staff in a client with everything.
    pub const STAFF: Rules = Rules {
        standing: ClientStanding::PROVIDER,
        groups: true,
        events: true,
        recovery: true,
        custom: true,
        recovery_policy: Some(true),
    };

    fn rules(role: Role, permissions: Permissions) -> Rules {
        Rules { standing: ClientStanding { provider: false, role: Some(role), permissions }, ..STAFF }
    }

    fn claimed(mut row: Row) -> Row {
        row.member.claimed = true;
        row
    }

    #[test]
    fn the_menu_follows_the_state() {
        use Action::{Confirm, Delete, Remove, Resend, Restore, Revoke};
        let offered_for = |row: &Row| {
            let bulk = Action::BULK.into_iter();
            bulk.filter(|action| offered(*action, row, &STAFF)).collect::<Vec<_>>()
        };
        assert_eq!(offered_for(&member("a", "", User, Invited)), [Resend, Revoke, Remove]);
        assert_eq!(offered_for(&member("b", "B", User, Accepted)), [Confirm, Revoke, Remove]);
        assert_eq!(offered_for(&member("c", "C", User, Revoked)), [Restore, Remove]);
        assert_eq!(offered_for(&member("d", "", User, Staged)), [Remove]);
        assert_eq!(offered_for(&member("me", "Me", User, Confirmed)), [Revoke, Remove]);
        assert_eq!(offered_for(&claimed(member("e", "E", User, Confirmed))), [Revoke, Delete]);
        assert_eq!(offered_for(&claimed(member("f", "", User, Invited))), [Resend, Revoke, Remove]);
    }

    #[test]
    fn a_selection_allows_what_fits_every_one() {
        let (invited, waiting) = (member("a", "", User, Invited), member("b", "B", User, Accepted));
        let revoked = member("c", "C", User, Revoked);
        assert!(fits_all(Action::Resend, &[&invited], &STAFF));
        assert!(!fits_all(Action::Resend, &[&invited, &waiting], &STAFF));
        assert!(fits_all(Action::Revoke, &[&invited, &waiting], &STAFF));
        assert!(!fits_all(Action::Revoke, &[&invited, &revoked], &STAFF));
        assert!(!fits_all(Action::Remove, &[], &STAFF));
        let reader = rules(Custom, Permissions { manage_reset_password: true, ..Permissions::NONE });
        assert!(!fits_all(Action::Resend, &[&invited], &reader));
    }

    #[test]
    fn who_is_out_of_reach_stays_with_the_reason() {
        let owner = member("o", "O", Owner, Confirmed);
        let me = member("me", "Me", Admin, Confirmed);
        let user = member("u", "U", User, Confirmed);
        let admin = rules(Admin, Permissions::NONE);
        let (going, staying) = split(Action::Revoke, &[&owner, &me, &user], &admin);
        assert_eq!(going, [&user]);
        assert_eq!(staying, [(&owner, Why::Rule(Hindrance::Hierarchy)), (&me, Why::Rule(Hindrance::Yourself))]);
        assert_eq!(why_not(Action::EditRole, &me, &admin), None);
    }

    #[test]
    fn recovery_says_what_is_missing() {
        let mut row = member("a", "A", User, Confirmed);
        assert_eq!(why_not(Action::Recover, &row, &STAFF), Some(Why::Rule(Hindrance::NotEnrolled)));
        row.member.recovery = true;
        assert_eq!(why_not(Action::Recover, &row, &STAFF), None);
        let off = Rules { recovery_policy: Some(false), ..STAFF };
        assert_eq!(why_not(Action::Recover, &row, &off), Some(Why::RecoveryOff));
        assert!(!offered(Action::Recover, &row, &Rules { recovery: false, ..STAFF }));
        assert!(!offered(Action::Recover, &member("b", "B", User, Accepted), &STAFF));
    }

    #[test]
    fn plan_and_rights_are_told_apart() {
        let row = member("a", "A", User, Confirmed);
        assert_eq!(why_not(Action::Events, &row, &Rules { events: false, ..STAFF }), Some(Why::Plan));
        let users = rules(Custom, Permissions { manage_users: true, ..Permissions::NONE });
        assert_eq!(why_not(Action::Events, &row, &users), Some(Why::NotAllowed));
        assert_eq!(why_not(Action::Recover, &row, &users), Some(Why::NotAllowed));
        assert_eq!(role_why_not(Custom, &Rules { custom: false, ..STAFF }), Some(Why::Plan));
        assert_eq!(role_why_not(Owner, &users), Some(Why::Rule(Hindrance::Hierarchy)));
        assert_eq!(role_why_not(Owner, &STAFF), None);
    }

    #[test]
    fn every_bulk_action_has_a_name_of_its_own() {
        for action in Action::BULK {
            assert_eq!(Action::named(action.name()), Some(action));
        }
    }
}
