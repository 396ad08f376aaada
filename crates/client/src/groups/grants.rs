//! Which collections somebody may give a group access to (screens §1.4). Pure; servers judge the same way.

use std::collections::BTreeSet;

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::OrganizationUserType;

use crate::collections::Collection;
use crate::workspace::ClientEntry;

/// What somebody may grant in a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grants {
    /// Every collection.
    All,
    /// These: the ones they manage themselves.
    Only(BTreeSet<String>),
    /// Some, but it could not be read which.
    Unknown,
}

impl Grants {
    /// Judges by what somebody is in a client, and by its collections where they could be read.
    #[must_use]
    pub fn of(entry: &ClientEntry, collections: Option<&[Collection]>) -> Self {
        let standing = entry.standing();
        let custom = standing.acts_as() == OrganizationUserType::Custom && standing.permissions.edit_any_collection;
        if standing.provider || custom || entry.management.allow_admin_access_to_all_collection_items {
            return Self::All;
        }
        let managed =
            |all: &[Collection]| all.iter().filter(|found| found.managed_by_me).map(|found| found.id.clone()).collect();
        collections.map_or(Self::Unknown, |all| Self::Only(managed(all)))
    }

    /// Whether access to a collection may be given or taken.
    #[must_use]
    pub fn may(&self, collection: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(managed) => managed.contains(collection),
            Self::Unknown => false,
        }
    }

    /// What is sent of the collections of a group. Servers refuse a list with collections that one may not grant, and
    /// keep those by themselves; but what one manages and does not send is taken away. So as long as it is not known
    /// which is which everything is sent: refused is better than lost.
    #[must_use]
    pub fn sent(&self, mut wanted: Vec<AccessEntry>) -> Vec<AccessEntry> {
        if let Self::Only(managed) = self {
            wanted.retain(|entry| managed.contains(&entry.id));
        }
        wanted
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::access::Access;

    use super::*;

    #[test]
    fn what_is_not_known_to_be_foreign_is_sent() {
        let wanted = vec![Access::View.entry("mine"), Access::Edit.entry("theirs")];
        assert_eq!(Grants::All.sent(wanted.clone()), wanted);
        assert_eq!(Grants::Unknown.sent(wanted.clone()), wanted);
        let only = Grants::Only(BTreeSet::from(["mine".to_owned()]));
        assert_eq!(only.sent(wanted), [Access::View.entry("mine")]);
        assert!(only.may("mine") && !only.may("theirs") && !Grants::Unknown.may("mine"));
    }
}
