//! The last screen: a mistake of the program. It shows where in the code, never what was in memory.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};

use crate::i18n::text;

/// Shows the crash screen when the program panics. Keys are not affected: they are in the worker, and loading the page anew
/// ends it.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        // The place in the code only: the message could carry values.
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        show(&place);
    }));
}

/// Built by hand, because the program that builds views has just failed. Failing again changes nothing.
fn show(place: &str) {
    let document = document();
    let Some(body) = document.body() else { return };
    let element = |kind: &str, class: &str, words: &str| {
        let element = document.create_element(kind).ok()?;
        element.set_class_name(class);
        element.set_text_content(Some(words));
        Some(element)
    };
    let parts = (
        element("main", "public crash", ""),
        element("div", "panel stack", ""),
        element("h1", "", text::app::crash_title()),
        element("p", "quiet", text::app::crash_text()),
        element("p", "t-12 quiet", &text::app::crash_quote(place)),
        element("button", "btn", text::app::reload()),
    );
    let (Some(main), Some(panel), Some(title), Some(words), Some(quote), Some(button)) = parts else { return };
    let _ = main.set_attribute("role", "alert");
    let _ = button.set_attribute("data-variant", "primary");
    let _ = button.set_attribute("data-size", "l");
    let reload = Closure::<dyn Fn()>::new(crate::platform::page::reload);
    let _ = button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref());
    reload.forget();
    for part in [title, words, quote, button] {
        let _ = panel.append_child(&part);
    }
    let _ = main.append_child(&panel);
    body.set_text_content(None);
    let _ = body.append_child(&main);
}
