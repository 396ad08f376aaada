//! Where one is: parts of the path and of the query, and how to go elsewhere.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_params_map},
};

/// A part of the path, as `:provider` in the route table; reactive.
#[must_use]
pub fn param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str(name).unwrap_or_default().to_owned()))
}

/// Does something with a text: goes to an address of the portal, writes a value of the query.
pub type Go = Arc<dyn Fn(&str) + Send + Sync>;

/// A way to go elsewhere, for handlers; take it while the page is made.
#[must_use]
pub fn use_go() -> Go {
    let navigate = send_wrapper(use_navigate());
    Arc::new(move |to: &str| navigate(to, NavigateOptions::default()))
}

/// As [`use_go`], without an entry in the history: for redirects.
#[must_use]
pub fn use_replace() -> Go {
    let navigate = send_wrapper(use_navigate());
    Arc::new(move |to: &str| navigate(to, NavigateOptions { replace: true, ..NavigateOptions::default() }))
}

fn send_wrapper(
    navigate: impl Fn(&str, NavigateOptions) + Clone + 'static,
) -> impl Fn(&str, NavigateOptions) + Send + Sync + 'static {
    let kept = StoredValue::new_local(navigate);
    move |to, options| {
        // The place itself may be gone when a late answer wants to go on.
        let _ = kept.try_with_value(|navigate| navigate(to, options));
    }
}

/// One value of the query, kept in the address so that a link brings back the same screen and Back loses nothing.
///
/// Reads as the empty text when it is not there; writing the empty text removes it. Writing replaces the entry in the
/// history and does not scroll.
#[must_use]
pub fn query(name: &'static str) -> (Memo<String>, Go) {
    let location = use_location();
    let read = Memo::new(move |_| location.query.with(|query| query.get_str(name).unwrap_or_default().to_owned()));
    let navigate = send_wrapper(use_navigate());
    let location = use_location();
    let write = move |value: &str| {
        let mut query = location.query.get_untracked();
        if query.get_str(name).unwrap_or_default() == value {
            return;
        }
        if value.is_empty() {
            query.remove(name);
        } else {
            query.replace(name, value.to_owned());
        }
        let to = [location.pathname.get_untracked().as_str(), &query.to_query_string()].concat();
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    };
    (read, Arc::new(write))
}
