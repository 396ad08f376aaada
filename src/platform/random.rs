//! Random ids from the browser's own source.

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// A random UUID. Empty only without a secure context, where the portal does not start at all.
#[must_use]
pub fn uuid() -> String {
    Reflect::get(&window(), &JsValue::from_str("crypto"))
        .and_then(|crypto| {
            let make: Function = Reflect::get(&crypto, &JsValue::from_str("randomUUID"))?.dyn_into()?;
            make.call0(&crypto)
        })
        .ok()
        .and_then(|id| id.as_string())
        .unwrap_or_default()
}
