//! Pages for trying out, development and tests: the mailbox, the clock, reports of the content security policy.
//! They exist because this is a development server, and can be switched off ([`crate::Config::dev_pages`]).

mod clock;
mod csp;
mod mailbox;

use axum::Router;
use axum::routing::get;

pub use csp::CspReports;

use crate::state::AppState;

/// The routes, relative to `/dev`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/mailbox", get(mailbox::page).delete(mailbox::clear))
        .route("/mailbox.json", get(mailbox::json).delete(mailbox::clear))
        .route("/mailbox.css", get(mailbox::style))
        .route("/mailbox/{id}", get(mailbox::html_view))
        .route("/mailbox/{id}/text", get(mailbox::text_view))
        .route("/clock", get(clock::read).post(clock::advance))
        .route("/csp-report", get(csp::list).post(csp::receive).delete(csp::clear))
}
