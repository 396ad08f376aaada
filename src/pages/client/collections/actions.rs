//! What may be done with a collection, and why not (screens §1.2–1.4, COL-A). Pure. The server keeps the same rules; the
//! portal says them before somebody runs into them.

use portal_client::collections::Collection;
use portal_contracts::{
    enums::OrganizationUserType,
    permissions::{ClientAction, ClientStanding},
    profile::CollectionManagement,
};

/// What is done with a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Change name, place and access.
    Edit,
    /// Delete it.
    Delete,
}

/// Why something is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// "My items" of a member.
    OwnItems,
    /// The server does not tell who has access.
    AccessUnknown,
    /// Only who manages the collection.
    NotManager,
    /// Only owners and admins delete collections here.
    Limited,
}

/// What somebody is in a client, with the client's settings.
#[derive(Clone, Copy, Debug)]
pub struct Rights {
    /// Role and permissions.
    pub standing: ClientStanding,
    /// Settings of collection management.
    pub management: CollectionManagement,
}

impl Rights {
    fn admin(&self) -> bool {
        matches!(self.standing.role, Some(OrganizationUserType::Owner | OrganizationUserType::Admin))
    }

    fn reaches_all(&self) -> bool {
        self.standing.provider || (self.admin() && self.management.allow_admin_access_to_all_collection_items)
    }

    fn custom(&self, action: ClientAction) -> bool {
        self.standing.role == Some(OrganizationUserType::Custom) && self.standing.allows(action)
    }

    /// Whether collections can be made.
    #[must_use]
    pub fn may_create(&self) -> bool {
        let member = self.standing.role.is_some() && !self.management.limit_collection_creation;
        member || self.standing.allows(ClientAction::CreateCollections)
    }

    /// Whether somebody has to manage each collection.
    #[must_use]
    pub const fn needs_manager(&self) -> bool {
        !self.management.allow_admin_access_to_all_collection_items
    }

    /// Why it cannot be done; `None` = it can.
    #[must_use]
    pub fn why_not(&self, action: Action, collection: &Collection) -> Option<Why> {
        if collection.own_items {
            return Some(Why::OwnItems);
        }
        match action {
            Action::Edit if collection.access.is_none() => Some(Why::AccessUnknown),
            Action::Edit => {
                let any = self.reaches_all() || self.custom(ClientAction::EditAnyCollection);
                // Owners and admins give access where nobody manages.
                let lost = self.admin() && collection.unmanaged;
                (!any && !collection.managed_by_me && !lost).then_some(Why::NotManager)
            }
            Action::Delete => {
                if self.reaches_all() || self.custom(ClientAction::DeleteAnyCollection) {
                    return None;
                }
                if self.management.limit_collection_deletion && !self.admin() {
                    return Some(Why::Limited);
                }
                (!collection.managed_by_me).then_some(Why::NotManager)
            }
        }
    }
}
