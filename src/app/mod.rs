//! The shell: what stands around every page, and who may be where.

pub mod console;
mod crash;
mod frame;
mod guard;
mod idle_warning;
mod links;
mod public;
pub mod routes;
mod shortcuts;
mod view;

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::{
    platform::line::End,
    session::{Session, prefs},
    ui::{Drafts, ToastStack, Toasts},
};

pub use crash::report_panics;

/// The whole portal.
#[component]
pub fn App() -> AnyView {
    prefs::apply_theme(prefs::theme());
    prefs::apply_density(prefs::compact());
    // Before anything else: a token in the address bar must be gone before the first request.
    let link = links::take_from_address();
    let toasts = Toasts::provide();
    let session = Session::provide(console::prefetch);
    session.set_link(link);
    let drafts = Drafts::provide(Signal::derive(move || !session.is_open()));
    Effect::new(move |_| {
        if session.signed_out_reason().is_some() {
            drafts.forget();
        }
    });
    crate::session::idle::watch(session);
    shortcuts::provide();

    view! {
        <Router>
            {move || match session.agent_end() {
                Some(End::Unloadable) => public::agent_missing(),
                _ => view! { <view::RouteView /> }.into_any(),
            }}
        </Router>
        <idle_warning::IdleWarning session=session />
        <ToastStack toasts=toasts />
    }
    .into_any()
}
