//! What the device does: ask, and fetch the answer.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use portal_contracts::devices::{ACCESS_CODE, ADMIN_APPROVAL, AskForApproval};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, DeviceRequest};
use crate::auth::{Caller, PeerIp, device_type};
use crate::clock;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, EventKind, Source};
use crate::fields;
use crate::ids::PathIds;
use crate::json::Body;
use crate::limits::Kind;
use crate::secrets;
use crate::state::AppState;
use crate::tokens::normal_email;

/// Longest identifier of a device, in characters.
const IDENTIFIER: usize = 50;
/// A program that could not be recognised.
const UNKNOWN_BROWSER: i64 = 14;

/// Nobody may ask in somebody else's name: whoever is let in reads the whole vault, so the sign-in comes first. What
/// devices ask of each other is not part of this server.
pub(super) async fn as_stranger(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(body): Body<AskForApproval>,
) -> ApiResult<()> {
    state.limiter.check(Kind::Identity, ip)?;
    Err(ApiError::rule(if body.r#type == ADMIN_APPROVAL {
        "You must be authenticated to create a request of that type."
    } else {
        "This kind of request is not available on this server."
    }))
}

/// Asks each organisation of the caller that lets devices in, and returns the first request.
pub(super) async fn ask(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Body(body): Body<AskForApproval>,
) -> ApiResult<Json<Value>> {
    state.limiter.check(Kind::Identity, caller.ip)?;
    if body.r#type != ADMIN_APPROVAL {
        return Err(ApiError::rule("Invalid AuthRequestType"));
    }
    if normal_email(&body.email) != caller.email {
        return Err(ApiError::rule("User or known device not found."));
    }
    fields::public_key("PublicKey", &body.public_key)?;
    fields::required("DeviceIdentifier", &body.device_identifier, IDENTIFIER)?;
    fields::required("AccessCode", body.access_code.expose(), ACCESS_CODE)?;
    let access_code_hash = secrets::sha256(body.access_code.expose().as_bytes());
    let (now, origin) = (state.clock.now(), state.config.origin.clone());
    let device_type = device_type(&headers).unwrap_or(UNKNOWN_BROWSER);
    state
        .db
        .write(move |tx| {
            let mut first = None;
            for organization_id in store::askable(tx, caller.user_id)? {
                let request = DeviceRequest {
                    id: secrets::new_id(),
                    organization_id,
                    user_id: caller.user_id,
                    public_key: body.public_key.clone(),
                    device_identifier: body.device_identifier.clone(),
                    device_type,
                    ip_address: caller.ip.to_string(),
                    access_code_hash: access_code_hash.clone(),
                    key: None,
                    approved: None,
                    created_at: now,
                    answered_at: None,
                };
                store::insert(tx, &request)?;
                first.get_or_insert(request);
            }
            let request =
                first.ok_or_else(|| ApiError::rule("User does not belong to an organization with trusted devices."))?;
            events::write_for_user(tx, now, EventKind::DEVICE_APPROVAL_ASKED, caller.user_id, &Source::from(&caller))?;
            Ok(wire(&request, &origin))
        })
        .await
        .map(Json)
}

/// One's own request, for a device that is signed in.
pub(super) async fn own(
    State(state): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    let (now, origin) = (state.clock.now(), state.config.origin.clone());
    let found = state.db.read(move |conn| store::find(conn, id, now)).await?;
    let request = found.filter(|request| request.user_id == caller.user_id).ok_or(ApiError::NotFound)?;
    Ok(Json(wire(&request, &origin)))
}

#[derive(Deserialize)]
pub(super) struct Code {
    code: String,
}

/// The same, for whoever has the access code.
pub(super) async fn answer(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    PathIds(id): PathIds<Uuid>,
    code: Result<Query<Code>, QueryRejection>,
) -> ApiResult<Json<Value>> {
    state.limiter.check(Kind::Identity, ip)?;
    let Ok(Query(Code { code })) = code else { return Err(ApiError::NotFound) };
    let (now, origin) = (state.clock.now(), state.config.origin.clone());
    let found = state.db.read(move |conn| store::find(conn, id, now)).await?;
    let knows = |request: &DeviceRequest| secrets::same(&request.access_code_hash, &secrets::sha256(code.as_bytes()));
    let request = found.filter(knows).ok_or(ApiError::NotFound)?;
    Ok(Json(wire(&request, &origin)))
}

fn wire(request: &DeviceRequest, origin: &str) -> Value {
    json!({
        "object": "auth-request",
        "id": request.id,
        "publicKey": request.public_key,
        "requestDeviceIdentifier": request.device_identifier,
        "requestDeviceTypeValue": request.device_type,
        "requestDeviceType": store::device_name(request.device_type),
        "requestIpAddress": request.ip_address,
        "requestCountryName": null,
        "key": request.key,
        "masterPasswordHash": null,
        "creationDate": clock::iso(request.created_at),
        "responseDate": request.answered_at.map(clock::iso),
        "requestApproved": request.approved,
        "origin": origin,
    })
}
