//! Pages for trying out, development and tests: the mailbox, new providers and organisations, the clock, what domains say, reports of the content security policy.
//! They exist because this is a development server, and can be switched off ([`crate::Config::dev_pages`]).

mod clock;
mod csp;
mod dns;
mod guard;
mod mailbox;
mod organizations;
mod providers;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

pub use csp::CspReports;

use crate::state::AppState;

/// The routes, relative to `/dev`; `more` are development pages of other rooms. Foreign web sites cannot reach them.
pub fn router(state: &AppState, more: Router<AppState>) -> Router<AppState> {
    Router::new()
        .route("/mailbox", get(mailbox::page).delete(mailbox::clear))
        .route("/mailbox.json", get(mailbox::json).delete(mailbox::clear))
        .route("/mailbox.css", get(mailbox::style))
        .route("/mailbox/{id}", get(mailbox::html_view))
        .route("/mailbox/{id}/text", get(mailbox::text_view))
        .route("/providers", get(providers::page).post(providers::open))
        .route("/providers.json", post(providers::json))
        .route("/organizations", get(organizations::page).post(organizations::open))
        .route("/organizations.json", post(organizations::json))
        .route("/clock", get(clock::read).post(clock::advance))
        .route("/dns", get(dns::page).post(dns::put_typed))
        .route("/dns.json", get(dns::json).post(dns::put).delete(dns::clear))
        .route("/csp-report", get(csp::list).post(csp::receive).delete(csp::clear))
        .merge(more)
        .layer(from_fn_with_state(state.clone(), guard::layer))
}
