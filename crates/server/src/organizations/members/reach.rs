//! Which groups and collections somebody may give to a member (API contract §8.4, §8.6; screens §1.4).

use portal_contracts::access::AccessEntry;
use portal_contracts::permissions::Feature;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::Scope;
use super::store::{self, MemberRow};
use crate::error::{ApiError, ApiResult};
use crate::organizations::collections::grants::Grants;
use crate::organizations::store::Organization;
use crate::plans;

const EXCLUSIVE: &str = "The Manage property is mutually exclusive and cannot be true while the ReadOnly or \
                         HidePasswords properties are also true.";

/// Groups and collections that were read and found to be of this organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) groups: Vec<Uuid>,
    pub(super) collections: Vec<(Uuid, AccessEntry)>,
}

impl Reach {
    /// Reads both lists of a request. Groups of a plan without groups are passed over; what belongs to somebody else is
    /// 404.
    pub(super) fn read(
        conn: &Connection,
        organization: &Organization,
        groups: &[String],
        collections: &[AccessEntry],
    ) -> ApiResult<Self> {
        let mut reach = Self::default();
        if Feature::Groups.is_on(&plans::features(organization.plan)) {
            let mut known = conn.prepare_cached("SELECT 1 FROM groups WHERE organization_id = ?1 AND id = ?2")?;
            for group in groups {
                let group = parsed(group)?;
                if !known.exists([organization.id, group])? {
                    return Err(ApiError::NotFound);
                }
                reach.groups.push(group);
            }
        }
        let mut kind = conn.prepare_cached("SELECT type FROM collection WHERE organization_id = ?1 AND id = ?2")?;
        for entry in collections {
            let id = parsed(&entry.id)?;
            if !entry.is_legal() {
                return Err(ApiError::rule(EXCLUSIVE));
            }
            match kind.query_row([organization.id, id], |row| row.get::<_, i64>(0)).optional()? {
                Some(0) => reach.collections.push((id, entry.clone())),
                Some(_) => return Err(ApiError::rule("You cannot add access to default user collections.")),
                None => return Err(ApiError::NotFound),
            }
        }
        reach.groups.sort_unstable();
        reach.groups.dedup();
        Ok(reach)
    }

    /// For a new member: every collection must be one that the actor may give.
    pub(super) fn for_newcomer(self, conn: &Connection, scope: &Scope) -> ApiResult<Self> {
        let grants = Grants::of(conn, &scope.actor, &scope.organization)?;
        if self.collections.iter().all(|(id, _)| grants.may(*id)) { Ok(self) } else { Err(ApiError::NotFound) }
    }

    /// For a member who is there: collections that the actor may not touch stay as they are, and while admins may not
    /// reach everything nobody gives themselves more.
    pub(super) fn for_member(self, conn: &Connection, scope: &Scope, member: &MemberRow) -> ApiResult<Self> {
        let grants = Grants::of(conn, &scope.actor, &scope.organization)?;
        let before = store::collections_of(conn, member.id)?;
        let had = |id: Uuid| before.iter().any(|entry| entry.id == id.to_string());
        if self.collections.iter().any(|(id, _)| !grants.may(*id) && !had(*id)) {
            return Err(ApiError::NotFound);
        }
        let open = scope.organization.management.allow_admin_access_to_all_collection_items;
        let oneself = scope.actor.member == Some(member.id) && !scope.actor.standing.provider && !open;
        if oneself && self.collections.iter().any(|(id, _)| !had(*id)) {
            return Err(ApiError::rule("You cannot add yourself to a collection."));
        }
        let mut collections: Vec<_> = self.collections.into_iter().filter(|(id, _)| grants.may(*id)).collect();
        for entry in &before {
            let id = parsed(&entry.id)?;
            if !grants.may(id) {
                collections.push((id, entry.clone()));
            }
        }
        let groups = if oneself { store::groups_of(conn, member.id)? } else { self.groups };
        Ok(Self { groups, collections })
    }
}

fn parsed(id: &str) -> ApiResult<Uuid> {
    id.parse().map_err(|_| ApiError::NotFound)
}
