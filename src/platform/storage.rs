//! `localStorage` for preferences and `sessionStorage` for what a reload of this tab may keep. Never a key, never a
//! password (crypto specification §16.1). Where the browser refuses storage, nothing is kept and nothing fails.

use leptos::prelude::window;
use web_sys::Storage;

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Until the person removes it: preferences.
    Device,
    /// Until the tab closes.
    Tab,
}

fn open(shelf: Shelf) -> Option<Storage> {
    match shelf {
        Shelf::Device => window().local_storage(),
        Shelf::Tab => window().session_storage(),
    }
    .ok()
    .flatten()
}

/// Reads a value.
#[must_use]
pub fn read(shelf: Shelf, key: &str) -> Option<String> {
    open(shelf)?.get_item(key).ok().flatten()
}

/// Keeps a value.
pub fn write(shelf: Shelf, key: &str, value: &str) {
    if let Some(storage) = open(shelf) {
        // A full or forbidden storage means the preference is asked for again next time.
        let _ = storage.set_item(key, value);
    }
}

/// Removes a value.
pub fn remove(shelf: Shelf, key: &str) {
    if let Some(storage) = open(shelf) {
        let _ = storage.remove_item(key);
    }
}
