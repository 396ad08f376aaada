//! Letting devices of members in (API contract §15.3). To approve one is to hold the member's user key for a moment, so the
//! rules are those of account recovery; everybody who may recover accounts may say no.

use axum::Json;
use axum::extract::State;
use portal_contracts::devices::{AnswerDevice, AnswerOneDevice, PendingDevice};
use portal_contracts::sso::MemberDecryption;
use rusqlite::{Connection, Transaction};
use uuid::Uuid;

use super::{Scope, recovery_rules};
use crate::auth::Caller;
use crate::clock::{self, Millis};
use crate::device_requests::store::{self, Waiting, device_name};
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::state::AppState;

/// Most requests that are answered at once.
const ROWS: usize = 500;
/// Longest wrapped key on the wire, in characters.
const KEY: usize = 1_000;

/// The organisation, for somebody who may answer devices in it.
fn scope(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<Scope> {
    let scope = recovery_rules::scope(conn, caller, organization)?;
    if scope.organization.sso.decryption() == Some(MemberDecryption::TrustedDevices) {
        Ok(scope)
    } else {
        Err(ApiError::rule("Organization does not use trusted devices."))
    }
}

pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<portal_contracts::List<PendingDevice>>> {
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            scope(conn, &caller, organization)?;
            let rows = store::waiting(conn, organization, None, now)?;
            Ok(Json(portal_contracts::List::of(rows.into_iter().map(wire).collect())))
        })
        .await
}

fn wire(Waiting { request, member, email }: Waiting) -> PendingDevice {
    PendingDevice {
        object: "pending-org-auth-request".to_owned(),
        id: request.id.to_string(),
        user_id: request.user_id.to_string(),
        organization_user_id: member.to_string(),
        email,
        public_key: request.public_key,
        request_device_identifier: request.device_identifier,
        request_device_type: Some(device_name(request.device_type).to_owned()),
        request_ip_address: Some(request.ip_address),
        request_country_name: None,
        creation_date: clock::iso(request.created_at),
    }
}

pub(super) async fn answer(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, id)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<AnswerDevice>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let scope = scope(tx, &caller, organization)?;
            let key = key_of(body.request_approved, body.encrypted_user_key.as_deref())?;
            settle(tx, &caller, &scope, id, key, now)
        })
        .await
}

/// Rows that cannot be answered any more, or not by the caller, are passed over: the contract has no outcome for each.
pub(super) async fn answer_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<Vec<AnswerOneDevice>>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let scope = scope(tx, &caller, organization)?;
            at_most(body.len())?;
            for one in &body {
                let id = one.id.parse().map_err(|_| ApiError::NotFound)?;
                let key = key_of(one.approved, one.key.as_deref())?;
                pass_over(settle(tx, &caller, &scope, id, key, now))?;
            }
            Ok(())
        })
        .await
}

pub(super) async fn deny_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let scope = scope(tx, &caller, organization)?;
            at_most(body.ids.len())?;
            for id in &body.ids {
                pass_over(settle(tx, &caller, &scope, *id, None, now))?;
            }
            Ok(())
        })
        .await
}

fn at_most(rows: usize) -> ApiResult<()> {
    if rows > ROWS { Err(ApiError::rule("Too many requests at once.")) } else { Ok(()) }
}

fn pass_over(outcome: ApiResult<()>) -> ApiResult<()> {
    match outcome {
        Err(ApiError::Rule(_) | ApiError::NotFound) => Ok(()),
        other => other,
    }
}

fn key_of(approved: bool, key: Option<&str>) -> ApiResult<Option<&str>> {
    if !approved {
        return Ok(None);
    }
    let key = key.unwrap_or_default();
    fields::encrypted("EncryptedUserKey", key, Sealed::Asymmetric, KEY)?;
    Ok(Some(key))
}

fn settle(
    tx: &Transaction<'_>,
    caller: &Caller,
    scope: &Scope,
    id: Uuid,
    key: Option<&str>,
    now: Millis,
) -> ApiResult<()> {
    let organization = scope.organization.id;
    let Some(found) = store::waiting(tx, organization, Some(id), now)?.pop() else {
        let answered = store::find(tx, id, now)?
            .is_some_and(|request| request.organization_id == organization && request.approved.is_some());
        return Err(if answered { ApiError::rule("This request was answered already.") } else { ApiError::NotFound });
    };
    if key.is_some() {
        recovery_rules::target(tx, caller, scope, found.member)?;
    }
    store::answer(tx, id, key, now)?;
    let kind = if key.is_some() { EventKind::MEMBER_DEVICE_APPROVED } else { EventKind::MEMBER_DEVICE_DENIED };
    events::write(tx, now, &Event::of_member(kind, &Source::from(caller), organization, found.member))
}
