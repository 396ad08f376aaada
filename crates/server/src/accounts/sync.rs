//! `GET sync`: this server keeps no vault of one's own, so it is the profile and how to unlock.

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::OrganizationUserStatus;
use serde_json::{Value, json};

use super::profile;
use crate::auth::Caller;
use crate::error::ApiResult;
use crate::organizations;
use crate::state::AppState;
use crate::users;

pub(super) async fn sync(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<Value>> {
    state
        .db
        .read(move |connection| {
            let user = users::find(connection, caller.user_id)?;
            let policies = |statuses: &[_]| organizations::rules::of_member(connection, user.id, statuses);
            Ok(json!({
                "object": "sync",
                "profile": profile::whole(connection, &user)?,
                "folders": [],
                "collections": [],
                "ciphers": [],
                "domains": null,
                "policies": policies(&[OrganizationUserStatus::Confirmed])?,
                "policiesNew": policies(&[OrganizationUserStatus::Accepted, OrganizationUserStatus::Confirmed])?,
                "sends": [],
                "userDecryption": {
                    "masterPasswordUnlock": {
                        "kdf": user.kdf,
                        "masterKeyEncryptedUserKey": user.key,
                        "salt": user.email,
                        "containedKeyId": null,
                    },
                },
            }))
        })
        .await
        .map(Json)
}
