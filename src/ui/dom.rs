//! Small helpers around nodes, for widgets only.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An id that no other element of the page has.
#[must_use]
pub fn unique_id(kind: &str) -> String {
    [kind, "-", &NEXT.fetch_add(1, Ordering::Relaxed).to_string()].concat()
}

/// The element that has the focus.
#[must_use]
pub fn focused() -> Option<web_sys::HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives the focus back after the current event, if the element still stands in the page.
pub fn focus_again(element: web_sys::HtmlElement) {
    next_frame(move || {
        if element.is_connected() && focused().is_none_or(|now| now.tag_name() == "BODY") {
            // An element that became disabled meanwhile keeps no focus.
            let _ = element.focus();
        }
    });
}

/// As [`focus_again`], without scrolling to it.
pub fn focus_in_place(element: web_sys::HtmlElement) {
    // At once, not after painting: the next key must not get lost.
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        if element.is_connected() && focused().is_none_or(|now| now.tag_name() == "BODY") {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    });
}

/// Focuses the element with this id, now if it exists.
pub fn focus_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the page runs from right to left.
#[must_use]
pub fn right_to_left() -> bool {
    document().document_element().and_then(|root| root.get_attribute("dir")).is_some_and(|dir| dir == "rtl")
}

/// Runs something in the next frame: pending changes stand in the page, and are drawn right after.
pub fn next_frame(work: impl FnOnce() + 'static) {
    let work = Closure::once_into_js(work);
    // Only a missing window could refuse.
    let _ = window().request_animation_frame(work.unchecked_ref());
}

/// Milliseconds on a clock that nobody sets; only differences mean something.
#[must_use]
pub fn now() -> f64 {
    // Every window has one.
    window().performance().map_or(0.0, |clock| clock.now())
}

/// True while the person types: single-key shortcuts must stay quiet then.
#[must_use]
pub fn typing(target: Option<web_sys::EventTarget>) -> bool {
    let Some(element) = target.and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok()) else { return false };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
}

/// Puts the focus where reading starts on a new page: the field that asks for it, or the first heading.
pub fn focus_heading() {
    let find = |selector: &str| {
        document().query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
    };
    if document().query_selector("dialog[open]").ok().flatten().is_some() {
        return;
    }
    if let Some(field) = find("#content [autofocus]") {
        let _ = field.focus();
    } else if let Some(heading) = find("#content h1") {
        let _ = heading.set_attribute("tabindex", "-1");
        let _ = heading.focus();
    }
}

/// Focuses the search field of the page, unless a dialog lies over it. Whether there was one to focus.
pub fn focus_search() -> bool {
    if document().query_selector("dialog[open]").ok().flatten().is_some() {
        return false;
    }
    let field = document()
        .query_selector("[data-shortcut=search]")
        .ok()
        .flatten()
        .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    match field {
        Some(field) => {
            let done = field.focus().is_ok();
            field.select();
            done
        }
        None => false,
    }
}

/// As [`focus_heading`], for content that came late: only when the focus is nowhere.
pub fn focus_heading_if_lost() {
    if focused().is_none_or(|now| now.tag_name() == "BODY") {
        focus_heading();
    }
}

/// A listener of the window; it ends when this is dropped.
pub struct Ear {
    event: &'static str,
    heard: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Ear {
    fn drop(&mut self) {
        // It can only fail for a window that is gone.
        let _ = window().remove_event_listener_with_callback_and_bool(
            self.event,
            self.heard.as_ref().unchecked_ref(),
            true,
        );
    }
}

/// Listens to what happens anywhere in the page before everybody else, the router included.
#[must_use]
pub fn listen_first(event: &'static str, hear: impl FnMut(web_sys::Event) + 'static) -> Ear {
    let heard = Closure::<dyn FnMut(web_sys::Event)>::new(hear);
    let _ = window().add_event_listener_with_callback_and_bool(event, heard.as_ref().unchecked_ref(), true);
    Ear { event, heard }
}

/// Where a click leads within the portal; nothing for clicks that open another tab or are no link.
#[must_use]
pub fn followed(event: &web_sys::Event) -> Option<String> {
    let click = event.dyn_ref::<web_sys::MouseEvent>()?;
    if event.default_prevented()
        || click.button() != 0
        || click.meta_key()
        || click.ctrl_key()
        || click.shift_key()
        || click.alt_key()
    {
        return None;
    }
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = element.closest("a[href]").ok().flatten()?.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    let ours = window().location().origin().is_ok_and(|origin| origin == link.origin());
    let here = ours && link.target().is_empty() && !link.has_attribute("download");
    here.then(|| [link.pathname(), link.search(), link.hash()].concat())
}

/// Path and query in the address bar.
#[must_use]
pub fn address() -> String {
    let location = window().location();
    [location.pathname().unwrap_or_default(), location.search().unwrap_or_default()].concat()
}

/// Puts an address of the portal into the address bar, as a new entry of the history.
pub fn push_address(address: &str) {
    if let Ok(history) = window().history() {
        // Browsers refuse only foreign addresses and floods.
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}
