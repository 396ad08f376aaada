//! What may be done with a client, and why not (screens §1.1, PROV-C). Pure.

use portal_contracts::enums::ProviderUserType;
use portal_contracts::permissions::ProviderAction;

use super::row::Row;

/// An entry of a client's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Go to its pages.
    Open,
    /// Assign seats.
    Seats,
    /// Give it another name.
    Rename,
    /// End its tie to the provider.
    Unlink,
}

/// Why an entry is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Only provider admins may.
    AdminsOnly,
    /// The provider is suspended.
    ProviderSuspended,
    /// The key of the client cannot be trusted.
    Key,
}

/// Why somebody cannot do it with this client now; `None` = they can.
#[must_use]
pub fn why_not(action: Action, row: &Row, role: ProviderUserType, provider_suspended: bool) -> Option<Why> {
    let needed = match action {
        Action::Open => ProviderAction::OpenClient,
        Action::Seats => ProviderAction::AssignSeats,
        Action::Rename => ProviderAction::RenameClient,
        Action::Unlink => ProviderAction::UnlinkClient,
    };
    if !needed.allowed_for(role) {
        return Some(Why::AdminsOnly);
    }
    match action {
        // Nothing may be read or written with a key that may be somebody else's.
        Action::Open if !row.can_open() => Some(Why::Key),
        Action::Seats | Action::Rename if provider_suspended => Some(Why::ProviderSuspended),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::{KeyState, tests::row};
    use super::*;

    #[test]
    fn service_users_rename_and_assign_but_do_not_unlink() {
        let client = row("Fabrikam", "Teams", 1, 5);
        let role = ProviderUserType::ServiceUser;
        for action in [Action::Open, Action::Seats, Action::Rename] {
            assert_eq!(why_not(action, &client, role, false), None);
        }
        assert_eq!(why_not(Action::Unlink, &client, role, false), Some(Why::AdminsOnly));
        assert_eq!(why_not(Action::Unlink, &client, ProviderUserType::ProviderAdmin, false), None);
    }

    #[test]
    fn a_suspended_provider_changes_neither_name_nor_seats() {
        let client = row("Fabrikam", "Teams", 1, 5);
        let role = ProviderUserType::ProviderAdmin;
        assert_eq!(why_not(Action::Rename, &client, role, true), Some(Why::ProviderSuspended));
        assert_eq!(why_not(Action::Seats, &client, role, true), Some(Why::ProviderSuspended));
        assert_eq!(why_not(Action::Open, &client, role, true), None);
        assert_eq!(why_not(Action::Unlink, &client, role, true), None);
    }

    #[test]
    fn a_client_with_a_doubtful_key_stays_closed() {
        let mut client = row("Fabrikam", "Teams", 1, 5);
        client.key = KeyState::Shared;
        assert_eq!(why_not(Action::Open, &client, ProviderUserType::ProviderAdmin, false), Some(Why::Key));
    }
}
