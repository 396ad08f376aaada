//! `/dev/mailbox`: every mail of the server, readable, with working links.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use crate::clock;
use crate::encode::html;
use crate::error::{ApiError, ApiResult};
use crate::mail::StoredMail;
use crate::state::AppState;

/// Mails shown at once.
const SHOWN: u32 = 500;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.4rem .8rem;border-block-end:1px solid #8886}\
pre{white-space:pre-wrap;overflow-wrap:anywhere}input,button{font:inherit;padding:.3rem .6rem}:root{color-scheme:light dark}";

/// Nothing but our own style sheet: no script, no image, no frame.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

pub(super) async fn page(State(state): State<AppState>) -> ApiResult<Response> {
    let rows: String = state.mailer.list(SHOWN).await?.iter().map(row).collect();
    let body = if rows.is_empty() {
        "<p>No mail yet.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th scope=\"col\">Date</th><th scope=\"col\">To</th><th scope=\"col\">Subject</th>\
             <th scope=\"col\">As text</th></tr></thead><tbody>\n{rows}</tbody></table>"
        )
    };
    let lead =
        "<p>All mail this server has written. Development only. <a href=\"/dev/providers\">Open a provider</a></p>";
    Ok(document("Mailbox", &format!("{lead}{body}")))
}

fn row(stored: &StoredMail) -> String {
    format!(
        "<tr><td><time datetime=\"{date}\">{date}</time></td><td>{to}</td><td><a href=\"/dev/mailbox/{id}\">{subject}</a></td>\
         <td><a href=\"/dev/mailbox/{id}/text\">text<span hidden> of mail {id}</span></a></td></tr>\n",
        id = stored.id,
        date = clock::iso(stored.created_at),
        to = html(&stored.mail.to),
        subject = html(&stored.mail.subject),
    )
}

/// The same list for tests, newest first, with the links found in the text.
pub(super) async fn json(State(state): State<AppState>) -> ApiResult<Json<Vec<Value>>> {
    let mails = state.mailer.list(SHOWN).await?;
    Ok(Json(
        mails
            .into_iter()
            .map(|stored| {
                json!({
                    "id": stored.id,
                    "to": stored.mail.to,
                    "subject": stored.mail.subject,
                    "date": clock::iso(stored.created_at),
                    "sent": stored.sent_at.map(clock::iso),
                    "links": links(&stored.mail.text).collect::<Vec<_>>(),
                    "text": stored.mail.text,
                    "html": stored.mail.html,
                })
            })
            .collect(),
    ))
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| line.starts_with("http://") || line.starts_with("https://"))
}

async fn find(state: &AppState, id: &str) -> ApiResult<StoredMail> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    state.mailer.get(id).await?.ok_or(ApiError::NotFound)
}

/// The mail's own HTML document; the policy lets nothing in it run or load.
pub(super) async fn html_view(State(state): State<AppState>, Path(id): Path<String>) -> ApiResult<Response> {
    let stored = find(&state, &id).await?;
    Ok(guarded(Html(stored.mail.html).into_response()))
}

/// The mail's text with its links to be clicked.
pub(super) async fn text_view(State(state): State<AppState>, Path(id): Path<String>) -> ApiResult<Response> {
    let stored = find(&state, &id).await?;
    let text: String = stored
        .mail
        .text
        .lines()
        .map(|line| {
            let shown = html(line);
            if links(line).next().is_some() {
                format!("<a href=\"{shown}\">{shown}</a>\n")
            } else {
                format!("{shown}\n")
            }
        })
        .collect();
    let body = format!(
        "<p>To: {to} · <a href=\"/dev/mailbox\">All mail</a> · <a href=\"/dev/mailbox/{id}\">As HTML</a></p><pre>{text}</pre>",
        to = html(&stored.mail.to),
        id = stored.id,
    );
    Ok(document(&stored.mail.subject, &body))
}

pub(super) async fn clear(State(state): State<AppState>) -> ApiResult<StatusCode> {
    state.mailer.clear().await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

pub(super) fn document(title: &str, body: &str) -> Response {
    let title = html(title);
    guarded(
        Html(format!(
            "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>{title}</title><link rel=\"stylesheet\" href=\"/dev/mailbox.css\"></head><body><main><h1>{title}</h1>{body}</main></body></html>"
        ))
        .into_response(),
    )
}

fn guarded(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
