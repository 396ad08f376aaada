//! `/dev/providers`: opens a provider, as the operator of a server would. Its first admin gets the mail with the set-up
//! link.

use axum::extract::State;
use axum::response::Response;
use axum::{Form, Json};
use portal_contracts::enums::{PlanType, ProviderType};
use serde::Deserialize;
use serde_json::{Value, json};

use super::mailbox::document;
use crate::encode::html;
use crate::error::{ApiError, ApiResult};
use crate::json::Body;
use crate::providers::{Opening, open_provider};
use crate::state::AppState;

/// Seats that the contract of the new provider includes.
const PLANS: [(PlanType, i64); 2] = [(PlanType::TeamsMonthly, 20), (PlanType::EnterpriseMonthly, 20)];

/// For whom.
#[derive(Deserialize)]
pub(super) struct Wanted {
    email: String,
}

pub(super) async fn page() -> Response {
    shown("")
}

/// The same from a test.
pub(super) async fn json(State(state): State<AppState>, Body(wanted): Body<Wanted>) -> ApiResult<Json<Value>> {
    let (id, _) = open_provider(&state, opening(wanted.email)).await?;
    Ok(Json(json!({ "id": id })))
}

pub(super) async fn open(State(state): State<AppState>, Form(wanted): Form<Wanted>) -> ApiResult<Response> {
    let email = html(wanted.email.trim());
    match open_provider(&state, opening(wanted.email)).await {
        Ok(_) => Ok(shown(&format!(
            "<p role=\"status\">Opened. The set-up link for {email} is in the <a href=\"/dev/mailbox\">mailbox</a>.</p>"
        ))),
        Err(ApiError::Rule(_)) => Ok(shown(&format!(
            "<p role=\"alert\">{email} has no account yet: <a href=\"/sign-up\">create one</a>.</p>"
        ))),
        Err(error) => Err(error),
    }
}

fn opening(email: String) -> Opening {
    Opening { owner_email: email, kind: ProviderType::Msp, plans: PLANS.to_vec(), discount: 0.0 }
}

fn shown(outcome: &str) -> Response {
    document(
        "Open a provider",
        &format!(
            "<p>Operators of a server do this for a new customer. The first admin needs an account, and gets a mail with \
             the set-up link. Development only.</p>{outcome}\
             <form method=\"post\" action=\"/dev/providers\"><p><label>E-mail address of the first admin<br>\
             <input type=\"email\" name=\"email\" required autocomplete=\"off\"></label> <button>Open</button></p></form>"
        ),
    )
}
