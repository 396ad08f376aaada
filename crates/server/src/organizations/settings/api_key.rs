//! API keys of an organisation: shown and renewed for whoever proves the master password (API contract §13.4).

use axum::Json;
use axum::extract::State;
use portal_contracts::SecretText;
use portal_contracts::organization::{ApiKeyKind, ApiKeyRequest};
use portal_contracts::permissions::{ClientAction, Feature};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::Caller;
use crate::clock::{self, Millis};
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::{access, store};
use crate::state::AppState;
use crate::{plans, secrets, users};

/// Letters and digits of a key, which is as long as those of the vendor's server.
const LENGTH: usize = 30;
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Shows the key; the first time it is made.
pub(super) async fn show(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(request): Body<ApiKeyRequest>,
) -> ApiResult<Json<Value>> {
    answer(&app, &caller, id, request, false).await
}

/// Makes a new key; the old one ends at once.
pub(super) async fn rotate(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(request): Body<ApiKeyRequest>,
) -> ApiResult<Json<Value>> {
    answer(&app, &caller, id, request, true).await
}

async fn answer(
    app: &AppState,
    caller: &Caller,
    id: Uuid,
    request: ApiKeyRequest,
    renew: bool,
) -> ApiResult<Json<Value>> {
    let kind = ApiKeyKind::from_number(request.r#type).ok_or(ApiError::NotFound)?;
    // The right comes first: who lacks it learns nothing about the password.
    let asking = caller.clone();
    app.db.read(move |conn| allowed(conn, &asking, id, kind)).await?;
    users::require_password(app, caller.user_id, request.master_password_hash.expose()).await?;
    let (now, asking) = (app.clock.now(), caller.clone());
    let (key, revised) = app
        .db
        .write(move |tx| {
            allowed(tx, &asking, id, kind)?;
            match stored(tx, id, kind)?.filter(|_| !renew) {
                Some(found) => Ok(found),
                None => make(tx, id, kind, now),
            }
        })
        .await?;
    Ok(Json(json!({ "object": "apiKey", "apiKey": key, "revisionDate": clock::iso(revised) })))
}

/// The keys that exist, without the keys themselves.
pub(super) async fn information(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
) -> ApiResult<Json<Value>> {
    list(&app, caller, id, None).await
}

/// As [`information`], of one kind.
pub(super) async fn information_of(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((id, kind)): PathIds<(Uuid, i64)>,
) -> ApiResult<Json<Value>> {
    list(&app, caller, id, Some(kind)).await
}

async fn list(app: &AppState, caller: Caller, id: Uuid, only: Option<i64>) -> ApiResult<Json<Value>> {
    let data = app
        .db
        .read(move |conn| {
            access::require(conn, &caller, id, ClientAction::ManageScim)?;
            let mut data = Vec::new();
            for kind in [ApiKeyKind::Default, ApiKeyKind::Scim] {
                if only.is_some_and(|only| only != kind.number()) {
                    continue;
                }
                if let Some((_, revised)) = stored(conn, id, kind)? {
                    data.push(json!({
                        "object": "keyInformation",
                        "keyType": kind.number(),
                        "revisionDate": clock::iso(revised),
                    }));
                }
            }
            Ok(data)
        })
        .await?;
    Ok(Json(json!({ "data": data, "continuationToken": null, "object": "list" })))
}

fn allowed(conn: &Connection, caller: &Caller, id: Uuid, kind: ApiKeyKind) -> ApiResult<()> {
    let (action, feature) = match kind {
        ApiKeyKind::Default => (ClientAction::ManageOrganization, Feature::Api),
        ApiKeyKind::Scim => (ClientAction::ManageScim, Feature::Scim),
    };
    access::require(conn, caller, id, action)?;
    let organization = store::organization(conn, id)?.ok_or(ApiError::NotFound)?;
    if feature.is_on(&plans::features(organization.plan)) { Ok(()) } else { Err(ApiError::NotFound) }
}

fn stored(conn: &Connection, id: Uuid, kind: ApiKeyKind) -> ApiResult<Option<(SecretText, Millis)>> {
    let found = conn
        .prepare_cached(
            "SELECT api_key, revised_at FROM organization_api_key WHERE organization_id = ?1 AND type = ?2",
        )?
        .query_row(params![id, kind.number()], |row| Ok((SecretText::new(row.get(0)?), row.get(1)?)))
        .optional()?;
    Ok(found)
}

fn make(tx: &Transaction<'_>, id: Uuid, kind: ApiKeyKind, now: Millis) -> ApiResult<(SecretText, Millis)> {
    let key = new_key()?;
    tx.execute(
        "INSERT INTO organization_api_key (organization_id, type, api_key, revised_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (organization_id, type) DO UPDATE SET api_key = excluded.api_key, revised_at = excluded.revised_at",
        params![id, kind.number(), key.expose(), now],
    )?;
    Ok((key, now))
}

/// Every character is equally likely: bytes beyond the last whole multiple of the alphabet are thrown away.
fn new_key() -> ApiResult<SecretText> {
    let mut key = String::with_capacity(LENGTH);
    while key.len() < LENGTH {
        for byte in secrets::random::<32>()? {
            if let Some(letter) = (byte < 248).then(|| ALPHABET.get(usize::from(byte % 62))).flatten()
                && key.len() < LENGTH
            {
                key.push(char::from(*letter));
            }
        }
    }
    Ok(SecretText::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_thirty_letters_and_digits_and_never_the_same() {
        let (one, two) = (new_key().unwrap(), new_key().unwrap());
        assert_eq!(one.expose().len(), LENGTH);
        assert!(one.expose().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert!(one != two);
    }
}
