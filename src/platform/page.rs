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
