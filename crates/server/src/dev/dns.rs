//! `/dev/dns`: what domains say in their TXT records, for trying out the claim of a domain without a name server. What
//! stands here is asked first; see [`crate::dns`].

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::mailbox::document;
use crate::encode::html;
use crate::json::Body;
use crate::state::AppState;

/// The records of a domain; none at all is an answer too.
#[derive(Deserialize)]
pub(super) struct Entry {
    domain: String,
    #[serde(default)]
    txt: Vec<String>,
}

/// As typed: one record to a line.
#[derive(Deserialize)]
pub(super) struct Typed {
    domain: String,
    #[serde(default)]
    txt: String,
}

pub(super) async fn json(State(state): State<AppState>) -> Json<Value> {
    let entries = state.dns.entries();
    Json(entries.into_iter().map(|(domain, txt)| json!({ "domain": domain, "txt": txt })).collect())
}

pub(super) async fn put(State(state): State<AppState>, Body(entry): Body<Entry>) -> Json<Value> {
    state.dns.put(&entry.domain, entry.txt);
    json(State(state)).await
}

pub(super) async fn clear(State(state): State<AppState>) -> StatusCode {
    state.dns.clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn page(State(state): State<AppState>) -> Response {
    shown(&state)
}

pub(super) async fn put_typed(State(state): State<AppState>, Form(typed): Form<Typed>) -> Response {
    let records = typed.txt.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    state.dns.put(&typed.domain, records);
    shown(&state)
}

fn shown(state: &AppState) -> Response {
    let rows: String = state
        .dns
        .entries()
        .into_iter()
        .map(|(domain, txt)| {
            let records = if txt.is_empty() { "no record".to_owned() } else { html(&txt.join("\n")) };
            format!("<dt>{}</dt><dd><pre>{records}</pre></dd>", html(&domain))
        })
        .collect();
    let list = if rows.is_empty() { "<p>Nothing yet.</p>".to_owned() } else { format!("<dl>{rows}</dl>") };
    document(
        "TXT records",
        &format!(
            "<p>What domains say to this server when somebody claims them. Domains that are not listed are looked up in \
             the network, made-up ones (.example, .test) nowhere. Development only.</p>\
             <form method=\"post\" action=\"/dev/dns\"><p><label>Domain<br>\
             <input name=\"domain\" required autocomplete=\"off\"></label></p>\
             <p><label>TXT records, one to a line<br><textarea name=\"txt\" rows=\"3\" cols=\"60\"></textarea></label></p>\
             <p><button>Set</button></p></form>{list}"
        ),
    )
}
