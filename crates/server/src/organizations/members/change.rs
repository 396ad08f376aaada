//! Role, permissions, groups and collections of a member; name of a claimed account.

use axum::extract::State;
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::limits;
use portal_contracts::members::UpdateMember;
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::confirm::check_name;
use super::reach::Reach;
use super::store::{self, MemberRow};
use super::{Scope, rules};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields;
use crate::ids::PathIds;
use crate::json::Body;
use crate::state::AppState;

/// Replaces everything, except the collections that the caller may not touch.
pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<UpdateMember>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            let member = rules::member(tx, organization, member)?;
            if let Some(reason) = rules::hierarchy(&scope.actor.standing, member.kind) {
                return Err(ApiError::rule(reason));
            }
            check_name(body.default_user_collection_name.as_deref())?;
            rules::grant(&scope, body.r#type, &body.permissions)?;
            if body.r#type != OrganizationUserType::Owner && rules::is_last_owner(tx, &member)? {
                return Err(ApiError::rule(rules::LAST_OWNER));
            }
            let reach = Reach::read(tx, &scope.organization, &body.groups, &body.collections)?;
            let reach = reach.for_member(tx, &scope, &member)?;
            change_account(tx, &member, body.name.as_deref(), body.email.as_deref(), now)?;
            tx.execute(
                "UPDATE organization_user SET type = ?2, permissions = ?3, revised_at = ?4 WHERE id = ?1",
                params![
                    member.id,
                    body.r#type.number(),
                    rules::stored_permissions(body.r#type, &body.permissions),
                    now
                ],
            )?;
            store::set_reach(tx, member.id, &reach.groups, &reach.collections)?;
            store::touch(tx, &member, now)?;
            let kind = EventKind::MEMBER_UPDATED;
            events::write(tx, now, &Event::of_member(kind, &Source::from(&caller), organization, member.id))
        })
        .await
}

/// Name and address belong to the account: an organisation may change them only where it has claimed the domain, and the
/// address only where no master password hangs on it.
fn change_account(
    tx: &Transaction<'_>,
    member: &MemberRow,
    name: Option<&str>,
    email: Option<&str>,
    now: Millis,
) -> ApiResult<()> {
    if let Some(email) = email.filter(|email| *email != member.email) {
        fields::email("Email", email)?;
        let (kind, detail) = if member.claimed {
            ("member_has_master_password", "The email of a member with a master password cannot be changed.")
        } else {
            ("member_not_claimed", "The email of a member whose account is not claimed cannot be changed.")
        };
        return Err(ApiError::Problem { field: "email", kind, detail });
    }
    let Some(name) = name.map(str::trim).filter(|name| Some(*name) != member.name.as_deref()) else { return Ok(()) };
    let (Some(user), true) = (member.user_id, member.claimed) else {
        let detail = "The name of a member whose account is not claimed cannot be changed.";
        return Err(ApiError::Problem { field: "name", kind: "name_member_not_claimed", detail });
    };
    fields::at_most("Name", Some(name), limits::NAME)?;
    let name = (!name.is_empty()).then_some(name);
    tx.execute(
        "UPDATE user SET name = ?2, revised_at = max(?3, revised_at + 1) WHERE id = ?1",
        params![user, name, now],
    )?;
    Ok(())
}
