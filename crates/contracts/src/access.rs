//! Who may do what with the items of a collection: three booleans on the wire, five legal combinations
//! (screens §1.3, API contract §9).

use serde::{Deserialize, Serialize};

/// One line of an access list. What `id` names depends on the list: a member or a group in the lists of a collection, a
/// collection in the lists of a member or a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessEntry {
    /// Membership id, group id or collection id.
    pub id: String,
    /// Items cannot be changed.
    pub read_only: bool,
    /// Passwords are hidden (a deterrent: filling still works).
    pub hide_passwords: bool,
    /// May change the collection and who has access; never together with the other two.
    pub manage: bool,
}

/// The five permissions, weakest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// View items, hidden passwords.
    ViewHidden,
    /// View items.
    #[default]
    View,
    /// Edit items, hidden passwords.
    EditHidden,
    /// Edit items.
    Edit,
    /// Manage collection.
    Manage,
}

impl Access {
    /// All of them, in the order in which people are asked.
    pub const ALL: [Self; 5] = [Self::View, Self::ViewHidden, Self::Edit, Self::EditHidden, Self::Manage];

    /// The permission of three booleans; `manage` wins over the others, which servers refuse beside it.
    #[must_use]
    pub const fn from_flags(read_only: bool, hide_passwords: bool, manage: bool) -> Self {
        match (manage, read_only, hide_passwords) {
            (true, ..) => Self::Manage,
            (false, true, true) => Self::ViewHidden,
            (false, true, false) => Self::View,
            (false, false, true) => Self::EditHidden,
            (false, false, false) => Self::Edit,
        }
    }

    /// The line of an access list for `id`.
    #[must_use]
    pub fn entry(self, id: impl Into<String>) -> AccessEntry {
        AccessEntry {
            id: id.into(),
            read_only: matches!(self, Self::View | Self::ViewHidden),
            hide_passwords: matches!(self, Self::ViewHidden | Self::EditHidden),
            manage: self == Self::Manage,
        }
    }
}

impl AccessEntry {
    /// Its permission.
    #[must_use]
    pub const fn access(&self) -> Access {
        Access::from_flags(self.read_only, self.hide_passwords, self.manage)
    }

    /// Whether servers accept it: `manage` excludes the other two.
    #[must_use]
    pub const fn is_legal(&self) -> bool {
        !(self.manage && (self.read_only || self.hide_passwords))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_permissions_survive_the_wire() {
        for access in Access::ALL {
            let entry = access.entry("x");
            assert!(entry.is_legal());
            assert_eq!(entry.access(), access);
        }
        assert!(!AccessEntry { id: "x".into(), read_only: true, hide_passwords: false, manage: true }.is_legal());
    }
}
