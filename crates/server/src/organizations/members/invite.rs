//! Invitations by mail.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::limits;
use portal_contracts::members::InviteMembers;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::reach::Reach;
use super::store::{self, MemberRow};
use super::{RowResult, Scope, bulk_row, rules, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields;
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::organizations::invitations::{self, Addressee};
use crate::secrets::new_id;
use crate::state::AppState;
use crate::tokens::normal_email;

/// People who are there already are passed over; those whose access was revoked are named, because nothing would happen
/// to them.
pub(super) async fn invite(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<InviteMembers>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            let fresh = newcomers(tx, organization, &body.emails)?;
            rules::grant(&scope, body.r#type, &body.permissions)?;
            let reach = Reach::read(tx, &scope.organization, &body.groups, &body.collections)?;
            let reach = reach.for_newcomer(tx, &scope)?;
            if let Some(reason) = rules::no_seat(tx, &scope.organization, fresh.len())? {
                return Err(ApiError::rule(reason));
            }
            let source = Source::from(&caller);
            for email in &fresh {
                let member = new_id();
                tx.prepare_cached(
                    "INSERT INTO organization_user (id, organization_id, email, status, type, permissions, created_at,
                                                    revised_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
                )?
                .execute(params![
                    member,
                    organization,
                    email,
                    OrganizationUserStatus::Invited.number(),
                    body.r#type.number(),
                    rules::stored_permissions(body.r#type, &body.permissions),
                    now
                ])?;
                store::set_reach(tx, member, &reach.groups, &reach.collections)?;
                mail(tx, &state, &scope, member, email, now)?;
                events::write(tx, now, &Event::of_member(EventKind::MEMBER_INVITED, &source, organization, member))?;
            }
            Ok(())
        })
        .await
}

/// Reads the addresses of a request and leaves out who is there already.
fn newcomers(tx: &Transaction<'_>, organization: Uuid, emails: &[String]) -> ApiResult<Vec<String>> {
    if emails.is_empty() {
        return Err(ApiError::invalid("Emails", "An email is required."));
    }
    if emails.len() > limits::INVITATIONS_PER_CALL {
        let message = format!("You can only submit up to {} emails at a time.", limits::INVITATIONS_PER_CALL);
        return Err(ApiError::invalid("Emails", message));
    }
    let mut fresh: Vec<String> = Vec::with_capacity(emails.len());
    for (number, email) in (1..).zip(emails) {
        if !fields::looks_like_email(email) {
            return Err(ApiError::invalid("Emails", format!("Email #{number} is not valid.")));
        }
        let email = normal_email(email);
        match store::by_email(tx, organization, &email)?.map(|member| member.status) {
            Some(OrganizationUserStatus::Revoked) => {
                let message = format!("Email #{number} belongs to a revoked member. Restore the member instead.");
                return Err(ApiError::invalid("Emails", message));
            }
            Some(_) => {}
            None if fresh.contains(&email) => {}
            None => fresh.push(email),
        }
    }
    Ok(fresh)
}

pub(super) async fn reinvite(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            let found = store::one(tx, organization, member)?;
            again(tx, &state, &scope, found, now)?.map_err(ApiError::rule)
        })
        .await
}

pub(super) async fn reinvite_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let state = app.clone();
    let rows = app
        .db
        .write(move |tx| {
            let scope = Scope::manager(tx, &caller, organization)?;
            let mut rows = Vec::with_capacity(body.ids.len());
            for id in body.ids {
                let found = store::one(tx, organization, id)?;
                rows.push(bulk_row(id, again(tx, &state, &scope, found, now)?));
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

fn again(
    tx: &Transaction<'_>,
    app: &AppState,
    scope: &Scope,
    member: Option<MemberRow>,
    now: Millis,
) -> ApiResult<RowResult> {
    match member.filter(|member| member.status == OrganizationUserStatus::Invited) {
        Some(member) => mail(tx, app, scope, member.id, &member.email, now).map(Ok),
        None => Ok(Err("User invalid.".to_owned())),
    }
}

fn mail(tx: &Transaction<'_>, app: &AppState, scope: &Scope, member: Uuid, email: &str, now: Millis) -> ApiResult<()> {
    let addressee = Addressee {
        organization: scope.organization.id,
        organization_name: &scope.organization.name,
        init_organization: scope.organization.public_key.is_none(),
        member,
        email,
    };
    invitations::mail(tx, app, addressee, now)
}
