//! How the master key of an account is derived; for strangers a made-up answer that never changes.

use axum::Json;
use axum::extract::State;
use portal_contracts::kdf::{KdfSettings, KdfType, PreloginRequest};
use serde_json::{Value, json};

use crate::auth::PeerIp;
use crate::error::ApiResult;
use crate::fields;
use crate::json::Body;
use crate::limits::Kind;
use crate::state::AppState;
use crate::tokens::normal_email;
use crate::users;

/// What accounts are usually made with, so that a made-up answer looks like a real one. The first entry is the most
/// frequent and takes all numbers that no other entry takes.
const USUAL: [KdfSettings; 3] = [
    KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations: 600_000, memory: None, parallelism: None },
    KdfSettings { kdf_type: KdfType::Argon2id, iterations: 6, memory: Some(32), parallelism: Some(4) },
    KdfSettings { kdf_type: KdfType::Argon2id, iterations: 3, memory: Some(64), parallelism: Some(4) },
];

pub(super) async fn prelogin(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<PreloginRequest>,
) -> ApiResult<Json<Value>> {
    state.limiter.check(Kind::Identity, ip)?;
    fields::email("Email", &request.email)?;
    let email = request.email.clone();
    let known = state.db.read(move |connection| users::find_by_email(connection, &email)).await?;
    let kdf = known.map_or_else(|| made_up(&state, &request.email), |user| user.kdf);
    Ok(Json(json!({
        "kdf": kdf.kdf_type,
        "kdfIterations": kdf.iterations,
        "kdfMemory": kdf.memory,
        "kdfParallelism": kdf.parallelism,
        "kdfSettings": kdf,
        "salt": null,
    })))
}

fn made_up(state: &AppState, email: &str) -> KdfSettings {
    let digest = state.decoy_key.sign(normal_email(email).as_bytes());
    let [usual, first, second] = USUAL;
    match digest.first().map(|byte| byte % 16) {
        Some(0) => first,
        Some(1) => second,
        _ => usual,
    }
}
