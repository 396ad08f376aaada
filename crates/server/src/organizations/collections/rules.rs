//! What somebody may do with the collections of an organisation (screens §1.2–1.4).

use portal_contracts::access::Access;
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::permissions::ClientAction;
use portal_contracts::profile::CollectionManagement;
use rusqlite::Connection;
use uuid::Uuid;

use super::store::{self, Collection};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::organizations::access::{self, Actor};
use crate::organizations::store::{self as organizations, Organization};

/// Somebody in front of the collections of an organisation.
pub(in crate::organizations) struct Rights {
    /// Who, and why they were let through.
    pub actor: Actor,
    /// The organisation.
    pub organization: Organization,
}

impl Rights {
    /// Everybody who belongs to the organisation or to its provider.
    pub fn of(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Self> {
        let actor = access::find(conn, caller, organization)?.ok_or(ApiError::NotFound)?;
        let organization = organizations::organization(conn, organization)?.ok_or(ApiError::NotFound)?;
        Ok(Self { actor, organization })
    }

    const fn provider(&self) -> bool {
        self.actor.standing.provider
    }

    const fn management(&self) -> &CollectionManagement {
        &self.organization.management
    }

    /// Owner or admin by a membership of one's own.
    fn admin(&self) -> bool {
        matches!(self.actor.standing.role, Some(Role::Owner | Role::Admin))
    }

    fn custom(&self) -> bool {
        self.actor.standing.role == Some(Role::Custom)
    }

    /// Sees all collections; the others see what they manage.
    pub fn sees_all(&self) -> bool {
        let held = &self.actor.standing.permissions;
        self.provider() || self.admin() || (self.custom() && (held.edit_any_collection || held.delete_any_collection))
    }

    /// Sees who has access to all of them: giving members and groups access needs that too.
    pub fn sees_all_access(&self) -> bool {
        let held = &self.actor.standing.permissions;
        self.sees_all() || (self.custom() && (held.manage_users || held.manage_groups))
    }

    /// May make collections.
    pub fn creates(&self) -> bool {
        let open = !self.management().limit_collection_creation && self.actor.member.is_some();
        self.provider()
            || self.admin()
            || open
            || (self.custom() && self.actor.standing.permissions.create_new_collections)
    }

    /// May change any collection and its access, whoever manages it.
    pub fn edits_any(&self) -> bool {
        self.provider()
            || (self.admin() && self.management().allow_admin_access_to_all_collection_items)
            || (self.custom() && self.actor.standing.permissions.edit_any_collection)
    }

    fn deletes_any(&self) -> bool {
        self.provider()
            || (self.admin() && self.management().allow_admin_access_to_all_collection_items)
            || (self.custom() && self.actor.standing.permissions.delete_any_collection)
    }

    /// May see a collection, with or without the lists of who has access.
    pub(super) fn sees(&self, conn: &Connection, collection: &Collection, with_access: bool) -> ApiResult<bool> {
        let all = if with_access { self.sees_all_access() } else { self.sees_all() };
        // "My items" are seen by their member only.
        Ok((all && !collection.is_own_items()) || self.manages(conn, collection.id)?)
    }

    /// May change a collection and its access. Owners and admins may also give access to one that nobody manages:
    /// otherwise it would be lost.
    pub fn edits(&self, conn: &Connection, collection: Uuid) -> ApiResult<bool> {
        if self.edits_any() || self.manages(conn, collection)? {
            return Ok(true);
        }
        Ok(self.admin() && !store::has_manager(conn, collection)?)
    }

    /// May delete a collection.
    pub fn deletes(&self, conn: &Connection, collection: Uuid) -> ApiResult<bool> {
        if self.deletes_any() {
            return Ok(true);
        }
        let open = !self.management().limit_collection_deletion || self.admin();
        Ok(open && self.manages(conn, collection)?)
    }

    /// May import into these collections, and make new ones by it: with the right to import, or where one may manage
    /// and create anyway.
    pub fn imports<'a>(
        &self,
        conn: &Connection,
        existing: impl IntoIterator<Item = &'a Uuid>,
        any_new: bool,
    ) -> ApiResult<bool> {
        if self.actor.standing.allows(ClientAction::Import) {
            return Ok(true);
        }
        for collection in existing {
            if !self.manages(conn, *collection)? {
                return Ok(false);
            }
        }
        Ok(!any_new || self.creates())
    }

    /// Whether the plan has room for so many more collections.
    pub fn require_room(&self, conn: &Connection, more: usize) -> ApiResult<()> {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        match self.organization.max_collections {
            Some(most) if more > 0 && store::count(conn, self.organization.id)?.saturating_add(more) > most => {
                Err(ApiError::rule(format!("This organization can only have a maximum of {most} collections.")))
            }
            _ => Ok(()),
        }
    }

    fn manages(&self, conn: &Connection, collection: Uuid) -> ApiResult<bool> {
        let Some(member) = self.actor.member else { return Ok(false) };
        Ok(store::access_of(conn, member, Some(collection))?.get(&collection) == Some(&Access::Manage))
    }

    /// Where admins may not reach everything, somebody has to manage each collection.
    pub fn require_manager(&self, conn: &Connection, collection: Uuid) -> ApiResult<()> {
        if self.management().allow_admin_access_to_all_collection_items || store::has_manager(conn, collection)? {
            return Ok(());
        }
        Err(ApiError::rule("At least one member or group must have can manage permission."))
    }
}

/// A collection that may be touched; "My items" may not.
pub(super) fn shared(conn: &Connection, organization: Uuid, id: Uuid) -> ApiResult<Collection> {
    store::collection(conn, organization, id)?.ok_or(ApiError::NotFound)
}
