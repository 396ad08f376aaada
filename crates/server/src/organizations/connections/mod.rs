//! Connections of an organisation to other programs (API contract §13.3): kept as they were set up. Only SCIM is one for
//! people; nobody provisions by it here.

mod store;

use axum::extract::State;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use portal_contracts::permissions::{ClientAction, Feature};
use portal_contracts::scim::{Connection as Wire, SCIM, ScimProvider};
use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use self::store::Stored;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::json::Raw;
use crate::organizations::{access, store as organizations};
use crate::plans;
use crate::state::AppState;

/// Longest configuration, in bytes of JSON.
const CONFIG: usize = 10_000;
const KIND: &str = "Only SCIM connections are supported.";
const RIGHT: &str = "You do not have permission to manage this connection.";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/connections", post(create))
        .route("/organizations/connections/{connection}", put(update).delete(remove))
        .route("/organizations/connections/{connection}/delete", post(remove))
        .route("/organizations/connections/{organization}/{type}", get(read))
}

async fn read(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, kind)): PathIds<(Uuid, i64)>,
) -> ApiResult<Json<Value>> {
    app.db
        .read(move |conn| {
            allowed(conn, &caller, organization)?;
            of_kind(kind)?;
            Ok(Json(answer(organization, store::find(conn, organization)?)))
        })
        .await
}

async fn create(State(app): State<AppState>, caller: Caller, Raw(body): Raw) -> ApiResult<Json<Value>> {
    let wanted = Wire::read(&body)?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let organization = organization_of(&wanted)?;
            check(tx, &caller, organization, &wanted)?;
            if store::find(tx, organization)?.is_some() {
                return Err(ApiError::rule("The organization has a SCIM connection already. Change that one instead."));
            }
            let stored = stored(Uuid::new_v4(), wanted);
            store::insert(tx, organization, &stored, now)?;
            Ok(Json(answer(organization, Some(stored))))
        })
        .await
}

async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Raw(body): Raw,
) -> ApiResult<Json<Value>> {
    let wanted = Wire::read(&body)?;
    let now: Millis = app.clock.now();
    app.db
        .write(move |tx| {
            let organization = store::owner(tx, id)?.ok_or(ApiError::NotFound)?;
            check(tx, &caller, organization, &wanted)?;
            if organization_of(&wanted)? != organization {
                return Err(ApiError::NotFound);
            }
            let stored = stored(id, wanted);
            store::update(tx, &stored, now)?;
            Ok(Json(answer(organization, Some(stored))))
        })
        .await
}

async fn remove(State(app): State<AppState>, caller: Caller, PathIds(id): PathIds<Uuid>) -> ApiResult<()> {
    app.db
        .write(move |tx| {
            let organization = store::owner(tx, id)?.ok_or(ApiError::NotFound)?;
            allowed(tx, &caller, organization)?;
            store::delete(tx, id)
        })
        .await
}

fn check(conn: &Connection, caller: &Caller, organization: Uuid, wanted: &Wire) -> ApiResult<()> {
    allowed(conn, caller, organization)?;
    of_kind(wanted.r#type)?;
    let found = organizations::organization(conn, organization)?.ok_or(ApiError::NotFound)?;
    if !Feature::Scim.is_on(&plans::features(found.plan)) {
        return Err(ApiError::rule("Organization cannot use SCIM."));
    }
    if wanted.config.as_ref().is_some_and(|config| serde_json::to_string(config).map_or(0, |text| text.len()) > CONFIG)
    {
        return Err(ApiError::invalid("Config", "The Config field is too long."));
    }
    let on = wanted.setting("enabled").is_none_or(Value::is_boolean);
    let known = match wanted.setting("scimProvider") {
        None => true,
        Some(value) => {
            value.as_i64().is_some_and(|number| !matches!(ScimProvider::from_number(number), ScimProvider::Unknown(_)))
        }
    };
    if on && known {
        Ok(())
    } else {
        Err(ApiError::invalid("Config", "The Config field has a value that is not allowed."))
    }
}

/// Strangers learn nothing; who lacks the right is told so in this contract's own way.
fn allowed(conn: &Connection, caller: &Caller, organization: Uuid) -> ApiResult<()> {
    match access::require_any(conn, caller, organization, &[ClientAction::ManageScim]) {
        Ok(_) => Ok(()),
        Err(ApiError::Unauthorized) => Err(ApiError::rule(RIGHT)),
        Err(other) => Err(other),
    }
}

fn of_kind(kind: i64) -> ApiResult<()> {
    if kind == SCIM { Ok(()) } else { Err(ApiError::rule(KIND)) }
}

fn organization_of(wanted: &Wire) -> ApiResult<Uuid> {
    wanted.organization_id.parse().map_err(|_| ApiError::NotFound)
}

fn stored(id: Uuid, wanted: Wire) -> Stored {
    Stored { id, enabled: wanted.enabled, config: wanted.config }
}

fn answer(organization: Uuid, stored: Option<Stored>) -> Value {
    let nothing = || json!({ "enabled": false, "scimProvider": null, "inviteUsersAfterProvisioning": null });
    match stored {
        Some(Stored { id, enabled, config }) => json!({
            "id": id,
            "type": SCIM,
            "organizationId": organization,
            "enabled": enabled,
            "config": config.map_or_else(nothing, Value::Object),
        }),
        None => json!({
            "id": null,
            "type": SCIM,
            "organizationId": organization,
            "enabled": false,
            "config": nothing(),
        }),
    }
}
