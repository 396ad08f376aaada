//! What the server says of itself (spec §2).

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::clock;
use crate::state::AppState;

/// The Bitwarden version this server is compatible with.
pub const COMPATIBLE_VERSION: &str = "2026.8.0";
/// The name by which the portal recognises this server.
pub const SERVER_NAME: &str = "provider-portal-reference";

/// The routes, relative to `/api`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/config", get(config))
        .route("/alive", get(now))
        .route("/now", get(now))
        .route("/version", get(version))
}

async fn config(State(state): State<AppState>) -> Json<Value> {
    let origin = &state.config.origin;
    Json(json!({
        "object": "config",
        "version": COMPATIBLE_VERSION,
        "gitHash": env!("CARGO_PKG_VERSION"),
        "server": { "name": SERVER_NAME, "url": origin },
        "environment": {
            "cloudRegion": null,
            "vault": origin,
            "api": format!("{origin}/api"),
            "identity": format!("{origin}/identity"),
            "notifications": format!("{origin}/notifications"),
            "sso": "",
        },
        "featureStates": {},
        "push": { "pushTechnology": 0, "vapidPublicKey": null },
        "communication": null,
        "settings": {
            "disableUserRegistration": state.config.disable_registration,
            "suppressOnboardingInterstitials": false,
        },
    }))
}

/// The present instant as a JSON string.
pub async fn now(State(state): State<AppState>) -> Json<String> {
    Json(clock::iso(state.clock.now()))
}

async fn version() -> Json<&'static str> {
    Json(COMPATIBLE_VERSION)
}
