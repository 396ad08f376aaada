//! Facts about the page itself.

use leptos::prelude::{document, window};

/// What the browser believes about its own connection. False is certain, true is not.
#[must_use]
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Whether somebody can see the page.
#[must_use]
pub fn visible() -> bool {
    !document().hidden()
}

/// Name and port of the server that the page came from.
#[must_use]
pub fn host() -> String {
    // Only a page without an address has none.
    window().location().host().unwrap_or_default()
}

/// Loads the page anew.
pub fn reload() {
    // Only a page that is going away already refuses.
    let _ = window().location().reload();
}

/// A domain as DNS knows it, for one that was typed with letters beyond a to z; nothing when it is none.
#[must_use]
pub fn ascii_host(typed: &str) -> Option<String> {
    let plain = !typed.is_empty() && !typed.contains(['/', '@', ':', '?', '#', '\\', ' ']);
    let url = plain.then(|| web_sys::Url::new(&["https://", typed].concat()).ok()).flatten()?;
    Some(url.hostname()).filter(|host| host.is_ascii() && !host.is_empty())
}
