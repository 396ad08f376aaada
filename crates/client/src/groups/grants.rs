//! Which collections somebody may give groups and members access to (screens §1.4). Servers judge the same way.

use std::collections::BTreeSet;

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::OrganizationUserType;

use crate::collections::{Collection, list_collections};
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
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

    /// What is sent of the collections of a member. Servers keep those that one may not grant, and may refuse a list with
    /// them: they are left out where they stay as they were `before`. A change that one may not make is sent, so that the
    /// refusal is heard.
    #[must_use]
    pub fn sent_of_member(&self, mut wanted: Vec<AccessEntry>, before: &[AccessEntry]) -> Vec<AccessEntry> {
        if let Self::Only(managed) = self {
            wanted.retain(|entry| managed.contains(&entry.id) || !before.contains(entry));
        }
        wanted
    }
}

/// Reads which collections one may give in a client; asks only where the own role does not tell.
///
/// # Errors
/// What went wrong with the request.
pub async fn read_grants(portal: &Portal, client_id: &str) -> Result<Grants, ApiError> {
    let entry = entry(portal, client_id)?;
    match Grants::of(&entry, None) {
        Grants::Unknown => Ok(Grants::of(&entry, Some(&list_collections(portal, client_id).await?))),
        known => Ok(known),
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

    #[test]
    fn of_a_member_only_what_stays_as_it_was_is_left_out() {
        let before = [Access::View.entry("mine"), Access::View.entry("theirs")];
        let only = Grants::Only(BTreeSet::from(["mine".to_owned()]));
        assert_eq!(only.sent_of_member(before.to_vec(), &before), [Access::View.entry("mine")]);
        let more = vec![Access::Manage.entry("theirs"), Access::View.entry("other")];
        assert_eq!(only.sent_of_member(more.clone(), &before), more);
        assert_eq!(Grants::Unknown.sent_of_member(before.to_vec(), &before), before);
        assert_eq!(Grants::All.sent_of_member(before.to_vec(), &before), before);
    }
}
