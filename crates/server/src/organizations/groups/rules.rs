//! Who may put whom and what into a group (API contract §10; screens §1.4, GRP-B).

use std::collections::BTreeSet;

use portal_contracts::access::AccessEntry;
use portal_contracts::groups::GroupRequest;
use portal_contracts::limits;
use portal_contracts::permissions::{ClientAction, Feature};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::fields;
use crate::organizations::access::{self, Actor};
use crate::organizations::collections::grants::Grants;
use crate::organizations::store::{self as organizations, Organization};
use crate::plans;

/// Lets whoever manages groups through, in an organisation whose plan has them.
pub(super) fn manager(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<(Actor, Organization)> {
    let actor = access::require(conn, caller, organization, ClientAction::ManageGroups)?;
    let organization = organizations::organization(conn, organization)?.ok_or(ApiError::NotFound)?;
    if Feature::Groups.is_on(&plans::features(organization.plan)) {
        Ok((actor, organization))
    } else {
        Err(ApiError::rule("This organization cannot use groups."))
    }
}

/// A request that was read and found to be about this organisation.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) members: Vec<Uuid>,
    pub(super) collections: Vec<(Uuid, AccessEntry)>,
}

/// Reads a request: names and permissions by the contract, members and collections of this organisation only.
pub(super) fn check(conn: &Connection, organization: Uuid, request: GroupRequest) -> ApiResult<Checked> {
    fields::required("Name", &request.name, limits::GROUP_NAME)?;
    let members: BTreeSet<Uuid> = request.users.iter().map(|id| parsed(id)).collect::<ApiResult<_>>()?;
    let mut exists = conn.prepare_cached("SELECT 1 FROM organization_user WHERE organization_id = ?1 AND id = ?2")?;
    for member in &members {
        if !exists.exists([organization, *member])? {
            return Err(ApiError::NotFound);
        }
    }
    let mut kind = conn.prepare_cached("SELECT type FROM collection WHERE organization_id = ?1 AND id = ?2")?;
    let mut collections = Vec::with_capacity(request.collections.len());
    for entry in request.collections {
        let id = parsed(&entry.id)?;
        if !entry.is_legal() {
            return Err(ApiError::rule(
                "The Manage property is mutually exclusive and cannot be true while the ReadOnly or HidePasswords \
                 properties are also true.",
            ));
        }
        match kind.query_row([organization, id], |row| row.get::<_, i64>(0)).optional()? {
            None => return Err(ApiError::NotFound),
            Some(0) => collections.push((id, entry)),
            Some(_) => {
                return Err(ApiError::rule(
                    "You cannot modify group access for collections with the type as DefaultUserCollection.",
                ));
            }
        }
    }
    Ok(Checked { name: request.name.trim().to_owned(), members: members.into_iter().collect(), collections })
}

fn parsed(id: &str) -> ApiResult<Uuid> {
    id.parse().map_err(|_| ApiError::NotFound)
}

/// While admins may not reach everything, nobody gives it to themselves through a group: a member may not join one on
/// their own. The provider's people are no members, so this never concerns them.
pub(super) fn no_self_service(
    actor: &Actor,
    organization: &Organization,
    before: &[Uuid],
    after: &[Uuid],
) -> ApiResult<()> {
    let joins = |member: &Uuid| after.contains(member) && !before.contains(member);
    if !organization.management.allow_admin_access_to_all_collection_items && actor.member.as_ref().is_some_and(joins) {
        return Err(ApiError::rule("You cannot add yourself to groups."));
    }
    Ok(())
}

/// What may become of a group's collections: the given ones, which the actor has to be allowed to grant, and those of
/// before that the actor may not touch.
pub(super) fn merge_collections(
    conn: &Connection,
    actor: &Actor,
    organization: &Organization,
    before: Vec<AccessEntry>,
    given: Vec<(Uuid, AccessEntry)>,
) -> ApiResult<Vec<(Uuid, AccessEntry)>> {
    let grants = Grants::of(conn, actor, organization)?;
    if given.iter().any(|(id, _)| !grants.may(*id)) {
        return Err(ApiError::rule("You must have Can Manage permissions to edit a collection's membership"));
    }
    let mut merged = given;
    for entry in before {
        let id = parsed(&entry.id)?;
        if !grants.may(id) {
            merged.push((id, entry));
        }
    }
    Ok(merged)
}
