//! Keys that work everywhere. Single letters can be switched off on the account page; they never act while one types.

use leptos::{ev, prelude::*};

use crate::{session::prefs, ui::dom};

/// Which of the sheets that belong to the whole portal are open.
#[derive(Clone, Copy)]
pub struct Overlays {
    /// The command palette.
    pub palette: RwSignal<bool>,
    /// The switch to another client.
    pub clients: RwSignal<bool>,
    /// The list of shortcuts.
    pub help: RwSignal<bool>,
}

/// Puts the overlays into the context and listens, for the life of the page.
pub fn provide() {
    let overlays =
        Overlays { palette: RwSignal::new(false), clients: RwSignal::new(false), help: RwSignal::new(false) };
    provide_context(overlays);
    let listener = window_event_listener(ev::keydown, move |event| {
        let command = event.ctrl_key() || event.meta_key();
        let key = event.key();
        if command && !event.alt_key() && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            overlays.palette.update(|open| *open = !*open);
            return;
        }
        if command || event.alt_key() || dom::typing(event.target()) || !prefs::single_keys() {
            return;
        }
        match key.as_str() {
            "/" if dom::focus_search() => event.prevent_default(),
            "?" => {
                event.prevent_default();
                overlays.help.set(true);
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}
