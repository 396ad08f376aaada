//! What may be done with a provider's person, and why not (screens PPL-A, PPL-B). Pure. The server keeps the same
//! rules; the portal says them before somebody runs into them.

use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};

use super::row::Row;

/// An entry of a person's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Send the invitation again.
    Resend,
    /// Compare keys and share the provider key.
    Confirm,
    /// Another role.
    ChangeRole,
    /// Take the membership away.
    Remove,
}

impl Action {
    /// What several can be chosen for.
    const BULK: [Self; 3] = [Self::Resend, Self::Confirm, Self::Remove];

    /// Its name where outcomes are noted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::Confirm => "confirm",
            Self::ChangeRole => "role",
            Self::Remove => "remove",
        }
    }

    /// The one of this name, of those whose outcomes are noted.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::BULK.into_iter().find(|action| action.name() == name)
    }
}

/// Why an entry is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody removes themselves.
    Yourself,
    /// A provider keeps at least one confirmed provider admin.
    LastAdmin,
}

/// Whether an entry is offered for this person at all.
#[must_use]
pub fn offered(action: Action, row: &Row) -> bool {
    match action {
        Action::Resend => row.status == ProviderUserStatus::Invited,
        Action::Confirm => row.status == ProviderUserStatus::Accepted,
        Action::ChangeRole | Action::Remove => true,
    }
}

/// Why it cannot be done; `None` = it can. `rows` is the whole list.
#[must_use]
pub fn why_not(action: Action, row: &Row, rows: &[Row]) -> Option<Why> {
    match action {
        Action::Resend | Action::Confirm => None,
        Action::Remove if row.own => Some(Why::Yourself),
        Action::ChangeRole | Action::Remove if is_last_admin(row, rows) => Some(Why::LastAdmin),
        Action::ChangeRole | Action::Remove => None,
    }
}

/// Whether nobody else could manage the provider.
#[must_use]
pub fn is_last_admin(row: &Row, rows: &[Row]) -> bool {
    row.is_confirmed_admin() && !rows.iter().any(|other| other.id != row.id && other.is_confirmed_admin())
}

/// What a selection allows: an entry only when it fits every ticked person.
#[must_use]
pub fn fits_all(action: Action, ticked: &[&Row]) -> bool {
    !ticked.is_empty() && ticked.iter().all(|row| offered(action, row))
}

/// Splits a selection for removal into those who go and those who stay, with the reason. Removing all confirmed
/// admins at once is the same as removing the last one: then all of them stay.
#[must_use]
pub fn removable<'a>(ticked: &[&'a Row], rows: &[Row]) -> (Vec<&'a Row>, Vec<(&'a Row, Why)>) {
    let goes = |row: &Row| ticked.iter().any(|other| other.id == row.id) && !row.own;
    let one_stays = rows.iter().any(|row| row.is_confirmed_admin() && !goes(row));
    let mut going = Vec::new();
    let mut staying = Vec::new();
    for &row in ticked {
        if row.own {
            staying.push((row, Why::Yourself));
        } else if row.is_confirmed_admin() && !one_stays {
            staying.push((row, Why::LastAdmin));
        } else {
            going.push(row);
        }
    }
    (going, staying)
}

/// Whether a change of role takes away the own rights to this very page.
#[must_use]
pub fn shuts_oneself_out(row: &Row, role: ProviderUserType) -> bool {
    row.own && role != ProviderUserType::ProviderAdmin
}

#[cfg(test)]
mod tests {
    use ProviderUserStatus::{Accepted, Confirmed, Invited};
    use ProviderUserType::{ProviderAdmin, ServiceUser};

    use super::super::row::tests::person;
    use super::*;

    #[test]
    fn the_last_confirmed_admin_keeps_the_role() {
        let rows = vec![
            person("me", "Ines", ProviderAdmin, Confirmed),
            person("paul", "Paul", ProviderAdmin, Accepted),
            person("tom", "Tom", ServiceUser, Confirmed),
        ];
        assert_eq!(why_not(Action::ChangeRole, &rows[0], &rows), Some(Why::LastAdmin));
        assert_eq!(why_not(Action::ChangeRole, &rows[1], &rows), None);
        assert_eq!(why_not(Action::Remove, &rows[0], &rows), Some(Why::Yourself));
        assert_eq!(why_not(Action::Remove, &rows[2], &rows), None);
    }

    #[test]
    fn resend_and_confirm_follow_the_status() {
        let invited = person("a", "", ServiceUser, Invited);
        let waiting = person("b", "B", ServiceUser, Accepted);
        assert!(offered(Action::Resend, &invited) && !offered(Action::Confirm, &invited));
        assert!(fits_all(Action::Confirm, &[&waiting]));
        assert!(!fits_all(Action::Confirm, &[&waiting, &invited]));
        assert!(!fits_all(Action::Confirm, &[]));
    }

    #[test]
    fn bulk_removal_leaves_oneself_and_an_admin() {
        let rows = vec![
            person("me", "Ines", ServiceUser, Confirmed),
            person("paul", "Paul", ProviderAdmin, Confirmed),
            person("eva", "Eva", ProviderAdmin, Confirmed),
            person("tom", "Tom", ServiceUser, Confirmed),
        ];
        let all: Vec<&Row> = rows.iter().collect();
        let (going, staying) = removable(&all, &rows);
        assert_eq!(going.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["tom"]);
        assert_eq!(staying.len(), 3);
        let (going, staying) = removable(&all[1..2], &rows);
        assert_eq!((going.len(), staying.len()), (1, 0));
    }

    #[test]
    fn giving_up_the_own_role_is_noticed() {
        let me = person("me", "Ines", ProviderAdmin, Confirmed);
        assert!(shuts_oneself_out(&me, ServiceUser) && !shuts_oneself_out(&me, ProviderAdmin));
    }
}
