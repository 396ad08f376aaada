//! Links of real servers' mails. They carry a token: it leaves the address bar before any request is sent and lives in memory
//! from then on.

use leptos::prelude::window;
use portal_client::invitation::{LinkError, parse_link};
use wasm_bindgen::JsValue;

use super::routes::{self, RouteId};
use crate::session::Opened;

/// Reads a mail link from the address, if there is one, and replaces the address by that of the page it leads to.
pub fn take_from_address() -> Option<Opened> {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let tail = [location.search().unwrap_or_default(), location.hash().unwrap_or_default()].concat();
    // Our own addresses have no fragment and no such names; everything else that looks like a mail link is taken.
    let link = match parse_link(&[path.as_str(), &tail].concat()) {
        Err(LinkError::Unknown) if !looks_like_one(&path, &tail) => return None,
        Err(LinkError::Unknown) => Err(LinkError::Incomplete),
        found => found,
    };
    let to = routes::path(RouteId::Join, &[]);
    // The history entry is replaced, so that "back" does not bring the token again.
    let replaced = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&to)));
    // A browser that refuses to change the address must not go on with the token in it.
    replaced.is_ok().then_some(link)
}

/// A link whose parameters were lost on the way still deserves an explanation.
fn looks_like_one(path: &str, tail: &str) -> bool {
    ["accept-provider", "setup-provider", "setup-business-unit", "accept-organization", "finish-signup"]
        .iter()
        .any(|name| path.contains(name) || tail.contains(name))
}
