//! Which collections somebody may give to members and groups, and take from them (screens §1.2–1.4).

use std::collections::BTreeSet;

use portal_contracts::access::Access;
use portal_contracts::enums::OrganizationUserType;
use rusqlite::Connection;
use uuid::Uuid;

use super::store;
use crate::error::ApiResult;
use crate::organizations::access::Actor;
use crate::organizations::store::Organization;

/// What somebody may give to others.
pub(in crate::organizations) enum Grants {
    /// Every collection.
    All,
    /// These: the ones they manage themselves.
    These(BTreeSet<Uuid>),
}

impl Grants {
    /// Judges somebody who was let through to members or groups.
    pub fn of(conn: &Connection, actor: &Actor, organization: &Organization) -> ApiResult<Self> {
        let open = organization.management.allow_admin_access_to_all_collection_items;
        let all = actor.standing.provider
            || match actor.standing.acts_as() {
                OrganizationUserType::Owner | OrganizationUserType::Admin => open,
                OrganizationUserType::Custom => actor.standing.permissions.edit_any_collection || open,
                OrganizationUserType::User | OrganizationUserType::Unknown(_) => false,
            };
        if all { Ok(Self::All) } else { Ok(Self::These(managed_by(conn, actor.member)?)) }
    }

    /// Whether access to a collection may be given or taken.
    pub fn may(&self, collection: Uuid) -> bool {
        match self {
            Self::All => true,
            Self::These(managed) => managed.contains(&collection),
        }
    }
}

/// The collections that a member manages. What is set on the member replaces what groups give, so a group's right to manage
/// does not count beside a lower one of their own. Who is no member manages none.
pub(in crate::organizations) fn managed_by(conn: &Connection, member: Option<Uuid>) -> ApiResult<BTreeSet<Uuid>> {
    let Some(member) = member else { return Ok(BTreeSet::new()) };
    let reached = store::access_of(conn, member, None)?;
    Ok(reached.into_iter().filter(|(_, access)| *access == Access::Manage).map(|(id, _)| id).collect())
}
