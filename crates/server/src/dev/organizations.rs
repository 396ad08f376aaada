//! `/dev/organizations`: opens an organisation that belongs to no provider, as the operator of a server would. Its owner
//! gets the mail with the invitation and makes its keys on acceptance.

use axum::extract::State;
use axum::response::Response;
use axum::{Form, Json};
use portal_contracts::enums::PlanType;
use portal_contracts::limits;
use serde::Deserialize;
use serde_json::{Value, json};

use super::mailbox::document;
use crate::encode::html;
use crate::error::ApiResult;
use crate::fields;
use crate::json::Body;
use crate::organizations::{Opening, open_organization};
use crate::state::AppState;

/// Seats of the new organisation.
const SEATS: i64 = 25;

/// What for whom.
#[derive(Deserialize)]
pub(super) struct Wanted {
    name: String,
    email: String,
}

pub(super) async fn page() -> Response {
    shown("")
}

/// The same from a test.
pub(super) async fn json(State(state): State<AppState>, Body(wanted): Body<Wanted>) -> ApiResult<Json<Value>> {
    let (id, _) = open_organization(&state, opening(wanted)?).await?;
    Ok(Json(json!({ "id": id })))
}

pub(super) async fn open(State(state): State<AppState>, Form(wanted): Form<Wanted>) -> ApiResult<Response> {
    let email = html(wanted.email.trim());
    open_organization(&state, opening(wanted)?).await?;
    Ok(shown(&format!(
        "<p role=\"status\">Opened. The invitation for {email} is in the <a href=\"/dev/mailbox\">mailbox</a>.</p>"
    )))
}

fn opening(wanted: Wanted) -> ApiResult<Opening> {
    fields::required("Name", &wanted.name, limits::NAME)?;
    fields::email("Email", &wanted.email)?;
    Ok(Opening { name: wanted.name, owner_email: wanted.email, plan: PlanType::EnterpriseAnnually, seats: SEATS })
}

fn shown(outcome: &str) -> Response {
    document(
        "Open an organisation",
        &format!(
            "<p>Operators of a server do this for a customer without a provider. The owner gets a mail, and makes the keys \
             of the organisation by following its link. Development only.</p>{outcome}\
             <form method=\"post\" action=\"/dev/organizations\"><p><label>Name<br>\
             <input name=\"name\" required maxlength=\"50\" autocomplete=\"off\"></label></p>\
             <p><label>E-mail address of the owner<br>\
             <input type=\"email\" name=\"email\" required autocomplete=\"off\"></label> <button>Open</button></p></form>"
        ),
    )
}
