//! All items of an organisation, as they are sealed.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use portal_contracts::ciphers::StoredCipher;
use portal_contracts::permissions::ClientAction;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store;
use crate::auth::Caller;
use crate::clock::iso;
use crate::error::{ApiError, ApiResult};
use crate::organizations::access;
use crate::state::AppState;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Of {
    organization_id: Uuid,
}

pub(super) async fn list(
    State(app): State<AppState>,
    caller: Caller,
    of: Result<Query<Of>, QueryRejection>,
) -> ApiResult<Json<Value>> {
    let organization = of.map_err(|_| ApiError::NotFound)?.organization_id;
    app.db
        .read(move |conn| {
            let actor = access::find(conn, &caller, organization)?.ok_or(ApiError::NotFound)?;
            let any = [ClientAction::Import, ClientAction::EditAnyCollection, ClientAction::ReadReports];
            if !any.into_iter().any(|action| actor.standing.allows(action)) {
                return Err(ApiError::NotFound);
            }
            let mut places = store::places(conn, organization)?;
            let rows = store::all(conn, organization)?;
            let items: Vec<Value> = rows
                .into_iter()
                .map(|row| {
                    let collections = places.remove(&row.id).unwrap_or_default();
                    let mut item = json!(StoredCipher {
                        id: row.id.to_string(),
                        collection_ids: collections.iter().map(Uuid::to_string).collect(),
                        revision_date: Some(iso(row.revised_at)),
                        creation_date: Some(iso(row.created_at)),
                        deleted_date: row.deleted_at.map(iso),
                        cipher: row.cipher,
                    });
                    if let Value::Object(members) = &mut item {
                        members.insert("object".to_owned(), json!("cipherMiniDetails"));
                        members.insert("organizationId".to_owned(), json!(organization));
                        members.insert("organizationUseTotp".to_owned(), json!(true));
                    }
                    item
                })
                .collect();
            Ok(Json(json!({ "object": "list", "data": items, "continuationToken": null })))
        })
        .await
}
