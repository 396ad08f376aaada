//! Single sign-on of an organisation (API contract §13.1): kept as it was set up; nobody signs in by it here.

mod save;
pub mod store;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use portal_contracts::permissions::ClientAction;
use portal_contracts::sso::{OrganizationSso, SsoUrls};
use rusqlite::Connection;
use uuid::Uuid;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::ids::PathIds;
use crate::organizations::access;
use crate::organizations::store as organizations;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{id}/sso", get(read).post(save::save))
}

async fn read(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
) -> ApiResult<Json<OrganizationSso>> {
    let origin = app.config.origin.clone();
    app.db
        .read(move |conn| {
            access::require(conn, &caller, organization, ClientAction::ManageSso)?;
            answer(conn, organization, &origin)
        })
        .await
        .map(Json)
}

fn answer(conn: &Connection, organization: Uuid, origin: &str) -> ApiResult<OrganizationSso> {
    let found = organizations::organization(conn, organization)?.ok_or(ApiError::NotFound)?;
    let base = [origin, "/sso"].concat();
    let own = format!("{base}/saml2/{organization}");
    Ok(OrganizationSso {
        object: "organizationSso".to_owned(),
        enabled: found.sso.enabled,
        identifier: found.identifier,
        data: found.sso.data,
        urls: SsoUrls {
            callback_path: [base.as_str(), "/oidc-signin"].concat(),
            signed_out_callback_path: [base.as_str(), "/oidc-signedout"].concat(),
            sp_entity_id: own.clone(),
            sp_entity_id_static: [base.as_str(), "/saml2"].concat(),
            sp_metadata_url: own.clone(),
            sp_acs_url: [own.as_str(), "/Acs"].concat(),
        },
    })
}
